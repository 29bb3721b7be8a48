"""The blueprint of the pages that keep the lab running, and what stands on every one of them."""

from typing import Any

from flask import Blueprint
from flask_login import current_user

from casework.web.page import lab_frame

bp = Blueprint("admin", __name__, url_prefix="/admin")


@bp.context_processor
def frame() -> dict[str, Any]:
    """What `layouts/lab.html` reads."""
    return {"current": lab_frame() if current_user.is_authenticated else {}}
