"""The factories: an ordinary row of every table, and only what matters said by whoever asks."""

from datetime import date

import pytest

from casework.database import Db, insert_rows, sandbox_tables
from casework.records import models
from casework.records.vocabulary import StepKind, StepStatus
from casework.synthetic import factories
from casework.synthetic.building import Build


def test_a_person_is_built_from_the_name_alone(build: Build, db: Db) -> None:
    ada = build.person(name="Ada Morris")
    assert db.get_one(models.Person, ("test", ada.id)).name == "Ada Morris"


def test_two_people_built_alike_have_numbers_of_their_own(build: Build) -> None:
    one, other = build.person(), build.person()
    assert one.number != other.number
    assert one.nhs_number != other.nhs_number


def test_a_step_and_its_case_belong_to_the_person_given(build: Build) -> None:
    ada = build.person()
    step = build.step(person=ada, kind=StepKind.PLAN, status=StepStatus.STARTED)
    assert step.case.person is ada
    assert step.person is ada
    assert (step.title, step.role) == ("Care and support plan", "social_worker")


def test_a_step_in_a_case_belongs_to_the_person_of_the_case(build: Build) -> None:
    case = build.case()
    assert build.step(case=case).person_id == case.person_id
    assert build.step(case_id=case.id).person_id == case.person_id


def test_lists_already_read_have_the_new_row_in_them(build: Build) -> None:
    ada = build.person()
    assert ada.relationships == []
    alan = build.relationship(person=ada)
    assert ada.relationships == [alan]


def test_a_misspelt_column_is_refused(build: Build) -> None:
    with pytest.raises(TypeError, match="colour"):
        build.person(colour="blue")
    with pytest.raises(ValueError, match="person has no column colour"):
        factories.PersonFactory.row(sandbox_id="test", id="p1", colour="blue")


def test_every_table_of_the_record_can_be_built_without_saying_anything(build: Build, db: Db) -> None:
    for make in (
        build.team,
        build.worker,
        build.person,
        build.detail,
        build.relationship,
        build.warning,
        build.involvement,
        build.organisation,
        build.cover,
        build.past_address,
        build.legal_authority,
        build.record_view,
        build.access_request,
        build.same_person_decision,
        build.case,
        build.step,
        build.draft,
        build.visit,
        build.step_move,
        build.flag_answer,
        build.finished_version,
        build.contact,
        build.assessment,
        build.outcome,
        build.plan,
        build.need,
        build.service,
        build.budget,
        build.authorisation,
        build.review,
        build.carers_assessment,
        build.self_assessment,
        build.trusted_assessment,
        build.reablement,
        build.community_connection,
        build.one_page_profile,
        build.huddle,
        build.capacity_assessment,
        build.safeguarding_concern,
        build.safeguarding_enquiry,
        build.financial_assessment,
        build.case_note,
        build.chronology_entry,
        build.chronology_pick,
        build.note_draft,
        build.alert,
        build.document,
    ):
        make()
    empty = [table.name for table in sandbox_tables() if db.connection().execute(table.select()).first() is None]
    assert empty == []


def test_a_row_for_many_at_once_has_every_column(db: Db) -> None:
    row = factories.PersonFactory.row(sandbox_id="test", id="p1", number="100001", last_name="Bell", died_on=None)
    insert_rows(db, models.Person, [row])
    kept = db.get_one(models.Person, ("test", "p1"))
    assert (kept.name, kept.born_on, kept.died_on) == ("Ada Bell", date(1944, 3, 14), None)
    assert row.keys() == {column.name for column in models.Person.__table__.columns}


def test_half_a_penny_of_a_weekly_cost_is_rounded_up() -> None:
    assert factories.weekly_cost_pence(11.25, 2450) == 27563
