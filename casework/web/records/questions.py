"""A question as its page draws it: words put in, what was typed under its field names, what is wrong with it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from casework.facts import FactType
from casework.lab.carrying import Carried
from casework.lab.working import Work
from casework.records.costing import DAYS as DAY_NAMES
from casework.records.costing import calls_of
from casework.records.facts import CATALOGUE
from casework.records.flags import Flag
from casework.records.operations.plans import weekly_pence
from casework.records.vocabulary import StepKind
from casework.web import current
from casework.web.page import day, money, time_of_day
from casework.web.records.costs import Costs, clash_words, costs_of
from casework.web.records.wording import labels
from casework.workflows import answers as fields
from casework.workflows.definition import ACHIEVES, DAYS, LIMBS, OUTCOMES, Option, Page, Question, Quote, Services
from casework.workflows.engine import PageState, QuestionProblem, QuestionState
from casework.workflows.values import timetable_rows
from casework.workflows.wording import fill


@dataclass(frozen=True)
class Drawn:
    """One question of a page. `shown`: its condition is true now; a page's others are there but hidden."""

    question: Question
    name: str
    label: str
    hint: str
    shown: bool
    typed: Mapping[str, list[str]]
    value: Any
    error: str
    parts: Mapping[str, str]
    warnings: list[str]
    words: str
    text: str
    flags: Sequence[Flag] = ()
    costs: Costs | None = None
    carried: Mapping[str, Carried] = field(default_factory=dict)
    called: str = ""

    @property
    def earlier(self) -> "Earlier | None":
        """What was answered before, where the question as a whole was."""
        return earlier_in_words(self.carried.get(self.question.id))

    @property
    def own_flags(self) -> list[Flag]:
        """The flags that stand under the question, and not under one of its ten outcomes."""
        if self.question.type != "outcomes":
            return list(self.flags)
        under = [flag for outcome in self.outcomes for flag in outcome.flags]
        return [flag for flag in self.flags if flag not in under]

    @property
    def options(self) -> list[dict[str, Any]]:
        """A choice's options as GOV.UK's components take them."""
        return _items(self.question.choices, self.all())

    @property
    def outcomes(self) -> list["DrawnOutcome"]:
        """The ten, each with what was typed in its fields."""
        return [
            DrawnOutcome(number, option.code, option.label, option.hint, self)
            for number, option in enumerate(self.question.choices, 1)
        ]

    @property
    def lines(self) -> list["DrawnLine"]:
        """The lines of support that were typed, and an empty one to go on with."""
        count = len(self.value) if isinstance(self.value, list) else 0
        return [DrawnLine(number, self) for number in range(count + 1)]

    @property
    def calls(self) -> list["DrawnCall"]:
        """The rows of a weekly timetable: those that were typed, or those it begins with, and an empty one."""
        rows = timetable_rows(self.question, self.value)
        return [DrawnCall(number, call, self) for number, (call, _) in enumerate([*rows, ("", {})])]

    @property
    def minutes(self) -> int:
        """Minutes of a whole week of a timetable."""
        return sum(call.total for call in self.calls)

    def minutes_on(self, day: str) -> int:
        return sum(_whole(call.minutes(day)) for call in self.calls)

    def first(self, suffix: str = "") -> str:
        """The first value typed in the field of this name, empty when nothing was."""
        return next(iter(self.typed.get(self.name + suffix, [])), "")

    def all(self, suffix: str = "") -> list[str]:
        return list(self.typed.get(self.name + suffix, []))


def _items(options: Sequence[Option], chosen: Sequence[str]) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    for option in options:
        item: dict[str, Any] = {
            "value": option.code,
            "text": option.label,
            "checked": option.code in chosen,
            "selected": option.code in chosen,
        }
        if option.hint:
            item["hint"] = {"text": option.hint}
        if option.none:
            items.append({"divider": "or"})
            item["behaviour"] = "exclusive"
        items.append(item)
    return items


def _list(question: Question, name: str) -> Sequence[Option]:
    """One of the lists that a question of several columns chooses from."""
    found: Sequence[Option] = getattr(question, name, ())
    return found


SHORT = {"able": "Able", "with-help": "With help", "unable": "Unable", "not-applicable": "Not applic."}


