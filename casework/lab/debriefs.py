"""Debriefs: what the team says right after a session, and what watchers wanted to ask."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from casework.database import Db
from casework.errors import DomainError
from casework.lab.models import Debrief, Observation, ObserverQuestion, Session, SessionArm, Study
from casework.lab.vocabulary import ObservationKind

THINGS = 3
LONGEST = 600


def add_debrief(db: Db, session: Session, *, saw: Sequence[str], surprise: str, by: str, at: datetime) -> Debrief:
    """Keep what somebody saw in a session: up to three things, and one surprise. Several people may add theirs.

    Raises DomainError on `saw_1` when no thing is said, on `saw_1` … or `surprise` when one is too long, and for a
    session that nobody has joined.
    """
    if session.joined_at is None:
        raise DomainError("Nobody has joined this session yet")
    said = {f"saw_{number}": thing.strip() for number, thing in enumerate(saw, 1)}
    for field, words in {**said, "surprise": surprise.strip()}.items():
        if len(words) > LONGEST:
            raise DomainError(f"This must be {LONGEST} characters or fewer: one thing in each box", field=field)
    if not any(said.values()):
        raise DomainError("Enter at least one thing you saw", field="saw_1")
    made = Debrief(
        session_id=session.id,
        saw=[words for words in said.values() if words][:THINGS],
        surprise=surprise.strip() or None,
        by=by,
        at=at,
    )
    db.add(made)
    db.flush()
    return made


@dataclass(frozen=True)
class Debriefing:
    """One session with all that its debrief is about. questions: those of watchers that were not asked."""

    session: Session
    said: list[Debrief]
    questions: list[ObserverQuestion]
    problems: list[Observation]

    @property
    def is_due(self) -> bool:
        """Whether the session was held and nobody has said what they saw yet."""
        return is_due(self.session, len(self.said))


def is_due(session: Session, said: int) -> bool:
    """Whether a session was held and nobody has said what they saw yet. said: how many debriefs there are."""
    return session.joined_at is not None and session.ended_at is not None and not said


def debriefing(db: Db, session: Session) -> Debriefing:
    """The debrief of one session."""
    return _debriefings(db, [session])[0]


def debriefings_of_day(db: Db, study: Study, day: date) -> list[Debriefing]:
    """Every session of the study that was joined on a day, in the order they began. Rehearsals are left out."""
    held = [each for each in _joined(db, study) if _day(each.joined_at) == day]
    return _debriefings(db, held)


def days_of(db: Db, study: Study) -> list[date]:
    """The days on which sessions were held, newest first."""
    days = {_day(each.joined_at) for each in _joined(db, study)}
    return sorted((day for day in days if day is not None), reverse=True)


def how_many(db: Db, session_ids: Collection[str]) -> Mapping[str, int]:
    """How many debriefs each session has; 0 for one without."""
    counts: defaultdict[str, int] = defaultdict(int)
    for session_id in db.scalars(select(Debrief.session_id).where(Debrief.session_id.in_(session_ids))):
        counts[session_id] += 1
    return counts


def _day(at: datetime | None) -> date | None:
    """The day as people at the session had it."""
    return at.astimezone().date() if at else None


def _joined(db: Db, study: Study) -> Sequence[Session]:
    return db.scalars(
        select(Session)
        .where(Session.study_id == study.id, Session.joined_at.is_not(None), Session.is_rehearsal.is_(False))
        .order_by(Session.joined_at, Session.number)
        .options(
            selectinload(Session.participant),
            selectinload(Session.arms).selectinload(SessionArm.arm),
            selectinload(Session.arms).selectinload(SessionArm.case),
        )
    ).all()


def _debriefings(db: Db, sessions: Sequence[Session]) -> list[Debriefing]:
    ids = [each.id for each in sessions]
    said, questions, problems = defaultdict(list), defaultdict(list), defaultdict(list)
    for debrief in db.scalars(select(Debrief).where(Debrief.session_id.in_(ids)).order_by(Debrief.at, Debrief.id)):
        said[debrief.session_id].append(debrief)
    waiting = select(ObserverQuestion).where(ObserverQuestion.session_id.in_(ids), ObserverQuestion.asked_at.is_(None))
    for question in db.scalars(waiting.order_by(ObserverQuestion.at, ObserverQuestion.id)):
        questions[question.session_id].append(question)
    noted = select(Observation).where(Observation.session_id.in_(ids), Observation.kind == ObservationKind.PROBLEM)
    for note in db.scalars(noted.order_by(Observation.at, Observation.id)):
        problems[note.session_id].append(note)
    return [Debriefing(each, said[each.id], questions[each.id], problems[each.id]) for each in sessions]
