"""Acting for a colleague who is away: begun and ended by a button, told on every page."""

from collections.abc import Callable
from typing import Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from casework.errors import DomainError
from casework.extensions import db
from casework.lab.vocabulary import EventKind
from casework.records.operations.acting import start_acting as begin
from casework.records.operations.acting import stop_acting as end
from casework.web import current
from casework.web.access import AT_WORK, allow
from casework.web.records.blueprint import bp


@bp.route("/acting/start", methods=["POST"])
@allow(*AT_WORK)
def start_acting() -> ResponseReturnValue:
    return _change(begin, EventKind.ACTING_STARTED, url_for(".work_view", of="acting"))


@bp.route("/acting/stop", methods=["POST"])
@allow(*AT_WORK)
def stop_acting() -> ResponseReturnValue:
    return _change(end, EventKind.ACTING_STOPPED, url_for(".work_view", of="mine"))


def _change(do: Callable[..., Any], kind: EventKind, there: str) -> ResponseReturnValue:
    try:
        cover = do(db.session(), current.worker(), today=current.story_date())
    except DomainError as error:
        current.refused(error)
        return current.show_what_was_typed(error.message, 409)
    current.happened(kind, for_worker=cover.for_id)
    current.reply_is(there)
    db.session.commit()
    return redirect(there, 303)
