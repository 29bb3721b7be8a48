"""Tables that others read in: every run with why it counts or not, and no cell that a spreadsheet would run."""

import csv
import io

import pytest

from casework.database import Db
from casework.findings import tables
from casework.lab import facilitating
from casework.lab.models import Study
from casework.lab.observations import note
from casework.lab.vocabulary import ObservationKind, TaskKind


def rows_of(table: tables.Table) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(tables.as_csv(table))))


@pytest.mark.parametrize("text", ["=1+1", "+44", "-1", "@SUM(A1)", "\tx"])
def test_text_that_a_spreadsheet_would_run_stays_text(text):
    (row,) = rows_of((["said"], [[text]]))
    assert row["said"] == f"'{text}"


def test_numbers_stay_numbers_and_what_is_not_known_stays_empty():
    (row,) = rows_of((["a", "b", "c", "d"], [[-1, None, 2.5, True]]))
    assert row == {"a": "-1", "b": "", "c": "2.5", "d": "yes"}


def test_every_started_run_has_a_row_that_says_whether_it_counts(db, study: Study, take_part):
    session = take_part(decided={"assess": "eligible", "talk": "eligible"}, seq=6)
    run = next(run for run in session.runs if run.task.kind is TaskKind.TASK)
    facilitating.void_run(db, run, "Lost", by="Ruth Adeyemi", at=run.ended_at)
    db.commit()
    rows = rows_of(tables.runs_table(db, study))
    assert [(row["task"], row["counted"], row["why_not"], row["left_out_by"]) for row in rows] == [
        ("warm-up", "no", "warm-ups never count", ""),
        ("work", "no", "left out: Lost", "Ruth Adeyemi"),
        ("warm-up", "no", "warm-ups never count", ""),
        ("work", "yes", "", ""),
    ]
    counted = rows[3]
    assert (counted["participant"], counted["seq"], counted["sus"], counted["clicks"]) == ("P01", "6", "75.0", "")
    assert (counted["assessment.decision"], counted["assessment.decision agrees"]) == ("eligible", "yes")
    assert counted["workflow_version"] == session.arms[1].arm.version_id


def test_a_decision_that_was_not_made_is_said_so(db, study, take_part):
    take_part()
    rows = [row for row in rows_of(tables.runs_table(db, study)) if row["counted"] == "yes"]
    assert {row["assessment.decision agrees"] for row in rows} == {"not recorded"}


def test_rehearsals_are_in_no_table(db, study, take_part):
    take_part(decided={"assess": "eligible"}, is_rehearsal=True)
    for table in (tables.runs_table, tables.facts_table, tables.events_table, tables.notes_table):
        assert rows_of(table(db, study)) == []


def test_facts_events_and_notes_have_tables_of_their_own(db, study, take_part):
    session = take_part(decided={"assess": "eligible", "talk": "not-eligible"})
    note(db, session, kind=ObservationKind.PROBLEM, text="=cannot see", page="Decide", by="Ruth", at=session.ended_at)
    db.commit()
    facts = rows_of(tables.facts_table(db, study))
    assert sorted(row["value"] for row in facts) == ["eligible", "not-eligible"]
    assert {row["label"] for row in facts} == {"Eligibility decision"}
    events = rows_of(tables.events_table(db, study))
    assert [int(row["seq"]) for row in events] == list(range(1, session.event_count + 1))
    assert [row["note"] for row in rows_of(tables.notes_table(db, study))] == ["'=cannot see"]


def no_answers(db: Db, study: Study) -> set[str]:
    return {row["no_answer"] for row in rows_of(tables.decisions_table(db, study))}


def test_what_was_decided_is_beside_the_experts_and_no_answer_is_needed(db, study, take_part):
    take_part(decided={"assess": "eligible", "talk": "eligible"})
    rows = rows_of(tables.decisions_table(db, study))
    assert [(row["decided"], row["no_answer"]) for row in rows] == [("eligible", ""), ("eligible", "")]
    assert {row["agrees"] for row in rows} <= {"yes", "no"}


def test_why_there_is_no_answer_is_told_apart(db, study, take_part):
    session = take_part()
    assert no_answers(db, study) == {"left empty"}
    session.participant.withdrawn_at = session.ended_at
    db.flush()
    assert no_answers(db, study) == {"withdrawn"}


def test_a_step_nobody_finished_was_not_reached(db, study, take_part):
    take_part(finished=False)
    assert no_answers(db, study) == {"not reached"}


def test_a_decision_in_a_run_that_is_left_out_is_left_out_with_it(db, study, take_part):
    session = take_part(decided={"assess": "eligible", "talk": "eligible"})
    for run in session.runs:
        if run.task.kind is TaskKind.TASK:
            facilitating.void_run(db, run, "Lost", by="Ruth Adeyemi", at=run.ended_at)
    db.flush()
    assert no_answers(db, study) == {"left out"}


def test_a_fact_that_an_arm_does_not_ask_was_not_asked(db, study, take_part):
    take_part()
    for arm in study.arms:
        arm.external = "The present system"
    db.flush()
    assert no_answers(db, study) == {"not asked"}