@dataclass(frozen=True)
class Earlier:
    """An earlier answer in words: what was said, by whom and when, and whether the worker has kept it."""

    key: str
    words: str
    who: str
    on: date
    kept_at: str
    is_open: bool


def earlier_in_words(one: Carried | None) -> Earlier | None:
    if one is None:
        return None
    if one.code and isinstance(one.value, Mapping):
        parts = [SHORT.get(str(one.value.get("achieves")), "")]
        parts += [str(one.value.get(part) or "") for part in ("how_met", "reason")]
        words = ". ".join(part for part in parts if part)
    else:
        words = words_of(one.question, one.value, labels())
    who = f"{one.by.name}, {one.by.role_label}" if one.by else "not recorded by whom"
    return Earlier(one.key, words, who, one.on, time_of_day(one.kept_at) if one.kept_at else "", one.is_open)


@dataclass(frozen=True)
class DrawnOutcome:
    """One of the ten outcomes: its fields are named after the question and its code."""

    number: int
    code: str
    label: str
    hint: str
    drawn: Drawn

    def name(self, part: str) -> str:
        return f"{self.drawn.name}-{self.code}-{part}"

    def first(self, part: str) -> str:
        return self.drawn.first(f"-{self.code}-{part}")

    def error(self, part: str) -> str:
        return self.drawn.parts.get(f"{self.code}-{part}", "")

    @property
    def earlier(self) -> "Earlier | None":
        return earlier_in_words(self.drawn.carried.get(f"{self.drawn.question.id}:{self.code}"))

    @property
    def answer(self) -> str:
        """What was chosen, for the index beside the page: a word or two, or a dash."""
        return SHORT.get(self.first("achieves"), "–")

    @property
    def flags(self) -> list[Flag]:
        return [flag for flag in self.drawn.flags if flag.part == self.code or flag.part.startswith(f"{self.code}-")]

    @property
    def is_wrong(self) -> bool:
        return any(part.startswith(f"{self.code}-") for part in self.drawn.parts)

    @property
    def achieves(self) -> list[dict[str, Any]]:
        return [item | {"hint": None} for item in _items(ACHIEVES, [self.first("achieves")])]

    @property
    def limbs(self) -> list[dict[str, Any]]:
        return _items(LIMBS, self.drawn.all(f"-{self.code}-limbs"))

    @property
    def met_by(self) -> list[dict[str, Any]]:
        return [{"value": "", "text": "Choose"}, *_items(_list(self.drawn.question, "met_by"), [self.first("met_by")])]


@dataclass(frozen=True)
class DrawnLine:
    """One line of support."""

    number: int
    drawn: Drawn

    def name(self, part: str) -> str:
        return f"{self.drawn.name}-{self.number}-{part}"

    def first(self, part: str) -> str:
        return self.drawn.first(f"-{self.number}-{part}")

    def error(self, part: str) -> str:
        return self.drawn.parts.get(f"{self.number}-{part}", "")

    @property
    def services(self) -> list[dict[str, Any]]:
        """The services, each with what one unit costs."""
        offered = _list(self.drawn.question, "options")
        items = _items(offered, [self.first("service")])
        for option, item in zip(offered, items, strict=True):
            if option.rate_pence is not None:
                item["text"] = f"{option.label}, {money(option.rate_pence)} a {option.unit}"
        return [{"value": "", "text": "Choose"}, *items]

    @property
    def is_from_timetable(self) -> bool:
        """Whether its hours are those of the timetable, so that nobody types them."""
        lines = self.drawn.value if isinstance(self.drawn.value, list) else []
        return self.number < len(lines) and isinstance(lines[self.number], Mapping) and "minutes" in lines[self.number]

    @property
    def days(self) -> list[dict[str, Any]]:
        chosen = self.drawn.all(f"-{self.number}-days")
        return [{"value": day, "text": name, "checked": day in chosen} for day, name in DAY_NAMES.items()]

    @property
    def is_priced(self) -> bool:
        """Whether unit and rate come with the service, so that nobody types them."""
        return all(option.rate_pence is not None for option in _list(self.drawn.question, "options"))

    @property
    def units(self) -> list[dict[str, Any]]:
        return [{"value": "", "text": "Choose"}, *_items(_list(self.drawn.question, "units"), [self.first("unit")])]

    @property
    def needs(self) -> list[dict[str, Any]]:
        return _items(OUTCOMES, self.drawn.all(f"-{self.number}-needs"))

    @property
    def cost(self) -> str:
        """What the line costs a week, when it can be worked out."""
        if self.number >= len(self.drawn.value or []):
            return ""
        value = self.drawn.value[self.number]
        try:
            return money(weekly_pence(value))
        except (ArithmeticError, TypeError, ValueError):
            return ""


