"""Earlier answers beside the questions that ask again: never used unseen, kept only by somebody's word."""

from datetime import date

import pytest

from casework.database import Db, enter_sandbox
from casework.records.models import Case, Person
from casework.records.queries.known import earlier_answers, known_facts
from casework.synthetic.building import Build

TODAY = date(2026, 11, 10)


@pytest.fixture
def rose(db: Db, build: Build) -> Person:
    enter_sandbox(db, "test")
    return build.person(name="Rosemary Tennant")


@pytest.fixture
def case(build: Build, rose: Person) -> Case:
    """Her case of today; she was assessed in another one in May."""
    tom = build.worker(name="Tom Reilly")
    build.assessment(
        person=rose,
        case=build.case(person=rose),
        assessed_by=tom,
        finished_on=date(2026, 5, 12),
        communication="Hearing aids; face her.",
        decision="eligible",
    )
    return build.case(person=rose)


def test_an_earlier_answer_says_who_and_when(db: Db, rose: Person, case: Case) -> None:
    earlier = earlier_answers(db, rose, case)["assessment.communication"]
    assert earlier.value == "Hearing aids; face her."
    assert earlier.by is not None
    assert (earlier.by.name, earlier.on) == ("Tom Reilly", date(2026, 5, 12))


def test_a_decision_is_never_carried_forward(db: Db, rose: Person, case: Case) -> None:
    assert "assessment.decision" not in earlier_answers(db, rose, case)


def test_nothing_of_an_earlier_case_is_known_unseen(db: Db, rose: Person, case: Case) -> None:
    assert "assessment.communication" not in known_facts(db, rose, case, TODAY)


def test_somebody_assessed_for_the_first_time_has_no_earlier_answers(db: Db, build: Build, rose: Person) -> None:
    assert earlier_answers(db, rose, build.case(person=rose)) == {}
