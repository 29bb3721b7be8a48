"""What a workflow does otherwise than an earlier save, what it extends, or any other."""

from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.errors import NotFound
from casework.extensions import db
from casework.rehearsal.against import CostRow, Costs, set_against
from casework.rehearsal.people import pinned_people
from casework.web.access import STAFF, allow
from casework.web.workflows.blueprint import Shown, bp, parts_of, shown
from casework.workflows.definition import Definition
from casework.workflows.differences import (
    Difference,
    by_head,
    changes_between,
    differences,
    side_by_side,
    summary_of,
)
from casework.workflows.dumping import dump
from casework.workflows.duties import LABEL
from casework.workflows.versions import WorkflowSave, WorkflowVersion, definition_of, find_save, newest_saves

MOST_SHOWN = 8
"""How many differences stand under each head before the rest is folded."""


MOST_TICKS = 8
USUAL_PERSON = "edna_farrow"
DUTY_SIGNS = {
    "every path": "done",
    "some paths": "look",
    "no path": "wrong",
    "cannot tell": "plain",
    "does not apply": "plain",
}


@dataclass(frozen=True)
class Other:
    """What a workflow is set against. why: how it came to be this one."""

    save: WorkflowSave
    definition: Definition
    why: str


@bp.get("/workflows/<workflow_id>/differences")
@allow(*STAFF)
def show_differences(workflow_id: str) -> ResponseReturnValue:
    """Against ?with=WORKFLOW and its ?with_save=NUMBER; without them the save before, else what it extends."""
    here = shown(workflow_id)
    other = _chosen(here)
    choices = [
        (save.workflow_id, definition_of(db.session(), save.version_id).title) for save in newest_saves(db.session())
    ]
    page: dict[str, Any] = {
        "here": here,
        "parts": parts_of(here),
        "other": other,
        "choices": choices,
        "people": pinned_people(),
    }
    if other is None:
        return render_template("workflows/differences.html", found=[], heads={}, summary=[], beside=None, **page)
    a, b = other.definition, here.definition
    found = differences(a, b)
    at_a, at_b = request.args.get("left", ""), request.args.get("right", "")

    def beside(each: Difference) -> str:
        if not each.at.startswith(("steps/", "sections/")):
            return ""
        return url_for(
            ".show_differences", **_address(here, other), left=each.in_a, right=each.in_b, _anchor="side-by-side"
        )

    people = pinned_people()
    person = people.get(request.args.get("person", "")) or people.get(USUAL_PERSON) or next(iter(people.values()))
    others = {save.workflow_id: definition_of(db.session(), save.version_id) for save in newest_saves(db.session())}
    against = set_against(a, b, person, others)
    return render_template(
        "workflows/differences.html",
        found=found,
        against=against,
        chart=_chart(against.costs[-1]),
        person=person,
        label=LABEL,
        duty_signs=DUTY_SIGNS,
        heads=by_head(found),
        most=MOST_SHOWN,
        summary=summary_of(a, b, found),
        look=side_by_side(a, b, at_a, at_b) if at_a or at_b else None,
        beside=beside,
        address_a=_save_of(other.save),
        address_b=_save_of(here.save),
        as_file=dump(changes_between(a, b)) if a.id != b.id else "",
        **page,
    )


def _chosen(here: Shown) -> Other | None:
    wanted, number = request.args.get("with", ""), request.args.get("with_save", "")
    if wanted or number:
        wanted = wanted or here.save.workflow_id
        save = find_save(db.session(), wanted, int(number) if number.isdecimal() else None)
        if save is None:
            raise NotFound(f"save {number} of workflow {wanted}")
        return Other(save, definition_of(db.session(), save.version_id), "")
    before = find_save(db.session(), here.save.workflow_id, here.save.number - 1)
    if before is not None:
        return Other(before, definition_of(db.session(), before.version_id), "the save before")
    version = db.session().get(WorkflowVersion, here.save.version_id)
    base = db.session().get(WorkflowVersion, version.base_version_id) if version and version.base_version_id else None
    extended = find_save(db.session(), base.workflow_id) if base else None
    if extended is None:
        return None
    return Other(extended, definition_of(db.session(), extended.version_id), "the workflow it extends")


def _address(here: Shown, other: Other) -> dict[str, Any]:
    """What an address of this comparison says, so that a link shows the same two."""
    own: dict[str, Any] = {} if here.is_newest else {"save": here.save.number}
    return {
        "workflow_id": here.save.workflow_id,
        **own,
        "with": other.save.workflow_id,
        "with_save": other.save.number,
        **({"person": request.args["person"]} if request.args.get("person") else {}),
    }


def _chart(minutes: CostRow) -> dict[str, Any]:
    """Minutes of both on one scale, as places of a drawing 460 wide: least, the person's own and most."""
    highest = max(minutes.a.most, minutes.b.most, 1)
    step = next(each for each in (5, 10, 20, 30, 60, 120, 240, 480, highest) if highest / each <= MOST_TICKS)
    end = -(-highest // step) * step

    def place(value: int) -> int:
        return 24 + round(value / end * 400)

    def line(letter: str, costs: Costs, y: int) -> dict[str, Any]:
        own = None if costs.person is None else place(costs.person)
        return {
            "letter": letter,
            "costs": costs,
            "least": place(costs.least),
            "own": own,
            "most": place(costs.most),
            "y": y,
        }

    ticks = [(value, place(value)) for value in range(0, end + 1, step)]
    return {"lines": [line("A", minutes.a, 26), line("B", minutes.b, 62)], "ticks": ticks}


def _save_of(save: WorkflowSave) -> dict[str, Any]:
    return {"workflow_id": save.workflow_id, "save": save.number}
