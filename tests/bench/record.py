"""The record's pages in a small county and in a large one: what they ask of the database must not grow with it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import create_engine, event

from casework import create_app
from casework.cli import setting_up
from casework.clock import now
from casework.database import Db, ask_to_write, prepare
from casework.extensions import db as handle_of_the_app
from casework.lab import planning, sessions
from casework.lab.models import Study
from casework.lab.vocabulary import RunEnd
from casework.migrations import upgrade
from config import read_settings
from tests.pages import Pages

SMALL, LARGE = 500, 2000
PAGES = {
    "work view": "/work",
    "team’s work": "/work?of=team",
    "a person’s page": "/people/{person}",
    "search, a name": "/people?q=Tennant",
    "search, a name misspelt": "/people?q=Tennent",
}


def record(folder: Path) -> None:
    """Print how long each page takes in both counties. Raises AssertionError where the larger needs more queries."""
    small, large = _measured(folder, SMALL), _measured(folder, LARGE)
    for name in PAGES:
        (few, quick), (many, slow) = small[name], large[name]
        print(
            f"{name:<40} {few:3} queries with {SMALL} people in {1000 * quick:6.1f} ms, "
            f"{many:3} with {LARGE} in {1000 * slow:6.1f} ms",
            flush=True,
        )
        assert many <= few, f"{name} takes {many} queries with {LARGE} people and {few} with {SMALL}"


def _measured(folder: Path, people: int) -> dict[str, tuple[int, float]]:
    """Page → queries, and the median seconds of seven times."""
    url = f"sqlite:///{folder / f'record-{people}.sqlite'}"
    upgrade(url)
    engine = create_engine(url)
    prepare(engine)
    with Db(engine) as db:
        person = _bring_to_work(db, people)
        session = person[0]
        app = create_app(read_settings({"CASEWORK_INSTANCE": str(folder / f"instance-{people}"), "DATABASE_URL": url}))
        pages = Pages(app, db).as_participant(session)
        measured = {}
        for name, address in PAGES.items():
            path = address.format(person=person[1])
            pages.client.get(path)
            with _counted(app) as asked:
                pages.client.get(path)
            measured[name] = (len(asked), median(_seconds(pages, path) for _ in range(7)))
    engine.dispose()
    return measured


def _seconds(pages: Pages, path: str) -> float:
    began = time.perf_counter()
    reply = pages.client.get(path)
    assert reply.status_code == 200, path
    return time.perf_counter() - began


def _bring_to_work(db: Db, people: int) -> tuple[Any, str]:
    """A participant of the demonstration at work on her first case, in a county of so many people; and its person."""
    ask_to_write(db)
    setting_up.make_county(db, now(), people=people)
    workflows = setting_up.read_in_workflows(db, now())
    setting_up.read_in_studies(db, workflows, now(), say=print)
    db.commit()
    ask_to_write(db)
    study = db.get_one(Study, "demonstration")
    session = planning.plan_session(db, study, by="bench", at=now())
    sessions.give_consent(db, session, ["take_part"], at=now())
    sessions.answer_about_you(db, session, role="", years="", systems=[], systems_other="", at=now())
    sessions.start_run(db, session, at=now())
    sessions.end_run(db, session, RunEnd.SAID_FINISHED, at=now())
    sessions.start_run(db, session, at=now())
    db.commit()
    return session, session.arms[0].case.person_id


@contextmanager
def _counted(app: Any) -> Iterator[list[str]]:
    asked: list[str] = []

    def keep(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            asked.append(statement)

    with app.app_context():
        engine = handle_of_the_app.engine
    event.listen(engine, "before_cursor_execute", keep)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", keep)
