"""Studies: what is compared, on which cases, with which task, and the experts' answers to them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.database import Base, new_id
from casework.lab.vocabulary import SandboxKind, TaskKind


class Sandbox(Base):
    """A private copy of the county, with a story date of its own."""

    __tablename__ = "sandbox"

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    kind: Mapped[SandboxKind]
    name: Mapped[str] = mapped_column(String(120))
    story_date: Mapped[date]
    content_hash: Mapped[str | None] = mapped_column(String(64))
    made_at: Mapped[datetime]


class Study(Base):
    """A question, put to practitioners by letting them work. `content` is the study file as it was read."""

    __tablename__ = "study"

    id: Mapped[str] = mapped_column(String(60), primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    question: Mapped[str] = mapped_column(Text)
    hypothesis: Mapped[str | None] = mapped_column(Text)
    story_date: Mapped[date]
    seed: Mapped[int]
    worker_id: Mapped[str] = mapped_column(String(64))
    content: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]

    arms: Mapped[list["Arm"]] = relationship(order_by="Arm.position", back_populates="study")
    cases: Mapped[list["StudyCase"]] = relationship(order_by="StudyCase.position", back_populates="study")
    tasks: Mapped[list["TestTask"]] = relationship(order_by="TestTask.position", back_populates="study")


class Arm(Base):
    """One way of working under test: a pinned workflow version.

    beside: the versions of other workflows that actions may start, by workflow id. theme: how public steps look.
    wording: the pack whose words were put into the version.
    """

    __tablename__ = "arm"
    __table_args__ = (UniqueConstraint("study_id", "key"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    study_id: Mapped[str] = mapped_column(ForeignKey("study.id"), index=True)
    key: Mapped[str] = mapped_column(String(20))
    position: Mapped[int]
    version_id: Mapped[str] = mapped_column(ForeignKey("workflow_version.id"))
    title: Mapped[str] = mapped_column(String(160))
    warm_up_person: Mapped[str] = mapped_column(String(64))
    start_at: Mapped[str] = mapped_column(String(60))
    beside: Mapped[dict[str, Any] | None]
    theme: Mapped[str | None] = mapped_column(String(60))
    wording: Mapped[str | None] = mapped_column(String(60))

    study: Mapped["Study"] = relationship(back_populates="arms")

    @property
    def mark(self) -> str:
        """The letter the lab knows this arm by: A, B, …"""
        return "ABCDEFGH"[self.position]


class StudyCase(Base):
    """One of a set of matched cases. `content` says what is known of it before the task begins."""

    __tablename__ = "study_case"
    __table_args__ = (UniqueConstraint("study_id", "key"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    study_id: Mapped[str] = mapped_column(ForeignKey("study.id"), index=True)
    key: Mapped[str] = mapped_column(String(40))
    position: Mapped[int]
    person_id: Mapped[str] = mapped_column(String(64))
    person_name: Mapped[str] = mapped_column(String(120))
    content: Mapped[dict[str, Any]]

    study: Mapped["Study"] = relationship(back_populates="cases")


class TestTask(Base):
    """What participants are asked to do. `finishes`: arm key → the workflow step that, finished, completes it."""

    __test__ = False
    __tablename__ = "test_task"
    __table_args__ = (UniqueConstraint("study_id", "key"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    study_id: Mapped[str] = mapped_column(ForeignKey("study.id"), index=True)
    key: Mapped[str] = mapped_column(String(40))
    position: Mapped[int]
    kind: Mapped[TaskKind]
    title: Mapped[str] = mapped_column(String(160))
    text: Mapped[str] = mapped_column(Text)
    finishes: Mapped[dict[str, Any]]
    minutes: Mapped[int | None]

    study: Mapped["Study"] = relationship(back_populates="tasks")


class ExpertAnswer(Base):
    """What experts decided about a case, for one fact. No participant's route reads this table."""

    __tablename__ = "expert_answer"
    __table_args__ = (UniqueConstraint("study_id", "case_key", "fact"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    study_id: Mapped[str] = mapped_column(ForeignKey("study.id"), index=True)
    case_key: Mapped[str] = mapped_column(String(40))
    fact: Mapped[str] = mapped_column(String(80))
    value: Mapped[dict[str, Any]]
    who: Mapped[str] = mapped_column(Text)
    decided_on: Mapped[date | None]
    status: Mapped[str] = mapped_column(String(20))


class Participant(Base):
    """Somebody who takes part: a code, never a name."""

    __tablename__ = "participant"
    __table_args__ = (UniqueConstraint("study_id", "code"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    study_id: Mapped[str] = mapped_column(ForeignKey("study.id"), index=True)
    code: Mapped[str] = mapped_column(String(12))
    role: Mapped[str | None] = mapped_column(String(60))
    years: Mapped[str | None] = mapped_column(String(20))
    systems: Mapped[list[str] | None]
    systems_other: Mapped[str | None] = mapped_column(String(120))
    consent_version: Mapped[str | None] = mapped_column(String(20))
    consent_choices: Mapped[list[str] | None]
    consented_at: Mapped[datetime | None]
