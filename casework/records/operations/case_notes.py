"""Case notes: begun as a draft that only their author sees, then final: never edited, only added to."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from casework.database import Db
from casework.errors import DomainError
from casework.records.models import Alert, CaseNote, NoteDraft, Person, Worker
from casework.records.queries.notes import find_draft
from casework.records.vocabulary import ContactKind

TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")


@dataclass(frozen=True)
class Heads:
    """The four parts of a note, each of which may be empty."""

    what_i_saw: str | None = None
    what_was_said: str | None = None
    what_i_think: str | None = None
    what_happens_next: str | None = None


NO_HEADS = Heads()


def record_case_note(
    db: Db,
    person: Person,
    *,
    author: Worker,
    kind: ContactKind,
    happened_on: date,
    title: str,
    text: str,
    heads: Heads = NO_HEADS,
    happened_at: str | None = None,
    who_was_there: str | None = None,
    is_significant: bool = False,
    is_confidential: bool = False,
    seen: str | None = None,
    acted_for: Worker | None = None,
    today: date,
    at: datetime,
) -> CaseNote:
    """Add a note of one contact to the person's record.

    Notes are never edited: to put one right, see add_addendum. happened_at: "14:30" or "9.05".
    Raises DomainError on happened_on when the contact is later than today, the story date; on happened_at when
    that is no time of day; on text when neither it nor any of the four heads says anything.
    """
    if happened_on > today:
        raise DomainError("Date of contact must be today or earlier", field="happened_on")
    if not text and heads == NO_HEADS:
        raise DomainError("Enter what happened", field="text")
    note = CaseNote(
        person_id=person.id,
        author_id=author.id,
        for_id=acted_for.id if acted_for else None,
        kind=kind,
        happened_on=happened_on,
        happened_at=_time(happened_at) if happened_at else None,
        recorded_on=today,
        recorded_at=at,
        title=title,
        text=text,
        what_i_saw=heads.what_i_saw,
        what_was_said=heads.what_was_said,
        what_i_think=heads.what_i_think,
        what_happens_next=heads.what_happens_next,
        who_was_there=who_was_there,
        is_significant=is_significant,
        is_confidential=is_confidential,
        seen=seen,
    )
    db.add(note)
    db.flush()
    return note


def _time(text: str) -> str:
    match = TIME.fullmatch(text.strip())
    if not match:
        raise DomainError("Time of contact must be a time, like 14:30", field="happened_at")
    return f"{int(match[1]):02}:{match[2]}"


def add_addendum(
    db: Db,
    note: CaseNote,
    *,
    author: Worker,
    text: str,
    is_confidential: bool = False,
    acted_for: Worker | None = None,
    today: date,
    at: datetime,
) -> CaseNote:
    """Add to a final note what it lacks or got wrong, as a note of its own that names it.

    What is added to a confidential note is confidential too.
    """
    addendum = CaseNote(
        person_id=note.person_id,
        author_id=author.id,
        for_id=acted_for.id if acted_for else None,
        kind=note.kind,
        happened_on=today,
        recorded_on=today,
        recorded_at=at,
        title=f"Addendum to “{note.title}”"[:160],
        text=text,
        is_confidential=is_confidential or note.is_confidential,
        addendum_to_id=note.id,
    )
    db.add(addendum)
    db.flush()
    return addendum


def alert_colleague(
    db: Db,
    note: CaseNote,
    worker: Worker,
    *,
    text: str,
    raised_by: Worker,
    acted_for: Worker | None = None,
    today: date,
    at: datetime,
) -> Alert:
    """Ask a colleague to look at a note, until she says that she has."""
    who = f"{raised_by.name}, {raised_by.role_label}" + (f", for {acted_for.name}" if acted_for else "")
    alert = Alert(
        person_id=note.person_id,
        case_note_id=note.id,
        worker_id=worker.id,
        raised_by=who[:120],
        text=text or note.title,
        raised_on=today,
        raised_at=at,
    )
    db.add(alert)
    db.flush()
    return alert


@dataclass(frozen=True)
class KeptDraft:
    """The draft as it is stored now. is_conflict: another tab changed it, and what was sent was not kept."""

    draft: NoteDraft | None
    is_conflict: bool = False


def keep_note_draft(
    db: Db, person: Person, worker: Worker, fields: dict[str, Any], *, revision: int, at: datetime
) -> KeptDraft:
    """Keep what the worker has typed into a new note, for her alone.

    fields: field name → what was typed, as it was sent. revision: the draft's when her page was opened, 0 for none.
    A page that knows nothing of the draft's last change never overwrites it.
    """
    draft = find_draft(db, person, worker)
    if draft is None:
        if not fields:
            return KeptDraft(None)
        draft = NoteDraft(person_id=person.id, worker_id=worker.id, fields=fields, revision=revision + 1, saved_at=at)
        db.add(draft)
    elif draft.fields != fields:
        if draft.revision != revision:
            return KeptDraft(draft, is_conflict=True)
        draft.fields, draft.revision, draft.saved_at = fields, draft.revision + 1, at
    db.flush()
    return KeptDraft(draft)


def drop_note_draft(db: Db, person: Person, worker: Worker, *, revision: int) -> None:
    """Remove the worker's draft, which has become a note or is not wanted; one that another tab changed since stays."""
    draft = find_draft(db, person, worker)
    if draft is not None and draft.revision == revision:
        db.delete(draft)
        db.flush()
