"""Who may sign in, who is signed in, and who tried."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.database import Base, new_id


class Role(StrEnum):
    """What a member of staff may do. Participants have no account."""

    ADMINISTRATOR = "administrator"
    RESEARCHER = "researcher"
    DESIGNER = "designer"
    NOTE_TAKER = "note-taker"
    OBSERVER = "observer"
    EXPERT = "expert"


class Account(Base):
    """Somebody who may sign in. `password_hash` is argon2.

    totp_secret: shared with her second factor; it asks for a code once totp_since is set. totp_last: the last step of
    thirty seconds whose code was used, so that none is used twice. recovery_hashes: SHA-256 of codes not used yet.
    """

    __tablename__ = "account"

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    username: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str] = mapped_column(String(200))
    roles: Mapped[list[str]]
    made_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    totp_secret: Mapped[str | None] = mapped_column(String(64))
    totp_since: Mapped[datetime | None]
    totp_last: Mapped[int | None]
    recovery_hashes: Mapped[list[str] | None]


class SignIn(Base):
    """One sign-in on one device. `token_hash` is the SHA-256 of the token in the cookie; ending it is signing out."""

    __tablename__ = "sign_in"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    made_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    second_factor_at: Mapped[datetime | None]

    account: Mapped["Account"] = relationship()


class Invitation(Base):
    """A link with which somebody makes an account for herself, once, with the roles it was made for.

    Made for an account that is there already (account_id, no roles), it chooses a new password for it.
    """

    __tablename__ = "invitation"

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    roles: Mapped[list[str]]
    made_by: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))


class Attempt(Base):
    """A failed try at a password or a join code, so that guessing slows down."""

    __tablename__ = "attempt"
    __table_args__ = (Index(None, "kind", "key", "at"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]
