"""What was erased, without its content: the log that outlives what it speaks of."""

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import AppendOnly, Base, new_id


class Withdrawal(AppendOnly, Base):
    """That a participant's data, or parts of it, were erased: by code and date, never what it was.

    parts: what was asked for. proof: tables and files looked through, and how many copies were left in them.
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
