"""Practice in facilitating: a robot takes part, hesitates, errs and asks for help, and goes on once it has some.

Nothing runs by itself: whoever has the console open asks for the next thing, and the robot does it when its time has
come. All of it follows from the session's events and the robot's seed. A practice is marked, and never counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from casework.database import Db
from casework.lab import facilitating, sessions
from casework.lab.events import events_of_run
from casework.lab.models import Event, Observation, Session, Study, TaskRun
from casework.lab.observations import notes_of
from casework.lab.planning import plan_session
from casework.lab.vocabulary import EventKind, RunEnd, Stage, TaskKind
from casework.rehearsal.taking_part import Robot, below, go_on, is_done, work_once
from casework.workflows.versions import definition_of

NOTED_WITHIN = timedelta(seconds=30)
"""A problem that nobody has noted by then is a moment missed."""
ASKS_AGAIN = timedelta(seconds=45)
GIVES_UP = timedelta(seconds=110)
PAUSES = {Stage.WORKING: (6, 16), Stage.BRIEFING: (8, 8)}
"""The least seconds before the next thing, and how many more at most; elsewhere half a dozen to a dozen."""

ASKS = (
    "Is this where I put what she told me?",
    "Do I have to fill in all of this?",
    "What happens if I press this?",
    "Have I done it right so far?",
)
MISTAKE = "Answer this question before you go on"


def begin(db: Db, study: Study, *, seed: int, by: str, at: datetime) -> Session:
    """A session in which a robot will take part, as the console's owner asks for it."""
    return plan_session(db, study, by=by, at=at, is_rehearsal=True, robot_seed=seed)


def is_practice(session: Session) -> bool:
    return session.is_rehearsal and session.robot_seed is not None


def under_way(db: Db) -> Sequence[Session]:
    """Practices that have not ended, whoever has left them open."""
    wanted = select(Session).where(Session.robot_seed.is_not(None), Session.ended_at.is_(None))
    return db.scalars(wanted.order_by(Session.planned_at)).all()


def tick(db: Db, session: Session, *, at: datetime, now: bool = False) -> bool:
    """Let the robot do the next thing if its time has come; whether it did. now: without waiting for its time.

    The caller holds the session's row lock.
    """
    if session.robot_seed is None:
        raise ValueError(f"session {session.id} is no robot's")
    if session.ended_at is not None or session.stage is Stage.THANKS:
        return False
    robot = Robot(db, session, session.robot_seed, at)
    if session.joined_at is None:
        sessions.join(db, session.code, at=at)
        return True
    run = session.current_run
    if session.break_since is not None or (run is not None and run.is_paused):
        return False
    if not now and at < _time_of_next(robot):
        return False
    did = _works(robot, run, at, now) if session.stage is Stage.WORKING and run is not None else _goes_on(robot)
    if did:
        session.last_heard_at = at
        db.flush()
    return did


def _time_of_next(robot: Robot) -> datetime:
    session = robot.session
    last = session.last_heard_at or session.planned_at
    least, more = PAUSES.get(session.stage, (6, 6))
    return last + timedelta(seconds=least + below(robot.chance(f"pause/{session.event_count}"), more))


def _goes_on(robot: Robot) -> bool:
    go_on(robot)
    return True


