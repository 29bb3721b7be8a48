"""The work view: what came in, what is under way, what waits for others; hers, the team's, an absent colleague's."""

import re
from dataclasses import asdict, dataclass, replace
from typing import Any

from flask import render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue

from casework.extensions import db
from casework.lab.vocabulary import EventKind
from casework.lab.working import can_be_worked
from casework.records.models import Person, Step, Worker
from casework.records.queries import work as queries
from casework.records.queries.access import hidden_ids
from casework.records.vocabulary import StepStatus
from casework.web import current
from casework.web.access import AT_WORK, allow
from casework.web.page import day_near, time_near
from casework.web.records.blueprint import bp
from casework.web.records.work_rows import (
    DUE,
    SORT,
    Filters,
    Row,
    alert_row,
    days,
    how_far,
    kinds_of_work,
    leave_by,
    months_without,
    name_of,
    narrow,
    returned_with,
    row,
    step_row,
    waiting_for,
    with_whom,
)

__all__ = ["row"]

KEPT = "work_filters"
TYPING = re.compile(r"(\d{1,6}):(\d{1,4})(?![^,])")
"""How many seconds ago, and how many keys then."""
MOST_TYPING = 20_000
LONG_WITHOUT = 3
"""So many months without contact are pointed out."""
NOT_OPENED = ("Incoming", "blue")
RETURNED = ("Returned", "amber")


@dataclass(frozen=True)
class Group:
    """One group of the list, with its rows and what stands beside its title."""

    title: str
    rows: list[Row]
    note: str = ""


@bp.route("/work")
@allow(*AT_WORK)
def work_view() -> ResponseReturnValue:
    of, worker, cover = request.args.get("of", "mine"), current.worker(), current.cover()
    if of == "acting" and cover is not None:
        current.viewing(f"Work view: acting for {cover.absent.name}")
        groups = _groups_of(cover.absent, queries.work_view(db.session(), cover.absent))
        return _show(of, f"{cover.absent.name}’s work", groups)
    if of == "team":
        current.viewing("Work view: team")
        return _show(of, "Your team’s work", _team_groups(worker))
    current.viewing("Work view")
    return _show(
        "mine",
        "Your work",
        _groups_of(worker, queries.work_view(db.session(), worker)),
        visits=_visits(worker),
        allocated=_allocated(worker),
        viewed=_viewed(worker),
    )


def _show(of: str, heading: str, groups: list[Group], **around: Any) -> str:
    """One of the three lists, narrowed as she last chose, with the tabs that count all of each."""
    filters = _filters()
    rows = [each for group in groups for each in group.rows]
    today = current.story_date()
    shown = [Group(group.title, narrow(group.rows, filters, today), group.note) for group in groups]
    first_new = next((each for group in shown for each in group.rows if each.is_new and each.act == "Start"), None)
    return render_template(
        "records/work.html",
        of=of,
        heading=heading,
        tabs=_tabs(of, len(rows)),
        groups=shown,
        count=len(rows),
        shown_count=sum(len(group.rows) for group in shown),
        filters=filters,
        filter_fields=[
            ("work", "Work", kinds_of_work(rows), filters.work),
            ("due", "Due", list(DUE.items()), filters.due),
            ("sort", "Sort", list(SORT.items()), filters.sort),
        ],
        main=first_new.step if first_new else None,
        cover=current.cover(),
        around=around,
    )


def _filters() -> Filters:
    """What she chose now, or the last time in this sitting; kept in her browser until she changes it."""
    sitting = current.sitting_id()
    if "sort" in request.args:
        due, sort = request.args.get("due", ""), request.args.get("sort", "")
        chosen = Filters(request.args.get("work", "")[:160], due if due in DUE else "", sort if sort in SORT else "")
        cookie[KEPT] = {"sitting": sitting, **asdict(chosen)}
        return chosen
    kept = dict(cookie.get(KEPT) or {})
    return Filters(**kept) if kept.pop("sitting", None) == sitting else Filters()


def _tabs(of: str, count: int) -> list[dict[str, Any]]:
    worker, cover = current.worker(), current.cover()
    mine = count if of == "mine" else queries.count_of(db.session(), worker)
    team = count if of == "team" else queries.count_of_team(db.session(), worker)
    tabs = [
        {"text": f"Mine {mine}", "href": url_for(".work_view", of="mine"), "current": of == "mine"},
        {"text": f"Team {team}", "href": url_for(".work_view", of="team"), "current": of == "team"},
    ]
    if cover is not None:
        theirs = count if of == "acting" else queries.count_of(db.session(), cover.absent)
        href = url_for(".work_view", of="acting")
        tabs.append({"text": f"Acting for {name_of(cover.absent)} {theirs}", "href": href, "current": of == "acting"})
    return tabs


def _hidden(people: list[Person]) -> set[str]:
    return hidden_ids(db.session(), current.worker(), people, current.story_date(), current.acting_for())


