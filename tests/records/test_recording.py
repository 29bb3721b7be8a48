"""Writing the facts of a finished step to the record."""

from datetime import date

import pytest
from sqlalchemy import select

from casework.database import Db
from casework.errors import DomainError
from casework.records.models import Assessment, Authorisation, CarePlan, CaseNote, Contact, Review, Step
from casework.records.operations.case_notes import record_case_note
from casework.records.operations.plans import weekly_pence
from casework.records.operations.recording import record_facts
from casework.records.queries.known import known_facts
from casework.records.vocabulary import ContactKind
from casework.synthetic.building import Build
from tests.ready import MADE, on_both_databases

TODAY = date(2026, 11, 10)
BATH = {"service": "home-care", "units": 7, "unit": "hour", "rate_pence": 2375, "needs": ["washing"], "days": ["mon"]}


@pytest.fixture
def step(build: Build) -> Step:
    return build.step(title="Assess", started_on=date(2026, 11, 6))


def record(db: Db, step: Step, **facts: object) -> None:
    """assessment__decision="eligible" records assessment.decision."""
    worker = Build(db).worker() if step.worker is None else step.worker
    record_facts(db, step, {name.replace("__", "."): value for name, value in facts.items()}, by=worker, today=TODAY)


@on_both_databases
def test_facts_go_to_the_part_of_the_record_they_are_named_after(db: Db, step: Step) -> None:
    record(
        db,
        step,
        contact__own_words="I want my kitchen back.",
        assessment__decision="eligible",
        assessment__copies_sent_on="2026-11-09",
        plan__contingency="Ring Claire.",
        review__due_on="2027-02-10",
        person__preferred_name="Rosie",
    )
    contact = db.scalars(select(Contact).where(Contact.case_id == step.case_id)).one()
    assessment = db.scalars(select(Assessment).where(Assessment.case_id == step.case_id)).one()
    plan = db.scalars(select(CarePlan).where(CarePlan.case_id == step.case_id)).one()
    review = db.scalars(select(Review).where(Review.case_id == step.case_id)).one()
    assert contact.own_words == "I want my kitchen back."
    assert (assessment.decision, assessment.decided_on) == ("eligible", TODAY)
    assert assessment.copies_sent_on == date(2026, 11, 9)
    assert (assessment.started_on, assessment.finished_on) == (date(2026, 11, 6), TODAY)
    assert (plan.contingency, review.due_on) == ("Ring Claire.", date(2027, 2, 10))
    assert step.person.preferred_name == "Rosie"


def test_a_fact_that_is_not_recorded_stays_as_it_was(db: Db, step: Step) -> None:
    record(db, step, assessment__decision="eligible", assessment__decision_reasons="Two outcomes.")
    record(db, step, assessment__decision_reasons="Three outcomes.")
    assessment = db.scalars(select(Assessment)).one()
    assert (assessment.decision, assessment.decision_reasons) == ("eligible", "Three outcomes.")


def test_a_name_that_is_no_fact_is_a_mistake_and_nothing_is_written(db: Db, step: Step) -> None:
    with pytest.raises(ValueError, match=r"assessment\.decison"):
        record(db, step, contact__own_words="Kept?", assessment__decison="eligible")
    assert db.scalars(select(Contact)).all() == []


@on_both_databases
def test_outcomes_are_one_row_each_in_the_order_of_the_regulations_and_written_anew(db: Db, step: Step) -> None:
    unable = {"achieves": "unable", "limbs": ["pain"], "reason": "Her hands.", "met_by": "carer"}
    record(db, step, assessment__outcomes={"toilet-needs": {"achieves": "able"}, "nutrition": unable})
    assessment = db.scalars(select(Assessment)).one()
    assert [(outcome.code, outcome.achieves) for outcome in assessment.outcomes] == [
        ("nutrition", "unable"),
        ("toilet-needs", "able"),
    ]
    record(db, step, assessment__outcomes={"nutrition": {"achieves": "with-help"}})
    db.expire(assessment)
    assert [(outcome.code, outcome.achieves, outcome.limbs) for outcome in assessment.outcomes] == [
        ("nutrition", "with-help", [])
    ]


def test_needs_and_services_sent_back_are_written_again_and_not_added(db: Db, step: Step) -> None:
    need = {"outcome": "washing", "wanted": "A shower every day", "how_met": "Home care", "met_by": "council"}
    for _ in range(2):
        record(db, step, plan__needs=[need], plan__services=[BATH, BATH])
    plan = db.scalars(select(CarePlan)).one()
    assert [need.wanted for need in plan.needs] == ["A shower every day"]
    assert [(line.position, line.weekly_pence) for line in plan.services] == [(0, 16_625), (1, 16_625)]


