"""The application on a database that is ready: a tiny county, a tiny study, and handles to look at them with.

The database is made once for the whole run and copied for each test, on SQLite as a file, on PostgreSQL as a
template. A module whose tests are to run on both says `pytestmark = on_both_databases`.
"""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Engine, create_engine, event, select

from casework import create_app
from casework.clock import now
from casework.database import Base, Db, enter_sandbox, insert_rows, leave_sandbox, prepare
from casework.extensions import db as handle_of_the_app
from casework.lab import planning
from casework.lab.models import Sandbox, Session, Study
from casework.lab.sandboxes import COUNTY, person_template
from casework.lab.studies import read_study
from casework.lab.vocabulary import SandboxKind
from casework.records.facts import CATALOGUE
from casework.records.models import Case, Person, Step, Team, Worker
from casework.records.vocabulary import StepKind
from casework.synthetic import factories
from casework.synthetic.building import Build
from casework.workflows.loader import load_folder, load_lists
from casework.workflows.versions import SaveWay, keep_version, save
from config import ROOT, read_settings
from tests.pages import Pages

TINY = ROOT / "tests" / "lab" / "tiny"
STORY_DATE = date(2026, 11, 10)
MADE = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
A_SANDBOX = "test"

on_both_databases = pytest.mark.parametrize(
    "database_kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]
)
_numbers = count(1)


