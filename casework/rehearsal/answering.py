"""Plausible answers: what the robot puts into one question, best first, out of what is known and what is asked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from casework.workflows.definition import (
    DAYS,
    OUTCOMES,
    Date,
    Money,
    Number,
    Outcomes,
    Question,
    Services,
    Text,
    Textarea,
    WeeklyTimetable,
)
from casework.workflows.values import JSON, is_empty
from casework.workflows.wording import fill

DOES_NOT_SAY = frozenset(
    ("not-known", "unknown", "not-sure", "dont-know", "do-not-know", "cannot-say-yet", "not-asked", "not-recorded")
)
"""Codes that decide nothing: never the robot's first choice."""

_PATTERNS_MET_BY = (
    "12",
    "2026",
    "10:30",
    "01632 960001",
    "07700900001",
    "QZ7 3PE",
    "QZ73PE",
    "9990000018",
    "999 000 0018",
    "QQ123456A",
    "A1",
    "AB",
    "ABC123",
    "abc",
    "person@example.org",
    "TEST-000123",
    "102764",
    "1",
)


@dataclass(frozen=True)
class Answering:
    """What the robot goes by: facts it knows, the story date, and the words put into wording.

    known: fact name to value. words: "person", "worker" and "carer" for wording; "person_id" and "worker_id" for
    questions that choose one. instead: answers by question id that come before everything known.
    """

    known: Mapping[str, Any]
    today: date
    words: Mapping[str, str] = field(default_factory=dict)
    instead: Mapping[str, JSON] = field(default_factory=dict)


def candidates(question: Question, given: JSON, by: Answering) -> list[JSON]:
    """Values that may answer the question, the likeliest first, without doubles. Never empty for what asks.

    given: the value of its fact in the codes of the record, or None when nothing is known.
    """
    found: list[JSON] = []
    if question.id in by.instead:
        found.append(by.instead[question.id])
    if not is_empty(given):
        found.extend(_as_asked(question, given))
    found.extend(_defaults(question, by))
    kept: list[JSON] = []
    for value in found:
        if value not in kept:
            kept.append(value)
    return kept


def known_of(question: Question, by: Answering, item: Mapping[str, Any] | None = None) -> JSON:
    """What is known of the fact a question records; in a repeated page, of one item of its list."""
    if question.fact is None:
        return None
    if question.fact.startswith("."):
        return (item or {}).get(question.fact.lstrip("."))
    return by.known.get(question.fact)


def _as_asked(question: Question, given: JSON) -> Iterator[JSON]:
    """A fact's value in the question's own codes, when the question has a place for it."""
    local = {canonical: code for code, canonical in reversed(question.codes.items())}
    offered = {option.code for option in question.choices}
    if question.type == "outcomes" and isinstance(given, Mapping):
        yield {code: _with_met_by(question, each) for code, each in given.items() if code in offered}
    elif question.type in ("radios", "select", "yes_no"):
        code = local.get(given, given) if isinstance(given, str) else given
        if code in offered:
            yield code
    elif question.type == "checkboxes":
        several = given if isinstance(given, list | tuple) else [given]
        codes = [local.get(each, each) for each in several if isinstance(each, str)]
        if kept := [code for code in codes if code in offered]:
            yield kept
    elif question.type in ("text", "textarea"):
        yield str(given)
    elif question.type == "services" and isinstance(given, list | tuple):
        yield [_line_offered(question, line) for line in given if isinstance(line, Mapping)]
    else:
        yield given


def _with_met_by(question: Question, outcome: Mapping[str, JSON]) -> JSON:
    offered = {option.code for option in question.met_by} if isinstance(question, Outcomes) else set()
    return {part: value for part, value in outcome.items() if part != "met_by" or not offered or value in offered}


def _line_offered(question: Question, line: Mapping[str, JSON]) -> JSON:
    """A line of support without what this question does not offer."""
    assert isinstance(question, Services)
    offered = {"unit": question.units, "met_by": question.met_by}
    return {
        part: value
        for part, value in line.items()
        if not offered.get(part) or value in {option.code for option in offered[part]}
    }


