"""Brings a database to what the models say. `python -m casework.migrations "what changes"` writes the next step."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, NullPool, create_engine, event

from casework.database import prepare


class BrokenKeys(Exception):
    """After a migration, rows point at rows that are not there. Nothing of it was kept."""


def is_pending(engine: Engine) -> bool:
    """Whether the database is older than the models, or empty."""
    with engine.connect() as connection:
        now = MigrationContext.configure(connection).get_current_heads()
    return set(now) != set(ScriptDirectory.from_config(_config()).get_heads())


def is_empty(engine: Engine) -> bool:
    """Whether no migration has ever been run."""
    with engine.connect() as connection:
        return not MigrationContext.configure(connection).get_current_heads()


def revision_of(engine: Engine) -> str | None:
    """The migration this database has come to; None where none was ever run."""
    with engine.connect() as connection:
        heads = MigrationContext.configure(connection).get_current_heads()
    return heads[0] if heads else None


def newest() -> str:
    """The migration that a database of this version has come to."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def knows(revision: str | None) -> bool:
    """Whether a database at this migration is of this version or an older one."""
    return revision in {each.revision for each in ScriptDirectory.from_config(_config()).walk_revisions()}


def upgrade(database_url: str) -> None:
    """Run what is pending, all or nothing. Raises BrokenKeys."""
    with changing(database_url) as connection:
        command.upgrade(_config(connection), "head")


@contextmanager
def changing(database_url: str) -> Iterator[Connection]:
    """A connection of its own for changing tables, in one transaction that ends with every key checked.

    Raises BrokenKeys, and keeps nothing, when rows then point at rows that are not there.
    """
    engine = create_engine(database_url, poolclass=NullPool)
    prepare(engine)
    is_sqlite = engine.dialect.name == "sqlite"
    if is_sqlite:
        # Batch mode drops tables and makes them again; with keys enforced, that takes rows of other tables with
        # it or fails. The pragma does nothing inside a transaction, so it comes before BEGIN.
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys=OFF"))
    with engine.connect() as connection:
        writing = connection.execution_options(sqlite_begin="IMMEDIATE")
        with writing.begin():
            yield writing
            broken = writing.exec_driver_sql("PRAGMA foreign_key_check").all() if is_sqlite else ()
            if broken:
                raise BrokenKeys(f"{len(broken)} rows point at rows that are not there, first in {broken[0][0]}")
    engine.dispose()


def write(message: str) -> None:
    """Write the next migration from the difference between the models and an empty database brought up to date."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        config = _config(connection)
        command.upgrade(config, "head")
        command.revision(config, message, autogenerate=True)


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    attributes: dict[str, Any] = config.attributes
    attributes["connection"] = connection
    return config
