"""The ways in: a code that is typed, a link, a group's code; and the page of a device that was left for another."""

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.accounts import operations as accounts
from casework.errors import DomainError, NotFound
from casework.extensions import db
from casework.lab import planning, sessions
from casework.lab.codes import CODE_LENGTH, read_code
from casework.lab.vocabulary import Stage
from casework.web import current
from casework.web.access import Who, allow
from casework.web.joining.blueprint import bp
from casework.web.joining.forms import CodeForm


@bp.route("", methods=["GET", "POST"])
@allow(Who.ANYONE)
def enter_code() -> ResponseReturnValue:
    form = CodeForm()
    if form.validate_on_submit():
        try:
            return _join(form.code.data)
        except DomainError as error:
            form.show(error)
    here = current.session()
    goes_on = here is not None and here.stage is not Stage.THANKS
    return render_template(
        "joining/enter_code.html", form=form, goes_on=goes_on, by_link=False, went_elsewhere=current.went_on_elsewhere()
    )


@bp.get("/<code>")
@allow(Who.ANYONE)
def join_by_link(code: str) -> ResponseReturnValue:
    """The link she was given: her code, typed for her. Nobody joins by looking, as mail scanners and previews do."""
    return render_template(
        "joining/enter_code.html",
        form=CodeForm(formdata=None, code=code),
        goes_on=False,
        by_link=True,
        went_elsewhere=False,
    )


def _join(code: str) -> ResponseReturnValue:
    """Join the session of a code, or the next one of a group's.

    Only guesses are slowed down: a code that could be somebody's and is not. A right one never counts, nor does a slip
    that no code could be, so that a room of thirty people behind one address is never locked out by its typing.
    """
    handle, at, address = db.session(), current.moment(), request.remote_addr or ""
    wait = accounts.seconds_to_wait(handle, accounts.CODE, address, at)
    if wait:
        raise DomainError(f"Try again in {wait} second{'' if wait == 1 else 's'}", field="code")
    read = read_code(code)
    if read.strange:
        meant = f" It may be {read.may_be}." if read.may_be else ""
        raise DomainError(f"Look at your code again: no code has {read.strange} in it.{meant}", field="code")
    try:
        token = _token(code)
    except NotFound:
        if not read.can_be_one:
            what = f"{len(read.code)} letters and numbers"
            raise DomainError(f"A code has {CODE_LENGTH} letters and numbers. You typed {what}", field="code") from None
        accounts.record_failure(handle, accounts.CODE, address, at)
        db.session.commit()
        current_app.logger.warning("join code refused from %s", address)
        raise DomainError("Check your code: no session has this one", field="code") from None
    except DomainError:
        db.session.rollback()
        raise
    db.session.commit()
    return current.remember_sitting(current_app.make_response(redirect(url_for("joining.now"), 303)), token)


def _token(code: str) -> str:
    """The token of her session, by her own code or by her group's. Raises NotFound for a code that is nobody's."""
    handle, at = db.session(), current.moment()
    try:
        return sessions.join(handle, code, at=at)[1]
    except NotFound:
        return planning.join_group(handle, code, at=at)[1]
