"""Sessions and what happened in them. These tables are results: they change by adding."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.database import AppendOnly, Base, new_id
from casework.lab.models.studies import Arm, Participant, Sandbox, Study, StudyCase, TestTask
from casework.lab.vocabulary import AssistKind, EventKind, ObservationKind, RunEnd, RunStatus, Stage


class Session(Base):
    """One participant's sitting.

    `code` is what she types or is given as a link; it is dead once the session has ended.
    `cookie_hash` is the SHA-256 of the token in her browser: joining again makes another, which signs
    the first device out. `event_count` numbers her events without gaps. A rehearsal never counts, nor
    does a pilot, nor what a robot did (`robot_seed`). `is_alone`: nobody leads her. `row_because`: why another row
    than the dealt one.
    `display`: how she likes her pages. `undo`: what the facilitator can still take back, and until when. `break_since`:
    while she is on a break. `typed`: what she has typed on a page of her own and not sent yet.
    """

    __tablename__ = "session"
    __table_args__ = (UniqueConstraint("study_id", "number"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    study_id: Mapped[str] = mapped_column(ForeignKey("study.id"), index=True)
    participant_id: Mapped[str] = mapped_column(ForeignKey("participant.id"), index=True)
    number: Mapped[int]
    row: Mapped[int]
    is_rehearsal: Mapped[bool] = mapped_column(default=False)
    is_pilot: Mapped[bool] = mapped_column(default=False)
    is_alone: Mapped[bool] = mapped_column(default=False)
    robot_seed: Mapped[int | None]
    row_because: Mapped[str | None] = mapped_column(Text)
    display: Mapped[dict[str, Any] | None]
    undo: Mapped[dict[str, Any] | None]
    break_since: Mapped[datetime | None]
    typed: Mapped[dict[str, Any] | None]
    code: Mapped[str] = mapped_column(String(12), unique=True)
    cookie_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    stage: Mapped[Stage]
    current_run_id: Mapped[str | None] = mapped_column(String(64))
    current_arm_id: Mapped[str | None] = mapped_column(String(64))
    event_count: Mapped[int] = mapped_column(default=0)
    planned_at: Mapped[datetime]
    planned_by: Mapped[str | None] = mapped_column(String(120))
    starts_at: Mapped[datetime | None]
    joined_at: Mapped[datetime | None]
    last_heard_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    study: Mapped["Study"] = relationship()
    participant: Mapped["Participant"] = relationship()
    arms: Mapped[list["SessionArm"]] = relationship(order_by="SessionArm.position", back_populates="session")
    runs: Mapped[list["TaskRun"]] = relationship(order_by="TaskRun.position", back_populates="session")

    # As it was read: going on to another run changes the id first.
    run_under_way: Mapped["TaskRun | None"] = relationship(
        primaryjoin="foreign(Session.current_run_id) == TaskRun.id", viewonly=True
    )

    @property
    def current_run(self) -> "TaskRun | None":
        found = self.run_under_way
        if self.current_run_id is None or (found is not None and found.id == self.current_run_id):
            return found if self.current_run_id else None
        return next((run for run in self.runs if run.id == self.current_run_id), None)

    @property
    def current_arm(self) -> "SessionArm | None":
        run = self.current_run
        if run is not None and run.session_arm_id == self.current_arm_id:
            return run.session_arm
        return next((arm for arm in self.arms if arm.id == self.current_arm_id), None)


class SessionArm(Base):
    """One arm of a session: with which case, in which sandbox; and the SUS answers given after it.

    sandbox_id: None for an arm outside our system. questionnaires: the answers to others than SUS, by their id.
    """

    __tablename__ = "session_arm"
    __table_args__ = (UniqueConstraint("session_id", "position"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    session_id: Mapped[str] = mapped_column(ForeignKey("session.id"), index=True)
    arm_id: Mapped[str] = mapped_column(ForeignKey("arm.id"), index=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("study_case.id"), index=True)
    position: Mapped[int]
    sandbox_id: Mapped[str | None] = mapped_column(String(64))
    sus_items: Mapped[list[Any] | None]
    sus_comment: Mapped[str | None] = mapped_column(Text)
    sus_at: Mapped[datetime | None]
    questionnaires: Mapped[dict[str, Any] | None]

    session: Mapped["Session"] = relationship(back_populates="arms")
    sandbox: Mapped["Sandbox | None"] = relationship(
        primaryjoin="foreign(SessionArm.sandbox_id) == Sandbox.id", viewonly=True
    )
    arm: Mapped["Arm"] = relationship()
    case: Mapped["StudyCase"] = relationship()


class TaskRun(Base):
    """One attempt at a test task. The measures are drawn from its events when it ends.

    `clicks` is None where no script was there to see them. `completed_step` says whether the step that
    the task names was finished; with `assist_count` it says how the run counts. `is_success`: what the task's rule for
    success says, None where it has none or nobody has judged yet; `success_said` why. `answers`: to the questions of
    the study after this task, by id. `first_click`, `comprehension`: what came of a front-door task.
    """

    __tablename__ = "task_run"
    __table_args__ = (UniqueConstraint("session_id", "position"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    session_id: Mapped[str] = mapped_column(ForeignKey("session.id"), index=True)
    session_arm_id: Mapped[str] = mapped_column(ForeignKey("session_arm.id"), index=True)
    task_id: Mapped[str] = mapped_column(ForeignKey("test_task.id"), index=True)
    position: Mapped[int]
    status: Mapped[RunStatus]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[RunEnd | None]
    voided_at: Mapped[datetime | None]
    voided_because: Mapped[str | None] = mapped_column(Text)
    voided_by: Mapped[str | None] = mapped_column(String(120))
    seq: Mapped[int | None]
    seq_comment: Mapped[str | None] = mapped_column(Text)
    completed_step: Mapped[bool | None]
    is_success: Mapped[bool | None]
    success_said: Mapped[str | None] = mapped_column(Text)
    judged_by: Mapped[str | None] = mapped_column(String(120))
    judged_at: Mapped[datetime | None]
    answers: Mapped[dict[str, Any] | None]
    first_click: Mapped[dict[str, Any] | None]
    comprehension: Mapped[dict[str, Any] | None]
    working_seconds: Mapped[float | None]
    page_count: Mapped[int | None]
    click_count: Mapped[int | None]
    search_count: Mapped[int | None]
    error_count: Mapped[int | None]
    assist_count: Mapped[int | None]

    session: Mapped["Session"] = relationship(back_populates="runs")
    session_arm: Mapped["SessionArm"] = relationship()
    task: Mapped["TestTask"] = relationship()
    pauses: Mapped[list["Pause"]] = relationship(order_by="Pause.started_at")
    assists: Mapped[list["Assist"]] = relationship(order_by="Assist.at")

    @property
    def is_paused(self) -> bool:
        return any(pause.ended_at is None for pause in self.pauses)


class Pause(Base):
    """Time outside the task: a phone call, a fault, a break. Thinking is not a pause."""

    __tablename__ = "pause"

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    task_run_id: Mapped[str] = mapped_column(ForeignKey("task_run.id"), index=True)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    by: Mapped[str | None] = mapped_column(String(120))


class Assist(Base):
    """Help the facilitator gave during a run."""

    __tablename__ = "assist"

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    task_run_id: Mapped[str] = mapped_column(ForeignKey("task_run.id"), index=True)
    kind: Mapped[AssistKind]
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(120))


class Interruption(Base):
    """A call that came in during a run, about somebody else or about the same person.

    `key` is its id in the study file; `away_from` the page she was on when she took it. Each moment is None until it
    has come. What it cost her is drawn from these and from the run's events (`lab/interruptions.py`).
    """

    __tablename__ = "interruption"
    __table_args__ = (UniqueConstraint("session_arm_id", "key"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    session_id: Mapped[str] = mapped_column(ForeignKey("session.id"), index=True)
    session_arm_id: Mapped[str] = mapped_column(ForeignKey("session_arm.id"))
    task_run_id: Mapped[str] = mapped_column(ForeignKey("task_run.id"), index=True)
    key: Mapped[str] = mapped_column(String(60))
    came_at: Mapped[datetime]
    brought_by: Mapped[str] = mapped_column(String(120))
    away_from: Mapped[str | None] = mapped_column(String(400))
    taken_at: Mapped[datetime | None]
    dealt_with_at: Mapped[datetime | None]


class ColleagueLink(Base):
    """An address at which somebody does a colleague's part by hand, in the sandbox of one arm of a session.

    `worker_id` is whom they work as. Whoever has the address has the right to it until it expires. `reads_only`:
    nothing can be changed at it.
    """

    __tablename__ = "colleague_link"

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    token: Mapped[str] = mapped_column(String(64), unique=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("session.id"), index=True)
    session_arm_id: Mapped[str] = mapped_column(ForeignKey("session_arm.id"))
    worker_id: Mapped[str] = mapped_column(String(64))
    reads_only: Mapped[bool] = mapped_column(default=False)
    made_by: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]

    session: Mapped["Session"] = relationship()
    session_arm: Mapped["SessionArm"] = relationship()


class StrikeOut(AppendOnly, Base):
    """Words that looked like a real person's were struck out of a session: when, by whom, in how many places.

    The words themselves are kept nowhere.
    """

    __tablename__ = "strike_out"

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    session_id: Mapped[str] = mapped_column(ForeignKey("session.id"), index=True)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(120))
    because: Mapped[str] = mapped_column(Text)
    places: Mapped[int]


class Observation(Base):
    """A time-stamped note made while watching.

    event_seq: the session's last event when it was written, its place among them. severity: 1 (minor) to 4 (stops the
    work). written_as: made by the note-taker's browser, so that a note sent twice is kept once.
    """

    __tablename__ = "observation"

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    session_id: Mapped[str] = mapped_column(ForeignKey("session.id"), index=True)
    task_run_id: Mapped[str | None] = mapped_column(ForeignKey("task_run.id"), index=True)
    kind: Mapped[ObservationKind]
    at: Mapped[datetime]
    page: Mapped[str | None] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(120))
    tags: Mapped[list[Any] | None]
    severity: Mapped[int | None]
    event_seq: Mapped[int | None]
    version_id: Mapped[str | None] = mapped_column(String(64))
    written_as: Mapped[str | None] = mapped_column(String(64), unique=True)


class RecordedFact(Base):
    """A fact or text of the record that was recorded in a run, kept after its sandbox is gone."""

    __tablename__ = "recorded_fact"
    __table_args__ = (Index(None, "task_run_id", "name"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    task_run_id: Mapped[str] = mapped_column(ForeignKey("task_run.id"))
    name: Mapped[str] = mapped_column(String(80))
    value: Mapped[dict[str, Any]]
    question_id: Mapped[str] = mapped_column(String(60))
    wording: Mapped[str] = mapped_column(Text)
    step_id: Mapped[str] = mapped_column(String(60))
    version_id: Mapped[str] = mapped_column(ForeignKey("workflow_version.id"))


class Event(AppendOnly, Base):
    """Something that happened in a session. `seq` counts from 1 in each session, without gaps."""

    __tablename__ = "event"

    session_id: Mapped[str] = mapped_column(ForeignKey("session.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    kind: Mapped[EventKind]
    story_date: Mapped[date | None]
    task_run_id: Mapped[str | None] = mapped_column(ForeignKey("task_run.id"), index=True)
    version_id: Mapped[str | None] = mapped_column(String(64))
    data: Mapped[dict[str, Any]]


class OnceOnlyKey(Base):
    """A key that came with a post, stored in its transaction with the address of the reply.

    The same key again gets the same reply; the same key with other content is shown to its author. session_id: whose
    sitting it was posted in.
    """

    __tablename__ = "once_only_key"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    content_hash: Mapped[str] = mapped_column(String(64))
    reply: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    session_id: Mapped[str | None] = mapped_column(ForeignKey("session.id"), index=True)


class StrayPost(Base):
    """What was typed in a tab of another sitting: kept aside, never stored in this one's record."""

    __tablename__ = "stray_post"

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    session_id: Mapped[str | None] = mapped_column(ForeignKey("session.id"), index=True)
    path: Mapped[str] = mapped_column(String(400))
    fields: Mapped[dict[str, Any]]
    at: Mapped[datetime]
