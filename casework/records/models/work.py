"""Cases, the steps in them, and what is being typed into a step."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base, InSandbox, many, one, same_sandbox
from casework.records.models.people import Person, Worker
from casework.records.vocabulary import StepKind, StepStatus


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
    answers: Mapped[dict[str, Any] | None]
    wording: Mapped[dict[str, Any] | None]
    actions: Mapped[list[str] | None]

    case: Mapped["Case"] = one("Step", "case_id", "Case", back_populates="steps")
    person: Mapped["Person"] = one("Step", "person_id", "Person")
    worker: Mapped["Worker | None"] = one("Step", "worker_id", "Worker")
    finished_by: Mapped["Worker | None"] = one("Step", "finished_by_id", "Worker")
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
