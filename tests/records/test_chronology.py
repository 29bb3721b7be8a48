"""The chronology: one list from every part of the record, in two orders, and a worker's own selection."""

from datetime import date

import pytest

from casework.database import Db
from casework.errors import DomainError
from casework.records.models import Person
from casework.records.operations.chronology import add_event, pick
from casework.records.queries.chronology import events_of, picks_of
from casework.records.vocabulary import ChronologyKind, StepKind, StepStatus
from casework.synthetic.building import Build
from tests.ready import on_both_databases

TODAY = date(2026, 11, 10)
FALL, TOLD = date(2026, 3, 12), date(2026, 3, 15)


@pytest.fixture
def rose(build: Build) -> Person:
    return build.person(name="Rosemary Tennant", born_on=date(1944, 3, 14))


def said(db: Db, person: Person, **order: bool) -> list[str]:
    return [event.event for event in events_of(db, person, **order)]


@on_both_databases
def test_it_tells_what_every_part_of_the_record_knows(db: Db, build: Build, rose: Person) -> None:
    case = build.case(person=rose)
    build.chronology_entry(person=rose, event="Fall in the kitchen", happened_on=date(2026, 3, 12))
    build.case_note(person=rose, title="Claire rang", is_significant=True, happened_on=date(2026, 3, 13))
    build.case_note(person=rose, title="Not significant")
    build.step(case=case, title="Contact", kind=StepKind.CONTACT, status=StepStatus.FINISHED, finished_on=TOLD)
    build.assessment(case=case, finished_on=date(2026, 3, 16))
    build.plan(case=case, finished_on=date(2026, 3, 17), ended_on=None)
    build.review(case=case, held_on=date(2026, 3, 18))
    build.warning(person=rose, title="Dog", added_on=date(2026, 3, 19), ended_on=date(2026, 3, 20))
    build.safeguarding_concern(case=case, begun_on=date(2026, 3, 21))
    build.relationship(person=rose, name="Dot", kind="sister", died_on=date(2026, 3, 22))
    assert said(db, rose) == [
        "Dot, sister, died",
        "Safeguarding concern raised",
        "Warning ended: Dog",
        "Warning: Dog",
        "Review held",
        "Care and support plan made",
        "Needs assessment finished",
        "Contact finished",
        "Claire rang",
        "Fall in the kitchen",
    ]


@on_both_databases
def test_what_was_written_late_stands_elsewhere_as_recorded(db: Db, build: Build, rose: Person) -> None:
    build.chronology_entry(person=rose, event="Fall", happened_on=FALL, recorded_on=TOLD)
    build.chronology_entry(person=rose, event="Call", happened_on=date(2026, 3, 13))
    assert said(db, rose) == ["Call", "Fall"]
    assert said(db, rose, as_recorded=True) == ["Fall", "Call"]
    assert [event.days_late for event in events_of(db, rose)] == [0, 3]


def test_a_significant_note_with_an_entry_of_its_own_is_told_once(db: Db, build: Build, rose: Person) -> None:
    note = build.case_note(person=rose, title="Fall, wrist", is_significant=True, happened_on=FALL)
    build.chronology_entry(person=rose, event="Fall in the kitchen", happened_on=FALL, case_note_id=note.id)
    (event,) = events_of(db, rose)
    assert (event.event, event.note_id) == ("Fall in the kitchen", note.id)


def test_a_step_is_not_told_beside_the_assessment_it_made(db: Db, build: Build, rose: Person) -> None:
    case = build.case(person=rose)
    build.step(case=case, kind=StepKind.ASSESSMENT, status=StepStatus.FINISHED, finished_on=TOLD)
    build.assessment(case=case, finished_on=TOLD)
    assert said(db, rose) == ["Needs assessment finished"]


def test_what_somebody_wrote_of_the_day_stands_for_what_the_record_would_say(
    db: Db, build: Build, rose: Person
) -> None:
    build.review(case=build.case(person=rose), held_on=TOLD)
    build.chronology_entry(person=rose, event="Review at home", kind=ChronologyKind.REVIEW, happened_on=TOLD)
    assert said(db, rose) == ["Review at home"]


def test_each_event_has_the_age_of_then(db: Db, build: Build) -> None:
    died = build.person(born_on=date(1944, 3, 14), died_on=date(2026, 5, 1))
    build.chronology_entry(person=died, happened_on=date(2026, 3, 13))
    build.chronology_entry(person=died, happened_on=date(2025, 3, 14))
    assert [(event.kind, event.age) for event in events_of(db, died)] == [("death", 82), ("event", 81), ("event", 81)]


def test_a_selection_is_each_workers_own(db: Db, build: Build, rose: Person) -> None:
    priya, tom = build.worker(), build.worker()
    for _ in range(2):
        pick(db, rose, priya, "entry:one", wanted=True, today=TODAY)
    assert (picks_of(db, rose, priya), picks_of(db, rose, tom)) == ({"entry:one"}, set())
    pick(db, rose, priya, "entry:one", wanted=False, today=TODAY)
    assert picks_of(db, rose, priya) == set()


@pytest.mark.parametrize("day", [date(2026, 11, 11), date(1944, 3, 13)])
def test_an_event_is_of_the_persons_life_until_today(db: Db, build: Build, rose: Person, day: date) -> None:
    with pytest.raises(DomainError) as refusal:
        add_event(
            db,
            rose,
            by=build.worker(),
            happened_on=day,
            kind=ChronologyKind.HEALTH,
            event="Fall",
            source="GP letter",
            impact=None,
            today=TODAY,
        )
    assert refusal.value.field == "happened_on"
