"""One value of a person's file as its column keeps it: dates, moments, codes, numbers, text."""

import re
from collections.abc import Collection
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Enum, Float, Integer, String

from casework.database import Moment
from casework.records.facts import CATALOGUE, LIMBS
from casework.records.real_data import Kind, identifiers
from casework.records.vocabulary import Achieves, OutcomeCode
from casework.synthetic.safe_identifiers import unsafe_identifiers
from casework.workflows.parsing import plain
from casework.workflows.problems import nearest

_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_TIMES = ("happened_at", "starts_at", "ends_at")
_KIND_OF_COLUMN = {"nhs_number": Kind.NHS_NUMBER, "phone": Kind.TELEPHONE, "postcode": Kind.POSTCODE}
_SHAPES: dict[str, type] = {"heading": str, "text": str, "list": list, "table": dict}

FACTS_OF = {
    "contact": "contact",
    "assessment": "assessment",
    "care_plan": "plan",
    "personal_budget": "budget",
    "review": "review",
    "safeguarding_concern": "safeguarding",
    "safeguarding_enquiry": "enquiry",
    "capacity_assessment": "capacity",
    "financial_assessment": "finance",
    "carers_assessment": "carers_assessment",
}
"""By table: the word before the dot of its facts, whose codes its columns take."""


class WrongValue(Exception):
    """A value that its column cannot keep. code: which sort of mistake; the message goes on from the column's name."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def value_for(column: Column[Any], value: Any) -> Any:
    """The value as the column keeps it. Raises WrongValue."""
    kept = _of_kind(column.type, column.name, value)
    codes = _codes_of(column)
    for one in kept if isinstance(kept, list) else [kept]:
        if codes and one not in codes:
            raise WrongValue("P04", f"cannot be “{one}”{nearest(str(one), codes)}")
    if isinstance(kept, str) and column.name in _KIND_OF_COLUMN:
        _is_what_the_column_is_for(column.name, kept)
    return kept


def day(text: Any) -> date | None:
    """The date a text says, "2026-11-10", or None."""
    try:
        return date.fromisoformat(text) if isinstance(text, str) and len(text) == 10 else None
    except ValueError:
        return None


def content_of(value: Any) -> list[Any]:
    """A document's blocks, as `Document.content` keeps them. Raises WrongValue."""
    if not isinstance(value, list) or not value:
        raise WrongValue("P05", "must be a list of headings, texts, lists and tables")
    for n, block in enumerate(value, start=1):
        if not isinstance(block, dict) or len(block) != 1:
            raise WrongValue("P05", f"[{n}] must be one of heading, text, list and table")
        ((word, inside),) = block.items()
        if word not in _SHAPES:
            raise WrongValue("P01", f"[{n}]: there is no “{word}” here{nearest(word, _SHAPES)}")
        if not isinstance(inside, _SHAPES[word]):
            raise WrongValue("P05", f"[{n}].{word} must be {f'a {word}' if word in ('list', 'table') else 'text'}")
        if isinstance(inside, dict) and not all(isinstance(inside.get(part), list) for part in ("head", "rows")):
            raise WrongValue("P05", f"[{n}].table must have “head” and “rows”")
    return [plain(block) for block in value]


def _of_kind(kind: Any, name: str, value: Any) -> Any:
    if isinstance(kind, Enum):
        if value not in kind.enums:
            raise WrongValue("P04", f"cannot be “{value}”{nearest(str(value), kind.enums)}")
        return kind.enum_class(value) if kind.enum_class else value
    if isinstance(kind, Moment):
        return _moment(value)
    if isinstance(kind, Date):
        found = day(value)
        if found is None:
            raise WrongValue("P05", "must be a date, such as 2026-11-10")
        return found
    if isinstance(kind, Boolean):
        if not isinstance(value, bool):
            raise WrongValue("P05", "must be true or false")
        return value
    if isinstance(kind, Integer):
        if isinstance(value, bool) or not isinstance(value, int):
            raise WrongValue("P05", "must be a whole number")
        return value
    if isinstance(kind, Float):
        return _number(value)
    if isinstance(kind, JSON):
        return plain(value)
    if not isinstance(value, str):
        raise WrongValue("P05", "must be text: put it in quotation marks")
    return _text(kind, name, value.strip())


def _moment(value: Any) -> datetime:
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) and len(value) > len("2026-11-09") else None
    except ValueError:
        found = None
    if found is None:
        raise WrongValue("P05", "must be a date and time, such as 2026-11-09 15:31")
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _number(value: Any) -> float:
    try:
        return float(str(value))
    except ValueError:
        raise WrongValue("P05", "must be a number") from None


def _text(kind: Any, name: str, value: str) -> str:
    longest = kind.length if isinstance(kind, String) else None
    if longest is not None and len(value) > longest:
        raise WrongValue("P05", f"has {len(value)} characters; at most {longest} fit")
    if name in _TIMES and not _TIME.fullmatch(value):
        raise WrongValue("P05", 'must be a time of day in quotation marks, such as "14:30"')
    return value


def _codes_of(column: Column[Any]) -> Collection[str]:
    """The codes that a column keeps, where it keeps codes."""
    table, name = column.table.name, column.name
    if table == "assessment_outcome":
        lists: dict[str, Collection[str]] = {"code": list(OutcomeCode), "achieves": list(Achieves), "limbs": LIMBS}
        return lists.get(name, ())
    if table == "need":
        fields = {fact.name: fact for fact in CATALOGUE["plan.needs"].fields}
        return fields[name].codes if name in fields else ()
    fact = CATALOGUE.get(f"{FACTS_OF.get(table, '')}.{name}")
    return fact.codes if fact is not None else ()


def _is_what_the_column_is_for(name: str, value: str) -> None:
    # What is not from a fictional range is told of every text of the file alike.
    if not unsafe_identifiers(value) and [found.kind for found in identifiers(value)] != [_KIND_OF_COLUMN[name]]:
        raise WrongValue("P06", f"must be {_KIND_OF_COLUMN[name]} from a range kept for fiction, not “{value}”")
