"""The participant's own pages: from her code to thank you.

`/join/now` always shows the page of the stage she is at. Each page is sent to an address of its own, and
whatever comes too late, from another tab or by the back button, leads to the present stage and loses nothing.
"""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.accounts import operations as accounts
from casework.errors import DomainError, NotFound
from casework.extensions import db
from casework.lab import sessions
from casework.lab.models import Session
from casework.lab.study_file import file_of
from casework.lab.vocabulary import EventKind, RunEnd, Stage, TaskKind
from casework.web import current
from casework.web.access import Who, allow
from casework.web.forms import Form
from casework.web.joining.forms import (
    AboutYouForm,
    CodeForm,
    ConsentForm,
    QuestionnaireForm,
    RatingForm,
    StartForm,
)
from casework.web.task_card import task_text

bp = Blueprint("joining", __name__, url_prefix="/join")


@bp.context_processor
def frame() -> dict[str, Any]:
    """What `layouts/join.html` reads."""
    here = current.session()
    return {"current": {"progress": progress(here) if here else ""}}


# --- the way in --------------------------------------------------------------------------------


@bp.route("", methods=["GET", "POST"])
@allow(Who.ANYONE)
def enter_code() -> ResponseReturnValue:
    form = CodeForm()
    if form.validate_on_submit():
        try:
            return _join(form.code.data)
        except DomainError as error:
            form.show(error)
    here = current.session()
    goes_on = here is not None and here.stage is not Stage.THANKS
    return render_template("joining/enter_code.html", form=form, goes_on=goes_on, by_link=False)


@bp.get("/<code>")
@allow(Who.ANYONE)
def join_by_link(code: str) -> ResponseReturnValue:
    """The link she was given: her code, typed for her. Nobody joins by looking, as mail scanners and previews do."""
    return render_template(
        "joining/enter_code.html", form=CodeForm(formdata=None, code=code), goes_on=False, by_link=True
    )


def _join(code: str) -> ResponseReturnValue:
    handle, at, address = db.session(), current.moment(), request.remote_addr or ""
    wait = accounts.seconds_to_wait(handle, accounts.CODE, address, at)
    if wait:
        raise DomainError(f"Try again in {wait} second{'' if wait == 1 else 's'}", field="code")
    try:
        _, token = sessions.join(handle, code, at=at)
    except NotFound:
        accounts.record_failure(handle, accounts.CODE, address, at)
        db.session.commit()
        current_app.logger.warning("join code refused from %s", address)
        raise DomainError("Check your code: no session has this one", field="code") from None
    except DomainError:
        db.session.rollback()
        raise
    db.session.commit()
    return current.remember_sitting(current_app.make_response(redirect(url_for("joining.now"), 303)), token)


# --- the page of the present stage --------------------------------------------------------------


@bp.get("/now")
@allow(Who.PARTICIPANT)
def now() -> ResponseReturnValue:
    here = current.sitting()
    if here.stage is Stage.WORKING:
        return _elsewhere(here) if current.is_elsewhere() else redirect(url_for("records.work_view"))
    return _page(here, _form(here))


@bp.get("/stop")
@allow(Who.PARTICIPANT)
def stop() -> ResponseReturnValue:
    return render_template("joining/stop.html")


def _form(here: Session) -> Form:
    if here.stage is Stage.CONSENT:
        form = ConsentForm()
        form.ask(file_of(here.study).consent)
        return form
    forms: dict[Stage, type[Form]] = {
        Stage.ABOUT_YOU: AboutYouForm,
        Stage.RATING: RatingForm,
        Stage.QUESTIONNAIRE: QuestionnaireForm,
    }
    return forms.get(here.stage, StartForm)()


def _page(here: Session, form: Form) -> str:
    run = here.current_run
    return render_template(
        f"joining/{here.stage.value.replace('-', '_')}.html",
        form=form,
        study=file_of(here.study),
        run=run,
        is_warm_up=run is not None and run.task.kind is TaskKind.WARM_UP,
        task_text=task_text(run) if run is not None and here.stage is Stage.BRIEFING else "",
        code=here.participant.code,
    )


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


