"""What parts of the record said when a step was finished, and what changed from one time to the next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from casework.database import Db
from casework.records.facts import CATALOGUE
from casework.records.models import FinishedVersion, Person


@dataclass(frozen=True)
class Change:
    """One thing that two versions of a part say differently. old or new is None where it says nothing.

    fact: the fact's name. about: what of it changed, where it has parts ("nutrition", "line 2", "mon"); else "".
    """

    fact: str
    label: str
    old: Any
    new: Any
    about: str = ""


def versions_of(db: Db, case_id: str, part: str) -> list[FinishedVersion]:
    """The finished versions of one part of a case's record, the first one first; empty when it was never finished."""
    return list(
        db.scalars(
            select(FinishedVersion)
            .where(FinishedVersion.case_id == case_id, FinishedVersion.part == part)
            .order_by(FinishedVersion.number)
        )
    )


def versions_of_person(db: Db, person: Person) -> list[FinishedVersion]:
    """All finished versions of a person's record: by case and part, the first one first."""
    return list(
        db.scalars(
            select(FinishedVersion)
            .where(FinishedVersion.person_id == person.id)
            .order_by(FinishedVersion.case_id, FinishedVersion.part, FinishedVersion.number)
        )
    )


def changes_between(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """What two versions of the same part say differently, in the order of the record's catalogue.

    old, new: fact name → value, as `FinishedVersion.content`. Facts of several parts (the ten outcomes, lines of
    support, a timetable) are compared part by part, needs by their outcome.
    """
    order = {name: place for place, name in enumerate(CATALOGUE)}
    changes: list[Change] = []
    for name in sorted({*old, *new}, key=lambda name: (order.get(name, len(order)), name)):
        label = CATALOGUE[name].label if name in CATALOGUE else name
        before, after = _parts(old.get(name)), _parts(new.get(name))
        if before is None or after is None:
            if old.get(name) != new.get(name):
                changes.append(Change(name, label, old.get(name), new.get(name)))
            continue
        for about in dict.fromkeys([*before, *after]):
            if before.get(about) != after.get(about):
                changes.append(Change(name, label, before.get(about), after.get(about), about))
    return changes


def _parts(value: Any) -> dict[str, Any] | None:
    """A value's parts by what each is about; None where it is one thing. Nothing said has no parts."""
    if value is None:
        return {}
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Sequence) and not isinstance(value, str) and all(isinstance(one, Mapping) for one in value):
        return _by_name(value)
    return None


def _by_name(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Rows by the outcome, service or name they are about; a second of the same name by its place."""
    found: dict[str, Any] = {}
    for place, row in enumerate(rows, 1):
        name = str(row.get("outcome") or row.get("service") or row.get("name") or f"line {place}")
        found[name if name not in found else f"{name}, line {place}"] = row
    return found
