"""A colleague's part done by hand: by the facilitator, or by a second participant who is given the address."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from casework.database import Db
from casework.errors import DomainError
from casework.lab.models import ColleagueLink, Reading, Session, SessionArm
from casework.lab.sandboxes import inside
from casework.lab.vocabulary import Stage
from casework.records.models import Step, Worker
from casework.records.queries.work import OPEN

AN_ADDRESS_LASTS = timedelta(hours=12)


def waiting(db: Db, session: Session) -> list[Step]:
    """What waits with colleagues in the arm under way and can be worked: steps of its workflows, in the order received.

    Only what came of the participant's own work or of her case, never the county's other work.
    """
    arm = session.current_arm
    if session.stage is not Stage.WORKING or arm is None or arm.sandbox_id is None:
        return []
    with inside(db, arm.sandbox_id):
        found = db.scalars(
            select(Step)
            .where(
                Step.status.in_(OPEN),
                Step.version_id.is_not(None),
                Step.from_step_id.is_not(None),
                Step.worker_id.is_not(None),
                Step.worker_id != session.study.worker_id,
            )
            .options(joinedload(Step.worker), joinedload(Step.person), joinedload(Step.from_step))
            .order_by(Step.received_at, Step.id)
        )
        return [step for step in found.unique() if _came_of_hers(step, session.study.worker_id)]


def _came_of_hers(step: Step, worker_id: str) -> bool:
    earlier = step.from_step
    while earlier is not None:
        if earlier.finished_by_id == worker_id and earlier.version_id is not None:
            return True
        earlier = earlier.from_step
    return False


def make_link(db: Db, session: Session, worker_id: str, *, by: str, at: datetime) -> ColleagueLink:
    """An address at which a colleague's part is done by hand, or the one that is there.

    Raises DomainError where no work of the colleague waits in the arm under way.
    """
    arm = session.current_arm
    if arm is None or worker_id not in {step.worker_id for step in waiting(db, session)}:
        raise DomainError("Nothing waits with this colleague now")
    there = link_of(db, session, worker_id, at)
    if there is not None:
        return there
    return _add_link(db, session, worker_id, reads_only=False, by=by, at=at)


def _add_link(db: Db, session: Session, worker_id: str, *, reads_only: bool, by: str, at: datetime) -> ColleagueLink:
    link = ColleagueLink(
        token=secrets.token_urlsafe(18),
        session_id=session.id,
        session_arm_id=session.current_arm_id,
        worker_id=worker_id,
        reads_only=reads_only,
        made_by=by,
        made_at=at,
        expires_at=at + AN_ADDRESS_LASTS,
    )
    db.add(link)
    db.flush()
    return link


def colleagues(db: Db, session: Session) -> Sequence[Worker]:
    """Whom somebody else can work as in the arm under way: everybody of the county but the participant's own worker."""
    arm = session.current_arm
    if session.stage is not Stage.WORKING or arm is None or arm.sandbox_id is None:
        return []
    with inside(db, arm.sandbox_id):
        return db.scalars(
            select(Worker).where(Worker.id != session.study.worker_id).order_by(Worker.role, Worker.name)
        ).all()


def hand_over(db: Db, session: Session, worker_id: str, *, reads_only: bool, by: str, at: datetime) -> ColleagueLink:
    """An address at which a second person comes into the same sandbox, as a colleague, while this arm lasts.

    Raises DomainError on `worker` outside a task in our system, and for somebody who does not work there.
    """
    arm = session.current_arm
    if arm is None or worker_id not in {worker.id for worker in colleagues(db, session)}:
        raise DomainError("Select a colleague of the participant, while she works", field="worker")
    there = link_of(db, session, worker_id, at)
    if there is not None and there.reads_only == reads_only:
        return there
    return _add_link(db, session, worker_id, reads_only=reads_only, by=by, at=at)


def links_of(db: Db, session: Session, at: datetime) -> Sequence[ColleagueLink]:
    """The addresses that hold in the arm under way, the first one made first."""
    return db.scalars(
        select(ColleagueLink)
        .where(ColleagueLink.session_arm_id == session.current_arm_id, ColleagueLink.expires_at > at)
        .order_by(ColleagueLink.made_at, ColleagueLink.id)
    ).all()


def worker_of(db: Db, link: ColleagueLink) -> str:
    """The name and the work of whom somebody works as at an address."""
    sandbox_id = link.session_arm.sandbox_id
    if sandbox_id is None:
        return ""
    with inside(db, sandbox_id):
        worker = db.get_one(Worker, (sandbox_id, link.worker_id))
        return f"{worker.name}, {worker.role_label}"


def link_of(db: Db, session: Session, worker_id: str, at: datetime) -> ColleagueLink | None:
    """The address of a colleague's part in the arm under way, if one was made and holds."""
    return db.scalar(
        select(ColleagueLink)
        .where(
            ColleagueLink.session_arm_id == session.current_arm_id,
            ColleagueLink.worker_id == worker_id,
            ColleagueLink.expires_at > at,
        )
        .order_by(ColleagueLink.made_at.desc())
        .limit(1)
    )


def find_link(db: Db, token: str, at: datetime) -> ColleagueLink | None:
    """The colleague's part at an address, until it expires or the arm that it belongs to is over.

    A reader's leads to the record as it was left, until she has read it.
    """
    link = db.scalar(
        select(ColleagueLink)
        .where(ColleagueLink.token == token, ColleagueLink.expires_at > at)
        .options(
            joinedload(ColleagueLink.session),
            joinedload(ColleagueLink.session_arm).joinedload(SessionArm.sandbox),
        )
    )
    if link is None or link.session_arm.sandbox is None:
        return None
    is_under_way = link.session.ended_at is None and link.session.current_arm_id == link.session_arm_id
    return link if is_under_way or db.scalar(select(exists().where(Reading.link_id == link.id))) else None


def participant_of(db: Db, session: Session) -> Worker:
    """Whom the participant works as, in the sandbox entered."""
    return db.scalars(select(Worker).where(Worker.id == session.study.worker_id)).one()


def give_back(steps: Sequence[Step], participant: Worker) -> None:
    """Work of the participant's role that came of a colleague's part is hers."""
    for step in steps:
        if step.role == participant.role:
            step.worker_id, step.team_id = participant.id, participant.team_id
