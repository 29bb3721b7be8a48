"""Warnings have an owner, a date to look again, and an end with a reason."""

from dataclasses import replace
from datetime import date

import pytest

from casework.database import Db
from casework.errors import DomainError
from casework.records.models import Worker
from casework.records.operations.warnings import Said, add_warning, end_warning, review_warning
from casework.records.vocabulary import WarningKind
from casework.synthetic.building import Build
from tests.ready import on_both_databases

TODAY, LATER = date(2026, 11, 10), date(2027, 5, 10)
DOG = Said(WarningKind.RISK, "Dog not secured", "Ask for him to be shut in", LATER, True, None)


@pytest.fixture
def priya(build: Build) -> Worker:
    return build.worker(name="Priya Nair")


@on_both_databases
def test_a_warning_has_an_owner_the_colleague_it_was_added_for_and_a_date_to_look_again(
    db: Db, build: Build, priya: Worker
) -> None:
    tom = build.worker(name="Tom Reilly")
    added = add_warning(db, build.person(), DOG, worker=priya, acted_for=tom, today=TODAY)
    assert (added.added_by, added.added_for, added.added_on, added.review_on) == (priya, tom, TODAY, LATER)
    assert added.shared_with_person == "yes"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (replace(DOG, review_on=TODAY), "review_on"),
        (replace(DOG, is_shared=False), "not_shared_because"),
        (replace(DOG, title="x" * 121), "title"),
    ],
)
def test_a_warning_is_refused_that(db: Db, build: Build, priya: Worker, said: Said, field: str) -> None:
    rose = build.person()
    with pytest.raises(DomainError) as refused:
        add_warning(db, rose, said, worker=priya, acted_for=None, today=TODAY)
    assert refused.value.field == field
    assert rose.warnings == []


def test_a_warning_not_shared_keeps_the_reason(db: Db, build: Build, priya: Worker) -> None:
    said = replace(DOG, is_shared=False, not_shared_because="Kevin reads her letters")
    added = add_warning(db, build.person(), said, worker=priya, acted_for=None, today=TODAY)
    assert (added.shared_with_person, added.not_shared_because) == ("no", "Kevin reads her letters")


def test_a_reviewed_warning_is_not_overdue_any_more(db: Db, build: Build, priya: Worker) -> None:
    dog = build.warning(review_on=date(2026, 8, 3))
    assert dog.review_is_overdue(TODAY)
    review_warning(db, dog, note="Still loose", review_on=LATER, worker=priya, acted_for=None, today=TODAY)
    assert not dog.review_is_overdue(TODAY)
    assert (dog.reviewed_on, dog.reviewed_by, dog.review_note) == (TODAY, priya, "Still loose")


def test_an_ended_warning_is_kept_with_its_reason_and_changed_no_more(db: Db, build: Build, priya: Worker) -> None:
    dog = build.warning()
    end_warning(db, dog, because="The dog died", worker=priya, acted_for=None, today=TODAY)
    assert (dog.ended_on, dog.ended_by, dog.ended_because) == (TODAY, priya, "The dog died")
    with pytest.raises(DomainError, match="ended already"):
        end_warning(db, dog, because="Again", worker=priya, acted_for=None, today=TODAY)
    with pytest.raises(DomainError, match="ended already"):
        review_warning(db, dog, note="", review_on=LATER, worker=priya, acted_for=None, today=TODAY)
