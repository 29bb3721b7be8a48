"""The blueprint of signing in and of one's own account, and what its pages share."""

from typing import Any

from flask import Blueprint
from flask_login import current_user

from casework.web.accounts.user import keep_alive
from casework.web.page import lab_frame

bp = Blueprint("accounts", __name__)
bp.after_app_request(keep_alive)


@bp.context_processor
def frame() -> dict[str, Any]:
    return {"current": lab_frame() if current_user.is_authenticated else {}}


def seconds(number: int) -> str:
    return "1 second" if number == 1 else f"{number} seconds"
