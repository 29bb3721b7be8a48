"""What a workflow asks for, given what has been answered: pure, and never in doubt about bad answers.

Given a definition, the answers of one step, the facts of the record and the story date, it says which pages and
questions apply, what is wrong, what is worked out, what would be recorded and what may come next.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from casework.workflows.calendar import due_on as due_on
from casework.workflows.definition import Action, Computed, Definition, Page, Question, Quote, Section, Step
from casework.workflows.expressions import ExpressionError, compile_condition, compile_text
from casework.workflows.names import WorkflowNames
from casework.workflows.saying import said
from casework.workflows.values import (
    JSON,
    from_record,
    is_empty,
    missing_message,
    parts_of,
    seen,
    to_json,
    troubles,
)

Answers = Mapping[str, JSON]
"""Question id to value. A repeated page's answers stand under the page's id: a list of {question id: value}."""

PageStatus = Literal["done", "started", "not_started", "nothing_to_do"]

_Run = Callable[[Any], object]


@dataclass(frozen=True)
class QuestionProblem:
    """What is wrong with the answer to one question. part: the ending of its field ("month", "nutrition-limbs")."""

    page_id: str
    question_id: str
    item_index: int | None
    message: str
    missing: bool
    part: str = ""


@dataclass(frozen=True)
class QuestionState:
    """One question that shows.

    problem: the first thing wrong, or None; kind: whether an answer is missing or wrong. computed: what was worked out
    or is quoted. known: what the record says, when the question is to be filled in from it.
    """

    question: Question
    value: JSON
    required: bool
    problem: str | None = None
    kind: Literal["", "missing", "wrong"] = ""
    problems: tuple[QuestionProblem, ...] = ()
    warnings: tuple[str, ...] = ()
    computed: JSON = None
    known: JSON = None


@dataclass(frozen=True)
class PageState:
    """One page that shows: `shown` for its questions or, when it is repeated, `items` with the questions of each."""

    page: Page
    section: Section
    shown: list[QuestionState]
    items: list[list[QuestionState]]
    status: PageStatus
    complete: bool
    problems: tuple[QuestionProblem, ...] = ()


@dataclass(frozen=True)
class SectionState:
    section: Section
    status: PageStatus
    pages: list[PageState]


@dataclass(frozen=True)
class SetAside:
    """An answer to what is hidden now: kept while working, set aside at the end. because: why it is not asked."""

    question: Question
    value: JSON
    because: str
    item_index: int | None = None


@dataclass(frozen=True)
class ActionState:
    action: Action
    available: bool
    why_not: str
    compulsory: bool


@dataclass(frozen=True)
class StepState:
    """One step as it stands. Lists are in the order of the workflow; `pages` has only those that show.

    facts: name to value, of shown and answered questions whose value is of the right shape. order: every page id of
    the step. cleared: hidden questions whose answers are to be dropped at once.
    """

    definition: Definition
    step: Step
    sections: list[SectionState]
    pages: list[PageState]
    set_aside: list[SetAside]
    problems: list[QuestionProblem]
    computed: dict[str, JSON]
    facts: dict[str, JSON]
    actions: list[ActionState]
    complete: bool
    order: tuple[str, ...]
    cleared: tuple[str, ...] = ()


@dataclass(frozen=True)
class FinishProblem:
    """Why a step cannot be finished yet. field: "action", or "note-" with an action's id."""

    field: str
    message: str


@dataclass(frozen=True)
class Start:
    """Something that begins: a step of this workflow, or another workflow."""

    step_id: str | None
    workflow_id: str | None
    role: str | None
    due: str | None
    note: str
    from_action: str
    for_: str | None = None
    worker: str | None = None
    after: str | None = None
    waits_for: str | None = None


@dataclass(frozen=True)
class Finish:
    """What finishing a step does.

    finished: False when the worker only leaves it for now. tells: messages that are shown and never sent.
    """

    starts: list[Start]
    closes: bool
    finished: bool = True
    tells: tuple[str, ...] = ()


# --- compiled once for each definition


@dataclass(frozen=True)
class _CompiledQuestion:
    question: Question
    when: _Run | None
    value: _Run | None
    warns: tuple[tuple[_Run, str], ...]
    must: tuple[tuple[_Run, str], ...]
    points: Mapping[str, int]


@dataclass(frozen=True)
class _CompiledPage:
    section: Section
    page: Page
    when: _Run | None
    questions: tuple[_CompiledQuestion, ...]


