"""Watching a session: what the participant sees as it was rendered, what she does, and a box for questions.

Nothing of it reaches the participant. What observers see is never more than she agreed to.
"""

from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.models import Role
from casework.errors import DomainError, NotFound
from casework.extensions import db
from casework.lab import observations, pictures, watchers
from casework.lab.models import Session
from casework.web import current
from casework.web.access import LAB, NOTING, WATCHING, allow
from casework.web.studies.blueprint import bp, by, session_of
from casework.web.studies.console import console_page, watched
from casework.web.studies.forms import ActForm, NoteForm, QuestionForm
from casework.web.studies.wording import KEYS

PICTURE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox"
)


@bp.get("/studies/<study_id>/sessions/<session_id>/watch")
@allow(*WATCHING)
def watch(study_id: str, session_id: str) -> ResponseReturnValue:
    session = session_of(study_id, session_id)
    if (shut := may_watch(session)) is not None:
        return shut
    return watch_page(session, NoteForm())


def watch_page(session: Session, form: NoteForm, question: QuestionForm | None = None) -> str:
    return render_template(
        "studies/watch.html",
        **watched(session),
        form=form,
        question_form=question or QuestionForm(formdata=None),
        keys=KEYS,
        tags=observations.tags_of(db.session(), session.study),
        presence_url=url_for(".is_here", study_id=session.study_id, session_id=session.id),
    )


@bp.get("/studies/<study_id>/sessions/<session_id>/watch/live")
@allow(*WATCHING)
def watch_live(study_id: str, session_id: str) -> ResponseReturnValue:
    """What has changed since the page showed `after`."""
    session = session_of(study_id, session_id)
    if may_watch(session) is not None:
        return "", 204
    seen = watched(session)
    has_news = request.args.get("after", "") != seen["shown"]
    return render_template("studies/watch_live.html", **seen, has_news=has_news)


def may_watch(session: Session, *, reads_only: bool = False) -> ResponseReturnValue | None:
    """Nothing where whoever is signed in may watch; else a page that says why not.

    reads_only: notes are read afterwards too, when nobody counts who is there.
    """
    if reads_only:
        return None
    why = watchers.why_not(
        db.session(), session, current_user.account.id, leads=current_user.may(*LAB), at=current.moment()
    )
    if not why:
        return None
    return render_template("studies/not_watched.html", session=session, study=session.study, why=why)


@bp.post("/studies/<study_id>/sessions/<session_id>/watch/here")
@allow(*WATCHING)
def is_here(study_id: str, session_id: str) -> ResponseReturnValue:
    """A sign of whoever watches, from the page's script, or by the button beside it."""
    session = session_of(study_id, session_id, lock=True)
    if ActForm().validate_on_submit() and may_watch(session) is None:
        watchers.is_here(db.session(), session, current_user.account.id, name=by(), role=_role(), at=current.moment())
        db.session.commit()
    if request.form.get("by_script"):
        return "", 204
    return redirect(url_for(".watch", study_id=study_id, session_id=session_id), 303)


def _role() -> str:
    if current_user.may(*LAB):
        return watchers.LEADS
    return str(Role.NOTE_TAKER if current_user.may(*NOTING) else Role.OBSERVER)


# --- the picture ---------------------------------------------------------------------------------


@bp.get("/studies/<study_id>/sessions/<session_id>/pictures/<picture_id>")
@allow(*WATCHING)
def picture(study_id: str, session_id: str, picture_id: str) -> ResponseReturnValue:
    """One picture, as a page of its own in which nothing runs."""
    session = session_of(study_id, session_id)
    if not current_user.may(*LAB) and "observed" not in (session.participant.consent_choices or []):
        raise NotFound(f"picture {picture_id}")
    found = pictures.get_picture(db.session(), session, picture_id)
    page = pictures.shown(found, stylesheet=url_for("static", filename="casework.css"))
    reply: Response = make_response(page)
    reply.headers["Content-Security-Policy"] = PICTURE_POLICY
    return reply


# --- questions of observers ----------------------------------------------------------------------


@bp.post("/studies/<study_id>/sessions/<session_id>/questions")
@allow(*WATCHING)
def ask(study_id: str, session_id: str) -> ResponseReturnValue:
    """Queue a question to the facilitator."""
    session = session_of(study_id, session_id)
    if (shut := may_watch(session)) is not None:
        return shut
    form = QuestionForm()
    if form.validate_on_submit():
        try:
            watchers.ask(db.session(), session, form.question.data or "", by=by(), at=current.moment())
        except DomainError as error:
            db.session.rollback()
            form.show(error)
        else:
            there = url_for(".watch", study_id=study_id, session_id=session_id, _anchor="question")
            current.reply_is(there)
            db.session.commit()
            return redirect(there, 303)
    return watch_page(session_of(study_id, session_id), NoteForm(formdata=None), form)


@bp.post("/studies/<study_id>/sessions/<session_id>/questions/<question_id>")
@allow(*LAB)
def settle_question(study_id: str, session_id: str, question_id: str) -> ResponseReturnValue:
    """The facilitator has asked it, or keeps it for the debrief."""
    session = session_of(study_id, session_id, lock=True)
    if not ActForm().validate_on_submit():
        return console_page(session, NoteForm(formdata=None))
    settle: Any = watchers.at_debrief if request.form.get("settle") == "debrief" else watchers.was_asked
    settle(db.session(), session, question_id, at=current.moment())
    there = url_for(".console", study_id=study_id, session_id=session_id, _anchor="watching")
    current.reply_is(there)
    db.session.commit()
    return redirect(there, 303)
