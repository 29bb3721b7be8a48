"""Work changes hands: taken from the tray, allocated, passed on, returned to whoever sent it."""

from datetime import date, datetime

from sqlalchemy import select

from casework.database import Db
from casework.errors import DomainError
from casework.records.models import Step, StepMove, Team, Worker
from casework.records.vocabulary import MoveKind, StepStatus

MANAGERS = ("team_manager",)
"""Who may give work to somebody else of the team, and take it away again before it is started."""


def take(db: Db, step: Step, *, by: Worker, acted_for: Worker | None, today: date, at: datetime) -> StepMove:
    """Take work that nobody has out of the tray, for oneself or for the colleague one acts for.

    Raises DomainError where somebody was quicker.
    """
    _only_before_it_is_started(step)
    if step.worker is not None:
        raise DomainError(f"{step.worker.name} has this work already")
    return _move(db, step, MoveKind.TAKEN, by, acted_for, acted_for or by, None, None, today, at)


def allocate(
    db: Db,
    step: Step,
    to: Worker,
    *,
    by: Worker,
    acted_for: Worker | None,
    due_on: date | None,
    today: date,
    at: datetime,
) -> StepMove:
    """Give work of the team's to one of its workers, with the date it is due.

    A manager gives to anybody of the team; others only take for themselves, and only what nobody has.
    Raises DomainError on to_id or due_on where that is not so.
    """
    _only_before_it_is_started(step)
    is_manager = by.role in MANAGERS
    if to.left_on is not None and to.left_on <= today:
        raise DomainError(f"{to.name} has left: select a colleague who works here", field="to_id")
    if to.team_id != by.team_id:
        raise DomainError("Select a colleague of your team, or pass the work on to another team", field="to_id")
    if not is_manager and to.id != by.id:
        raise DomainError("A team manager allocates work to others. You can take it yourself", field="to_id")
    if not is_manager and step.worker is not None and step.worker_id != by.id:
        raise DomainError(f"{step.worker.name} has this work already", field="to_id")
    if due_on is not None and due_on < today:
        raise DomainError("Due date must be today or later", field="due_on")
    move = _move(db, step, MoveKind.ALLOCATED, by, acted_for, to, None, None, today, at)
    if due_on is not None:
        step.due_on = due_on
    db.flush()
    return move


def pass_on(
    db: Db,
    step: Step,
    to: Worker | Team,
    *,
    note: str,
    by: Worker,
    acted_for: Worker | None,
    today: date,
    at: datetime,
) -> StepMove:
    """Hand work on to a colleague, or to another team's tray, with a note for whoever takes it up.

    Raises DomainError on note where there is none, on to where it is there already.
    """
    _only_before_it_is_started(step)
    if not note.strip():
        raise DomainError("Enter a hand-over note", field="note")
    worker, team = (to, None) if isinstance(to, Worker) else (None, to)
    if worker is not None and worker.left_on is not None and worker.left_on <= today:
        raise DomainError(f"{worker.name} has left: select a colleague who works here", field="to")
    if (worker is not None and worker.id == step.worker_id) or (
        team is not None and step.worker_id is None and team.id == step.team_id
    ):
        raise DomainError(f"The work is with {to.name} already", field="to")
    return _move(db, step, MoveKind.PASSED_ON, by, acted_for, worker, team, note, today, at)


def return_to_sender(
    db: Db, step: Step, *, reason: str, by: Worker, acted_for: Worker | None, today: date, at: datetime
) -> StepMove:
    """Send work back to whoever handed it over last, with the reason, which stands on their work view.

    What somebody outside sent goes back to the team's tray: the duty desk tells them.
    Raises DomainError on reason where there is none.
    """
    _only_before_it_is_started(step)
    if not reason.strip():
        raise DomainError("Enter why you return it", field="reason")
    sender = sender_of(db, step, not_=acted_for or by)
    team = None if sender else by.team
    move = _move(db, step, MoveKind.RETURNED, by, acted_for, sender, team, reason, today, at)
    step.is_returned = True
    db.flush()
    return move


def sender_of(db: Db, step: Step, *, not_: Worker) -> Worker | None:
    """Who of the council sent the work: its last move, or the step before it. None: it came from outside."""
    last = db.scalar(
        select(StepMove)
        .where(StepMove.step_id == step.id, StepMove.by_id != not_.id, StepMove.kind != MoveKind.TAKEN)
        .order_by(StepMove.moved_on.desc(), StepMove.moved_at.desc(), StepMove.id.desc())
        .limit(1)
    )
    before = step.from_step.finished_by if step.from_step else None
    sender = last.by if last else before
    return sender if sender is not None and sender.left_on is None and sender.id != not_.id else None


def _only_before_it_is_started(step: Step) -> None:
    if step.status == StepStatus.STARTED:
        raise DomainError("This work has been started, so it stays with whoever started it until it is finished")
    if not step.is_open:
        raise DomainError("This work is already finished")


def _move(
    db: Db,
    step: Step,
    kind: MoveKind,
    by: Worker,
    acted_for: Worker | None,
    to_worker: Worker | None,
    to_team: Team | None,
    note: str | None,
    today: date,
    at: datetime,
) -> StepMove:
    move = StepMove(
        step_id=step.id,
        kind=kind,
        by_id=by.id,
        for_id=acted_for.id if acted_for else None,
        from_worker_id=step.worker_id,
        to_worker_id=to_worker.id if to_worker else None,
        to_team_id=to_team.id if to_team else None,
        note=note.strip() if note else None,
        moved_on=today,
        moved_at=at,
    )
    db.add(move)
    step.worker_id = to_worker.id if to_worker else None
    step.team_id = to_worker.team_id if to_worker else to_team.id if to_team else step.team_id
    step.is_returned = False
    db.flush()
    db.expire(step, ["worker"])
    return move
