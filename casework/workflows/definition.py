"""What a workflow is: frozen models of everything the language can say.

A key that is not here is an error naming its place. Expressions (`when`, `value`, `check`) are kept as text; `engine`
compiles them once for each definition.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Annotated, Any, Literal

import re2
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from casework.facts import FactType
from casework.workflows.calendar import read_period


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def _words(text: str) -> str:
    if not text.strip():
        raise ValueError("there is nothing here; write some words")
    return text


def _id(text: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,63}", text):
        raise ValueError(f"“{text}” cannot be an id; ids begin with a letter and hold a-z, 0-9 and _")
    return text


def _code(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,63}", text):
        raise ValueError(f"“{text}” cannot be a code; codes hold a-z, 0-9, - and _")
    return text


def _period(text: str) -> str:
    read_period(text)
    return text


def _several(value: object) -> object:
    """One mapping or word where several may stand."""
    return value if isinstance(value, list | tuple) else (value,)


Words = Annotated[str, AfterValidator(_words)]
Id = Annotated[str, AfterValidator(_id)]
Code = Annotated[str, AfterValidator(_code)]
_AT = re.compile(r"\S ([01]\d|2[0-3]):[0-5]\d$")
Period = Annotated[str, AfterValidator(_period)]
Expression = Annotated[str, AfterValidator(_words)]
FactName = Annotated[str, AfterValidator(_words)]
Presentation = Literal["one_per_page", "task_list", "single_page"]
StepKind = Literal[
    "",
    "contact",
    "triage",
    "allocation",
    "support",
    "assessment",
    "decision",
    "financial",
    "plan",
    "approval",
    "arrangement",
    "review",
    "end",
]
"""The record's kinds of step, by their codes; which part of it a step makes."""

PUBLIC_ROLES = ("resident", "carer", "referrer")
ONWARDS = "onwards"
"""What an action of a front door starts: the workflow that the study, or whoever tries it, puts behind the door."""

ROLES = (
    "duty_worker",
    "social_worker",
    "occupational_therapist",
    "team_manager",
    "panel",
    "finance_officer",
    "broker",
    "provider",
    "contact_officer",
    "assessor",
    "trusted_assessor",
    "coordinator",
    "lead_worker",
)
"""The roles of the record when there is no list of roles."""

DUTIES = (
    "D01-need",
    "D02-wellbeing",
    "D03-carer",
    "D04-involve",
    "D05-eligible",
    "D06-advice",
    "D07-plan",
    "D08-money",
    "D09-review",
    "D10-safeguard",
    "D11-capacity",
    "D12-copies",
)
"""Care Act duties a question or an action may be evidence for."""

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Option(Part):
    """One choice. none: the exclusive one ("None of these"); points: what `score()` adds up.

    unit, rate_pence: for a service, what is counted and what one of it costs.
    """

    code: Code
    label: Words
    hint: str = ""
    none: bool = False
    points: int = 0
    unit: str = ""
    rate_pence: int | None = Field(default=None, ge=0)


def _options(*pairs: tuple[str, str]) -> tuple[Option, ...]:
    return tuple(Option(code=code, label=label) for code, label in pairs)


OUTCOMES = _options(
    ("nutrition", "Managing and maintaining nutrition"),
    ("personal-hygiene", "Maintaining personal hygiene"),
    ("toilet-needs", "Managing toilet needs"),
    ("clothing", "Being appropriately clothed"),
    ("home-safety", "Using the home safely"),
    ("home-environment", "Keeping the home habitable"),
    ("relationships", "Family and other personal relationships"),
    ("work-education", "Work, training, education or volunteering"),
    ("community-facilities", "Using facilities or services in the community"),
    ("child-caring", "Caring for a child"),
)
"""The ten outcomes. Source: the Care and Support (Eligibility Criteria) Regulations 2015, regulation 2(2)."""

ACHIEVES = _options(
    ("able", "Able"), ("with-help", "Able with help"), ("unable", "Unable"), ("not-applicable", "Does not apply")
)
NOT_MET = ("with-help", "unable")

