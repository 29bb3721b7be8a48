"""A person's case notes: the list and what narrows it, one note with its addenda, a worker's draft, her alerts."""

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from casework.database import Db
from casework.errors import NotFound
from casework.records.models import Alert, CaseNote, NoteDraft, Person, Worker
from casework.records.vocabulary import ContactKind

TEXTS = ("title", "text", "what_i_saw", "what_was_said", "what_i_think", "what_happens_next", "who_was_there", "seen")
"""The columns in which words of a note are looked for."""


@dataclass(frozen=True)
class Wanted:
    """What narrows the list of notes. Nothing chosen is every note."""

    words: str = ""
    kind: ContactKind | None = None
    significant: bool = False
    seen: bool = False
    by: Worker | None = None

    def takes(self, note: CaseNote) -> bool:
        return (
            (not self.significant or note.is_significant)
            and (not self.seen or note.is_seen)
            and (self.by is None or note.author_id == self.by.id)
        )


ALL = Wanted()


def notes_of(db: Db, person: Person, wanted: Wanted = ALL, *, as_recorded: bool = False) -> list[CaseNote]:
    """The person's notes, the newest contact first; as_recorded: those written down last first.

    Every word of `wanted.words` must be somewhere in the note, in capitals or not.
    """
    query = select(CaseNote).where(CaseNote.person_id == person.id)
    if wanted.kind:
        query = query.where(CaseNote.kind == wanted.kind)
    for word in wanted.words.split():
        query = query.where(or_(*(getattr(CaseNote, text).icontains(word, autoescape=True) for text in TEXTS)))
    happened = (CaseNote.happened_on.desc(), CaseNote.happened_at.desc().nulls_last())
    recorded = (CaseNote.recorded_on.desc(), CaseNote.recorded_at.desc().nulls_last())
    order = (*recorded, *happened) if as_recorded else (*happened, *recorded)
    people = (selectinload(CaseNote.author), selectinload(CaseNote.acted_for), selectinload(CaseNote.countersigned_by))
    return [note for note in db.scalars(query.options(*people).order_by(*order, CaseNote.id)) if wanted.takes(note)]


def get_note(db: Db, person: Person, note_id: str) -> CaseNote:
    """Raises NotFound where the person has no such note."""
    note = db.scalar(
        select(CaseNote)
        .where(CaseNote.person_id == person.id, CaseNote.id == note_id)
        .options(selectinload(CaseNote.author), selectinload(CaseNote.acted_for))
    )
    if note is None:
        raise NotFound(f"case note {note_id} of person {person.id}")
    return note


def addenda_of(db: Db, note: CaseNote) -> list[CaseNote]:
    """In the order they were added."""
    return list(
        db.scalars(
            select(CaseNote)
            .where(CaseNote.addendum_to_id == note.id)
            .options(selectinload(CaseNote.author), selectinload(CaseNote.acted_for))
            .order_by(CaseNote.recorded_on, CaseNote.recorded_at, CaseNote.id)
        )
    )


def find_draft(db: Db, person: Person, worker: Worker) -> NoteDraft | None:
    """What the worker has begun about the person; nobody else's."""
    return db.scalar(select(NoteDraft).where(NoteDraft.person_id == person.id, NoteDraft.worker_id == worker.id))


def open_alerts_for(db: Db, person: Person, worker: Worker) -> dict[str, Alert]:
    """What the worker is asked to look at and has not acknowledged, by the id of its case note."""
    waiting = db.scalars(
        select(Alert).where(
            Alert.person_id == person.id,
            Alert.worker_id == worker.id,
            Alert.acknowledged_on.is_(None),
            Alert.case_note_id.is_not(None),
        )
    )
    return {alert.case_note_id: alert for alert in waiting if alert.case_note_id}


def colleagues_of(db: Db, worker: Worker) -> list[Worker]:
    """Who still works for the council, but for the worker; by name."""
    return list(
        db.scalars(select(Worker).where(Worker.left_on.is_(None), Worker.id != worker.id).order_by(Worker.name))
    )
