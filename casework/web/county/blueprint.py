"""The blueprint of the county's pages, which read the template that every sandbox is copied from."""

from typing import Any

from flask import Blueprint, url_for
from flask_login import current_user

from casework.database import enter_sandbox
from casework.extensions import db
from casework.lab.models import Sandbox
from casework.lab.sandboxes import COUNTY
from casework.web.access import LAB
from casework.web.page import lab_frame

bp = Blueprint("county", __name__)


@bp.context_processor
def frame() -> dict[str, Any]:
    """What `layouts/lab.html` reads, and whether whoever is signed in may make another county."""
    return {
        "current": lab_frame() if current_user.is_authenticated else {},
        "may_make": current_user.is_authenticated and current_user.may(*LAB),
    }


def county() -> Sandbox | None:
    """The county's template, entered; None where none has been made."""
    found = db.session.get(Sandbox, COUNTY)
    if found is not None:
        enter_sandbox(db.session(), COUNTY)
    return found


def parts_of(here: str) -> list[dict[str, Any]]:
    """The sub-navigation of the county. here: the endpoint of the page it stands on."""
    parts = {"index": "Who is in it", "show_figures": "Against published figures"}
    return [{"text": text, "href": url_for(f"county.{name}"), "current": name == here} for name, text in parts.items()]
