"""The blueprint of the record's pages, and what stands on every one of them."""

from datetime import date
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select

from casework.extensions import db
from casework.lab import display
from casework.lab.themes import Theme
from casework.lab.vocabulary import Stage, TaskKind
from casework.records.models import Person, Step, Worker
from casework.records.queries.access import may_open
from casework.web import current, first_press, incoming_call, reading_bar
from casework.web.front.routes import themes
from casework.web.page import day, day_near, time_near
from casework.web.task_card import task_text
from casework.workflows.versions import definition_of
from casework.workflows.wording import plain

PLAIN = "plain"
NOT_NOW = "The participant is not at work in this part of the session. Ask the facilitator."

ASK_FIRST = "You do not work with this person. Ask for access first, and say why."
STARTING = (".start", ".raise_concern", ".assess_capacity")
"""What begins work on a person, and is asked about again once they have died."""
MORE_ACTIONS = {
    "add_warning": "Add a warning",
    "raise_concern": "Raise a safeguarding concern",
    "assess_capacity": "Capacity for one decision",
    "print_record": "Print the record",
    "documents": "Make a letter",
}

bp = Blueprint("records", __name__)
first_press.attach(bp)


@bp.before_request
def only_at_work() -> ResponseReturnValue | None:
    """Outside a task there is no record: a participant is shown the page where she is."""
    here = None if current.trial() else current.session()
    rests = here is not None and here.break_since is not None and current.is_watched()
    if here is None or (here.stage == Stage.WORKING and not rests and not current.is_elsewhere()):
        return None
    if current.reading():
        return None
    if current.colleague():
        return current.show_what_was_typed("There is nothing to do here now", 409, why=NOT_NOW)
    if request.endpoint == "records.calls":
        return "", 204  # asked by the script of a page she is just leaving
    if current.is_post():
        return current.show_what_was_typed("You are on a break" if rests else "This task has ended", 409)
    return redirect(url_for("joining.now"))


@bp.before_request
def only_those_who_may_open_it() -> ResponseReturnValue | None:
    """A restricted record stays closed to whoever does not work with the person, on every page about them.

    The one place where this is decided: whatever names a person or a step in its address passes here.
    """
    whom = _whom_the_address_names()
    if whom is None or request.endpoint is None or request.endpoint.endswith(".ask_for_access"):
        return None
    if not may_open(db.session(), whom, current.worker(), current.story_date(), current.acting_for()):
        if current.is_post():
            return current.show_what_was_typed("This record is restricted", 403, why=ASK_FIRST)
        step_id = (request.view_args or {}).get("step_id")
        return redirect(url_for(".ask_for_access", person_id=whom.id, step=step_id))
    begins = current.is_post() and request.endpoint.endswith(STARTING)
    if begins and whom.died_on and not request.form.get("although_died"):
        return _ask_again(whom)
    return None


def _whom_the_address_names() -> Person | None:
    named = request.view_args or {}
    if "person_id" in named:
        query = select(Person).where(Person.id == named["person_id"])
    elif "step_id" in named:
        query = select(Person).join(Step, Step.person_id == Person.id).where(Step.id == named["step_id"])
    else:
        return None
    return db.session.scalars(query).one_or_none()


