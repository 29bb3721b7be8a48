"""Findings of a study: written from groups of notes, judged by two, and followed to what came of them."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms import BooleanField, IntegerField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Optional

from casework.errors import DomainError
from casework.extensions import db
from casework.findings import found as findings_room
from casework.findings import wall as walls
from casework.findings.found import ENOUGH_JUDGES, Place, Words, findings_of, looked_at, places_of
from casework.findings.replay import seconds_into
from casework.findings.wall import Card, Wall, wall_of
from casework.lab import queries
from casework.lab.models import Finding, NoteGroup, Study
from casework.lab.observations import SEVERITIES
from casework.statistics.present import clock
from casework.web import current
from casework.web.access import BENCH, LAB, NOTING, STAFF, WATCHING, allow
from casework.web.forms import choices_of
from casework.web.studies.blueprint import bp, by, parts_of
from casework.web.studies.forms import ActForm, StaffForm
from casework.web.studies.replay import address
from casework.web.studies.tracing import CANNOT_TELL, GONE, STILL, VERDICTS, trace_of, verdict
from casework.web.studies.wording import KEYS, NOTE_COLOURS
from casework.workflows.versions import WorkflowVersion


class FindingForm(StaffForm):
    """A finding as it is written. changes: how often it had been changed when the page was opened."""

    title = StringField("Title")
    what = TextAreaField("What was found")
    recommendation = TextAreaField("What we suggest (optional)")
    place = SelectField("Where in the workflow (optional)", validate_choice=False)
    notes = SelectMultipleField("Notes it rests on", validate_choice=False)
    is_in_report = BooleanField("Put it in the report")
    changes = IntegerField("Changes", validators=[Optional()])


class SeverityForm(StaffForm):
    severity = RadioField(
        "How serious is it?",
        choices=choices_of({str(number): f"{number} {word}" for number, word in SEVERITIES.items()}),
        validate_choice=False,
    )
    because = TextAreaField("Why?")


class FollowForm(StaffForm):
    study = SelectField("Which study is to show whether it went away?", validate_choice=False)


class GoneForm(StaffForm):
    has_gone = RadioField("Did it go away?", choices=choices_of(VERDICTS), validate_choice=False)
    met = IntegerField("How many met it there?", validators=[Optional()])
    because = TextAreaField("What shows it?")


@bp.get("/studies/<study_id>/findings")
@allow(*WATCHING)
def findings(study_id: str) -> ResponseReturnValue:
    study = queries.get_study(db.session(), study_id)
    return render_template(
        "studies/findings.html",
        study=study,
        parts=parts_of(study, "findings"),
        findings=findings_of(db.session(), study),
        to_check=findings_room.to_check(db.session(), study),
        severities=SEVERITIES,
        trace_of=trace_of,
        judged=verdict,
        verdicts=VERDICTS,
    )


@bp.route("/studies/<study_id>/findings/new", methods=["GET", "POST"])
@allow(*LAB)
def new_finding(study_id: str) -> ResponseReturnValue:
    """From a group of notes, whose notes are ticked, or from nothing."""
    study = queries.get_study(db.session(), study_id)
    group_id = request.args.get("group", "")
    group = walls.get_group(db.session(), study, group_id) if group_id else None
    wall = wall_of(db.session(), study)
    form = _form(wall, group)
    if form.validate_on_submit():
        try:
            walls.hold(db.session(), study)
            made = findings_room.make_finding(
                db.session(), wall, group, _words(study, form), by=by(), at=current.moment()
            )
        except DomainError as error:
            study = _undone(study_id)
            group = walls.get_group(db.session(), study, group_id) if group_id else None
            form.show(error)
        else:
            flash(f"Finding {made.number} is kept. Two people should judge how serious it is")
            return _back(study_id, made.number)
    elif not current.is_post():
        form.title.data = group.title if group else ""
        form.notes.data = [card.note.id for card in wall.cards_of(group)] if group else []
    return _form_page(study, form, group=group)


@bp.get("/studies/<study_id>/findings/<int:number>")
@allow(*STAFF)
def finding(study_id: str, number: int) -> ResponseReturnValue:
    study = queries.get_study(db.session(), study_id)
    return _page(study, findings_room.get_finding(db.session(), study, number))


@bp.route("/studies/<study_id>/findings/<int:number>/edit", methods=["GET", "POST"])
@allow(*LAB)
def edit_finding(study_id: str, number: int) -> ResponseReturnValue:
    study = queries.get_study(db.session(), study_id)
    found = findings_room.get_finding(db.session(), study, number)
    wall = wall_of(db.session(), study)
    form = _form(wall, db.session.get(NoteGroup, found.group_id) if found.group_id else None)
    if form.validate_on_submit():
        try:
            walls.hold(db.session(), study)
            findings_room.change_finding(
                db.session(),
                wall,
                found,
                _words(study, form),
                changes_seen=form.changes.data or 0,
                by=by(),
                at=current.moment(),
            )
        except DomainError as error:
            study = _undone(study_id)
            found = findings_room.get_finding(db.session(), study, number)
            form.show(error)
        else:
            return _back(study_id, number)
    elif not current.is_post():
        form.title.data, form.what.data = found.title, found.what
        form.recommendation.data = found.recommendation or ""
        form.place.data = "/".join(part for part in (found.workflow_id, found.step_id, found.question_id) if part)
        form.notes.data = [each.observation_id for each in found.evidence]
        form.is_in_report.data, form.changes.data = found.is_in_report, len(found.changes)
    return _form_page(study, form, finding=found)


@bp.post("/studies/<study_id>/findings/<int:number>/severity")
@allow(*NOTING)
def judge_severity(study_id: str, number: int) -> ResponseReturnValue:
    form = SeverityForm()
    study, found = _held(study_id, number)
    if form.validate_on_submit():
        try:
            severity = int(form.severity.data) if (form.severity.data or "").isdecimal() else 0
            findings_room.judge_severity(
                db.session(), found, severity, form.because.data or "", by=by(), at=current.moment()
            )
        except DomainError as error:
            study, found = _undone_finding(study_id, number)
            form.show(error)
        else:
            return _back(study_id, number, "how-serious")
    return _page(study, found, severity_form=form)


@bp.post("/studies/<study_id>/findings/<int:number>/report")
@allow(*LAB)
def report_finding(study_id: str, number: int) -> ResponseReturnValue:
    """Put it in the report, or take it out."""
    study, found = _held(study_id, number)
    if not ActForm().validate_on_submit():
        return _page(study, found)
    is_in = request.form.get("press") != "out"
    findings_room.put_in_report(db.session(), found, is_in, by=by(), at=current.moment())
    flash("It is in the report" if is_in else "It is not in the report")
    return _back(study_id, number)


@bp.post("/studies/<study_id>/findings/<int:number>/evidence")
@allow(*LAB)
def add_evidence(study_id: str, number: int) -> ResponseReturnValue:
    """Let it rest on the notes that joined its group since."""
    study, found = _held(study_id, number)
    if not ActForm().validate_on_submit():
        return _page(study, found)
    added = findings_room.add_new_evidence(
        db.session(), looked_at(db.session(), study, found), by=by(), at=current.moment()
    )
    flash(f"{added} {'note' if added == 1 else 'notes'} added")
    return _back(study_id, number, "evidence")


@bp.post("/studies/<study_id>/findings/<int:number>/follow")
@allow(*LAB)
def follow_finding(study_id: str, number: int) -> ResponseReturnValue:
    form = FollowForm()
    study, found = _held(study_id, number)
    if form.validate_on_submit():
        try:
            findings_room.follow_up(db.session(), found, form.study.data or "", by=by(), at=current.moment())
        except DomainError as error:
            study, found = _undone_finding(study_id, number)
            form.show(error)
        else:
            return _back(study_id, number, "gone")
    return _page(study, found, follow_form=form)


@bp.post("/studies/<study_id>/findings/<int:number>/gone")
@allow(*LAB)
def judge_gone(study_id: str, number: int) -> ResponseReturnValue:
    form = GoneForm()
    study, found = _held(study_id, number)
    if form.validate_on_submit():
        try:
            _judge_gone(found, form)
        except DomainError as error:
            study, found = _undone_finding(study_id, number)
            form.show(error)
        else:
            return _back(study_id, number, "gone")
    return _page(study, found, gone_form=form)


def _judge_gone(found: Finding, form: GoneForm) -> None:
    if form.has_gone.data not in VERDICTS:
        raise DomainError("Select whether it went away", field="has_gone")
    if form.met.data is None:
        raise DomainError("Enter how many met it there, 0 where nobody did", field="met")
    findings_room.judge_gone(
        db.session(),
        found,
        {GONE: True, STILL: False, CANNOT_TELL: None}[form.has_gone.data],
        met=form.met.data,
        because=form.because.data or "",
        by=by(),
        at=current.moment(),
    )


# --- what is shown -------------------------------------------------------------------------------


def _page(
    study: Study,
    finding: Finding,
    *,
    severity_form: SeverityForm | None = None,
    follow_form: FollowForm | None = None,
    gone_form: GoneForm | None = None,
) -> str:
    found = looked_at(db.session(), study, finding)
    follow = follow_form or FollowForm(formdata=None)
    following = findings_room.studies_that_follow(db.session(), finding)
    follow.study.choices = choices_of({each.id: each.title for each in following})
    mine = next((each for each in finding.judgements if each.by == by()), None)
    severity = severity_form or SeverityForm(
        formdata=None, severity=str(mine.severity) if mine else None, because=mine.because if mine else ""
    )
    version = db.session.get(WorkflowVersion, finding.changed_version_id) if finding.changed_version_id else None
    after = next((each for each in following if each.id == finding.followed_by), None)
    return render_template(
        "studies/finding.html",
        study=study,
        parts=parts_of(study, "findings"),
        finding=finding,
        found=found,
        evidence=[_line(card) for card in found.cards],
        trace=trace_of(found),
        place=_place(study, finding),
        severities=SEVERITIES,
        enough=ENOUGH_JUDGES,
        severity_form=severity,
        follow_form=follow,
        gone_form=gone_form or GoneForm(formdata=None),
        version=version,
        after=after,
        came_after=findings_room.came_after(db.session(), finding),
        judged=verdict(finding),
        verdicts=VERDICTS,
        workflows=_workflows(study, finding) if current_user.may(*BENCH) else [],
    )


def _workflows(study: Study, finding: Finding) -> list[dict[str, str]]:
    """The workflows that could be changed because of it: that of its place, or those of the arms."""
    wanted = {arm.version_id for arm in study.arms if arm.version_id}
    versions = [db.session.get(WorkflowVersion, version_id) for version_id in sorted(wanted)]
    named = {version.workflow_id: version.title for version in versions if version is not None}
    if finding.workflow_id in named:
        named = {finding.workflow_id: named[finding.workflow_id]}
    return [
        {"title": title, "href": url_for("workflows.edit", workflow_id=workflow_id, finding=finding.id)}
        for workflow_id, title in named.items()
    ]


def _place(study: Study, finding: Finding) -> Place | None:
    wanted = (finding.workflow_id, finding.step_id, finding.question_id)
    return next(
        (
            each
            for each in places_of(db.session(), study)
            if (each.workflow_id, each.step_id, each.question_id) == wanted
        ),
        None,
    )


def _line(card: Card) -> dict[str, Any]:
    note, run = card.note, card.run
    return {
        "id": note.id,
        "text": note.text,
        "kind": f"{KEYS[note.kind]} {note.kind.value}",
        "colour": NOTE_COLOURS[note.kind],
        "code": card.code,
        "arm": card.arm,
        "page": note.page or "",
        "time": clock(seconds_into(run, note.at)) if run and run.started_at else "",
        "href": address(run, seconds_into(run, note.at)) if run and run.ended_at else "",
        "counts": card.shows_problem,
    }


def _form(wall: Wall, group: NoteGroup | None) -> FindingForm:
    """A form that offers the notes, those of the group first, and every place of the arms' workflows."""
    form = FindingForm()
    cards = [*(wall.cards_of(group) if group else []), *(card for card in wall.cards if card.group is not group)]
    if group is None:
        cards = wall.cards
    form.notes.choices = choices_of(
        {card.note.id: f"{card.code}{f' {card.arm}' if card.arm else ''}: {card.note.text}" for card in cards}
    )
    places = {place.key: place.label for place in places_of(db.session(), wall.study)}
    form.place.choices = choices_of({"": "Nowhere in particular", **places})
    return form


