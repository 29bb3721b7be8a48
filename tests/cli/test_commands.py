"""What the commands do, say, and end with."""

import json
import os
import re
import socket
import subprocess
import sys

import pytest
from sqlalchemy import create_engine, text

from casework import create_app
from casework.accounts import operations
from casework.accounts.models import Account
from casework.clock import now
from casework.extensions import db as handle_of_the_app
from casework.lab import planning, sessions
from casework.lab.models import Study
from casework.migrations import upgrade
from config import ROOT, UnsafeSetting, read_settings

BAD = """
id: bad
title: Bad
"""


@pytest.fixture
def run(make_app):
    """Runs one of our commands on the ready database, and gives what it said and ended with."""
    app = make_app()

    def run(*words):
        return app.test_cli_runner().invoke(args=[*words])

    return run


# --- init ----------------------------------------------------------------------------------------


@pytest.fixture
def new(database_url, tmp_path):
    """The application on a database with nothing in it."""
    app = create_app(read_settings({"CASEWORK_INSTANCE": str(tmp_path / "instance"), "DATABASE_URL": database_url}))
    yield app
    with app.app_context():
        handle_of_the_app.engine.dispose()


@pytest.mark.slow
def test_init_makes_all_that_a_first_session_needs_and_is_safe_to_run_again(new):
    first, again = (new.test_cli_runner().invoke(args=["init"]) for _ in range(2))
    assert (first.exit_code, again.exit_code) == (0, 0), first.stderr + again.stderr
    password = re.search(r"Password: (\S+)", first.stdout)[1]
    assert "Password" not in again.stdout
    with new.app_context():
        db = handle_of_the_app.session
        assert operations.check_password(db, "admin", password).roles[0] == "administrator"
        assert len(db.query(Account).all()) == 1
        study = db.get_one(Study, "demonstration")
        assert planning.plan_session(db, study, by="ruth", at=now()).code


def made_by_an_older_version(url):
    with create_engine(url).begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)"))
        connection.execute(text("INSERT INTO alembic_version VALUES ('older')"))


def test_a_database_is_not_changed_while_somebody_works(run, db, session, ready_url):
    made_by_an_older_version(ready_url)
    sessions.join(db, session.code, at=now())
    db.commit()
    done = run("init")
    assert done.exit_code == 2
    assert done.stderr == (
        "Casework: the database is to be changed, but 1 session is under way. Run this again when they have ended.\n"
    )


# --- serve ---------------------------------------------------------------------------------------


def test_serving_an_unprepared_database_says_what_to_run(run):
    done = run("serve")
    assert done.exit_code == 2
    assert done.stderr == "Casework: the database is not ready. Run flask init first.\n"


def test_other_machines_are_served_only_over_tls(run):
    done = run("serve", "--host", "0.0.0.0")
    assert done.exit_code == 2
    assert "set CASEWORK_TLS=on" in done.stderr


def test_a_port_in_use_is_one_clear_sentence(tmp_path):
    url = f"sqlite:///{tmp_path / 'casework.sqlite'}"
    upgrade(url)
    app = create_app(read_settings({"CASEWORK_INSTANCE": str(tmp_path), "DATABASE_URL": url}))
    with app.app_context():
        operations.create_first_account(handle_of_the_app.session, now())
        handle_of_the_app.session.commit()
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = app.test_cli_runner().invoke(args=["serve", "--port", str(port)])
    assert done.exit_code == 2
    assert done.stderr.startswith(f"Casework: port {port} is in use by another program.")
    with app.app_context():
        handle_of_the_app.engine.dispose()


# --- settings ------------------------------------------------------------------------------------


