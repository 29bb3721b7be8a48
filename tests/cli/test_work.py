"""`flask work` does what is due, says what it did, and has nothing to do the second time."""

import os
from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.clock import now
from casework.lab import ledger, sessions, withdrawing
from casework.lab.models import Event, Study, Withdrawal


@pytest.fixture
def run(make_app):
    app = make_app()
    return lambda: app.test_cli_runner().invoke(args=["work"])


def test_what_was_kept_long_enough_is_erased_with_its_bytes_and_only_once(run, db, session, tmp_path):
    sessions.join(db, session.code, at=now())
    sessions.give_consent(db, session, ["take_part"], at=now())
    session.participant.keep_until = (now() - timedelta(days=2)).date()
    db.commit()
    first, second = run(), run()
    assert (first.exit_code, second.exit_code) == (0, 0), first.output
    assert "Kept long enough, and erased: 1" in first.stdout
    assert "P01: No copy is left in the database’s files" in first.stdout
    assert second.stdout == "Nothing was due.\n"
    assert db.scalars(select(Event)).all() == []
    assert [entry.why for entry in ledger.read(tmp_path / "instance" / ledger.NAME)] == ["kept until"]


def test_whoever_a_copied_file_brought_back_is_withdrawn_again(run, db, session, tmp_path):
    sessions.join(db, session.code, at=now())
    db.commit()
    withdrawing.withdraw(db, db.get_one(Study, session.study_id), session.participant, by="ruth", at=now())
    ledger.catch_up(db, tmp_path / "instance" / ledger.NAME)
    db.rollback()
    assert "Withdrawn again from a restored database: 1" in run().stdout
    assert len(db.scalars(select(Withdrawal)).all()) == 1


def test_old_logs_and_backups_beside_the_database_are_deleted_and_new_ones_stay(run, session, tmp_path):
    for name in ("log/casework.log.1", "log/casework.log.2", "backups/old.backup", "backups/new.backup"):
        file = tmp_path / "instance" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
        if name.endswith((".2", "old.backup")):
            os.utime(file, times=(long_ago := (now() - timedelta(days=91)).timestamp(), long_ago))
    assert "Old backups beside the database and old logs, deleted: 2" in run().stdout
    left = sorted(file.name for file in (tmp_path / "instance").rglob("*.*") if file.parent.name in ("log", "backups"))
    assert left == ["casework.log.1", "new.backup"]
