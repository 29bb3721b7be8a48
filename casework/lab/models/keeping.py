"""What was erased, without its content: the log that outlives what it speaks of. And who downloaded what."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.database import AppendOnly, Base, new_id


class Withdrawal(AppendOnly, Base):
    """That a participant's data, or parts of it, were erased: by code and date, never what it was.

    parts: what was asked for. proof: how many rows of each kind went, in the transaction that erased them.
    why: asked for by the participant, or the day until which it was kept had come.
    """

    __tablename__ = "withdrawal"

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    study_id: Mapped[str] = mapped_column(String(60), index=True)
    participant_code: Mapped[str] = mapped_column(String(12))
    parts: Mapped[list[Any]]
    why: Mapped[str] = mapped_column(String(60))
    by: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]
    proof: Mapped[dict[str, Any]]

    participant_id: Mapped[str | None] = mapped_column(String(64))
    erasure: Mapped["Erasure | None"] = relationship(back_populates="withdrawal")


class Erasure(Base):
    """The bytes of what was withdrawn: whether they have left the database's files, and what a search of those found.

    looked_for: ids of erased rows, turned round so that they do not find themselves; empty once it is done.
    tries: how often somebody else was reading or writing just then. proof: what the files' search showed.
    """

    __tablename__ = "erasure"

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    withdrawal_id: Mapped[str] = mapped_column(ForeignKey("withdrawal.id"), unique=True)
    asked_at: Mapped[datetime]
    looked_for: Mapped[list[Any]]
    tries: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None]
    proof: Mapped[dict[str, Any] | None]

    withdrawal: Mapped["Withdrawal"] = relationship(back_populates="erasure")


class Download(AppendOnly, Base):
    """Somebody took a copy of a study's data away: whom to ask to delete theirs when a participant withdraws."""

    __tablename__ = "download"

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    study_id: Mapped[str] = mapped_column(String(60), index=True)
    what: Mapped[str] = mapped_column(String(120))
    by: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]
