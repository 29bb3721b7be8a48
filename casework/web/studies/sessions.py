"""Planning who comes when: sessions in dealt rows, pilots, another row with a reason, a group that joins at once."""

from datetime import datetime, time, timedelta

import segno
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.database import ask_to_write
from casework.errors import DomainError
from casework.extensions import db
from casework.lab import planning, queries
from casework.lab.models import Study
from casework.web import current
from casework.web.access import LAB, allow
from casework.web.forms import choices_of
from casework.web.studies.blueprint import bp, by, session_of
from casework.web.studies.forms import GroupForm, OverrideForm, PilotForm, PlanForm, RehearsalForm
from casework.web.studies.overview import described, study_page
from casework.web.studies.ways_in import ways_of
from casework.web.studies.wording import case_of


@bp.post("/studies/<study_id>/sessions")
@allow(*LAB)
def plan_sessions(study_id: str) -> ResponseReturnValue:
    form = PlanForm()
    found = queries.get_study(db.session(), study_id)
    if form.validate_on_submit() and found.sealed_at is None:
        form.number.errors = ["Seal the plan first: it says what is to be shown before anybody takes part"]
    if form.errors:
        db.session.rollback()
        return study_page(study_id, form)
    there = url_for(".study", study_id=study_id, _anchor="sessions")
    current.reply_is(there)
    codes = []
    for starts_at in _times(form):
        planned = planning.plan_session(db.session(), found, by=by(), at=current.moment(), starts_at=starts_at)
        codes.append(planned.participant.code)
        # One at a time: whoever is at work saves in between.
        db.session.commit()
        ask_to_write(db.session())
        found = queries.get_study(db.session(), study_id)
    db.session.rollback()
    flash(f"{_and(codes)} {'is' if len(codes) == 1 else 'are'} ready to join")
    return redirect(there, 303)


def _times(form: PlanForm) -> list[datetime | None]:
    """When each of them is asked to come; nothing, where no day is given."""
    number = form.number.data
    if form.day.data is None:
        return [None] * number
    first = datetime.combine(form.day.data, form.begins.data or time(9)).astimezone()
    return [first + timedelta(minutes=(form.every.data or 0) * nth) for nth in range(number)]


@bp.post("/studies/<study_id>/pilots")
@allow(*LAB)
def plan_pilot(study_id: str) -> ResponseReturnValue:
    """A session with a real participant that is marked and never counts."""
    return _rehearse(study_id, PilotForm(), is_pilot=True)


@bp.post("/studies/<study_id>/rehearsals")
@allow(*LAB)
def plan_rehearsal(study_id: str) -> ResponseReturnValue:
    """A session in which the team tries out the study by themselves."""
    return _rehearse(study_id, RehearsalForm(), is_pilot=False)


def _rehearse(study_id: str, form: RehearsalForm, *, is_pilot: bool) -> ResponseReturnValue:
    there = url_for(".show_rehearsals", study_id=study_id)
    if form.validate_on_submit():
        found = queries.get_study(db.session(), study_id)
        planned = planning.plan_session(
            db.session(), found, by=by(), at=current.moment(), is_rehearsal=True, is_pilot=is_pilot
        )
        there = url_for(".console", study_id=study_id, session_id=planned.id)
        current.reply_is(there)
        db.session.commit()
    return redirect(there, 303)


def _and(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


@bp.route("/studies/<study_id>/sessions/<session_id>/row", methods=["GET", "POST"])
@allow(*LAB)
def override_row(study_id: str, session_id: str) -> ResponseReturnValue:
    """Give a session another row than the one it was dealt, and say why."""
    session = session_of(study_id, session_id)
    form = OverrideForm()
    rows = planning.rows_of(session.study)
    said = [", then ".join(f"{arm.mark} with {case.person_name.split()[0]}" for arm, case in row) for row in rows]
    form.row.choices = choices_of({str(number): f"Row {number + 1}: {words}" for number, words in enumerate(said)})
    if form.validate_on_submit():
        session = session_of(study_id, session_id, lock=True)
        try:
            planning.override_row(
                db.session(), session, int(form.row.data), form.because.data or "", by=by(), at=current.moment()
            )
        except DomainError as error:
            db.session.rollback()
            session = session_of(study_id, session_id)
            form.show(error)
        else:
            there = url_for(".study", study_id=study_id, _anchor="sessions")
            current.reply_is(there)
            code = session.participant.code
            db.session.commit()
            flash(f"{code} has another row")
            return redirect(there, 303)
    return render_template(
        "studies/override_row.html", study=session.study, session=session, form=form, described=described(session)
    )


# --- a group at once -----------------------------------------------------------------------------


@bp.route("/studies/<study_id>/group", methods=["GET", "POST"])
@allow(*LAB)
def group(study_id: str) -> ResponseReturnValue:
    """One code for several people, large enough for a projector; how many places are left."""
    found = queries.get_study(db.session(), study_id)
    form = GroupForm()
    if form.validate_on_submit():
        planning.open_group(db.session(), found, until=current.moment() + timedelta(minutes=form.minutes.data))
        there = url_for(".group", study_id=study_id)
        current.reply_is(there)
        db.session.commit()
        return redirect(there, 303)
    if form.errors:
        db.session.rollback()
        found = queries.get_study(db.session(), study_id)
    return render_template("studies/group.html", study=found, form=form, **_group(found))


@bp.post("/studies/<study_id>/group/close")
@allow(*LAB)
def close_group(study_id: str) -> ResponseReturnValue:
    there = url_for(".group", study_id=study_id)
    if RehearsalForm().validate_on_submit():
        planning.close_group(db.session(), queries.get_study(db.session(), study_id))
        current.reply_is(there)
        db.session.commit()
    return redirect(there, 303)


def _group(study: Study) -> dict[str, object]:
    at = current.moment()
    sessions = queries.sessions_of(db.session(), study)
    ways = ways_of(study.group_code) if study.group_code and study.group_until and study.group_until > at else None
    title = "The link of the group as a picture for a camera"
    return {
        "ways": ways,
        "qr": segno.make(ways["link"]).svg_inline(scale=6, title=title, svgclass="", lineclass="") if ways else "",
        "until": study.group_until,
        "free": sum(each.joined_at is None and each.ended_at is None for each in sessions),
        "joined": [
            (each.participant.code, [(arm.arm.mark, case_of(arm)) for arm in each.arms])
            for each in sessions
            if each.joined_at is not None and each.ended_at is None
        ],
    }
