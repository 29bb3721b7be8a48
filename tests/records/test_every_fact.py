"""Whatever a step records is known again, for every fact of the catalogue."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from casework.database import Db
from casework.facts import Fact, FactType
from casework.records.facts import CARER_LIMBS, CATALOGUE, LIMBS
from casework.records.models import CapacityAssessment, FinancialAssessment, Person, SafeguardingConcern, Step
from casework.records.operations.recording import record_facts
from casework.records.parts import ONE_ROW, SEVERAL
from casework.records.queries.known import known_facts
from casework.records.rates import shipped_rates
from casework.synthetic.building import Build
from tests.ready import on_both_databases

TODAY = date(2026, 11, 10)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("C",)), min_size=1, max_size=40)
DATES = st.dates(date(2000, 1, 1), date(2040, 1, 1)).map(date.isoformat)
RECORDED = {name: fact for name, fact in CATALOGUE.items() if not fact.given}
SIMPLE = {
    name: fact
    for name, fact in RECORDED.items()
    if fact.type not in (FactType.OUTCOMES, FactType.SERVICES, FactType.TIMETABLE)
    # What the council pays is worked out from the other two (Care Act 2014 s26); each approval is a row of its own.
    and name not in ("plan.needs", "budget.council_pence")
    and not name.startswith("authorisation.")
}


def values_of(fact: Fact) -> st.SearchStrategy[object]:
    """Values that a question which records the fact may give, never empty."""
    match fact.type:
        case FactType.YES_NO:
            return st.sampled_from(("yes", "no"))
        case FactType.CODE:
            return st.sampled_from(fact.codes)
        case FactType.CODES:
            return st.lists(st.sampled_from(fact.codes), min_size=1, max_size=3, unique=True)
        case FactType.DATE:
            return DATES
        case FactType.MONEY:
            return st.integers(0, 10_000_000)
        case FactType.NUMBER:
            return st.integers(0, 168) | st.sampled_from((0.5, 7.25))
        case FactType.ITEMS:
            return st.lists(
                st.fixed_dictionaries({field.name: values_of(field) for field in fact.fields}), min_size=1, max_size=2
            )
        case _:
            return TEXTS


def record(db: Db, step: Step, facts: dict[str, object], today: date = TODAY) -> None:
    record_facts(db, step, facts, by=None, today=today)


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data())
def test_what_is_recorded_is_known_again(db: Db, build: Build, data: st.DataObject) -> None:
    step = build.step()
    names = data.draw(st.lists(st.sampled_from(sorted(SIMPLE)), min_size=1, max_size=25, unique=True))
    facts = {name: data.draw(values_of(SIMPLE[name])) for name in names}
    record(db, step, facts)
    db.expire_all()
    known = known_facts(db, step.person, step.case, TODAY)
    assert {name: known.get(name) for name in facts} == facts


@on_both_databases
def test_every_fact_has_its_place_in_the_record(db: Db, build: Build) -> None:
    step = build.step()
    plain = {
        FactType.YES_NO: "yes",
        FactType.DATE: "2026-11-09",
        FactType.MONEY: 1234,
        FactType.NUMBER: 3,
        FactType.TEXT: "As said.",
        FactType.ITEMS: [{"note": "One."}],
    }
    facts = {
        name: plain.get(fact.type, [fact.codes[0]] if fact.type is FactType.CODES else (fact.codes or ("",))[0])
        for name, fact in SIMPLE.items()
    }
    record(db, step, facts)
    db.expire_all()
    known = known_facts(db, step.person, step.case, TODAY)
    assert {name: known.get(name) for name in facts} == facts


def test_a_closed_concern_is_left_as_it_was_and_the_next_is_a_row_of_its_own(db: Db, build: Build) -> None:
    step = build.step()
    record(db, step, {"safeguarding.what_happened": "A bruise.", "safeguarding.closed_on": "2026-11-09"})
    record(db, step, {"safeguarding.what_happened": "Money gone."})
    rows = db.scalars(select(SafeguardingConcern).order_by(SafeguardingConcern.number)).all()
    assert [(row.number, row.what_happened) for row in rows] == [(1, "A bruise."), (2, "Money gone.")]
    assert known_facts(db, step.person, step.case, TODAY)["safeguarding.what_happened"] == "Money gone."


def test_two_concerns_in_one_case_do_not_write_over_each_other(db: Db, build: Build) -> None:
    contact = build.step(version_id="main")
    first = build.step(case=contact.case, person=contact.person, version_id="beside", from_step_id=contact.id)
    second = build.step(case=contact.case, person=contact.person, version_id="beside", from_step_id=contact.id)
    decide = build.step(case=contact.case, person=contact.person, version_id="beside", from_step_id=first.id)
    record(db, first, {"safeguarding.what_happened": "A bruise."})
    record(db, second, {"safeguarding.what_happened": "Money gone."})
    record(db, decide, {"safeguarding.decision": "section-42"})
    rows = db.scalars(select(SafeguardingConcern).order_by(SafeguardingConcern.number)).all()
    assert [(row.what_happened, row.decision) for row in rows] == [("A bruise.", "section-42"), ("Money gone.", None)]
    said = [
        known_facts(db, step.person, step.case, TODAY, at=step)["safeguarding.what_happened"]
        for step in (decide, second, contact)
    ]
    assert said == ["A bruise.", "Money gone.", "Money gone."]


def test_finishing_the_step_a_concern_came_from_leaves_the_concern_open(db: Db, build: Build) -> None:
    step = build.step()
    record(db, step, {"safeguarding.what_happened": "A bruise."})
    record(db, step, {"assessment.decision": "not-eligible", "contact.need_appears": "no"})
    concern = db.scalars(select(SafeguardingConcern)).one()
    assert (concern.what_happened, concern.closed_on) == ("A bruise.", None)


def test_another_decision_is_another_capacity_assessment(db: Db, build: Build) -> None:
    step = build.step()
    record(db, step, {"capacity.matter": "Where to live", "capacity.conclusion": "lacks-capacity"})
    record(db, step, {"capacity.matter": "Where to live", "capacity.best_interests": "To go home."})
    record(db, step, {"capacity.matter": "Who keeps the bank card"})
    rows = db.scalars(select(CapacityAssessment).order_by(CapacityAssessment.number)).all()
    assert [(row.matter, row.conclusion) for row in rows] == [
        ("Where to live", "lacks-capacity"),
        ("Who keeps the bank card", None),
    ]


def test_nothing_about_a_person_says_that_they_lack_capacity() -> None:
    assert [name for name in CATALOGUE if name.startswith("person.") and "capacity" in name] == []
    assert [column.name for column in Person.__table__.columns if "capacity" in column.name] == []


def test_a_calculation_keeps_the_rates_it_was_made_with_and_a_later_one_leaves_it(db: Db, build: Build) -> None:
    step, before = build.step(), date(2026, 3, 1)
    sent = {"finance.contribution_pence": 2780, "finance.statement_sent_on": "2026-03-02"}
    record(db, step, sent, today=before)
    record(db, step, {"finance.contribution_pence": 3100})
    first, second = db.scalars(select(FinancialAssessment).order_by(FinancialAssessment.number)).all()
    assert first.rates_used == [rate.as_row() for rate in shipped_rates().in_force(before)]
    assert (first.rates_on, first.contribution_pence) == (before, 2780)
    assert (second.rates_on, second.contribution_pence) == (TODAY, 3100)
    assert second.rates_used != first.rates_used


def test_rates_are_known_for_the_day_and_cannot_be_recorded(db: Db, build: Build) -> None:
    step = build.step()
    known = known_facts(db, step.person, step.case, date(2025, 6, 1))
    later = known_facts(db, step.person, step.case, TODAY)
    assert known["rate.pea"] == 3065
    assert "rate.pea" not in later
    assert later["rate.capital_upper"] == 2_325_000
    with pytest.raises(ValueError, match=r"rate\.pea is given"):
        record(db, step, {"rate.pea": 1})


def test_taking_longer_is_no_reason_for_a_carer() -> None:
    assert set(LIMBS) - set(CARER_LIMBS) == {"takes-longer"}
    offered = {code for name, fact in CATALOGUE.items() if name.startswith("carers_assessment.") for code in fact.codes}
    assert "takes-longer" not in offered


def test_names_and_codes_are_written_alike() -> None:
    assert [name for name in CATALOGUE if not re.fullmatch(r"[a-z_]+\.[a-z0-9_]+", name)] == []
    codes = {code for fact in CATALOGUE.values() for each in (fact, *fact.fields) for code in each.codes}
    assert [code for code in codes if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", code)] == []
    assert all(fact.codes for fact in CATALOGUE.values() if fact.type in (FactType.CODE, FactType.CODES))
    assert set(ONE_ROW).isdisjoint(SEVERAL)


def test_a_row_begins_on_the_story_date(db: Db, build: Build) -> None:
    step = build.step()
    record(db, step, {"profile.admired": "Her laugh."}, today=TODAY - timedelta(days=3))
    record(db, step, {"profile.important": "Her cat."})
    assert db.scalars(select(ONE_ROW["profile"].begun_on)).all() == [TODAY - timedelta(days=3)]
