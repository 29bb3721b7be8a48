"""Calls that come in while a participant works, and what they cost her: how long until she is back in her work.

The study's file says who rings about whom. The facilitator brings a call in from the console, or it comes by itself
after so many minutes. Interruptions are part of the task: its clock runs on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from casework.database import Db
from casework.errors import DomainError, NotFound
from casework.lab.events import happened
from casework.lab.models import Event, Interruption, Session, Study, TaskRun
from casework.lab.study_file import InterruptionPart, file_of
from casework.lab.vocabulary import EventKind, RunStatus, Stage, TaskKind
from casework.statistics import working_seconds

WORK = (EventKind.ANSWER_CHANGED, EventKind.STEP_FINISHED)
"""What shows that she is back in her work: opening its page again is not yet working."""


def planned(session: Session) -> list[InterruptionPart]:
    """The calls that may come in during the arm under way, in the order of the study's file."""
    arm = session.current_arm
    if arm is None:
        return []
    return [one for one in file_of(session.study).interruptions or [] if one.case in (None, arm.case.key)]


def of_arm(db: Db, session: Session) -> dict[str, Interruption]:
    """Those that have come in during the arm under way, by their key."""
    if session.current_arm_id is None:
        return {}
    found = db.scalars(
        select(Interruption)
        .where(Interruption.session_arm_id == session.current_arm_id)
        .order_by(Interruption.came_at, Interruption.id)
    )
    return {one.key: one for one in found}


def runs_called(db: Db, study: Study) -> set[str]:
    """The runs of a study in which a call came in."""
    in_study = select(Interruption.task_run_id).join(Session, Interruption.session_id == Session.id)
    return set(db.scalars(in_study.where(Session.study_id == study.id)))


def ringing(db: Db, session: Session) -> tuple[InterruptionPart, Interruption] | None:
    """The call that is there now: it has come in and has not been dealt with. The oldest where there are several."""
    parts = {part.id: part for part in planned(session)}
    if not parts:
        return None
    for key, one in of_arm(db, session).items():
        if one.dealt_with_at is None and one.task_run_id == session.current_run_id and key in parts:
            return parts[key], one
    return None


def bring_in(db: Db, session: Session, key: str, *, by: str, at: datetime) -> Interruption:
    """Let a call come in. The caller holds the session's row lock.

    Raises NotFound for one that the study does not have here, DomainError where no task that counts is under way, where
    it has come in already, and where another has not been dealt with.
    """
    part = next((one for one in planned(session) if one.id == key), None)
    if part is None:
        raise NotFound(f"interruption {key}")
    run = session.current_run
    if session.stage is not Stage.WORKING or run is None or not _counts(run):
        raise DomainError("A call comes in during a task. None is under way")
    came = of_arm(db, session)
    if key in came:
        raise DomainError("This call has come in already")
    if any(one.dealt_with_at is None and one.task_run_id == run.id for one in came.values()):
        raise DomainError("Another call has not been dealt with yet")
    one = Interruption(
        session_id=session.id,
        session_arm_id=run.session_arm_id,
        task_run_id=run.id,
        key=key,
        came_at=at,
        brought_by=by,
    )
    db.add(one)
    happened(db, session, EventKind.INTERRUPTION_CAME, at=at, interruption=key, person_id=part.about, by=by)
    db.flush()
    return one


def bring_in_what_is_due(db: Db, session: Session, *, at: datetime) -> Interruption | None:
    """Let the next call come in whose minutes of working time have passed; None where none is due."""
    run = session.current_run
    if session.stage is not Stage.WORKING or run is None or run.is_paused or not _counts(run):
        return None
    timed = [part for part in planned(session) if part.after_minutes is not None]
    if not timed or run.started_at is None:
        return None
    worked = working_seconds(run.started_at, at, [(p.started_at, p.ended_at) for p in run.pauses]).value or 0
    came = of_arm(db, session)
    if any(one.dealt_with_at is None and one.task_run_id == run.id for one in came.values()):
        return None
    due = [p for p in timed if p.id not in came and p.after_minutes is not None and p.after_minutes * 60 <= worked]
    if not due:
        return None
    return bring_in(db, session, min(due, key=lambda p: p.after_minutes or 0).id, by="the study", at=at)


def _counts(run: TaskRun) -> bool:
    return run.status is RunStatus.RUNNING and run.task.kind is TaskKind.TASK


def take(db: Db, session: Session, one: Interruption, *, away_from: str, at: datetime) -> None:
    """She answers it. away_from: the page she was on. Taking it again changes nothing."""
    if one.taken_at is None:
        one.taken_at, one.away_from = at, away_from[:400]
        happened(db, session, EventKind.INTERRUPTION_TAKEN, at=at, interruption=one.key, away_from=away_from)
        db.flush()


def deal_with(db: Db, session: Session, one: Interruption, *, at: datetime) -> None:
    """She says that she has dealt with it. Saying it again changes nothing."""
    if one.dealt_with_at is None:
        one.taken_at = one.taken_at or at
        one.dealt_with_at = at
        happened(db, session, EventKind.INTERRUPTION_DEALT_WITH, at=at, interruption=one.key)
        db.flush()


# --- what it cost --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cost:
    """What one interruption cost, in seconds; None where it did not come to that.

    until_taken: from coming in to being taken. on_it: from then until she said that it was dealt with.
    until_resumed: from saying so to the first answer changed or step finished in the step that she had left.
    Source: Trafton, Altmann, Brock and Mintz (2003), "Preparing to resume an interrupted task": interruption lag and
    resumption lag.
    """

    key: str
    until_taken: float | None
    on_it: float | None
    until_resumed: float | None


def costs_of(events: Sequence[Event]) -> list[Cost]:
    """What each interruption of one run cost, from the run's events in order."""
    return [
        _cost(event, events[place + 1 :])
        for place, event in enumerate(events)
        if event.kind is EventKind.INTERRUPTION_CAME
    ]


def _cost(came: Event, later: Sequence[Event]) -> Cost:
    key = came.data["interruption"]
    mine = [event for event in later if event.data.get("interruption") == key]
    taken = next((event for event in mine if event.kind is EventKind.INTERRUPTION_TAKEN), None)
    done = next((event for event in mine if event.kind is EventKind.INTERRUPTION_DEALT_WITH), None)
    resumed = None
    if taken is not None and done is not None:
        left = _step_of(taken.data.get("away_from") or "")
        after = [event for event in later if event.seq > done.seq and event.kind in WORK]
        resumed = next((event for event in after if left is None or event.data.get("step_row_id") == left), None)
    return Cost(
        key=key,
        until_taken=_between(came, taken),
        on_it=_between(taken, done),
        until_resumed=_between(done, resumed),
    )


def _step_of(path: str) -> str | None:
    """The step that an address is in, or None where she was on another page: then any work of hers counts."""
    parts = path.strip("/").split("/")
    return parts[1] if len(parts) > 1 and parts[0] == "steps" else None


def _between(earlier: Event | None, later: Event | None) -> float | None:
    return (later.at - earlier.at).total_seconds() if earlier is not None and later is not None else None
