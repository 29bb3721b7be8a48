"""Who may sign in: invitations, roles, and ending what somebody has open."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, func, select, update

from casework.accounts.models import Account, Invitation, Role, SignIn
from casework.accounts.operations import check_strength, create_account, hasher
from casework.accounts.queries import LONGEST_IDLE, LONGEST_SIGN_IN, hash_of
from casework.database import Db
from casework.errors import DomainError, NotFound

INVITED_FOR = timedelta(days=7)
LONGEST_NAME = 120


class LinkState(StrEnum):
    """How it stands with a link that is good once."""

    OPEN = "open"
    USED = "used"
    EXPIRED = "expired"
    ENDED = "ended"


@dataclass(frozen=True)
class AccountLine:
    """An account with how many of its sign-ins are open, and when it was last here."""

    account: Account
    devices: int
    last_seen_at: datetime | None


# --- reading -------------------------------------------------------------------------------------


def get_account(db: Db, account_id: str) -> Account:
    """Raises NotFound."""
    account = db.get(Account, account_id)
    if account is None:
        raise NotFound(f"account {account_id}")
    return account


def accounts(db: Db, at: datetime) -> list[AccountLine]:
    """Everybody who has an account, those who may sign in first, by name."""
    seen = dict(db.execute(select(SignIn.account_id, func.max(SignIn.last_seen_at)).group_by(SignIn.account_id)).all())
    devices = dict(
        db.execute(select(SignIn.account_id, func.count()).where(*_open_at(at)).group_by(SignIn.account_id)).all()
    )
    everybody = db.scalars(select(Account).order_by(Account.disabled_at.is_not(None), func.lower(Account.name)))
    return [
        AccountLine(each, 0 if each.disabled_at else devices.get(each.id, 0), seen.get(each.id)) for each in everybody
    ]


def sign_ins(db: Db, account: Account, at: datetime) -> Sequence[SignIn]:
    """What an account has open, last used first."""
    return db.scalars(
        select(SignIn).where(SignIn.account_id == account.id, *_open_at(at)).order_by(SignIn.last_seen_at.desc())
    ).all()


def invitations(db: Db, at: datetime) -> Sequence[Invitation]:
    """Links that nobody has used yet and that still lead somewhere, newest first."""
    return db.scalars(
        select(Invitation)
        .where(Invitation.used_at.is_(None), Invitation.ended_at.is_(None), Invitation.expires_at > at)
        .order_by(Invitation.made_at.desc())
    ).all()


def find_invitation(db: Db, token: str, *, lock: bool = False) -> Invitation | None:
    """The invitation that a link stands for, however it stands with it. lock: nobody else uses it meanwhile."""
    wanted = select(Invitation).where(Invitation.token_hash == hash_of(token))
    return db.scalar(wanted.with_for_update() if lock else wanted)


def state_of(invitation: Invitation, at: datetime) -> LinkState:
    if invitation.used_at is not None:
        return LinkState.USED
    if invitation.ended_at is not None:
        return LinkState.ENDED
    return LinkState.EXPIRED if invitation.expires_at <= at else LinkState.OPEN


def _open_at(at: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        SignIn.ended_at.is_(None),
        SignIn.last_seen_at >= at - LONGEST_IDLE,
        SignIn.made_at >= at - LONGEST_SIGN_IN,
    )


# --- inviting ------------------------------------------------------------------------------------


def invite(db: Db, *, name: str, roles: Iterable[Role], by: str, at: datetime) -> tuple[Invitation, str]:
    """A link with which somebody makes an account for herself, and its token, which is kept nowhere.

    Raises DomainError on name and on roles.
    """
    name = name.strip()
    if not name:
        raise DomainError("Enter the name of the person you invite", field="name")
    if len(name) > LONGEST_NAME:
        raise DomainError(f"Name must be {LONGEST_NAME} characters or fewer", field="name")
    return _make_link(db, name=name, roles=_some(roles), by=by, at=at)


def make_password_link(db: Db, account: Account, *, by: str, at: datetime) -> tuple[Invitation, str]:
    """A link with which somebody who has an account chooses a new password, and its token. Earlier ones end."""
    earlier = update(Invitation).where(
        Invitation.account_id == account.id, Invitation.used_at.is_(None), Invitation.ended_at.is_(None)
    )
    db.execute(earlier.values(ended_at=at))
    invitation, token = _make_link(db, name=account.name, roles=[], by=by, at=at)
    invitation.account_id = account.id
    db.flush()
    return invitation, token


def _make_link(db: Db, *, name: str, roles: list[str], by: str, at: datetime) -> tuple[Invitation, str]:
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        token_hash=hash_of(token), name=name, roles=roles, made_by=by, made_at=at, expires_at=at + INVITED_FOR
    )
    db.add(invitation)
    db.flush()
    return invitation, token


def end_invitation(db: Db, invitation_id: str, at: datetime) -> Invitation:
    """The link leads nowhere from now on. Raises NotFound."""
    invitation = db.get(Invitation, invitation_id)
    if invitation is None:
        raise NotFound(f"invitation {invitation_id}")
    if state_of(invitation, at) is LinkState.OPEN:
        invitation.ended_at = at
        db.flush()
    return invitation


def accept(db: Db, invitation: Invitation, *, username: str, password: str, at: datetime) -> Account:
    """Make the account that somebody was invited to. Raises DomainError on username, password, or the link itself."""
    _must_be_open(invitation, at)
    roles = [Role(role) for role in invitation.roles]
    account = create_account(db, username=username, name=invitation.name, password=password, roles=roles, at=at)
    invitation.used_at, invitation.account_id = at, account.id
    db.flush()
    return account


def choose_password(db: Db, invitation: Invitation, password: str, at: datetime) -> Account:
    """Give the account of a password link another password; everything it has open ends. Raises DomainError."""
    _must_be_open(invitation, at)
    account = get_account(db, invitation.account_id or "")
    check_strength(password, account.username, field="password")
    account.password_hash = hasher.hash(password)
    invitation.used_at = at
    end_sign_ins(db, account, at)
    return account


def _must_be_open(invitation: Invitation, at: datetime) -> None:
    if state_of(invitation, at) is not LinkState.OPEN:
        raise DomainError("This link can no longer be used")


# --- roles, and ending ---------------------------------------------------------------------------


def change_roles(db: Db, account: Account, roles: Iterable[Role]) -> None:
    """Raises DomainError on roles when there are none, and when nobody would be left to administer the lab."""
    wanted = _some(roles)
    if Role.ADMINISTRATOR not in wanted:
        _must_not_be_last(db, account, field="roles")
    account.roles = wanted
    db.flush()


def disable(db: Db, account: Account, at: datetime) -> None:
    """Stop somebody from signing in, and end what she has open. Raises DomainError for the last administrator."""
    _must_not_be_last(db, account, field=None)
    account.disabled_at = at
    end_sign_ins(db, account, at)


def enable(db: Db, account: Account) -> None:
    """Let somebody sign in again, with the password and the second factor she had."""
    account.disabled_at = None
    db.flush()


def end_sign_ins(db: Db, account: Account, at: datetime, *, keep: str = "") -> int:
    """Sign somebody out everywhere, at once; how many ended. keep: the token of a sign-in that goes on."""
    ended = 0
    for sign_in in db.scalars(select(SignIn).where(SignIn.account_id == account.id, SignIn.ended_at.is_(None))):
        if not keep or sign_in.token_hash != hash_of(keep):
            sign_in.ended_at = at
            ended += 1
    db.flush()
    return ended


def end_one(db: Db, account: Account, token_hash: str, at: datetime) -> None:
    """Sign out one device of an account. Raises NotFound for one that is not hers."""
    sign_in = db.get(SignIn, token_hash)
    if sign_in is None or sign_in.account_id != account.id:
        raise NotFound("a sign-in of another account")
    sign_in.ended_at = sign_in.ended_at or at
    db.flush()


def _some(roles: Iterable[Role]) -> list[str]:
    wanted = set(roles)
    if not wanted:
        raise DomainError("Select at least one role", field="roles")
    return [role.value for role in Role if role in wanted]


def _must_not_be_last(db: Db, account: Account, *, field: str | None) -> None:
    if Role.ADMINISTRATOR not in account.roles:
        return
    # Locked, so that of two administrators who take away each other's role at once only one can.
    others = db.scalars(select(Account).where(Account.disabled_at.is_(None)).order_by(Account.id).with_for_update())
    if not any(Role.ADMINISTRATOR in each.roles for each in others if each.id != account.id):
        raise DomainError("There must be one administrator left", field=field)