def _words(study: Study, form: FindingForm) -> Words:
    place = next((each for each in places_of(db.session(), study) if each.key == form.place.data), None)
    return Words(
        title=form.title.data or "",
        what=form.what.data or "",
        recommendation=form.recommendation.data or "",
        place=place,
        is_in_report=bool(form.is_in_report.data),
        notes=form.notes.data or [],
    )


def _form_page(
    study: Study, form: FindingForm, *, group: NoteGroup | None = None, finding: Finding | None = None
) -> str:
    return render_template(
        "studies/finding_form.html",
        study=study,
        parts=parts_of(study, "findings"),
        form=form,
        group=group,
        finding=finding,
    )


def _held(study_id: str, number: int) -> tuple[Study, Finding]:
    study = queries.get_study(db.session(), study_id)
    walls.hold(db.session(), study)
    return study, findings_room.get_finding(db.session(), study, number)


def _undone(study_id: str) -> Study:
    """The study again, after what a refused attempt began is undone."""
    db.session.rollback()
    current.forget()
    return queries.get_study(db.session(), study_id)


def _undone_finding(study_id: str, number: int) -> tuple[Study, Finding]:
    study = _undone(study_id)
    return study, findings_room.get_finding(db.session(), study, number)


def _back(study_id: str, number: int, anchor: str | None = None) -> ResponseReturnValue:
    there = url_for(".finding", study_id=study_id, number=number, _anchor=anchor)
    current.reply_is(there)
    db.session.commit()
    return redirect(there, 303)
