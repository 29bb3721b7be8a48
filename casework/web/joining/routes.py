"""The participant's own pages: from her code to thank you."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from casework.web.access import Who, allow

bp = Blueprint("joining", __name__, url_prefix="/join")


@bp.route("", methods=["GET", "POST"])
@allow(Who.ANYONE)
def enter_code() -> ResponseReturnValue:
    return render_template("joining/enter_code.html")
