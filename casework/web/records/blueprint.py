"""The blueprint of the record's pages, and what stands on every one of them."""

from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from casework.extensions import db
from casework.lab.themes import Theme
from casework.lab.vocabulary import Stage, TaskKind
from casework.records.models import Person
from casework.web import current, incoming_call
from casework.web.front.routes import themes
from casework.web.page import day, day_near
from casework.web.task_card import task_text
from casework.workflows.versions import definition_of
from casework.workflows.wording import plain

PLAIN = "plain"
NOT_NOW = "The participant is not at work in this part of the session. Ask the facilitator."

bp = Blueprint("records", __name__)


@bp.before_request
def only_at_work() -> ResponseReturnValue | None:
    """Outside a task there is no record: a participant is shown the page where she is."""
    here = None if current.trial() else current.session()
    if here is None or here.stage == Stage.WORKING:
        return None
    if current.colleague():
        return current.show_what_was_typed("There is nothing to do here now", 409, why=NOT_NOW)
    if current.is_post():
        return current.show_what_was_typed("This task has ended", 409)
    return redirect(url_for("joining.now"))


@bp.context_processor
def frame() -> dict[str, Any]:
    """What `layouts/record.html` and `layouts/public.html` read."""
    here = current.session() if current.is_watched() else None
    if current.is_watched() and (here is None or here.stage != Stage.WORKING):
        return {"current": {}, "identity": None, "today": None}
    worker, today = current.worker(), current.story_date()
    place = current.place()
    return {
        "today": today,
        "sitting": current.sitting_id(),
        "identity": None,
        "current": {
            "card": card() if here else None,
            "by_hand": worker.name if current.colleague() else None,
            "call": incoming_call.banner(here) if here else None,
            "trial": trial_bar(),
            "theme": theme(),
            "council_name": current.settings().council,
            "story_moment": f"{today:%a} {day(today)}",
            "worker": {
                "name": worker.name,
                "role": worker.role_label,
                "team": worker.team.name if worker.team else "",
                "initials": worker.initials,
            },
            "worker_id": worker.id,
            "places": [
                {"text": "Work", "href": url_for(f"{place}.work_view"), "current": current.path().startswith("/work")},
                {"text": "People", "href": url_for(f"{place}.people"), "current": current.path().startswith("/people")},
            ],
            "find_url": url_for(f"{place}.people"),
            "find_text": request.args.get("q", ""),
            "links": [{"text": "Help", "href": url_for("front.help_page")}],
            "capture_url": url_for(".capture") if here else None,
            "capture_token": generate_csrf(),
        },
    }


def theme() -> Theme:
    """How public steps look here: the arm's theme or the trial's, and the plain one where none is named."""
    tried = current.trial()
    named = tried.theme if tried else current.arm().arm.theme
    return themes().get(named or PLAIN) or themes()[PLAIN]


def trial_bar() -> dict[str, Any] | None:
    """The bar above a trial: what is tried, where one may jump, what was recorded."""
    tried = current.trial()
    if tried is None:
        return None
    definition = definition_of(db.session(), tried.version_id)
    return {
        "title": definition.title,
        "version": tried.version_id[:7],
        "steps": [(step.id, plain(step.title)) for step in definition.steps if not step.ends],
        "is_shown": tried.shown_link_id is not None,
        "facts_url": url_for("trying.recorded"),
        "jump_url": url_for("trying.jump"),
        "comment_url": url_for("trying.comment"),
        "back_url": url_for("workflows.try_it", workflow_id=tried.workflow_id),
    }


def card() -> dict[str, Any] | None:
    """The task's card, above the system under test."""
    run = current.run()
    if run is None:
        return None
    tasks = [other for other in run.session.runs if other.task.kind == TaskKind.TASK]
    is_warm_up = run.task.kind == TaskKind.WARM_UP
    return {
        "title": run.task.title,
        "text": task_text(run),
        "label": "Warm-up" if is_warm_up else "",
        "task_number": 0 if is_warm_up else tasks.index(run) + 1,
        "of": len(tasks),
        "finish_url": url_for("joining.finished"),
        "cannot_url": url_for("joining.cannot"),
        "hidden": {"csrf_token": generate_csrf(), "sitting": run.session.id, "once": f"end-{run.id}"},
        "key": run.id,
    }


def identity_of(person: Person) -> dict[str, Any]:
    """What the identity bar says of a person."""
    today = current.story_date()
    alerts = [
        {
            "kind": "communication" if warning.kind == "communication" else "warning",
            "text": warning.title,
            "detail": (
                f"review overdue since {day(warning.review_on)}"
                if warning.review_is_overdue(today)
                else day_near(warning.added_on, today)
            ),
        }
        for warning in person.warnings
        if warning.ended_on is None
    ]
    if person.communication:
        alerts.append({"kind": "communication", "text": person.communication, "detail": ""})
    return {
        "name": person.name,
        "likes": person.preferred_name if person.preferred_name not in (None, person.first_name) else "",
        "born": day(person.born_on),
        "age": person.age(today),
        "pronoun": person.pronouns or "",
        "number": person.number,
        "nhs": person.nhs_number_spaced or "",
        "died": day(person.died_on),
        "alerts": alerts,
        "acts": [{"text": "Add case note", "href": url_for(".new_case_note", person_id=person.id)}],
    }
