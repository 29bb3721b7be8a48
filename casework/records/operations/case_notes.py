"""Case notes: never edited, only added to."""

from datetime import date, datetime

from casework.database import Db
from casework.errors import DomainError
from casework.records.models import CaseNote, Person, Worker
from casework.records.vocabulary import ContactKind


def record_case_note(
    db: Db,
    person: Person,
    *,
    author: Worker,
    kind: ContactKind,
    happened_on: date,
    title: str,
    text: str,
    is_significant: bool = False,
    seen: str | None = None,
    today: date,
    at: datetime,
) -> CaseNote:
    """Add a note of one contact to the person's record.

    Notes are never edited: to put one right, add another that says so.
    Raises DomainError on happened_on when the contact is later than today, the story date.
    """
    if happened_on > today:
        raise DomainError("Date of contact must be today or earlier", field="happened_on")
    note = CaseNote(
        person_id=person.id,
        author_id=author.id,
        kind=kind,
        happened_on=happened_on,
        recorded_on=today,
        recorded_at=at,
        title=title,
        text=text,
        is_significant=is_significant,
        seen=seen,
    )
    db.add(note)
    db.flush()
    return note