LIMBS = _options(
    ("needs-assistance", "Cannot do it without assistance"),
    ("pain-distress", "It causes significant pain, distress or anxiety"),
    ("endangers", "It endangers health or safety, theirs or others’"),
    ("takes-longer", "It takes significantly longer than would be expected"),
)
"""Why an outcome counts as not achieved. Source: the same Regulations, regulation 2(3)."""

YES_NO = _options(("yes", "Yes"), ("no", "No"))


class OptionList(Part):
    """A list of `seed_data/lists/`: options that several questions share."""

    id: Code
    title: Words
    options: Annotated[tuple[Option, ...], Field(strict=False, min_length=1)]

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(option.code for option in self.options)


class Action(Part):
    """A next action: what may come after a step.

    to: the step it leads to. starts: steps of this workflow, or other workflows, begun alongside. Without either it
    only leaves the step. mode: offered, must (the step cannot be finished without it) or automatic. Actions with the
    same one_of go together so that exactly one is chosen; with the same all_of, all or none.
    """

    id: Id
    label: Words
    to: str | None = None
    starts: Annotated[tuple[str, ...], BeforeValidator(_several), Field(strict=False)] = ()
    for_: Literal["carer"] | None = Field(default=None, alias="for")
    when: Expression | None = None
    requires: Literal["complete"] | None = None
    note: Literal["required", "optional", "none"] = "none"
    mode: Literal["offered", "must", "automatic"] = "offered"
    one_of: Id | None = None
    all_of: Id | None = None
    role: str | None = None
    worker: str | None = None
    due: Period | None = None
    after: Period | None = None
    waits_for: Literal["approval"] | None = None
    tells: str | None = None
    hint: str = ""
    duty: str | None = None

    @property
    def leads_on(self) -> bool:
        """Whether it is a way out of the step."""
        return self.to is not None or bool(self.starts)


class Step(Part):
    """A unit of work on somebody's work view. kind: which part of the record it makes; ends: nothing comes after it."""

    id: Id
    title: Words
    kind: StepKind = ""
    role: str = ""
    due: Period | None = None
    reads: Annotated[tuple[str, ...], Field(strict=False)] = ()
    presentation: Presentation | None = None
    ends: bool = False
    hint: str = ""
    actions: Annotated[tuple[Action, ...], Field(strict=False)] = ()


class Warn(Part):
    """Points out a disagreement while `when` is true. Never decides, never hides."""

    when: Expression
    say: Words


class Must(Part):
    """A rule an answer keeps: when `check` is false, `say` is shown beside the question."""

    check: Expression
    say: Words


def _number(text: object) -> Decimal | None:
    if isinstance(text, bool) or not isinstance(text, str | int):
        return None
    try:
        number = Decimal(str(text))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


class _Question(Part):
    id: Id
    label: Words
    hint: str = ""
    optional: bool = False
    when: Expression | None = None
    records: FactName | None = None
    because: str = ""
    codes: dict[str, str] = {}
    prefill: Literal["confirm", "copy", "none"] = "none"
    duty: str | None = None
    warns: Annotated[tuple[Warn, ...], BeforeValidator(_several), Field(strict=False)] = ()
    must: Annotated[tuple[Must, ...], BeforeValidator(_several), Field(strict=False)] = ()
    on_hide: Literal["keep", "clear"] = "keep"
    source_id: str = ""
    width: int | None = None
    audience: str = ""

    @property
    def fact(self) -> str | None:
        """The name of the fact it records, or None."""
        return None if self.records in (None, "nothing") else self.records

    @property
    def asks(self) -> bool:
        """Whether somebody is to answer it."""
        return True

    @property
    def choices(self) -> tuple[Option, ...]:
        """The options of its type, whether written in the file or not."""
        return ()


def _least_most(value: object) -> object:
    return (0, value) if isinstance(value, int) and not isinstance(value, bool) else value


