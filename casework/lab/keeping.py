"""What those who keep the lab running ask of it: who downloaded what, and of whom something is held."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from casework.database import Db
from casework.lab.models import Download, Participant, Session, Study


def titles(db: Db) -> dict[str, str]:
    """Every study's title by its id."""
    return {row.id: row.title for row in db.execute(select(Study.id, Study.title))}


def sessions_of(db: Db, participant: Participant) -> Sequence[Session]:
    """A participant's sessions, in the order they were planned."""
    wanted = select(Session).where(Session.participant_id == participant.id).order_by(Session.number)
    return db.scalars(wanted).all()


def downloaded(db: Db, study_id: str, what: str, *, by: str, at: datetime) -> Download:
    """Keep that somebody took a copy of a study's data away."""
    row = Download(study_id=study_id, what=what, by=by, at=at)
    db.add(row)
    db.flush()
    return row


def downloads_of(db: Db, study_id: str | None = None) -> Sequence[Download]:
    """Who took what away, newest first: of one study, or of all."""
    wanted = select(Download).order_by(Download.at.desc(), Download.id)
    return db.scalars(wanted.where(Download.study_id == study_id) if study_id else wanted).all()
