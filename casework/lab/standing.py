"""Where a study stands: from its sealed plan to its findings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from casework.database import Db
from casework.lab.models import (
    Finding,
    Observation,
    Participant,
    Preflight,
    Session,
    Study,
    TaskRun,
    WallCard,
    Withdrawal,
)


@dataclass(frozen=True)
class Standing:
    """What has been done so far. checked: the last pre-flight check. planned: sessions that count; held: those of them
    that somebody joined and that have ended. void: runs left out of them. notes: written in them; grouped: on the wall.
    """

    sealed_at: datetime | None
    pilots: int
    checked: Preflight | None
    planned: int
    held: int
    under_way: int
    void: int
    notes: int
    grouped: int
    findings: int
    withdrew: int

    @property
    def is_over(self) -> bool:
        """Whether every session that was planned has been held."""
        return self.planned > 0 and self.held == self.planned


def standing(db: Db, study: Study) -> Standing:
    """Where a study stands. Sessions that nobody joined and that have ended count as never planned."""
    real = (Session.study_id == study.id, Session.is_rehearsal.is_(False))
    joined_and_ended = (Session.joined_at.is_not(None), Session.ended_at.is_not(None))
    sessions = select(func.count()).select_from(Session).where(*real)
    notes = (
        select(func.count()).select_from(Observation).join(Session, Observation.session_id == Session.id).where(*real)
    )
    pilots = select(func.count()).select_from(Session).where(Session.study_id == study.id, Session.is_pilot)
    runs = select(func.count()).select_from(TaskRun).join(Session, TaskRun.session_id == Session.id).where(*real)

    def count(query: Select[Any]) -> int:
        return db.scalar(query) or 0

    return Standing(
        sealed_at=study.sealed_at,
        pilots=count(pilots.where(*joined_and_ended)),
        checked=last_preflight(db, study),
        planned=count(sessions.where(Session.joined_at.is_not(None) | Session.ended_at.is_(None))),
        held=count(sessions.where(*joined_and_ended)),
        under_way=count(sessions.where(Session.joined_at.is_not(None), Session.ended_at.is_(None))),
        void=count(runs.where(TaskRun.voided_at.is_not(None))),
        notes=count(notes),
        grouped=count(notes.join(WallCard, WallCard.observation_id == Observation.id)),
        findings=count(select(func.count()).select_from(Finding).where(Finding.study_id == study.id)),
        withdrew=count(
            select(func.count(Withdrawal.participant_code.distinct())).where(Withdrawal.study_id == study.id)
        ),
    )


def last_preflight(db: Db, study: Study) -> Preflight | None:
    """The last pre-flight check of a study, if there was one."""
    return db.scalar(select(Preflight).where(Preflight.study_id == study.id).order_by(Preflight.at.desc()).limit(1))


def participants_of(db: Db, study: Study) -> Sequence[tuple[Participant, Session]]:
    """Everybody planned into a study with their session, in order; pilots and rehearsals left out."""
    rows = db.execute(
        select(Participant, Session)
        .join(Session, Session.participant_id == Participant.id)
        .where(Session.study_id == study.id, Session.is_rehearsal.is_(False))
        .order_by(Session.number)
    )
    return [(participant, session) for participant, session in rows]
