"""Copies of a PostgreSQL database, by its own client programs."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, func, select
from sqlalchemy.engine import URL

from casework.database import Base
from casework.migrations import revision_of

COUNTED = ("study", "session", "participant", "event", "observation", "withdrawal")
"""Tables whose rows a backup counts, so that people can tell one from another."""


class ClientFailed(Exception):
    """pg_dump or pg_restore is not there, or did not do it."""


def dump(url: URL, into: Path) -> dict[str, Any]:
    """Write the database into a file in pg_dump's own format, from one moment; its kind, schema and counts."""
    engine = create_engine(url)
    try:
        tables = Base.metadata.tables
        with engine.connect() as connection:
            counts = {name: connection.scalar(select(func.count()).select_from(tables[name])) for name in COUNTED}
        revision = revision_of(engine)
    finally:
        engine.dispose()
    _run("pg_dump", url, "--format=custom", "--no-owner", f"--file={into}")
    return {"kind": "postgresql", "revision": revision, "counts": counts}


def load(url: URL, file: Path) -> None:
    """Put what `dump` wrote in the place of what is there, all or nothing."""
    options = ["--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error"]
    _run("pg_restore", url, *options, f"--dbname={url.database}", str(file))


def _run(program: str, url: URL, *words: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise ClientFailed(f"{program} is not installed here. It belongs to PostgreSQL’s client programs")
    # By the environment, where nobody who lists processes can read a password.
    known = {"PGHOST": url.host or url.query.get("host"), "PGPORT": url.port, "PGUSER": url.username}
    known |= {"PGPASSWORD": url.password, "PGDATABASE": url.database}
    environment = {**os.environ, **{name: str(value) for name, value in known.items() if value}}
    done = subprocess.run([found, *words], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ClientFailed(f"{program} said: {done.stderr.strip().splitlines()[0] if done.stderr.strip() else 'no'}")
