"""Every task run drawn again from its events: what is kept of it must be what they show."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Select, case, func, null, select

from casework.database import Db
from casework.lab.models import Event, Session, Study, TaskRun
from casework.lab.queries import runs_of
from casework.lab.task_runs import COUNTED, READ, TIMED, drawn_from
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
    """runs, events: how many there are."""

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
    seen = db.scalar(
        select(func.count())
        .select_from(Event)
        .join(Session, Event.session_id == Session.id)
        .where(Session.study_id == study.id, Event.task_run_id.is_not(None))
    )
    differs, without_events = [], set(ended)
    rows = db.connection().execute(_looked_at(study), execution_options={"yield_per": AT_A_TIME})
    for run_id, events in groupby(rows, key=lambda row: row.task_run_id):
        if run_id in ended:
            without_events.discard(run_id)
            differs += _differences(ended[run_id], drawn_from(list(events), ended[run_id]))
    for run_id in sorted(without_events):
        differs += _differences(ended[run_id], drawn_from([], ended[run_id]))
    return Redrawn(len(ended), seen or 0, differs)


def _looked_at(study: Study) -> Select[Any]:
    """The events that measures look at, in order, and of each only what they look at: all else takes long to read."""
    event, session = Event.__table__.c, Session.__table__.c
    return (
        select(
            event.task_run_id,
            event.kind,
            case((event.kind.in_(TIMED), event.at), else_=null()).label("at"),
            case((event.kind.in_(READ), event.data), else_=null()).label("data"),
        )
        .where(
            event.session_id.in_(select(session.id).where(session.study_id == study.id)),
            event.task_run_id.is_not(None),
            event.kind.in_((*COUNTED, *TIMED, *READ)),
        )
        .order_by(event.task_run_id, event.seq)
    )


def _differences(run: TaskRun, drawn: dict[str, float | int | bool | None]) -> list[Differs]:
    return [
        Differs(run, column, getattr(run, column), value)
        for column, value in drawn.items()
        if getattr(run, column) != value
    ]
