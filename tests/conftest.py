"""What tests of every room may ask for: databases of both kinds, the real server, the real browser."""

import pytest

from tests.browser import chromium, running_chromium
from tests.databases import database_url, postgresql_server, postgresql_url
from tests.servers import live_server, make_server

__all__ = [
    "chromium",
    "database_url",
    "live_server",
    "make_server",
    "postgresql_server",
    "postgresql_url",
    "running_chromium",
]

MARKS = {"running_chromium": "browser", "postgresql_server": "postgresql", "make_server": "slow"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test by what it needs, so that `make check` leaves out what takes long."""
    for item in items:
        for fixture, mark in MARKS.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(mark)
