"""The second factor: six digits that a telephone makes every thirty seconds, and recovery codes for when it is lost.

Source: RFC 6238 (TOTP) with SHA-1, as every app for it understands.
"""

import re
import secrets
from datetime import datetime, timedelta

import pyotp
from sqlalchemy import select, update

from casework.accounts.models import Account, SignIn
from casework.accounts.operations import UNAMBIGUOUS, Patience
from casework.accounts.queries import hash_of
from casework.database import Db
from casework.errors import DomainError

SECONDS_OF_A_CODE = 30
DRIFT = 1
"""Codes before and after the present one that are taken too: clocks of telephones are a little off."""
RECOVERY_CODES = 10

# A million codes, three of which are right at a time: at this pace a guess takes decades.
WRONG_CODES = Patience("second factor", free=4, within=timedelta(hours=1), longest_wait=timedelta(minutes=5))


def code_at(secret: str, step: int) -> str:
    """The six digits of a secret in one step of thirty seconds, counted from 1970."""
    return pyotp.TOTP(secret).at(step * SECONDS_OF_A_CODE)


def step_at(at: datetime) -> int:
    return int(at.timestamp()) // SECONDS_OF_A_CODE


def address_of(account: Account, issuer: str) -> str:
    """What the square to be photographed says: whose codes these are, for what, and the secret."""
    if account.totp_secret is None:
        raise ValueError("an account has a secret as soon as it begins to set up its second factor")
    return pyotp.TOTP(account.totp_secret).provisioning_uri(name=account.username, issuer_name=issuer)


def begin(db: Db, account: Account) -> None:
    """Make a secret, which is asked for nothing until a code of it has been confirmed."""
    if account.totp_since is None:
        account.totp_secret = pyotp.random_base32()
        db.flush()


def confirm(db: Db, account: Account, typed: str, *, keep: str, at: datetime) -> list[str]:
    """From now on signing in asks for a code. Gives the recovery codes, which are kept only as hashes.

    keep: the token of the sign-in that goes on; every other one of the account ends. Raises DomainError on code.
    """
    _alone(db, account)
    if account.totp_secret is None or account.totp_since is not None:
        raise DomainError("Begin again with a new secret", field="code")
    _use(account, typed, at)
    account.totp_since = at
    others = select(SignIn).where(SignIn.account_id == account.id, SignIn.ended_at.is_(None))
    for sign_in in db.scalars(others):
        if sign_in.token_hash == hash_of(keep):
            sign_in.second_factor_at = at
        else:
            sign_in.ended_at = at
    return make_recovery_codes(db, account)


def check(db: Db, account: Account, typed: str, at: datetime) -> None:
    """That who signs in has the telephone, or a recovery code. Either is used up. Raises DomainError on code."""
    _alone(db, account)
    plain = _without_marks(typed)
    if plain.isdecimal():
        _use(account, typed, at)
    else:
        left, used = list(account.recovery_hashes or []), hash_of(plain)
        if used not in left:
            raise DomainError("Code is not right", field="code")
        account.recovery_hashes = [each for each in left if each != used]
    db.flush()


def make_recovery_codes(db: Db, account: Account) -> list[str]:
    """Ten new codes, each good for one sign-in. Earlier ones are good for none."""
    codes = [
        "-".join("".join(secrets.choice(UNAMBIGUOUS) for _ in range(5)) for _ in range(2))
        for _ in range(RECOVERY_CODES)
    ]
    account.recovery_hashes = [hash_of(_without_marks(code)) for code in codes]
    db.flush()
    return codes


def take_away(db: Db, account: Account, at: datetime) -> None:
    """Sign in with the password alone, until another is set up. Everything that was signed in ends."""
    account.totp_secret = account.totp_since = account.totp_last = account.recovery_hashes = None
    db.execute(update(SignIn).where(SignIn.account_id == account.id, SignIn.ended_at.is_(None)).values(ended_at=at))
    db.flush()


def _alone(db: Db, account: Account) -> None:
    """Hold the account until the commit, so that of two presses at once only one uses a code."""
    db.flush()
    db.refresh(account, with_for_update=True)


def _use(account: Account, typed: str, at: datetime) -> None:
    """Take a code of now, or of just before or after, that was not used yet."""
    plain, now = _without_marks(typed), step_at(at)
    for step in range(now - DRIFT, now + DRIFT + 1):
        if secrets.compare_digest(code_at(account.totp_secret or "", step).encode(), plain.encode()):
            if account.totp_last is not None and step <= account.totp_last:
                raise DomainError("That code was used already. Wait for the next one", field="code")
            account.totp_last = step
            return
    raise DomainError("Code is not right", field="code")


def _without_marks(typed: str) -> str:
    return re.sub(r"[\s-]", "", typed).casefold()
