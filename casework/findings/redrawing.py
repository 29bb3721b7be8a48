"""Every task run drawn again from its events: what is kept of it must be what they show."""

from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import select

from casework.database import Db
from casework.lab.models import Event, Session, Study, TaskRun
from casework.lab.queries import runs_of
from casework.lab.task_runs import drawn_from
from casework.lab.vocabulary import RunStatus

AT_A_TIME = 5_000
"""Events held at once, so that a large study needs no more memory than a small one."""


@dataclass(frozen=True)
class Differs:
    """A column of a run that is not what its events show."""

    run: TaskRun
    column: str
    kept: object
    drawn: object


@dataclass(frozen=True)
class Redrawn:
    """runs, events: how many were looked at."""

    runs: int
    events: int
    differs: list[Differs]


def redraw(db: Db, study: Study) -> Redrawn:
    """Every ended run of a study, rehearsals too, held against its events. Changes nothing."""
    ended = {
        run.id: run
        for rehearsals in (False, True)
        for run in runs_of(db, study, rehearsals=rehearsals)
        if run.status is RunStatus.ENDED
    }
    rows = db.execute(
        select(Event.task_run_id, Event.kind, Event.at, Event.data)
        .join(Session, Event.session_id == Session.id)
        .where(Session.study_id == study.id, Event.task_run_id.is_not(None))
        .order_by(Event.task_run_id, Event.seq)
        .execution_options(yield_per=AT_A_TIME)
    )
    seen, differs, without_events = 0, [], set(ended)
    for run_id, of_run in groupby(rows, key=lambda row: row.task_run_id):
        events = list(of_run)
        seen += len(events)
        if run_id in ended:
            without_events.discard(run_id)
            differs += _differences(ended[run_id], drawn_from(events, ended[run_id]))
    for run_id in sorted(without_events):
        differs += _differences(ended[run_id], drawn_from([], ended[run_id]))
    return Redrawn(len(ended), seen, differs)


def _differences(run: TaskRun, drawn: dict[str, float | int | bool | None]) -> list[Differs]:
    return [
        Differs(run, column, getattr(run, column), value)
        for column, value in drawn.items()
        if getattr(run, column) != value
    ]
