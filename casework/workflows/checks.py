"""What is wrong with a workflow that can be read: names that lead nowhere, facts that disagree, ways without an end."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from casework.facts import Catalogue, Fact, FactType
from casework.workflows.definition import (
    DUTIES,
    FACT_TYPES,
    ONWARDS,
    PUBLIC_ROLES,
    ROLES,
    Definition,
    OptionList,
    Page,
    Question,
    Section,
    Step,
)
from casework.workflows.exclusion import can_both_hold
from casework.workflows.expressions import (
    RESERVED,
    Compiled,
    ExpressionError,
    Reference,
    compile_condition,
    compile_text,
    names_in,
)
from casework.workflows.names import WorkflowNames, words_for
from casework.workflows.parsing import Path, place_of
from casework.workflows.problems import Place, Problem, Severity, in_order, nearest, problem
from casework.workflows.reader import Keyed
from casework.workflows.wording import STANDING_WORDS, words_in


def check(
    definition: Definition,
    *,
    catalogue: Catalogue,
    lists: Mapping[str, OptionList] | None = None,
    workflows: frozenset[str] = frozenset(),
    tree: Keyed | None = None,
    tainted: Sequence[Path] = (),
    stem: str | None = None,
) -> list[Problem]:
    """Every problem of a definition, in the order of the file.

    tree: where everything stands; without it all problems are at line 1. workflows: ids of the workflows there are.
    tainted: paths already complained about, whose values are not judged. stem: the name of the file without ending.
    """
    checker = _Checker(definition, catalogue, lists or {}, workflows, tree, tuple(tainted))
    checker.ids(stem)
    checker.graph()
    checker.conditions()
    checker.pages()
    checker.one_fact_one_question()
    return in_order(checker.problems)


@dataclass(frozen=True)
class _Asked:
    """A question with where it stands, in the file and in the order of its step."""

    question: Question
    page: Page
    section: Section
    path: Path
    order: int


@dataclass
class _Checker:
    definition: Definition
    catalogue: Catalogue
    lists: Mapping[str, OptionList]
    workflows: frozenset[str]
    tree: Keyed | None
    tainted: tuple[Path, ...]
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.misnamed: list[Path] = []
        self.asked: dict[str, _Asked] = {}
        self.order_of: dict[Path, int] = {}
        self.page_order: dict[tuple[str, str], int] = {}
        self.repeated: dict[str, str] = {}
        order = 0
        for s, section in enumerate(self.definition.sections):
            for p, page in enumerate(section.pages):
                order += 1
                self.page_order[section.step, page.id] = order
                if page.repeat:
                    self.repeated.setdefault(page.id, section.step)
                for q, question in enumerate(page.questions):
                    order += 1
                    path = ("sections", s, "pages", p, "questions", q)
                    self.order_of[path] = order
                    self.asked.setdefault(question.id, _Asked(question, page, section, path, order))
        self.spoilt = frozenset(
            name
            for name, asked in self.asked.items()
            if any(taint[: len(asked.path)] == asked.path for taint in self.tainted)
        )
        self.names = WorkflowNames(self.definition, self.catalogue, None, self.spoilt)

    def place(self, path: Path, *, key: bool = False) -> Place:
        return place_of(self.tree, path, key=key) if self.tree is not None else Place(self.definition.id, 1, 1)

    def tell(self, path: Path, code: str, message: str, severity: Severity = "error", at: int | None = None) -> None:
        if any(path[: len(taint)] == taint for taint in self.tainted):
            return
        place = self.place(path)
        if code in ("L08", "L11", "L31") and path[0] == "steps" and len(path) > 1:
            self.misnamed.append(path)
        self.problems.append(problem(place.inside(at) if at is not None else place, code, message, severity))

    # --- ids

    def ids(self, stem: str | None) -> None:
        if stem is not None and stem != self.definition.id:
            self.tell(("id",), "L37", f"the workflow {self.definition.id} is in the file {stem}.yaml; name both alike")
        self._once("step", [(step.id, ("steps", s, "id")) for s, step in enumerate(self.definition.steps)])
        for s, step in enumerate(self.definition.steps):
            self._once(
                "action", [(action.id, ("steps", s, "actions", a, "id")) for a, action in enumerate(step.actions)]
            )
        self._once(
            "section", [(section.id, ("sections", s, "id")) for s, section in enumerate(self.definition.sections)]
        )
        names: list[tuple[str, Path]] = [(name, ("conditions", name)) for name in self.definition.conditions]
        pages: dict[str, list[tuple[str, Path]]] = {}
        for s, section in enumerate(self.definition.sections):
            for p, page in enumerate(section.pages):
                path: Path = ("sections", s, "pages", p)
                pages.setdefault(section.step, []).append((page.id, (*path, "id")))
                if page.repeat:
                    names.append((page.id, (*path, "id")))
                for q, question in enumerate(page.questions):
                    names.append((question.id, (*path, "questions", q, "id")))
                    self._once(
                        "option",
                        [
                            (option.code, (*path, "questions", q, "options", o, "code"))
                            for o, option in enumerate(question.choices)
                        ],
                    )
        for listed in pages.values():
            self._once("page", listed)
        self._once("question or condition", names)
        for name, path in names:
            if name in RESERVED:
                self.tell(path, "L08", f"{name} is a word of conditions and cannot be an id; choose another")

    def _once(self, what: str, named: Sequence[tuple[str, Path]]) -> None:
        first: dict[str, Path] = {}
        for name, path in named:
            if name in first:
                line = self.place(first[name]).line
                self.tell(path, "L08", f"the {what} {name} again; it is already on line {line}; give one another id")
            first.setdefault(name, path)

    # --- steps and what comes next

    def graph(self) -> None:
        definition = self.definition
        steps = [step.id for step in definition.steps]
        if definition.begins not in steps:
            self.tell(("begins",), "L11", f"there is no step {definition.begins}" + nearest(definition.begins, steps))
        for s, section in enumerate(definition.sections):
            if section.step not in steps:
                self.tell(
                    ("sections", s, "step"), "L34", f"there is no step {section.step}" + nearest(section.step, steps)
                )
        for s, step in enumerate(definition.steps):
            self._step(step, ("steps", s), steps)
        if not self._spoilt(("steps",)):
            self._ways(steps)

    def _spoilt(self, path: Path) -> bool:
        """Whether something below a path is already wrong, so that what follows from it is not told too."""
        return any(wrong[: len(path)] == path for wrong in (*self.tainted, *self.misnamed))

    def _step(self, step: Step, path: Path, steps: Sequence[str]) -> None:
        roles = self._roles()
        for r, read in enumerate(step.reads):
            if read not in steps:
                self.tell((*path, "reads", r), "L11", f"there is no step {read}" + nearest(read, steps))
        if step.role and step.role not in roles:
            self.tell((*path, "role"), "L23", f"there is no role {step.role}" + nearest(step.role, roles))
        if not self._spoilt(path):
            self._shape(step, path)
        for a, action in enumerate(step.actions):
            here = (*path, "actions", a)
            if action.to is not None and action.to not in steps:
                self.tell((*here, "to"), "L11", f"there is no step {action.to}" + nearest(action.to, steps))
            for n, name in enumerate(action.starts):
                self._started(name, (*here, "starts", n), steps)
            if action.role and action.role not in roles:
                self.tell((*here, "role"), "L23", f"there is no role {action.role}" + nearest(action.role, roles))
            self._duty(action.duty, here)

    def _shape(self, step: Step, path: Path) -> None:
        if not step.ends and not step.role:
            self.tell(path, "L23", f"the step {step.id} says nobody's role; write role: social_worker, say")
        if step.ends and step.actions:
            self.tell((*path, "actions"), "L31", f"{step.id} ends the workflow, so nothing can come next; remove one")
        if not step.ends and not any(action.leads_on for action in step.actions):
            self.tell(
                path, "L31", f"nothing comes after {step.id}; add an action with to: or starts:, or write ends: true"
            )

    def _started(self, name: str, path: Path, steps: Sequence[str]) -> None:
        if name in steps or name in self.workflows or (name == ONWARDS and self._is_front_door()):
            return
        meant = nearest(name, [*steps, *self.workflows])
        hint = meant if "did you mean" in meant else "; nothing is begun until there is"
        self.tell(path, "L35", f"there is no step or workflow {name}{hint}", "warning")

    def _is_front_door(self) -> bool:
        first = next((step for step in self.definition.steps if step.id == self.definition.begins), None)
        return first is not None and first.role in PUBLIC_ROLES

    def _roles(self) -> list[str]:
        listed = self.lists["roles"].codes if "roles" in self.lists else ROLES
        return [*listed, *PUBLIC_ROLES]

    def _duty(self, duty: str | None, path: Path) -> None:
        if duty and duty not in DUTIES:
            self.tell((*path, "duty"), "L36", f"there is no duty {duty}" + nearest(duty, DUTIES))

    def _ways(self, steps: Sequence[str]) -> None:
        ahead: dict[str, set[str]] = {}
        out: set[str] = set()
        for step in self.definition.steps:
            ahead.setdefault(step.id, set()).update(
                name
                for action in step.actions
                for name in (*((action.to,) if action.to else ()), *action.starts)
                if name in steps
            )
            leaves = any(
                action.to is None and any(name not in steps for name in action.starts) for action in step.actions
            )
            if step.ends or leaves:
                out.add(step.id)
        if self.definition.begins in steps:
            reached = _reached({self.definition.begins}, ahead)
            for s, step in enumerate(self.definition.steps):
                if step.id not in reached:
                    self.tell(
                        ("steps", s),
                        "L30",
                        f"nothing leads to the step {step.id}; name it in an action's to:, or remove it",
                    )
        behind: dict[str, set[str]] = {}
        for name, following in ahead.items():
            for each in following:
                behind.setdefault(each, set()).add(name)
        leaving = _reached(out, behind)
        for s, step in enumerate(self.definition.steps):
            if step.id not in leaving and ahead.get(step.id):
                round_ = words_for(sorted(_reached({step.id}, ahead) - leaving))
                self.tell(
                    ("steps", s),
                    "L32",
                    f"from {step.id} there is no way to an end, only round by {round_}; "
                    "add an action that leads to a step with ends: true",
                )

    # --- conditions

    def conditions(self) -> None:
        for name, text in self.definition.conditions.items():
            self._compile(text, ("conditions", name), self.names, truth=True)
        self._circles()
        for s, step in enumerate(self.definition.steps):
            for a, action in enumerate(step.actions):
                if action.when:
                    self._expression(action.when, ("steps", s, "actions", a, "when"), step.id, None, None)
        for s, section in enumerate(self.definition.sections):
            for p, page in enumerate(section.pages):
                path: Path = ("sections", s, "pages", p)
                before = self.page_order.get((section.step, page.id), 0)
                if page.when:
                    self._expression(page.when, (*path, "when"), section.step, before, None)
                for q, question in enumerate(page.questions):
                    self._of_question(question, (*path, "questions", q), section.step, page)

    def _of_question(self, question: Question, path: Path, step: str, page: Page) -> None:
        before = self.order_of[path]
        inside = page if page.repeat else None
        if question.when:
            self._expression(question.when, (*path, "when"), step, before, inside)
        if question.type in ("computed", "quote"):
            self._expression(question.value, (*path, "value"), step, before, inside, truth=False)
        for name in ("warns", "must"):
            written = getattr(question, name)
            whole = self.tree is not None and not isinstance(self._raw((*path, name)), list)
            for w, each in enumerate(written):
                here = (*path, name) if whole else (*path, name, w)
                key = "when" if name == "warns" else "check"
                self._expression(getattr(each, key), (*here, key), step, None, inside)
                self._wording(each.say, (*here, "say"))

    def _raw(self, path: Path) -> object:
        value: object = self.tree
        for part in path:
            try:
                value = value[part]  # type: ignore[index]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    def _compile(self, text: str, path: Path, names: WorkflowNames, *, truth: bool) -> Compiled | None:
        try:
            return compile_condition(text, names) if truth else compile_text(text, names)
        except ExpressionError as error:
            self.tell(path, error.code, error.message, at=error.at)
            return None

    def _expression(
        self, text: str, path: Path, step: str, before: int | None, page: Page | None, *, truth: bool = True
    ) -> None:
        names = WorkflowNames(self.definition, self.catalogue, page, self.spoilt) if page else self.names
        compiled = self._compile(text, path, names, truth=truth)
        if compiled is None:
            return
        for reference in compiled.references:
            for name, by_way_of in self._questions_behind(reference, ()):
                self._in_order(name, by_way_of, reference, path, step, before)

    def _questions_behind(self, reference: Reference, seen: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        """Each question a reference depends on, and the named condition it comes by."""
        if reference.sort == "condition" and reference.name not in seen:
            text = self.definition.conditions[reference.name]
            try:
                inner = compile_condition(text, self.names)
            except ExpressionError:
                return
            for each in inner.references:
                for name, _ in self._questions_behind(each, (*seen, reference.name)):
                    yield name, reference.name
        elif reference.sort in ("question", "page"):
            yield reference.name.split(".")[0], ""

    def _in_order(
        self, name: str, by_way_of: str, reference: Reference, path: Path, step: str, before: int | None
    ) -> None:
        by = f", which the condition {by_way_of} asks," if by_way_of else ""
        asked = self.asked.get(name)
        if asked is not None:
            asked_in, order = asked.section.step, asked.order
        elif name in self.repeated:
            asked_in = self.repeated[name]
            order = self.page_order[asked_in, name]
        else:
            return
        if asked_in != step:
            reads = next((each.reads for each in self.definition.steps if each.id == step), ())
            if asked_in not in reads:
                fact = asked.question.fact if asked else None
                instead = f" or use record.{fact}" if fact and not fact.startswith(".") else ""
                self.tell(
                    path,
                    "L21",
                    f"{name}{by} is asked in the step {asked_in}, which {step} does not read; "
                    f"write reads: [{asked_in}] at the step{instead}",
                    at=reference.at,
                )
        elif before is not None and order >= before:
            self.tell(
                path,
                "L21",
                f"{name}{by} is asked later, so nobody has answered it yet; move one of them",
                at=reference.at,
            )

    def _circles(self) -> None:
        uses = {
            name: {used for used in names_in(text) if used in self.definition.conditions}
            for name, text in self.definition.conditions.items()
        }
        for name, used in uses.items():
            if name in _reached(used, uses):
                self.tell(
                    ("conditions", name), "L09", f"the condition {name} depends on itself; say one of them another way"
                )

    # --- pages, facts and wording

    def pages(self) -> None:
        for s, section in enumerate(self.definition.sections):
            self._wording(section.title, ("sections", s, "title"))
            for p, page in enumerate(section.pages):
                path: Path = ("sections", s, "pages", p)
                self._wording(page.title, (*path, "title"))
                self._wording(page.hint, (*path, "hint"))
                items = self._repeat(page, path)
                for q, question in enumerate(page.questions):
                    here = (*path, "questions", q)
                    self._question(question, page, here, items)
        for s, step in enumerate(self.definition.steps):
            self._wording(step.title, ("steps", s, "title"))
            self._wording(step.hint, ("steps", s, "hint"))
            for a, action in enumerate(step.actions):
                here = ("steps", s, "actions", a)
                self._wording(action.label, (*here, "label"))
                self._wording(action.hint, (*here, "hint"))
                self._wording(action.tells or "", (*here, "tells"))

    def _repeat(self, page: Page, path: Path) -> Fact | None:
        repeat = page.repeat
        if repeat is None:
            return None
        self._wording(repeat.label, (*path, "repeat", "label"))
        if repeat.records is None or (repeat.records == "nothing" and not repeat.because):
            self.tell(
                (*path, "repeat"),
                "L28",
                f"the page {page.id} does not say what it records; write records: FACT in repeat, "
                "or records: nothing with because:",
            )
        if repeat.fact is None:
            return None
        fact = self.catalogue.get(repeat.fact)
        if fact is None:
            lists = [name for name, each in self.catalogue.items() if each.type is FactType.ITEMS]
            self.tell(
                (*path, "repeat", "records"), "L24", f"there is no fact {repeat.fact}" + nearest(repeat.fact, lists)
            )
        elif fact.type is not FactType.ITEMS:
            self.tell(
                (*path, "repeat", "records"),
                "L25",
                f"the fact {fact.name} is {_described(fact)}, and a repeated page records a list of items",
            )
            return None
        return fact

    def _question(self, question: Question, page: Page, path: Path, items: Fact | None) -> None:
        self._wording(question.label, (*path, "label"))
        self._wording(question.hint, (*path, "hint"))
        if question.type == "guidance":
            self._wording(question.text, (*path, "text"))
        self._duty(question.duty, path)
        if question.type == "guidance" and not (question.label or question.text):
            self.tell(path, "L33", "the guidance has no words; write text: …")
        if question.type in ("guidance", "quote"):
            if question.records is not None:
                self.tell(
                    (*path, "records"), "L25", f"{question.type} is only read, so it records nothing; remove records"
                )
            return
        if question.records is None or (question.records == "nothing" and not question.because):
            if page.repeat and (page.repeat.records == "nothing" or items is None) and page.repeat.records is not None:
                return
            self.tell(
                (*path, "records") if question.records else path,
                "L28",
                f"{question.id} does not say what it records; write records: FACT, or records: nothing with because: …",
            )
        elif question.fact is not None:
            self._fact(question, question.fact, page, path, items)

    def _fact(self, question: Question, name: str, page: Page, path: Path, items: Fact | None) -> None:
        here = (*path, "records")
        if name.startswith("."):
            if page.repeat is None:
                self.tell(here, "L24", f"{name} is a field of an item, and the page {page.id} is not repeated")
                return
            if items is None:
                return
            fields = {f".{each.name}": each for each in items.fields}
            fact = fields.get(name)
            if fact is None:
                self.tell(here, "L24", f"the fact {items.name} has no field {name}" + nearest(name, fields))
                return
        else:
            fact = self.catalogue.get(name)
            if fact is None:
                self.tell(here, "L24", f"there is no fact {name}" + nearest(name, self.catalogue))
                return
            if page.repeat is not None:
                hint = nearest(
                    "." + name.rpartition(".")[2], [f".{each.name}" for each in items.fields] if items else ()
                )
                self.tell(here, "L24", f"a question of a repeated page records a field of the item, as .name{hint}")
                return
        self._agrees(question, fact, path)

    def _agrees(self, question: Question, fact: Fact, path: Path) -> None:
        here = (*path, "records")
        if fact.type not in FACT_TYPES[question.type]:
            types = [name for name, kinds in FACT_TYPES.items() if fact.type in kinds]
            self.tell(
                here,
                "L25",
                f"the fact {fact.name} is {_described(fact)}, and a question of type {question.type} cannot record it; "
                f"use type {words_for(types).replace(' and ', ' or ')}",
            )
            return
        canonical = ("yes", "no") if fact.type is FactType.YES_NO else fact.codes
        codes = {option.code for option in question.choices}
        if fact.type is FactType.OUTCOMES or not canonical:
            canonical = ()
        for local, mapped in question.codes.items():
            if local not in codes:
                self.tell(
                    (*path, "codes", local), "L26", f"{question.id} has no option {local}" + nearest(local, codes)
                )
            if canonical and mapped not in canonical:
                self.tell(
                    (*path, "codes", local), "L26", f"{fact.name} has no code {mapped}" + nearest(mapped, canonical)
                )
        if not canonical or question.type == "computed":
            return
        for o, option in enumerate(question.choices):
            if option.code in question.codes or option.code in canonical:
                continue
            if option.none and question.type == "checkboxes":
                continue
            written = self.tree is None or place_of(self.tree, (*path, "options", o)).line > 1
            self.tell(
                (*path, "options", o, "code") if written and question.type != "yes_no" else here,
                "L26",
                f"{fact.name} has no code {option.code} (or map it with codes: {{{option.code}: …}})"
                + nearest(option.code, canonical),
            )

    def _wording(self, text: str, path: Path) -> None:
        for word, at in words_in(text):
            if word not in STANDING_WORDS and word not in self.asked:
                known = [*STANDING_WORDS, *self.asked]
                self.tell(path, "L29", f"there is no word (({word}))" + nearest(word, known), at=at)

    # --- one fact, one question

    def one_fact_one_question(self) -> None:
        by_fact: dict[str, list[_Asked]] = {}
        for asked in self.asked.values():
            if asked.question.fact is not None:
                prefix = (asked.page.repeat.fact or "") if asked.page.repeat else ""
                by_fact.setdefault(prefix + asked.question.fact, []).append(asked)
        for fact, every in by_fact.items():
            for index, later in enumerate(every):
                for earlier in every[:index]:
                    self._both(fact, earlier, later)

    def _both(self, fact: str, earlier: _Asked, later: _Asked) -> None:
        conditions = [
            text
            for text in (earlier.page.when, earlier.question.when, later.page.when, later.question.when)
            if text is not None
        ]
        if not can_both_hold(conditions, self.definition):
            return
        line = self.place((*earlier.path, "records")).line
        if earlier.section.step == later.section.step:
            self.tell(
                (*later.path, "records"),
                "L27",
                f"{fact} is already recorded by {earlier.question.id} on line {line}, and both may show; "
                "record another fact, or give them conditions that exclude each other",
            )


def _reached(start: set[str], ahead: Mapping[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = list(start)
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting.extend(ahead.get(name, ()))
    return reached


def _described(fact: Fact) -> str:
    words = {
        FactType.TEXT: "text",
        FactType.YES_NO: "yes or no",
        FactType.CODE: "one code",
        FactType.CODES: "several codes",
        FactType.NUMBER: "a number",
        FactType.MONEY: "an amount of money",
        FactType.DATE: "a date",
        FactType.TIME: "a time",
        FactType.ADDRESS: "an address",
        FactType.PERSON: "a person",
        FactType.WORKER: "a worker",
        FactType.OUTCOMES: "the ten outcomes",
        FactType.TIMETABLE: "a weekly timetable",
        FactType.SERVICES: "lines of services",
        FactType.ITEMS: "a list of items",
    }
    return words[fact.type]
