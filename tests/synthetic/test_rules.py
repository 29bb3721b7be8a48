"""Histories that hang together: every rule holds in a generated county, and each finds what breaks it."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from casework.database import Base, Db, enter_sandbox, prepare
from casework.records.models import CarePlan
from casework.synthetic.building import Build
from casework.synthetic.population import make_county
from casework.synthetic.rules import RULES, Rule, broken, read_tables
from tests.synthetic.workers import WORKERS

STORY_DATE = date(2026, 11, 10)
Tables = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def county() -> Iterator[Tables]:
    """The rows of five hundred people."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    prepare(engine)
    Base.metadata.create_all(engine)
    with Db(engine) as db:
        make_county(db, people=500, seed=77, sandbox_id="county", story_date=STORY_DATE, workers=WORKERS)
        enter_sandbox(db, "county")
        yield {name: [dict(row) for row in rows] for name, rows in read_tables(db).items()}
    engine.dispose()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_it_holds_for_everybody_in_the_county(county: Tables, rule: Rule) -> None:
    assert list(rule(county)) == []


def first(rows: list[dict[str, Any]], **columns: Any) -> dict[str, Any]:
    return next(row for row in rows if all(row[name] == value for name, value in columns.items()))


def somebody_died_long_ago(tables: Tables) -> None:
    ids = {row["person_id"] for row in tables["review"] if row["held_on"] and row["held_on"] > date(2026, 1, 1)}
    next(p for p in tables["person"] if p["id"] in ids)["died_on"] = date(2025, 1, 1)


def somebody_died_with_work_open(tables: Tables) -> None:
    step = first(tables["step"], status="incoming")
    first(tables["person"], id=step["person_id"])["died_on"] = STORY_DATE


def a_review_followed_at_once(tables: Tables) -> None:
    plan = next(row for row in tables["care_plan"] if row["starts_on"] and not row["ended_on"])
    first(tables["review"], person_id=plan["person_id"])["held_on"] = plan["starts_on"] + timedelta(days=41)


def care_began_before_anybody_agreed(tables: Tables) -> None:
    plan = next(row for row in tables["care_plan"] if row["starts_on"])
    first(tables["authorisation"], case_id=plan["case_id"])["decided_on"] = plan["starts_on"] + timedelta(days=1)


def an_assessment_was_there_before_anybody_asked(tables: Tables) -> None:
    assessment = tables["assessment"][0]
    asked = first(tables["contact"], case_id=assessment["case_id"])["received_on"]
    assessment["started_on"] = asked - timedelta(days=1)


def a_fall_was_never_written_down(tables: Tables) -> None:
    assert [row for row in tables["assessment"] if "after the fall on" in (row["cause_reason"] or "")]
    tables["chronology_entry"] = [row for row in tables["chronology_entry"] if row["kind"] != "fall"]


def a_step_was_finished_before_it_came(tables: Tables) -> None:
    step = first(tables["step"], status="finished")
    step["finished_on"] = step["received_at"].date() - timedelta(days=1)


def a_case_was_closed_with_a_step_in_it(tables: Tables) -> None:
    step = first(tables["step"], status="started")
    first(tables["case"], id=step["case_id"])["closed_on"] = STORY_DATE


def a_note_was_written_by_somebody_who_had_left(tables: Tables) -> None:
    note = tables["case_note"][0]
    first(tables["worker"], id=note["author_id"])["left_on"] = note["happened_on"] - timedelta(days=1)


def a_step_was_done_by_somebody_who_had_not_come(tables: Tables) -> None:
    step = first(tables["step"], status="finished")
    first(tables["worker"], id=step["finished_by_id"])["joined_on"] = step["finished_on"] + timedelta(days=1)


def work_was_left_with_somebody_who_went(tables: Tables) -> None:
    step = next(row for row in tables["step"] if row["status"] == "started" and row["worker_id"])
    first(tables["worker"], id=step["worker_id"])["left_on"] = STORY_DATE