@dataclass(frozen=True)
class _Program:
    """A definition with every expression compiled. An expression that cannot be is always unknown."""

    conditions: Mapping[str, _Run]
    pages: Mapping[str, tuple[_CompiledPage, ...]]
    actions: Mapping[tuple[str, str], _Run]
    repeated: Mapping[str, _CompiledPage]


def _unknown(scope: Any) -> object:
    return None


def _program(definition: Definition) -> _Program:
    if "program" not in definition.kept:
        definition.kept["program"] = _compiled(definition)
    program: _Program = definition.kept["program"]
    return program


def _compiled(definition: Definition) -> _Program:
    whole = WorkflowNames(definition, None)

    def run(text: str | None, names: WorkflowNames, truth: bool = True) -> _Run:
        if text is None:
            return _unknown
        try:
            return _careful((compile_condition if truth else compile_text)(text, names).run)
        except ExpressionError:
            return _unknown

    def question(each: Question, names: WorkflowNames) -> _CompiledQuestion:
        return _CompiledQuestion(
            each,
            run(each.when, names) if each.when else None,
            run(each.value, names, truth=False) if isinstance(each, Computed | Quote) else None,
            tuple((run(warn.when, names), warn.say) for warn in each.warns),
            tuple((run(must.check, names), must.say) for must in each.must),
            {option.code: option.points for option in each.choices},
        )

    pages: dict[str, list[_CompiledPage]] = {step.id: [] for step in definition.steps}
    for section in definition.sections:
        for page in section.pages:
            names = WorkflowNames(definition, None, page) if page.repeat else whole
            compiled = _CompiledPage(
                section,
                page,
                run(page.when, whole) if page.when else None,
                tuple(question(each, names) for each in page.questions),
            )
            pages.setdefault(section.step, []).append(compiled)
    return _Program(
        {name: run(text, whole) for name, text in definition.conditions.items()},
        {step: tuple(each) for step, each in pages.items()},
        {
            (step.id, action.id): run(action.when, whole)
            for step in definition.steps
            for action in step.actions
            if action.when
        },
        {each.page.id: each for listed in pages.values() for each in listed if each.page.repeat},
    )


def _careful(run: _Run) -> _Run:
    """What compares values of kinds that the record mixed up is unknown."""

    def carefully(scope: Any) -> object:
        try:
            return run(scope)
        except (TypeError, ArithmeticError):
            return None

    return carefully


class _Scope:
    """What conditions see: values of shown questions, and behind them the record."""

    def __init__(self, program: _Program, record: Mapping[str, object], today: date) -> None:
        self.program = program
        self.record = record
        self.today = today
        self.values: dict[str, object] = {}
        self.points: dict[str, int] = {}
        self.inside: dict[str, list[_Scope]] = {}
        self.outer: _Scope | None = None
        self.memo: dict[str, object] = {}
        self.running: set[str] = set()

    def item(self) -> "_Scope":
        scope = _Scope(self.program, self.record, self.today)
        scope.outer = self
        return scope

    def put(self, compiled: _CompiledQuestion, value: JSON, section: str) -> None:
        question = compiled.question
        for ending, part in seen(question, value, self.today).items():
            self.values[question.id + ending] = part
            if ending == "" and any(compiled.points.values()):
                chosen = value if isinstance(value, list | tuple) else [value]
                points = sum(compiled.points.get(code, 0) for code in chosen if isinstance(code, str))
                whole = self.outer or self
                whole.points[section] = whole.points.get(section, 0) + points
        self.forget()

    def forget(self) -> None:
        self.memo.clear()
        if self.outer:
            self.outer.memo.clear()

    def value(self, name: str) -> object:
        if name in self.values:
            return self.values[name]
        if name in self.program.conditions and self.outer is None:
            return self._condition(name)
        if self.outer is not None:
            return self.outer.value(name)
        if name in self.inside:
            return self.inside[name]
        return self._of_record(name.removeprefix("record.")) if name.startswith("record.") else None

    def _condition(self, name: str) -> object:
        if name in self.running:
            return None
        if name not in self.memo:
            self.running.add(name)
            self.memo[name] = self.program.conditions[name](self)
            self.running.discard(name)
        return self.memo[name]

    def _of_record(self, name: str) -> object:
        if name in self.record:
            return from_record(self.record[name])
        before, _, part = name.rpartition(".")
        whole = self.record.get(before)
        return parts_of(whole).get(f".{part}") if isinstance(whole, Mapping) else None

    def score(self, section: str) -> int | None:
        return (self.outer or self).points.get(section)

    def items(self, page: str) -> "Sequence[_Scope] | None":
        return (self.outer or self).inside.get(page)


