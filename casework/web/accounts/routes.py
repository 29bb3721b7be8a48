"""Signing in and out, and one's own account."""

from typing import Any
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user

from casework.accounts import operations
from casework.errors import DomainError
from casework.extensions import db
from casework.web import current
from casework.web.access import STAFF, Who, allow
from casework.web.accounts.forms import ChangePasswordForm, SignInForm
from casework.web.accounts.user import SignedIn, find_signed_in, keep_alive
from casework.web.page import lab_frame

bp = Blueprint("accounts", __name__)
bp.after_app_request(keep_alive)


@bp.context_processor
def frame() -> dict[str, Any]:
    return {"current": lab_frame() if current_user.is_authenticated else {}}


@bp.route("/sign-in", methods=["GET", "POST"])
@allow(Who.ANYONE)
def sign_in() -> ResponseReturnValue:
    form = SignInForm()
    there = local_path(request.values.get("next", ""))
    if form.validate_on_submit():
        handle, at, address = db.session(), current.moment(), request.remote_addr or ""
        username = form.username.data.strip()
        her = f"{address} {username.casefold()}"
        wait = max(
            operations.seconds_to_wait(handle, operations.PASSWORD, her, at),
            operations.seconds_to_wait(handle, operations.ADDRESS, address, at),
        )
        if wait:
            form.show(DomainError(f"Try again in {seconds(wait)}", field="password"))
            return (
                render_template("accounts/sign_in.html", form=form, there=there),
                429,
                {"Retry-After": str(wait)},
            )
        try:
            account = operations.check_password(handle, username, form.password.data)
        except DomainError as error:
            operations.record_failure(handle, operations.PASSWORD, her, at)
            operations.record_failure(handle, operations.ADDRESS, address, at)
            db.session.commit()
            current_app.logger.warning("sign-in refused from %s", address)
            form.show(error)
        else:
            operations.forget_failures(handle, operations.PASSWORD, her)
            token = operations.start_sign_in(handle, account, at)
            db.session.commit()
            current_app.logger.info("account %s signed in from %s", account.id, address)
            _remember(token)
            return redirect(there or url_for("studies.index"))
    return render_template("accounts/sign_in.html", form=form, there=there)


def _remember(token: str) -> None:
    # What was in the cookie before signing in, somebody else may have put there.
    cookie.clear()
    user = find_signed_in(token)
    if user is None:
        raise ValueError("a sign-in must be found as soon as it has started")
    login_user(user)


@bp.post("/sign-out")
@allow(*STAFF)
def sign_out() -> ResponseReturnValue:
    operations.end_sign_in(db.session(), current_user.token, current.moment())
    db.session.commit()
    logout_user()
    cookie.clear()
    flash("You have signed out")
    return redirect(url_for("front.home"))


@bp.route("/account/password", methods=["GET", "POST"])
@allow(*STAFF)
def change_password() -> ResponseReturnValue:
    form = ChangePasswordForm()
    if form.validate_on_submit():
        user: SignedIn = current_user
        try:
            operations.change_password(
                db.session(),
                user.account,
                current=form.current_password.data,
                new=form.new_password.data,
                keep=user.token,
                at=current.moment(),
            )
        except DomainError as error:
            db.session.rollback()
            form.show(error)
        else:
            db.session.commit()
            flash("Your password was changed. Anywhere else you were signed in, you are signed out.")
            return redirect(url_for("accounts.change_password"))
    return render_template("accounts/change_password.html", form=form)


def local_path(wanted: str) -> str:
    """The path when it leads to a page of this site, otherwise nothing: `//elsewhere` and `/\\elsewhere` lead away."""
    parts = urlsplit(wanted)
    is_local = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    return wanted if is_local and wanted.isprintable() and "\\" not in wanted else ""


def seconds(number: int) -> str:
    return "1 second" if number == 1 else f"{number} seconds"
