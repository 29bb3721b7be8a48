"""What systems can do, set against what a workflow demands; and the profiles that say it."""

from collections import Counter
from datetime import date
from functools import cache
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import DateField, RadioField, StringField, SubmitField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from casework.errors import DomainError, NotFound
from casework.extensions import db
from casework.web import current
from casework.web.access import BENCH, STAFF, allow
from casework.web.forms import choices_of
from casework.web.studies.forms import StaffForm
from casework.web.workflows.blueprint import bp, by, parts_of, shown
from casework.workflows import systems
from casework.workflows.feasibility import (
    ANSWERS,
    RESULTS,
    STRENGTHS,
    Capability,
    Cell,
    Demand,
    Judged,
    Profile,
    demands_of,
    judge,
    load_capabilities,
    load_profiles,
    not_shown_by_workflows,
)
from config import ROOT

FOLDER = ROOT / "seed_data" / "systems"
MOST_PLACES_SHOWN = 3
SIGNS = {
    "met": "done",
    "by configuration": "planned",
    "needs the supplier": "look",
    "not met": "wrong",
    "not known": "plain",
}


class SystemForm(StaffForm):
    name = StringField("Name of the system", validators=[DataRequired("Enter the name of the system"), Length(max=160)])
    version = StringField("Version", validators=[Length(max=80, message="Enter the version in up to 80 characters")])
    submit = SubmitField("Begin the profile")


class JudgementForm(StaffForm):
    answer = RadioField("Can it do this?", choices=choices_of(ANSWERS), default="unknown")
    strength = RadioField("What does that rest on?", choices=choices_of(STRENGTHS), default="none")
    source = StringField("Where was it seen or read, or who said it?", validators=[Length(max=2000)])
    seen_on = DateField("On which day?", format="%d %m %Y", validators=[Optional()])
    evidence = TextAreaField("What was seen", validators=[Length(max=5000)])
    submit = SubmitField("Keep this answer")


@cache
def capabilities() -> tuple[Capability, ...]:
    return load_capabilities(FOLDER)


@cache
def _shipped() -> dict[str, Profile]:
    return load_profiles(FOLDER, capabilities())


def all_profiles() -> dict[str, Profile]:
    return systems.profiles(db.session(), _shipped())


def _profile(system_id: str) -> Profile:
    found = all_profiles().get(system_id)
    if found is None:
        raise NotFound(f"system {system_id}")
    return found


def _today() -> date:
    return current.moment().date()


def _in_groups(rows: list[Any]) -> dict[str, list[Any]]:
    groups: dict[str, list[Any]] = {}
    for row in rows:
        groups.setdefault(row["capability"].group, []).append(row)
    return groups


# --- a workflow against the systems --------------------------------------------------------------


@bp.get("/workflows/<workflow_id>/feasibility")
@allow(*STAFF)
def show_feasibility(workflow_id: str) -> ResponseReturnValue:
    here = shown(workflow_id)
    demands = demands_of(here.definition, capabilities())
    profiles = list(all_profiles().values())
    judged = {profile.id: _by_capability(profile) for profile in profiles}
    rows = [
        _demand_row(demand, [judged[profile.id][demand.capability.id] for profile in profiles]) for demand in demands
    ]
    return render_template(
        "workflows/feasibility.html",
        here=here,
        parts=parts_of(here),
        profiles=profiles,
        groups=_in_groups(rows),
        n=len(demands),
        counts={profile.id: _counted([judged[profile.id][d.capability.id] for d in demands]) for profile in profiles},
        declared=[
            {"capability": each, "judged": [judged[profile.id][each.id] for profile in profiles]}
            for each in not_shown_by_workflows(capabilities())
        ],
        results=list(SIGNS),
        signs=SIGNS,
    )


def _by_capability(profile: Profile) -> dict[str, Judged]:
    return {each.capability.id: each for each in judge(profile, capabilities(), _today())}


def _counted(judged: list[Judged]) -> dict[str, int]:
    counts = Counter(each.result for each in judged)
    return {result: counts.get(result, 0) for result in RESULTS.values()}


