"""The real server on the desk study, with participants at work in it."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select

from casework.accounts.operations import create_first_account
from casework.clock import now
from casework.database import Db, prepare
from casework.lab import sessions
from casework.lab.models import Study
from casework.migrations import upgrade
from casework.workflows.loader import Loaded
from tests.at_work import bring_to_work, read_in_desk
from tests.ready import make_ready
from tests.robustness.visitors import Visitor
from tests.servers import Server


@dataclass
class Worker:
    """A participant at work: her browser, her session, her sandbox, and her step."""

    visitor: Visitor
    session_id: str
    sandbox_id: str
    person_id: str
    step_id: str


@dataclass
class Served:
    """The real server, not yet started, and a handle to look at its database. file: where SQLite keeps it."""

    server: Server
    db: Db
    study: Study
    file: Path

    def put_to_work(self, count: int, arm: str = "list") -> list[Worker]:
        """Participants who work on the task of their first arm. Only while nobody else writes."""
        return [self._put(arm) for _ in range(count)]

    def _put(self, arm: str) -> Worker:
        session, step = bring_to_work(self.db, self.study, arm)
        _, token = sessions.join(self.db, session.code, at=now())
        found = Worker(
            Visitor(self.server.url, token, session.id), session.id, step.sandbox_id, step.person_id, step.id
        )
        self.db.commit()
        return found


def make_served(url: str, workflows: dict[str, Loaded]) -> None:
    """A migrated database with the desk study and a first account."""
    upgrade(url)
    make_ready(url)
    engine = create_engine(url)
    prepare(engine)
    with Db(engine) as db:
        read_in_desk(db, workflows)
        create_first_account(db, now())
        db.commit()
    engine.dispose()


@pytest.fixture(scope="session")
def served_file(tmp_path_factory: pytest.TempPathFactory, desk_workflows: dict[str, Loaded]) -> Path:
    path = tmp_path_factory.mktemp("served") / "served.sqlite"
    make_served(f"sqlite:///{path}", desk_workflows)
    return path


@pytest.fixture
def served_url(
    request: pytest.FixtureRequest, database_kind: str, desk_workflows: dict[str, Loaded], tmp_path: Path
) -> str:
    """The address of a database of this test's own, ready to be served."""
    if database_kind == "sqlite":
        mine = tmp_path / "served.sqlite"
        shutil.copyfile(request.getfixturevalue("served_file"), mine)
        return f"sqlite:///{mine}"
    url = str(request.getfixturevalue("postgresql_url")).replace("postgresql://", "postgresql+psycopg://")
    make_served(url, desk_workflows)
    return url


@pytest.fixture
def served(served_url: str, database_kind: str, make_server: Callable[..., Server]) -> Iterator[Served]:
    """On SQLite one process, as shipped; on PostgreSQL two."""
    engine = create_engine(served_url)
    prepare(engine)
    server = make_server(database_url=served_url, processes=1 if database_kind == "sqlite" else 2)
    with Db(engine) as db:
        study = db.scalars(select(Study).where(Study.id == "desk")).one()
        yield Served(server, db, study, Path(engine.url.database or ""))
    server.stop()
    engine.dispose()
