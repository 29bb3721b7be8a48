"""Between the fields of a form and the values of answers, both ways, losing nothing that was typed.

Names of fields. A question's fields begin with `q-ID`, in a repeated page with `i-N-q-ID` for the item N, from 0:

    text, textarea, number, money, time, radios, select, yes_no, person, worker   q-ID
    checkboxes         q-ID (once for each choice)
    date               q-ID-day, q-ID-month, q-ID-year
    address            q-ID-line-1, q-ID-line-2, … and q-ID-postcode
    outcomes           q-ID-CODE-achieves, -limbs (once for each), -reason, -how_met, -met_by, -their_words
    weekly_timetable   q-ID-ROW-call, -at, -carers, -because and q-ID-ROW-mon … -sun, rows from 0;
                       q-ID-ROW-out (once for each day) takes that day's minutes out
    services           q-ID-ROW-service, -needs (once for each), -units, -unit, -rate (in pounds), -days,
                       -starts_at, -ends_at, -met_by
    computed           q-ID-value and q-ID-reason, when it may be overridden

What cannot be read is kept as typed (text, or {"day", "month", "year"} for a date), and `engine.look` says so.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from casework.workflows.definition import DAYS, Computed, Page, Question, WeeklyTimetable
from casework.workflows.engine import QuestionProblem
from casework.workflows.values import CALL_PARTS, JSON, is_empty, read_day, timetable_rows

Fields = Mapping[str, list[str]]

OUTCOME_PARTS = ("achieves", "limbs", "reason", "how_met", "met_by", "their_words")
SERVICE_PARTS = ("service", "needs", "units", "unit", "rate", "days", "starts_at", "ends_at", "met_by")
_SEVERAL = ("limbs", "needs", "days")

_NUMBER = re.compile(r"[+-]?\d{1,12}(\.\d{1,12})?")
_POUNDS = re.compile(r"(-?)£?(-?)(\d{1,10})(?:\.(\d{1,2}))?")
_TIME = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))? ?(am|pm)?", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAMES = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)


def item_prefix(index: int) -> str:
    """What the fields of one item of a repeated page begin with."""
    return f"i-{index}-"


def field_name(question: Question, prefix: str = "", part: str = "") -> str:
    """The name of a question's field, or of one of its parts: "month", "nutrition-limbs", "0-rate"."""
    return f"{prefix}q-{question.id}" + (f"-{part}" if part else "")


def field_of(problem: QuestionProblem) -> str:
    """The field a problem belongs to, for the link in an error summary."""
    prefix = "" if problem.item_index is None else item_prefix(problem.item_index)
    if not problem.question_id:
        return f"page-{problem.page_id}"
    return f"{prefix}q-{problem.question_id}" + (f"-{problem.part}" if problem.part else "")


# --- from fields to answers


def read_page(page: Page, fields: Fields) -> dict[str, JSON]:
    """The answers of one page by question id, None where nothing was answered.

    For a repeated page, its items under the page's id, without blank ones.
    """
    if page.repeat is None:
        return {question.id: read_question(question, fields) for question in page.questions if _is_typed(question)}
    indexes = sorted({int(found[1]) for name in fields if (found := re.match(r"i-(\d{1,3})-q-", name))})
    items = [
        {
            question.id: value
            for question in page.questions
            if _is_typed(question) and not is_empty(value := read_question(question, fields, item_prefix(index)))
        }
        for index in indexes
    ]
    return {page.id: [item for item in items if item]}


def _is_typed(question: Question) -> bool:
    return question.asks or (isinstance(question, Computed) and question.override is not None)


def read_question(question: Question, fields: Fields, prefix: str = "") -> JSON | None:
    """The value that was posted for a question, None when it was left empty."""
    base = field_name(question, prefix)
    match question.type:
        case "checkboxes":
            return [code for code in fields.get(base, []) if code] or None
        case "date":
            return _read_date({part: _one(fields, f"{base}-{part}") for part in ("day", "month", "year")})
        case "address":
            return _read_address(fields, base)
        case "outcomes":
            return _read_outcomes(question, fields, base)
        case "weekly_timetable":
            return _read_timetable(question, fields, base)
        case "services":
            return _read_services(question, fields, base)
        case "computed":
            read = read_pounds if _is_money(question) else read_number
            value = {"value": read(_one(fields, f"{base}-value")), "reason": _one(fields, f"{base}-reason")}
            return None if is_empty(value) else value
    text = _one(fields, base)
    if not text.strip():
        return None
    match question.type:
        case "textarea":
            return text
        case "number":
            return read_number(text)
        case "money":
            return read_pounds(text)
        case "time":
            return read_time(text)
    return text.strip()


def _one(fields: Fields, name: str) -> str:
    values = fields.get(name) or [""]
    return values[0].replace("\r\n", "\n").replace("\r", "\n")


def read_number(text: str) -> int | float | str:
    """12 for "12", 7.5 for "7.50", 1200 for "1,200"; the text itself when it is no number."""
    plain = text.strip().replace(",", "").replace(" ", "")
    if not _NUMBER.fullmatch(plain):
        return text
    number = Decimal(plain)
    return int(number) if number == number.to_integral_value() else float(number)


