"""Striking out what looks like a real person's details, with its bytes."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.disk import StillInUse, copies_on_disk, erase_from_disk
from casework.errors import DomainError
from casework.extensions import db
from casework.lab import striking_out
from casework.lab.models import Session
from casework.web import current
from casework.web.access import LAB, allow
from casework.web.studies.blueprint import bp, by, session_of
from casework.web.studies.forms import StrikeOutForm


@bp.route("/studies/<study_id>/sessions/<session_id>/strike-out", methods=["GET", "POST"])
@allow(*LAB)
def strike_out(study_id: str, session_id: str) -> ResponseReturnValue:
    session = session_of(study_id, session_id, lock=current.is_post())
    form = StrikeOutForm()
    if form.validate_on_submit():
        words = (form.words.data or "").strip()
        there = url_for(".strike_out", study_id=study_id, session_id=session_id)
        try:
            done = striking_out.strike_out(
                db.session(), session, words, because=form.because.data or "", by=by(), at=current.moment()
            )
        except DomainError as error:
            db.session.rollback()
            current.forget()
            if len(words) >= striking_out.SHORTEST and copies_on_disk(db.engine, words):
                flash(_erased(words))
                return redirect(there, 303)
            form.show(error)
            session = session_of(study_id, session_id)
        else:
            places = f"{done.places} {'place' if done.places == 1 else 'places'}"
            current.reply_is(there)
            db.session.commit()
            flash(f"Struck out in {places}. {_erased(words)}")
            return redirect(there, 303)
    return _page(session, form)


def _erased(words: str) -> str:
    """Take the words out of the database's files too, and say what is left of them."""
    db.session.rollback()  # the connection is given back: VACUUM needs the database for itself
    try:
        left = erase_from_disk(db.engine, words)
    except StillInUse:
        return "The database was in use, so its files may still hold the words: strike them out once more later."
    if left is None:
        return "The tables were written anew. The log and the backups keep the words until they age out."
    if left:
        return f"{left} copies are left in the database’s files: strike them out once more when nobody is working."
    return "No copy is left in the database’s files. Backups and what was downloaded keep theirs."


def _page(session: Session, form: StrikeOutForm) -> str:
    return render_template(
        "studies/strike_out.html",
        session=session,
        study=session.study,
        form=form,
        suspicious=striking_out.suspicious(db.session(), session),
        struck=striking_out.strike_outs_of(db.session(), session),
    )
