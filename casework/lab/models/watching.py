"""What those who watch see and ask: pictures of the participant's pages, who is there, questions, debriefs."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.database import Base, new_id


class Picture(Base):
    """A page of the participant's as it was rendered, kept as an inert copy.

    event_seq: the session's last event when it was taken. body_hash: the SHA-256 of the page without what is new in
    every reply; pages that look the same share one `PictureBody`. title: the page's heading.
    """

    __tablename__ = "picture"
    __table_args__ = (Index(None, "session_id", "at"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    session_id: Mapped[str] = mapped_column(ForeignKey("session.id"))
    task_run_id: Mapped[str | None] = mapped_column(ForeignKey("task_run.id"), index=True)
    event_seq: Mapped[int]
    at: Mapped[datetime]
    path: Mapped[str] = mapped_column(String(400))
    title: Mapped[str] = mapped_column(String(200))
    status: Mapped[int]
    version_id: Mapped[str | None] = mapped_column(String(64))
    body_id: Mapped[str] = mapped_column(ForeignKey("picture_body.id"), index=True)

    body: Mapped["PictureBody"] = relationship()


class PictureBody(Base):
    """The compressed HTML of a page of one session, kept once however often the page looked so."""

    __tablename__ = "picture_body"
    __table_args__ = (UniqueConstraint("session_id", "body_hash"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    session_id: Mapped[str] = mapped_column(ForeignKey("session.id"), index=True)
    body_hash: Mapped[str] = mapped_column(String(64))
    compressed: Mapped[bytes] = mapped_column(LargeBinary)
    bytes_plain: Mapped[int]


class Watcher(Base):
    """Somebody of the staff who watches or watched a session live, and when they were last there."""

    __tablename__ = "watcher"
    __table_args__ = (UniqueConstraint("session_id", "account_id"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    session_id: Mapped[str] = mapped_column(ForeignKey("session.id"), index=True)
    account_id: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(40))
    came_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class ObserverQuestion(Base):
    """What somebody watching would like to ask: it waits for the facilitator, who asks it, or keeps it for later."""

    __tablename__ = "observer_question"

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    session_id: Mapped[str] = mapped_column(ForeignKey("session.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    put_off_at: Mapped[datetime | None]


class Debrief(Base):
    """What the team says right after a session: up to three things seen, and one surprise."""

    __tablename__ = "debrief"

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    session_id: Mapped[str] = mapped_column(ForeignKey("session.id"), index=True)
    saw: Mapped[list[Any]]
    surprise: Mapped[str | None] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]
