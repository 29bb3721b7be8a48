"""Which duties of the Care Act a workflow meets: a prompt for a lawyer, not advice."""

from collections import Counter

from flask import render_template
from flask.typing import ResponseReturnValue

from casework.extensions import db
from casework.web.access import STAFF, allow
from casework.web.workflows.blueprint import bp, parts_of, shown
from casework.workflows.definition import Definition
from casework.workflows.duties import LABEL, STATUSES, duties_of
from casework.workflows.duty_list import STAGES
from casework.workflows.versions import definition_of, newest_saves
from casework.workflows.wording import plain

SIGNS = {
    "every path": "done",
    "some paths": "look",
    "no path": "wrong",
    "cannot tell": "plain",
    "does not apply": "planned",
}


def in_use() -> dict[str, Definition]:
    """The newest definition of every workflow, by id."""
    return {save.workflow_id: definition_of(db.session(), save.version_id) for save in newest_saves(db.session())}


@bp.get("/workflows/<workflow_id>/duties")
@allow(*STAFF)
def show_duties(workflow_id: str) -> ResponseReturnValue:
    here = shown(workflow_id)
    found = duties_of(here.definition, in_use())
    counts = Counter(each.status for each in found)
    return render_template(
        "workflows/duties.html",
        here=here,
        parts=parts_of(here),
        found=found,
        open=[each for each in found if not each.is_met],
        counts=[(status, counts[status]) for status in STATUSES],
        signs=SIGNS,
        stages=STAGES,
        label=LABEL,
        plain=plain,
    )