def read_pounds(text: str) -> int | str:
    """2450 for "24.50", "£24.50" and "24.5": whole pence; the text itself when it is no amount."""
    found = _POUNDS.fullmatch(text.strip().replace(",", "").replace(" ", ""))
    if not found or (found[1] and found[2]):
        return text
    pence = int(found[3]) * 100 + int((found[4] or "0").ljust(2, "0"))
    return -pence if found[1] or found[2] else pence


def read_time(text: str) -> str:
    """ "14:30" for "14:30", "14.30", "1430", "2.30pm"; the text itself when it is no time."""
    found = _TIME.fullmatch(text.strip())
    if not found or not (found[2] or found[3]):
        return text
    hours, minutes, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half and not 1 <= hours <= 12:
        return text
    hours = hours % 12 + (12 if half == "pm" else 0) if half else hours
    return f"{hours:02}:{minutes:02}" if hours < 24 and minutes < 60 else text


def _read_date(parts: dict[str, str]) -> str | dict[str, str] | None:
    if is_empty(parts):
        return None
    day, month, year = (parts[part].strip() for part in ("day", "month", "year"))
    named = month.casefold()
    if named in _MONTH_NAMES or named in _MONTHS:
        month = str(_MONTHS.index(named[:3]) + 1)
    if not all(re.fullmatch(r"[0-9]{1,4}", part) for part in (day, month, year)) or len(year) != 4:
        return parts
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return parts


def _read_address(fields: Fields, base: str) -> dict[str, JSON] | None:
    rows = _numbers(fields, re.compile(re.escape(base) + r"-line-(\d{1,2})"))
    lines = [_one(fields, f"{base}-line-{row}") for row in rows]
    while lines and not lines[-1].strip():
        lines.pop()
    value = {"lines": lines, "postcode": _one(fields, f"{base}-postcode").strip()}
    return None if is_empty(value) else value


def _numbers(fields: Fields, pattern: re.Pattern[str]) -> list[int]:
    return sorted({int(found[1]) for name in fields if (found := pattern.fullmatch(name))})


def _read_outcomes(question: Question, fields: Fields, base: str) -> dict[str, JSON] | None:
    outcomes: dict[str, JSON] = {}
    for option in question.choices:
        outcome: dict[str, JSON] = {}
        for part in OUTCOME_PARTS:
            name = f"{base}-{option.code}-{part}"
            value = [code for code in fields.get(name, []) if code] if part in _SEVERAL else _one(fields, name)
            if not is_empty(value):
                outcome[part] = value
        if outcome:
            outcomes[option.code] = outcome
    return outcomes or None


def _rows(fields: Fields, base: str, parts: Sequence[str]) -> list[int]:
    return _numbers(fields, re.compile(re.escape(base) + r"-(\d{1,3})-(?:" + "|".join(parts) + ")"))


def _read_timetable(question: Question, fields: Fields, base: str) -> dict[str, JSON] | None:
    rows: list[dict[str, JSON]] = []
    suggested = question.calls if isinstance(question, WeeklyTimetable) else {}
    for row in _rows(fields, base, ("call", *CALL_PARTS, *DAYS)):
        days = {day: _one(fields, f"{base}-{row}-{day}") for day in DAYS}
        out = fields.get(f"{base}-{row}-out", [])
        read = {day: _minutes(text) for day, text in days.items() if text.strip() and day not in out}
        call = _one(fields, f"{base}-{row}-call").strip()
        if read or (call and call not in suggested):
            rows.append({"call": call, **_of_call(fields, f"{base}-{row}"), **read})
    calls = [row["call"] for row in rows]
    if "" in calls or len(set(calls)) < len(calls):
        return {"rows": rows}
    return {str(row.pop("call")): row for row in rows} or None


def _of_call(fields: Fields, base: str) -> dict[str, JSON]:
    """What was typed about a call beside its minutes. One carer is what there is unless another number is typed."""
    at, carers = _one(fields, f"{base}-at"), _one(fields, f"{base}-carers")
    read = {
        "at": read_time(at) if at.strip() else None,
        "carers": read_number(carers) if carers.strip() not in ("", "1") else None,
        "because": _one(fields, f"{base}-because").strip(),
    }
    return {part: value for part, value in read.items() if value not in (None, "")}


def _minutes(text: str) -> int | str:
    return int(text) if re.fullmatch(r"\s*[0-9]{1,6}\s*", text) else text


def _read_services(question: Question, fields: Fields, base: str) -> list[JSON] | None:
    """Lines of support. Unit and rate come from the service that was chosen, where its list says them."""
    priced = {option.code: option for option in question.choices if option.rate_pence is not None}
    lines = []
    for row in _rows(fields, base, SERVICE_PARTS):
        line: dict[str, JSON] = {}
        for part in SERVICE_PARTS:
            name = f"{base}-{row}-{part}"
            several = [code for code in fields.get(name, []) if code] if part in _SEVERAL else None
            value: JSON = several if several is not None else _one(fields, name)
            if is_empty(value):
                continue
            if part == "units":
                value = read_number(value)
            elif part == "rate":
                value = read_pounds(value)
            elif part in ("starts_at", "ends_at"):
                value = read_time(value)
            line["rate_pence" if part == "rate" else part] = value
        if option := priced.get(str(line.get("service"))):
            line = {"unit": option.unit, "rate_pence": option.rate_pence} | line
        if line:
            lines.append(line)
    return lines or None


