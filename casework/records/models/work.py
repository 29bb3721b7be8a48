"""Cases, the steps in them, and what is being typed into a step."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import AppendOnly, Base, InSandbox, many, one, same_sandbox
from casework.records.models.people import Person, Team, Worker
from casework.records.vocabulary import MoveKind, StepKind, StepStatus


class Case(InSandbox, Base):
    """One run of a way of working for one person, from its first step to its end."""

    __tablename__ = "case"
    __table_args__ = (*same_sandbox("person_id", "person"),)

    person_id: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(120))
    version_id: Mapped[str | None] = mapped_column(String(64))
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    closed_because: Mapped[str | None] = mapped_column(Text)

    person: Mapped["Person"] = one("Case", "person_id", "Person")
    steps: Mapped[list["Step"]] = many(
        "Case",
        "Step",
        "case_id",
        order_by="Step.received_at, Step.position",
        back_populates="case",
    )


class Step(InSandbox, Base):
    """A unit of work in a case, on somebody's work view.

    `definition_id` is the step's id in the workflow version; `answers` is what it was finished with:
    question id → value, `wording` the question as it was asked, and `actions` the next actions that
    were taken. A step from before the county had this workflow has none of them.
    """

    __tablename__ = "step"
    __table_args__ = (
        *same_sandbox("case_id", "case"),
        *same_sandbox("person_id", "person"),
        *same_sandbox("worker_id", "worker"),
        *same_sandbox("team_id", "team"),
        *same_sandbox("from_step_id", "step"),
        *same_sandbox("finished_by_id", "worker"),
        *same_sandbox("finished_for_id", "worker"),
        Index(None, "sandbox_id", "status", "worker_id"),
    )

    case_id: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[str] = mapped_column(String(64))
    version_id: Mapped[str | None] = mapped_column(String(64))
    definition_id: Mapped[str | None] = mapped_column(String(60))
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(String(160))
    kind: Mapped[StepKind]
    role: Mapped[str] = mapped_column(String(40))
    worker_id: Mapped[str | None] = mapped_column(String(64))
    team_id: Mapped[str | None] = mapped_column(String(64))
    status: Mapped[StepStatus]
    came_from: Mapped[str | None] = mapped_column(String(120))
    from_step_id: Mapped[str | None] = mapped_column(String(64))
    action_label: Mapped[str | None] = mapped_column(String(160))
    note: Mapped[str | None] = mapped_column(Text)
    is_returned: Mapped[bool] = mapped_column(default=False)
    received_at: Mapped[datetime]
    due_on: Mapped[date | None]
    started_on: Mapped[date | None]
    finished_on: Mapped[date | None]
    finished_by_id: Mapped[str | None] = mapped_column(String(64))
    finished_for_id: Mapped[str | None] = mapped_column(String(64))
    """The colleague whom she acted for."""
    waits_because: Mapped[str | None] = mapped_column(Text)
    """What it waits for, where that is not a colleague's step: "Offered, not yet accepted"."""
    waits_since: Mapped[date | None]
    back_to: Mapped[dict[str, Any] | None]
    """Where she was when she began it beside other work: {"path": address in the record, "label": in words}."""
    answers: Mapped[dict[str, Any] | None]
    wording: Mapped[dict[str, Any] | None]
    actions: Mapped[list[str] | None]

    case: Mapped["Case"] = one("Step", "case_id", "Case", back_populates="steps")
    person: Mapped["Person"] = one("Step", "person_id", "Person")
    worker: Mapped["Worker | None"] = one("Step", "worker_id", "Worker")
    team: Mapped["Team | None"] = one("Step", "team_id", "Team")
    finished_by: Mapped["Worker | None"] = one("Step", "finished_by_id", "Worker")
    finished_for: Mapped["Worker | None"] = one("Step", "finished_for_id", "Worker")
    from_step: Mapped["Step | None"] = one("Step", "from_step_id", "Step")
    drafts: Mapped[list["Draft"]] = many("Step", "Draft", "step_id", back_populates="step")

    @property
    def is_open(self) -> bool:
        return self.status in (StepStatus.INCOMING, StepStatus.STARTED)

    def is_overdue(self, today: date) -> bool:
        return self.is_open and self.due_on is not None and self.due_on < today


class Draft(InSandbox, Base):
    """What one worker has typed into a step and not finished. One row per step and worker.

    `revision` rises by one with each change, and `pages` says at which revision each page last changed:
    a save from a page older than that is set aside for the worker to choose. `posted` holds the answers as
    of the last page she sent herself, so that what autosave kept in between is told as one change.
    """

    __tablename__ = "draft"
    __table_args__ = (
        *same_sandbox("step_id", "step"),
        *same_sandbox("worker_id", "worker"),
        Index(None, "sandbox_id", "step_id", "worker_id", unique=True),
    )

    step_id: Mapped[str] = mapped_column(String(64))
    worker_id: Mapped[str] = mapped_column(String(64))
    answers: Mapped[dict[str, Any]]
    revision: Mapped[int] = mapped_column(default=0)
    saved_at: Mapped[datetime]
    page_id: Mapped[str | None] = mapped_column(String(60))
    pages: Mapped[dict[str, Any]] = mapped_column(default=dict)
    posted: Mapped[dict[str, Any]] = mapped_column(default=dict)

    step: Mapped["Step"] = one("Draft", "step_id", "Step", back_populates="drafts")


