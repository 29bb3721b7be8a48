"""Where a step is entered: what came in, its tasks, what it was finished with; and starting it."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from casework.extensions import db
from casework.lab import working
from casework.lab.vocabulary import EventKind
from casework.lab.working import Work
from casework.records.models import Step
from casework.records.queries import work as queries
from casework.records.vocabulary import StepKind
from casework.web import current
from casework.web.access import AT_WORK, allow
from casework.web.page import time_of_day
from casework.web.records.at_step import WHOLE, own_work, read_steps, step_page, whose
from casework.web.records.beside_tasks import own_words, still_to_look_at, to_put_straight
from casework.web.records.blueprint import bp
from casework.web.records.check import (
    answered_sections,
    came_of_it,
    next_page,
    tasks,
)
from casework.web.records.incoming import came_in
from casework.web.records.then_now import plan_then_and_now
from casework.workflows.definition import PUBLIC_ROLES
from casework.workflows.wording import fill


@bp.route("/steps/<step_id>")
@allow(*AT_WORK)
def step(step_id: str) -> ResponseReturnValue:
    """Where a step is entered: what came in, its tasks or pages, or what it was finished with."""
    found = queries.get_step(db.session(), step_id)
    current.looked_at(found.person, found.title, found)
    if not working.can_be_worked(found):
        current.viewing(f"{found.title}: elsewhere")
        return step_page("records/step_elsewhere.html", found, **came_in(found))
    work = working.open_work(db.session(), found, whose(found), current.story_date())
    if found.role in PUBLIC_ROLES and not found.is_open:
        current.viewing(f"{found.title}: sent")
        return step_page(
            "records/public_sent.html", found, reference=_reference(found), said=_said(work), following=_next_of(found)
        )
    if not found.is_open or found.worker_id != whose(found).id:
        current.viewing(f"{found.title}: read")
        return step_page(
            "records/step_read.html",
            found,
            work=work,
            sections=answered_sections(work, with_links=False),
            came_of_it=came_of_it(db.session(), found),
            worker=current.worker(),
            **came_in(found),
        )
    if found.status == "incoming" and found.role in PUBLIC_ROLES:
        current.viewing(f"{found.title}: start")
        return step_page("records/public_start.html", found, hint=fill(work.plan.hint, work.words))
    if found.status == "incoming":
        current.viewing(f"{found.title}: incoming")
        return step_page("records/step_incoming.html", found, work=work, read=read_steps(work), **came_in(found))
    if found.kind == StepKind.APPROVAL:
        return redirect(url_for(".check_answers", step_id=step_id))
    return redirect(_where_she_was(work)) if work.presentation != "task_list" else _task_list(work)


def _reference(step: Step) -> str:
    """What somebody may give when they ring about what they sent."""
    return f"{step.person.number}-{step.position}"


def _said(work: Work) -> list[str]:
    """The messages that what was chosen shows, and does not send."""
    actions = [action for action in work.plan.actions if action.id in (work.step.actions or [])]
    return [fill(action.tells, work.words) for action in actions if action.tells]


def _next_of(step: Step) -> Step | None:
    """Work that is waiting because of it, for who goes on as a practitioner."""
    return next((other for other in step.case.steps if other.is_open and other.role not in PUBLIC_ROLES), None)


def _task_list(work: Work) -> str:
    current.viewing(f"{work.step.title}: task list")
    return step_page(
        "records/task_list.html",
        work.step,
        work=work,
        tasks=tasks(work),
        upcoming=next_page(work),
        said=own_words(work),
        both=plan_then_and_now(db.session(), work),
        straight=to_put_straight(work),
        carried=still_to_look_at(work),
        read=read_steps(work),
        saved=time_of_day(work.draft.saved_at) if work.draft else "",
    )


def _where_she_was(work: Work) -> str:
    """The page to go on at: the whole step, the first page not complete, or the check at the end."""
    if work.presentation == "single_page":
        return url_for(".page", step_id=work.step.id, page_id=WHOLE)
    state = next_page(work)
    if state is None:
        return url_for(".check_answers", step_id=work.step.id)
    return url_for(".page", step_id=work.step.id, page_id=state.page.id)


@bp.route("/steps/<step_id>/start", methods=["POST"])
@allow(*AT_WORK)
def start(step_id: str) -> ResponseReturnValue:
    work = own_work(step_id)
    if working.start(db.session(), work.step, today=current.story_date()):
        current.happened(EventKind.STEP_STARTED, step=work.step.definition_id, step_row_id=work.step.id)
    there = url_for(".step", step_id=step_id)
    db.session.commit()
    return redirect(there, 303)
