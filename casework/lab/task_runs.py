"""One attempt at a test task: how it starts, is interrupted, ends and counts.

The caller holds the session's row lock and has the session at the right stage (`sessions.py`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, Protocol

from sqlalchemy import delete, select

from casework.database import Db
from casework.errors import DomainError
from casework.lab import success
from casework.lab.events import events_of_run, happened
from casework.lab.models import Assist, Pause, RecordedFact, Sandbox, TaskRun
from casework.lab.sandboxes import inside
from casework.lab.vocabulary import AssistKind, EventKind, RunEnd, RunStatus, TaskKind
from casework.records.models import Step
from casework.records.queries.known import known_facts
from casework.statistics import working_seconds
from casework.workflows import engine
from casework.workflows.versions import definition_of

Outcome = Literal["not started", "under way", "not judged", "unaided", "with help", "failed", "gave up", "void"]


ONLY_SEEN_INSIDE = ("page_count", "click_count", "search_count", "error_count", "completed_step")
"""Measures of which nobody knows anything where the work is done in another system."""


def start(db: Db, run: TaskRun, *, at: datetime) -> None:
    """The clock of the run starts."""
    if run.status is not RunStatus.NOT_STARTED:
        raise DomainError("This task was started already")
    run.status = RunStatus.RUNNING
    run.started_at = at
    happened(
        db,
        run.session,
        EventKind.RUN_STARTED,
        at=at,
        version_id=run.session_arm.arm.version_id,
        run=run.id,
        task=run.task.key,
        arm=run.session_arm.arm.key,
    )


def end(db: Db, run: TaskRun, *, ended_by: RunEnd, by: str | None, at: datetime) -> None:
    """The run is over: its measures and what was recorded in it are kept. by: the facilitator, when it was she."""
    _must_be_running(run)
    run.status = RunStatus.ENDED
    run.ended_at = at
    run.ended_by = ended_by
    happened(
        db,
        run.session,
        EventKind.RUN_ENDED,
        at=at,
        version_id=run.session_arm.arm.version_id,
        run=run.id,
        ended_by=ended_by.value,
        by=by,
    )
    draw_measures(db, run)
    keep_facts(db, run)
    success.draw(db, run)


def pause(db: Db, run: TaskRun, *, by: str, at: datetime) -> Pause:
    """Stop the clock for something outside the task: a telephone call, a fault, a break."""
    _must_be_running(run)
    if run.is_paused:
        raise DomainError("The task is paused already")
    stopped = Pause(task_run_id=run.id, started_at=at, by=by)
    run.pauses.append(stopped)
    happened(db, run.session, EventKind.RUN_PAUSED, at=at, run=run.id, by=by)
    return stopped


def resume(db: Db, run: TaskRun, *, by: str, at: datetime) -> None:
    """The clock goes on. Raises DomainError when it was not stopped."""
    _must_be_running(run)
    stopped = next((pause for pause in run.pauses if pause.ended_at is None), None)
    if stopped is None:
        raise DomainError("The task is not paused")
    stopped.ended_at = at
    happened(db, run.session, EventKind.RUN_RESUMED, at=at, run=run.id, by=by)


def assist(db: Db, run: TaskRun, kind: AssistKind, *, by: str, at: datetime) -> Assist:
    """Help was given: the run can no longer count as done without."""
    _must_be_running(run)
    helped = Assist(task_run_id=run.id, kind=kind, at=at, by=by)
    run.assists.append(helped)
    happened(db, run.session, EventKind.ASSIST_GIVEN, at=at, run=run.id, kind_of_help=kind.value, by=by)
    return helped


def void(db: Db, run: TaskRun, because: str, *, by: str, at: datetime) -> None:
    """Leave the run out of every figure. It stays listed, with the reason. Raises DomainError without one."""
    because = because.strip()
    if not because:
        raise DomainError("Enter why this run does not count", field="because")
    if run.status is RunStatus.NOT_STARTED:
        raise DomainError("This task has not been started, so there is nothing to leave out")
    if run.voided_at is not None:
        raise DomainError("This run is left out already")
    run.voided_at, run.voided_because, run.voided_by = at, because, by
    happened(db, run.session, EventKind.RUN_VOIDED, at=at, run=run.id, because=because, by=by)


def _must_be_running(run: TaskRun) -> None:
    if run.status is not RunStatus.RUNNING:
        raise DomainError("No task is under way")


# --- how it counts -------------------------------------------------------------------------------


def outcome_of(run: TaskRun) -> Outcome:
    """How the run counts. Done is: the step that the task names was finished and the rule for success holds, where the
    task has one; without help when none was given.

    A run she gave up counts as done all the same when it is done by then.
    """
    if run.voided_at is not None:
        return "void"
    if run.status is RunStatus.NOT_STARTED:
        return "not started"
    if run.status is RunStatus.RUNNING:
        return "under way"
    if success.needs_judging(run):
        return "not judged"
    if run.completed_step if run.is_success is None else run.is_success:
        return "with help" if run.assist_count else "unaided"
    return "gave up" if run.ended_by in (RunEnd.SAID_CANNOT, RunEnd.STOPPED) else "failed"


@dataclass(frozen=True)
class RunMeasures:
    """What a run's events show.

    working_seconds: None when a pause was never ended, or all of it was paused. click_count: None where no
    script was there to see any. completed_step: None where the task names no step in this arm.
    """

    working_seconds: float | None
    page_count: int
    click_count: int | None
    search_count: int
    error_count: int
    assist_count: int
    completed_step: bool | None


COUNTED = (EventKind.PAGE_VIEWED, EventKind.SEARCHED, EventKind.ASSIST_GIVEN)
TIMED = (EventKind.RUN_STARTED, EventKind.RUN_ENDED, EventKind.RUN_PAUSED, EventKind.RUN_RESUMED)
READ = (EventKind.CLICKED, EventKind.STEP_FINISHED, EventKind.ERRORS_SHOWN)
"""What measures look at: of the first that they are there, of the second when they were, of the third what they say."""


class Happened(Protocol):
    """What measures are drawn from: an event, or a row with as much of it."""

    @property
    def kind(self) -> EventKind: ...

    @property
    def at(self) -> datetime: ...

    @property
    def data(self) -> Mapping[str, Any]: ...


def measure(events: Sequence[Happened], *, finishes: str | None, person_id: str) -> RunMeasures:
    """The measures of one run, from its events in order.

    finishes: the step that completes the task, when it was finished for `person_id`.
    """
    kinds = [event.kind for event in events]
    clicks = [int(event.data["clicks"]) for event in events if event.kind is EventKind.CLICKED]
    finished = [
        event
        for event in events
        if event.kind is EventKind.STEP_FINISHED
        and event.data.get("step") == finishes
        and event.data.get("person_id") == person_id
    ]
    return RunMeasures(
        working_seconds=_seconds(events),
        page_count=kinds.count(EventKind.PAGE_VIEWED),
        click_count=sum(clicks) if clicks else None,
        search_count=kinds.count(EventKind.SEARCHED),
        error_count=sum(len(e.data.get("messages", [])) for e in events if e.kind is EventKind.ERRORS_SHOWN),
        assist_count=kinds.count(EventKind.ASSIST_GIVEN),
        completed_step=bool(finished) if finishes else None,
    )


def _seconds(events: Iterable[Happened]) -> float | None:
    started = ended = None
    pauses: list[tuple[datetime, datetime | None]] = []
    for event in events:
        match event.kind:
            case EventKind.RUN_STARTED:
                started = event.at
            case EventKind.RUN_ENDED:
                ended = event.at
            case EventKind.RUN_PAUSED:
                pauses.append((event.at, None))
            case EventKind.RUN_RESUMED if pauses:
                pauses[-1] = (pauses[-1][0], event.at)
    if started is None or ended is None or ended <= started:
        return None
    return working_seconds(started, ended, pauses).value


def draw_measures(db: Db, run: TaskRun) -> None:
    """Write the run's measures into its row. Drawing them again gives the same row."""
    for name, value in drawn_from(events_of_run(db, run.id), run).items():
        setattr(run, name, value)
    db.flush()


