"""Planned claims beside what was seen: counts first, and no word that the data do not carry."""

import re

import pytest

from casework.clock import now
from casework.findings.claims import claims_of
from casework.lab.vocabulary import RunEnd

NOT_ALLOWED = re.compile("better|worse|faster|slower|significant|equivalent", re.IGNORECASE)


@pytest.fixture
def plan(db, study):
    """Plans one claim about the study's two arms, and seals it."""

    def planned(measure, a, b, people=8, **more):
        arms = [arm.key for arm in study.arms]
        claim = {"id": "one", "says": "As it was planned", "measure": measure, "arms": arms, "people": people}
        study.content = study.content | {"claims": [claim | {"expected_a": a, "expected_b": b} | more]}
        study.sealed_at = now()
        db.commit()

    return planned


def one(db, study):
    (found,) = claims_of(db, study)
    return found


def test_without_a_claim_there_is_none(db, study):
    assert claims_of(db, study) == []


def test_a_few_people_are_counted_and_nothing_is_compared(db, study, plan, take_part):
    plan("completion", 0.45, 0.85)
    take_part()
    take_part(finished=False, ended_by=RunEnd.SAID_CANNOT)
    found = one(db, study)
    assert found.headline == "1 of 2 finished without help with A, 1 of 2 with B"
    assert found.tag == ("look", "Cannot be known yet")
    assert found.limit.startswith("Under 5 people in an arm nothing is compared. ")
    assert "would do for the planned difference (45% against 85%)" in found.limit
    assert [row[1:] for row in found.rows] == [("1 of 2", 2), ("1 of 2", 2)]
    assert found.says == "As it was planned"


@pytest.mark.parametrize(
    ("measure", "a", "b"),
    [("completion", 0.45, 0.85), ("time", 8, 10), ("sus", 60, 72), ("ease", 4, 5), ("correct", 0.5, 0.8)],
)
def test_too_few_people_are_described_in_words_that_compare_nothing(db, study, plan, take_part, measure, a, b):
    plan(measure, a, b)
    for seconds in (60, 70, 80, 90, 100):
        take_part(seconds=seconds, seq=3 + seconds // 40, decided={"assess": "eligible", "talk": "eligible"})
    found = one(db, study)
    assert found.verdict.kind == "cannot be known"
    assert not NOT_ALLOWED.search(
        " ".join([found.headline, found.limit, found.method, *(row[1] for row in found.rows)])
    )


def test_a_large_planned_difference_with_enough_people_is_shown(db, study, plan, take_part):
    plan("ease", 2, 6, people=12, spread=[0.3, 0.4], alike=[0.5, 0.5])
    for number in range(12):
        session = take_part()
        for run in session.runs:
            if run.seq is not None:
                run.seq = 2 if run.session_arm.arm.key == study.arms[0].key else 6 + number % 2
    db.commit()
    found = one(db, study)
    assert found.tag == ("done", "Shown here"), found.limit
    assert "95% interval" in found.limit
    assert "n = 12" in found.limit


def test_a_plan_that_was_never_sealed_compares_nothing(db, study, plan, take_part):
    plan("ease", 2, 6, people=12, spread=[0.3, 0.4], alike=[0.5, 0.5])
    for _ in range(6):
        take_part()
    study.sealed_at = None
    db.commit()
    assert one(db, study).limit.startswith("The claim was not planned before the first session")


def test_nobody_yet_has_a_headline_too(db, study, plan):
    for measure, a, b in [
        ("completion", 0.4, 0.8),
        ("time", 8, 10),
        ("sus", 60, 70),
        ("ease", 4, 6),
        ("correct", 0.5, 0.8),
    ]:
        plan(measure, a, b)
        found = one(db, study)
        assert found.verdict.kind == "cannot be known"
        assert found.headline
