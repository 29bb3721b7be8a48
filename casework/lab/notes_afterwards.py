"""Notes made when a run is looked at again: they stand at the moment they are about."""

from datetime import datetime, timedelta

from sqlalchemy import select

from casework.database import Db
from casework.errors import DomainError
from casework.lab.models import Event, Observation, TaskRun
from casework.lab.vocabulary import EventKind, ObservationKind


def note_afterwards(
    db: Db, run: TaskRun, *, kind: ObservationKind, text: str, seconds: int, severity: int | None = None, by: str
) -> Observation:
    """Add a note about a moment of a run that has ended, with the page she was on then.

    seconds: since the run was started. Raises DomainError on `text` when empty, and for a moment outside the run.
    """
    text = text.strip()
    if not text:
        raise DomainError("Enter what you saw or heard", field="text")
    if run.started_at is None or run.ended_at is None:
        raise DomainError("This task is still under way. Write notes about it in the console")
    at = run.started_at + timedelta(seconds=seconds)
    if not run.started_at <= at <= run.ended_at + timedelta(seconds=1):
        raise DomainError("This moment is not part of the task")
    last = _last_event(db, run, at)
    page = _last_event(db, run, at, EventKind.PAGE_VIEWED)
    made = Observation(
        session_id=run.session_id,
        task_run_id=run.id,
        kind=kind,
        at=at,
        page=str(page.data.get("page", ""))[:200] if page else None,
        text=text,
        severity=severity,
        event_seq=last.seq if last else None,
        version_id=run.session_arm.arm.version_id,
        by=by,
    )
    db.add(made)
    db.flush()
    return made


def _last_event(db: Db, run: TaskRun, at: datetime, kind: EventKind | None = None) -> Event | None:
    """The last event of the run within the second that begins at `at`, or before."""
    wanted = select(Event).where(Event.task_run_id == run.id, Event.at < at + timedelta(seconds=1))
    if kind is not None:
        wanted = wanted.where(Event.kind == kind)
    return db.scalar(wanted.order_by(Event.seq.desc()).limit(1))
