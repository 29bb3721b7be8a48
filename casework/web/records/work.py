"""The work view: what came in, what is under way, what waits for others."""

from dataclasses import dataclass

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.extensions import db
from casework.lab.vocabulary import EventKind
from casework.records.models import Step
from casework.records.queries import work as queries
from casework.web import current
from casework.web.access import AT_WORK, allow
from casework.web.page import day_near
from casework.web.records.blueprint import bp
from casework.workflows.calendar import working_days_between


@dataclass(frozen=True)
class Row:
    """One line of the work view."""

    step: Step
    due: str
    overdue: str
    left: str
    waiting_since: str
    act: str
    href: str
    under: str


@bp.route("/work")
@allow(*AT_WORK)
def work_view() -> ResponseReturnValue:
    current.viewing("Work view")
    worker = current.worker()
    if request.args.get("of") == "team":
        steps = queries.team_steps(db.session(), worker)
        return render_template(
            "records/team.html",
            rows=[row(step, "Open") for step in steps],
            mine=queries.work_view(db.session(), worker),
        )
    view = queries.work_view(db.session(), worker)
    return render_template(
        "records/work.html",
        view=view,
        groups=[
            ("Returned to you", [row(step, "Put right") for step in view.returned], ""),
            ("Incoming", [row(step, "Start") for step in view.incoming], f"{len(view.incoming)} not opened yet"),
            ("In progress", [row(step, "Go on") for step in view.started], ""),
            ("Waiting for others", [row(step, "Open") for step in view.waiting], ""),
        ],
        allocated=queries.allocated_without_work(db.session(), worker),
        team_count=len(queries.team_steps(db.session(), worker)),
    )


def row(step: Step, act: str) -> Row:
    today = current.story_date()
    late = (today - step.due_on).days if step.due_on and step.due_on < today else 0
    left = ""
    if step.due_on and not late:
        days = working_days_between(today, step.due_on)
        left = "today" if step.due_on == today else f"{days} working day{'' if days == 1 else 's'}"
    received = step.received_at.date()
    return Row(
        step=step,
        due=day_near(step.due_on, today),
        overdue=f"Overdue {late} day{'' if late == 1 else 's'}" if late else "",
        left=left,
        waiting_since=day_near(received, today),
        act=act,
        href=url_for(".step", step_id=step.id),
        under=_under(step),
    )


def _under(step: Step) -> str:
    if step.is_returned and step.note:
        return f"“{step.note}”"
    if step.worker and step.worker_id != current.worker().id:
        return f"With {step.worker.name}, {step.worker.role_label}"
    return step.action_label or ""


@bp.route("/capture", methods=["POST"])
@allow(*AT_WORK)
def capture() -> ResponseReturnValue:
    """How many clicks a page took, sent by its script as it is left."""
    clicks = request.form.get("clicks", "")
    if clicks.isdecimal() and int(clicks) < 10_000:
        current.happened(EventKind.CLICKED, clicks=int(clicks), page=request.form.get("page", "")[:200])
        db.session.commit()
    return "", 204
