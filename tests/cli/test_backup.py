"""`flask backup` and `flask restore` say what they did, and refuse in one sentence."""

import pytest
from sqlalchemy import create_engine, text

from casework.migrations import newest


@pytest.fixture
def run(make_app, ready_url):
    with create_engine(ready_url).begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)"))
        connection.execute(text("INSERT INTO alembic_version VALUES (:newest)"), {"newest": newest()})
    app = make_app()
    return lambda *words: app.test_cli_runner().invoke(args=[*words])


def test_a_backup_is_made_and_put_back(run, session, tmp_path):
    file = str(tmp_path / "a.backup")
    made = run("backup", file)
    assert made.exit_code == 0, made.output
    assert "read back and found whole" in made.stdout
    back = run("restore", file, "--yes")
    assert back.exit_code == 0, back.output
    assert "1 participant" in back.stdout
    assert "Withdrawn again: nobody had to be." in back.stdout


def test_putting_back_asks_first(run, session, tmp_path):
    file = str(tmp_path / "a.backup")
    run("backup", file)
    assert run("restore", file).exit_code == 1


def test_what_cannot_be_put_back_is_one_sentence(run, tmp_path):
    done = run("restore", str(tmp_path / "none.backup"), "--yes")
    assert (done.exit_code, done.stderr) == (1, f"Casework: {tmp_path / 'none.backup'} is not there.\n")
