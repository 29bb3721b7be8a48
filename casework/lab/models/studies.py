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
    """A question, put to practitioners by letting them work. `content` is the study file as it was read.

    sealed_hash: SHA-256 of what was sealed, its content and the versions its arms are pinned to. group_code: with which
    several people join at once, each getting a session of her own, until group_until.
    """

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
    sealed_at: Mapped[datetime | None]
    sealed_by: Mapped[str | None] = mapped_column(String(120))
    sealed_hash: Mapped[str | None] = mapped_column(String(64))
    group_code: Mapped[str | None] = mapped_column(String(12), unique=True)
    group_until: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    arms: Mapped[list["Arm"]] = relationship(order_by="Arm.position", back_populates="study")
    cases: Mapped[list["StudyCase"]] = relationship(order_by="StudyCase.position", back_populates="study")
    tasks: Mapped[list["TestTask"]] = relationship(order_by="TestTask.position", back_populates="study")


class Arm(Base):
    """One way of working under test: a pinned workflow version, or a system outside ours (`external`, its name).

    beside: the versions of other workflows that actions may start, by workflow id. theme: how public steps look.
    wording: the pack whose words were put into the version.
    """

    __tablename__ = "arm"
    __table_args__ = (UniqueConstraint("study_id", "key"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    study_id: Mapped[str] = mapped_column(ForeignKey("study.id"), index=True)
    key: Mapped[str] = mapped_column(String(20))
    position: Mapped[int]
    version_id: Mapped[str | None] = mapped_column(ForeignKey("workflow_version.id"))
    external: Mapped[str | None] = mapped_column(String(160))
    title: Mapped[str] = mapped_column(String(160))
    warm_up_person: Mapped[str] = mapped_column(String(64))
    start_at: Mapped[str | None] = mapped_column(String(60))
    beside: Mapped[dict[str, Any] | None]
    theme: Mapped[str | None] = mapped_column(String(60))
    wording: Mapped[str | None] = mapped_column(String(60))

    study: Mapped["Study"] = relationship(back_populates="arms")

    @property
    def pinned(self) -> tuple[str, str]:
        """The version and the step she is given, of an arm inside our system."""
        if self.version_id is None or self.start_at is None:
            raise ValueError(f"arm {self.key} is worked in {self.external}, and has no workflow")
        return self.version_id, self.start_at

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
    """What participants are asked to do. `finishes`: arm key → the workflow step that, finished, completes it.

    success: how it is told from failure beyond that, as the study file says; None where finishing is all. start_at: arm
    key → where she begins. first_click, comprehension: what a front-door task asks, as the study file says.
    """

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
    success: Mapped[dict[str, Any] | None]
    start_at: Mapped[dict[str, Any] | None]
    first_click: Mapped[dict[str, Any] | None]
    comprehension: Mapped[list[Any] | None]

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


class StudyDraft(Base):
    """The text of a study's plan while somebody writes it, before it is read in. `study_id`: the study it changes."""

    __tablename__ = "study_draft"

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    study_id: Mapped[str | None] = mapped_column(String(60), index=True)
    text: Mapped[str] = mapped_column(Text)
    revision: Mapped[int] = mapped_column(default=1)
    by: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]


class Preflight(Base):
    """One run of the pre-flight check. `results`: its checks in order, as the page and the command show them."""

    __tablename__ = "preflight"

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    study_id: Mapped[str] = mapped_column(ForeignKey("study.id"), index=True)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(120))
    seconds: Mapped[float]
    seed: Mapped[int]
    to_fix: Mapped[int]
    to_look_at: Mapped[int]
    passed: Mapped[int]
    results: Mapped[list[Any]]


class PackedPerson(Base):
    """A fictional person who came with a study pack: their file’s text, from which their template is made again."""

    __tablename__ = "packed_person"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    study_id: Mapped[str] = mapped_column(String(60))
    by: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]


class Participant(Base):
    """Somebody who takes part: a code, never a name. keep_until: the day her data is erased by itself.

    about: what residents are asked about themselves, all in wide bands.
    """

    __tablename__ = "participant"
    __table_args__ = (UniqueConstraint("study_id", "code"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    study_id: Mapped[str] = mapped_column(ForeignKey("study.id"), index=True)
    code: Mapped[str] = mapped_column(String(12))
    role: Mapped[str | None] = mapped_column(String(60))
    years: Mapped[str | None] = mapped_column(String(20))
    systems: Mapped[list[str] | None]
    systems_other: Mapped[str | None] = mapped_column(String(120))
    about: Mapped[dict[str, Any] | None]
    consent_version: Mapped[str | None] = mapped_column(String(20))
    consent_choices: Mapped[list[str] | None]
    consented_at: Mapped[datetime | None]
    keep_until: Mapped[date | None]
    withdrawn_at: Mapped[datetime | None]
