"""A backup is whole, comes from one moment, and brings nobody back who has withdrawn since."""

import json
import sqlite3
import threading
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select, text

from casework.database import Base, Db, ask_to_write, prepare
from casework.lab import backing_up, ledger, withdrawing
from casework.lab.backing_up import CannotBackUp, back_up, last_backup, restore
from casework.lab.events import happened
from casework.lab.models import Event, Participant, Session
from casework.lab.vocabulary import EventKind
from casework.migrations import newest
from tests.lab.conftest import START


@pytest.fixture
def database_url(tmp_path):
    return f"sqlite:///{tmp_path / 'instance' / 'casework.sqlite'}"


@pytest.fixture
def instance(tmp_path):
    return tmp_path / "instance"


@pytest.fixture
def db(database_url, instance):
    instance.mkdir()
    engine = create_engine(database_url)
    prepare(engine)
    Base.metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)"))
        connection.execute(text("INSERT INTO alembic_version VALUES (:newest)"), {"newest": newest()})
    with Db(engine) as handle:
        yield handle
    engine.dispose()


@pytest.fixture
def made(db, session, database_url, instance, tmp_path):
    """A backup from before anybody withdrew."""
    happened(db, session, EventKind.SEARCHED, at=START, text="Mrs Bell")
    db.commit()
    file = tmp_path / "one.backup"
    back_up(database_url, file, instance=instance, at=START)
    return file


def put_back(db, file, database_url, instance):
    """Restored, with the database of before let go of; and a handle on what is there now."""
    db.rollback()
    db.get_bind().dispose()
    return restore(database_url, file, instance=instance, at=START + timedelta(days=2))


def test_a_backup_says_what_is_in_it_and_only_its_owner_may_read_it(made, instance):
    with zipfile.ZipFile(made) as packed:
        manifest = json.loads(packed.read("manifest.json"))
    assert (manifest["revision"], manifest["counts"]["event"], manifest["counts"]["participant"]) == (newest(), 1, 1)
    assert made.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in made.parent.iterdir() if each.name.startswith(".")] == []
    last = last_backup(instance)
    assert (last.file, last.made_at, last.bytes) == (str(made), START, made.stat().st_size)


def test_a_backup_is_of_one_moment_while_others_write(db, session, database_url, instance, tmp_path):
    session_id, stop = session.id, threading.Event()
    db.commit()

    def write() -> None:
        engine = create_engine(database_url)
        prepare(engine)
        while not stop.is_set():
            with Db(engine) as own:
                ask_to_write(own)
                here = own.get_one(Session, session_id)
                happened(own, here, EventKind.SEARCHED, at=START, text="x" * 500)
                own.commit()
        engine.dispose()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        files = [tmp_path / f"{number}.backup" for number in range(3)]
        for file in files:
            back_up(database_url, file, instance=instance, at=START)
    finally:
        stop.set()
        writer.join()
    for file in files:
        with zipfile.ZipFile(file) as packed:
            packed.extract("database", tmp_path)
        with sqlite3.connect(tmp_path / "database") as copy:
            (told,) = copy.execute("SELECT event_count FROM session").fetchone()
            assert copy.execute("SELECT count(*) FROM event").fetchone() == (told,)
        copy.close()


def test_what_was_lost_is_put_back_and_the_database_of_before_is_kept_aside(db, made, database_url, instance):
    happened(db, db.scalars(select(Session)).one(), EventKind.SEARCHED, at=START, text="later")
    db.commit()
    done = put_back(db, made, database_url, instance)
    assert [each.data["text"] for each in db.scalars(select(Event))] == ["Mrs Bell"]
    assert (done.counts["event"], done.withdrawn_again, done.made_at) == (1, [], START)
    with sqlite3.connect(done.aside) as before:
        assert before.execute("SELECT count(*) FROM event").fetchone() == (2,)
    before.close()


