"""Who may sign in: inviting, roles, and ending what somebody has open. For administrators."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms import SelectMultipleField, StringField, SubmitField
from wtforms.validators import DataRequired
from wtforms.widgets import CheckboxInput, ListWidget

from casework.accounts import people as accounts
from casework.accounts import second_factor
from casework.accounts.models import Account, Invitation, Role
from casework.errors import DomainError
from casework.extensions import db
from casework.web import current
from casework.web.access import allow
from casework.web.admin.blueprint import bp, by, parts_of
from casework.web.forms import Form, choices_of

ROLES = {
    Role.ADMINISTRATOR: "Administrator: everything a researcher does, and who may sign in",
    Role.RESEARCHER: "Researcher: plans studies and leads sessions",
    Role.DESIGNER: "Designer: changes workflows",
    Role.NOTE_TAKER: "Note-taker: watches, and takes notes",
    Role.OBSERVER: "Observer: watches, and may put questions",
    Role.EXPERT: "Expert: decides what a good answer is",
}


class RolesForm(Form):
    roles = SelectMultipleField(
        "Roles",
        choices=choices_of({role.value: words for role, words in ROLES.items()}),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    submit = SubmitField("Change roles")

    def wanted(self) -> list[Role]:
        return [Role(each) for each in self.roles.data or []]


class InviteForm(RolesForm):
    name = StringField(
        "Name",
        description="As colleagues know them. It stands beside what they do.",
        validators=[DataRequired("Enter the name of the person you invite")],
        render_kw={"classes": "govuk-input--width-20", "autocomplete": "off"},
    )
    submit = SubmitField("Make an invitation")


@bp.get("/people")
@allow(Role.ADMINISTRATOR)
def people() -> ResponseReturnValue:
    return _everybody(InviteForm(formdata=None))


def _everybody(form: InviteForm) -> ResponseReturnValue:
    handle, at = db.session(), current.moment()
    return render_template(
        "admin/people.html",
        parts=parts_of("people"),
        lines=accounts.accounts(handle, at),
        invitations=accounts.invitations(handle, at),
        must=current.settings().is_reached_from_elsewhere,
        form=form,
    )


@bp.post("/people/invite")
@allow(Role.ADMINISTRATOR)
def invite() -> ResponseReturnValue:
    form = InviteForm()
    if form.validate_on_submit():
        try:
            invitation, token = accounts.invite(
                db.session(), name=form.name.data, roles=form.wanted(), by=by(), at=current.moment()
            )
        except DomainError as error:
            db.session.rollback()
            form.show(error)
        else:
            return _link(invitation, token, "an invitation", url_for(".people"))
    return _everybody(form)


@bp.post("/people/invitations/<invitation_id>/end")
@allow(Role.ADMINISTRATOR)
def end_invitation(invitation_id: str) -> ResponseReturnValue:
    ended = accounts.end_invitation(db.session(), invitation_id, current.moment())
    db.session.commit()
    _log("ended invitation %s", ended.id)
    flash(f"The link for {ended.name} leads nowhere now")
    return redirect(url_for(".people"))


@bp.get("/people/<account_id>")
@allow(Role.ADMINISTRATOR)
def person(account_id: str) -> ResponseReturnValue:
    account = accounts.get_account(db.session(), account_id)
    return _one(account, RolesForm(formdata=None, roles=account.roles))


def _one(account: Account, form: RolesForm) -> ResponseReturnValue:
    return render_template(
        "admin/people_one.html",
        parts=parts_of("people"),
        account=account,
        is_self=account.id == current_user.account.id,
        devices=[] if account.disabled_at else accounts.sign_ins(db.session(), account, current.moment()),
        form=form,
    )


@bp.post("/people/<account_id>/roles")
@allow(Role.ADMINISTRATOR)
def change_roles(account_id: str) -> ResponseReturnValue:
    account, form = accounts.get_account(db.session(), account_id), RolesForm()
    if form.validate_on_submit():
        try:
            accounts.change_roles(db.session(), account, form.wanted())
        except DomainError as error:
            db.session.rollback()
            form.show(error)
        else:
            return _done(account, "roles changed to " + ", ".join(account.roles), "Roles are changed")
    return _one(account, form)


@bp.post("/people/<account_id>/stop")
@allow(Role.ADMINISTRATOR)
def disable_person(account_id: str) -> ResponseReturnValue:
    account = accounts.get_account(db.session(), account_id)
    try:
        accounts.disable(db.session(), account, current.moment())
    except DomainError as error:
        db.session.rollback()
        form = RolesForm(formdata=None, roles=account.roles)
        form.show(error)
        return _one(account, form)
    return _done(
        account, "stopped from signing in", f"{account.name} can no longer sign in, and is signed out everywhere"
    )


@bp.post("/people/<account_id>/allow")
@allow(Role.ADMINISTRATOR)
def enable_person(account_id: str) -> ResponseReturnValue:
    account = accounts.get_account(db.session(), account_id)
    accounts.enable(db.session(), account)
    return _done(account, "allowed to sign in again", f"{account.name} can sign in again")


@bp.post("/people/<account_id>/sign-out")
@allow(Role.ADMINISTRATOR)
def end_sign_ins(account_id: str) -> ResponseReturnValue:
    account = accounts.get_account(db.session(), account_id)
    accounts.end_sign_ins(db.session(), account, current.moment())
    return _done(account, "signed out everywhere", f"{account.name} is signed out everywhere")


@bp.post("/people/<account_id>/second-factor/reset")
@allow(Role.ADMINISTRATOR)
def reset_second_factor(account_id: str) -> ResponseReturnValue:
    account = accounts.get_account(db.session(), account_id)
    second_factor.take_away(db.session(), account, current.moment())
    return _done(
        account, "second factor taken away", f"{account.name} has no second factor now, and is signed out everywhere"
    )


@bp.post("/people/<account_id>/password-link")
@allow(Role.ADMINISTRATOR)
def make_password_link(account_id: str) -> ResponseReturnValue:
    account = accounts.get_account(db.session(), account_id)
    invitation, token = accounts.make_password_link(db.session(), account, by=by(), at=current.moment())
    return _link(
        invitation, token, f"a password link for account {account.id}", url_for(".person", account_id=account.id)
    )


def _link(invitation: Invitation, token: str, what: str, back: str) -> ResponseReturnValue:
    """Show a link, once: only its hash is kept. The same press again leads back to where it was made."""
    current.reply_is(back)
    db.session.commit()
    _log("made %s", what)
    link = url_for("accounts.open_invitation", token=token, _external=True)
    return render_template(
        "admin/people_link.html", parts=parts_of("people"), invitation=invitation, link=link, back=back
    )


def _done(account: Account, logged: str, said: str) -> ResponseReturnValue:
    db.session.commit()
    _log("account %s: %s", account.id, logged)
    flash(said)
    if account.id == current_user.account.id and Role.ADMINISTRATOR not in account.roles:
        return redirect(url_for("accounts.own"))
    return redirect(url_for(".person", account_id=account.id))


def _log(message: str, *about: str) -> None:
    current_app.logger.info(f"account %s from %s {message}", current_user.account.id, request.remote_addr, *about)
