"""Who of the staff is here: Flask-Login's user, found by the token in the cookie."""

from datetime import timedelta

from flask import Response
from flask_login import UserMixin, current_user

from casework.accounts import operations, queries
from casework.accounts.models import Account, Role, SignIn
from casework.database import ask_to_write
from casework.extensions import db, login
from casework.web import current

SEEN_EVERY = timedelta(minutes=5)


class SignedIn(UserMixin):  # type: ignore[misc]
    """A member of staff with the sign-in that brought her here."""

    def __init__(self, sign_in: SignIn, token: str) -> None:
        self.sign_in = sign_in
        self.token = token

    @property
    def account(self) -> Account:
        return self.sign_in.account

    def get_id(self) -> str:
        return self.token

    def may(self, *roles: Role) -> bool:
        """Whether the account has one of these roles."""
        return not set(self.account.roles).isdisjoint(roles)


@login.user_loader  # type: ignore[untyped-decorator]
def find_signed_in(token: str) -> SignedIn | None:
    sign_in = queries.find_sign_in(db.session(), token, current.moment())
    return SignedIn(sign_in, token) if sign_in else None


def keep_alive(response: Response) -> Response:
    """Note now and then that she is still here, in a short transaction of its own.

    Not after an error: it may have been the database's, and its page must not be lost to another.
    """
    if response.status_code < 400 and current.asked_for_a_page() and current_user.is_authenticated:
        seen = current_user.sign_in.last_seen_at
        if current.moment() - seen > SEEN_EVERY:
            token = current_user.token
            db.session.rollback()
            ask_to_write(db.session())
            operations.keep_sign_in_alive(db.session(), token, current.moment())
            db.session.commit()
    return response