def drawn_from(events: Sequence[Happened], run: TaskRun) -> dict[str, float | int | bool | None]:
    """Column of the run → what its events, in order, show of it; None where nothing could see it."""
    drawn = measure(events, finishes=run.task.finishes.get(run.session_arm.arm.key), person_id=person_of(run))
    unseen = ONLY_SEEN_INSIDE if run.session_arm.sandbox_id is None else ()
    return {name: None if name in unseen else getattr(drawn, name) for name in RunMeasures.__dataclass_fields__}


def person_of(run: TaskRun) -> str:
    """The id of the person the run is about: the case's, or the arm's warm-up."""
    is_warm_up = run.task.kind is TaskKind.WARM_UP
    return run.session_arm.arm.warm_up_person if is_warm_up else run.session_arm.case.person_id


# --- what was recorded ---------------------------------------------------------------------------


def keep_facts(db: Db, run: TaskRun) -> None:
    """Keep what was recorded about the run's person, outside the sandbox.

    One row for each fact of each step finished in the run. Rows sort by id in the order they were recorded,
    so that of several for one fact the last is what was decided. Keeping them again gives the same rows.
    """
    if run.session_arm.sandbox_id is None:
        return
    finished = [
        event
        for event in events_of_run(db, run.id)
        if event.kind is EventKind.STEP_FINISHED and event.data.get("person_id") == person_of(run)
    ]
    sandbox = db.get_one(Sandbox, run.session_arm.sandbox_id)
    rows: list[RecordedFact] = []
    with inside(db, sandbox.id):
        for event in finished:
            step = db.scalar(select(Step).where(Step.id == event.data["step_row_id"]))
            if step is not None:
                rows.extend(_facts_of(db, step, today=event.story_date or sandbox.story_date))
    db.execute(delete(RecordedFact).where(RecordedFact.task_run_id == run.id))
    for number, row in enumerate(rows):
        row.id, row.task_run_id = f"{run.id}-{number:04}", run.id
        db.add(row)
    db.flush()


def _facts_of(db: Db, step: Step, *, today: date) -> Iterator[RecordedFact]:
    if step.version_id is None or step.definition_id is None:
        return
    definition = definition_of(db, step.version_id)
    record = known_facts(db, step.person, step.case, today, at=step)
    state = engine.look(definition, step.definition_id, step.answers or {}, record, today)
    asked = dict(_asked(state))
    for name, value in state.facts.items():
        question_id, label = asked[name]
        yield RecordedFact(
            name=name,
            value={"value": value},
            question_id=question_id,
            wording=(step.wording or {}).get(question_id, label),
            step_id=step.definition_id,
            version_id=step.version_id,
        )


def _asked(state: engine.StepState) -> Iterator[tuple[str, tuple[str, str]]]:
    """For each fact that may be recorded: the id and the label of the question, or of the page of items."""
    for page in state.pages:
        if page.page.repeat and page.page.repeat.fact:
            yield page.page.repeat.fact, (page.page.id, page.page.title)
        for question in page.shown:
            if question.question.fact and not page.page.repeat:
                yield question.question.fact, (question.question.id, question.question.label)