def progress(here: Session) -> str:
    """Where she is among the parts of her session: "Part 3 of 12"; nothing once it has ended."""
    parts: list[tuple[Stage, str | None]] = [(Stage.CONSENT, None), (Stage.ABOUT_YOU, None)]
    for arm in here.arms:
        for run in here.runs:
            if run.session_arm_id == arm.id:
                parts.append((Stage.BRIEFING, run.id))
                if run.task.kind is TaskKind.TASK:
                    parts.append((Stage.RATING, run.id))
        parts.append((Stage.QUESTIONNAIRE, arm.id))
    which = {Stage.BRIEFING: here.current_run_id, Stage.RATING: here.current_run_id}
    which[Stage.QUESTIONNAIRE] = here.current_arm_id
    present = (here.stage, which.get(here.stage))
    return f"Part {parts.index(present) + 1} of {len(parts)}" if present in parts else ""


# --- what she sends ----------------------------------------------------------------------------


@bp.post("/consent")
@allow(Who.PARTICIPANT)
def consent() -> ResponseReturnValue:
    def keep(here: Session, form: Any) -> None:
        sessions.give_consent(db.session(), here, form.choices.data or [], at=current.moment())

    return _take(Stage.CONSENT, keep)


@bp.post("/about-you")
@allow(Who.PARTICIPANT)
def about_you() -> ResponseReturnValue:
    def keep(here: Session, form: Any) -> None:
        sessions.answer_about_you(
            db.session(),
            here,
            role=form.role.data,
            years=form.years.data,
            systems=form.systems.data or [],
            systems_other=(form.systems_other.data or "").strip(),
            at=current.moment(),
        )

    return _take(Stage.ABOUT_YOU, keep)


@bp.post("/start")
@allow(Who.PARTICIPANT)
def start() -> ResponseReturnValue:
    def keep(here: Session, form: Any) -> None:
        sessions.start_run(db.session(), here, at=current.moment())

    return _take(Stage.BRIEFING, keep)


@bp.post("/finished")
@allow(Who.PARTICIPANT)
def finished() -> ResponseReturnValue:
    return _end_run(RunEnd.SAID_FINISHED)


@bp.post("/cannot")
@allow(Who.PARTICIPANT)
def cannot() -> ResponseReturnValue:
    return _end_run(RunEnd.SAID_CANNOT)


@bp.post("/rating")
@allow(Who.PARTICIPANT)
def rating() -> ResponseReturnValue:
    def keep(here: Session, form: Any) -> None:
        sessions.rate(db.session(), here, int(form.seq.data), form.comment.data, at=current.moment())

    return _take(Stage.RATING, keep)


@bp.post("/questionnaire")
@allow(Who.PARTICIPANT)
def questionnaire() -> ResponseReturnValue:
    def keep(here: Session, form: Any) -> None:
        sessions.answer_sus(db.session(), here, form.answers, form.comment.data, at=current.moment())

    return _take(Stage.QUESTIONNAIRE, keep)


def _take(stage: Stage, keep: Callable[[Session, Any], None]) -> ResponseReturnValue:
    here = current.sitting()
    if here.stage is not stage:
        return _too_late()
    form = _form(here)
    if not form.validate_on_submit():
        current.refused(*(str(message) for messages in form.errors.values() for message in messages), place=stage.value)
        return _page(current.sitting(), form)
    try:
        keep(here, form)
    except DomainError as error:
        current.refused(error, place=stage.value)
        _show(form, error)
        return _page(current.sitting(), form)
    return _go_on()


def _end_run(how: RunEnd) -> ResponseReturnValue:
    here = current.sitting()
    if here.stage is not Stage.WORKING:
        return _too_late()
    # What her browser's script counted since the last page goes with this press; without a script, nothing does.
    clicks = request.form.get("clicks", "")
    if clicks.isdecimal() and len(clicks) < 5:
        current.happened(EventKind.CLICKED, clicks=int(clicks), page="task card")
    sessions.end_run(db.session(), here, how, at=current.moment())
    return _go_on()


def _go_on() -> ResponseReturnValue:
    there = url_for("joining.now")
    current.reply_is(there)
    db.session.commit()
    return redirect(there, 303)


def _too_late() -> ResponseReturnValue:
    """A page of another stage: she is led on, and shown what she typed if she typed anything."""
    written = [
        value for name, values in current.typed().items() if "comment" in name or "other" in name for value in values
    ]
    if any(value.strip() for value in written):
        return current.show_what_was_typed("You have already gone past this page", 409)
    return redirect(url_for("joining.now"), 303)


def _show(form: Form, error: DomainError) -> None:
    if isinstance(form, QuestionnaireForm) and error.field == "items":
        first = next(item for item in form.items if not item.data)
        error = DomainError(error.message, field=first.name)
    form.show(error)