def _demand_row(demand: Demand, judged: list[Judged]) -> dict[str, Any]:
    return {
        "capability": demand.capability,
        "because": demand.because[:MOST_PLACES_SHOWN],
        "more": max(len(demand.because) - MOST_PLACES_SHOWN, 0),
        "judged": judged,
    }


# --- profiles ------------------------------------------------------------------------------------


@bp.get("/systems")
@allow(*STAFF)
def show_systems() -> ResponseReturnValue:
    rows = [
        {"profile": profile, "counts": _counted(judge(profile, capabilities(), _today()))}
        for profile in all_profiles().values()
    ]
    return render_template("workflows/systems.html", rows=rows, results=list(SIGNS), n=len(capabilities()))


@bp.route("/systems/new", methods=["GET", "POST"])
@allow(*BENCH)
def add_system() -> ResponseReturnValue:
    form = SystemForm()
    if form.validate_on_submit():
        try:
            made = systems.add_system(
                db.session(), name=form.name.data or "", version=form.version.data or "", by=by(), at=current.moment()
            )
        except DomainError as error:
            db.session.rollback()
            form.show(error)
        else:
            there = url_for(".show_system", system_id=made.id)
            current.reply_is(there)
            db.session.commit()
            return redirect(there, 303)
    return render_template("workflows/new_system.html", form=form)


@bp.get("/systems/<system_id>")
@allow(*STAFF)
def show_system(system_id: str) -> ResponseReturnValue:
    profile = _profile(system_id)
    judged = judge(profile, capabilities(), _today())
    return render_template(
        "workflows/system.html",
        profile=profile,
        groups=_in_groups([{"capability": each.capability, "judged": each} for each in judged]),
        counts=_counted(judged),
        n=len(judged),
        answers=ANSWERS,
        strengths=STRENGTHS,
        signs=SIGNS,
    )


@bp.route("/systems/<system_id>/capabilities/<capability_id>", methods=["GET", "POST"])
@allow(*BENCH)
def judge_system(system_id: str, capability_id: str) -> ResponseReturnValue:
    profile = _profile(system_id)
    capability = next((each for each in capabilities() if each.id == capability_id), None)
    if capability is None:
        raise NotFound(f"capability {capability_id}")
    cell = profile.cells.get(capability_id, Cell())
    form = JudgementForm(
        answer=cell.answer, strength=cell.evidence, source=cell.source, seen_on=cell.seen_on, evidence=cell.note
    )
    if form.validate_on_submit():
        try:
            systems.judge_capability(
                db.session(),
                system_id,
                capability_id,
                Cell(
                    answer=form.answer.data,
                    evidence=form.strength.data,
                    source=form.source.data or "",
                    seen_on=form.seen_on.data,
                    note=form.evidence.data or "",
                ),
                by=by(),
                at=current.moment(),
                today=_today(),
            )
        except DomainError as error:
            db.session.rollback()
            form.show(error)
        else:
            there = url_for(".show_system", system_id=system_id, _anchor=capability_id)
            current.reply_is(there)
            db.session.commit()
            return redirect(there, 303)
    return render_template(
        "workflows/judge.html",
        profile=profile,
        capability=capability,
        form=form,
        history=systems.judgements_of(db.session(), system_id).get(capability_id, []),
        answers=ANSWERS,
        strengths=STRENGTHS,
    )


@bp.get("/systems/<system_id>/script")
@allow(*STAFF)
def show_script(system_id: str) -> ResponseReturnValue:
    """What to ask a supplier to show: of everything, or of what one workflow demands (?for=its id)."""
    profile = _profile(system_id)
    here = shown(request.args["for"]) if request.args.get("for") else None
    wanted = list(capabilities())
    if here:
        demands = {demand.capability.id for demand in demands_of(here.definition, capabilities())}
        wanted = [each for each in wanted if each.id in demands or each.basis == "declared"]
    judged = {each.capability.id: each for each in judge(profile, capabilities(), _today())}
    rows = [
        {"number": number, "capability": each, "judged": judged[each.id]} for number, each in enumerate(wanted, start=1)
    ]
    return render_template("workflows/script.html", profile=profile, here=here, groups=_in_groups(rows), n=len(wanted))
