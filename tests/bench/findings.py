"""A study of a million events: findings, export and drawing it all again, beside one plain GROUP BY over them."""

import time
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from numpy.random import default_rng
from sqlalchemy import Engine, create_engine, select, text

from casework import create_app
from casework.cli import setting_up
from casework.clock import now
from casework.database import Db, ask_to_write, prepare
from casework.extensions import db as handle_of_the_app
from casework.findings import tables
from casework.findings.exporting import export
from casework.findings.redrawing import redraw
from casework.lab.models import Event, Study, TaskRun
from casework.lab.queries import runs_of
from casework.lab.task_runs import measure, person_of
from casework.lab.vocabulary import EventKind
from casework.migrations import upgrade
from config import read_settings
from tests.findings.simulated import write_people
from tests.pages import Pages

Tell = Callable[..., None]
LARGE, SMALL = 1_000_000, 100_000
PEOPLE, ROUNDS = 100, 5
"""More people than any study of this kind has."""

PLAIN = """
SELECT task_run_id,
       SUM(kind = 'page_viewed'), SUM(kind = 'searched'), SUM(kind = 'assist_given'),
       SUM(CASE kind WHEN 'clicked' THEN json_extract(data, '$.clicks') ELSE 0 END),
       MIN(CASE kind WHEN 'run_started' THEN at END), MAX(CASE kind WHEN 'run_ended' THEN at END)
FROM event GROUP BY task_run_id
"""
"""What somebody would write who wants each run's counts and length straight from the events."""


def findings(folder: Path, tell: Tell) -> None:
    """Print the ratios, and what the export needs of memory. Raises AssertionError where results are not equal."""
    few, many = (_study_of(folder / f"events-{events}.sqlite", events) for events in (SMALL, LARGE))
    with Db(many) as db:
        _page(folder, db, many, tell)
        _redrawn(db, many, tell)
    needed = [_export(engine, folder / f"out-{name}") for name, engine in (("few", few), ("many", many))]
    (small, _), (large, seconds) = needed
    plain = _grouped(many)
    tell(
        "memory of the export of ten times as many events",
        large / small,
        "≤ 1.5",
        large / small <= 1.5,
    )
    print(
        f"the export of {LARGE:,} events: {seconds:.1f} s, {seconds / plain:.1f} times the GROUP BY; "
        f"at most {large / 1e6:.1f} MB held, {small / 1e6:.1f} MB with {SMALL:,}",
        flush=True,
    )
    for engine in (few, many):
        engine.dispose()


def _page(folder: Path, db: Db, engine: Engine, tell: Tell) -> None:
    url = engine.url.render_as_string(hide_password=False)
    app = create_app(read_settings({"CASEWORK_INSTANCE": str(folder / "instance"), "DATABASE_URL": url}))
    client = Pages(app, db).as_staff().client
    first = _timed(lambda: client.get("/studies/demonstration/results"))

    def opened() -> None:
        assert client.get("/studies/demonstration/results").status_code == 200

    times = [(_timed(opened), _grouped(engine)) for _ in range(ROUNDS)]
    mine, plain = (median(each) for each in zip(*times, strict=True))
    tell(
        f"findings of {PEOPLE} people, {LARGE:,} events / one GROUP BY",
        mine / plain,
        "≤ 0.5",
        mine / plain <= 0.5,
        mine,
        plain,
    )
    print(f"the page of findings the first time, nothing kept yet: {first:.2f} s", flush=True)
    with app.app_context():
        handle_of_the_app.engine.dispose()


def _redrawn(db: Db, engine: Engine, tell: Tell) -> None:
    study = db.get_one(Study, "demonstration")
    began = time.perf_counter()
    found = redraw(db, study)
    mine, plain = time.perf_counter() - began, _grouped(engine)
    assert (found.events, found.differs) == (LARGE, []), found.differs[:3]
    tell(f"{LARGE:,} events drawn again / one GROUP BY", mine / plain, "≤ 20", mine / plain <= 20, mine, plain)
    kept = {run.id: (run.page_count, run.search_count, run.assist_count, run.click_count) for run in runs_of(db, study)}
    with engine.connect() as connection:
        grouped = {row[0]: tuple(row[1:5]) for row in connection.execute(text(PLAIN))}
    assert grouped == kept, "the runs are not what the GROUP BY counts"


