"""Letters made from the record, and papers that came in."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import AppendOnly, Base, InSandbox, one, same_sandbox
from casework.records.models.people import Person, Worker
from casework.records.vocabulary import DocumentKind


class Document(AppendOnly, InSandbox, Base):
    """A letter as it was made, or a paper that came in. Never changed: a letter made again is another.

    `content` is a list of blocks: {"heading": …}, {"text": …}, {"list": […]}, {"table": {"head": […], "rows": [[…]]}}.
    """

    __tablename__ = "document"
    __table_args__ = (
        *same_sandbox("person_id", "person"),
        *same_sandbox("case_id", "case"),
        *same_sandbox("made_by_id", "worker"),
        *same_sandbox("for_id", "worker"),
    )

    person_id: Mapped[str] = mapped_column(String(64))
    case_id: Mapped[str | None] = mapped_column(String(64))
    kind: Mapped[DocumentKind]
    template: Mapped[str | None] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(160))
    came_from: Mapped[str | None] = mapped_column(String(120))
    sent_to: Mapped[str | None] = mapped_column(Text)
    format: Mapped[str | None] = mapped_column(String(40))
    dated_on: Mapped[date]
    recorded_on: Mapped[date]
    recorded_at: Mapped[datetime | None]
    made_by_id: Mapped[str | None] = mapped_column(String(64))
    for_id: Mapped[str | None] = mapped_column(String(64))
    pages: Mapped[int | None]
    content: Mapped[list[Any]]
    is_confidential: Mapped[bool] = mapped_column(default=False)
    """From or about somebody else: never in the person's own copy."""

    person: Mapped["Person"] = one("Document", "person_id", "Person")
    made_by: Mapped["Worker | None"] = one("Document", "made_by_id", "Worker")
    acted_for: Mapped["Worker | None"] = one("Document", "for_id", "Worker")
