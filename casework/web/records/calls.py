"""A call that comes in while she works: taking it, dealing with it, going back to where she was."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.errors import NotFound
from casework.extensions import db
from casework.lab import interruptions
from casework.lab.models import Session
from casework.web import current, incoming_call
from casework.web.access import AT_WORK, allow
from casework.web.records.blueprint import bp


def _session() -> Session:
    """The participant's session: calls come in for nobody else."""
    if not current.is_watched():
        raise NotFound("calls come in for participants alone")
    return current.sitting()


@bp.route("/calls", methods=["POST"])
@allow(*AT_WORK)
def calls() -> ResponseReturnValue:
    """What a page's script asks every few seconds: lets a call come in whose time has come, and gives the banner."""
    session = _session()
    interruptions.bring_in_what_is_due(db.session(), session, at=current.moment())
    html = render_template("records/call_banner.html", call=incoming_call.banner(session))
    db.session.commit()
    return html


@bp.route("/call/take", methods=["POST"])
@allow(*AT_WORK)
def take_call() -> ResponseReturnValue:
    """Take it, from a page where nothing is being typed. On the page of a step, the page's own form does."""
    there = incoming_call.take_from(_safe(request.form.get("from", "")))
    if there is None:
        return redirect(url_for("records.work_view"), 303)
    db.session.commit()
    return redirect(there, 303)


@bp.route("/call")
@allow(*AT_WORK)
def call() -> ResponseReturnValue:
    """What is said, and what one can do about it."""
    found = interruptions.ringing(db.session(), _session())
    if found is None:
        return redirect(url_for("records.work_view"))
    part, one = found
    current.viewing("Call that came in")
    return render_template(
        "records/call.html", part=part, one=one, about=incoming_call.name_of(part.about), person_id=part.about
    )


@bp.route("/call/done", methods=["POST"])
@allow(*AT_WORK)
def call_done() -> ResponseReturnValue:
    """It is dealt with: back to the page that she left."""
    session = _session()
    found = interruptions.ringing(db.session(), session)
    if found is None:
        raise NotFound("a call that is under way")
    _, one = found
    interruptions.deal_with(db.session(), session, one, at=current.moment())
    there = _safe(one.away_from or "") or url_for("records.work_view")
    db.session.commit()
    return redirect(there, 303)


def _safe(path: str) -> str:
    """An address of the record that a visitor named, or nothing."""
    known = ("/work", "/people", "/steps/", "/duty", "/directory")
    return path if path.startswith(known) and "//" not in path and "\\" not in path else ""
