"""Round a trial: where it begins, what it has recorded, jumping to another step, leaving a comment."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from casework.errors import DomainError
from casework.extensions import db
from casework.facts import FactType
from casework.lab.models import ShownLink, Trial, WorkflowComment
from casework.records.facts import CATALOGUE
from casework.records.models import Case, Step
from casework.records.queries.known import known_facts
from casework.records.vocabulary import StepStatus
from casework.rehearsal import trials
from casework.web import current
from casework.web.access import Who, allow
from casework.web.records.blueprint import frame
from casework.workflows.versions import definition_of

MOST_CHARACTERS = 2000

bp = Blueprint("trying", __name__)
bp.context_processor(frame)


def _trial() -> Trial:
    found = current.trial()
    if found is None:
        raise ValueError("this route must only let through whoever holds the address of a trial")
    return found


@bp.get("/")
@allow(Who.TRYING)
def begin() -> ResponseReturnValue:
    """The step that waits."""
    waiting = _waiting()
    return redirect(url_for("trial.step", step_id=waiting.id) if waiting else url_for("trial.work_view"))


def _waiting() -> Step | None:
    """The step of the trial's own case that is open, the one chosen to begin with before others."""
    query = (
        select(Step)
        .join(Case, Case.id == Step.case_id)
        .where(Step.version_id == _trial().version_id, Case.version_id == _trial().version_id)
        .where(Step.status.in_([StepStatus.INCOMING, StepStatus.STARTED]), Case.person_id == _trial().person_id)
        .order_by(Step.definition_id != _trial().start_at, Step.position.desc())
    )
    return db.session.scalars(query).first()


@bp.get("/recorded")
@allow(Who.TRYING)
def recorded() -> ResponseReturnValue:
    """Every fact that the trial's case has so far."""
    step = db.session.scalars(
        select(Step).where(Step.version_id == _trial().version_id, Step.person_id == _trial().person_id).limit(1)
    ).first()
    known = known_facts(db.session(), step.person, step.case, current.story_date(), at=step) if step else {}
    rows = [
        {"name": name, "label": CATALOGUE[name].label, "value": _said(name, value)}
        for name, value in known.items()
        if name in CATALOGUE and not name.startswith("rate.")
    ]
    return render_template("trying/recorded.html", rows=rows)


def _said(name: str, value: object) -> str:
    fact = CATALOGUE[name]
    if fact.type is FactType.MONEY and isinstance(value, int):
        return f"£{value / 100:,.2f}"
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_short(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return "; ".join(_short(inner) for inner in value)
    return str(value)


def _short(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(_short(inner) for inner in value.values() if inner)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


@bp.post("/jump")
@allow(Who.TRYING)
def jump() -> ResponseReturnValue:
    """Begin again at another step, with everything before it done by the robot: a trial of its own."""
    here = _trial()
    link = db.session.get(ShownLink, here.shown_link_id) if here.shown_link_id else None
    try:
        made = trials.begin_trial(
            db.session(),
            workflow_id=here.workflow_id,
            version_id=here.version_id,
            beside=here.beside,
            person_id=here.person_id,
            start_at=request.form.get("step", ""),
            theme=here.theme,
            by=here.made_by,
            at=current.moment(),
            link=link,
        )
    except DomainError as error:
        db.session.rollback()
        return current.show_what_was_typed(error.message, 400)
    there = url_for("trying.begin", token=made.token)
    db.session.commit()
    return redirect(there, 303)


@bp.post("/comment")
@allow(Who.TRYING)
def comment() -> ResponseReturnValue:
    """Keep what somebody says about a question or a page, for the workflow's designers."""
    here, text = _trial(), request.form.get("text", "").strip()
    back = request.form.get("here", "")
    there = back if back.startswith(f"/try/{here.token}/") else url_for("trying.begin")
    if not text or len(text) > MOST_CHARACTERS:
        flash(f"Nothing was kept: write a comment of up to {MOST_CHARACTERS:,} characters.")
        return redirect(there, 303)
    definition = definition_of(db.session(), here.version_id)
    step, question = request.form.get("step", ""), request.form.get("question", "")
    known = {found.id for _, _, found in definition.every_question()}
    db.session.add(
        WorkflowComment(
            workflow_id=here.workflow_id,
            version_id=here.version_id,
            step_id=step if step in {each.id for each in definition.steps} else here.start_at,
            question_id=question if question in known else None,
            text=text,
            by=request.form.get("by", "").strip()[:120]
            or ("somebody with the link" if here.shown_link_id else here.made_by),
            at=current.moment(),
        )
    )
    db.session.commit()
    flash("Your comment is kept. The designers of this workflow see it.")
    return redirect(there, 303)