# --- looking at a step


def look(
    definition: Definition, step_id: str, answers: Answers, record: Mapping[str, object], today: date
) -> StepState:
    """The step as it stands. Never raises, whatever the answers.

    answers: of this step and, for conditions that ask about them, of the steps it reads. record: fact name to value,
    in the shapes of `casework.facts.FactType`. Raises KeyError only when there is no such step.
    """
    step = definition.step(step_id)
    program = _program(definition)
    scope = _Scope(program, record, today)
    answers = answers if isinstance(answers, Mapping) else {}
    for read in step.reads:
        _read(program.pages.get(read, ()), answers, scope)
    looking = _Looking(definition, program, answers, record, today, scope)
    for page in program.pages.get(step_id, ()):
        looking.page(page)
    pages = looking.finished()
    problems = [found for page in pages for found in page.problems]
    complete = not problems
    return StepState(
        definition=definition,
        step=step,
        sections=_sections(definition, step_id, pages),
        pages=pages,
        set_aside=looking.set_aside,
        problems=problems,
        computed=looking.computed,
        facts=_facts(pages),
        actions=[_action(definition, program, step, action, scope, complete, len(problems)) for action in step.actions],
        complete=complete,
        order=tuple(page.page.id for page in program.pages.get(step_id, ())),
        cleared=tuple(looking.cleared),
    )


def _read(pages: Sequence[_CompiledPage], answers: Answers, scope: _Scope) -> None:
    """Puts the answers of a step that is read into view, as they were when it was finished."""
    for page in pages:
        if page.page.repeat:
            scope.inside[page.page.id] = []
            for item in _items_of(answers, page.page):
                inner = scope.item()
                for compiled in page.questions:
                    inner.put(compiled, item.get(compiled.question.id), page.section.id)
                scope.inside[page.page.id].append(inner)
        else:
            for compiled in page.questions:
                scope.put(compiled, answers.get(compiled.question.id), page.section.id)


def _items_of(answers: Answers, page: Page) -> list[Mapping[str, JSON]]:
    listed = answers.get(page.id)
    if not isinstance(listed, list | tuple):
        return []
    return [item if isinstance(item, Mapping) else {} for item in listed]


@dataclass
class _Seen:
    """One question that shows, before rules that look at the whole step have spoken."""

    compiled: _CompiledQuestion
    state: QuestionState
    scope: _Scope
    item_index: int | None


@dataclass
class _SeenPage:
    compiled: _CompiledPage
    items: list[list[_Seen]]