def a_student_wrote_alone(tables: Tables) -> None:
    first(tables["case_note"], author_id="ivy_stone")["countersigned_by_id"] = None


def a_note_fell_out_of_every_involvement(tables: Tables) -> None:
    whose = tables["case_note"][0]["person_id"]
    tables["involvement"] = [row for row in tables["involvement"] if row["person_id"] != whose]


def a_note_was_written_before_the_visit(tables: Tables) -> None:
    note = tables["case_note"][0]
    note["recorded_on"] = note["happened_on"] - timedelta(days=1)


def a_child_became_a_carer(tables: Tables) -> None:
    tie = next(row for row in tables["relationship"] if row["is_carer"] and row["other_id"])
    first(tables["person"], id=tie["other_id"])["born_on"] = date(2020, 1, 1)


def one_side_of_a_tie_was_lost(tables: Tables) -> None:
    tie = next(row for row in tables["relationship"] if row["other_id"])
    tables["relationship"].remove(tie)


def one_of_two_moved_out(tables: Tables) -> None:
    tie = next(row for row in tables["relationship"] if row["other_id"] and row["lives_with"])
    first(tables["person"], id=tie["person_id"])["address"] = "1 Elsewhere"


def a_penny_was_lost(tables: Tables) -> None:
    budget = next(row for row in tables["personal_budget"] if row["council_pence"])
    budget["council_pence"] -= 1


def a_need_was_forgotten(tables: Tables) -> None:
    tables["need"].pop(0)


BREAKS: dict[str, Callable[[Tables], None]] = {
    "death_comes_last": somebody_died_long_ago,
    "nothing_is_open_for_the_dead": somebody_died_with_work_open,
    "reviews_are_six_weeks_after_their_plan": a_review_followed_at_once,
    "support_starts_after_its_plan_is_agreed": care_began_before_anybody_agreed,
    "an_assessment_comes_after_its_contact": an_assessment_was_there_before_anybody_asked,
    "a_fall_comes_before_the_assessment_it_caused": a_fall_was_never_written_down,
    "steps_are_received_then_started_then_finished": a_step_was_finished_before_it_came,
    "a_case_holds_its_steps": a_case_was_closed_with_a_step_in_it,
    "nobody_works_before_joining_or_after_leaving": a_note_was_written_by_somebody_who_had_left,
    "open_work_is_in_the_hands_of_somebody_who_is_there": work_was_left_with_somebody_who_went,
    "what_a_student_writes_is_countersigned": a_student_wrote_alone,
    "notes_lie_within_an_involvement": a_note_fell_out_of_every_involvement,
    "notes_are_written_down_after_they_happened": a_note_was_written_before_the_visit,
    "nobodys_carer_is_younger_than_eight": a_child_became_a_carer,
    "what_two_people_are_to_each_other_is_there_from_both_sides": one_side_of_a_tie_was_lost,
    "those_who_live_together_have_one_address": one_of_two_moved_out,
    "what_a_plan_costs_is_what_two_pay_together": a_penny_was_lost,
    "every_need_of_the_assessment_is_in_the_plan": a_need_was_forgotten,
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_it_finds_what_breaks_it(county: Tables, rule: Rule) -> None:
    tables = {name: [dict(row) for row in rows] for name, rows in county.items()}
    BREAKS[rule.__name__](tables)
    assert list(rule(tables))


def test_work_before_joining_is_found_as_well_as_work_after_leaving(county: Tables) -> None:
    tables = {name: [dict(row) for row in rows] for name, rows in county.items()}
    a_step_was_done_by_somebody_who_had_not_come(tables)
    assert "nobody_works_before_joining_or_after_leaving" in broken(tables)


def test_only_the_sandbox_that_was_entered_is_read(build: Build, db: Db) -> None:
    build.plan()
    enter_sandbox(db, "another")
    assert read_tables(db)[CarePlan.__tablename__] == []