class Compiled(BytecodeCache):
    """Templates compiled once for the run, not once for the application of each test."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()

_FIRST: dict[str, Engine] = {}
_STATEMENTS: dict[str, dict[Any, Any]] = {}


def compile_once(engine: Engine) -> None:
    """Statements compiled once for the run, not once for the engine of each test: all of a kind speak one dialect."""
    kind = engine.dialect.name
    engine.dialect = _FIRST.setdefault(kind, engine).dialect
    engine.update_execution_options(compiled_cache=_STATEMENTS.setdefault(kind, {}))


def make_ready(url: str) -> None:
    """Tables, a county of one person with open work, the people of the tiny study, and the study."""
    engine = create_engine(url)
    prepare(engine)
    Base.metadata.create_all(engine)
    with Db(engine) as db:
        _template(db, COUNTY)
        insert_rows(db, Person, [factories.PersonFactory.row(sandbox_id=COUNTY, id="carl", number="100001")])
        insert_rows(db, Case, [factories.CaseFactory.row(sandbox_id=COUNTY, id="carls", person_id="carl")])
        work = {"sandbox_id": COUNTY, "case_id": "carls", "person_id": "carl", "worker_id": "priya"}
        insert_rows(db, Step, [factories.StepFactory.row(id="carls-assessment", kind=StepKind.ASSESSMENT, **work)])
        people = {"rose": "Rosemary", "edna": "Edna", "wilf": "Wilfred", "wanda": "Wanda"}
        for number, (person_id, name) in enumerate(people.items(), 100_010):
            template = person_template(person_id)
            _template(db, template)
            them = {"id": person_id, "number": str(number), "first_name": name, "last_name": "Tiny"}
            insert_rows(db, Person, [factories.PersonFactory.row(sandbox_id=template, **them)])
        loaded = load_folder(TINY / "workflows", lists=load_lists(ROOT / "seed_data/lists"), catalogue=CATALOGUE)
        versions = {name: keep_version(db, each, MADE) for name, each in loaded.items()}
        for name, each in loaded.items():
            source = (TINY / "workflows" / f"{name}.yaml").read_text(encoding="utf-8")
            save(db, each, source, way=SaveWay.FILE, why="Read in from its file", by="the file", at=MADE)
        read_study(db, TINY / "study.yaml", workflows=versions, at=MADE)
        db.commit()
    engine.dispose()


def _template(db: Db, name: str) -> None:
    db.add(Sandbox(id=name, kind=SandboxKind.TEMPLATE, name=name, story_date=STORY_DATE, made_at=MADE))
    db.flush()
    insert_rows(db, Team, [factories.TeamFactory.row(sandbox_id=name, id="east")])
    staff = [("priya", "Priya Nair", "social_worker"), ("cora", "Cora Call", "contact_officer")]
    rows = [
        factories.WorkerFactory.row(sandbox_id=name, id=worker_id, name=called, role=role, team_id="east")
        for worker_id, called, role in [*staff, ("dawn", "Dawn Fisher", "team_manager")]
    ]
    insert_rows(db, Worker, rows)


# --- one database for the run, a copy for each test -----------------------------------------------


@pytest.fixture(scope="session")
def ready_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ready") / "ready.sqlite"
    make_ready(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def ready_template(postgresql_server: Callable[[str], str]) -> str:
    with psycopg.connect(postgresql_server("postgres"), autocommit=True) as admin:
        admin.execute("CREATE DATABASE ready")
    make_ready(postgresql_server("ready").replace("postgresql://", "postgresql+psycopg://"))
    return "ready"


@pytest.fixture
def database_kind() -> str:
    """SQLite, unless the module says `on_both_databases`."""
    return "sqlite"


@pytest.fixture
def ready_url(request: pytest.FixtureRequest, database_kind: str, tmp_path: Path) -> Iterator[str]:
    """The address, as DATABASE_URL says it, of a ready database of this test's own."""
    if database_kind == "sqlite":
        mine = tmp_path / "ready.sqlite"
        shutil.copyfile(request.getfixturevalue("ready_file"), mine)
        yield f"sqlite:///{mine}"
        return
    template = request.getfixturevalue("ready_template")
    server: Callable[[str], str] = request.getfixturevalue("postgresql_server")
    name = f"ready_{next(_numbers)}"
    with psycopg.connect(server("postgres"), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    yield server(name)
    with psycopg.connect(server("postgres"), autocommit=True) as admin:
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


# --- what tests ask for ---------------------------------------------------------------------------


def writers_ask_first(connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
    """Fails whatever writes in a transaction that began as a reader's: another writer in between would lock it out."""
    if statement.startswith(("INSERT", "UPDATE", "DELETE")):
        assert connection.get_execution_options().get("sqlite_begin") == "IMMEDIATE", f"did not ask first: {statement}"


@pytest.fixture
def make_app(ready_url: str, tmp_path: Path) -> Iterator[Callable[..., Flask]]:
    """The real application on this test's database, with further settings: make_app(CASEWORK_TLS="on")."""
    made: list[Flask] = []

    def make(**settings: str) -> Flask:
        environment = {"CASEWORK_INSTANCE": str(tmp_path / "instance"), "DATABASE_URL": ready_url, **settings}
        made.append(create_app(read_settings(environment)))
        made[-1].jinja_env.bytecode_cache = COMPILED
        with made[-1].app_context():
            compile_once(handle_of_the_app.engine)
            event.listen(handle_of_the_app.engine, "before_cursor_execute", writers_ask_first)
        return made[-1]

    yield make
    for app in made:
        with app.app_context():
            handle_of_the_app.engine.dispose()


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    return make_app()


@pytest.fixture
def db(ready_url: str) -> Iterator[Db]:
    """A handle of the test's own, in a sandbox of its own: what was not committed, it does not see."""
    engine = create_engine(ready_url.replace("postgresql://", "postgresql+psycopg://"))
    prepare(engine)
    compile_once(engine)
    with Db(engine) as handle:
        enter_sandbox(handle, A_SANDBOX)
        yield handle
    engine.dispose()


@pytest.fixture
def build(db: Db) -> Build:
    return Build(db)


@pytest.fixture
def pages(app: Flask, db: Db) -> Pages:
    return Pages(app, db)


@pytest.fixture
def study(db: Db) -> Study:
    """The tiny study: two arms, `assess` with a warm-up and `talk` without, two cases, one task."""
    return db.scalars(select(Study)).one()


@pytest.fixture
def session(db: Db, study: Study) -> Session:
    """A session that nobody has joined yet."""
    leave_sandbox(db)
    planned = planning.plan_session(db, study, by="ruth", at=now())
    db.commit()
    enter_sandbox(db, A_SANDBOX)
    return planned
