"""`flask studies preflight` and `rehearse`."""

import json

from sqlalchemy import select

from casework.lab.models import Preflight, Session


def run(app, *arguments):
    return app.test_cli_runner().invoke(args=["studies", *arguments])


def test_the_check_says_what_is_to_be_fixed_keeps_it_and_ends_with_status_1(app, db):
    told = run(app, "preflight", "tiny", "--format", "json")
    assert told.exit_code == 1
    checks = json.loads(told.stdout)["checks"]
    assert checks[0]["state"] == "fix"
    assert len(checks) == sum((each.to_fix + each.to_look_at + each.passed) for each in db.scalars(select(Preflight)))


def test_robots_rehearse_and_are_marked(app, db):
    told = run(app, "rehearse", "tiny", "--participants", "2", "--seed", "3")
    assert told.exit_code == 0, told.output
    assert "R02  seed 4" in told.output
    assert [each.robot_seed for each in db.scalars(select(Session).order_by(Session.number))] == [3, 4]


def test_a_study_that_is_not_there_is_wrong_use(app):
    assert run(app, "preflight", "none").exit_code == 2