@dataclass
class _Looking:
    definition: Definition
    program: _Program
    answers: Answers
    record: Mapping[str, object]
    today: date
    scope: _Scope
    pages: list[_SeenPage] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)
    computed: dict[str, JSON] = field(default_factory=dict)
    cleared: list[str] = field(default_factory=list)

    def page(self, compiled: _CompiledPage) -> None:
        page = compiled.page
        if compiled.when is not None and compiled.when(self.scope) is not True:
            because = self.only_when(page.when)
            if page.repeat:
                for index, item in enumerate(_items_of(self.answers, page)):
                    for each in compiled.questions:
                        self.hide(each.question, item.get(each.question.id), because, index)
            else:
                for each in compiled.questions:
                    self.hide(each.question, self.answers.get(each.question.id), because, None)
            return
        if not page.repeat:
            self.pages.append(_SeenPage(compiled, [self.questions(compiled, self.answers, self.scope, None)]))
            return
        seen_items = []
        self.scope.inside[page.id] = []
        for index, item in enumerate(_items_of(self.answers, page)):
            inner = self.scope.item()
            seen_items.append(self.questions(compiled, item, inner, index))
            self.scope.inside[page.id].append(inner)
        self.scope.forget()
        self.pages.append(_SeenPage(compiled, seen_items))

    def questions(
        self, compiled: _CompiledPage, answers: Mapping[str, JSON], scope: _Scope, index: int | None
    ) -> list[_Seen]:
        shown = []
        for each in compiled.questions:
            question = each.question
            value = answers.get(question.id)
            if each.when is not None and each.when(scope) is not True:
                self.hide(question, value, self.only_when(question.when), index)
                continue
            state = self.question(each, value, scope, compiled.page.id, index)
            if question.type == "computed":
                scope.values[question.id] = _worked_out(each, state, scope)
                scope.forget()
            elif question.asks:
                scope.put(each, value, compiled.section.id)
            shown.append(_Seen(each, state, scope, index))
        return shown

    def only_when(self, condition: str | None) -> str:
        return f"asked only when {said(condition or '', self.definition)}"

    def hide(self, question: Question, value: JSON, because: str, index: int | None) -> None:
        if is_empty(value) or question.type in ("quote", "guidance"):
            return
        if question.on_hide == "clear":
            self.cleared.append(question.id)
        else:
            self.set_aside.append(SetAside(question, value, because, index))

    def question(
        self, compiled: _CompiledQuestion, value: JSON, scope: _Scope, page_id: str, index: int | None
    ) -> QuestionState:
        question = compiled.question
        if isinstance(question, Computed) and not question.override:
            value = None
        required = question.asks and not question.optional
        computed: JSON = None
        if compiled.value is not None:
            computed = to_json(compiled.value(scope))
            if question.type == "computed" and index is None:
                self.computed[question.id] = value["value"] if _is_overridden(value) else computed
        known = _known(question, self.record) if question.prefill != "none" else None
        if is_empty(value):
            missing = (
                (QuestionProblem(page_id, question.id, index, missing_message(question), True),) if required else ()
            )
            return _stated(QuestionState(question, value, required, computed=computed, known=known), missing)
        problems = tuple(
            QuestionProblem(page_id, question.id, index, found.message, found.missing, found.part)
            for found in troubles(question, value, self.today)
        )
        return _stated(QuestionState(question, value, required, computed=computed, known=known), problems)

    def finished(self) -> list[PageState]:
        """The pages, with the rules and warnings that look at answers further on."""
        return [self._page_state(seen_page) for seen_page in self.pages]

    def _page_state(self, seen_page: _SeenPage) -> PageState:
        page = seen_page.compiled.page
        items = [[self._judged(each, page.id) for each in item] for item in seen_page.items]
        problems = [found for item in items for state in item for found in state.problems]
        if page.repeat:
            problems.extend(_too_few_or_many(page, len(items)))
        asked = [state for item in items for state in item if state.question.asks]
        answered = [state for state in asked if not is_empty(state.value)]
        status: PageStatus
        if not asked and not page.repeat:
            status = "nothing_to_do"
        elif not answered:
            status = "not_started"
        else:
            status = "started" if problems else "done"
        return PageState(
            page=page,
            section=seen_page.compiled.section,
            shown=[] if page.repeat else items[0],
            items=items if page.repeat else [],
            status=status,
            complete=not problems,
            problems=tuple(problems),
        )

    def _judged(self, each: _Seen, page_id: str) -> QuestionState:
        state = each.state
        warnings = tuple(say for run, say in each.compiled.warns if run(each.scope) is True)
        answered = not is_empty(state.value) or state.computed is not None
        broken = tuple(
            QuestionProblem(page_id, state.question.id, each.item_index, say, False)
            for run, say in each.compiled.must
            if answered and run(each.scope) is False
        )
        if broken:
            state = _stated(state, (*state.problems, *broken))
        return replace(state, warnings=warnings) if warnings else state


def _stated(state: QuestionState, problems: tuple[QuestionProblem, ...]) -> QuestionState:
    if not problems:
        return state
    kind: Literal["missing", "wrong"] = "missing" if all(found.missing for found in problems) else "wrong"
    return replace(state, problem=problems[0].message, kind=kind, problems=problems)


def _is_overridden(value: JSON) -> bool:
    return isinstance(value, Mapping) and not is_empty(value.get("value"))


def _worked_out(compiled: _CompiledQuestion, state: QuestionState, scope: _Scope) -> object:
    if _is_overridden(state.value):
        return from_record(state.value["value"])
    return compiled.value(scope) if compiled.value else None


def _known(question: Question, record: Mapping[str, object]) -> JSON:
    """What the record says, in the question's own codes."""
    if question.fact is None or question.fact not in record:
        return None
    value = to_json(record[question.fact])
    local = {canonical: code for code, canonical in question.codes.items()}
    if isinstance(value, list | tuple):
        return [local.get(each, each) if isinstance(each, str) else each for each in value]
    return local.get(value, value) if isinstance(value, str) else value


