"""What is not served: whoever a copied file brought back; and, unless told to, other machines in the clear."""

import socket

import pytest
from sqlalchemy import create_engine, text

from casework.accounts.operations import create_first_account
from casework.clock import now
from casework.database import leave_sandbox
from casework.lab import ledger, withdrawing
from casework.lab.models import Study
from casework.migrations import newest


@pytest.fixture
def migrated(db, ready_url):
    with create_engine(ready_url).begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)"))
        connection.execute(text("INSERT INTO alembic_version VALUES (:newest)"), {"newest": newest()})
    leave_sandbox(db)
    create_first_account(db, now())
    db.commit()


@pytest.fixture
def taken():
    """A port that another program listens at."""
    with socket.socket() as other:
        other.bind(("0.0.0.0", 0))
        other.listen()
        yield str(other.getsockname()[1])


def test_other_machines_in_the_clear_only_when_told_to(migrated, make_app, taken):
    words = ["serve", "--host", "0.0.0.0", "--port", taken]
    refused = make_app().test_cli_runner().invoke(args=words)
    assert (refused.exit_code, "CASEWORK_PLAIN_HTTP=on" in refused.stderr) == (2, True)
    told = make_app(CASEWORK_PLAIN_HTTP="on").test_cli_runner().invoke(args=words)
    assert f"port {taken} is in use" in told.stderr


def test_a_database_that_brings_somebody_back_is_not_served(migrated, make_app, db, session, tmp_path):
    study = db.get_one(Study, session.study_id)
    withdrawing.withdraw(db, study, session.participant, by="ruth", at=now())
    ledger.catch_up(db, tmp_path / "instance" / ledger.NAME)
    db.rollback()
    done = make_app().test_cli_runner().invoke(args=["serve", "--port", "0"])
    assert done.exit_code == 1, done.output
    assert "this database brings back who has withdrawn (P01). Run flask work" in done.stderr