@dataclass(frozen=True)
class DrawnCall:
    """One row of a weekly timetable."""

    number: int
    call: str
    drawn: Drawn

    def name(self, part: str) -> str:
        return f"{self.drawn.name}-{self.number}-{part}"

    def minutes(self, day: str) -> str:
        return self.drawn.first(f"-{self.number}-{day}")

    def error(self, day: str) -> str:
        return self.drawn.parts.get(f"{self.number}-{day}", "")

    @property
    def total(self) -> int:
        return sum(_whole(self.minutes(day)) for day in DAYS)

    def first(self, part: str) -> str:
        return self.drawn.first(f"-{self.number}-{part}")

    @property
    def clashes(self) -> list[dict[str, Any]]:
        """Where it falls while the person is out: the day, in words, and what leaving it out saves."""
        costs = self.drawn.costs
        if costs is None:
            return []
        return [
            {
                "day": overlap.day,
                "text": clash_words(overlap, costs.name),
                "take_out": f"Take {overlap.day_name} {overlap.call[:1].lower() + overlap.call[1:]} out",
                "saves": f"{money(overlap.saves_pence)} a week less" if overlap.saves_pence else "",
            }
            for overlap in costs.costing.overlaps
            if overlap.call == self.call
        ]

    def clashes_on(self, day: str) -> bool:
        return any(clash["day"] == day for clash in self.clashes)


def _whole(text: str) -> int:
    return int(text) if text.strip().isdecimal() else 0


@dataclass(frozen=True)
class DrawnItem:
    """One item of a repeated page, or the whole of an ordinary one."""

    number: int
    title: str
    questions: list[Drawn]


@dataclass(frozen=True)
class DrawnPage:
    page: Page
    title: str
    hint: str
    items: list[DrawnItem]
    flags: Sequence[Flag] = ()
    costs: Costs | None = None

    @property
    def shown_names(self) -> list[str]:
        return [drawn.name for item in self.items for drawn in item.questions if drawn.shown]


def draw_page(
    work: Work,
    state: PageState,
    problems: Sequence[QuestionProblem],
    flags: Sequence[Flag] = (),
    carried: Mapping[str, Carried] | None = None,
) -> DrawnPage:
    """A page with everything on it, ready for its template.

    flags: those open on the step, each of which is drawn with the question that records what it is about.
    carried: earlier answers, by their keys, each drawn beside the question that asks again.
    """
    page = state.page
    costs = costs_of(work, current.story_date()) if work.step.kind != StepKind.APPROVAL else None
    mine = [problem for problem in problems if problem.page_id == page.id]
    if page.repeat:
        rows = list(work.answers.get(page.id) or [])
        states = list(state.items)
        while len(rows) < max(page.repeat.least, 1):
            rows.append({})
        items = [
            DrawnItem(
                number=n,
                title=fill(page.repeat.label, _item_words(work, page, row)) if row else f"New {page.repeat.each}",
                questions=[
                    _draw(work, q, row.get(q.id), states[n] if n < len(states) else [], mine, fields.item_prefix(n), n)
                    for q in page.questions
                ],
            )
            for n, row in enumerate(rows)
        ]
    else:
        items = [
            DrawnItem(
                0,
                "",
                [
                    replace(
                        _draw(work, q, work.answers.get(q.id), state.shown, mine, "", None),
                        flags=[flag for flag in flags if flag.about == q.fact],
                        carried=carried or {},
                        called=work.words.get("person", ""),
                        costs=costs,
                    )
                    for q in page.questions
                ],
            )
        ]
    return DrawnPage(
        page=page,
        title=fill(page.title or state.section.title, work.words),
        hint=fill(page.hint, work.words),
        items=items,
        flags=[flag for flag in flags if page.repeat and flag.about == page.repeat.fact],
        costs=costs,
    )


def _item_words(work: Work, page: Page, row: Mapping[str, Any]) -> dict[str, str]:
    named = {question.id: words_of(question, row.get(question.id)) for question in page.questions}
    return work.words | {question_id: text for question_id, text in named.items() if text}


