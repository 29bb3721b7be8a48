"""What a council says its own case management system can do: each judgement a row, the newest of a cell counts."""

from datetime import date, datetime

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import AppendOnly, Base, new_id


class SystemProfile(Base):
    """A system at one version in one council's contract, filled in in the browser beside the shipped profiles."""

    __tablename__ = "system_profile"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    title: Mapped[str] = mapped_column(String(160))
    version: Mapped[str] = mapped_column(String(80))
    made_by: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[datetime]


class SystemJudgement(AppendOnly, Base):
    """One capability of one system, judged by somebody on a day from what they saw or were told."""

    __tablename__ = "system_judgement"
    __table_args__ = (UniqueConstraint("system_id", "capability", "number"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    system_id: Mapped[str] = mapped_column(String(64))
    capability: Mapped[str] = mapped_column(String(40))
    number: Mapped[int]
    answer: Mapped[str] = mapped_column(String(20))
    strength: Mapped[str] = mapped_column(String(20))
    evidence: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    seen_on: Mapped[date | None]
    by: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]
