"""What happened in a session, numbered without gaps. Added to, never changed."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from casework.database import Db
from casework.lab.models import Event, Session
from casework.lab.vocabulary import EventKind, Stage


def happened(
    db: Db,
    session: Session,
    kind: EventKind,
    *,
    at: datetime,
    story_date: date | None = None,
    version_id: str | None = None,
    **data: Any,
) -> Event:
    """Add what happened to the session, as part of the run under way if she is working.

    The caller holds the session's row lock, or two events could get one number.
    """
    session.event_count += 1
    event = Event(
        session_id=session.id,
        seq=session.event_count,
        at=at,
        kind=kind,
        story_date=story_date,
        task_run_id=session.current_run_id if session.stage is Stage.WORKING else None,
        version_id=version_id,
        data=data,
    )
    db.add(event)
    return event


def events_after(db: Db, session_id: str, seq: int, limit: int) -> Sequence[Event]:
    """At most `limit` events numbered above `seq`, in order."""
    return db.scalars(
        select(Event).where(Event.session_id == session_id, Event.seq > seq).order_by(Event.seq).limit(limit)
    ).all()


def events_of_run(db: Db, run_id: str) -> Sequence[Event]:
    """Everything that happened while she worked on one task, in order."""
    return db.scalars(select(Event).where(Event.task_run_id == run_id).order_by(Event.seq)).all()