class _Written(_Question):
    length: Annotated[tuple[int, int], BeforeValidator(_least_most), Field(strict=False)] | None = None
    pattern: str | None = None
    rows: int | None = Field(default=None, ge=1, le=40)

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, pattern: str | None) -> str | None:
        if pattern is not None:
            try:
                re2.compile(pattern, _quiet())
            except re2.error as error:
                reason = error.args[0].decode() if isinstance(error.args[0], bytes) else str(error)
                raise ValueError(f"the pattern cannot be read ({reason})") from error
        return pattern


def _quiet() -> Any:
    options = re2.Options()
    options.log_errors = False
    return options


class Text(_Written):
    """One line of text."""

    type: Literal["text"]


class Textarea(_Written):
    """Text of several lines."""

    type: Literal["textarea"]


def _ends(value: object) -> object:
    """Two ends, where one may be left out: `[0]` and `[0, ""]` have no upper end."""
    if not isinstance(value, list | tuple):
        return value
    ends = [None if end == "" else end for end in value]
    return [*ends, None] if len(ends) == 1 else ends


class _Amount(_Question):
    between: (
        Annotated[tuple[int | str | None, int | str | None], BeforeValidator(_ends), Field(strict=False)] | None
    ) = None

    @field_validator("between")
    @classmethod
    def _are_numbers(cls, between: tuple[Any, Any] | None) -> tuple[Any, Any] | None:
        for end in between or ():
            if end is not None and _number(end) is None:
                raise ValueError(f"“{end}” is not a number; write between: [0, 168]")
        return between

    @property
    def limits(self) -> tuple[Decimal | None, Decimal | None]:
        """The least and the most, or None where there is no limit."""
        least, most = self.between or (None, None)
        return _number(least), _number(most)


class Number(_Amount):
    """A number, whole or not. unit: shown after the box, "hours a week"."""

    type: Literal["number"]
    unit: str = ""
    whole: bool = False


class Money(_Amount):
    """An amount, kept in whole pence; `between` is in pence too."""

    type: Literal["money"]
    unit: str = ""


class Date(_Question):
    """A day. between: dates as 2026-11-10, or today, or nothing for no limit."""

    type: Literal["date"]
    between: Annotated[tuple[str | None, str | None], BeforeValidator(_ends), Field(strict=False)] | None = None

    @field_validator("between")
    @classmethod
    def _are_dates(cls, between: tuple[str | None, str | None] | None) -> tuple[str | None, str | None] | None:
        for end in between or ():
            if end not in (None, "today"):
                try:
                    date.fromisoformat(str(end))
                except ValueError as error:
                    raise ValueError(f"“{end}” is not a date; write 2026-11-10, or today") from error
        return between


class Time(_Question):
    """A time of day, "14:30"."""

    type: Literal["time"]


Options = Annotated[tuple[Option, ...], Field(strict=False, min_length=1)]
MaybeOptions = Annotated[tuple[Option, ...], Field(strict=False)]


class _Choice(_Question):
    options: Options

    @property
    def choices(self) -> tuple[Option, ...]:
        return self.options


class Radios(_Choice):
    """One of a few."""

    type: Literal["radios"]


class Select(_Choice):
    """One of many, from a menu."""

    type: Literal["select"]


class Checkboxes(_Choice):
    """Any of several; an option with `none: true` excludes the others."""

    type: Literal["checkboxes"]


class YesNo(_Question):
    """Yes or no."""

    type: Literal["yes_no"]

    @property
    def choices(self) -> tuple[Option, ...]:
        return YES_NO


class PersonChoice(_Question):
    """A person of the record, by id."""

    type: Literal["person"]


class WorkerChoice(_Question):
    """A worker of the record, by id."""

    type: Literal["worker"]


class Address(_Question):
    """Lines and a postcode."""

    type: Literal["address"]


