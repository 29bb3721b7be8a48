"""Withdrawing what is held of a participant, and the log of those who have."""

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response
from wtforms import BooleanField, SelectField, SelectMultipleField, SubmitField
from wtforms.validators import DataRequired

from casework.errors import DomainError, NotFound
from casework.extensions import db
from casework.lab import erasing, keeping, withdrawing
from casework.lab.models import Participant, Study
from casework.lab.withdrawing import Part
from casework.web import current
from casework.web.access import LAB, allow
from casework.web.admin.blueprint import bp, by, parts_of
from casework.web.admin.wording import COUNTED, parts_said
from casework.web.erasing import LIMITS, finish_erasing, said
from casework.web.forms import choices_of
from casework.web.studies.forms import StaffForm

NOBODY = "Nobody has this code. Check it with the participant"
BEGINNING = {"": "From the beginning"}


class WithdrawForm(StaffForm):
    parts = SelectMultipleField(
        "What is withdrawn?",
        choices=choices_of({str(part): part.label for part in Part}),
        default=["everything"],
        validators=[DataRequired("Select what is withdrawn")],
    )
    since = SelectField("From when on?", choices=choices_of(BEGINNING))
    sure = BooleanField(
        "I have checked the code, and this is to be erased for good",
        validators=[DataRequired("Select that you have checked the code")],
    )
    submit = SubmitField("Erase")


@bp.get("/withdrawals")
@allow(*LAB)
def withdrawals() -> ResponseReturnValue:
    """The log; and whoever has the code that was asked for."""
    code, study_id = request.args.get("code", "").strip(), request.args.get("study") or None
    found = withdrawing.find_participant(db.session(), code, study_id) if code else []
    if len(found) == 1:
        return redirect(url_for(".withdraw", participant_id=found[0].id))
    return _page(code, found)


def _page(code: str, found: list[Participant]) -> str:
    handle = db.session()
    titles = keeping.titles(handle)
    return render_template(
        "admin/withdrawals.html",
        parts=parts_of("withdrawals"),
        code=code,
        problems=[{"text": NOBODY, "href": "#code"}] if code and not found else [],
        found=[(each, titles[each.study_id]) for each in found],
        log=[
            (each, titles.get(each.study_id, each.study_id), parts_said(each), said(each.erasure))
            for each in withdrawing.withdrawals_of(handle)
        ],
        waiting=len(erasing.waiting(handle)),
        downloads=[(each, titles.get(each.study_id, each.study_id)) for each in keeping.downloads_of(handle)],
        limits=LIMITS,
    )


@bp.route("/withdrawals/<participant_id>", methods=["GET", "POST"])
@allow(*LAB)
def withdraw(participant_id: str) -> ResponseReturnValue:
    handle = db.session()
    participant = handle.get(Participant, participant_id)
    if participant is None:
        raise NotFound(f"participant {participant_id}")
    study = handle.get_one(Study, participant.study_id)
    form = WithdrawForm()
    form.since.choices = choices_of(BEGINNING | _moments(participant))
    if form.validate_on_submit():
        try:
            return _withdrawn(study, participant, form)
        except DomainError as error:
            db.session.rollback()
            form.show(error)
            participant = handle.get_one(Participant, participant_id)
    return render_template(
        "admin/withdraw.html",
        participant=participant,
        study=handle.get_one(Study, participant.study_id),
        form=form,
        counts=[(part.label, _held(participant, part)) for part in Part],
        downloads=keeping.downloads_of(handle, participant.study_id),
        limits=LIMITS,
    )


def _held(participant: Participant, part: Part) -> list[str]:
    counts = withdrawing.what_would_go(db.session(), participant, [part])
    return [COUNTED[name](number) for name, number in counts.items()]


def _moments(participant: Participant) -> dict[str, str]:
    """The tasks she began, by the moment at which she did."""
    return {
        run.started_at.isoformat(): f"From “{run.task.title}” in arm {run.session_arm.arm.mark} on"
        for session in keeping.sessions_of(db.session(), participant)
        for run in session.runs
        if run.started_at is not None
    }


def _withdrawn(study: Study, participant: Participant, form: WithdrawForm) -> Response:
    handle, parts = db.session(), form.parts.data or []
    since = datetime.fromisoformat(form.since.data) if form.since.data else None
    words = withdrawing.words_of(handle, participant, parts, since=since)
    code = participant.code
    withdrawing.withdraw(handle, study, participant, parts=parts, by=by(), at=current.moment(), since=since)
    there = url_for(".withdrawals")
    current.reply_is(there)
    db.session.commit()
    flash(f"{code} of {study.title}: erased. {finish_erasing(words)}")
    return redirect(there, 303)
