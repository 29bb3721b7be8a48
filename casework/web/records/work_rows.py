"""The lines of the work view, the team's view and the tray: what stands in each, and narrowing them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import url_for

from casework.extensions import db
from casework.lab.progress import part_reached
from casework.records.models import Alert, Draft, Person, Step, StepMove, Worker
from casework.records.vocabulary import MoveKind, StepKind
from casework.web import current
from casework.web.page import day, day_near, time_near
from casework.workflows.calendar import add_working_days, working_days_between

SOON = 2
"""A date fewer working days away than this, or as many, is in bold."""
NEXT_DAYS = 5
DUE = {"": "Any date", "overdue": "Overdue", "soon": f"Next {NEXT_DAYS} working days", "none": "No date"}
SORT = {"": "Soonest due", "newest": "Latest received", "name": "Person’s name"}


@dataclass(frozen=True)
class Row:
    """One line: whose work, what, from whom, by when, since when, and what one can do with it.

    mark: a tag's words and colour. is_hidden: a restricted record, of which only half a number is told.
    """

    step: Step | None
    alert: Alert | None
    person: Person
    title: str
    is_new: bool
    is_hidden: bool
    mark: tuple[str, str] | None
    under: str
    came_from: str
    from_role: str
    due_on: date | None
    due: str
    overdue: str
    left: str
    is_soon: bool
    since_on: date
    waiting_since: str
    since_days: str
    act: str
    href: str

    @property
    def number(self) -> str:
        return f"#{self.person.number[:-2]}xx" if self.is_hidden else f"#{self.person.number}"

    @property
    def is_begun(self) -> bool:
        """Whether it is no news from whom it came: on a small screen that is left out."""
        return self.act in ("Go on", "Open") and not self.is_new

    @property
    def is_overdue(self) -> bool:
        return bool(self.overdue)


def row(step: Step, act: str) -> Row:
    """A step as a line of a list about one person, where it is neither new nor hidden."""
    return step_row(step, act, under=with_whom(step))


def step_row(
    step: Step,
    act: str,
    *,
    under: str,
    mark: tuple[str, str] | None = None,
    move: StepMove | None = None,
    is_new: bool = False,
    is_hidden: bool = False,
    to_the_minute: bool = False,
) -> Row:
    """A step as a line. move: the last time that it changed hands, since when it waits here."""
    today = current.story_date()
    late = (today - step.due_on).days if step.due_on and step.due_on < today else 0
    left = working_days_between(today, step.due_on) if step.due_on and not late else None
    since_on = waits_since(step, move)
    since = time_near(since_on, move.moved_at if move else step.received_at, today)
    came_from, from_role = _sender(step)
    waited = working_days_between(since_on, today)
    return Row(
        step=step,
        alert=None,
        person=step.person,
        title="Not shown" if is_hidden else step.title,
        is_new=is_new and not is_hidden,
        is_hidden=is_hidden,
        mark=None if is_hidden else mark,
        under="The name and the work are hidden from you" if is_hidden else under,
        came_from=came_from,
        from_role=from_role,
        due_on=step.due_on,
        due=day_near(step.due_on, today),
        overdue=f"Overdue {days(late)}" if late else "",
        left="" if left is None else "today" if step.due_on == today else days(left, "working day"),
        is_soon=left is not None and left <= SOON,
        since_on=since_on,
        waiting_since=since if to_the_minute else day_near(since_on, today),
        since_days=days(waited, "working day") if is_new and waited else "",
        act="Ask for access" if is_hidden else act,
        href=url_for(".person", person_id=step.person_id) if is_hidden else url_for(".step", step_id=step.id),
    )


def alert_row(alert: Alert, *, is_hidden: bool) -> Row:
    """What a colleague drew attention to, as a line."""
    today = current.story_date()
    return Row(
        step=None,
        alert=alert,
        person=alert.person,
        title="Not shown" if is_hidden else "Alert: case note" if alert.case_note_id else "Alert",
        is_new=not is_hidden,
        is_hidden=is_hidden,
        mark=None,
        under="The name and the work are hidden from you" if is_hidden else f"“{alert.text}”",
        came_from=alert.raised_by,
        from_role="",
        due_on=None,
        due="",
        overdue="",
        left="",
        is_soon=False,
        since_on=alert.raised_on,
        waiting_since=time_near(alert.raised_on, alert.raised_at, today),
        since_days="",
        act="Ask for access" if is_hidden else "Acknowledge",
        href=url_for(".person", person_id=alert.person_id) if is_hidden else url_for(".alert", alert_id=alert.id),
    )


def days(number: int, what: str = "day") -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _sender(step: Step) -> tuple[str, str]:
    """Whose name stands under "From", with the role; "You" for what one handed on oneself."""
    before = step.from_step
    if before is None or before.finished_by is None:
        return step.came_from or "", ""
    if before.finished_by_id == current.worker().id and before.finished_for is None:
        return "You", ""
    return step.came_from or before.finished_by.name, before.finished_by.role_label


def with_whom(step: Step) -> str:
    """With whom it is, and for what: "With Dawn Fisher for approval"."""
    if step.waits_because:
        return step.waits_because
    if step.worker is None:
        return f"In the tray of {step.team.name}" if step.team else "In the team’s tray"
    if step.worker_id == current.worker().id:
        return step.action_label or ""
    what = "for approval" if step.kind == StepKind.APPROVAL else f"({step.worker.role_label})"
    return f"With {step.worker.name} {what}"


def waits_since(step: Step, move: StepMove | None) -> date:
    """The story's day from which it waits: for somebody outside, since it changed hands, or since it came in."""
    if step.waits_because and step.waits_since:
        return step.waits_since
    return move.moved_on if move else step.received_at.astimezone().date()