class StepMove(AppendOnly, InSandbox, Base):
    """A step changed hands: who did it, from whom to whom or to which team's tray, and why."""

    __tablename__ = "step_move"
    __table_args__ = (
        *same_sandbox("step_id", "step"),
        *same_sandbox("by_id", "worker"),
        *same_sandbox("for_id", "worker"),
        *same_sandbox("from_worker_id", "worker"),
        *same_sandbox("to_worker_id", "worker"),
        *same_sandbox("to_team_id", "team"),
    )

    step_id: Mapped[str] = mapped_column(String(64))
    kind: Mapped[MoveKind]
    by_id: Mapped[str] = mapped_column(String(64))
    for_id: Mapped[str | None] = mapped_column(String(64))
    from_worker_id: Mapped[str | None] = mapped_column(String(64))
    to_worker_id: Mapped[str | None] = mapped_column(String(64))
    to_team_id: Mapped[str | None] = mapped_column(String(64))
    note: Mapped[str | None] = mapped_column(Text)
    moved_on: Mapped[date]
    moved_at: Mapped[datetime]

    step: Mapped["Step"] = one("StepMove", "step_id", "Step")
    by: Mapped["Worker"] = one("StepMove", "by_id", "Worker")
    acted_for: Mapped["Worker | None"] = one("StepMove", "for_id", "Worker")
    to_worker: Mapped["Worker | None"] = one("StepMove", "to_worker_id", "Worker")
    to_team: Mapped["Team | None"] = one("StepMove", "to_team_id", "Team")


class Visit(InSandbox, Base):
    """A visit in a worker's diary. `starts_at` is "14:00"."""

    __tablename__ = "visit"
    __table_args__ = (*same_sandbox("person_id", "person"), *same_sandbox("worker_id", "worker"))

    person_id: Mapped[str] = mapped_column(String(64))
    worker_id: Mapped[str] = mapped_column(String(64))
    visit_on: Mapped[date]
    starts_at: Mapped[str] = mapped_column(String(5))
    kind: Mapped[str] = mapped_column(String(40), default="home visit")
    place: Mapped[str | None] = mapped_column(Text)
    travel_minutes: Mapped[int | None]

    person: Mapped["Person"] = one("Visit", "person_id", "Person")


class FlagAnswer(AppendOnly, InSandbox, Base):
    """The record pointed out that something does not agree; somebody decided to go on, and wrote why."""

    __tablename__ = "flag_answer"
    __table_args__ = (
        *same_sandbox("step_id", "step"),
        *same_sandbox("person_id", "person"),
        *same_sandbox("by_id", "worker"),
        *same_sandbox("for_id", "worker"),
    )

    step_id: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[str] = mapped_column(String(64))
    code: Mapped[str] = mapped_column(String(60))
    said: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[str] = mapped_column(String(64))
    for_id: Mapped[str | None] = mapped_column(String(64))
    answered_on: Mapped[date]
    answered_at: Mapped[datetime]

    by: Mapped["Worker"] = one("FlagAnswer", "by_id", "Worker")


class FinishedVersion(AppendOnly, InSandbox, Base):
    """One part of the record as a finished step left it: what an assessment or a plan said on that day.

    `part` is the word before the dot of a fact's name; `content` is fact name → value. `number` counts from 1 within
    the case and part. Never changed: finishing the part again makes the next one, with its reason.
    """

    __tablename__ = "finished_version"
    __table_args__ = (
        *same_sandbox("case_id", "case"),
        *same_sandbox("person_id", "person"),
        *same_sandbox("step_id", "step"),
        *same_sandbox("by_id", "worker"),
        *same_sandbox("for_id", "worker"),
        Index(None, "sandbox_id", "case_id", "part", "number", unique=True),
    )

    case_id: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[str] = mapped_column(String(64))
    step_id: Mapped[str] = mapped_column(String(64))
    part: Mapped[str] = mapped_column(String(40))
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    by_id: Mapped[str | None] = mapped_column(String(64))
    for_id: Mapped[str | None] = mapped_column(String(64))
    reason: Mapped[str | None] = mapped_column(Text)
    finished_on: Mapped[date]
    finished_at: Mapped[datetime]

    by: Mapped["Worker | None"] = one("FinishedVersion", "by_id", "Worker")
