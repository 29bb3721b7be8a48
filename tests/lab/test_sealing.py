"""A plan is fixed before the first person takes part, and never changes afterwards."""

import pytest

from casework.errors import DomainError
from casework.lab import planning, sealing, sessions
from casework.lab.studies import StudyInUse, read_study
from tests.lab.conftest import START, TINY

CLAIM = {
    "id": "finished",
    "says": "More people finish when they talk first",
    "measure": "completion",
    "arms": ["assess", "talk"],
    "expected_a": 0.45,
    "expected_b": 0.85,
    "people": 8,
}


@pytest.fixture
def complete(db, study):
    """The tiny study with everything that a sealed plan says."""
    study.content = study.content | {"people": 8, "lawful_basis": "Public task", "claims": [CLAIM]}
    db.commit()
    return study


def test_a_plan_says_what_is_missing_before_it_can_be_sealed(db, study):
    assert sealing.missing(db, study) == [
        "Say how many people are to take part",
        "Say on which lawful basis data are kept",
        "Name the first claim, even where the study can only describe",
    ]
    with pytest.raises(DomainError, match="Say how many people are to take part"):
        sealing.seal(db, study, by="Ruth", at=START)
    assert study.sealed_at is None


def test_a_sealed_plan_says_when_and_by_whom_and_is_known_by_what_it_says(db, complete):
    sealing.seal(db, complete, by="Ruth", at=START)
    assert (complete.sealed_at, complete.sealed_by) == (START, "Ruth")
    assert sealing.is_unchanged(complete)


def test_a_plan_is_sealed_once(db, complete):
    sealing.seal(db, complete, by="Ruth", at=START)
    with pytest.raises(DomainError, match="sealed already"):
        sealing.seal(db, complete, by="Sam", at=START)
    assert complete.sealed_by == "Ruth"


def test_what_a_sealed_plan_says_and_what_it_is_pinned_to_are_both_sealed(db, complete):
    sealing.seal(db, complete, by="Ruth", at=START)
    was = complete.arms[0].beside
    complete.arms[0].beside = {"other": "another version"}
    assert not sealing.is_unchanged(complete)
    complete.arms[0].beside = was
    assert sealing.is_unchanged(complete)
    complete.content = complete.content | {"people": 80}
    assert not sealing.is_unchanged(complete)


def test_a_sealed_plan_is_left_as_it_is_when_its_file_says_something_else(db, complete, workflows):
    sealing.seal(db, complete, by="Ruth", at=START)
    with pytest.raises(StudyInUse, match="tiny was left as it is, because its plan is sealed"):
        read_study(db, TINY / "study.yaml", workflows=workflows, at=START)
    assert sealing.is_unchanged(complete)


def test_no_plan_is_sealed_after_somebody_took_part_unless_in_a_pilot(db, complete, moments):
    pilot = planning.plan_session(db, complete, by="ruth", at=moments.after(), is_pilot=True)
    sessions.join(db, pilot.code, at=moments.after())
    assert sealing.missing(db, complete) == []
    session = planning.plan_session(db, complete, by="ruth", at=moments.after())
    sessions.join(db, session.code, at=moments.after())
    assert sealing.missing(db, complete) == [
        f"Plan another study: {session.participant.code} has begun already, and a plan is sealed before anybody does"
    ]


def test_what_a_plan_of_an_earlier_shape_lacks_is_said(db, complete):
    complete.content = {key: value for key, value in complete.content.items() if key != "about_you"}
    assert sealing.missing(db, complete) == ["Write about_you as the plan asks for it now"]


def test_a_study_of_one_arm_compares_nothing_and_needs_no_claim(db, study):
    arms = study.content["arms"][:1]
    study.content = study.content | {"people": 5, "lawful_basis": "Public task", "arms": arms, "design": "single"}
    assert sealing.missing(db, study) == []