def waiting_for(step: Step, move: StepMove | None) -> str:
    """With whom it is, for how many working days, and what unblocks it."""
    today = current.story_date()
    waited = working_days_between(waits_since(step, move), today)
    how_long = f", {days(waited, 'working day')}" if waited else ", since today"
    if step.waits_because:
        return f"{with_whom(step)}{how_long}"
    if step.worker is None:
        return f"{with_whom(step)}{how_long}. Goes on when somebody takes it"
    ends = "decides" if step.kind == StepKind.APPROVAL else "finishes it"
    return f"{with_whom(step)}{how_long}. Goes on when {step.worker.name.split()[0]} {ends}"


def how_far(step: Step, draft: Draft | None, last_review: date | None) -> str:
    """ "Step 6 of 11, saved Thu 5 Nov 16:20", and when the person was last reviewed, on a review."""
    today = current.story_date()
    said = []
    if draft is not None:
        reached = part_reached(db.session(), step, draft)
        saved = f"saved {time_near(draft.saved_at.astimezone().date(), draft.saved_at, today)}"
        said.append(f"Step {reached[0]} of {reached[1]}, {saved}" if reached else saved.capitalize())
    elif step.started_on:
        said.append(f"Started {day_near(step.started_on, today)}, nothing saved yet")
    if last_review and step.kind == StepKind.REVIEW:
        said.append(f"Last {day(last_review)}")
    return ". ".join(said)


def returned_with(step: Step, move: StepMove | None) -> str:
    """The reason for which it came back, quoted."""
    reason = move.note if move and move.kind == MoveKind.RETURNED else step.note
    return f"“{reason}”" if reason else "No reason was given"


# --- narrowing -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Filters:
    """What a worker chose to see: kind of work by its name, when it is due, and the order. Empty: all of it."""

    work: str = ""
    due: str = ""
    sort: str = ""

    @property
    def are_set(self) -> bool:
        return bool(self.work or self.due)


def narrow(rows: Sequence[Row], filters: Filters, today: date) -> list[Row]:
    """The rows that the filters leave, in their order. What is hidden has no name to be sorted or chosen by."""
    soon = add_working_days(today, NEXT_DAYS)
    kept = [row for row in rows if _is_of(row, filters.work) and _is_due(row, filters.due, soon)]
    if filters.sort == "newest":
        return sorted(kept, key=lambda row: row.since_on, reverse=True)
    if filters.sort == "name":
        return sorted(kept, key=lambda row: (row.is_hidden, *(() if row.is_hidden else _name(row.person))))
    return sorted(kept, key=lambda row: (row.due_on is None, row.due_on or date.max))


def _name(person: Person) -> tuple[str, str]:
    return person.last_name, person.first_name


def _is_of(row: Row, work: str) -> bool:
    return not work or row.title == work


def _is_due(row: Row, due: str, soon: date) -> bool:
    if due == "overdue":
        return row.is_overdue
    if due == "soon":
        return row.due_on is not None and not row.is_overdue and row.due_on <= soon
    return row.due_on is None if due == "none" else True


def kinds_of_work(rows: Collection[Row]) -> list[tuple[str, str]]:
    """What one can narrow the work to, each with how many there are: (value, words)."""
    titles = sorted({row.title for row in rows if not row.is_hidden})
    counted = [(title, f"{title} ({sum(row.title == title for row in rows)})") for title in titles]
    return [("", f"All work ({len(rows)})"), *counted]


# --- around the list -----------------------------------------------------------------------------


def leave_by(starts_at: str, travel_minutes: int | None) -> str:
    """ "13:20" for a visit at 14:00 that is 40 minutes away; nothing where the way is not known."""
    if not travel_minutes:
        return ""
    starts = datetime.strptime(starts_at, "%H:%M")
    return f"{starts - timedelta(minutes=travel_minutes):%H:%M}"


def months_without(last: date | None, today: date) -> int:
    """Whole months since the last contact; 0 where there was none."""
    if last is None:
        return 0
    return (today.year - last.year) * 12 + today.month - last.month - (today.day < last.day)


def name_of(worker: Worker) -> str:
    """ "Tom", as a tab says it."""
    return worker.name.split()[0]