def _export(engine: Engine, folder: Path) -> tuple[int, float]:
    """The most bytes held at once beyond the tables without events, and the seconds of a whole export."""
    folder.mkdir()
    with Db(engine) as db:
        study = db.get_one(Study, "demonstration")
        began = time.perf_counter()
        export(db, study, folder)
        seconds = time.perf_counter() - began
    with (folder / "events.csv").open(encoding="utf-8") as lines:
        rows = sum(1 for _ in lines) - 1
    with engine.connect() as connection:
        assert rows == connection.scalar(text("SELECT COUNT(*) FROM event")), "the export has other events"
    with Db(engine) as db:
        study = db.get_one(Study, "demonstration")
        tracemalloc.start()
        for _ in tables.without_real_details(tables.EVENT_COLUMNS, tables.event_rows(db, study)):
            pass
        held = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return held, seconds


def _grouped(engine: Engine) -> float:
    with engine.connect() as connection:
        return _timed(lambda: connection.execute(text(PLAIN)).all())


def _timed(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


# --- the study -------------------------------------------------------------------------------------


def _study_of(file: Path, events: int) -> Engine:
    """The demonstration with so many events, its runs' columns drawn from them as the lab draws them."""
    url = f"sqlite:///{file}"
    upgrade(url)
    engine = create_engine(url)
    prepare(engine)
    with Db(engine) as db:
        ask_to_write(db)
        setting_up.make_county(db, now(), people=50)
        workflows = setting_up.read_in_workflows(db, now())
        setting_up.read_in_studies(db, workflows, now(), say=lambda _: None)
        study = db.get_one(Study, "demonstration")
        began = now() - timedelta(days=30)
        people = write_people(db, study, PEOPLE, began)
        random = default_rng(5)
        for runs in people:
            numbers = iter(range(1, events))
            for run in runs.values():
                run.session_arm.sandbox_id = "gone"
                rows = list(_events_of(run, began, events // PEOPLE // len(runs), numbers, random))
                db.execute(Event.__table__.insert(), rows)
                _draw(run, rows)
            next(iter(runs.values())).session.event_count = next(numbers) - 1
        db.commit()
        assert db.scalar(select(Event.seq).order_by(Event.seq.desc()).limit(1)) == events // PEOPLE
    return engine


def _events_of(run: TaskRun, at: datetime, count: int, numbers: Iterator[int], random: Any) -> Iterator[dict[str, Any]]:
    """One run: she opens pages, searches, clicks and answers, and mostly finishes."""
    finishes = run.task.finishes[run.session_arm.arm.key]
    kinds = random.choice(4, count, p=[0.3, 0.05, 0.3, 0.35])
    for place, (drawn, number) in enumerate(zip(kinds, numbers, strict=False)):
        kind, data = DOES[drawn]
        if place in (0, count - 1):
            kind, data = (EventKind.RUN_ENDED if place else EventKind.RUN_STARTED), {}
        elif place == count - 2 and random.random() < 0.7:
            kind, data = EventKind.STEP_FINISHED, {"step": finishes, "person_id": person_of(run)}
        yield {
            "session_id": run.session_id,
            "seq": number,
            "at": at + timedelta(seconds=0.6 * place),
            "kind": kind,
            "task_run_id": run.id,
            "version_id": run.session_arm.arm.version_id,
            "data": data,
        }


DOES: list[tuple[EventKind, dict[str, Any]]] = [
    (EventKind.PAGE_VIEWED, {"path": "/steps/some-step/pages/home", "title": "Home", "milliseconds": 41}),
    (EventKind.SEARCHED, {"words": "Tennant", "found": 3}),
    (EventKind.CLICKED, {"clicks": 3, "path": "/steps/some-step/pages/home"}),
    (EventKind.ANSWER_CHANGED, {"question": "lives", "step_row_id": "some-step", "value": "With her husband, at home"}),
]


def _draw(run: TaskRun, rows: list[dict[str, Any]]) -> None:
    drawn = measure(
        [Event(**row) for row in rows],
        finishes=run.task.finishes[run.session_arm.arm.key],
        person_id=person_of(run),
    )
    for column in ("working_seconds", "page_count", "click_count", "search_count", "error_count", "completed_step"):
        setattr(run, column, getattr(drawn, column))
