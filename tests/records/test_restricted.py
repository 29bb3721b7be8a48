"""Restricted records: who may open one, and what is kept of it."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import event

from casework.clock import now
from casework.database import Db
from casework.errors import DomainError
from casework.records.models import AccessRequest, Person, Worker
from casework.records.operations.access import ask_for_access
from casework.records.queries import access
from casework.synthetic.building import Build
from tests.ready import on_both_databases

TODAY, TOMORROW = date(2026, 11, 10), date(2026, 11, 11)


@pytest.fixture
def priya(build: Build) -> Worker:
    return build.worker(name="Priya Nair")


@pytest.fixture
def hidden(build: Build) -> Person:
    return build.person(is_restricted=True)


@pytest.fixture
def queries(db: Db) -> Iterator[list[str]]:
    """Every statement sent to the database."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_others: object) -> None:
        sent.append(statement)

    engine = db.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


def test_a_record_that_is_not_restricted_is_open_to_everybody(db: Db, build: Build, priya: Worker) -> None:
    assert access.may_open(db, build.person(), priya, TODAY)


def test_a_restricted_record_is_open_only_to_those_who_work_with_the_person(
    db: Db, build: Build, priya: Worker, hidden: Person
) -> None:
    assert not access.may_open(db, hidden, priya, TODAY)
    build.involvement(person=hidden, worker=priya)
    assert access.may_open(db, hidden, priya, TODAY)


def test_open_work_on_the_person_opens_the_record_and_finished_work_does_not(
    db: Db, build: Build, priya: Worker, hidden: Person
) -> None:
    build.step(person=hidden, worker=priya, status="finished")
    assert not access.may_open(db, hidden, priya, TODAY)
    build.step(person=hidden, worker=priya, status="started")
    assert access.may_open(db, hidden, priya, TODAY)


def test_whoever_worked_with_the_person_before_may_not_look_again(
    db: Db, build: Build, priya: Worker, hidden: Person
) -> None:
    build.involvement(person=hidden, worker=priya, ended_on=date(2026, 9, 30))
    assert not access.may_open(db, hidden, priya, TODAY)


def test_she_may_open_what_the_colleague_she_acts_for_may(db: Db, build: Build, priya: Worker, hidden: Person) -> None:
    tom = build.worker(name="Tom Reilly")
    build.involvement(person=hidden, worker=tom)
    assert access.may_open(db, hidden, priya, TODAY, tom)
    assert not access.may_open(db, hidden, priya, TODAY)


@on_both_databases
def test_a_reason_opens_the_record_for_the_day_and_is_kept(db: Db, build: Build, priya: Worker, hidden: Person) -> None:
    tom = build.worker(name="Tom Reilly")
    ask_for_access(db, hidden, worker=priya, acted_for=tom, reason=" She rang. ", today=TODAY, at=now())
    assert access.may_open(db, hidden, priya, TODAY)
    assert not access.may_open(db, hidden, priya, TOMORROW)
    (asked,) = access.access_requests_of(db, hidden)
    assert (asked.worker, asked.for_id, asked.reason) == (priya, tom.id, "She rang.")


def test_a_reason_opens_nothing_to_anybody_else(db: Db, build: Build, priya: Worker, hidden: Person) -> None:
    build.access_request(person=hidden, worker=build.worker(), asked_on=TODAY)
    assert not access.may_open(db, hidden, priya, TODAY)


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_without_a_reason_nothing_is_opened(db: Db, priya: Worker, hidden: Person, reason: str) -> None:
    with pytest.raises(DomainError, match="Enter why"):
        ask_for_access(db, hidden, worker=priya, acted_for=None, reason=reason, today=TODAY, at=now())
    assert db.query(AccessRequest).all() == []


def test_many_people_are_asked_about_in_as_many_queries_as_one(
    db: Db, build: Build, priya: Worker, queries: list[str]
) -> None:
    people = [build.person(is_restricted=number % 2 == 0) for number in range(20)]
    build.involvement(person=people[0], worker=priya)
    db.flush()
    queries.clear()
    assert access.hidden_ids(db, priya, people, TODAY) == {person.id for person in people[2::2]}
    assert len(queries) == 3


def test_who_has_looked_says_her_own_last_view_apart_from_the_others(
    db: Db, build: Build, priya: Worker, hidden: Person
) -> None:
    dawn = build.worker(name="Dawn Fisher")
    for who, on in ((priya, 3), (dawn, 9), (dawn, 6), (priya, 8)):
        build.record_view(person=hidden, worker=who, viewed_on=date(2026, 11, on))
    looked = access.who_has_looked(db, hidden, priya)
    assert [view.viewed_on.day for view in looked.views] == [9, 8, 6, 3]
    assert looked.by_her is not None
    assert looked.by_her.viewed_on.day == 8
    assert [(view.worker, view.viewed_on.day) for view in looked.by_others] == [(dawn, 9)]