def _groups_of(worker: Worker, view: queries.WorkView) -> list[Group]:
    """A worker's list in its groups. The rows of a colleague for whom she does not act yet can only be looked at."""
    hidden = _hidden([step.person for step in view.steps] + [alert.person for alert in view.alerts])
    may_work = worker.id == current.worker().id or current.acting_for() is not None
    reviews = queries.last_reviews(db.session(), view.started)
    start, put_right, go_on = ("Start", "Put right", "Go on") if may_work else ("Open", "Open", "Open")
    returned = [
        step_row(
            step,
            _act(step, put_right),
            under=returned_with(step, view.moves.get(step.id)),
            mark=RETURNED,
            to_the_minute=True,
            move=view.moves.get(step.id),
            is_hidden=step.person_id in hidden,
        )
        for step in view.returned
    ]
    whose = "you" if worker.id == current.worker().id else name_of(worker)
    incoming = [
        step_row(
            step,
            _act(step, start),
            under=f"Opened by {whose}, not started" if step.id in view.opened else f"Not opened by {whose}",
            mark=NOT_OPENED,
            to_the_minute=True,
            move=view.moves.get(step.id),
            is_new=step.id not in view.opened,
            is_hidden=step.person_id in hidden,
        )
        for step in view.incoming
    ]
    if may_work:
        incoming += [alert_row(alert, is_hidden=alert.person_id in hidden) for alert in view.alerts]
    else:
        incoming += [_alert_to_read(alert_row(alert, is_hidden=alert.person_id in hidden)) for alert in view.alerts]
    new = sum(each.is_new for each in incoming)
    started = [
        step_row(
            step,
            _act(step, go_on),
            under=how_far(step, view.drafts.get(step.id), reviews.get(step.person_id)),
            is_hidden=step.person_id in hidden,
        )
        for step in view.started
    ]
    waiting = [
        step_row(
            step,
            "Open",
            under=waiting_for(step, view.moves.get(step.id)),
            move=view.moves.get(step.id),
            is_hidden=step.person_id in hidden,
        )
        for step in view.waiting
    ]
    return [
        Group(f"Returned to {whose}", returned),
        Group("Incoming", incoming, f"{new} not opened yet" if new else ""),
        Group("In progress", started),
        Group("Waiting for others", waiting),
    ]


def _act(step: Step, word: str) -> str:
    """What one can do with a step. Work of the county that the workflow under test does not have can only be read."""
    return word if can_be_worked(step) else "Open"


def _team_groups(worker: Worker) -> list[Group]:
    """The open work of the whole team: what nobody has, what is not started, what is under way."""
    steps = queries.team_steps(db.session(), worker)
    hidden = _hidden([step.person for step in steps])
    rows = [
        step_row(
            step, "Open", under=_with_colleague(step.worker) or with_whom(step), is_hidden=step.person_id in hidden
        )
        for step in steps
    ]
    nobodys = [each for each in rows if each.step and each.step.worker_id is None]
    given = [each for each in rows if each not in nobodys]
    return [
        Group("In the team’s tray", nobodys, "nobody has it yet" if nobodys else ""),
        Group("Not started", [each for each in given if each.step and each.step.status == StepStatus.INCOMING]),
        Group("In progress", [each for each in given if each.step and each.step.status == StepStatus.STARTED]),
    ]


def _with_colleague(worker: Worker | None) -> str:
    if worker is None:
        return ""
    return "With you" if worker.id == current.worker().id else f"With {worker.name}, {worker.role_label}"


def _alert_to_read(shown: Row) -> Row:
    """An alert for an absent colleague, before she acts for them: it can be seen, and not acknowledged."""
    return replace(shown, act="Open", href=url_for(".person", person_id=shown.person.id), is_new=False)


def _visits(worker: Worker) -> list[dict[str, Any]]:
    """Today's visits, each with when to leave."""
    visits = queries.visits_on(db.session(), worker, current.story_date())
    hidden = _hidden([visit.person for visit in visits])
    return [
        {"visit": visit, "leave_by": leave_by(visit.starts_at, visit.travel_minutes)}
        for visit in visits
        if visit.person_id not in hidden
    ]


def _allocated(worker: Worker) -> list[dict[str, Any]]:
    """People allocated to her without open work; a long time without contact is pointed out."""
    today = current.story_date()
    found = []
    for one in queries.allocated_without_work(db.session(), worker):
        without = months_without(one.last_contact_on, today)
        found.append(
            {
                "person": one.person,
                "last_contact": day_near(one.last_contact_on, today),
                "flagged": f"None for {days(without, 'month')}" if without >= LONG_WITHOUT else "",
                "next_review_on": one.next_review_on,
            }
        )
    return found


def _viewed(worker: Worker) -> list[dict[str, Any]]:
    views = queries.recently_viewed(db.session(), worker)
    hidden = _hidden([view.person for view in views])
    today = current.story_date()
    return [
        {
            "person": view.person,
            "is_hidden": view.person_id in hidden,
            "page": view.page,
            "when": time_near(view.viewed_on, view.viewed_at, today),
        }
        for view in views
    ]


@bp.route("/capture", methods=["POST"])
@allow(*AT_WORK)
def capture() -> ResponseReturnValue:
    """How many clicks a page took, and how many keys when, sent by its script as it is left."""
    clicks, page = request.form.get("clicks", ""), request.form.get("page", "")[:200]
    typing = TYPING.findall(request.form.get("typing", "")[:MOST_TYPING])
    if clicks.isdecimal() and int(clicks) < 10_000:
        current.happened(EventKind.CLICKED, clicks=int(clicks), page=page)
    if typing:
        current.happened(EventKind.TYPED, typing=[[int(ago), int(keys)] for ago, keys in typing], page=page)
    db.session.commit()
    return "", 204