# --- from answers to fields


def page_fields(page: Page, answers: Mapping[str, JSON]) -> dict[str, list[str]]:
    """The fields of one page as they are to be shown."""
    fields: dict[str, list[str]] = {}
    if page.repeat is None:
        for question in page.questions:
            fields.update(as_fields(question, answers.get(question.id)))
        return fields
    items = answers.get(page.id)
    for index, item in enumerate(items if isinstance(items, list | tuple) else ()):
        for question in page.questions:
            value = item.get(question.id) if isinstance(item, Mapping) else None
            fields.update(as_fields(question, value, item_prefix(index)))
    return fields


def as_fields(question: Question, value: JSON | None, prefix: str = "") -> dict[str, list[str]]:
    """The fields that show a value, and that `read_question` reads as the same value."""
    if value is None or value in ("", [], {}):
        return {}
    base = field_name(question, prefix)
    pairs = _PARTED[question.type](question, value) if question.type in _PARTED else [("", _whole(question, value))]
    return {f"{base}-{part}" if part else base: texts for part, texts in pairs}


def _whole(question: Question, value: JSON) -> list[str]:
    if isinstance(value, list | tuple):
        return [str(each) for each in value]
    if question.type == "money":
        return [pounds_typed(value)]
    return [number_typed(value)]


def number_typed(value: JSON) -> str:
    """A number as one would type it; anything else as text."""
    if isinstance(value, float):
        return format(Decimal(str(value)), "f")
    return "" if value is None else str(value)


def pounds_typed(value: JSON) -> str:
    """2450 as "24.50"; what was kept as typed stays so."""
    if isinstance(value, bool) or not isinstance(value, int):
        return number_typed(value)
    return f"{'-' if value < 0 else ''}{abs(value) // 100}.{abs(value) % 100:02}"


_Pairs = Iterator[tuple[str, list[str]]]


def _date_fields(question: Question, value: JSON) -> _Pairs:
    day = read_day(value)
    if day:
        yield from (("day", [str(day.day)]), ("month", [str(day.month)]), ("year", [f"{day.year:04}"]))
    elif isinstance(value, Mapping):
        yield from ((part, [number_typed(value.get(part))]) for part in ("day", "month", "year"))
    else:
        yield "day", [number_typed(value)]


def _address_fields(question: Question, value: JSON) -> _Pairs:
    if not isinstance(value, Mapping):
        yield "line-1", [number_typed(value)]
        return
    lines = value.get("lines")
    for number, line in enumerate(lines if isinstance(lines, list | tuple) else (), start=1):
        yield f"line-{number}", [number_typed(line)]
    yield "postcode", [number_typed(value.get("postcode"))]


def _outcome_fields(question: Question, value: JSON) -> _Pairs:
    for code, outcome in value.items() if isinstance(value, Mapping) else ():
        for part in OUTCOME_PARTS:
            found = outcome.get(part) if isinstance(outcome, Mapping) else None
            if not is_empty(found):
                yield f"{code}-{part}", _texts(found)


def _timetable_fields(question: Question, value: JSON) -> _Pairs:
    for row, (call, days) in enumerate(timetable_rows(question, value)):
        yield f"{row}-call", [call]
        for part in CALL_PARTS:
            if not is_empty(days.get(part)):
                yield f"{row}-{part}", [number_typed(days[part])]
        for day in DAYS:
            minutes = days.get(day)
            if not is_empty(minutes):
                yield f"{row}-{day}", [number_typed(minutes)]


def _service_fields(question: Question, value: JSON) -> _Pairs:
    for row, line in enumerate(value if isinstance(value, list | tuple) else ()):
        for part in SERVICE_PARTS:
            found = line.get("rate_pence" if part == "rate" else part) if isinstance(line, Mapping) else None
            if not is_empty(found):
                yield f"{row}-{part}", [pounds_typed(found)] if part == "rate" else _texts(found)


def _computed_fields(question: Question, value: JSON) -> _Pairs:
    if isinstance(value, Mapping):
        typed = pounds_typed if _is_money(question) else number_typed
        yield "value", [typed(value.get("value"))]
        yield "reason", [number_typed(value.get("reason"))]


def _is_money(question: Question) -> bool:
    """Whether what is computed is an amount: facts of the record that are kept in pence say so in their names."""
    return (question.fact or "").endswith("_pence")


def _texts(value: JSON) -> list[str]:
    return [number_typed(each) for each in value] if isinstance(value, list | tuple) else [number_typed(value)]


_PARTED: dict[str, Any] = {
    "date": _date_fields,
    "address": _address_fields,
    "outcomes": _outcome_fields,
    "weekly_timetable": _timetable_fields,
    "services": _service_fields,
    "computed": _computed_fields,
}
