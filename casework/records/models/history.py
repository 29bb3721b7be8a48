"""Case notes and the chronology: what happened, and when it was written down."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import AppendOnly, Base, InSandbox, one, same_sandbox
from casework.records.models.people import Person, Worker
from casework.records.vocabulary import ContactKind


class CaseNote(AppendOnly, InSandbox, Base):
    """What happened at one contact, in the practitioner's words."""

    __tablename__ = "case_note"
    __table_args__ = (
        *same_sandbox("person_id", "person"),
        *same_sandbox("author_id", "worker"),
        *same_sandbox("for_id", "worker"),
        *same_sandbox("addendum_to_id", "case_note"),
        *same_sandbox("countersigned_by_id", "worker"),
    )

    person_id: Mapped[str] = mapped_column(String(64))
    author_id: Mapped[str] = mapped_column(String(64))
    for_id: Mapped[str | None] = mapped_column(String(64))
    """The colleague whom the author acted for."""
    kind: Mapped[ContactKind]
    happened_on: Mapped[date]
    happened_at: Mapped[str | None] = mapped_column(String(5))
    """The time of the contact, "14:30"."""
    recorded_on: Mapped[date]
    recorded_at: Mapped[datetime | None]
    title: Mapped[str] = mapped_column(String(160))
    text: Mapped[str] = mapped_column(Text, default="")
    what_i_saw: Mapped[str | None] = mapped_column(Text)
    what_was_said: Mapped[str | None] = mapped_column(Text)
    what_i_think: Mapped[str | None] = mapped_column(Text)
    what_happens_next: Mapped[str | None] = mapped_column(Text)
    who_was_there: Mapped[str | None] = mapped_column(String(200))
    seen: Mapped[str | None] = mapped_column(String(80))
    is_significant: Mapped[bool] = mapped_column(default=False)
    is_confidential: Mapped[bool] = mapped_column(default=False)
    """From or about somebody else: never in the person's own copy."""
    differs: Mapped[str | None] = mapped_column(Text)
    """What it disagrees with, in a few words."""
    addendum_to_id: Mapped[str | None] = mapped_column(String(64))
    countersigned_by_id: Mapped[str | None] = mapped_column(String(64))
    countersigned_on: Mapped[date | None]

    person: Mapped["Person"] = one("CaseNote", "person_id", "Person")
    author: Mapped["Worker"] = one("CaseNote", "author_id", "Worker")
    acted_for: Mapped["Worker | None"] = one("CaseNote", "for_id", "Worker")
    countersigned_by: Mapped["Worker | None"] = one("CaseNote", "countersigned_by_id", "Worker")

    @property
    def days_late(self) -> int:
        return (self.recorded_on - self.happened_on).days

    @property
    def is_seen(self) -> bool:
        """Whether the person themself was seen: `seen` says who was, or that they were not."""
        return bool(self.seen) and "not seen" not in (self.seen or "").lower()


class ChronologyEntry(InSandbox, Base):
    """One event in a person's life that matters to the work, with its source and what it meant for them."""

    __tablename__ = "chronology_entry"
    __table_args__ = (
        *same_sandbox("person_id", "person"),
        *same_sandbox("added_by_id", "worker"),
        *same_sandbox("case_note_id", "case_note"),
    )

    person_id: Mapped[str] = mapped_column(String(64))
    happened_on: Mapped[date]
    recorded_on: Mapped[date]
    event: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str | None] = mapped_column(String(40))
    impact: Mapped[str | None] = mapped_column(Text)
    added_by_id: Mapped[str | None] = mapped_column(String(64))
    case_note_id: Mapped[str | None] = mapped_column(String(64))


class ChronologyPick(InSandbox, Base):
    """One event that a worker chose for their own selection. `event` names it: "entry:…", "note:…", "step:…"."""

    __tablename__ = "chronology_pick"
    __table_args__ = (
        *same_sandbox("person_id", "person"),
        *same_sandbox("worker_id", "worker"),
        Index(None, "sandbox_id", "person_id", "worker_id", "event", unique=True),
    )

    person_id: Mapped[str] = mapped_column(String(64))
    worker_id: Mapped[str] = mapped_column(String(64))
    event: Mapped[str] = mapped_column(String(120))
    picked_on: Mapped[date]


class NoteDraft(InSandbox, Base):
    """A case note one worker has begun: nobody else sees it. One row per person and worker."""

    __tablename__ = "note_draft"
    __table_args__ = (
        *same_sandbox("person_id", "person"),
        *same_sandbox("worker_id", "worker"),
        Index(None, "sandbox_id", "person_id", "worker_id", unique=True),
    )

    person_id: Mapped[str] = mapped_column(String(64))
    worker_id: Mapped[str] = mapped_column(String(64))
    fields: Mapped[dict[str, Any]]
    revision: Mapped[int] = mapped_column(default=0)
    saved_at: Mapped[datetime]


class Alert(InSandbox, Base):
    """Something a worker is asked to look at, until she says that she has seen it."""

    __tablename__ = "alert"
    __table_args__ = (
        *same_sandbox("person_id", "person"),
        *same_sandbox("case_note_id", "case_note"),
        *same_sandbox("worker_id", "worker"),
        *same_sandbox("acknowledged_by_id", "worker"),
    )

    person_id: Mapped[str] = mapped_column(String(64))
    case_note_id: Mapped[str | None] = mapped_column(String(64))
    worker_id: Mapped[str] = mapped_column(String(64))
    """Who is asked to look."""
    raised_by: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    raised_on: Mapped[date]
    raised_at: Mapped[datetime]
    acknowledged_on: Mapped[date | None]
    acknowledged_by_id: Mapped[str | None] = mapped_column(String(64))
    answer: Mapped[str | None] = mapped_column(Text)

    person: Mapped["Person"] = one("Alert", "person_id", "Person")
    case_note: Mapped["CaseNote | None"] = one("Alert", "case_note_id", "CaseNote")
    worker: Mapped["Worker"] = one("Alert", "worker_id", "Worker")