def _draw(
    work: Work,
    question: Question,
    value: Any,
    states: Sequence[QuestionState],
    problems: Sequence[QuestionProblem],
    prefix: str,
    item: int | None,
) -> Drawn:
    state = next((state for state in states if state.question.id == question.id), None)
    own = [p for p in problems if p.question_id == question.id and p.item_index == item]
    if isinstance(question, Services) and question.visits and state is not None:
        value = state.value
    return Drawn(
        question=question,
        name=fields.field_name(question, prefix),
        label=fill(question.label, work.words),
        hint=fill(question.hint, work.words),
        shown=state is not None or not question.when,
        typed=fields.as_fields(question, value, prefix),
        value=state.computed if state is not None and not question.asks else value,
        error=own[0].message if own else "",
        parts={problem.part: problem.message for problem in own if problem.part},
        warnings=[fill(text, work.words) for text in state.warnings] if state else [],
        words=words_of(question, state.computed, labels()) if state is not None and not question.asks else "",
        text=fill(question.text, work.words) if question.type == "guidance" else "",
    )


def no_label(code: str) -> str:
    return code


def items_words(page: Page, items: Any, label: Callable[[str], str]) -> str:
    """The items of a repeated page in words, one a line."""
    rows = [row for row in items or [] if isinstance(row, Mapping)]
    return "\n".join(
        ", ".join(words for question in page.questions if (words := words_of(question, row.get(question.id), label)))
        for row in rows
    )


def _quoted(name: str, value: int | str, label: Callable[[str], str]) -> str:
    """What the record or an earlier answer says, as one would write it by the type of the fact."""
    match CATALOGUE[name].type if name in CATALOGUE else FactType.TEXT:
        case FactType.MONEY if isinstance(value, int):
            return money(value)
        case FactType.DATE:
            return _day(str(value))
        case FactType.CODE | FactType.YES_NO:
            return label(str(value))
        case _:
            return str(value)


def _day(value: str) -> str:
    try:
        return day(date.fromisoformat(value))
    except ValueError:
        return value


def words_of(question: Question, value: Any, label: Callable[[str], str] = no_label) -> str:
    """An answer in words, for "check your answers" and for what was read before. Empty when there is none."""
    if value in (None, "", [], {}):
        return ""
    options = {option.code: option.label for option in question.choices}
    match question.type:
        case "radios" | "select" | "yes_no":
            return options.get(str(value), str(value))
        case "checkboxes" if isinstance(value, list):
            return ", ".join(options.get(str(code), str(code)) for code in value)
        case "money" if isinstance(value, int):
            return money(value)
        case "computed" if isinstance(value, int) and (question.fact or "").endswith("_pence"):
            return money(value)
        case "date" if isinstance(value, str):
            return _day(value)
        case "quote" if isinstance(question, Quote) and isinstance(value, int | str):
            return _quoted(question.value.removeprefix("record."), value, label)
        case "outcomes" if isinstance(value, dict):
            achieves = {
                "able": "able",
                "with-help": "able with help",
                "unable": "unable",
                "not-applicable": "does not apply",
            }
            return "\n".join(
                f"{options.get(code, code)}: {achieves.get(str(answer.get('achieves')), '')}"
                for code, answer in value.items()
                if isinstance(answer, dict) and answer.get("achieves")
            )
        case "services" if isinstance(value, list):
            return "\n".join(
                f"{options.get(str(line.get('service')), '')}: {line.get('units')} {label(str(line.get('unit') or ''))}"
                for line in value
                if isinstance(line, dict)
            )
        case "weekly_timetable" if isinstance(value, dict):
            return "\n".join(
                f"{call.name}{' ' + call.at if call.at else ''}: {call.total} minutes a week"
                f"{f', {call.carers} carers' if call.carers > 1 else ''}"
                f"{f'. Stays because: {call.kept_because}' if call.kept_because else ''}"
                for call in calls_of(value)
            )
        case "address" if isinstance(value, dict):
            return "\n".join([*value.get("lines", []), str(value.get("postcode", ""))])
    if isinstance(value, list):
        return ", ".join(label(str(one)) for one in value)
    if isinstance(value, dict):
        return ", ".join(str(one) for one in value.values())
    return str(value)