@pytest.mark.slow
def test_an_unsafe_setting_is_one_sentence_and_no_trace(tmp_path):
    kept = {name: text for name, text in os.environ.items() if not name.startswith("CASEWORK_")}
    environment = kept | {"CASEWORK_INSTANCE": str(tmp_path), "CASEWORK_TSL": "on"}
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "init"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == "Casework: CASEWORK_TSL is not a setting: did you mean CASEWORK_TLS?\n"


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("SECRET_KEI", "x" * 40, "did you mean SECRET_KEY?"),
        ("SECRET_KEY", "short", "it needs at least 32"),
        ("DATABASE_URL", "mysql://x", "must begin with sqlite:/// or postgresql://"),
        ("CASEWORK_ENV", "test", "set it to production or development"),
        ("CASEWORK_TLS", "yes", "set it to on or off"),
        ("CASEWORK_PROXIES", "one", "set it to a whole number"),
        ("CASEWORK_INSTANCE", "/proc/nowhere", "cannot be written to"),
    ],
)
def test_settings_that_are_misspelt_or_unsafe_are_refused(tmp_path, setting, value, said):
    with pytest.raises(UnsafeSetting, match=re.escape(said)):
        read_settings({"CASEWORK_INSTANCE": str(tmp_path), setting: value})


def test_a_secret_key_is_made_once_and_kept_for_its_owner_only(tmp_path):
    first, second = (read_settings({"CASEWORK_INSTANCE": str(tmp_path)}).secret_key for _ in range(2))
    assert first == second
    assert len(first) == 64
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


# --- workflows -----------------------------------------------------------------------------------


def test_the_shipped_workflows_pass(run):
    done = run("workflows", "check")
    assert done.exit_code == 0
    assert re.search(r"^\d+ workflows: 0 errors, \d+ to look at, \d+ kinds of check passed$", done.stdout, re.MULTILINE)


def test_a_mistake_is_told_with_its_place_and_the_nearest_right_word(run, tmp_path):
    shipped = (ROOT / "seed_data/workflows/traditional.yaml").read_text()
    file = tmp_path / "traditional.yaml"
    file.write_text(shipped.replace("presentation:", "presentaton:", 1))
    done = run("workflows", "check", str(file))
    assert done.exit_code == 1
    assert re.match(rf"{re.escape(str(file))}:\d+:\d+: error L\d+: .*presentation", done.stderr)


def test_mistakes_come_as_json_for_other_programs(run, tmp_path):
    file = tmp_path / "bad.yaml"
    file.write_text(BAD)
    done = run("workflows", "check", str(file), "--format", "json")
    assert done.exit_code == 1
    problems = json.loads(done.stdout)
    place = {"file", "line", "col", "severity", "code", "message", "wrong", "right"}
    assert place | {"title", "explanation", "mend"} == set(problems[0])


def test_a_check_is_explained_by_its_code(run):
    done = run("workflows", "check", "--explain", "L49")
    assert done.exit_code == 0
    assert "some answers leave no next action" in done.stdout
    assert "To mend it: Add an action" in done.stdout
    assert run("workflows", "check", "--explain", "L99").exit_code == 2


def test_a_file_that_is_not_there_is_wrong_use(run):
    assert run("workflows", "check", "nowhere.yaml").exit_code == 2


def test_the_two_workflows_differ_in_order_role_questions_and_actions(run):
    done = run("workflows", "diff", "traditional", "three_conversations")
    assert done.exit_code == 0
    assert "A new case begins with" in done.stdout
    as_data = json.loads(run("workflows", "diff", "traditional", "three_conversations", "--format", "json").stdout)
    assert all(each["sentence"] in done.stdout for each in as_data["differences"])
    assert as_data["as_file"]["extends"] == "traditional"


def test_a_workflow_is_drawn_as_a_picture(run):
    done = run("workflows", "map", "traditional")
    assert done.stdout.startswith("<svg")
    assert "Send to the duty" in done.stdout


def test_a_workflow_that_is_not_there_is_wrong_use_and_says_which_are(run):
    done = run("workflows", "diff", "traditional", "traditionel")
    assert done.exit_code == 2
    assert "three_conversations, traditional" in done.stderr


def test_the_facts_and_the_schema_can_be_listed(run):
    assert "assessment.decision" in run("workflows", "facts").stdout
    assert {each["name"] for each in json.loads(run("workflows", "facts", "--format", "json").stdout)}
    assert json.loads(run("workflows", "schema").stdout)["$schema"]
