"""A safeguarding concern, or a doubt about capacity, from anywhere in a person's record, and the way back."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.errors import DomainError
from casework.extensions import db
from casework.lab.beside import start_beside
from casework.lab.vocabulary import EventKind
from casework.records.models import Person, Step
from casework.records.queries import people as queries
from casework.web import current
from casework.web.access import AT_WORK, allow
from casework.web.records.blueprint import bp, identity_of

LONGEST_PATH = 300
BEGUN = {"safeguarding": EventKind.CONCERN_RAISED, "capacity": EventKind.CAPACITY_QUESTIONED}


@bp.route("/people/<person_id>/concern", methods=["GET", "POST"])
@allow(*AT_WORK)
def raise_concern(person_id: str) -> ResponseReturnValue:
    return _begin_page(person_id, "safeguarding")


@bp.route("/people/<person_id>/capacity", methods=["GET", "POST"])
@allow(*AT_WORK)
def assess_capacity(person_id: str) -> ResponseReturnValue:
    return _begin_page(person_id, "capacity")


def _begin_page(person_id: str, workflow_id: str) -> ResponseReturnValue:
    whom = queries.get_person(db.session(), person_id)
    if not current.is_post():
        current.viewing(f"{whom.name}: begin {workflow_id}")
        current.looked_at(whom, f"begin {workflow_id}")
        return render_template(
            "records/begin_beside.html",
            person=whom,
            identity=identity_of(whom),
            workflow_id=workflow_id,
            is_there=workflow_id in current.beside(),
            came_from=_safe(request.args.get("from", "")),
        )
    path = _safe(request.form.get("from", "")) or f"/people/{whom.id}"
    try:
        step = begin_beside(whom, workflow_id, came_from=None, path=path, label=whom.name)
    except DomainError as error:
        current.refused(error, place=workflow_id)
        return current.show_what_was_typed(error.message, 409)
    there = url_for(".step", step_id=step.id)
    current.reply_is(there)
    db.session.commit()
    return redirect(there, 303)


def begin_beside(whom: Person, workflow_id: str, *, came_from: Step | None, path: str, label: str) -> Step:
    """Start one of the workflows that may begin anywhere, remembering the page she is on. Raises DomainError."""
    step = start_beside(
        db.session(),
        whom,
        workflow_id,
        worker=current.worker(),
        beside=current.beside(),
        came_from=came_from,
        back_to={"path": path[:LONGEST_PATH], "label": label},
        today=current.story_date(),
        at=current.moment(),
    )
    current.happened(BEGUN[workflow_id], step_row_id=step.id, person_id=whom.id, away_from=path)
    return step


def begin_from_page(step: Step, page_id: str, title: str, workflow_id: str) -> str | None:
    """From the middle of a step, whose page was just saved: where she goes now; None where it cannot begin here."""
    if workflow_id not in BEGUN:
        return None
    field = request.form.get("field", "")
    anchor = f"#{field}" if field.replace("-", "").replace("_", "").isalnum() else ""
    path = f"/steps/{step.id}/pages/{page_id}{anchor}"
    try:
        begun = begin_beside(step.person, workflow_id, came_from=step, path=path, label=f"{step.person.name}, {title}")
    except DomainError as error:
        flash(error.message)
        return None
    return url_for(".step", step_id=begun.id)


def way_back(step: Step) -> dict[str, Any] | None:
    """The page she left to begin this step, as a link; None for any other step."""
    if not step.back_to:
        return None
    before = url_for(".work_view").removesuffix("/work")
    return {"href": before + step.back_to["path"], "text": f"Go back to {step.back_to['label']}"}


def _safe(path: str) -> str:
    """An address of the record that a visitor named, or nothing."""
    known = ("/work", "/people", "/steps/", "/duty", "/directory")
    return path if path.startswith(known) and "//" not in path and "\\" not in path else ""
