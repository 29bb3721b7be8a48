"""How long what somebody did is kept: the day she agreed to, reminders before it, and erasing when it is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select

from casework.database import Db
from casework.errors import DomainError
from casework.lab.consenting import kept_until
from casework.lab.events import happened
from casework.lab.models import Participant, Reader, Session, Study, Withdrawal
from casework.lab.study_file import file_of
from casework.lab.vocabulary import EventKind
from casework.lab.withdrawing import KEPT_UNTIL, withdraw

REMINDED = timedelta(days=30)
"""How long before the day a reminder stands on the pages of the study."""

LONGEST = timedelta(days=731)
"""After she agreed: two years, which no reason makes longer."""


@dataclass(frozen=True)
class Kept:
    """Of whom something is held, and the last day on which it is."""

    participant: Participant
    study: Study
    until: date


def kept(db: Db, study_id: str | None = None) -> list[Kept]:
    """Everybody of whom something is held that she agreed to, soonest first. Rehearsals are nobody's."""
    wanted = (
        select(Participant, Study)
        .join(Study, Participant.study_id == Study.id)
        .where(
            Participant.consented_at.is_not(None),
            Participant.withdrawn_at.is_(None),
            or_(
                Participant.id.in_(select(Session.participant_id).where(Session.is_rehearsal.is_(False))),
                Participant.id.in_(select(Reader.participant_id)),
            ),
        )
    )
    if study_id is not None:
        wanted = wanted.where(Study.id == study_id)
    found = [Kept(participant, study, _until(participant, study)) for participant, study in db.execute(wanted)]
    return sorted(found, key=lambda each: (each.until, each.study.id, each.participant.code))


def _until(participant: Participant, study: Study) -> date:
    """The day as it was set when she agreed; for whoever agreed before that was kept, as the study has it now."""
    if participant.keep_until is not None:
        return participant.keep_until
    if participant.consented_at is None:
        raise ValueError(f"{participant.code} has not agreed to anything")
    return kept_until(file_of(study), participant.consent_choices or [], participant.consented_at)


def due(db: Db, today: date, *, within: timedelta = REMINDED, study_id: str | None = None) -> list[Kept]:
    """Whose day comes within so long, or has come: for reminders. Soonest first."""
    return [each for each in kept(db, study_id) if each.until <= today + within]


def erase_due(db: Db, today: date, *, by: str, at: datetime) -> Sequence[Withdrawal]:
    """Erase what is kept of everybody whose last day is over. As withdrawing: the files are finished by the caller."""
    over = [(each.study, each.participant) for each in kept(db) if each.until < today]
    return [withdraw(db, study, participant, why=KEPT_UNTIL, by=by, at=at) for study, participant in over]


def keep_until(db: Db, participants: Sequence[Participant], until: date, *, because: str, by: str, at: datetime) -> int:
    """Set another day for people of one study: sooner freely, later only with a reason. How many days changed.

    Raises DomainError on `until` for a day that is over or more than two years after somebody agreed, on `because`
    where it is later and no reason is given.
    """
    because, today = because.strip(), at.astimezone().date()
    if until < today:
        raise DomainError("The day must be today or later. To erase at once, withdraw instead", field="until")
    changed = 0
    for participant in participants:
        session = db.scalars(
            select(Session)
            .where(Session.participant_id == participant.id)
            .order_by(Session.number.desc())
            .limit(1)
            .with_for_update(of=Session)
        ).one_or_none()
        was = _until(participant, db.get_one(Study, participant.study_id))
        if until == was:
            continue
        if session is None and until > was:
            # The reason would be kept as an event of her session, and a reader has none.
            raise DomainError(f"{participant.code} reads only: their day can be sooner, not later", field="until")
        if until > was and not because:
            raise DomainError(f"Enter why {participant.code} is kept longer than until {was:%d/%m/%Y}", field="because")
        if participant.consented_at is None or until > participant.consented_at.date() + LONGEST:
            raise DomainError(f"The day must be within two years of when {participant.code} agreed", field="until")
        participant.keep_until = until
        if session is not None:
            happened(
                db,
                session,
                EventKind.KEEPING_CHANGED,
                at=at,
                was=was.isoformat(),
                until=until.isoformat(),
                because=because,
                by=by,
            )
        changed += 1
    db.flush()
    return changed
