"""What whoever was sent a link sees: choosing a username and a password, or another password."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue

from casework.accounts import people
from casework.accounts.models import Account, Invitation
from casework.accounts.people import LinkState
from casework.errors import DomainError
from casework.extensions import db
from casework.web import current
from casework.web.access import Who, allow
from casework.web.accounts.blueprint import bp
from casework.web.accounts.forms import AcceptForm

LINK = "invitation"
OVER = {
    LinkState.USED: "It was used already. Each link works once. If it was not you, tell whoever sent it.",
    LinkState.EXPIRED: "It was good for seven days, which are over. Whoever sent it can make another.",
    LinkState.ENDED: "Whoever sent it has ended it. Ask for another.",
}


@bp.get("/invitation/<token>")
@allow(Who.ANYONE)
def open_invitation(token: str) -> ResponseReturnValue:
    """Take the secret out of the address at once: it would stay in the browser's history."""
    cookie[LINK] = token[:100]
    return redirect(url_for(".accept_invitation"))


@bp.route("/invitation", methods=["GET", "POST"])
@allow(Who.ANYONE)
def accept_invitation() -> ResponseReturnValue:
    at = current.moment()
    invitation = people.find_invitation(db.session(), cookie.get(LINK, ""), lock=current.is_post())
    if invitation is None:
        return render_template("accounts/link_over.html", why="Check that you copied all of it."), 404
    state = people.state_of(invitation, at)
    if state is not LinkState.OPEN:
        return render_template("accounts/link_over.html", why=OVER[state]), 410
    has_account = people.get_account(db.session(), invitation.account_id) if invitation.account_id else None
    form = AcceptForm()
    if has_account:
        del form.username
    if form.validate_on_submit():
        try:
            account = _accept(invitation, has_account, form)
        except DomainError as error:
            db.session.rollback()
            current.forget()
            form.show(error)
            return _page(people.find_invitation(db.session(), cookie.get(LINK, "")), has_account, form)
        db.session.commit()
        cookie.pop(LINK, None)
        what = "chose a new password by a link" if has_account else "was made by an invitation"
        current_app.logger.info("account %s %s from %s", account.id, what, request.remote_addr)
        flash("Sign in with the password you chose" if has_account else "Your account is made. Sign in with it now.")
        return redirect(url_for("accounts.sign_in"))
    return _page(invitation, has_account, form)


def _accept(invitation: Invitation, has_account: Account | None, form: AcceptForm) -> Account:
    handle, at = db.session(), current.moment()
    if has_account:
        return people.choose_password(handle, invitation, form.password.data, at)
    return people.accept(handle, invitation, username=form.username.data, password=form.password.data, at=at)


def _page(invitation: Invitation | None, has_account: Account | None, form: AcceptForm) -> ResponseReturnValue:
    return render_template("accounts/invitation.html", invitation=invitation, account=has_account, form=form)