def test_whoever_has_withdrawn_since_is_withdrawn_again_before_anything_is_served(
    db, study, made, database_url, instance
):
    withdrawing.withdraw(db, study, db.scalars(select(Participant)).one(), by="ruth", at=START + timedelta(days=1))
    db.commit()
    done = put_back(db, made, database_url, instance)
    assert done.withdrawn_again == ["P01"]
    assert db.scalars(select(Event)).all() == []
    assert ledger.not_applied(db, instance / ledger.NAME) == []
    files = [path for path in instance.iterdir() if path.name.startswith("casework.sqlite")]
    now = [path for path in files if "before" not in path.name]
    assert [path.name for path in now if b"Mrs Bell" in path.read_bytes()] == []


def test_on_another_machine_the_ledger_comes_with_the_backup(db, study, made, tmp_path, database_url, instance):
    withdrawing.withdraw(db, study, db.scalars(select(Participant)).one(), by="ruth", at=START + timedelta(days=1))
    db.commit()
    ledger.catch_up(db, instance / ledger.NAME)
    later = tmp_path / "later.backup"
    back_up(database_url, later, instance=instance, at=START)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    there = f"sqlite:///{elsewhere / 'casework.sqlite'}"
    assert restore(there, later, instance=elsewhere, at=START).aside is None
    assert [entry.code for entry in ledger.read(elsewhere / ledger.NAME)] == ["P01"]
    assert restore(there, made, instance=elsewhere, at=START).withdrawn_again == ["P01"]


# --- what is refused -------------------------------------------------------------------------------


def bent(file: Path, **changed) -> Path:
    """The same backup with other things in its manifest, or other bytes for a part."""
    other = file.with_name("bent.backup")
    with zipfile.ZipFile(file) as packed, zipfile.ZipFile(other, "w") as repacked:
        manifest = json.loads(packed.read("manifest.json"))
        manifest |= {name: value for name, value in changed.items() if name in manifest}
        repacked.writestr("manifest.json", json.dumps(manifest))
        repacked.writestr("database", changed.get("database", packed.read("database")))
        repacked.writestr(ledger.NAME, changed.get("ledger", b""))
    return other


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"revision": "9999"}, "newer version"),
        ({"sha256": "0" * 64}, "is damaged"),
        ({"database": b"SQLite format 3\x00 and so on"}, "is damaged"),
        ({"bytes": 100}, "is damaged"),
        ({"kind": "postgresql"}, "of a postgresql database"),
        ({"format": 2}, "another version"),
    ],
)
def test_what_is_not_sound_is_refused_and_nothing_changes(db, made, database_url, instance, changed, why):
    before = sorted(path.name for path in instance.iterdir())
    with pytest.raises(CannotBackUp, match=why):
        put_back(db, bent(made, **changed), database_url, instance)
    assert len(db.scalars(select(Event)).all()) == 1
    db.rollback()
    assert sorted(path.name for path in instance.iterdir() if path.name != backing_up.LOCK) == [
        name for name in before if name != backing_up.LOCK
    ]


def test_a_file_that_is_no_backup_is_refused(db, made, database_url, instance):
    made.write_bytes(b"half of a")
    with pytest.raises(CannotBackUp, match="not a backup"):
        put_back(db, made, database_url, instance)


def test_while_a_server_runs_nothing_is_put_back(db, made, database_url, instance):
    with backing_up.hold_while_serving(instance), pytest.raises(CannotBackUp, match="a server is running"):
        put_back(db, made, database_url, instance)


def test_a_backup_is_never_written_over(made, database_url, instance):
    with pytest.raises(CannotBackUp, match="there already"):
        back_up(database_url, made, instance=instance, at=START)


def test_where_nothing_can_be_written_nothing_is_left(db, session, database_url, instance, tmp_path):
    with pytest.raises(CannotBackUp, match="could not be written"):
        back_up(database_url, tmp_path / "no-such-folder" / "a.backup", instance=instance, at=START)
    assert last_backup(instance) is None
