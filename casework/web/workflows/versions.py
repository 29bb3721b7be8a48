"""The saves of a workflow: who, when and why; going back, and taking the text away as a file."""

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.errors import NotFound
from casework.extensions import db
from casework.findings.found import because_of
from casework.records.facts import CATALOGUE
from casework.web import current
from casework.web.access import BENCH, STAFF, allow
from casework.web.workflows.blueprint import bp, by, parts_of, shown
from casework.web.workflows.files import SEED_DATA
from casework.web.workflows.listing import in_use
from casework.workflows import drafts
from casework.workflows.problems import WorkflowError
from casework.workflows.versions import SaveWay, WorkflowSave, find_save, saves_of

WAYS = {
    SaveWay.FILE: "Read in from its file",
    SaveWay.EDITED: "Edited here",
    SaveWay.COPIED: "Copied",
    SaveWay.WENT_BACK: "Went back",
}


@bp.get("/workflows/<workflow_id>/versions")
@allow(*STAFF)
def show_versions(workflow_id: str) -> ResponseReturnValue:
    here = shown(workflow_id)
    saves = saves_of(db.session(), workflow_id)
    used = in_use().get(workflow_id, [])
    findings = because_of(db.session(), [save.version_id for save in saves])
    return render_template(
        "workflows/versions.html",
        here=here,
        parts=parts_of(here),
        rows=[
            {
                "save": save,
                "way": WAYS[save.way],
                "used": [(study, arm) for study, arm in used if save.version_id == arm.version_id],
                "because_of": findings.get(save.version_id, []),
                "is_newest": position == 0,
                "before": saves[position + 1].number if position + 1 < len(saves) else None,
            }
            for position, save in enumerate(saves)
        ],
    )


@bp.post("/workflows/<workflow_id>/versions/<int:number>/go-back")
@allow(*BENCH)
def go_back(workflow_id: str, number: int) -> ResponseReturnValue:
    old = _save(workflow_id, number)
    there = url_for(".show_versions", workflow_id=workflow_id)
    try:
        made = drafts.go_back(db.session(), old, by=by(), at=current.moment(), folder=SEED_DATA, catalogue=CATALOGUE)
    except WorkflowError as error:
        db.session.rollback()
        flash(f"Save {number} cannot be used as it is: {error.problems[0].message}. Open it in Edit and mend it.")
        return redirect(there, 303)
    flash(f"Save {number} is in use again, as save {made.number}. Press again on another to change back.")
    current.reply_is(there)
    db.session.commit()
    return redirect(there, 303)


@bp.get("/workflows/<workflow_id>/versions/<int:number>/file")
@allow(*STAFF)
def download(workflow_id: str, number: int) -> ResponseReturnValue:
    found = _save(workflow_id, number)
    headers = {"Content-Disposition": f'attachment; filename="{workflow_id}.yaml"'}
    return Response(found.source, mimetype="text/yaml", headers=headers)


def _save(workflow_id: str, number: int) -> WorkflowSave:
    found = find_save(db.session(), workflow_id, number)
    if found is None:
        raise NotFound(f"save {number} of {workflow_id}")
    return found
