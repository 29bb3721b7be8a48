"""Whether a value answers its question: its shape, its limits, and what conditions see of it.

Values are JSON. What could not be read is kept as it was typed and told here, so nothing typed is lost.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import Any

import re2

from casework.workflows.definition import (
    ACHIEVES,
    DAYS,
    LIMBS,
    NOT_MET,
    OUTCOMES,
    Date,
    Money,
    Number,
    Option,
    Question,
    Services,
    Text,
    Textarea,
    WeeklyTimetable,
)

JSON = Any

_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_MINUTES_IN_A_DAY = 24 * 60
CALL_PARTS = ("at", "carers", "because")
"""What a call of a timetable has beside its minutes: its time, how many carers, why it stays although it clashes."""
_MOST = 10**12


@dataclass(frozen=True)
class Trouble:
    """What is wrong with a value. part: the ending of the field it belongs to ("month", "nutrition-reason"), or ""."""

    message: str
    missing: bool = False
    part: str = ""


def is_empty(value: JSON) -> bool:
    """Whether nothing was answered: no value, no text, or parts that are all empty."""
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, Mapping):
        return all(is_empty(inner) for inner in value.values())
    if isinstance(value, list | tuple):
        return all(is_empty(inner) for inner in value)
    return value is None


def subject(question: Question) -> str:
    """The question as the subject of a sentence."""
    return f"The answer to “{question.label}”" if "?" in question.label else question.label


def _begun_low(label: str) -> str:
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def missing_message(question: Question) -> str:
    """What to do about a question without an answer."""
    asked = "?" in question.label
    if question.type in ("radios", "select", "checkboxes", "yes_no", "person", "worker"):
        return f"Select an answer to “{question.label}”" if asked else f"Select {_begun_low(question.label)}"
    return f"Answer “{question.label}”" if asked else f"Enter {_begun_low(question.label)}"


def troubles(question: Question, value: JSON, today: date) -> list[Trouble]:
    """Everything wrong with a value that is not empty. Never raises, whatever the value."""
    check = _CHECKS.get(question.type)
    return list(check(question, value, today)) if check else []


def is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _MOST


def number_said(number: Decimal | int | float) -> str:
    text = f"{Decimal(str(number)):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def pounds(pence: Decimal | int) -> str:
    return f"£{Decimal(pence) / 100:,.2f}"


def day_said(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _text(question: Question, value: JSON, today: date) -> Iterator[Trouble]:
    assert isinstance(question, Text | Textarea)
    if not isinstance(value, str):
        yield Trouble(f"{subject(question)} must be text")
        return
    if question.length:
        least, most = question.length
        length = len(value.replace("\r\n", "\n"))
        if length > most:
            yield Trouble(f"{subject(question)} must be {most:,} characters or fewer")
        elif length < least:
            yield Trouble(f"{subject(question)} must be {least:,} characters or more")
    if question.pattern and not re2.fullmatch(question.pattern, value.strip()):
        yield Trouble(f"{subject(question)} must have the form asked for")


def _number(question: Question, value: JSON, today: date) -> Iterator[Trouble]:
    assert isinstance(question, Number)
    if not is_number(value):
        yield Trouble(f"{subject(question)} must be a number, like {'12' if question.whole else '12 or 7.5'}")
    elif question.whole and value != int(value):
        yield Trouble(f"{subject(question)} must be a whole number")
    else:
        yield from _within(subject(question), Decimal(str(value)), question.limits, number_said)


def _money(question: Question, value: JSON, today: date) -> Iterator[Trouble]:
    assert isinstance(question, Money)
    if not is_number(value) or not isinstance(value, int):
        yield Trouble(f"{subject(question)} must be an amount in pounds, like 24.50")
    else:
        yield from _within(subject(question), Decimal(value), question.limits, pounds)


def _within(name: str, number: Decimal, limits: tuple[Decimal | None, Decimal | None], say: Any) -> Iterator[Trouble]:
    least, most = limits
    if least is not None and most is not None and (number < least or number > most):
        yield Trouble(f"{name} must be between {say(least)} and {say(most)}")
    elif least is not None and number < least:
        yield Trouble(f"{name} must be {say(least)} or more")
    elif most is not None and number > most:
        yield Trouble(f"{name} must be {say(most)} or less")


def read_day(value: object) -> date | None:
    if not isinstance(value, str) or len(value) != 10:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _date(question: Question, value: JSON, today: date) -> Iterator[Trouble]:
    assert isinstance(question, Date)
    name = subject(question)
    day = read_day(value)
    if day is None:
        if isinstance(value, Mapping):
            left_out = [part for part in ("day", "month", "year") if is_empty(value.get(part))]
            if left_out:
                yield Trouble(f"{name} must include a {' and a '.join(left_out)}", part=left_out[0])
                return
        yield Trouble(f"{name} must be a real date, like 10 11 2026", part="day")
        return
    least, most = (_limit(end, today) for end in question.between or (None, None))
    if least and day < least:
        yield Trouble(f"{name} must be {'today' if least == today else day_said(least)} or later", part="day")
    if most and day > most:
        yield Trouble(f"{name} must be {'today' if most == today else day_said(most)} or earlier", part="day")


def _limit(end: str | None, today: date) -> date | None:
    return today if end == "today" else read_day(end)


def _time(question: Question, value: JSON, today: date) -> Iterator[Trouble]:
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        yield Trouble(f"{subject(question)} must be a time, like 14:30")


def _one_of(question: Question, value: JSON, today: date) -> Iterator[Trouble]:
    if not _is_code(value, question.choices):
        yield Trouble(f"Select one of the answers to “{question.label}”")


def _several_of(question: Question, value: JSON, today: date) -> Iterator[Trouble]:
    if not isinstance(value, list | tuple) or not all(_is_code(code, question.choices) for code in value):
        yield Trouble(f"Select from the answers to “{question.label}”")
        return
    exclusive = next((option for option in question.choices if option.none and option.code in value), None)
    if exclusive and len(set(value)) > 1:
        yield Trouble(f"Select “{exclusive.label}” or other answers to “{question.label}”, not both")


def _is_code(value: object, options: Sequence[Option]) -> bool:
    return isinstance(value, str) and any(option.code == value for option in options)


def _id_of(question: Question, value: JSON, today: date) -> Iterator[Trouble]:
    if not isinstance(value, str):
        yield Trouble(f"Select an answer to “{question.label}”")


def _address(question: Question, value: JSON, today: date) -> Iterator[Trouble]:
    lines = value.get("lines") if isinstance(value, Mapping) else None
    if not isinstance(value, Mapping) or not _texts(lines or []) or not isinstance(value.get("postcode") or "", str):
        yield Trouble(f"{subject(question)} must be an address", part="line-1")
        return
    if is_empty(lines):
        yield Trouble("Enter the first line of the address", missing=True, part="line-1")


def _texts(value: object) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(item, str) for item in value)


def _outcomes(question: Question, value: JSON, today: date) -> Iterator[Trouble]:
    if not isinstance(value, Mapping):
        yield Trouble(f"{subject(question)} must be an answer for each outcome")
        return
    for option in question.choices:
        outcome = value.get(option.code)
        if outcome is not None and not isinstance(outcome, Mapping):
            yield Trouble(f"Say what can be done about “{option.label}”", part=f"{option.code}-achieves")
        elif is_empty(outcome) or outcome is None or is_empty(outcome.get("achieves")):
            if not question.optional or not is_empty(outcome):
                yield Trouble(f"Say what can be done: {_begun_low(option.label)}", True, f"{option.code}-achieves")
        else:
            yield from _outcome(option, outcome)


def _outcome(option: Option, outcome: Mapping[str, JSON]) -> Iterator[Trouble]:
    achieves, limbs = outcome.get("achieves"), outcome.get("limbs") or []
    if not _is_code(achieves, ACHIEVES):
        yield Trouble(f"Select one of the answers for “{option.label}”", part=f"{option.code}-achieves")
        return
    if not isinstance(limbs, list | tuple) or not all(_is_code(limb, LIMBS) for limb in limbs):
        yield Trouble(f"Select from the reasons for “{option.label}”", part=f"{option.code}-limbs")
    elif achieves in NOT_MET and not limbs:
        yield Trouble(
            f"Select at least one reason why this is not achieved: {_begun_low(option.label)}",
            True,
            f"{option.code}-limbs",
        )
    if achieves == "not-applicable" and is_empty(outcome.get("reason")):
        yield Trouble(f"Say why this does not apply: {_begun_low(option.label)}", True, f"{option.code}-reason")
    for part in ("reason", "how_met", "met_by", "their_words"):
        if not isinstance(outcome.get(part) or "", str):
            yield Trouble(f"Enter text about “{option.label}”", part=f"{option.code}-{part}")


def _timetable(question: Question, value: JSON, today: date) -> Iterator[Trouble]:
    if not isinstance(value, Mapping):
        yield Trouble(f"{subject(question)} must be minutes for each call and day")
        return
    if isinstance(value.get("rows"), list | tuple):
        yield Trouble("Give each call of the week a name of its own", part="0-call")
    for row, (call, days) in enumerate(timetable_rows(question, value)):
        at, carers = days.get("at"), days.get("carers")
        if not is_empty(at) and not (isinstance(at, str) and _TIME.fullmatch(at)):
            yield Trouble(f"{call}: enter a time, like 07:30", part=f"{row}-at")
        if not is_empty(carers) and not (isinstance(carers, int) and is_number(carers) and 1 <= carers <= 4):
            yield Trouble(f"{call}: enter how many carers come, from 1 to 4", part=f"{row}-carers")
        for day in DAYS:
            minutes = days.get(day)
            if not is_empty(minutes) and not (isinstance(minutes, int) and _is_minutes(minutes)):
                yield Trouble(f"{call}: enter minutes as a whole number, like 30", part=f"{row}-{day}")


def timetable_rows(question: Question, value: JSON) -> list[tuple[str, Mapping[str, JSON]]]:
    """The calls of a timetable in the order they are shown, each with minutes by day, `at`, `carers` and `because`.

    The question's own rows come first, whether they have minutes or not, at their own time until another is typed.
    """
    if not isinstance(value, Mapping):
        value = {}
    typed = value.get("rows")
    if isinstance(typed, list | tuple):
        return [
            (str(row.get("call") or ""), {part: row[part] for part in (*CALL_PARTS, *DAYS) if part in row})
            for row in typed
            if isinstance(row, Mapping)
        ]
    suggested = question.calls if isinstance(question, WeeklyTimetable) else {}
    rows = []
    for call in dict.fromkeys((*suggested, *value)):
        days = typed if isinstance(typed := value.get(call), Mapping) else {}
        rows.append((str(call), {"at": suggested[call], **days} if suggested.get(call) else days))
    return rows


def _is_minutes(value: object) -> bool:
    return is_number(value) and 0 <= value <= _MINUTES_IN_A_DAY  # type: ignore[operator]


def _services(question: Question, value: JSON, today: date) -> Iterator[Trouble]:
    assert isinstance(question, Services)
    if not isinstance(value, list | tuple):
        yield Trouble(f"{subject(question)} must be a list of services")
        return
    for row, line in enumerate(value):
        if not isinstance(line, Mapping):
            yield Trouble(f"Line {row + 1}: enter a service", part=f"{row}-service")
        elif not is_empty(line):
            yield from _line(question, row, line)


def _line(question: Services, row: int, line: Mapping[str, JSON]) -> Iterator[Trouble]:
    said = f"Line {row + 1}"
    if is_empty(line.get("service")):
        yield Trouble(f"{said}: select the service", True, f"{row}-service")
    elif not _is_listed(line.get("service"), question.options):
        yield Trouble(f"{said}: select one of the services", part=f"{row}-service")
    for part, options, what in (("unit", question.units, "units"), ("met_by", question.met_by, "providers")):
        if not is_empty(line.get(part)) and not _is_listed(line.get(part), options):
            yield Trouble(f"{said}: select one of the {what}", part=f"{row}-{part}")
    units, rate = line.get("units"), line.get("rate_pence")
    if not is_empty(units) and not (isinstance(units, int | float) and is_number(units) and units >= 0):
        yield Trouble(f"{said}: enter the units a week as a number, like 11.25", part=f"{row}-units")
    if not is_empty(rate) and not (isinstance(rate, int) and is_number(rate) and rate >= 0):
        yield Trouble(f"{said}: enter the rate in pounds, like 24.50", part=f"{row}-rate")
    starts, ends = line.get("starts_at"), line.get("ends_at")
    for part, at in (("starts_at", starts), ("ends_at", ends)):
        if not is_empty(at) and not (isinstance(at, str) and _TIME.fullmatch(at)):
            yield Trouble(f"{said}: enter a time, like 10:00", part=f"{row}-{part}")
    times = [at for at in (starts, ends) if isinstance(at, str) and _TIME.fullmatch(at)]
    if len(times) == 2 and times[1] <= times[0]:
        yield Trouble(f"{said}: the end must be after the start", part=f"{row}-ends_at")
    for part, known in (("needs", [option.code for option in OUTCOMES]), ("days", list(DAYS))):
        codes = line.get(part)
        if codes is not None and not (isinstance(codes, list | tuple) and all(code in known for code in codes)):
            yield Trouble(f"{said}: select from the {part}", part=f"{row}-{part}")


def _is_listed(value: object, options: Sequence[Option]) -> bool:
    return isinstance(value, str) if not options else _is_code(value, options)


def _overridden(question: Question, value: JSON, today: date) -> Iterator[Trouble]:
    if not isinstance(value, Mapping):
        yield Trouble(f"{subject(question)} must have a value and a reason")
        return
    if is_empty(value.get("value")):
        yield Trouble(f"Enter the value to use for “{question.label}”", True, "value")
    elif not isinstance(value["value"], str | int | float) or isinstance(value["value"], bool):
        yield Trouble(f"{subject(question)} must be one value", part="value")
    elif (question.fact or "").endswith("_pence") and not isinstance(value["value"], int):
        yield Trouble(f"{subject(question)} must be an amount in pounds, like 24.50", part="value")
    if is_empty(value.get("reason")):
        yield Trouble(f"Say why “{question.label}” should be another value", True, "reason")


_CHECKS: dict[str, Any] = {
    "text": _text,
    "textarea": _text,
    "number": _number,
    "money": _money,
    "date": _date,
    "time": _time,
    "radios": _one_of,
    "select": _one_of,
    "yes_no": _one_of,
    "checkboxes": _several_of,
    "person": _id_of,
    "worker": _id_of,
    "address": _address,
    "outcomes": _outcomes,
    "weekly_timetable": _timetable,
    "services": _services,
    "computed": _overridden,
}


def seen(question: Question, value: JSON, today: date) -> dict[str, object]:
    """What conditions see of a value, by the ending of the name: "" for itself, ".not_met" for a part.

    Empty when the value is of the wrong shape: a condition then treats it as unknown.
    """
    if is_empty(value):
        return {}
    if question.type == "outcomes" and isinstance(value, Mapping):
        return {"": value, **parts_of(value)}
    if question.type == "weekly_timetable" and isinstance(value, Mapping):
        return {"": value, **parts_of(value)}
    if any(not trouble.missing for trouble in troubles(question, value, today)):
        return {}
    if question.type == "date":
        return {"": read_day(value)}
    return {"": exact(value)}


def exact(value: object) -> object:
    """Numbers as they can be added up without surprises."""
    if isinstance(value, float):
        return Decimal(str(value)) if isfinite(value) else None
    return value


def parts_of(value: Mapping[str, JSON]) -> dict[str, object]:
    """The named parts of outcomes and of a timetable."""
    inner = [(name, each) for name, each in value.items() if isinstance(each, Mapping)]
    achieved = [(code, each.get("achieves")) for code, each in inner if not is_empty(each.get("achieves"))]
    minutes = [each[day] for _, each in inner for day in DAYS if _is_minutes(each.get(day))]
    return {
        ".not_met": [code for code, achieves in achieved if achieves in NOT_MET],
        ".answered": [code for code, _ in achieved],
        ".minutes": sum(int(amount) for amount in minutes),
    }


def from_record(value: object) -> object:
    """A fact of the record as conditions see it: dates as dates, numbers exact."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, str):
        return read_day(value) or value
    return exact(value)


def of_record(record: Mapping[str, Any], name: str) -> object:
    """What conditions see of `record.NAME`: a fact, or a part of one that has parts with names."""
    if name in record:
        return from_record(record[name])
    before, _, part = name.rpartition(".")
    whole = record.get(before)
    return parts_of(whole).get(f".{part}") if isinstance(whole, Mapping) else None


def to_json(value: object) -> JSON:
    """A worked-out value as JSON: whole numbers as int, dates as text."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value
