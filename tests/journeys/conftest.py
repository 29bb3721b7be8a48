"""What journeys share: a prepared instance that each server starts from, and people to walk through it."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.browser import Chromium
from tests.journeys.looking import Looks
from tests.journeys.researcher import Planned, Serving, sign_in, sign_in_of
from tests.servers import Server


@dataclass(frozen=True)
class Prepared:
    """An instance as `flask init` leaves it, and the sign-in that it printed."""

    instance: Path
    username: str
    password: str


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    server = Server(tmp_path_factory.mktemp("prepared"))
    return Prepared(server.folder / "instance", *sign_in_of(server.flask("init").stdout))


@pytest.fixture(scope="session")
def start_server(tmp_path_factory: pytest.TempPathFactory, prepared: Prepared) -> Iterator[Callable[[], Serving]]:
    """Starts servers on copies of the prepared instance; at the end, none may have told of an error."""
    made: list[Server] = []

    def start() -> Serving:
        server = Server(tmp_path_factory.mktemp("server"))
        shutil.copytree(prepared.instance, server.folder / "instance")
        made.append(server.start())
        return Serving(server, prepared.username, prepared.password)

    yield start
    for server in made:
        server.stop()
        assert "Traceback" not in server.log, server.log


@pytest.fixture(scope="session")
def shared_server(start_server: Callable[[], Serving]) -> Serving:
    """One server for the journeys whose sessions need not be alone."""
    return start_server()


@pytest.fixture
def plan_session(chromium: Chromium, shared_server: Serving) -> Callable[[str], Planned]:
    """Plans sessions on the shared server until one begins so: plan_session("A")."""

    def plan(first: str) -> Planned:
        researcher = sign_in(chromium, shared_server, lambda *_: None)
        researcher.opens_the_study()
        while (planned := researcher.planned_session(first)) is None:
            researcher.plans(2)
        return planned

    return plan


@pytest.fixture
def looks(request: pytest.FixtureRequest) -> Looks:
    return Looks(request.node.name.removeprefix("test_"))


@pytest.fixture
def widths(request: pytest.FixtureRequest) -> Looks:
    """Looks without axe, which has looked at the same pages in the whole journey."""
    return Looks(request.node.name.removeprefix("test_"), with_axe=False)
