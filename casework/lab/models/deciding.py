"""The expert panel: what each expert answers alone, and what is ruled where they differ."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base, new_id


class Panel(Base):
    """The expert panel of a study, from its opening to the sealing of the key. Sealed, nothing of it changes."""

    __tablename__ = "panel"

    study_id: Mapped[str] = mapped_column(ForeignKey("study.id"), primary_key=True)
    opened_at: Mapped[datetime]
    opened_by: Mapped[str] = mapped_column(String(120))
    sealed_at: Mapped[datetime | None]
    sealed_by: Mapped[str | None] = mapped_column(String(120))


class Opinion(Base):
    """What one expert answers about one fact of a case. because: why, in her own words."""

    __tablename__ = "opinion"
    __table_args__ = (UniqueConstraint("study_id", "case_key", "fact", "account_id"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    study_id: Mapped[str] = mapped_column(ForeignKey("study.id"), index=True)
    case_key: Mapped[str] = mapped_column(String(40))
    fact: Mapped[str] = mapped_column(String(80))
    account_id: Mapped[str] = mapped_column(String(64))
    by: Mapped[str] = mapped_column(String(120))
    value: Mapped[dict[str, Any]]
    because: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime]


class Ruling(Base):
    """What becomes of a case about which experts differ, before anybody sees what participants decided.

    is_kept: every answer of an expert is accepted; otherwise the case is left out of the key.
    """

    __tablename__ = "ruling"

    study_id: Mapped[str] = mapped_column(ForeignKey("study.id"), primary_key=True)
    case_key: Mapped[str] = mapped_column(String(40), primary_key=True)
    is_kept: Mapped[bool]
    because: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]
