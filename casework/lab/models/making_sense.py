"""Making sense together: notes grouped on a wall, findings, and what was changed because of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.database import AppendOnly, Base, new_id


class NoteGroup(Base):
    """A group of notes on the wall of a study."""

    __tablename__ = "note_group"

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    study_id: Mapped[str] = mapped_column(ForeignKey("study.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    position: Mapped[int]
    is_problem: Mapped[bool] = mapped_column(default=True)
    made_by: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[datetime]


class WallCard(Base):
    """Where a note is on the wall: in which group, at which place. A note without one is not grouped yet."""

    __tablename__ = "wall_card"

    observation_id: Mapped[str] = mapped_column(ForeignKey("observation.id"), primary_key=True)
    group_id: Mapped[str] = mapped_column(ForeignKey("note_group.id"), index=True)
    position: Mapped[int]
    moved_by: Mapped[str] = mapped_column(String(120))
    moved_at: Mapped[datetime]


class WallVisitor(Base):
    """Somebody who looks at the wall of a study, and when they were last there."""

    __tablename__ = "wall_visitor"

    study_id: Mapped[str] = mapped_column(ForeignKey("study.id"), primary_key=True)
    account_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    seen_at: Mapped[datetime]


class Finding(Base):
    """What was found: in words, with evidence, how serious, where, and what we suggest.

    severity: 1 (minor) to 4 (serious). changed_version_id: the workflow version that was made because of it;
    followed_by: the study that shows whether it went away; gone_because is set once somebody has judged, has_gone is
    None where they cannot tell, and gone_met of gone_of people met it there.
    evidence_withdrawn: how many people's notes it rested on that were withdrawn since.
    """

    __tablename__ = "finding"
    __table_args__ = (UniqueConstraint("study_id", "number"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    study_id: Mapped[str] = mapped_column(ForeignKey("study.id"), index=True)
    number: Mapped[int]
    group_id: Mapped[str | None] = mapped_column(ForeignKey("note_group.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    what: Mapped[str] = mapped_column(Text)
    severity: Mapped[int | None]
    severity_because: Mapped[str | None] = mapped_column(Text)
    recommendation: Mapped[str | None] = mapped_column(Text)
    workflow_id: Mapped[str | None] = mapped_column(String(64))
    step_id: Mapped[str | None] = mapped_column(String(64))
    question_id: Mapped[str | None] = mapped_column(String(64))
    changed_version_id: Mapped[str | None] = mapped_column(ForeignKey("workflow_version.id"))
    changed_at: Mapped[datetime | None]
    followed_by: Mapped[str | None] = mapped_column(ForeignKey("study.id"))
    has_gone: Mapped[bool | None]
    gone_because: Mapped[str | None] = mapped_column(Text)
    gone_met: Mapped[int | None]
    gone_of: Mapped[int | None]
    gone_by: Mapped[str | None] = mapped_column(String(120))
    gone_at: Mapped[datetime | None]
    is_in_report: Mapped[bool] = mapped_column(default=False)
    evidence_withdrawn: Mapped[int] = mapped_column(default=0)
    made_by: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[datetime]

    evidence: Mapped[list["FindingEvidence"]] = relationship(back_populates="finding")
    judgements: Mapped[list["FindingJudgement"]] = relationship(order_by="FindingJudgement.at")
    changes: Mapped[list["FindingChange"]] = relationship(order_by="FindingChange.at, FindingChange.id")


class FindingJudgement(Base):
    """How serious one person finds it, 1 to 4, and why. The finding's severity is the most serious of them."""

    __tablename__ = "finding_judgement"
    __table_args__ = (UniqueConstraint("finding_id", "by"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    finding_id: Mapped[str] = mapped_column(ForeignKey("finding.id"))
    severity: Mapped[int]
    because: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]


class FindingChange(AppendOnly, Base):
    """Somebody changed parts of a finding. The words themselves are kept once, in the finding."""

    __tablename__ = "finding_change"

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    finding_id: Mapped[str] = mapped_column(ForeignKey("finding.id"), index=True)
    parts: Mapped[list[Any]]
    by: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]


class FindingEvidence(Base):
    """One note that a finding rests on."""

    __tablename__ = "finding_evidence"

    finding_id: Mapped[str] = mapped_column(ForeignKey("finding.id"), primary_key=True)
    observation_id: Mapped[str] = mapped_column(ForeignKey("observation.id"), primary_key=True)

    finding: Mapped["Finding"] = relationship(back_populates="evidence")
