"""Those who watch a session live: who may, who is there, and what they would like to ask."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from casework.database import Db
from casework.errors import DomainError, NotFound
from casework.lab.models import ObserverQuestion, Session, Watcher
from casework.lab.study_file import file_of

STILL_THERE = timedelta(seconds=20)
"""After so long without a sign somebody has left."""


def why_not(db: Db, session: Session, account_id: str, *, leads: bool, at: datetime) -> str:
    """Why somebody may not watch now, in a sentence; "" where they may.

    Whoever leads always may. Others only as far as the participant agreed, and no more at once than she was told.
    """
    if leads:
        return ""
    choices = session.participant.consent_choices
    if choices is None:
        return "The participant has not been asked yet whether others may watch."
    if "observed" not in choices:
        return "The participant did not agree that others watch. The facilitator’s notes are there for everybody."
    most = file_of(session.study).watchers
    others = [each for each in present(db, session, at) if each.account_id != account_id and each.role != LEADS]
    if len(others) >= most:
        people = "1 person" if most == 1 else f"{most} people"
        return f"The participant was told that at most {people} watch, and so many do already."
    return ""


LEADS = "facilitator"


def is_here(db: Db, session: Session, account_id: str, *, name: str, role: str, at: datetime) -> Watcher:
    """Keep that somebody watches. role: facilitator, note-taker or observer."""
    found = db.scalar(select(Watcher).where(Watcher.session_id == session.id, Watcher.account_id == account_id))
    if found is None:
        found = Watcher(session_id=session.id, account_id=account_id, name=name, role=role, came_at=at, seen_at=at)
        db.add(found)
    found.seen_at, found.role = at, role
    db.flush()
    return found


def present(db: Db, session: Session, at: datetime) -> Sequence[Watcher]:
    """Who watches now, in the order they came."""
    return db.scalars(
        select(Watcher)
        .where(Watcher.session_id == session.id, Watcher.seen_at > at - STILL_THERE)
        .order_by(Watcher.came_at, Watcher.id)
    ).all()


# --- what they would like to ask -------------------------------------------------------------------


def ask(db: Db, session: Session, text: str, *, by: str, at: datetime) -> ObserverQuestion:
    """Queue a question to the facilitator; the participant's pages never show it. Raises DomainError when empty."""
    text = text.strip()
    if not text:
        raise DomainError("Enter what you would like to ask", field="question")
    question = ObserverQuestion(session_id=session.id, text=text, by=by, at=at)
    db.add(question)
    db.flush()
    return question


def questions_of(db: Db, session: Session) -> Sequence[ObserverQuestion]:
    """Every question of a session, oldest first."""
    return db.scalars(
        select(ObserverQuestion)
        .where(ObserverQuestion.session_id == session.id)
        .order_by(ObserverQuestion.at, ObserverQuestion.id)
    ).all()


def was_asked(db: Db, session: Session, question_id: str, *, at: datetime) -> None:
    """The facilitator has asked it."""
    _question(db, session, question_id).asked_at = at
    db.flush()


def at_debrief(db: Db, session: Session, question_id: str, *, at: datetime) -> None:
    """The facilitator keeps it for the debrief."""
    _question(db, session, question_id).put_off_at = at
    db.flush()


def _question(db: Db, session: Session, question_id: str) -> ObserverQuestion:
    found = db.get(ObserverQuestion, question_id)
    if found is None or found.session_id != session.id:
        raise NotFound(f"question {question_id} of session {session.id}")
    return found
