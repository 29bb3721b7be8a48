"""What falls due by itself: sandboxes nobody needs, or that somebody will, and rows whose use is over."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select

from casework.accounts.models import Attempt, Invitation, SignIn
from casework.database import Db
from casework.lab.models import OnceOnlyKey, Sandbox, Session, SessionArm, StrayPost, Study
from casework.lab.reading import records
from casework.lab.sandboxes import drop, make_sandbox
from casework.lab.vocabulary import SandboxKind

SECURITY_ROWS_ARE_KEPT = timedelta(days=90)
KEYS_ARE_KEPT = timedelta(days=30)
"""A form that stayed open longer than this is filled in anew."""


def drop_left_over_sandboxes(db: Db) -> int:
    """Drop sandboxes of sessions that have ended or that no session names; how many.

    What waits for readers stays until a researcher lets go of it.
    """
    in_use = (
        select(SessionArm.sandbox_id)
        .join(Session, SessionArm.session_id == Session.id)
        .where(Session.ended_at.is_(None), SessionArm.sandbox_id.is_not(None))
    )
    left_over = db.scalars(select(Sandbox.id).where(Sandbox.kind == SandboxKind.SESSION, Sandbox.id.not_in(in_use)))
    to_be_read = {record.arm.sandbox_id for study in db.scalars(select(Study)) for record in records(db, study)}
    found = [sandbox_id for sandbox_id in left_over if sandbox_id not in to_be_read]
    for sandbox_id in found:
        drop(db, sandbox_id)
    return len(found)


def make_missing_sandboxes(db: Db, *, at: datetime) -> int:
    """Make anew the sandboxes of sessions that nobody has joined yet, where they are gone; how many.

    Raises DomainError when the county has not been made.
    """
    waiting = db.scalars(
        select(SessionArm)
        .join(Session, SessionArm.session_id == Session.id)
        .where(Session.joined_at.is_(None), Session.ended_at.is_(None))
    )
    made = 0
    for arm in waiting:
        if arm.arm.version_id is None or (arm.sandbox_id and db.get(Sandbox, arm.sandbox_id) is not None):
            continue
        arm.sandbox_id = make_sandbox(db, study=arm.arm.study, arm=arm.arm, case=arm.case, at=at).id
        made += 1
    db.flush()
    return made


def sandboxes_waiting(db: Db) -> tuple[int, int]:
    """Sandboxes that are ready for sessions nobody has joined, and how many of those sessions' arms need one."""
    arms = (
        select(SessionArm)
        .join(Session, SessionArm.session_id == Session.id)
        .where(Session.joined_at.is_(None), Session.ended_at.is_(None))
    )
    needed = [arm.sandbox_id for arm in db.scalars(arms) if arm.arm.version_id is not None]
    return sum(named is not None and db.get(Sandbox, named) is not None for named in needed), len(needed)


def drop_old_rows(db: Db, at: datetime) -> int:
    """Delete sign-ins, attempts, invitations, keys of forms and texts of nobody's whose use is over; how many."""
    long_ago, keys_ago = at - SECURITY_ROWS_ARE_KEPT, at - KEYS_ARE_KEPT
    over = (
        (SignIn, or_(SignIn.ended_at < long_ago, SignIn.last_seen_at < long_ago)),
        (Attempt, Attempt.at < long_ago),
        (Invitation, Invitation.expires_at < long_ago),
        (OnceOnlyKey, OnceOnlyKey.at < keys_ago),
        (StrayPost, (StrayPost.at < long_ago) & StrayPost.session_id.is_(None)),
    )
    dropped = 0
    for model, where in over:
        dropped += db.scalar(select(func.count()).select_from(model).where(where)) or 0
        db.execute(delete(model).where(where).execution_options(synchronize_session=False))
    return dropped
