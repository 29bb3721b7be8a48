"""The blueprint of the pages that keep the lab running, and what stands on every one of them."""

from typing import Any

from flask import Blueprint, current_app, url_for
from flask_login import current_user

from casework.web.access import allowed
from casework.web.page import lab_frame

bp = Blueprint("admin", __name__, url_prefix="/admin")

PARTS = {"health": "Health", "withdrawals": "Withdrawals", "retention": "Retention", "people": "People"}
"""Pages of this area: endpoint → what it is called. Each stands there for those who may open it."""


@bp.context_processor
def frame() -> dict[str, Any]:
    """What `layouts/lab.html` reads."""
    return {"current": lab_frame() if current_user.is_authenticated else {}}


def parts_of(here: str) -> list[dict[str, Any]]:
    """The sub-navigation of this area, as far as whoever is signed in may go. here: the endpoint it stands on."""
    app = current_app
    return [
        {"text": text, "href": url_for(f"admin.{name}"), "current": name == here}
        for name, text in PARTS.items()
        if f"admin.{name}" in app.view_functions and current_user.may(*allowed(app, f"admin.{name}"))
    ]


def by() -> str:
    """Who does this, as it is kept beside what was done."""
    return str(current_user.account.name)
