"""What is looked at says what it means, and turns when something is not as it should be."""

from datetime import timedelta

import pytest

from casework.disk import settings_read_back, size_of
from casework.lab import backing_up, health, ledger, sessions, withdrawing
from casework.lab.events import happened
from casework.lab.vocabulary import EventKind
from tests.lab.test_backing_up import database_url, db, instance

__all__ = ["database_url", "db", "instance"]


@pytest.fixture
def look(db, study, instance, moments):
    """Each check's state by its name, looked at now."""

    def look():
        db.commit()
        found = health.checks(db, db.get_bind(), instance=instance, at=moments.now)
        return {check.name: (check.state, check.said) for check in found}

    return look


def test_a_new_lab_is_well_but_for_a_backup(look):
    found = look()
    assert {name for name, (state, _) in found.items() if state != "done"} == {"Backup"}
    assert "None has been made" in found["Backup"][1]


def test_what_makes_a_save_last_is_read_back_from_the_connection(db):
    found = settings_read_back(db.get_bind())
    assert found["synchronous"] == ("2", "2")
    assert [name for name, (value, wanted) in found.items() if value != wanted] == []
    assert size_of(db.get_bind()) > 100_000


def test_an_old_backup_is_to_be_looked_at(look, db, database_url, instance, tmp_path, moments):
    db.commit()
    backing_up.back_up(database_url, tmp_path / "a.backup", instance=instance, at=moments.now)
    assert look()["Backup"][0] == "done"
    moments.now += timedelta(days=2)
    assert look()["Backup"][0] == "look"


def test_whoever_a_copied_file_brought_back_is_wrong(look, db, study, session, instance, moments):
    db.commit()
    withdrawing.withdraw(db, study, session.participant, by="ruth", at=moments.after())
    ledger.catch_up(db, instance / ledger.NAME)
    db.rollback()
    assert look()["Withdrawals"] == ("wrong", "This database brings back 1 who have withdrawn. Run flask work now.")
    assert not health.is_well(db, db.get_bind(), instance=instance)


def test_what_waits_and_what_is_overdue_is_to_be_looked_at(look, db, study, session, moments):
    sessions.give_consent(db, session, ["take_part"], at=moments.after())
    session.participant.keep_until = moments.now.date() - timedelta(days=1)
    assert look()["Retention"][0] == "look"
    withdrawing.withdraw(db, study, session.participant, by="ruth", at=moments.after())
    found = look()
    assert (found["Retention"][0], found["Withdrawals"][0]) == ("done", "look")


def test_a_clock_that_was_set_back_is_wrong(look, db, session, moments):
    happened(db, session, EventKind.SEARCHED, at=moments.now + timedelta(hours=1), text="")
    assert look()["Clock"][0] == "wrong"


def test_what_a_session_needs_is_measured_from_those_that_were_held(db, session, walk, instance):
    before = health.room(db, db.get_bind(), instance)
    walk.to_the_end()
    after = health.room(db, db.get_bind(), instance)
    assert (before.measured, after.measured) == (0, 1)
    assert after.per_session < before.per_session
    assert after.sessions > 0