def _ask_again(whom: Person) -> ResponseReturnValue:
    """Work on somebody who died is not begun by habit: the same form, once more, with what it would do."""
    typed = [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]
    return render_template("records/after_death.html", person=whom, identity=identity_of(whom), typed=typed), 409


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
            "display": display.classes(here) if here else "",
            "card": card() if here else None,
            "by_hand": worker.name if current.colleague() and not current.reading() else None,
            "reading": reading_bar.bar(),
            "call": incoming_call.banner(here) if here else None,
            "trial": trial_bar(),
            "acting": acting_bar(),
            "theme": theme(),
            "council_name": current.settings().council,
            "story_moment": f"{today:%a} {day(today)}, {current.story_moment():%H:%M}",
            "last_signed_in": _last_signed_in(worker, today),
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
                {"text": "Duty tray", "href": url_for(f"{place}.duty"), "current": current.path().startswith("/duty")},
                {
                    "text": "Local directory",
                    "href": url_for(f"{place}.directory"),
                    "current": current.path().startswith("/directory"),
                },
            ],
            "find_url": url_for(f"{place}.people"),
            "find_text": request.args.get("q", ""),
            "links": [{"text": "Help", "href": url_for("joining.session_help" if here else "front.help_page")}],
            "first_press_url": url_for("joining.first_press") if here and first_press.waits(current.run()) else None,
            "capture_url": url_for(".capture") if here else None,
            "capture_token": generate_csrf(),
        },
    }


def _last_signed_in(worker: Worker, today: date) -> str:
    """When the worker was last signed in, in the story."""
    at = worker.last_signed_in_at
    return time_near(at.astimezone().date(), at, today) if at else ""


def acting_bar() -> dict[str, Any] | None:
    """The bar while she acts for a colleague: for whom, until when, and how what she does on a page is logged."""
    cover = current.cover()
    if cover is None or not cover.is_on:
        return None
    first_name = cover.absent.name.split()[0]
    hers, for_them = current.worker().initials, f"{current.worker().initials} for {cover.absent.initials}"

    def logged(step: Step | None, person: Person | None) -> str:
        if step is None and person is None:
            return f"Work you open from {first_name}’s tab is logged as “{for_them}”."
        absent = current.for_step(step) if step is not None else current.for_person(person) if person else None
        if absent is not None:
            return f"This is {first_name}’s work: logged as “{for_them}”."
        return f"This is your own work: logged as “{hers}”."

    return {
        "name": cover.absent.name,
        "until": day_near(cover.until_on, current.story_date()),
        "logged": logged,
        "stop_url": url_for(".stop_acting"),
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
        "is_alone": run.session.is_alone,
        "break_url": url_for("joining.on_break"),
        "menu": [
            {"text": "Display", "href": url_for("joining.show_display", next=request.path)},
            {"text": "Your choices", "href": url_for("joining.choices")},
            {"text": "Something real was typed", "href": url_for("joining.something_real")},
            {"text": "I need to stop", "href": url_for("joining.stop")},
        ],
        "key": run.id,
    }


def has_page(name: str) -> bool:
    """Whether the record has a page of this name."""
    return f"records.{name}" in current_app.view_functions


def identity_of(person: Person) -> dict[str, Any]:
    """What the identity bar says of a person."""
    today = current.story_date()
    standing = [warning for warning in person.warnings if warning.ended_on is None]
    about: dict[str, Any] = {"person_id": person.id, "from": current.path()}
    alerts = [
        {
            "kind": "communication" if warning.kind == "communication" else "warning",
            "text": warning.title,
            "detail": (
                f"review overdue since {day(warning.review_on)}"
                if warning.review_is_overdue(today)
                else day(warning.reviewed_on or warning.added_on)
            ),
        }
        for warning in sorted(standing, key=lambda warning: warning.kind == "communication")
    ]
    if person.communication:
        alerts.append({"kind": "communication", "text": person.communication, "detail": ""})
    return {
        "name": person.name,
        "called": person.called,
        "likes": person.preferred_name if person.preferred_name not in (None, person.first_name) else "",
        "born": day(person.born_on),
        "age": person.age(today),
        "pronoun": person.pronouns or "",
        "number": person.number,
        "nhs": person.nhs_number_spaced or "",
        "died": day(person.died_on),
        "is_restricted": person.is_restricted,
        "alerts": alerts,
        "acts": [{"text": "Add case note", "href": url_for(".new_case_note", person_id=person.id)}],
        "more": [
            {"text": text, "href": url_for(f".{name}", **about)}
            for name, text in MORE_ACTIONS.items()
            if has_page(name)
        ],
    }