class Outcomes(_Question):
    """The ten outcomes, each with what the person achieves, limbs, reason, how it is met now, by whom, and their words.

    options: other labels for the ten, in another order. met_by: who meets it now; without it, any word may stand.
    """

    type: Literal["outcomes"]
    options: MaybeOptions = OUTCOMES
    met_by: MaybeOptions = ()

    @field_validator("options")
    @classmethod
    def _are_the_ten(cls, options: tuple[Option, ...]) -> tuple[Option, ...]:
        ten = {outcome.code for outcome in OUTCOMES}
        for option in options:
            if option.code not in ten:
                raise ValueError(f"“{option.code}” is not one of the ten outcomes: {', '.join(sorted(ten))}")
        missing = [outcome.code for outcome in OUTCOMES if outcome.code not in {option.code for option in options}]
        if missing:
            raise ValueError(f"all ten outcomes are asked; add {', '.join(missing)}")
        return options

    @property
    def choices(self) -> tuple[Option, ...]:
        return self.options


class WeeklyTimetable(_Question):
    """Minutes for each call and day of the week, with its time of day and how many carers come.

    rows: the calls to begin with, each with a time where it has one: "Morning 07:30". service: what the calls are, by
    its code among the services that are priced.
    """

    type: Literal["weekly_timetable"]
    rows: Annotated[tuple[str, ...], Field(strict=False)] = ()
    service: Code | None = None

    @cached_property
    def calls(self) -> dict[str, str]:
        """The names of the calls to begin with, each with its time of day or ""."""
        split = (row.rpartition(" ") if _AT.search(row) else (row, "", "") for row in self.rows)
        return {name: at for name, _, at in split}


class Services(_Question):
    """Lines of support: which service, for which needs, units a week, rate, days and times, and who provides it.

    options: the services; units: what is counted; met_by: who provides. Without them, any word may stand.
    visits: a timetable before it on the same page, whose minutes are the hours of its service.
    """

    type: Literal["services"]
    options: MaybeOptions = ()
    units: MaybeOptions = ()
    met_by: MaybeOptions = ()
    visits: Id | None = None

    @property
    def choices(self) -> tuple[Option, ...]:
        return self.options


class Computed(_Question):
    """Worked out from other answers, never typed. override: reason lets a worker put another value, saying why."""

    type: Literal["computed"]
    value: Expression
    unit: str = ""
    override: Literal["reason"] | None = None

    @property
    def asks(self) -> bool:
        return False


class Quote(_Question):
    """An earlier answer (`value: goal`) or a fact of the record (`value: record.person.age`), to read."""

    type: Literal["quote"]
    value: Expression

    @property
    def asks(self) -> bool:
        return False


class Guidance(_Question):
    """Words to read: label is the heading, text the words below it; either may be left out."""

    type: Literal["guidance"]
    label: str = ""
    text: str = ""

    @property
    def asks(self) -> bool:
        return False


Question = Annotated[
    Text
    | Textarea
    | Number
    | Money
    | Date
    | Time
    | Radios
    | Checkboxes
    | Select
    | YesNo
    | PersonChoice
    | WorkerChoice
    | Address
    | Outcomes
    | WeeklyTimetable
    | Services
    | Computed
    | Quote
    | Guidance,
    Field(discriminator="type"),
]

QUESTION_TYPES: dict[str, type[_Question]] = {
    "text": Text,
    "textarea": Textarea,
    "number": Number,
    "money": Money,
    "date": Date,
    "time": Time,
    "radios": Radios,
    "checkboxes": Checkboxes,
    "select": Select,
    "yes_no": YesNo,
    "person": PersonChoice,
    "worker": WorkerChoice,
    "address": Address,
    "outcomes": Outcomes,
    "weekly_timetable": WeeklyTimetable,
    "services": Services,
    "computed": Computed,
    "quote": Quote,
    "guidance": Guidance,
}

