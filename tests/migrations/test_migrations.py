"""The database as migrations make it, and how they treat what is in it."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, func, inspect, select
from sqlalchemy.exc import IntegrityError

from casework.accounts.models import Account, SignIn
from casework.clock import now
from casework.database import Base, Db, prepare
from casework.migrations import BrokenKeys, changing, is_empty, is_pending, upgrade


@pytest.fixture
def url(database_url):
    return database_url.replace("postgresql://", "postgresql+psycopg://")


@pytest.fixture
def engine(url):
    found = create_engine(url)
    prepare(found)
    yield found
    found.dispose()


def test_migrations_make_what_the_models_say(url, engine):
    upgrade(url)
    with engine.connect() as connection:
        # Lists of codes are kept as text, so that a new code needs no migration.
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, Base.metadata) == []


def test_a_new_database_is_empty_and_pending_until_it_was_upgraded(url, engine):
    assert (is_empty(engine), is_pending(engine)) == (True, True)
    upgrade(url)
    assert (is_empty(engine), is_pending(engine)) == (False, False)


def account():
    return Account(id="ruth", username="ruth", name="Ruth", password_hash="-", roles=[], made_at=now())


def test_upgrading_again_changes_nothing(url, engine):
    upgrade(url)
    with Db(engine) as db:
        db.add(account())
        db.commit()
    upgrade(url)
    with Db(engine) as db:
        assert db.scalars(select(Account.username)).all() == ["ruth"]


@pytest.fixture
def with_a_sign_in(url, engine):
    """A row that points at another: what a careless migration would lose."""
    upgrade(url)
    with Db(engine) as db:
        db.add(account())
        db.flush()
        db.add(SignIn(token_hash="-", account_id="ruth", made_at=now(), last_seen_at=now()))
        db.commit()


def counted(engine):
    with Db(engine) as db:
        return [db.scalar(select(func.count()).select_from(model)) for model in (Account, SignIn)]


def test_making_a_table_again_takes_no_rows_of_others_with_it(tmp_path, with_a_sign_in, url, engine):
    if engine.dialect.name != "sqlite":
        return  # PostgreSQL changes tables where they are
    with changing(url) as connection:
        connection.exec_driver_sql("CREATE TABLE again AS SELECT * FROM account")
        connection.exec_driver_sql("DROP TABLE account")
        connection.exec_driver_sql("ALTER TABLE again RENAME TO account")
        connection.exec_driver_sql("CREATE UNIQUE INDEX again_id ON account (id)")
    assert counted(engine) == [1, 1]


def test_a_migration_that_breaks_a_key_is_undone(with_a_sign_in, url, engine):
    def lose_the_account():
        with changing(url) as connection:
            connection.exec_driver_sql("CREATE TABLE half_done (id INTEGER)")
            connection.exec_driver_sql("DELETE FROM account")

    # PostgreSQL refuses by itself, in its own words.
    with pytest.raises((BrokenKeys, IntegrityError)) as failed:
        lose_the_account()
    assert isinstance(failed.value, BrokenKeys) == (engine.dialect.name == "sqlite")
    assert counted(engine) == [1, 1]
    assert "half_done" not in inspect(engine).get_table_names()


def test_keys_are_enforced_again_for_everybody_else(with_a_sign_in, engine):
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
