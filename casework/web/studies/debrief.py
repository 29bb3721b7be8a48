"""The debrief right after a session, and all of a day side by side."""

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField, SubmitField, TextAreaField

from casework.errors import DomainError
from casework.extensions import db
from casework.findings.replay import seconds_into
from casework.lab import debriefs, queries
from casework.lab.debriefs import Debriefing
from casework.lab.models import Session
from casework.web import current
from casework.web.access import WATCHING, allow
from casework.web.studies.blueprint import bp, by, parts_of, session_of
from casework.web.studies.forms import StaffForm
from casework.web.studies.overview import described
from casework.web.studies.replay import address


class DebriefForm(StaffForm):
    """Three things somebody saw, and one surprise."""

    saw_1 = StringField("First thing you saw")
    saw_2 = StringField("Second thing")
    saw_3 = StringField("Third thing")
    surprise = TextAreaField("One surprise")
    submit = SubmitField("Add to the debrief")


@bp.route("/studies/<study_id>/sessions/<session_id>/debrief", methods=["GET", "POST"])
@allow(*WATCHING)
def debrief(study_id: str, session_id: str) -> ResponseReturnValue:
    """Whoever was there may add what they saw: those who only watched belong to the team too."""
    session = session_of(study_id, session_id)
    form = DebriefForm()
    if form.validate_on_submit():
        try:
            debriefs.add_debrief(
                db.session(),
                session,
                saw=[each.data or "" for each in (form.saw_1, form.saw_2, form.saw_3)],
                surprise=form.surprise.data or "",
                by=by(),
                at=current.moment(),
            )
        except DomainError as error:
            db.session.rollback()
            current.forget()
            form.show(error)
            session = session_of(study_id, session_id)
        else:
            there = url_for(".debrief", study_id=study_id, session_id=session_id)
            current.reply_is(there)
            db.session.commit()
            flash("Kept. Anyone else who was there may add theirs")
            return redirect(there, 303)
    return _page(session, form)


def _page(session: Session, form: DebriefForm) -> str:
    return render_template(
        "studies/debrief.html",
        session=session,
        study=session.study,
        parts=parts_of(session.study, "debriefs_of_day"),
        described=described(session),
        form=form,
        each=_shown(debriefs.debriefing(db.session(), session)),
        day=session.joined_at.astimezone().date() if session.joined_at else None,
    )


@bp.get("/studies/<study_id>/debriefs")
@allow(*WATCHING)
def debriefs_of_day(study_id: str) -> ResponseReturnValue:
    """All sessions of a day; of the last on which there were any, unless the address names one."""
    study = queries.get_study(db.session(), study_id)
    days = debriefs.days_of(db.session(), study)
    day = _asked_for() or next(iter(days), None)
    found = debriefs.debriefings_of_day(db.session(), study, day) if day else []
    return render_template(
        "studies/debriefs.html",
        study=study,
        parts=parts_of(study, "debriefs_of_day"),
        day=day,
        days=days,
        held=[_shown(each) | {"described": described(each.session)} for each in found],
    )


def _asked_for() -> date | None:
    try:
        return date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return None


def _shown(found: Debriefing) -> dict[str, Any]:
    """A debrief with the way to the moment of each problem that was noted."""
    runs = {run.id: run for run in found.session.runs}
    problems = [
        {
            "text": note.text,
            "page": note.page or "",
            "by": note.by,
            "href": address(run, seconds_into(run, note.at)) if run is not None and run.ended_at else "",
        }
        for note in found.problems
        for run in [runs.get(note.task_run_id or "")]
    ]
    return {
        "session": found.session,
        "said": found.said,
        "questions": found.questions,
        "problems": problems,
        "is_due": found.is_due,
    }
