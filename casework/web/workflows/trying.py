"""Trying a version at once, showing it to somebody by a link, what they said, and making a study of it."""

from datetime import timedelta
from functools import cache
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select

from casework.errors import DomainError, NotFound
from casework.extensions import db
from casework.lab.models import Sandbox, ShownLink, WorkflowComment
from casework.lab.one_arm import make_one_arm_study
from casework.lab.sandboxes import COUNTY, inside
from casework.lab.working import colleague_of
from casework.rehearsal import trials
from casework.rehearsal.people import pinned_people
from casework.web import current
from casework.web.access import BENCH, STAFF, WATCHING, Who, allow
from casework.web.front.routes import themes
from casework.web.page import NOBODY_JOINED
from casework.web.workflows.blueprint import Shown, bp, by, parts_of, shown
from casework.workflows.definition import ONWARDS, PUBLIC_ROLES, Definition
from casework.workflows.versions import WorkflowVersion, definition_of, keep_content, newest_saves
from casework.workflows.wording import plain
from casework.workflows.wordings import Pack, load_packs, worded
from config import ROOT

DAYS = 7
LONGEST = timedelta(days=60)


@bp.get("/workflows/<workflow_id>/try")
@allow(*STAFF)
def try_it(workflow_id: str) -> ResponseReturnValue:
    return _show(shown(workflow_id), None)


@bp.post("/workflows/<workflow_id>/try")
@allow(*BENCH)
def begin_trying(workflow_id: str) -> ResponseReturnValue:
    return _begin(shown(workflow_id))


def _show(here: Shown, problem: DomainError | None) -> str:
    definition = here.definition
    return render_template(
        "workflows/try.html",
        here=here,
        parts=parts_of(here),
        people=[(each.id, each.name) for each in pinned_people().values()],
        steps=[(step.id, plain(step.title)) for step in definition.steps if not step.ends],
        is_door=_is_door(definition),
        behind=_ways_of_working(),
        packs=[("", "As it is written"), *packs] if (packs := _packs_for(here)) else [],
        themes=[(each.id, each.title) for each in themes().values()],
        links=_links(here),
        comments=_comments(here),
        typed=request.form,
        days=DAYS,
        problems=[{"text": problem.message, "href": f"#{problem.field or 'person_id'}"}] if problem else [],
    )


def _is_door(definition: Definition) -> bool:
    return any(ONWARDS in action.starts for step in definition.steps for action in step.actions)


def _ways_of_working() -> list[tuple[str, str]]:
    """What may stand behind a front door."""
    found = [(save.workflow_id, definition_of(db.session(), save.version_id)) for save in newest_saves(db.session())]
    return [(name, each.title) for name, each in found if each.step(each.begins).role not in PUBLIC_ROLES]


@cache
def _packs() -> dict[str, Pack]:
    return load_packs(ROOT / "seed_data" / "wordings")


def _packs_for(here: Shown) -> list[tuple[str, str]]:
    """The wording packs that have words for this workflow."""
    return [(pack.id, pack.title) for pack in _packs().values() if here.save.workflow_id in pack.workflows]


def _in_words(here: Shown, wording: str) -> str:
    """The version that is shown, under the words of a pack where one was chosen."""
    if wording not in dict(_packs_for(here)):
        return here.save.version_id
    version = db.session.get_one(WorkflowVersion, here.save.version_id)
    return keep_content(db.session(), worded(version.content, _packs()[wording]), like=version, at=current.moment()).id


def _chosen(here: Shown) -> dict[str, Any]:
    """What a trial, a link or a study is made of, as the form says."""
    theme = request.form.get("theme", "")
    return {
        "workflow_id": here.save.workflow_id,
        "version_id": _in_words(here, request.form.get("wording", "")),
        "beside": trials.beside_of(db.session(), here.definition, onwards=request.form.get("behind")),
        "person_id": request.form.get("person_id", ""),
        "start_at": request.form.get("start_at", here.definition.begins),
        "theme": theme if theme in themes() else None,
        "by": by(),
        "at": current.moment(),
    }


def _begin(here: Shown) -> ResponseReturnValue:
    try:
        if request.form.get("press") == "show":
            return _show_to_somebody(here)
        if request.form.get("press") == "study":
            return _make_study(here)
        trial = trials.begin_trial(db.session(), **_chosen(here))
    except DomainError as error:
        db.session.rollback()
        return _show(here, error)
    there = url_for("trying.begin", token=trial.token)
    current.reply_is(there)
    db.session.commit()
    return redirect(there, 303)


