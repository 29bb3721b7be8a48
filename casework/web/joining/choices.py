"""What she agreed to: to read, to keep, to change; and having everything that was kept of her deleted."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.errors import DomainError
from casework.extensions import db
from casework.lab import consenting, withdrawing
from casework.lab.models import Session
from casework.lab.sessions import PARTICIPANT
from casework.lab.study_file import file_of
from casework.web import current
from casework.web.access import Who, allow
from casework.web.erasing import finish_erasing
from casework.web.joining.blueprint import bp
from casework.web.joining.forms import ConsentForm, StartForm

GONE_LATER = "The last traces in the database’s files go as soon as nobody else is working in it."


@bp.route("/choices", methods=["GET", "POST"])
@allow(Who.PARTICIPANT)
def choices() -> ResponseReturnValue:
    here = current.sitting()
    participant = here.participant
    if participant.consented_at is None:
        return redirect(url_for("joining.now"), 303)
    file = file_of(here.study)
    form = ConsentForm.asking(file)
    if not current.is_post():
        form.choices.data = list(participant.consent_choices or [])
    elif form.validate_on_submit():
        try:
            taken_back = _change(here, form.choices.data or [])
        except DomainError as error:
            db.session.rollback()
            current.forget()
            form.show(error)
        else:
            flash(_said(taken_back))
            return redirect(url_for("joining.agreed"), 303)
    here = current.sitting()
    return render_template("joining/choices.html", form=form, here=here, said=_agreements(here))


def _change(here: Session, wanted: list[str]) -> list[str]:
    """Her choices as she wants them now. What goes with pictures goes from the database's files too."""
    taken_back = consenting.change(db.session(), here, wanted, at=current.moment())
    words: list[str | bytes] = []
    if consenting.PICTURES in taken_back:
        parts = [withdrawing.Part.PICTURES]
        words = withdrawing.words_of(db.session(), here.participant, parts)
        withdrawing.withdraw(
            db.session(), here.study, here.participant, parts=parts, by=PARTICIPANT, at=current.moment()
        )
    current.reply_is(url_for("joining.agreed"))
    db.session.commit()
    if consenting.PICTURES in taken_back:
        finish_erasing(words)
        current.forget()
    return taken_back


def _said(taken_back: list[str]) -> str:
    if consenting.PICTURES in taken_back:
        return "Your choices are changed from now on. The pictures that were kept are deleted."
    return "Your choices are changed from now on."


@bp.get("/agreed")
@allow(Who.PARTICIPANT)
def agreed() -> ResponseReturnValue:
    """What she agreed to, to keep: to print, or to photograph."""
    here = current.sitting()
    if here.participant.consented_at is None:
        return redirect(url_for("joining.now"))
    return render_template("joining/agreed.html", here=here, said=_agreements(here), study=file_of(here.study))


def _agreements(here: Session) -> list[consenting.Agreement]:
    return consenting.agreements(here.participant, file_of(here.study))


@bp.route("/delete", methods=["GET", "POST"])
@allow(Who.PARTICIPANT)
def delete() -> ResponseReturnValue:
    """Everything that was kept of her, gone at once, with its bytes."""
    here = current.sitting()
    form = StartForm()
    if not form.validate_on_submit():
        return render_template("joining/delete.html", form=form, here=here, code=here.participant.code)
    there = url_for("joining.deleted")
    if here.participant.withdrawn_at is None:
        words = withdrawing.words_of(db.session(), here.participant)
        withdrawing.withdraw(db.session(), here.study, here.participant, by=PARTICIPANT, at=current.moment())
        db.session.commit()
        finish_erasing(words)
    reply = redirect(there, 303)
    reply.delete_cookie(current.cookie_name(), path="/", secure=current.settings().over_tls, httponly=True)
    return reply


@bp.get("/deleted")
@allow(Who.ANYONE)
def deleted() -> ResponseReturnValue:
    return render_template("joining/deleted.html")