@pytest.mark.parametrize(
    ("units", "rate", "pence"),
    [(7, 2375, 16_625), (0.5, 2375, 1188), (1.5, 2333, 3500), ("2.25", 2222, 5000), (None, 2375, 0), (3, None, 0)],
)
def test_what_a_line_costs_a_week_is_rounded_once_half_up(units: object, rate: object, pence: int) -> None:
    assert weekly_pence({"units": units, "rate_pence": rate}) == pence


def test_the_councils_part_of_a_budget_is_what_the_person_does_not_pay(db: Db, step: Step) -> None:
    record(db, step, budget__gross_pence=31_250, budget__person_pence=4_000)
    plan = db.scalars(select(CarePlan)).one()
    assert plan.budget is not None
    assert plan.budget.council_pence == 27_250


def test_every_approval_is_a_row_of_its_own(db: Db, step: Step) -> None:
    record(db, step, authorisation__decision="agreed")
    record(db, step, authorisation__decision="agreed")
    rows = db.scalars(select(Authorisation)).all()
    assert [(row.decided_on, row.about) for row in rows] == [(TODAY, "Assess")] * 2


def test_a_review_that_was_held_is_kept_when_the_next_is_set(db: Db, step: Step) -> None:
    record(db, step, review__due_on="2026-11-10", review__held_on="2026-11-10", review__outcome="no-change")
    record(db, step, review__due_on="2027-11-10")
    due = db.scalars(select(Review.due_on).order_by(Review.due_on)).all()
    assert due == [date(2026, 11, 10), date(2027, 11, 10)]


# --- what is known --------------------------------------------------------------------------------


@on_both_databases
def test_what_was_recorded_is_known_under_the_same_names(db: Db, step: Step) -> None:
    outcomes = {"nutrition": {"achieves": "unable", "limbs": ["pain"], "reason": "Her hands."}}
    record(
        db,
        step,
        contact__own_words="I want my kitchen back.",
        assessment__outcomes=outcomes,
        plan__services=[BATH],
        plan__needs=[{"outcome": "washing"}],
        budget__gross_pence=31_250,
        review__due_on="2027-02-10",
    )
    known = known_facts(db, step.person, step.case, TODAY)
    assert known["contact.own_words"] == "I want my kitchen back."
    assert known["assessment.outcomes"]["nutrition"]["limbs"] == ["pain"]
    assert known["plan.services"][0]["rate_pence"] == 2375
    assert known["plan.needs"][0]["outcome"] == "washing"
    assert (known["budget.gross_pence"], known["review.due_on"]) == (31_250, "2027-02-10")
    assert known["person.called"] == step.person.called
    assert known["person.age"] == step.person.age(TODAY)


def test_what_has_no_value_is_not_known(db: Db, step: Step) -> None:
    known = known_facts(db, step.person, step.case, TODAY)
    assert [name for name in known if not name.startswith(("person.", "rate."))] == []
    assert None not in known.values()


def test_another_case_of_the_same_person_is_not_carried_over(db: Db, build: Build, step: Step) -> None:
    record(db, step, assessment__decision="eligible")
    later = build.case(person=step.person)
    assert "assessment.decision" not in known_facts(db, step.person, later, TODAY)


# --- case notes -----------------------------------------------------------------------------------


def note(db: Db, build: Build, happened_on: date) -> CaseNote:
    return record_case_note(
        db,
        build.person(),
        author=build.worker(),
        kind=ContactKind.CALL_OUT,
        happened_on=happened_on,
        title="A call",
        text="She is well.",
        today=TODAY,
        at=MADE,
    )


def test_a_note_of_today_is_kept_with_the_day_it_was_written_down(db: Db, build: Build) -> None:
    kept = note(db, build, TODAY)
    assert (kept.happened_on, kept.recorded_on, kept.recorded_at) == (TODAY, TODAY, MADE)


def test_a_note_of_tomorrow_is_refused_on_its_date(db: Db, build: Build) -> None:
    with pytest.raises(DomainError) as refusal:
        note(db, build, date(2026, 11, 11))
    assert refusal.value.field == "happened_on"
    assert db.scalars(select(CaseNote)).all() == []


def test_a_note_is_never_changed(db: Db, build: Build) -> None:
    kept = note(db, build, TODAY)
    kept.text = "Something else."
    with pytest.raises(ValueError, match="only added to"):
        db.flush()
