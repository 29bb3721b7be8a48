"""The blueprint of the participant's own pages, what stands on each of them, and how what she sends is taken."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from casework.errors import DomainError
from casework.extensions import db
from casework.lab import asking, consenting, display
from casework.lab.models import Session
from casework.lab.study_file import StudyFile, file_of
from casework.lab.vocabulary import Stage, TaskKind
from casework.web import current
from casework.web.forms import Form
from casework.web.joining.forms import ConsentForm, StartForm, about_you_form
from casework.web.joining.questions import (
    QuestionsForm,
    questionnaire_form,
    rating_form,
    title_of,
    understanding_form,
)
from casework.web.page import NOBODY_JOINED
from casework.web.task_card import task_text

bp = Blueprint("joining", __name__, url_prefix="/join")

UNDERSTANDING = "understanding"
"""The page before the rating, where a task asks what she understood."""

NOT_KEPT_WHILE_TYPING = (Stage.CONSENT, Stage.WORKING, Stage.THANKS)
"""Before she agreed nothing of hers is kept; while she works, her drafts are."""


@bp.context_processor
def frame() -> dict[str, Any]:
    """What `layouts/join.html` reads."""
    here = current.session()
    if here is None:
        return {"current": NOBODY_JOINED}
    return {
        "sitting": here.id,
        "current": {
            "progress": progress(here),
            "display": display.classes(here),
            "has_joined": True,
            "has_agreed": here.stage is not Stage.CONSENT and here.participant.consented_at is not None,
            "is_working": here.stage is Stage.WORKING and here.break_since is None,
        },
    }


# --- which page is hers now ----------------------------------------------------------------------


def page_of(here: Session) -> str:
    """The name of the page of her present stage."""
    return UNDERSTANDING if here.stage is Stage.RATING and asking.is_about_understanding(here) else here.stage.value


def key_of(here: Session) -> str:
    """What tells this page from every other of her session: its name, and which run or questionnaire it is about."""
    page = page_of(here)
    if here.stage is Stage.QUESTIONNAIRE:
        return f"{page}:{here.current_arm_id}:{asking.name_of(asking.questionnaire_now(here))}"
    if here.stage in (Stage.BRIEFING, Stage.RATING):
        return f"{page}:{here.current_run_id}"
    return page


def progress(here: Session) -> str:
    """Where she is among the parts of her session: "Part 3 of 12"; nothing once it has ended."""
    if here.stage is Stage.THANKS:
        return ""
    file = file_of(here.study)
    parts = ["consent", "about-you"]
    for arm in here.arms:
        for run in here.runs:
            if run.session_arm_id != arm.id:
                continue
            parts.append(f"briefing:{run.id}")
            if run.task.kind is TaskKind.TASK:
                parts += [f"{UNDERSTANDING}:{run.id}"] * bool(run.task.comprehension)
                parts.append(f"rating:{run.id}")
        parts += [f"questionnaire:{arm.id}:{asking.name_of(one)}" for one in file.questionnaires]
    key = key_of(here)
    return f"Part {parts.index(key) + 1} of {len(parts)}" if key in parts else ""


def form_of(here: Session, file: StudyFile) -> Form:
    """The form of her present page; with what she had typed in it before, on this device or another."""
    made = _made_for(here, file)
    kept = here.typed or {}
    if current.is_post() or kept.get("page") != key_of(here):
        return made()
    return made(formdata=MultiDict([(name, value) for name, values in kept["fields"].items() for value in values]))


def _made_for(here: Session, file: StudyFile) -> Callable[..., Form]:
    match page_of(here):
        case "consent":
            return lambda **typed: ConsentForm.asking(file, **typed)
        case "about-you":
            return about_you_form(file)
        case "understanding":
            return understanding_form(here)
        case "rating":
            return rating_form(file)
        case "questionnaire":
            return questionnaire_form(asking.questionnaire_now(here))
    return StartForm


def show(here: Session, form: Form, file: StudyFile) -> str:
    """The page of her present stage."""
    run = here.current_run
    form.asked.data = key_of(here)
    return render_template(
        f"joining/{page_of(here).replace('-', '_')}.html",
        form=form,
        study=file,
        here=here,
        said=consenting.agreements(here.participant, file) if here.stage is Stage.CONSENT else [],
        title=title_of(asking.questionnaire_now(here)) if here.stage is Stage.QUESTIONNAIRE else "",
        run=run,
        is_warm_up=run is not None and run.task.kind is TaskKind.WARM_UP,
        task_text=task_text(run) if run is not None and here.stage is Stage.BRIEFING else "",
        keeps_typing=here.stage not in NOT_KEPT_WHILE_TYPING,
        code=here.participant.code,
    )


# --- what she sends ------------------------------------------------------------------------------


def take(page: str, keep: Callable[[Session, Any], None]) -> ResponseReturnValue:
    """What she sent from a page: kept, and on; or the page again, with what is to be put right."""
    here = current.sitting()
    file = file_of(here.study)
    if page_of(here) != page:
        return too_late()
    form = form_of(here, file)
    if form.asked.data not in ("", None, key_of(here)):
        return too_late()
    if not form.validate_on_submit():
        refused(*form.messages(), page=page)
        return show(current.sitting(), form, file)
    try:
        keep(here, form)
    except DomainError as error:
        refused(error, page=page)
        if isinstance(form, QuestionsForm):
            error = form.at_its_field(error)
        form.show(error)
        return show(current.sitting(), form, file)
    here.typed = None
    return go_on()


def refused(*messages: str | DomainError, page: str) -> None:
    """Undo what was begun, and keep that errors were shown; not before she agreed that anything is kept."""
    if page == Stage.CONSENT.value:
        db.session.rollback()
        current.forget()
    else:
        current.refused(*messages, place=page)


def go_on() -> ResponseReturnValue:
    there = url_for("joining.now")
    current.reply_is(there)
    db.session.commit()
    return redirect(there, 303)


def too_late() -> ResponseReturnValue:
    """A page of another stage: she is led on, and shown what she typed if she typed anything."""
    words = ("comment", "other", "own_", "understood_")
    written = [value for name, values in current.typed().items() if any(w in name for w in words) for value in values]
    if any(len(value.strip()) > 3 for value in written):
        return current.show_what_was_typed("You have already gone past this page", 409)
    return redirect(url_for("joining.now"), 303)
