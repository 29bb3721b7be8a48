"""Accounts, signing in and out, and slowing down those who guess."""

import math
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, select

from casework.accounts.models import Account, Attempt, Role, SignIn
from casework.accounts.queries import (
    clean_username,
    failures,
    find_account,
    has_accounts,
    hash_of,
)
from casework.database import Db
from casework.errors import DomainError

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 256
FIRST_ROLES = (Role.ADMINISTRATOR, Role.RESEARCHER, Role.DESIGNER)
UNAMBIGUOUS = "abcdefghjkmnpqrstuvwxyz23456789"
TOO_COMMON = frozenset(
    {
        *("passwordpassword", "password1234", "qwertyuiopas", "qwerty123456", "administrator", "letmeinletmein"),
        *("iloveyou1234", "welcome12345", "changemenow1", "socialworker1", "caseworker123", "123456789012"),
    }
)

hasher = PasswordHasher()
# Checked when a username is not known, so that a wrong name takes as long as a wrong password.
NOBODYS_HASH = hasher.hash(secrets.token_hex(16))


# --- accounts ----------------------------------------------------------------------------------


def create_account(
    db: Db,
    *,
    username: str,
    name: str,
    password: str,
    roles: Iterable[Role],
    at: datetime,
) -> Account:
    """Let somebody sign in. Raises DomainError on username when it is taken, and on password when it is weak."""
    username = clean_username(username)
    if not username:
        raise DomainError("Enter a username", field="username")
    if find_account(db, username):
        raise DomainError("Username must be one that nobody else has", field="username")
    check_strength(password, username, field="password")
    account = Account(
        username=username,
        name=name,
        password_hash=hasher.hash(password),
        roles=[role.value for role in roles],
        made_at=at,
    )
    db.add(account)
    db.flush()
    return account


def create_first_account(db: Db, at: datetime) -> tuple[str, str] | None:
    """Make the first sign-in and give its username and password, which are kept nowhere; None when there is one."""
    if has_accounts(db):
        return None
    password = generate_password()
    account = create_account(
        db,
        username="admin",
        name="First administrator",
        password=password,
        roles=FIRST_ROLES,
        at=at,
    )
    return account.username, password


def generate_password() -> str:
    """Four groups of four letters and digits that cannot be mistaken for one another: 79 bits."""
    return "-".join("".join(secrets.choice(UNAMBIGUOUS) for _ in range(4)) for _ in range(4))


def check_strength(password: str, username: str, *, field: str) -> None:
    """Raises DomainError when a password is too short, too long or too easily guessed. Any characters will do."""
    if len(password) < SHORTEST_PASSWORD:
        raise DomainError(f"Password must be {SHORTEST_PASSWORD} characters or more", field=field)
    if len(password) > LONGEST_PASSWORD:
        raise DomainError(f"Password must be {LONGEST_PASSWORD} characters or fewer", field=field)
    plain = password.casefold()
    if plain in TOO_COMMON or len(set(plain)) < 5 or (username and plain.replace(username, "") == ""):
        raise DomainError("Password must be harder to guess", field=field)


def change_password(db: Db, account: Account, *, current: str, new: str, keep: str, at: datetime) -> None:
    """Change one's own password and end every other sign-in of the account.

    keep: the token of the sign-in that goes on. Raises DomainError on current_password or new_password.
    """
    if not _is_password(account, current):
        raise DomainError("Current password is not right", field="current_password")
    check_strength(new, account.username, field="new_password")
    if _is_password(account, new):
        raise DomainError("New password must be different from the current one", field="new_password")
    account.password_hash = hasher.hash(new)
    going_on = hash_of(keep)
    others = select(SignIn).where(SignIn.account_id == account.id, SignIn.ended_at.is_(None))
    for sign_in in db.scalars(others):
        if sign_in.token_hash != going_on:
            sign_in.ended_at = at
    db.flush()


# --- signing in and out ------------------------------------------------------------------------


def check_password(db: Db, username: str, password: str) -> Account:
    """The account of a username and its password. Raises DomainError, the same for every reason."""
    account = find_account(db, username)
    if account is None or account.disabled_at is not None:
        _matches(NOBODYS_HASH, password)
    elif _is_password(account, password):
        return account
    raise DomainError("Username or password is not right", field="password")


def start_sign_in(db: Db, account: Account, at: datetime, *, second_factor_at: datetime | None = None) -> str:
    """The token that the browser keeps. Only its hash is stored."""
    token = secrets.token_urlsafe(32)
    db.add(
        SignIn(
            token_hash=hash_of(token),
            account_id=account.id,
            made_at=at,
            last_seen_at=at,
            second_factor_at=second_factor_at,
        )
    )
    db.flush()
    return token


def end_sign_in(db: Db, token: str, at: datetime) -> None:
    """Sign out: the token is of no use from now on, wherever it was copied to."""
    sign_in = db.get(SignIn, hash_of(token))
    if sign_in is not None and sign_in.ended_at is None:
        sign_in.ended_at = at
        db.flush()


def keep_sign_in_alive(db: Db, token: str, at: datetime) -> None:
    sign_in = db.get(SignIn, hash_of(token))
    if sign_in is not None:
        sign_in.last_seen_at = at
        db.flush()


def _is_password(account: Account, password: str) -> bool:
    return _matches(account.password_hash, password)


def _matches(password_hash: str, password: str) -> bool:
    if len(password) > LONGEST_PASSWORD:
        return False
    try:
        return hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


# --- slowing down ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Patience:
    """How many failures of a kind are let pass, and how long the wait after each further one may become."""

    kind: str
    free: int
    within: timedelta
    longest_wait: timedelta


# One person at one address who does not know the password.
PASSWORD = Patience("password", free=4, within=timedelta(hours=1), longest_wait=timedelta(minutes=5))
# Thirty people of a council often share one address, so only a great many failures slow all of them, a little.
ADDRESS = Patience(
    "address",
    free=100,
    within=timedelta(minutes=15),
    longest_wait=timedelta(seconds=30),
)
# Wrong codes only: a right one never counts. Guesses at this pace find one of 480 million codes in centuries.
CODE = Patience("code", free=60, within=timedelta(minutes=10), longest_wait=timedelta(seconds=30))

FORGOTTEN_AFTER = timedelta(days=1)


def seconds_to_wait(db: Db, patience: Patience, who: str, at: datetime) -> int:
    """Whole seconds until another try is looked at; 0 when it may be made now."""
    number, last = failures(db, patience.kind, hash_of(who), at - patience.within)
    if last is None or number < patience.free:
        return 0
    wait = min(timedelta(seconds=2 ** min(number - patience.free, 20)), patience.longest_wait)
    return max(0, math.ceil((last + wait - at).total_seconds()))


def record_failure(db: Db, patience: Patience, who: str, at: datetime) -> None:
    """Keep that a try failed. `who` is stored as a hash: people type passwords into the wrong box."""
    db.execute(delete(Attempt).where(Attempt.at < at - FORGOTTEN_AFTER))
    db.add(Attempt(kind=patience.kind, key=hash_of(who), at=at))
    db.flush()


def forget_failures(db: Db, patience: Patience, who: str) -> None:
    """After a success, the next mistake starts from nothing."""
    db.execute(delete(Attempt).where(Attempt.kind == patience.kind, Attempt.key == hash_of(who)))
