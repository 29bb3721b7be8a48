"""The blueprint of the bench, and what stands on every page of one workflow."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, request, url_for
from flask_login import current_user

from casework.errors import NotFound
from casework.extensions import db
from casework.web.access import BENCH
from casework.web.page import lab_frame
from casework.workflows.definition import Definition
from casework.workflows.versions import WorkflowSave, definition_of, find_save

bp = Blueprint("workflows", __name__)

PARTS = {
    "edit": "Edit",
    "show_map": "Map",
    "show_differences": "Differences",
    "show_burden": "Burden",
    "show_duties": "Duties",
    "show_feasibility": "Feasibility",
    "show_versions": "Versions",
    "try_it": "Try it",
}


@dataclass(frozen=True)
class Shown:
    """The workflow a page is about: the save it shows, the newest unless the address says ?save=NUMBER."""

    save: WorkflowSave
    definition: Definition
    is_newest: bool


@bp.context_processor
def frame() -> dict[str, Any]:
    """What `layouts/lab.html` reads, and whether whoever is signed in may change workflows."""
    return {
        "current": lab_frame() if current_user.is_authenticated else {},
        "may_design": current_user.is_authenticated and current_user.may(*BENCH),
    }


def by() -> str:
    """Who does this, as it is kept beside what was done."""
    return str(current_user.account.name)


def shown(workflow_id: str) -> Shown:
    """The workflow at an address. Raises NotFound."""
    wanted = request.args.get("save", "")
    newest = find_save(db.session(), workflow_id)
    found = find_save(db.session(), workflow_id, int(wanted)) if wanted.isdecimal() else newest
    if found is None or newest is None:
        raise NotFound(f"workflow {workflow_id}")
    return Shown(found, definition_of(db.session(), found.version_id), found.number == newest.number)


def parts_of(here: Shown) -> list[dict[str, Any]]:
    """The sub-navigation of a workflow."""
    number: dict[str, Any] = {} if here.is_newest else {"save": here.save.number}
    return [
        {
            "text": text,
            "href": url_for(f".{name}", workflow_id=here.save.workflow_id, **number),
            "current": request.path == url_for(f".{name}", workflow_id=here.save.workflow_id),
        }
        for name, text in PARTS.items()
        if f"workflows.{name}" in current_app.view_functions
    ]
