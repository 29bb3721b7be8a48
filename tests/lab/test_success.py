"""How success at a task is told from failure."""

from datetime import date

import pytest

from casework.errors import DomainError
from casework.lab import success
from casework.lab.study_file import SuccessPart
from casework.lab.task_runs import outcome_of
from casework.lab.vocabulary import Stage

TODAY = date(2026, 11, 10)
EXPERTS = {"assessment.decision": {"value": "eligible", "acceptable": []}}
ELIGIBLE = {"assessment.decision": "eligible"}


def said(rule, *, finished=True, recorded=None):
    return success.verdict(rule, finished=finished, recorded=recorded or {}, experts=EXPERTS, today=TODAY)


BY_EXPERTS = SuccessPart(expert=["assessment.decision"])
BY_CONDITION = SuccessPart(when='record.assessment.decision == "eligible"')


@pytest.mark.parametrize("rule", [BY_EXPERTS, BY_CONDITION])
def test_a_right_decision_is_told_from_a_wrong_one_and_from_none(rule):
    assert said(rule, recorded=ELIGIBLE).is_success
    assert said(rule, recorded={"assessment.decision": "not-eligible"}).is_success is False
    assert said(rule).is_success is False


@pytest.mark.parametrize("rule", [BY_EXPERTS, BY_CONDITION, SuccessPart(judged="The plan could be arranged")])
def test_what_was_not_finished_never_succeeded(rule):
    assert said(rule, finished=False, recorded=ELIGIBLE).is_success is False


def test_every_part_of_a_rule_must_hold():
    rule = SuccessPart(when='record.assessment.capacity_doubt == "no"', expert=["assessment.decision"])
    assert said(rule, recorded=ELIGIBLE).is_success is False
    assert said(rule, recorded={**ELIGIBLE, "assessment.capacity_doubt": "no"}).is_success


def test_what_no_rule_can_decide_waits_for_the_facilitator():
    assert said(SuccessPart(judged="The plan could be arranged")).is_success is None


@pytest.fixture
def run(db, walk):
    run = walk.to_task()
    run.task.success = {"judged": "The plan could be arranged"}
    # The step counts as done here without being walked through: what is tried is the judging.
    run.task.finishes = {}
    walk.to(Stage.RATING)
    return run


def test_a_run_that_nobody_has_judged_counts_neither_way(run):
    assert success.needs_judging(run)
    assert outcome_of(run) == "not judged"


def test_the_facilitator_judges_with_a_reason(db, run, moments):
    with pytest.raises(DomainError, match="what you saw"):
        success.judge(db, run, True, because=" ", by="ruth", at=moments.after())
    success.judge(db, run, True, because="The call was booked", by="ruth", at=moments.after())
    assert outcome_of(run) == "unaided"
    assert (run.judged_by, run.success_said) == ("ruth", "The call was booked")


def test_a_judgement_can_be_put_right_and_stays_when_measures_are_drawn_again(db, run, moments):
    success.judge(db, run, True, because="The call was booked", by="ruth", at=moments.after())
    success.judge(db, run, False, because="For the wrong day", by="ruth", at=moments.after())
    success.draw(db, run)
    assert outcome_of(run) == "failed"


def test_a_run_that_a_rule_decides_is_not_for_anybody_to_judge(db, walk, moments):
    run = walk.to_task()
    walk.to(Stage.RATING)
    with pytest.raises(DomainError, match="not for anybody"):
        success.judge(db, run, True, because="She did it", by="ruth", at=moments.after())
