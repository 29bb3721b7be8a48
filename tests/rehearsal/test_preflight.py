"""The pre-flight check on a whole study: the robot works in sandboxes that are gone again afterwards."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from casework.database import leave_sandbox
from casework.lab.models import Sandbox
from casework.rehearsal import preflight
from casework.rehearsal.preflight import Machine, checks_of, went_of

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def here(db, tmp_path):
    leave_sandbox(db)
    return Machine(db.get_bind(), tmp_path, is_reached_from_elsewhere=False, is_over_tls=False)


def found(db, study, here):
    return {check.id: check for check in checks_of(preflight.run(db, study, here, by="Ruth", at=NOW))}


def test_every_task_is_walked_in_every_arm_with_every_case_and_nothing_of_it_stays(db, study, here):
    before = db.scalar(select(func.count()).select_from(Sandbox))
    kept = preflight.run(db, study, here, by="Ruth", at=NOW)
    db.commit()
    went = went_of(kept)
    assert len(went) == 2 * 2 * 2
    assert not [each.stopped for each in went if each.stopped]
    assert all(len(each.pages) > 1 for each in went)
    assert db.scalar(select(func.count()).select_from(Sandbox)) == before
    assert preflight.last(db, study) is kept
    assert kept.to_fix + kept.to_look_at + kept.passed == len(checks_of(kept))


def test_a_task_without_a_rule_is_to_be_looked_at_and_one_with_a_rule_tells_right_from_wrong(db, study, here):
    assert found(db, study, here)["told-work"].state == "look"
    task = next(task for task in study.tasks if task.key == "work")
    task.success = {"expert": ["assessment.decision"]}
    assert found(db, study, here)["told-work"].state == "passed"


def test_a_rule_that_lets_anything_pass_is_to_be_fixed(db, study, here):
    task = next(task for task in study.tasks if task.key == "work")
    task.success = {"when": 'record.assessment.decision == "eligible" or record.assessment.decision == "not-eligible"'}
    check = found(db, study, here)["told-work-assess"]
    assert check.state == "fix"
    assert "was counted as success" in check.why


def test_a_step_that_nobody_comes_to_is_to_be_fixed_and_says_where_it_stops(db, study, here):
    task = next(task for task in study.tasks if task.key == "work")
    task.finishes = {**task.finishes, "assess": "check"}
    check = found(db, study, here)["finish-work-assess"]
    assert check.state == "fix"
    assert "check" in check.why


def test_an_arm_outside_is_judged_and_not_walked(db, study, here):
    arm = study.arms[1]
    arm.external, arm.version_id, arm.start_at = "The present system", None, None
    checks = found(db, study, here)
    assert checks["external-talk"].state == "passed"
    assert checks["finish-work"].state == "passed"


def test_without_backup_lawful_basis_or_people_it_says_so(db, study, here):
    checks = found(db, study, here)
    assert checks["backup"].state == "look"
    assert checks["basis"].state == "fix"
    assert checks["reach"].state == "look"


def test_readers_are_asked_for_what_every_arm_records(db, study, here):
    reader = {"worker": "dawn", "text": ["You read."], "intro": "About ((person))."}

    def asking(fact):
        question = {"id": "one", "asks": "What was it?", "fact": fact}
        study.content = study.content | {"reader": reader | {"questions": [question]}}
        return found(db, study, here)["readers"]

    assert asking("assessment.decision").state == "passed"
    check = asking("plan.contingency")
    assert check.state == "look"
    assert "one with A, one with B" in check.why
