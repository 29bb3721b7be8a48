"""What tests of every room may ask for: databases of both kinds, the real server, the real browser."""

import pytest
from hypothesis import HealthCheck, settings

from tests.at_work import desk, desk_workflows, priya, put_to_work
from tests.browser import chromium, running_chromium
from tests.databases import database_url, postgresql_server, postgresql_url
from tests.ready import (
    app,
    build,
    database_kind,
    db,
    make_app,
    pages,
    ready_file,
    ready_template,
    ready_url,
    session,
    study,
)
from tests.servers import live_server, make_server

__all__ = [
    "app",
    "build",
    "chromium",
    "database_kind",
    "database_url",
    "db",
    "desk",
    "desk_workflows",
    "live_server",
    "make_app",
    "make_server",
    "pages",
    "postgresql_server",
    "postgresql_url",
    "priya",
    "put_to_work",
    "ready_file",
    "ready_template",
    "ready_url",
    "running_chromium",
    "session",
    "study",
]

# How long making an example takes says something about the machine, not about the code.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

MARKS = {"running_chromium": "browser", "postgresql_server": "postgresql", "make_server": "slow"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test by what it needs, so that `make check` leaves out what takes long."""
    for item in items:
        for fixture, mark in MARKS.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(mark)