FACT_TYPES: dict[str, tuple[FactType, ...]] = {
    "text": (FactType.TEXT,),
    "textarea": (FactType.TEXT,),
    "number": (FactType.NUMBER,),
    "money": (FactType.MONEY,),
    "date": (FactType.DATE,),
    "time": (FactType.TIME,),
    "radios": (FactType.CODE, FactType.YES_NO),
    "select": (FactType.CODE, FactType.YES_NO),
    "checkboxes": (FactType.CODES,),
    "yes_no": (FactType.YES_NO, FactType.CODE),
    "person": (FactType.PERSON,),
    "worker": (FactType.WORKER,),
    "address": (FactType.ADDRESS,),
    "outcomes": (FactType.OUTCOMES,),
    "weekly_timetable": (FactType.TIMETABLE,),
    "services": (FactType.SERVICES,),
    "computed": (FactType.NUMBER, FactType.MONEY, FactType.TEXT, FactType.DATE, FactType.YES_NO),
}
"""The types of fact each type of question may record."""


class Repeat(Part):
    """A page asked once for each of something, with "add another".

    each: the word for one of them; label: what an item is called in lists; records: an `items` fact, whose fields the
    page's questions record as `.name`.
    """

    each: Words
    least: int = Field(default=0, ge=0)
    most: int = Field(default=20, ge=1, le=100)
    label: str = ""
    records: FactName | None = None
    because: str = ""

    @property
    def fact(self) -> str | None:
        return None if self.records in (None, "nothing") else self.records


class Page(Part):
    """What is asked on one page."""

    id: Id
    title: str = ""
    hint: str = ""
    when: Expression | None = None
    repeat: Repeat | None = None
    questions: Annotated[tuple[Question, ...], Field(strict=False)]


class Section(Part):
    """Pages of one step, under one heading of its task list.

    when: the condition for all its pages; it is in each page's own condition already.
    """

    id: Id
    step: str
    title: Words
    when: Expression | None = None
    pages: Annotated[tuple[Page, ...], Field(strict=False)]


class Definition(Part):
    """A whole workflow, with nothing left to look up: changes made, lists filled in."""

    id: Id
    title: Words
    summary: str = ""
    asks_whether: str = ""
    because: dict[str, str] = {}
    """Why it differs from the workflow it extends, by the path of what differs."""
    leaves_out: dict[str, str] = {}
    """What it does not do, and why: by duty (D08-money) or by fact (plan.timetable)."""
    presentation: Presentation = "task_list"
    begins: str
    conditions: dict[Id, Expression] = {}
    steps: Annotated[tuple[Step, ...], Field(strict=False, min_length=1)]
    sections: Annotated[tuple[Section, ...], Field(strict=False)] = ()

    @cached_property
    def kept(self) -> dict[str, Any]:
        """What others worked out from this definition once, by their own names: compiled conditions, for one."""
        return {}

    @cached_property
    def _steps(self) -> dict[str, Step]:
        return {step.id: step for step in self.steps}

    @cached_property
    def _questions(self) -> dict[str, "Question"]:
        return {question.id: question for _, _, question in self.every_question()}

    def step(self, step_id: str) -> Step:
        """The step with this id. Raises KeyError."""
        return self._steps[step_id]

    def question(self, question_id: str) -> "Question":
        """The question with this id. Raises KeyError."""
        return self._questions[question_id]

    def sections_of(self, step_id: str) -> list[Section]:
        return [section for section in self.sections if section.step == step_id]

    def pages(self, step_id: str) -> list[Page]:
        """The pages of a step, in the order they are asked."""
        return [page for section in self.sections_of(step_id) for page in section.pages]

    def every_question(self) -> Iterator[tuple[Section, Page, "Question"]]:
        for section in self.sections:
            for page in section.pages:
                for question in page.questions:
                    yield section, page, question

    def facts_recorded(self) -> set[str]:
        """Every fact that it records, whoever answers: by a question, or by a page about each of several."""
        facts = {question.fact for _, _, question in self.every_question()}
        facts |= {page.repeat.fact for section in self.sections for page in section.pages if page.repeat}
        return {fact for fact in facts if fact}

    def presentation_of(self, step_id: str) -> Presentation:
        return self.step(step_id).presentation or self.presentation
