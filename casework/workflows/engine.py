"""What a workflow asks for, given what has been answered: pure, and never in doubt about bad answers.

Given a definition, the answers of one step, the facts of the record and the story date, it says which pages and
questions apply, what is wrong, what is worked out, what would be recorded and what may come next.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from casework.workflows.calendar import due_on as due_on
from casework.workflows.compiling import CompiledPage, CompiledQuestion, Program, Scope, program_of
from casework.workflows.definition import Action, Computed, Definition, Page, Question, Services, Step
from casework.workflows.finishing import finish as finish
from casework.workflows.saying import said
from casework.workflows.states import ActionState as ActionState
from casework.workflows.states import Answers as Answers
from casework.workflows.states import Finish as Finish
from casework.workflows.states import FinishProblem as FinishProblem
from casework.workflows.states import PageState as PageState
from casework.workflows.states import PageStatus as PageStatus
from casework.workflows.states import QuestionProblem as QuestionProblem
from casework.workflows.states import QuestionState as QuestionState
from casework.workflows.states import SectionState as SectionState
from casework.workflows.states import SetAside as SetAside
from casework.workflows.states import Start as Start
from casework.workflows.states import StepState as StepState
from casework.workflows.values import JSON, from_record, is_empty, missing_message, to_json, troubles
from casework.workflows.visits import with_visits


def look(
    definition: Definition, step_id: str, answers: Answers, record: Mapping[str, object], today: date
) -> StepState:
    """The step as it stands. Never raises, whatever the answers.

    answers: of this step and, for conditions that ask about them, of the steps it reads. record: fact name to value,
    in the shapes of `casework.facts.FactType`. Raises KeyError only when there is no such step.
    """
    step = definition.step(step_id)
    program = program_of(definition)
    scope = Scope(program, record, today)
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


def _read(pages: Sequence[CompiledPage], answers: Answers, scope: Scope) -> None:
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
                value = answers.get(compiled.question.id)
                if compiled.question.type == "computed" and isinstance(value, Mapping):
                    value = value.get("value")
                scope.put(compiled, value, page.section.id)


def _items_of(answers: Answers, page: Page) -> list[Mapping[str, JSON]]:
    listed = answers.get(page.id)
    if not isinstance(listed, list | tuple):
        return []
    return [item if isinstance(item, Mapping) else {} for item in listed]


@dataclass
class _Seen:
    """One question that shows, before rules that look at the whole step have spoken."""

    compiled: CompiledQuestion
    state: QuestionState
    scope: Scope
    item_index: int | None


@dataclass
class _SeenPage:
    compiled: CompiledPage
    items: list[list[_Seen]]


@dataclass
class _Looking:
    definition: Definition
    program: Program
    answers: Answers
    record: Mapping[str, object]
    today: date
    scope: Scope
    pages: list[_SeenPage] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)
    computed: dict[str, JSON] = field(default_factory=dict)
    cleared: list[str] = field(default_factory=list)

    def page(self, compiled: CompiledPage) -> None:
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
        self, compiled: CompiledPage, answers: Mapping[str, JSON], scope: Scope, index: int | None
    ) -> list[_Seen]:
        shown: list[_Seen] = []
        for each in compiled.questions:
            question = each.question
            value = answers.get(question.id)
            if isinstance(question, Services) and question.visits in {seen.state.question.id for seen in shown}:
                value = with_visits(question, value, compiled.page, answers)
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
        self, compiled: CompiledQuestion, value: JSON, scope: Scope, page_id: str, index: int | None
    ) -> QuestionState:
        question = compiled.question
        if isinstance(question, Computed) and not (question.override and isinstance(value, Mapping)):
            value = None  # what was worked out when the step was finished is worked out anew
        required = question.asks and not question.optional
        computed: JSON = None
        if compiled.value is not None:
            computed = to_json(compiled.value(scope))
            if question.type == "computed" and index is None:
                self.computed[question.id] = value["value"] if _is_overridden(value) else computed
        known = known_of(question, self.record) if question.prefill != "none" else None
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


def _worked_out(compiled: CompiledQuestion, state: QuestionState, scope: Scope) -> object:
    if _is_overridden(state.value):
        return from_record(state.value["value"])
    return compiled.value(scope) if compiled.value else None


def known_of(question: Question, record: Mapping[str, object]) -> JSON:
    """What the record says of a question's fact, in the question's own codes; None when it says nothing."""
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
    definition: Definition, program: Program, step: Step, action: Action, scope: Scope, complete: bool, left: int
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