def _too_few_or_many(page: Page, found: int) -> list[QuestionProblem]:
    repeat = page.repeat
    assert repeat is not None
    if found < repeat.least:
        wanted = f"at least {repeat.least}, one {repeat.each} at a time" if repeat.least > 1 else f"a {repeat.each}"
        return [QuestionProblem(page.id, "", None, f"Add {wanted}", True)]
    if found > repeat.most:
        return [QuestionProblem(page.id, "", None, f"Add {repeat.most} at most: remove a {repeat.each}", False)]
    return []


def _sections(definition: Definition, step_id: str, pages: Sequence[PageState]) -> list[SectionState]:
    states = []
    for section in definition.sections_of(step_id):
        own = [page for page in pages if page.section.id == section.id]
        statuses = {page.status if page.status != "not_started" or not page.complete else "open" for page in own}
        statuses.discard("nothing_to_do")
        status: PageStatus
        if not statuses:
            status = "nothing_to_do"
        elif statuses <= {"done", "open"} and "done" in statuses:
            status = "done"
        else:
            status = "not_started" if statuses <= {"not_started", "open"} else "started"
        states.append(SectionState(section, status, own))
    return states


def _facts(pages: Sequence[PageState]) -> dict[str, JSON]:
    facts: dict[str, JSON] = {}
    for page in pages:
        if page.page.repeat is None:
            facts.update(_facts_of(page.shown))
        elif page.page.repeat.fact is not None and page.items:
            items = [{name.lstrip("."): value for name, value in _facts_of(item).items()} for item in page.items]
            facts[page.page.repeat.fact] = [item for item in items if item]
    return facts


def _facts_of(states: Sequence[QuestionState]) -> dict[str, JSON]:
    facts: dict[str, JSON] = {}
    for state in states:
        question = state.question
        if question.fact is None or state.kind == "wrong":
            continue
        value = state.value
        if isinstance(question, Computed):
            value = value["value"] if _is_overridden(value) else state.computed
        if not is_empty(value):
            facts[question.fact] = _canonical(question, value)
    return facts


def _canonical(question: Question, value: JSON) -> JSON:
    codes = question.codes
    if not codes:
        return value
    if isinstance(value, list | tuple):
        return [codes.get(each, each) for each in value]
    return codes.get(value, value) if isinstance(value, str) else value


def _action(
    definition: Definition, program: _Program, step: Step, action: Action, scope: _Scope, complete: bool, left: int
) -> ActionState:
    why_not = ""
    if action.when and program.actions[step.id, action.id](scope) is not True:
        why_not = f"Only when {said(action.when, definition)}"
    elif action.requires == "complete" and not complete:
        why_not = f"{left} {'answer' if left == 1 else 'answers'} still to give or put right"
    return ActionState(action, not why_not, why_not, action.mode == "must")


# --- moving about


def check_page(state: StepState, page_id: str) -> list[QuestionProblem]:
    """What is wrong or missing on one page; empty for a page that does not show."""
    page = page_at(state, page_id)
    return list(page.problems) if page else []


def page_at(state: StepState, page_id: str) -> PageState | None:
    """The page with this id, or None when it does not show."""
    return next((page for page in state.pages if page.page.id == page_id), None)


def next_page(state: StepState, page_id: str) -> str | None:
    """The id of the next page that shows, also after a page that has come to be hidden."""
    return _neighbour(state, page_id, 1)


def previous_page(state: StepState, page_id: str) -> str | None:
    """The id of the page that shows before this one."""
    return _neighbour(state, page_id, -1)


def _neighbour(state: StepState, page_id: str, direction: int) -> str | None:
    if page_id not in state.order:
        return None
    at = state.order.index(page_id)
    shown = {page.page.id for page in state.pages}
    ahead = state.order[at + 1 :] if direction > 0 else state.order[:at][::-1]
    return next((other for other in ahead if other in shown), None)


# --- finishing


