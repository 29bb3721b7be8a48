"""Opening finished work again, and beginning work beside other work."""

from datetime import UTC, date, datetime

import pytest

from casework.database import Db, enter_sandbox
from casework.errors import DomainError
from casework.lab.again import open_again
from casework.lab.beside import start_beside
from casework.records.models import Step
from casework.records.vocabulary import StepStatus
from casework.synthetic.building import Build

TODAY = date(2026, 11, 10)
AT = datetime(2026, 11, 10, 10, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def entered(db: Db) -> None:
    enter_sandbox(db, "test")


@pytest.fixture
def finished(build: Build) -> Step:
    return build.step(
        title="Assess",
        version_id="v1",
        definition_id="assess",
        status=StepStatus.FINISHED,
        finished_on=TODAY,
        answers={"decision": "eligible"},
    )


def again(db: Db, build: Build, step: Step, reason: str = "The bath was not seen") -> Step:
    return open_again(db, step, worker=build.worker(name="Priya Nair"), reason=reason, today=TODAY, at=AT)


def test_work_opened_again_begins_with_what_it_was_finished_with(db: Db, build: Build, finished: Step) -> None:
    step = again(db, build, finished)
    assert (step.status, step.answers, step.note) == (
        StepStatus.STARTED,
        {"decision": "eligible"},
        "The bath was not seen",
    )
    assert finished.status is StepStatus.FINISHED


def test_it_is_not_opened_without_a_reason(db: Db, build: Build, finished: Step) -> None:
    with pytest.raises(DomainError, match="Enter why") as refusal:
        again(db, build, finished, reason="  ")
    assert refusal.value.field == "reason"


def test_it_is_opened_once(db: Db, build: Build, finished: Step) -> None:
    again(db, build, finished)
    with pytest.raises(DomainError, match="already"):
        again(db, build, finished)


def test_what_was_never_finished_is_not_opened_again(db: Db, build: Build) -> None:
    with pytest.raises(DomainError, match="Only finished"):
        again(db, build, build.step(title="Assess", version_id="v1", definition_id="assess"))


def test_a_workflow_that_is_not_there_is_named(db: Db, build: Build) -> None:
    with pytest.raises(DomainError, match="A safeguarding concern cannot be begun here"):
        start_beside(
            db,
            build.person(),
            "safeguarding",
            worker=build.worker(),
            beside={},
            came_from=None,
            back_to=None,
            today=TODAY,
            at=AT,
        )
