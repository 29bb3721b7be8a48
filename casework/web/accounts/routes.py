"""Signing in, with a second factor where there is one, and out."""

from urllib.parse import urlsplit

from flask import current_app, flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user

from casework.accounts import operations, queries, second_factor
from casework.accounts.models import Account, Role, SignIn
from casework.errors import DomainError
from casework.extensions import db
from casework.web import current
from casework.web.access import STAFF, Who, allow
from casework.web.accounts.blueprint import bp, seconds
from casework.web.accounts.forms import CodeForm, SignInForm
from casework.web.accounts.user import find_signed_in

HALF_WAY = "half way"
"""Where the cookie keeps the token of a sign-in that waits for its second factor."""


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
            if account.totp_since is not None:
                # What was in the cookie before signing in, somebody else may have put there.
                cookie.clear()
                cookie[HALF_WAY] = token
                return redirect(url_for("accounts.second_step", next=there or None))
            return _let_in(account, token, there)
    return render_template("accounts/sign_in.html", form=form, there=there)


@bp.route("/sign-in/code", methods=["GET", "POST"])
@allow(Who.ANYONE)
def second_step() -> ResponseReturnValue:
    """The code after the password. Both together make a sign-in of their own: the first half's token opens nothing."""
    handle, at = db.session(), current.moment()
    there = local_path(request.values.get("next", ""))
    half = queries.find_half_way(handle, cookie.get(HALF_WAY, ""), at)
    if half is None:
        return redirect(url_for("accounts.sign_in", next=there or None))
    form = CodeForm()
    if form.validate_on_submit():
        wait = operations.seconds_to_wait(handle, second_factor.WRONG_CODES, half.account_id, at)
        if wait:
            form.show(DomainError(f"Try again in {seconds(wait)}", field="code"))
            return (
                render_template("accounts/second_step.html", form=form, there=there),
                429,
                {"Retry-After": str(wait)},
            )
        try:
            second_factor.check(handle, half.account, form.code.data, at)
        except DomainError as error:
            operations.record_failure(handle, second_factor.WRONG_CODES, half.account_id, at)
            db.session.commit()
            current_app.logger.warning(
                "second factor of account %s refused from %s", half.account_id, request.remote_addr
            )
            form.show(error)
        else:
            return _let_in(half.account, _whole(half), there)
    return render_template("accounts/second_step.html", form=form, there=there)


def _whole(half: SignIn) -> str:
    """End the half that the password made, and start a sign-in that both factors opened."""
    handle, at = db.session(), current.moment()
    operations.forget_failures(handle, second_factor.WRONG_CODES, half.account_id)
    half.ended_at = at
    token = operations.start_sign_in(handle, half.account, at, second_factor_at=at)
    db.session.commit()
    return token


def _let_in(account: Account, token: str, there: str) -> ResponseReturnValue:
    current_app.logger.info("account %s signed in from %s", account.id, request.remote_addr)
    cookie.clear()
    user = find_signed_in(token)
    if user is None:
        raise ValueError("a sign-in must be found as soon as it has started")
    login_user(user)
    begins = "studies.my_panels" if set(account.roles) == {Role.EXPERT} else "studies.index"
    return redirect(there or url_for(begins))


@bp.post("/sign-out")
@allow(*STAFF)
def sign_out() -> ResponseReturnValue:
    operations.end_sign_in(db.session(), current_user.token, current.moment())
    db.session.commit()
    current_app.logger.info("account %s signed out", current_user.account.id)
    logout_user()
    cookie.clear()
    flash("You have signed out")
    return redirect(url_for("front.home"))


def local_path(wanted: str) -> str:
    """The path when it leads to a page of this site, otherwise nothing: `//elsewhere` and `/\\elsewhere` lead away."""
    parts = urlsplit(wanted)
    is_local = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    return wanted if is_local and wanted.isprintable() and "\\" not in wanted else ""