def _works(robot: Robot, run: TaskRun, at: datetime, now: bool) -> bool:
    """One thing in the task: work, or a mistake with an error, going back, and asking for help."""
    events = list(events_of_run(robot.db, run.id))
    kinds = [event.kind for event in events]
    chance = robot.chance(f"trouble/{run.position}")
    if run.session_arm.sandbox is None or (EventKind.STEP_FINISHED in kinds and _has_finished(run, events)):
        sessions.end_run(robot.db, robot.session, RunEnd.SAID_FINISHED, at=at)
        return True
    comes_after = 2 + below(chance, max(1, _pages_of(robot, run) // 2))
    if run.task.kind is TaskKind.TASK and kinds.count(EventKind.PAGE_VIEWED) >= comes_after:
        asked = [event for event in events if event.kind is EventKind.HELP_ASKED]
        page = next((str(e.data["page"]) for e in reversed(events) if e.kind is EventKind.PAGE_VIEWED), "")
        if EventKind.ERRORS_SHOWN not in kinds:
            robot.tell(EventKind.ERRORS_SHOWN, messages=[MISTAKE], page=page)
            return True
        if not asked:
            robot.tell(EventKind.PAGE_VIEWED, page=page)
            robot.tell(EventKind.HELP_ASKED, says=ASKS[below(chance, len(ASKS))], page=page)
            return True
        if not _is_helped(events, asked[0]):
            return _waits(robot, asked, page, at, now)
    did = work_once(robot, run)
    if did.kind == "stuck":
        sessions.end_run(robot.db, robot.session, RunEnd.SAID_CANNOT, at=at)
    elif is_done(run, did) and run.task.finishes.get(run.session_arm.arm.key) is None:
        sessions.end_run(robot.db, robot.session, RunEnd.SAID_FINISHED, at=at)
    return True


def _pages_of(robot: Robot, run: TaskRun) -> int:
    """How many pages the step that ends the task has."""
    version_id, _ = run.session_arm.arm.pinned
    target = run.task.finishes.get(run.session_arm.arm.key)
    return len(definition_of(robot.db, version_id).pages(target)) if target else 0


def _has_finished(run: TaskRun, events: Sequence[Event]) -> bool:
    target = run.task.finishes.get(run.session_arm.arm.key)
    return any(event.kind is EventKind.STEP_FINISHED and event.data.get("step") == target for event in events)


def _is_helped(events: Sequence[Event], asked: Event) -> bool:
    return any(event.kind is EventKind.ASSIST_GIVEN and event.seq > asked.seq for event in events)


def _waits(robot: Robot, asked: Sequence[Event], page: str, at: datetime, now: bool) -> bool:
    """Asks once more while nobody helps, and then says that it cannot."""
    if len(asked) == 1 and (now or at >= asked[0].at + ASKS_AGAIN):
        robot.tell(EventKind.HELP_ASKED, says="I do not know where to go from here.", page=page)
        return True
    if len(asked) > 1 and (now or at >= asked[0].at + GIVES_UP):
        sessions.end_run(robot.db, robot.session, RunEnd.SAID_CANNOT, at=at)
        return True
    return False


def stop(db: Db, session: Session, *, by: str, at: datetime) -> None:
    """End a practice where it is."""
    facilitating.end_early(db, session, "the practice was ended", by=by, at=at)


# --- what comes of it -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Moment:
    """Something that called for the facilitator. seconds: until help, or until the note; None where neither came."""

    at: datetime
    what: str
    page: str
    seconds: float | None


@dataclass(frozen=True)
class Feedback:
    """asked: each first time help was asked for in a task. problems: each error, with the note that followed.

    notes: everything that was noted. gave_up: in how many tasks the robot said that it cannot.
    """

    asked: list[Moment]
    problems: list[Moment]
    notes: list[Observation]
    gave_up: int

    @property
    def missed(self) -> list[Moment]:
        """Problems that nobody noted within half a minute."""
        return [each for each in self.problems if each.seconds is None]

    @property
    def helped(self) -> list[Moment]:
        return [each for each in self.asked if each.seconds is not None]


def feedback(db: Db, session: Session) -> Feedback:
    """What was noted when, how long the robot waited for help, and what passed unnoticed."""
    events = [event for run in session.runs for event in events_of_run(db, run.id)]
    notes = sorted(notes_of(db, session.id), key=lambda note: note.at)
    return Feedback(
        asked_and_helped(events),
        problems_and_notes(events, notes),
        notes,
        sum(run.ended_by is RunEnd.SAID_CANNOT for run in session.runs),
    )


def asked_and_helped(events: Sequence[Event]) -> list[Moment]:
    """Each first request of a task, and the seconds until help was given in it."""
    found: list[Moment] = []
    seen: set[str | None] = set()
    for event in events:
        if event.kind is not EventKind.HELP_ASKED or event.task_run_id in seen:
            continue
        seen.add(event.task_run_id)
        help_given = next(
            (
                other
                for other in events
                if other.kind is EventKind.ASSIST_GIVEN
                and other.task_run_id == event.task_run_id
                and other.at >= event.at
            ),
            None,
        )
        seconds = (help_given.at - event.at).total_seconds() if help_given else None
        found.append(Moment(event.at, str(event.data.get("says", "")), str(event.data.get("page", "")), seconds))
    return found


def problems_and_notes(events: Sequence[Event], notes: Sequence[Observation]) -> list[Moment]:
    """Each error that was shown, and the seconds until the first note within half a minute of it."""
    found = []
    for event in events:
        if event.kind is not EventKind.ERRORS_SHOWN:
            continue
        after = [note for note in notes if event.at <= note.at <= event.at + NOTED_WITHIN]
        seconds = (after[0].at - event.at).total_seconds() if after else None
        said = "; ".join(str(message) for message in event.data.get("messages", []))
        found.append(Moment(event.at, said, str(event.data.get("page", "")), seconds))
    return found
