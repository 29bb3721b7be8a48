"""`make bench`: what Casework costs beside the plainest thing that does the same, as ratios of medians of one run.

Both sides of a ratio are measured in turn, so that a slow moment of the machine falls on both.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import psycopg
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Table, create_engine, func, select, text

from casework import create_app
from casework.cli.setting_up import make_county
from casework.clock import now
from casework.database import Db, ask_to_write, copy_sandbox, drop_sandbox, prepare, sandbox_tables
from casework.extensions import db as handle_of_the_app
from casework.lab.models import Picture, PictureBody
from casework.lab.sandboxes import COUNTY
from casework.migrations import upgrade
from casework.records.facts import CATALOGUE
from casework.records.models import Case, Person, Step
from casework.synthetic.building import Build
from casework.workflows.loader import load_folder, load_lists
from config import ROOT, read_settings
from tests.at_work import DESK, AtWork, bring_to_work, read_in_desk
from tests.bench.bare import bare_app
from tests.bench.findings import findings
from tests.bench.generating import generating
from tests.bench.language import language
from tests.bench.load import load
from tests.bench.record import record
from tests.databases import postgresql
from tests.pages import Pages
from tests.ready import make_ready
from tests.servers import Server

Timed = Callable[[], object]


def medians(repetitions: int, *sides: Timed) -> list[float]:
    """The median seconds of each side, measured in turn after one round that does not count."""
    times: list[list[float]] = [[] for _ in sides]
    for round_number in range(repetitions + 1):
        for side, kept in zip(sides, times, strict=True):
            began = time.perf_counter()
            side()
            if round_number:
                kept.append(time.perf_counter() - began)
    return [median(kept) for kept in times]


def tell(what: str, ratio: float, goal: str, is_met: bool, *seconds: float) -> None:
    took = " against ".join(f"{1000 * one:.1f} ms" for one in seconds)
    print(f"{what:<58} {ratio:5.2f}  goal {goal:<7} {'met' if is_met else 'MISSED':<7} {took}", flush=True)


# --- a sandbox ------------------------------------------------------------------------------------


def sandbox(folder: Path) -> None:
    url = f"sqlite:///{folder / 'county.sqlite'}"
    upgrade(url)
    engine = create_engine(url)
    prepare(engine)
    with Db(engine) as db:
        make_county(db, now())
        db.commit()
        people = db.scalar(select(func.count()).select_from(Person.__table__).where(text(f"sandbox_id = '{COUNTY}'")))
        db.rollback()
        statements = [plainly(table) for table in sandbox_tables()]

        def ours() -> None:
            ask_to_write(db)
            copy_sandbox(db, COUNTY, "bench")
            db.commit()

        def plain() -> None:
            ask_to_write(db)
            for statement in statements:
                db.execute(text(statement))
            db.commit()

        def emptied(copy: Timed) -> float:
            began = time.perf_counter()
            copy()
            took = time.perf_counter() - began
            ask_to_write(db)
            drop_sandbox(db, "bench")
            db.commit()
            return took

        pairs = [(emptied(ours), emptied(plain)) for _ in range(9)][1:]
    engine.dispose()
    mine, bare = median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)
    tell(
        f"a sandbox of {people} people / one INSERT … SELECT a table",
        mine / bare,
        "≤ 1.5",
        mine / bare <= 1.5,
        mine,
        bare,
    )


def plainly(table: Table) -> str:
    columns = [f'"{column.name}"' for column in table.columns]
    values = ["'bench'" if name == '"sandbox_id"' else name for name in columns]
    return (
        f'INSERT INTO "{table.name}" ({", ".join(columns)}) '
        f"SELECT {', '.join(values)} FROM \"{table.name}\" WHERE sandbox_id = '{COUNTY}'"
    )


# --- a page and a save ----------------------------------------------------------------------------


def at_work(folder: Path) -> tuple[Flask, AtWork, Step]:
    """The application with a participant at work, and a step of hers whose one page has twelve questions."""
    url = f"sqlite:///{folder / 'work.sqlite'}"
    make_ready(url)
    engine = create_engine(url)
    prepare(engine)
    db = Db(engine)
    loaded = load_folder(DESK / "workflows", lists=load_lists(ROOT / "seed_data" / "lists"), catalogue=CATALOGUE)
    session, step = bring_to_work(db, read_in_desk(db, loaded), "list")
    case, whom = (
        db.get_one(Case, (step.sandbox_id, step.case_id)),
        db.get_one(Person, (step.sandbox_id, step.person_id)),
    )
    long_step = Build(db).step(
        case=case, person=whom, version_id=step.version_id, definition_id="advice", worker_id="priya", status="started"
    )
    db.commit()
    app = create_app(read_settings({"CASEWORK_INSTANCE": str(folder / "instance"), "DATABASE_URL": url}))
    return app, AtWork(Pages(app, db).as_participant(session), db, session, step), long_step


def page_and_save(folder: Path) -> None:
    app, worked, step = at_work(folder)
    address = f"/steps/{step.id}/pages/twelve"
    page = worked.open(address)
    home = worked.open_step("home")
    worked.db.rollback()
    client, bare = worked.pages.client, bare_app(app, folder / "bare.sqlite").test_client()
    token = home.value("csrf_token")
    revision = 0

    def open_ours() -> None:
        assert client.get(address).status_code == 200

    def open_bare() -> None:
        assert bare.get("/page").status_code == 200

    def save_ours() -> None:
        nonlocal revision
        form = {"csrf_token": token, "sitting": worked.session.id, "revision": revision, "q-lives": "no"}
        form["q-matters"] = f"Her own kitchen, said {revision} times."
        revision += 1
        assert client.post(f"/steps/{worked.step.id}/pages/home", data=form).status_code == 303

    def save_bare() -> None:
        assert bare.post("/save", data={"lives": "no", "matters": "Her own kitchen."}).status_code == 303

    assert page.status == 200
    mine, plain = medians(60, open_ours, open_bare)
    tell(
        "a bare view of the same components / a page of twelve", plain / mine, "≥ 0.5", plain / mine >= 0.5, plain, mine
    )
    mine, plain = medians(60, save_ours, save_bare)
    tell("a bare view inserting one row / an answer saved", plain / mine, "≥ 0.5", plain / mine >= 0.5, plain, mine)
    worked.db.close()
    with app.app_context():
        handle_of_the_app.engine.dispose()


# --- pictures of pages -----------------------------------------------------------------------------


def picture(folder: Path) -> None:
    """What keeping how a page looked adds to the page's time, and to the disk."""
    opens: list[Timed] = []
    for name, is_alone in (("kept", False), ("not kept", True)):
        (folder / name).mkdir()
        _, worked, step = at_work(folder / name)
        worked.session.is_alone = is_alone  # alone, and nobody was allowed to watch: nothing is kept
        worked.db.commit()
        address, client = f"/steps/{step.id}/pages/twelve", worked.pages.client

        def open_page(client: FlaskClient = client, address: str = address) -> None:
            assert client.get(address).status_code == 200

        opens.append(open_page)
        if not is_alone:
            pictured = worked
    kept, without = medians(60, *opens)
    tell(
        "a page of twelve with its picture kept / not kept",
        kept / without,
        "≤ 1.5",
        kept / without <= 1.5,
        kept,
        without,
    )
    pictured.db.rollback()
    pictures = pictured.db.scalar(select(func.count()).select_from(Picture)) or 0
    bodies = pictured.db.execute(select(PictureBody.bytes_plain, func.length(PictureBody.compressed))).all()
    plain, packed = (sum(each) / len(bodies) for each in zip(*bodies, strict=True))
    print(f"{pictures} pictures, {len(bodies)} looks: {packed / 1000:.1f} kB each of {plain / 1000:.1f} kB of page")


# --- the start ------------------------------------------------------------------------------------


def start(folder: Path) -> None:
    server = Server(folder)
    began = time.perf_counter()
    server.flask("init")
    made = time.perf_counter()
    server.start()
    ready = time.perf_counter()
    server.stop()
    print(f"from nothing to a database with its county {made - began:.1f} s, to the first page {ready - made:.1f} s")


def _made(address: Callable[[str], str], database: str) -> str:
    with psycopg.connect(address("postgres"), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {database}")
    return address(database)


def main() -> int:
    language(medians, tell)
    with tempfile.TemporaryDirectory(prefix="casework-bench-") as name:
        for number, part in enumerate((sandbox, page_and_save, picture, record, start)):
            folder = Path(name) / str(number)
            folder.mkdir()
            part(folder)
        findings(Path(name), tell)
        generating(Path(name), tell)
        with postgresql() as address:
            load(Path(name), tell, lambda database: _made(address, database))
    return 0


if __name__ == "__main__":
    sys.exit(main())
