"""Breaks, stopping, and taking out what should not have been typed."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.database import ask_to_write
from casework.disk import StillInUse, erase_from_disk
from casework.errors import DomainError
from casework.extensions import db
from casework.lab import sessions, striking_out
from casework.lab.events import happened
from casework.lab.vocabulary import EventKind, Stage
from casework.web import current
from casework.web.access import Who, allow
from casework.web.joining.blueprint import bp, go_on, too_late
from casework.web.joining.forms import RealForm, StartForm


@bp.route("/break", methods=["GET", "POST"])
@allow(Who.PARTICIPANT)
def on_break() -> ResponseReturnValue:
    here = current.sitting()
    if current.is_post():
        if here.stage is not Stage.WORKING:
            return too_late()
        sessions.take_break(db.session(), here, at=current.moment())
        db.session.commit()
        return redirect(url_for("joining.on_break"), 303)
    if here.break_since is None:
        return redirect(url_for("joining.now"))
    return render_template("joining/break.html", form=StartForm(), here=here)


@bp.post("/go-on")
@allow(Who.PARTICIPANT)
def end_break() -> ResponseReturnValue:
    here = current.sitting()
    if here.stage is not Stage.WORKING:
        return too_late()
    sessions.end_break(db.session(), here, at=current.moment())
    return go_on()


@bp.route("/stop", methods=["GET", "POST"])
@allow(Who.PARTICIPANT)
def stop() -> ResponseReturnValue:
    here = current.sitting()
    form = StartForm()
    if form.validate_on_submit():
        sessions.stop(db.session(), here, at=current.moment())
        return go_on()
    if here.stage is Stage.THANKS:
        return redirect(url_for("joining.now"))
    return render_template("joining/stop.html", form=form, here=here)


@bp.route("/real", methods=["GET", "POST"])
@allow(Who.PARTICIPANT)
def something_real() -> ResponseReturnValue:
    """A real person's details were typed: that text goes from everything that is kept, and from the disk."""
    here = current.sitting()
    form = RealForm()
    if here.participant.consented_at is None:
        return redirect(url_for("joining.now"), 303)
    if form.validate_on_submit():
        words, there = (form.words.data or "").strip(), url_for("joining.something_real")
        try:
            striking_out.strike_out(
                db.session(),
                here,
                words,
                because="The participant said that something real was typed",
                by=sessions.PARTICIPANT,
                at=current.moment(),
            )
        except DomainError as error:
            db.session.rollback()
            current.forget()
            form.show(error)
        else:
            db.session.commit()
            flash(_erased(words))
            return redirect(there, 303)
    return render_template("joining/real.html", form=form, here=current.sitting())


def _erased(words: str) -> str:
    """Take the words out of the database's files too, tell the facilitator, and say what is left to be done."""
    here = current.sitting().id
    db.session.rollback()  # the connection is given back: the files are written anew by nobody else's leave
    try:
        left = bool(erase_from_disk(db.engine, words))
    except StillInUse:
        left = True
    current.forget()
    ask_to_write(db.session())
    session = sessions.get_session(db.session(), here, lock=True)
    happened(db.session(), session, EventKind.WORDS_STRUCK_OUT, at=current.moment(), by=sessions.PARTICIPANT, left=left)
    db.session.commit()
    taken = "It is taken out of everything that is kept of your session."
    return f"{taken} The researcher is told to clear its last traces from the disk." if left else taken


@bp.get("/help")
@allow(Who.PARTICIPANT)
def session_help() -> ResponseReturnValue:
    return render_template("joining/help.html", here=current.sitting())
