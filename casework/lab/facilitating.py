"""What the facilitator does while a session goes on.

The caller asks for the session with `lock=True`; operations here change and never commit.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete

from casework.database import Db
from casework.errors import DomainError
from casework.lab import sessions, task_runs
from casework.lab.events import happened
from casework.lab.models import Pause, RecordedFact, Session, TaskRun
from casework.lab.sessions import end_run, run_of, thank
from casework.lab.vocabulary import AssistKind, EventKind, RunEnd, RunStatus, Stage

TO_UNDO = timedelta(seconds=10)
"""How long moving on can be taken back."""

FARTHEST = 366
"""Days by which the story may be moved at once."""


def move_on(db: Db, session: Session, *, by: str, at: datetime) -> None:
    """End the run under way, or go past one rating or questionnaire that is not given (`sessions.skip`).

    Raises DomainError at a stage only the participant can leave.
    """
    before = _where(session)
    if session.stage is Stage.WORKING:
        end_run(db, session, RunEnd.MOVED_ON, at=at, by=by)
    elif session.stage in (Stage.RATING, Stage.QUESTIONNAIRE):
        sessions.skip(db, session, by=by, at=at)
    else:
        raise DomainError("There is no task or rating to move on from. Only the participant can go on from here")
    _can_be_undone(session, before, at)
    db.flush()


def finish_for_her(db: Db, session: Session, ended_by: RunEnd, *, by: str, at: datetime) -> None:
    """End the task under way as she says it: that she has finished, or that she cannot do it."""
    _working_run(session)
    before = _where(session)
    end_run(db, session, ended_by, at=at, by=by)
    _can_be_undone(session, before, at)
    db.flush()


def undo(db: Db, session: Session, *, by: str, at: datetime) -> None:
    """Take moving on back: she is where she was, and the time between does not count.

    Raises DomainError after ten seconds, and once she has gone on herself.
    """
    kept = session.undo
    if not kept or at > datetime.fromisoformat(kept["until"]):
        raise DomainError("This can be undone for ten seconds only")
    if _where(session) != kept["after"]:
        raise DomainError("The participant has gone on by herself, so nothing was undone")
    before = kept["before"]
    session.stage = Stage(before["stage"])
    session.current_run_id, session.current_arm_id = before["run"], before["arm"]
    run = session.current_run
    if session.stage is Stage.WORKING and run is not None:
        _goes_on(db, session, run, by=by, at=at)
    elif session.stage is Stage.RATING and run is not None and "comprehension" in kept:
        run.comprehension = None
    elif session.stage is Stage.QUESTIONNAIRE and (arm := session.current_arm) is not None:
        arm.questionnaires = kept.get("questionnaires")
    session.undo = None
    happened(db, session, EventKind.MOVE_ON_UNDONE, at=at, run=before["run"], by=by)
    db.flush()


def _goes_on(db: Db, session: Session, run: TaskRun, *, by: str, at: datetime) -> None:
    """The run is under way again. What was drawn from it goes; the time between is a pause, in its events too."""
    ended_at = run.ended_at or at
    run.status, run.ended_at, run.ended_by = RunStatus.RUNNING, None, None
    for name in (*task_runs.RunMeasures.__dataclass_fields__, "is_success", "success_said"):
        setattr(run, name, None)
    db.execute(delete(RecordedFact).where(RecordedFact.task_run_id == run.id))
    happened(db, session, EventKind.RUN_PAUSED, at=ended_at, run=run.id, by=by)
    happened(db, session, EventKind.RUN_RESUMED, at=at, run=run.id, by=by)
    run.pauses.append(Pause(task_run_id=run.id, started_at=ended_at, ended_at=at, by=by))


def _where(session: Session) -> dict[str, str | None]:
    return {"stage": session.stage.value, "run": session.current_run_id, "arm": session.current_arm_id}


def _can_be_undone(session: Session, before: dict[str, str | None], at: datetime) -> None:
    """Keep for ten seconds where she was. What ended the session cannot be undone: its sandboxes are gone."""
    if session.ended_at is not None:
        session.undo = None
        return
    kept: dict[str, Any] = {"until": (at + TO_UNDO).isoformat(), "before": before, "after": _where(session)}
    run = next((run for run in session.runs if run.id == before["run"]), None)
    if run is not None and run.comprehension == {}:
        kept["comprehension"] = None
    arm = next((arm for arm in session.arms if arm.id == before["arm"]), None)
    if before["stage"] == Stage.QUESTIONNAIRE.value and arm is not None:
        passed = dict(arm.questionnaires or {})
        if passed:
            passed.popitem()
        kept["questionnaires"] = passed or None
    session.undo = kept


def seconds_to_undo(session: Session, at: datetime) -> int:
    """How many seconds moving on can still be taken back; 0 where it cannot."""
    if not session.undo or session.undo["after"] != _where(session):
        return 0
    return max(0, int((datetime.fromisoformat(session.undo["until"]) - at).total_seconds()))


def move_story(db: Db, session: Session, days: int, *, by: str, at: datetime) -> None:
    """Let days of the story pass in the arm under way: reviews fall due, ages and waits follow.

    Raises DomainError on `days` for none or for more than a year, and where nobody works in our system.
    """
    run, arm = _working_run(session), session.current_arm
    if arm is None or arm.sandbox is None:
        raise DomainError("The story moves only in our own system")
    if not 1 <= days <= FARTHEST:
        raise DomainError(f"Enter days, 1 to {FARTHEST}", field="days")
    arm.sandbox.story_date += timedelta(days=days)
    happened(
        db,
        session,
        EventKind.STORY_MOVED,
        at=at,
        story_date=arm.sandbox.story_date,
        version_id=arm.arm.version_id,
        run=run.id,
        days=days,
        to=arm.sandbox.story_date.isoformat(),
        by=by,
    )
    db.flush()


def end_early(db: Db, session: Session, because: str, *, by: str, at: datetime) -> None:
    """Stop the session where it is: she had to leave, or does not want to go on. What she did is kept."""
    if session.ended_at is not None:
        raise DomainError("This session has ended already")
    because = because.strip()
    if not because:
        raise DomainError("Enter why the session ends here", field="because")
    if session.stage is Stage.WORKING:
        task_runs.end(db, run_of(session), ended_by=RunEnd.MOVED_ON, by=by, at=at)
    thank(db, session, at, because=because, by=by)
    db.flush()


def pause(db: Db, session: Session, *, by: str, at: datetime) -> None:
    """Stop the clock of the run under way."""
    task_runs.pause(db, _working_run(session), by=by, at=at)
    db.flush()


def resume(db: Db, session: Session, *, by: str, at: datetime) -> None:
    """Let the clock of the run under way go on.

    Raises DomainError while she is on a break: then it goes on when she does.
    """
    if session.break_since is not None:
        raise DomainError("She is on a break. The clock goes on when she presses “Go on”")
    task_runs.resume(db, _working_run(session), by=by, at=at)
    db.flush()


def assist(db: Db, session: Session, kind: AssistKind, *, by: str, at: datetime) -> None:
    """Record help given in the run under way."""
    task_runs.assist(db, _working_run(session), kind, by=by, at=at)
    db.flush()


def void_run(db: Db, run: TaskRun, because: str, *, by: str, at: datetime) -> None:
    """Leave a run out of every figure, with a reason. It stays listed, and the session goes on as it was."""
    task_runs.void(db, run, because, by=by, at=at)
    db.flush()


def _working_run(session: Session) -> TaskRun:
    if session.stage is not Stage.WORKING:
        raise DomainError("No task is under way")
    return run_of(session)
