"""The reader test of a study: who reads, what was found out, and answers judged without knowing whose they are."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.errors import DomainError
from casework.extensions import db
from casework.findings.reading import reader_test
from casework.lab import panel, queries, reading
from casework.lab.models import Reader
from casework.web import current
from casework.web.access import LAB, WATCHING, allow
from casework.web.reading_bar import asked
from casework.web.studies.blueprint import bp, by, parts_of


@bp.get("/studies/<study_id>/readers")
@allow(*WATCHING)
def show_readers(study_id: str) -> ResponseReturnValue:
    study, handle = queries.get_study(db.session(), study_id), db.session()
    part, records = reading.part_of(study), reading.records(handle, study)
    return render_template(
        "studies/readers.html",
        study=study,
        parts=parts_of(study, "show_readers"),
        part=part,
        found=reader_test(handle, study),
        waiting=[record for record in records if part and record.readings < part.each],
        kept=len(records),
        state_of=_state_of,
    )


def _state_of(reader: Reader) -> tuple[str, str]:
    read = sum(one.ended_at is not None for one in reader.readings)
    if reader.participant.withdrawn_at is not None:
        return "look", "Withdrew"
    if reader.ended_at is not None:
        return "done", "Has read" if read else "Did not read"
    return ("live", "Reading") if any(one.started_at for one in reader.readings) else ("waits", "Not begun")


@bp.post("/studies/<study_id>/readers/plan")
@allow(*LAB)
def plan_reader(study_id: str) -> ResponseReturnValue:
    study = queries.get_study(db.session(), study_id)
    try:
        reader = reading.plan_reader(db.session(), study, by=by(), at=current.moment())
    except DomainError as error:
        return _refused(study_id, error.message)
    flash(f"{reader.participant.code} is planned: {len(reader.readings)} to read.")
    return _back(study_id)


@bp.post("/studies/<study_id>/readers/let-go")
@allow(*LAB)
def let_records_go(study_id: str) -> ResponseReturnValue:
    gone = reading.let_go(db.session(), queries.get_study(db.session(), study_id))
    flash(f"{gone} {'record was' if gone == 1 else 'records were'} let go of. What was found out stays.")
    return _back(study_id)


@bp.route("/studies/<study_id>/readers/judge", methods=["GET", "POST"])
@allow(*LAB)
def judge_answers(study_id: str) -> ResponseReturnValue:
    """One answer at a time in a reader's own words: whether it is right, told neither the arm nor the reader."""
    study = queries.get_study(db.session(), study_id)
    if current.is_post() and request.form.get("is_right") in ("yes", "no"):
        is_right = request.form["is_right"] == "yes"
        reading.judge(db.session(), study, request.form.get("answer", ""), is_right, by=by(), at=current.moment())
        there = url_for(".judge_answers", study_id=study_id)
        current.reply_is(there)
        db.session.commit()
        return redirect(there, 303)
    left = reading.to_judge(db.session(), study)
    part = reading.part_of(study)
    one = left[0] if left else None
    question = next((each for each in part.questions if one and each.id == one.question), None) if part else None
    return render_template(
        "studies/judge_reading.html",
        study=study,
        parts=parts_of(study, "show_readers"),
        left=len(left),
        answer=one,
        asked=asked(one.reading, question) if one and question else "",
        right=reading.right_answers(db.session(), one.reading, question) if one and question else [],
        is_blind=panel.is_blind(db.session(), study),
        has_error=current.is_post(),
    )


@bp.post("/studies/<study_id>/readers/<reading_id>/leave-out")
@allow(*LAB)
def leave_reading_out(study_id: str, reading_id: str) -> ResponseReturnValue:
    study = queries.get_study(db.session(), study_id)
    try:
        reading.leave_out(db.session(), study, reading_id, request.form.get("because", ""), by=by())
    except DomainError as error:
        return _refused(study_id, f"{error.message}. Nothing was changed.")
    return _back(study_id)


def _refused(study_id: str, why: str) -> ResponseReturnValue:
    db.session.rollback()
    flash(why)
    return redirect(url_for(".show_readers", study_id=study_id), 303)


def _back(study_id: str) -> ResponseReturnValue:
    there = url_for(".show_readers", study_id=study_id)
    current.reply_is(there)
    db.session.commit()
    return redirect(there, 303)
