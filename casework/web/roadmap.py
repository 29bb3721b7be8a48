"""The questions of the roadmap, each on a page that gathers what the lab knows; and two versions beside each other."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.errors import NotFound
from casework.extensions import db
from casework.findings import roadmap
from casework.findings.versions_compared import VersionsCompared, compare_versions, versions_worked_with
from casework.lab.titles import title_of
from casework.web import current
from casework.web.access import WATCHING, allow
from casework.web.joining.forms import ROLES
from casework.web.page import lab_frame
from casework.web.studies.tracing import said_of_gone
from casework.web.workflows.feasibility import SIGNS, all_profiles, capabilities
from casework.workflows.feasibility import judge
from casework.workflows.versions import WorkflowVersion, saves_of

bp = Blueprint("roadmap", __name__)

PAGES = {
    "index": "The questions",
    "system": "What the system must do",
    "approaches": "Which approach, for whom",
    "front_doors": "Which front door",
    "learned": "What we have learned",
    "versions": "Two versions",
}


@bp.context_processor
def frame() -> dict[str, Any]:
    """What `layouts/lab.html` reads, the pages of this area, and words that several of them use."""
    return {
        "current": lab_frame() if current_user.is_authenticated else {},
        "parts": [
            {"text": text, "href": url_for(f".{name}"), "current": request.endpoint == f"roadmap.{name}"}
            for name, text in PAGES.items()
        ],
        "roles": ROLES | {"": "Role not given"},
        "title_of": title_of,
        "fewest": roadmap.FEWEST_IN_A_GROUP,
    }


@bp.get("/roadmap")
@allow(*WATCHING)
def index() -> ResponseReturnValue:
    handle = db.session()
    needed, workflows = roadmap.needs(handle, capabilities())
    return render_template(
        "roadmap/index.html",
        needed=needed,
        workflows=workflows,
        systems=len(all_profiles()),
        approaches=_people_and_studies(roadmap.approaches(handle)),
        front_doors=_people_and_studies(roadmap.front_doors(handle)),
        counts=roadmap.counts_of(roadmap.learned(handle)),
        versions=len(versions_worked_with(handle)),
    )


def _people_and_studies(compared: Sequence[roadmap.Compared]) -> dict[str, int]:
    return {
        "planned": len(compared),
        "studies": sum(each.people > 0 for each in compared),
        "people": sum(each.people for each in compared),
    }


@bp.get("/roadmap/system")
@allow(*WATCHING)
def system() -> ResponseReturnValue:
    needed, workflows = roadmap.needs(db.session(), capabilities())
    known = list(all_profiles().values())
    today = current.moment().date()
    judged = {each.id: {j.capability.id: j for j in judge(each, capabilities(), today)} for each in known}
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in needed:
        cells = [judged[each.id][row.capability.id] for each in known]
        groups.setdefault(row.capability.group, []).append({"needed": row, "judged": cells})
    return render_template(
        "roadmap/system.html",
        groups=groups,
        n=len(needed),
        tried=sum(bool(row.people) for row in needed),
        workflows=workflows,
        profiles=known,
        signs=SIGNS,
    )


@bp.get("/roadmap/approaches")
@allow(*WATCHING)
def approaches() -> ResponseReturnValue:
    return render_template("roadmap/approaches.html", compared=roadmap.approaches(db.session()))


@bp.get("/roadmap/front-doors")
@allow(*WATCHING)
def front_doors() -> ResponseReturnValue:
    return render_template("roadmap/front_doors.html", compared=roadmap.front_doors(db.session()))


@bp.get("/roadmap/learned")
@allow(*WATCHING)
def learned() -> ResponseReturnValue:
    rows = roadmap.learned(db.session())
    return render_template(
        "roadmap/learned.html",
        rows=rows,
        counts=roadmap.counts_of(rows),
        decisions=roadmap.decisions_in(rows),
        versions={
            found.finding.changed_version_id: db.session.get(WorkflowVersion, found.finding.changed_version_id)
            for found in roadmap.decisions_in(rows)
        },
        said_of_gone=said_of_gone,
    )


@bp.get("/roadmap/versions")
@allow(*WATCHING)
def versions() -> ResponseReturnValue:
    worked = versions_worked_with(db.session())
    chosen = [_chosen(name) for name in ("first", "second")]
    compared = None
    if chosen[0] is not None and chosen[1] is not None and chosen[0] is not chosen[1]:
        compared = compare_versions(db.session(), chosen[0], chosen[1])
    return render_template(
        "roadmap/versions.html",
        worked=worked,
        chosen=[each.id if each else "" for each in chosen],
        is_same=chosen[0] is not None and chosen[0] is chosen[1],
        compared=compared,
        differences_url=_differences_url(compared) if compared else None,
    )


def _differences_url(compared: VersionsCompared) -> str | None:
    """Where the two are told apart in plain words; None where one of them was never saved by itself, but made for an
    arm with other words.
    """
    found = [
        next((save for save in saves_of(db.session(), version.workflow_id) if save.version_id == version.id), None)
        for version in (compared.first, compared.second)
    ]
    first, second = found
    if first is None or second is None:
        return None
    there: dict[str, Any] = {"save": second.number, "with": first.workflow_id, "with_save": first.number}
    return url_for("workflows.show_differences", workflow_id=second.workflow_id, **there)


def _chosen(name: str) -> WorkflowVersion | None:
    version_id = request.args.get(name, "")
    if not version_id:
        return None
    found = db.session.get(WorkflowVersion, version_id)
    if found is None:
        raise NotFound(f"version {version_id}")
    return found