def finish(
    definition: Definition, state: StepState, chosen: Sequence[str], notes: Mapping[str, str]
) -> Finish | list[FinishProblem]:
    """What finishing the step with these actions begins, or everything that stands against it.

    chosen: ids of actions; automatic ones need no choosing. notes: hand-over notes by action id.
    """
    by_id = {each.action.id: each for each in state.actions}
    problems: list[FinishProblem] = []
    for action_id in chosen:
        if action_id not in by_id:
            problems.append(FinishProblem("action", "Select one of the next actions"))
        elif not by_id[action_id].available:
            each = by_id[action_id]
            problems.append(FinishProblem("action", f"{each.action.label}: {_begun_low(each.why_not)}"))
    takes = [
        each
        for each in state.actions
        if each.action.id in chosen or (each.action.mode == "automatic" and each.available)
    ]
    pausing = bool(takes) and not any(each.action.leads_on for each in takes)
    if pausing and not problems:
        return Finish([], closes=False, finished=False, tells=_tells(takes))
    if not any(each.action.leads_on for each in takes) and not problems:
        problems.append(FinishProblem("action", "Select what happens next"))
    problems.extend(_left_out(state.actions, takes))
    problems.extend(_at_odds(definition, takes))
    for each in takes:
        if each.action.note == "required" and is_empty(notes.get(each.action.id)):
            problems.append(FinishProblem(f"note-{each.action.id}", f"Enter a note to go with “{each.action.label}”"))
    if problems:
        return list(dict.fromkeys(problems))
    starts = [start for each in takes for start in _starts(definition, each.action, notes.get(each.action.id) or "")]
    closes = any(_ends(definition, each.action) for each in takes)
    return Finish(starts, closes, tells=_tells(takes))


def _begun_low(text: str) -> str:
    return text[:1].lower() + text[1:]


def _tells(takes: Sequence[ActionState]) -> tuple[str, ...]:
    return tuple(each.action.tells for each in takes if each.action.tells)


def _left_out(actions: Sequence[ActionState], takes: Sequence[ActionState]) -> list[FinishProblem]:
    problems = []
    taken = {each.action.id for each in takes}
    for each in actions:
        if each.compulsory and each.action.id not in taken and _still_open(each):
            problems.append(FinishProblem("action", f"“{each.action.label}” must be one of the next actions"))
    for group in dict.fromkeys(each.action.one_of for each in actions if each.action.one_of):
        open_ = [each for each in actions if each.action.one_of == group and _still_open(each)]
        chosen = [each for each in open_ if each.action.id in taken]
        if open_ and len(chosen) != 1:
            labels = " or ".join(f"“{each.action.label}”" for each in open_)
            problems.append(FinishProblem("action", f"Select {'one of ' if len(open_) > 1 else ''}{labels}"))
    for group in dict.fromkeys(each.action.all_of for each in actions if each.action.all_of):
        open_ = [each for each in actions if each.action.all_of == group and _still_open(each)]
        chosen = [each for each in open_ if each.action.id in taken]
        if chosen and len(chosen) != len(open_):
            labels = " and ".join(f"“{each.action.label}”" for each in open_)
            problems.append(FinishProblem("action", f"Select {labels} together"))
    return problems


def _still_open(each: ActionState) -> bool:
    """Whether its condition allows the action, though answers may still be missing."""
    return each.available or not each.why_not.startswith("Only when")


def _at_odds(definition: Definition, takes: Sequence[ActionState]) -> list[FinishProblem]:
    """An action that ends the work cannot go with one that carries it on to another step."""
    ends = [each for each in takes if _ends(definition, each.action)]
    goes_on = [each for each in takes if each.action.to is not None and not _ends(definition, each.action)]
    if ends and goes_on:
        return [FinishProblem("action", f"Select “{ends[0].action.label}” or “{goes_on[0].action.label}”, not both")]
    return []


def _ends(definition: Definition, action: Action) -> bool:
    target = _step_named(definition, action.to)
    return target is not None and target.ends


def _step_named(definition: Definition, name: str | None) -> Step | None:
    return next((step for step in definition.steps if step.id == name), None)


def _starts(definition: Definition, action: Action, note: str) -> list[Start]:
    """What an action begins. Its due date, role and worker go with the step it leads to, else with what it starts."""
    starts = []
    goes_on = action.to is not None and not _ends(definition, action)
    for name in (*((action.to,) if goes_on and action.to else ()), *action.starts):
        target = _step_named(definition, name)
        own = not goes_on or name == action.to
        starts.append(
            Start(
                step_id=target.id if target else None,
                workflow_id=None if target else name,
                role=(action.role if own else None) or (target.role if target else None),
                due=(action.due if own else None) or (target.due if target else None),
                note=note,
                from_action=action.id,
                for_=action.for_,
                worker=action.worker if own else None,
                after=action.after,
                waits_for=action.waits_for,
            )
        )
    return starts