def _defaults(question: Question, by: Answering) -> Iterator[JSON]:
    match question.type:
        case "text" | "textarea":
            yield from _texts(question, by)
        case "number":
            yield from _numbers(question)
        case "money":
            yield from _amounts(question)
        case "date":
            yield from _days(question, by.today)
        case "time":
            yield from ("10:30", "14:00")
        case "radios" | "select" | "yes_no":
            yield from _codes(question)
        case "checkboxes":
            yield from ([code] for code in _codes(question))
        case "person":
            yield by.words.get("person_id", "person")
        case "worker":
            yield by.words.get("worker_id", "worker")
        case "address":
            yield {"lines": ["8 Cobbler Rise", "Fennerby"], "postcode": "VZ4 7QA"}
        case "outcomes":
            yield _ten(question)
        case "weekly_timetable":
            rows = question.calls if isinstance(question, WeeklyTimetable) and question.rows else ("Morning",)
            yield {next(iter(rows)): dict.fromkeys(DAYS, 30)}
        case "services":
            yield [_line(question)]


def _codes(question: Question) -> list[str]:
    says = [option.code for option in question.choices if not option.none and option.code not in DOES_NOT_SAY]
    return [*says, *(option.code for option in question.choices if option.code not in says)]


def _texts(question: Question, by: Answering) -> Iterator[str]:
    assert isinstance(question, Text | Textarea)
    about = fill(question.label, by.words).strip().rstrip("?:.")
    person = by.words.get("person", "the person")
    if question.type == "textarea":
        text = f"The robot fills this in for {person}. Asked: “{about}”. A worker would write what they saw and heard."
    else:
        text = f"For {person}: {about[:1].lower() + about[1:]}"
    if question.pattern:
        yield from _PATTERNS_MET_BY
    if question.length:
        least, most = question.length
        while len(text) < least:
            text = f"{text} {text}"
        text = text[:most].rstrip()
    yield text


def _numbers(question: Question) -> Iterator[int | float]:
    assert isinstance(question, Number)
    least, most = question.limits
    for number in (5, 1, 10, 0, 2, 20, 50, 100, 168, 365):
        if (least is None or number >= least) and (most is None or number <= most):
            yield number
    for end in (least, most):
        if end is not None:
            yield int(end) if end == int(end) else float(end)


def _amounts(question: Question) -> Iterator[int]:
    assert isinstance(question, Money)
    least, most = question.limits
    for pence in (5000, 0, 100, 1000, 20000, 100000, 1000000, 3000000):
        if (least is None or pence >= least) and (most is None or pence <= most):
            yield pence
    for end in (least, most):
        if end is not None:
            yield int(end)


def _days(question: Question, today: date) -> Iterator[str]:
    """Days near the story date: from today on where the question looks ahead, up to today where it looks back."""
    assert isinstance(question, Date)
    least, most = question.between or (None, None)
    ahead = (7, 1, 0, 14, 42, 90, 180, 360, 3650)
    back = (0, -1, -7, -30, -180, -365, -3650, -25000)
    nearer = back if most == "today" or (least != "today" and _looks_back(question)) else ahead
    for days in (*nearer, *(ahead if nearer is back else back)):
        yield (today + timedelta(days=days)).isoformat()
    for end in (least, most):
        if end and end != "today":
            yield end


def _looks_back(question: Question) -> bool:
    return question.label.lower().startswith(("when did", "when was", "on which day did"))


def _ten(question: Question) -> JSON:
    """Two outcomes achieved only with help, no child, and the rest able: enough for every question that follows."""
    answer: dict[str, JSON] = {}
    for option in question.choices or OUTCOMES:
        if option.code in ("nutrition", "personal-hygiene"):
            answer[option.code] = {
                "achieves": "with-help",
                "limbs": ["needs-assistance"],
                "reason": "Needs somebody there",
            }
        elif option.code == "child-caring":
            answer[option.code] = {"achieves": "not-applicable", "reason": "No child in the family"}
        else:
            answer[option.code] = {"achieves": "able"}
    return answer


def _line(question: Question) -> JSON:
    assert isinstance(question, Services)
    first = next(iter(question.options), None)
    unit = next((option.code for option in question.units if first and option.code == first.unit), None)
    line: dict[str, JSON] = {
        "service": first.code if first else "home-care",
        "units": 7,
        "rate_pence": (first.rate_pence if first else None) or 2450,
        "needs": ["personal-hygiene"],
    }
    if unit or not question.units:
        line["unit"] = unit or "hour"
    elif question.units:
        line["unit"] = question.units[0].code
    return line


def outcomes_from(not_met: Sequence[str], limbs: Sequence[str] = ("needs-assistance",)) -> dict[str, JSON]:
    """The ten outcomes as a fact, when only those not achieved are known."""
    return {
        option.code: {"achieves": "unable", "limbs": list(limbs)}
        if option.code in not_met
        else {"achieves": "not-applicable", "reason": "No child in the family"}
        if option.code == "child-caring"
        else {"achieves": "able"}
        for option in OUTCOMES
    }
