"""The ledger of withdrawals outlives the database: an older copy of it brings nobody back."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select

from casework.database import Db, prepare
from casework.lab import erasing, ledger, withdrawing
from casework.lab.models import Event, Participant, Picture, Withdrawal
from tests.lab.conftest import START


@pytest.fixture
def path(tmp_path):
    return tmp_path / ledger.NAME


@pytest.fixture
def older(db, session, walk, tmp_path):
    """A copy of the database from before she withdrew."""
    walk.to_the_end()
    db.commit()
    copy = tmp_path / "older.sqlite"
    shutil.copyfile(db.get_bind().url.database, copy)
    shutil.copyfile(f"{db.get_bind().url.database}-wal", f"{copy}-wal")
    engine = create_engine(f"sqlite:///{copy}")
    prepare(engine)
    with Db(engine) as handle:
        yield handle
    engine.dispose()


def test_a_line_says_who_withdrew_what_and_is_written_once(db, study, session, path, moments):
    withdrawing.withdraw(db, study, session.participant, by="ruth", at=moments.after())
    db.commit()
    assert (ledger.catch_up(db, path), ledger.catch_up(db, path)) == (1, 0)
    (entry,) = ledger.read(path)
    assert (entry.study, entry.code, entry.parts, entry.why) == (study.id, "P01", ["everything"], "asked")
    assert path.stat().st_mode & 0o777 == 0o600


def test_an_older_copy_is_told_apart_and_withdrawn_again(db, older, study, session, path, moments):
    withdrawal = withdrawing.withdraw(db, study, session.participant, by="ruth", at=moments.after())
    db.commit()
    ledger.catch_up(db, path)
    assert ledger.not_applied(db, path) == []
    assert [entry.code for entry in ledger.not_applied(older, path)] == ["P01"]
    ledger.apply(older, path, at=moments.after())
    older.commit()
    erasing.finish(older, at=moments.after())
    older.commit()
    assert older.scalars(select(Event)).all() == []
    assert older.scalars(select(Withdrawal.id)).all() == [withdrawal.id]
    assert ledger.not_applied(older, path) == []


def test_parts_and_moments_are_withdrawn_again_as_they_were(db, older, study, session, path, moments):
    since = START + timedelta(days=1)
    withdrawing.withdraw(db, study, session.participant, parts=["pictures"], since=since, by="r", at=moments.after())
    db.commit()
    ledger.catch_up(db, path)
    (again,) = ledger.apply(older, path, at=moments.after())
    assert again.parts == ["pictures", f"from {since.isoformat()}"]
    assert older.scalars(select(Event)).all() != []
    assert older.scalars(select(Picture)).all() == []


def test_somebody_else_who_was_given_the_same_code_keeps_everything(db, older, study, session, path, moments):
    withdrawing.withdraw(db, study, session.participant, by="ruth", at=moments.after())
    db.commit()
    ledger.catch_up(db, path)
    path.write_text(path.read_text().replace(session.participant_id, "0123456789abcdef"))
    assert ledger.not_applied(older, path) == []
    assert older.scalars(select(Participant.code)).all() == ["P01"]


def test_a_line_that_cannot_be_read_stops_everything(path: Path):
    path.write_text('{"id": "x"}\n')
    with pytest.raises(ValueError, match="not a withdrawal"):
        ledger.read(path)
