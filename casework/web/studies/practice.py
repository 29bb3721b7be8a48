"""Practice in facilitating: a robot takes part in a session, which goes on while its console is open."""

import secrets
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SubmitField

from casework.errors import NotFound
from casework.extensions import db
from casework.lab import queries
from casework.lab.models import Session
from casework.rehearsal import practice
from casework.web import current
from casework.web.access import LAB, allow
from casework.web.studies.blueprint import bp, by, parts_of, session_of
from casework.web.studies.forms import StaffForm


class PracticeForm(StaffForm):
    submit = SubmitField("Practise with a robot")


REMINDERS = (
    "“What would you do now if I were not here?”, before any hint.",
    "“What did you expect to happen?”, after something that surprised.",
    "“Tell me more about that”, and then wait: silence asks too.",
    "“What made you choose that?”, never “Why did you not press the button?”",
)
"""Neutral questions, as the playbook gives them."""


@bp.post("/studies/<study_id>/practice")
@allow(*LAB)
def start_practice(study_id: str) -> ResponseReturnValue:
    """A session of a robot, and its console."""
    there = url_for(".show_rehearsals", study_id=study_id)
    if PracticeForm().validate_on_submit():
        study = queries.get_study(db.session(), study_id)
        seed = 1 + secrets.randbelow(9_999)
        begun = practice.begin(db.session(), study, seed=seed, by=by(), at=current.moment())
        there = url_for(".console", study_id=study_id, session_id=begun.id)
        current.reply_is(there)
        db.session.commit()
    return redirect(there, 303)


@bp.post("/studies/<study_id>/sessions/<session_id>/practice/next")
@allow(*LAB)
def practice_next(study_id: str, session_id: str) -> ResponseReturnValue:
    """What the robot does next: when its time has come, asked by the page's script; at once, by the button."""
    session = _practice(study_id, session_id, lock=True)
    by_script = bool(request.form.get("by_script"))
    practice.tick(db.session(), session, at=current.moment(), now=not by_script)
    ended = session.ended_at is not None
    there = url_for(".show_practice" if ended else ".console", study_id=study_id, session_id=session_id)
    if not by_script:
        current.reply_is(there)
    db.session.commit()
    return ("", 205 if ended else 204) if by_script else redirect(there, 303)


@bp.get("/studies/<study_id>/sessions/<session_id>/practice")
@allow(*LAB)
def show_practice(study_id: str, session_id: str) -> ResponseReturnValue:
    """What was noted when, how long the robot waited for help, and what passed unnoticed."""
    session = _practice(study_id, session_id)
    return render_template(
        "studies/practice.html",
        study=session.study,
        session=session,
        parts=parts_of(session.study, "show_rehearsals"),
        told=practice.feedback(db.session(), session),
        reminders=REMINDERS,
        within=int(practice.NOTED_WITHIN.total_seconds()),
    )


def _practice(study_id: str, session_id: str, **how: Any) -> Session:
    session = session_of(study_id, session_id, **how)
    if not practice.is_practice(session):
        raise NotFound(f"session {session_id} is no practice")
    return session
