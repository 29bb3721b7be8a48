"""Time-stamped notes made while watching."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from casework.database import Db
from casework.errors import DomainError
from casework.lab.models import Observation, Session
from casework.lab.vocabulary import ObservationKind, Stage


def note(
    db: Db, session: Session, *, kind: ObservationKind, text: str, page: str | None, by: str, at: datetime
) -> Observation:
    """Add a note about what is seen now. page: what she was looking at. Raises DomainError on `text` when empty."""
    text = text.strip()
    if not text:
        raise DomainError("Enter what you saw or heard", field="text")
    made = Observation(
        session_id=session.id,
        task_run_id=session.current_run_id if session.stage in (Stage.WORKING, Stage.RATING) else None,
        kind=kind,
        at=at,
        page=page[:200] if page else None,
        text=text,
        by=by,
    )
    db.add(made)
    db.flush()
    return made


def notes_of(db: Db, session_id: str) -> Sequence[Observation]:
    """Every note of a session, newest first."""
    return db.scalars(
        select(Observation).where(Observation.session_id == session_id).order_by(Observation.at.desc(), Observation.id)
    ).all()