def _show_to_somebody(here: Shown) -> ResponseReturnValue:
    days = request.form.get("days", "")
    link = trials.show_link(db.session(), **_chosen(here), days=int(days) if days.isdecimal() else 0)
    there = url_for(".try_it", workflow_id=here.save.workflow_id, _anchor="links")
    flash(f"The link is made. It lasts until {current.moment() + timedelta(days=int(days)):%-d %B}.")
    current.reply_is(there)
    assert link.token
    db.session.commit()
    return redirect(there, 303)


def _make_study(here: Shown) -> ResponseReturnValue:
    """A one-arm study with one task, ready for sessions to be planned."""
    chosen = _chosen(here)
    version = db.session.get(WorkflowVersion, here.save.version_id)
    county = db.session.get(Sandbox, COUNTY)
    others = [each for each in pinned_people() if each != chosen["person_id"]]
    if version is None or county is None or not others:
        raise DomainError("The county is not made yet. Make the county first")
    in_use = {
        each.workflow_id: db.session.get_one(WorkflowVersion, each.version_id) for each in newest_saves(db.session())
    }
    with inside(db.session(), COUNTY):
        worker = colleague_of(db.session(), trials.WORKS_AS)
    if worker is None:
        raise DomainError("The county has no social worker. Make the county first")
    study = make_one_arm_study(
        db.session(),
        version,
        in_use=in_use,
        person_id=chosen["person_id"],
        warm_up=others[0],
        worker_id=worker.id,
        start_at=chosen["start_at"],
        behind=request.form.get("behind") if _is_door(here.definition) else None,
        theme=chosen["theme"],
        story_date=county.story_date,
        at=current.moment(),
    )
    flash(f"“{study.title}” is a study now: one arm, one task. Plan a session, and somebody can begin.")
    may_see = current_user.may(*WATCHING)
    there = url_for("studies.study", study_id=study.id) if may_see else url_for("studies.index")
    current.reply_is(there)
    db.session.commit()
    return redirect(there, 303)


def _links(here: Shown) -> list[dict[str, Any]]:
    query = (
        select(ShownLink)
        .where(ShownLink.workflow_id == here.save.workflow_id, ShownLink.expires_at > current.moment())
        .order_by(ShownLink.made_at.desc())
    )
    steps = {step.id: plain(step.title) for step in here.definition.steps}
    people = pinned_people()
    return [
        {
            "link": link,
            "url": url_for("workflows.shown_to", token=link.token, _external=True),
            "step": steps.get(link.start_at, link.start_at),
            "person": people[link.person_id].name if link.person_id in people else link.person_id,
        }
        for link in db.session.scalars(query)
    ]


def _comments(here: Shown) -> list[dict[str, Any]]:
    query = (
        select(WorkflowComment)
        .where(WorkflowComment.workflow_id == here.save.workflow_id)
        .order_by(WorkflowComment.settled_at.is_not(None), WorkflowComment.at.desc())
    )
    found = []
    for each in db.session.scalars(query):
        definition = definition_of(db.session(), each.version_id)
        labels = {question.id: question.label for _, _, question in definition.every_question()}
        titles = {step.id: step.title for step in definition.steps}
        found.append(
            {
                "comment": each,
                "about": plain(labels.get(each.question_id or "") or titles.get(each.step_id, each.step_id)),
                "version": each.version_id[:7],
            }
        )
    return found


@bp.post("/workflows/<workflow_id>/comments/<comment_id>/settle")
@allow(*BENCH)
def settle_comment(workflow_id: str, comment_id: str) -> ResponseReturnValue:
    found = db.session.get(WorkflowComment, comment_id)
    if found is None or found.workflow_id != workflow_id:
        raise NotFound(f"comment {comment_id}")
    found.settled_at = None if found.settled_at else current.moment()
    there = url_for(".try_it", workflow_id=workflow_id, _anchor="comments")
    current.reply_is(there)
    db.session.commit()
    return redirect(there, 303)


@bp.route("/shown/<token>", methods=["GET", "POST"])
@allow(Who.ANYONE)
def shown_to(token: str) -> ResponseReturnValue:
    """Where somebody comes who was sent a link. Opening it changes nothing; one press begins a go of their own."""
    link = trials.find_link(db.session(), token, current.moment())
    if link is None:
        return current.trial_is_over()
    definition = definition_of(db.session(), link.version_id)
    if not current.is_post():
        return render_template("trying/shown.html", link=link, definition=definition, current=NOBODY_JOINED)
    trial = trials.begin_trial(
        db.session(),
        workflow_id=link.workflow_id,
        version_id=link.version_id,
        beside=link.beside,
        person_id=link.person_id,
        start_at=link.start_at,
        theme=link.theme,
        by="somebody with the link",
        at=current.moment(),
        link=link,
    )
    there = url_for("trying.begin", token=trial.token)
    current.reply_is(there)
    db.session.commit()
    return redirect(there, 303)
