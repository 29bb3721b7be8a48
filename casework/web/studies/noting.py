"""Notes: written on the console or while watching, with a key that says what they are about; all on one page."""

from datetime import UTC, datetime, timedelta

from flask import jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.errors import DomainError
from casework.extensions import db
from casework.lab import observations, queries
from casework.lab.models import Observation, Session
from casework.lab.vocabulary import ObservationKind
from casework.web import current
from casework.web.access import LAB, NOTING, WATCHING, allow
from casework.web.forms import choices_of
from casework.web.studies.blueprint import bp, by, session_of
from casework.web.studies.console import console_page, note_line
from casework.web.studies.forms import MarksForm, NoteForm
from casework.web.studies.watching import may_watch, watch_page
from casework.web.studies.wording import read_note

LONGEST_KEY = 64
LONGEST_OFFLINE = timedelta(hours=12)


@bp.post("/studies/<study_id>/sessions/<session_id>/notes")
@allow(*NOTING)
def add_note(study_id: str, session_id: str) -> ResponseReturnValue:
    """Keep a note; the button pressed says what it is about, or else the key it begins with."""
    session = session_of(study_id, session_id)
    form = NoteForm()
    if not form.validate_on_submit():
        return _again(session, form)
    try:
        made = _keep(session, form.text.data or "")
    except DomainError as error:
        db.session.rollback()
        current.forget()
        form.show(error)
        return _again(session_of(study_id, session_id), form)
    if request.accept_mimetypes.best == "application/json":
        kept = {"kept": made.id, "at": made.at.isoformat()}
        db.session.commit()
        return jsonify(kept)
    there = url_for(f".{_place()}", study_id=study_id, session_id=session_id, _anchor="text")
    current.reply_is(there)
    db.session.commit()
    return redirect(there, 303)


def _place() -> str:
    return "console" if current_user.may(*LAB) else "watch"


def _again(session: Session, form: NoteForm) -> ResponseReturnValue:
    return console_page(session, form) if current_user.may(*LAB) else watch_page(session, form)


def _keep(session: Session, typed: str) -> Observation:
    kind, text = read_note(typed)
    chosen = request.form.get("kind", "")
    last = queries.last_page(db.session(), session.id)
    return observations.note(
        db.session(),
        session,
        kind=ObservationKind(chosen) if chosen in list(ObservationKind) else kind,
        text=text,
        page=str(last.data.get("page", "")) if last else None,
        by=by(),
        at=current.moment(),
        written_as=request.form.get("written_as", "")[:LONGEST_KEY] or None,
        seen_at=_seen_at(),
    )


def _seen_at() -> datetime | None:
    """When a note was written that waited for the connection: so many seconds before it was sent."""
    ago = request.form.get("ago", "")
    if not ago.isdecimal() or len(ago) > 6 or timedelta(seconds=int(ago)) > LONGEST_OFFLINE:
        return None
    return (current.moment() - timedelta(seconds=int(ago))).astimezone(UTC)


@bp.get("/studies/<study_id>/sessions/<session_id>/notes")
@allow(*WATCHING)
def show_notes(study_id: str, session_id: str) -> ResponseReturnValue:
    """Every note of a session, the first one first."""
    session = session_of(study_id, session_id)
    if (shut := may_watch(session, reads_only=True)) is not None:
        return shut
    runs = {run.id: run for run in session.runs}
    notes = [note_line(note, runs) for note in reversed(observations.notes_of(db.session(), session.id))]
    return render_template("studies/notes.html", session=session, study=session.study, notes=notes)


@bp.route("/studies/<study_id>/sessions/<session_id>/notes/<note_id>", methods=["GET", "POST"])
@allow(*NOTING)
def mark_note(study_id: str, session_id: str, note_id: str) -> ResponseReturnValue:
    """Give a note other tags or another severity; what was written stays."""
    session = session_of(study_id, session_id)
    note = observations.get_note(db.session(), session, note_id)
    form = MarksForm(tags=" ".join(note.tags or []), severity=str(note.severity or ""))
    form.severity.choices = choices_of(
        {"": "Not judged"} | {str(number): f"{number} {words}" for number, words in observations.SEVERITIES.items()}
    )
    if form.validate_on_submit():
        severity = int(form.severity.data) if form.severity.data else None
        observations.change_marks(
            db.session(), note, tags=(form.tags.data or "").replace(",", " ").split(), severity=severity
        )
        there = url_for(".show_notes", study_id=study_id, session_id=session_id)
        current.reply_is(there)
        db.session.commit()
        return redirect(there, 303)
    return render_template(
        "studies/mark_note.html",
        session=session,
        study=session.study,
        form=form,
        note=note,
        tags=observations.tags_of(db.session(), session.study),
    )
