"""Reading who may sign in and who is signed in."""

from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from casework.accounts.models import Account, Attempt, SignIn
from casework.database import Db

LONGEST_IDLE = timedelta(hours=8)
LONGEST_SIGN_IN = timedelta(hours=16)
LONGEST_HALF_WAY = timedelta(minutes=10)


def find_account(db: Db, username: str) -> Account | None:
    """The account of this username, however it is capitalised."""
    return db.scalar(select(Account).where(Account.username == clean_username(username)))


def has_accounts(db: Db) -> bool:
    return db.scalar(select(Account.id).limit(1)) is not None


def find_sign_in(db: Db, token: str, at: datetime) -> SignIn | None:
    """The sign-in this token belongs to; None once it has ended, was left idle, is too old, or its account is off.

    None too while the account's second factor was not asked for: see find_half_way.
    """
    found = _not_ended(db, token)
    if found is None or (found.account.totp_since is not None and found.second_factor_at is None):
        return None
    if at - found.last_seen_at > LONGEST_IDLE or at - found.made_at > LONGEST_SIGN_IN:
        return None
    return found


def find_half_way(db: Db, token: str, at: datetime) -> SignIn | None:
    """The sign-in that waits for its second factor, for ten minutes after the password."""
    found = _not_ended(db, token)
    if found is None or found.account.totp_since is None or found.second_factor_at is not None:
        return None
    return found if at - found.made_at <= LONGEST_HALF_WAY else None


def _not_ended(db: Db, token: str) -> SignIn | None:
    found = db.scalar(select(SignIn).where(SignIn.token_hash == hash_of(token)).options(joinedload(SignIn.account)))
    return None if found is None or found.ended_at is not None or found.account.disabled_at is not None else found


def failures(db: Db, kind: str, key: str, since: datetime) -> tuple[int, datetime | None]:
    """How many tries of one kind have failed since a moment, and when the last one was."""
    counted = select(func.count(), func.max(Attempt.at)).where(
        Attempt.kind == kind, Attempt.key == key, Attempt.at > since
    )
    number, last = db.execute(counted).one()
    return number, last


def clean_username(typed: str) -> str:
    return typed.strip().casefold()


def hash_of(text: str) -> str:
    """SHA-256 in hexadecimal: what is kept of a token, and of who failed to sign in."""
    return sha256(text.encode()).hexdigest()
