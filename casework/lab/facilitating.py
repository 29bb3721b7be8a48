"""What the facilitator does while a session goes on.

The caller asks for the session with `lock=True`; operations here change and never commit.
"""

from datetime import datetime

from casework.database import Db
from casework.errors import DomainError
from casework.lab import sessions, task_runs
from casework.lab.models import Session, TaskRun
from casework.lab.sessions import end_run, run_of, thank
from casework.lab.vocabulary import AssistKind, RunEnd, Stage


def move_on(db: Db, session: Session, *, by: str, at: datetime) -> None:
    """End the run under way, or go past one rating or questionnaire that is not given (`sessions.skip`).

    Raises DomainError at a stage only the participant can leave.
    """
    if session.stage is Stage.WORKING:
        end_run(db, session, RunEnd.MOVED_ON, at=at, by=by)
    elif session.stage in (Stage.RATING, Stage.QUESTIONNAIRE):
        sessions.skip(db, session, by=by, at=at)
    else:
        raise DomainError("There is no task or rating to move on from. Only the participant can go on from here")
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
