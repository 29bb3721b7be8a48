"""Case notes and the chronology: what happened, and when it was written down."""

from datetime import date, datetime

from sqlalchemy import String, Text
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
    )

    person_id: Mapped[str] = mapped_column(String(64))
    author_id: Mapped[str] = mapped_column(String(64))
    kind: Mapped[ContactKind]
    happened_on: Mapped[date]
    recorded_on: Mapped[date]
    recorded_at: Mapped[datetime | None]
    title: Mapped[str] = mapped_column(String(160))
    text: Mapped[str] = mapped_column(Text)
    is_significant: Mapped[bool] = mapped_column(default=False)
    seen: Mapped[str | None] = mapped_column(String(80))

    person: Mapped["Person"] = one("CaseNote", "person_id", "Person")
    author: Mapped["Worker"] = one("CaseNote", "author_id", "Worker")

    @property
    def days_late(self) -> int:
        return (self.recorded_on - self.happened_on).days


class ChronologyEntry(InSandbox, Base):
    """One event in a person's life that matters to the work, with its source and what it meant for them."""

    __tablename__ = "chronology_entry"
    __table_args__ = (*same_sandbox("person_id", "person"),)

    person_id: Mapped[str] = mapped_column(String(64))
    happened_on: Mapped[date]
    recorded_on: Mapped[date]
    event: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(120))
    impact: Mapped[str | None] = mapped_column(Text)
