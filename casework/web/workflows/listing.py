"""Every workflow, and where it is in use."""

from flask import render_template
from flask.typing import ResponseReturnValue

from casework.extensions import db
from casework.web.access import STAFF, allow
from casework.web.workflows.blueprint import bp
from casework.workflows.versions import newest_saves


@bp.get("/workflows")
@allow(*STAFF)
def index() -> ResponseReturnValue:
    return render_template("workflows/index.html", saves=newest_saves(db.session()))
