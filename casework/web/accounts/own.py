"""One's own account: password, second factor, and where one is signed in."""

from collections.abc import Callable

import segno
from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts import operations, people, second_factor
from casework.accounts.queries import LONGEST_IDLE, LONGEST_SIGN_IN, hash_of
from casework.errors import DomainError
from casework.extensions import db
from casework.web import current
from casework.web.access import STAFF, allow, must_have_second_factor
from casework.web.accounts.blueprint import bp, seconds
from casework.web.accounts.forms import ChangePasswordForm, ConfirmForm
from casework.web.accounts.user import SignedIn


@bp.get("/account")
@allow(*STAFF)
def own() -> ResponseReturnValue:
    user: SignedIn = current_user
    return render_template(
        "accounts/own.html",
        account=user.account,
        devices=people.sign_ins(db.session(), user.account, current.moment()),
        here=hash_of(user.token),
        codes_left=len(user.account.recovery_hashes or []),
        idle=LONGEST_IDLE.total_seconds() // 3600,
        longest=LONGEST_SIGN_IN.total_seconds() // 3600,
        form=ConfirmForm(formdata=None),
    )


@bp.post("/account/devices/end")
@allow(*STAFF)
def end_device() -> ResponseReturnValue:
    """Sign out one device, or all but this one where none is named."""
    user: SignedIn = current_user
    which, at = request.form.get("which", ""), current.moment()
    if which:
        people.end_one(db.session(), user.account, which, at)
        flash("That device is signed out")
    else:
        ended = people.end_sign_ins(db.session(), user.account, at, keep=user.token)
        flash(f"Signed out on {ended} other {'device' if ended == 1 else 'devices'}")
    db.session.commit()
    return redirect(url_for(".own"))


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
            current_app.logger.info("account %s changed its password", user.account.id)
            flash("Your password was changed. Anywhere else you were signed in, you are signed out.")
            return redirect(url_for("accounts.change_password"))
    return render_template("accounts/change_password.html", form=form)


# --- second factor -------------------------------------------------------------------------------


@bp.route("/account/second-factor", methods=["GET", "POST"])
@allow(*STAFF)
def second_factor_page() -> ResponseReturnValue:
    """Set it up: first a secret, which a POST makes, then a code that shows that the telephone has it."""
    user: SignedIn = current_user
    if user.account.totp_since is not None:
        return redirect(url_for(".own"))
    if current.is_post():
        second_factor.begin(db.session(), user.account)
        db.session.commit()
        return redirect(url_for(".second_factor_page"))
    return _set_up(user, ConfirmForm(formdata=None))


@bp.post("/account/second-factor/confirm")
@allow(*STAFF)
def confirm_second_factor() -> ResponseReturnValue:
    user, form = current_user, ConfirmForm()
    if user.account.totp_since is not None:
        flash("The second factor is on. If you did not see its recovery codes, make new ones here.")
        return redirect(url_for(".own"))
    if user.account.totp_secret is None:
        return redirect(url_for(".second_factor_page"))
    if form.validate_on_submit():
        try:
            _must_not_guess(user)
            codes = second_factor.confirm(
                db.session(), user.account, form.code.data, keep=user.token, at=current.moment()
            )
        except DomainError as error:
            _refused(user, form, error)
        else:
            db.session.commit()
            current_app.logger.info("account %s set up its second factor", user.account.id)
            return render_template("accounts/recovery_codes.html", codes=codes, is_new=True)
    return _set_up(user, form)


@bp.route("/account/recovery-codes", methods=["GET", "POST"])
@allow(*STAFF)
def new_recovery_codes() -> ResponseReturnValue:
    """Ten others, for whoever has the telephone."""
    return _with_code("accounts/new_recovery_codes.html", _make_codes)


@bp.route("/account/second-factor/off", methods=["GET", "POST"])
@allow(*STAFF)
def second_factor_off() -> ResponseReturnValue:
    """Take it away, for whoever has the telephone: to set up another."""
    return _with_code("accounts/second_factor_off.html", _take_away)


def _with_code(template: str, then: Callable[[SignedIn], ResponseReturnValue]) -> ResponseReturnValue:
    """Ask for a code, and do something once it is right."""
    user, form = current_user, ConfirmForm()
    if user.account.totp_since is None:
        return redirect(url_for(".second_factor_page"))
    if form.validate_on_submit():
        try:
            _must_not_guess(user)
            second_factor.check(db.session(), user.account, form.code.data, current.moment())
        except DomainError as error:
            _refused(user, form, error)
        else:
            return then(user)
    return render_template(template, form=form, must=must_have_second_factor(user.account))


def _make_codes(user: SignedIn) -> ResponseReturnValue:
    codes = second_factor.make_recovery_codes(db.session(), user.account)
    db.session.commit()
    current_app.logger.info("account %s made new recovery codes", user.account.id)
    return render_template("accounts/recovery_codes.html", codes=codes, is_new=False)


def _take_away(user: SignedIn) -> ResponseReturnValue:
    second_factor.take_away(db.session(), user.account, current.moment())
    db.session.commit()
    current_app.logger.info("account %s took its second factor away", user.account.id)
    flash("The second factor was taken away. Sign in again to go on.")
    return redirect(url_for(".sign_in"))


def _must_not_guess(user: SignedIn) -> None:
    wait = operations.seconds_to_wait(db.session(), second_factor.WRONG_CODES, user.account.id, current.moment())
    if wait:
        raise DomainError(f"Try again in {seconds(wait)}", field="code")


def _refused(user: SignedIn, form: ConfirmForm, error: DomainError) -> None:
    if not error.message.startswith("Try again"):
        operations.record_failure(db.session(), second_factor.WRONG_CODES, user.account.id, current.moment())
        db.session.commit()
    form.show(error)


def _set_up(user: SignedIn, form: ConfirmForm) -> ResponseReturnValue:
    account = user.account
    square = ""
    if account.totp_secret is not None:
        address = second_factor.address_of(account, f"Casework, {current.settings().council}")
        square = segno.make(address, micro=False).svg_inline(
            scale=5, title="Square for your authenticator app", svgclass="", lineclass=""
        )
    return render_template(
        "accounts/second_factor.html",
        form=form,
        square=square,
        secret=account.totp_secret,
        must=must_have_second_factor(account),
    )
