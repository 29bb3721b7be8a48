"""Adding to a person's chronology, and a worker's own selection from it."""

from datetime import date

from sqlalchemy import select

from casework.database import Db
from casework.errors import DomainError
from casework.records.models import CaseNote, ChronologyEntry, ChronologyPick, Person, Worker
from casework.records.vocabulary import ChronologyKind


def add_event(
    db: Db,
    person: Person,
    *,
    by: Worker,
    happened_on: date,
    kind: ChronologyKind,
    event: str,
    source: str,
    impact: str | None,
    note: CaseNote | None = None,
    today: date,
) -> ChronologyEntry:
    """Add an event that no other part of the record tells. note: the case note that tells more of it.

    Raises DomainError on happened_on when it is later than today, the story date, or before the person was born.
    """
    if happened_on > today:
        raise DomainError("Date it happened must be today or earlier", field="happened_on")
    if happened_on < person.born_on:
        raise DomainError("Date it happened must be in the person’s lifetime", field="happened_on")
    entry = ChronologyEntry(
        person_id=person.id,
        happened_on=happened_on,
        recorded_on=today,
        event=event,
        source=source,
        kind=kind,
        impact=impact,
        added_by_id=by.id,
        case_note_id=note.id if note else None,
    )
    db.add(entry)
    db.flush()
    return entry


def pick(db: Db, person: Person, worker: Worker, ref: str, *, wanted: bool, today: date) -> None:
    """Put an event into the worker's own selection, or take it out. Doing it again changes nothing."""
    found = db.scalar(
        select(ChronologyPick).where(
            ChronologyPick.person_id == person.id, ChronologyPick.worker_id == worker.id, ChronologyPick.event == ref
        )
    )
    if wanted and found is None:
        db.add(ChronologyPick(person_id=person.id, worker_id=worker.id, event=ref, picked_on=today))
    elif found is not None and not wanted:
        db.delete(found)
    db.flush()
