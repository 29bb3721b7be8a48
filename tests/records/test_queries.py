"""Reading the record: the work view, finding people, and what one person's pages show."""

from datetime import date

import pytest

from casework.database import Db
from casework.errors import NotFound
from casework.records.models import Person, Worker
from casework.records.queries import people, work
from casework.synthetic.building import Build
from tests.ready import on_both_databases


@pytest.fixture
def priya(build: Build) -> Worker:
    return build.worker(name="Priya Nair", team=build.team())


def titles(steps: list) -> list[str]:
    return [step.title for step in steps]


@on_both_databases
def test_open_work_is_in_four_groups_soonest_due_first_and_without_a_date_last(
    db: Db, build: Build, priya: Worker
) -> None:
    build.step(worker=priya, title="no date", status="incoming", due_on=None)
    build.step(worker=priya, title="later", status="incoming", due_on=date(2026, 11, 20))
    build.step(worker=priya, title="sooner", status="incoming", due_on=date(2026, 11, 12))
    build.step(worker=priya, title="begun", status="started")
    build.step(worker=priya, title="back", status="incoming", is_returned=True)
    mine = build.step(worker=priya, title="done", status="finished", finished_by=priya)
    build.step(worker=build.worker(), title="with others", status="incoming", from_step=mine)
    build.step(worker=build.worker(), title="not mine", status="incoming")
    view = work.work_view(db, priya)
    assert titles(view.incoming) == ["sooner", "later", "no date"]
    assert (titles(view.started), titles(view.returned), titles(view.waiting)) == (["begun"], ["back"], ["with others"])
    assert view.count == 6


def test_the_drafts_of_the_work_view_are_the_workers_own(db: Db, build: Build, priya: Worker) -> None:
    mine, other = build.step(worker=priya, status="started"), build.step(worker=priya, status="started")
    build.draft(step=mine, worker=priya)
    build.draft(step=other, worker=build.worker())
    assert list(work.work_view(db, priya).drafts) == [mine.id]


def test_a_teams_work_is_its_members_and_what_waits_in_its_tray(db: Db, build: Build, priya: Worker) -> None:
    build.step(worker=priya, title="hers", due_on=date(2026, 11, 12))
    build.step(worker=build.worker(team=priya.team), title="a colleague's", due_on=date(2026, 11, 13))
    build.step(worker_id=None, team=priya.team, title="in the tray", due_on=date(2026, 11, 14))
    build.step(worker=build.worker(team=build.team()), title="elsewhere")
    build.step(worker=priya, title="done", status="finished")
    assert titles(work.team_steps(db, priya)) == ["hers", "a colleague's", "in the tray"]


def test_people_allocated_without_work_are_told_with_their_last_contact_and_next_review(
    db: Db, build: Build, priya: Worker
) -> None:
    quiet, busy, past = build.person(last_name="Quiet"), build.person(), build.person()
    for whom, ended in ((quiet, None), (busy, None), (past, date(2026, 1, 1))):
        build.involvement(person=whom, worker=priya, is_allocated=True, ended_on=ended)
    build.step(person=busy, worker=build.worker(), status="started")
    build.case_note(person=quiet, happened_on=date(2026, 10, 1))
    build.case_note(person=quiet, happened_on=date(2026, 10, 20))
    build.review(person=quiet, due_on=date(2027, 1, 5), held_on=None)
    (allocated,) = work.allocated_without_work(db, priya)
    assert allocated.person is quiet
    assert (allocated.last_contact_on, allocated.next_review_on) == (date(2026, 10, 20), date(2027, 1, 5))


def test_a_step_that_is_not_there_is_not_found(db: Db) -> None:
    with pytest.raises(NotFound):
        work.get_step(db, "nothing")


@on_both_databases
def test_a_person_is_got_with_their_warnings(db: Db, build: Build) -> None:
    ada = build.person()
    build.warning(person=ada, title="Two workers")
    assert [warning.title for warning in people.get_person(db, ada.id).warnings] == ["Two workers"]


def test_a_person_who_is_not_there_is_not_found(db: Db) -> None:
    with pytest.raises(NotFound):
        people.get_person(db, "nobody")


def test_notes_and_events_are_newest_first(db: Db, build: Build) -> None:
    ada = build.person()
    for day in (3, 9, 6):
        build.case_note(person=ada, happened_on=date(2026, 11, day))
        build.chronology_entry(person=ada, happened_on=date(2026, 11, day))
    assert [note.happened_on.day for note in people.case_notes_of(db, ada)] == [9, 6, 3]
    assert [entry.happened_on.day for entry in people.chronology_of(db, ada)] == [9, 6, 3]


def test_the_next_review_is_the_soonest_that_was_not_held(db: Db, build: Build) -> None:
    ada = build.person()
    build.review(person=ada, due_on=date(2026, 6, 1), held_on=date(2026, 6, 2))
    build.review(person=ada, due_on=date(2027, 6, 1), held_on=None)
    build.review(person=ada, due_on=date(2027, 1, 1), held_on=None)
    found = people.next_review_of(db, ada)
    assert found is not None
    assert found.due_on == date(2027, 1, 1)


def test_who_is_involved_now_begins_with_the_allocated_worker(db: Db, build: Build) -> None:
    ada: Person = build.person()
    build.involvement(person=ada, role="nurse", is_allocated=False, ended_on=None, started_on=date(2026, 1, 1))
    build.involvement(person=ada, role="allocated", is_allocated=True, ended_on=None, started_on=date(2026, 5, 1))
    build.involvement(person=ada, role="gone", is_allocated=False, ended_on=date(2026, 2, 1))
    assert [one.role for one in people.involvements_of(db, ada)] == ["allocated", "nurse"]
