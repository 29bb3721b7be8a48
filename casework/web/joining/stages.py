"""The page of the present stage, from consent to thank you.

`/join/now` always shows the page of the stage she is at. Each page is sent to an address of its own, and
whatever comes too late, from another tab or by the back button, leads to the present stage and loses nothing.
"""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.extensions import db
from casework.lab import front_door, queries, sessions
from casework.lab.models import Session
from casework.lab.study_file import file_of
from casework.lab.vocabulary import EventKind, RunEnd, Stage
from casework.web import current
from casework.web.access import Who, allow
from casework.web.joining.blueprint import bp, form_of, go_on, show, take, too_late
from casework.web.joining.forms import StartForm
from casework.web.task_card import task_text


@bp.get("/now")
@allow(Who.PARTICIPANT)
def now() -> ResponseReturnValue:
    here = current.sitting()
    if here.stage is Stage.WORKING:
        return _at_work(here)
    file = file_of(here.study)
    return show(here, form_of(here, file), file)


def _at_work(here: Session) -> ResponseReturnValue:
    if here.break_since is not None:
        return redirect(url_for("joining.on_break"))
    return _elsewhere(here) if current.is_elsewhere() else redirect(_where_she_was(here))


def _where_she_was(here: Session) -> str:
    """The page of this run that she looked at last, on whichever device; at its beginning the page it begins with."""
    last = queries.last_page(db.session(), here.id)
    if last is not None and last.task_run_id == here.current_run_id and last.data.get("path"):
        return str(last.data["path"])
    run = here.current_run
    step_id = front_door.begins_at(db.session(), run) if run is not None else None
    return url_for("records.step", step_id=step_id) if step_id else url_for("records.work_view")


def _elsewhere(here: Session) -> str:
    """The task of an arm that is worked in another system: its words stay here, and its clock ends here."""
    run = here.current_run
    assert run is not None, "a session at work has a run"
    return render_template(
        "joining/elsewhere.html",
        form=StartForm(),
        run=run,
        system=run.session_arm.arm.external,
        task_text=task_text(run),
    )


# --- what she sends ------------------------------------------------------------------------------


@bp.post("/consent")
@allow(Who.PARTICIPANT)
def consent() -> ResponseReturnValue:
    def keep(here: Session, form: Any) -> None:
        sessions.give_consent(db.session(), here, form.choices.data or [], at=current.moment())

    return take("consent", keep)


@bp.post("/decline")
@allow(Who.PARTICIPANT)
def decline() -> ResponseReturnValue:
    here = current.sitting()
    if here.stage is not Stage.CONSENT:
        return too_late()
    sessions.decline(db.session(), here, at=current.moment())
    return go_on()


@bp.post("/about-you")
@allow(Who.PARTICIPANT)
def about_you() -> ResponseReturnValue:
    def keep(here: Session, form: Any) -> None:
        sessions.answer_about_you(db.session(), here, **form.told(), at=current.moment())

    return take("about-you", keep)


@bp.post("/start")
@allow(Who.PARTICIPANT)
def start() -> ResponseReturnValue:
    def keep(here: Session, form: Any) -> None:
        sessions.start_run(db.session(), here, at=current.moment())

    return take("briefing", keep)


@bp.post("/finished")
@allow(Who.PARTICIPANT)
def finished() -> ResponseReturnValue:
    return _end_run(RunEnd.SAID_FINISHED)


@bp.post("/cannot")
@allow(Who.PARTICIPANT)
def cannot() -> ResponseReturnValue:
    return _end_run(RunEnd.SAID_CANNOT)


def _end_run(how: RunEnd) -> ResponseReturnValue:
    here = current.sitting()
    if here.stage is not Stage.WORKING:
        return too_late()
    # What her browser's script counted since the last page goes with this press; without a script, nothing does.
    clicks = request.form.get("clicks", "")
    if clicks.isdecimal() and len(clicks) < 5:
        current.happened(EventKind.CLICKED, clicks=int(clicks), page="task card")
    sessions.end_run(db.session(), here, how, at=current.moment())
    return go_on()


@bp.post("/pressed")
@allow(Who.PARTICIPANT)
def first_press() -> ResponseReturnValue:
    """What she pressed first on the page that a front-door task begins with, told by the page's script."""
    run, pressed = current.sitting().current_run, request.form.get("pressed", "").strip()[:200]
    if run is not None and pressed:
        front_door.was_pressed(run, [pressed], at=current.moment())
        db.session.commit()
    return "", 204
