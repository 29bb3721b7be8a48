"""What a council says its own case management system can do: each judgement a row, the newest of a cell counts."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import cast

from sqlalchemy import String, Text, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import AppendOnly, Base, Db, new_id
from casework.errors import DomainError
from casework.workflows.feasibility import Answer, Cell, Profile, Strength

MOST_CHARACTERS_OF_AN_ID = 60


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


def add_system(db: Db, *, name: str, version: str, by: str, at: datetime) -> SystemProfile:
    """A profile with nothing known yet. Raises DomainError where there is one of that name."""
    system_id = re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")
    system_id = system_id if system_id[:1].isalpha() else f"system_{system_id}"
    if not system_id.strip("_") or len(system_id) > MOST_CHARACTERS_OF_AN_ID:
        raise DomainError("Enter the name of the system in up to 60 letters and numbers", field="name")
    if db.get(SystemProfile, system_id) is not None:
        raise DomainError(f"There is a profile of {name} already", field="name")
    system = SystemProfile(id=system_id, title=name, version=version or "unknown", made_by=by, made_at=at)
    db.add(system)
    db.flush()
    return system


def judge_capability(
    db: Db, system_id: str, capability: str, cell: Cell, *, by: str, at: datetime, today: date
) -> SystemJudgement:
    """Keep what somebody found out about one capability of a system; what was kept before stays.

    Raises DomainError for an answer without evidence, and for evidence of a day to come.
    """
    if cell.answer != "unknown":
        if cell.evidence == "none":
            raise DomainError("Select what the answer rests on, or answer “Not known”", field="strength")
        if not cell.source.strip():
            raise DomainError("Enter where it was seen or read, or who said it", field="source")
        if cell.seen_on is None:
            raise DomainError("Enter the day it was seen, read or said", field="seen_on")
    if cell.seen_on and cell.seen_on > today:
        raise DomainError("The day must be today or earlier", field="seen_on")
    last = db.scalar(
        select(func.max(SystemJudgement.number)).where(
            SystemJudgement.system_id == system_id, SystemJudgement.capability == capability
        )
    )
    judgement = SystemJudgement(
        system_id=system_id,
        capability=capability,
        number=(last or 0) + 1,
        answer=cell.answer,
        strength=cell.evidence,
        evidence=cell.note,
        source=cell.source,
        seen_on=cell.seen_on,
        by=by,
        at=at,
    )
    db.add(judgement)
    db.flush()
    return judgement


def judgements_of(db: Db, system_id: str) -> dict[str, list[SystemJudgement]]:
    """Every judgement of a system by capability, newest first."""
    found: dict[str, list[SystemJudgement]] = {}
    query = select(SystemJudgement).where(SystemJudgement.system_id == system_id)
    for each in db.scalars(query.order_by(SystemJudgement.number.desc())):
        found.setdefault(each.capability, []).append(each)
    return found


def profiles(db: Db, shipped: Mapping[str, Profile]) -> dict[str, Profile]:
    """Every system's profile by id: the shipped ones and the council's own, with the newest judgement of each cell."""
    own = {
        each.id: Profile(id=each.id, name=each.title, version=each.version, profiled_by=each.made_by)
        for each in db.scalars(select(SystemProfile).order_by(SystemProfile.title))
    }
    found = {**shipped, **own}
    cells: dict[str, dict[str, Cell]] = {system_id: dict(profile.cells) for system_id, profile in found.items()}
    for each in db.scalars(select(SystemJudgement).order_by(SystemJudgement.number)):
        if each.system_id in cells:
            cells[each.system_id][each.capability] = Cell(
                answer=cast(Answer, each.answer),
                evidence=cast(Strength, each.strength),
                source=each.source,
                seen_on=each.seen_on,
                note=each.evidence,
            )
    return {system_id: profile.model_copy(update={"cells": cells[system_id]}) for system_id, profile in found.items()}
