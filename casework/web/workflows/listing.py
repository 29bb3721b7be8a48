"""Every workflow: what it asks, who saved it last, where it is in use."""

from collections.abc import Mapping
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from wtforms import RadioField, StringField, SubmitField
from wtforms.validators import DataRequired, Length, Regexp

from casework.errors import DomainError
from casework.extensions import db
from casework.lab.models import Arm, Study
from casework.records.facts import CATALOGUE
from casework.web import current
from casework.web.access import BENCH, STAFF, allow
from casework.web.forms import choices_of
from casework.web.studies.forms import StaffForm
from casework.web.workflows.blueprint import bp, by, shown
from casework.web.workflows.files import SEED_DATA, watched
from casework.workflows import drafts
from casework.workflows.definition import PUBLIC_ROLES, Definition
from casework.workflows.problems import WorkflowError
from casework.workflows.versions import WorkflowSave, definition_of, newest_saves

GROUPS = ("Ways of working", "Beside them", "Public front doors")
MORE_PAGES = {"workflows.show_walk": "The robot’s walk", "workflows.show_facts": "What each records"}
BESIDE = ("safeguarding", "capacity", "carers_assessment", "financial_assessment", "review")


class CopyForm(StaffForm):
    title = StringField("Title", validators=[DataRequired("Enter a title"), Length(max=160)])
    workflow_id = StringField(
        "Id",
        validators=[
            DataRequired("Enter an id"),
            Regexp(r"^[a-z][a-z0-9_]{0,49}$", message="Enter an id of small letters, numbers and _, like shorter_plan"),
        ],
    )
    way = RadioField(
        "What to begin with",
        choices=choices_of(
            {
                "extends": "Only what differs: a short text that extends this one",
                "whole": "The whole text, which then goes its own way",
            }
        ),
        default="extends",
    )
    submit = SubmitField("Copy")


@bp.get("/workflows")
@allow(*STAFF)
def index() -> ResponseReturnValue:
    used = in_use()
    groups: dict[str, list[dict[str, Any]]] = {name: [] for name in GROUPS}
    for save in newest_saves(db.session()):
        definition = definition_of(db.session(), save.version_id)
        groups[_group_of(definition)].append(
            {"save": save, "definition": definition, "used": used.get(save.workflow_id, [])}
        )
    return render_template(
        "workflows/index.html", groups=groups, problems_in_files=watched().problems, more_pages=MORE_PAGES
    )


def _group_of(definition: Definition) -> str:
    if definition.step(definition.begins).role in PUBLIC_ROLES:
        return GROUPS[2]
    return GROUPS[1] if definition.id in BESIDE else GROUPS[0]


def in_use() -> Mapping[str, list[tuple[Study, Arm]]]:
    """Where each workflow is pinned: workflow id → the arms that use a version of it."""
    found: dict[str, list[tuple[Study, Arm]]] = {}
    saves = {save.version_id: save.workflow_id for save in db.session.scalars(select(WorkflowSave))}
    for arm, study in db.session.execute(select(Arm, Study).join(Study, Study.id == Arm.study_id)):
        if arm.version_id in saves:
            found.setdefault(saves[arm.version_id], []).append((study, arm))
    return found


@bp.route("/workflows/<workflow_id>/copy", methods=["GET", "POST"])
@allow(*BENCH)
def copy_workflow(workflow_id: str) -> ResponseReturnValue:
    here = shown(workflow_id)
    form = CopyForm()
    if form.validate_on_submit():
        try:
            drafts.copy(
                db.session(),
                here.save,
                workflow_id=form.workflow_id.data or "",
                title=form.title.data or "",
                extends=form.way.data == "extends",
                by=by(),
                at=current.moment(),
                folder=SEED_DATA,
                catalogue=CATALOGUE,
            )
        except WorkflowError as error:
            db.session.rollback()
            form.show(DomainError(f"The copy would not load: {error.problems[0].message}"))
        except DomainError as error:
            db.session.rollback()
            form.show(error)
        else:
            there = url_for(".edit", workflow_id=form.workflow_id.data)
            current.reply_is(there)
            db.session.commit()
            return redirect(there, 303)
    return render_template("workflows/copy.html", here=here, form=form)
