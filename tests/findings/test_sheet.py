"""The sheet that fills itself in: completed, help, time, clicks, searches, ease; what nobody saw is not known."""

import csv
import io

import pytest

from casework.findings.sheet import Line, session_sheet, sheet_table, study_sheet
from casework.findings.tables import as_csv
from casework.lab import facilitating, success, task_runs
from casework.lab.events import happened
from casework.lab.models import Session
from casework.lab.vocabulary import AssistKind, EventKind, RunEnd


def lines(session: Session) -> dict[str, Line]:
    return {line.run.session_arm.arm.key: line for line in session_sheet(session).lines}


def test_each_task_has_a_line_in_the_order_it_was_met_and_warm_ups_have_none(take_part):
    session = take_part(seconds=95, seq=6)
    found = session_sheet(session).lines
    assert [line.run.position for line in found] == sorted(line.run.position for line in found)
    assert [(line.completed, line.helped, line.time, line.ease) for line in found] == [
        ("Yes, without help", "none", "1:35", "6 of 7")
    ] * 2
    assert {line.participant for line in found} == {session.participant.code}


def test_help_is_counted_by_kind(db, take_part):
    line = lines(take_part(helped=True))["talk"]
    assert (line.completed, line.helped) == ("Yes, with help", "1: 1 hint")
    line.help[AssistKind.PROMPT], line.help[AssistKind.TOLD_HOW] = 2, 2
    assert line.helped == "5: 2 prompts, 1 hint, 2 told how"


def test_clicks_are_not_known_without_a_script_and_searches_are(db, take_part):
    line = lines(take_part())["talk"]
    assert (line.clicks, line.searches) == ("not known", "0")


@pytest.mark.parametrize(("how", "said"), [(RunEnd.SAID_CANNOT, "No, gave up"), (RunEnd.SAID_FINISHED, "No")])
def test_what_was_not_completed_says_how_it_ended(take_part, how, said):
    assert lines(take_part(finished=False, ended_by=how))["talk"].completed == said


def test_a_task_in_another_system_is_timed_by_the_facilitator_and_the_rest_is_not_known(db, take_part):
    session = take_part()
    visit = next(each for each in session.arms if each.arm.key == "talk")
    visit.arm.external, visit.sandbox_id = "Mosaic", None
    run = lines(session)["talk"].run
    task_runs.draw_measures(db, run)
    success.judge(db, run, True, because="The plan is there", by="Ruth", at=run.ended_at)
    db.commit()
    line = lines(session)["talk"]
    assert (line.clicks, line.searches, line.seen_by) == ("not known", "not known", "facilitator, in Mosaic")
    assert (line.completed, line.time) == ("Yes, without help", "1:00")


def test_runs_that_do_not_count_are_on_it_and_marked(db, take_part):
    session = take_part()
    run = next(line.run for line in session_sheet(session).lines)
    facilitating.void_run(db, run, "The connection was lost", by="Ruth", at=run.ended_at)
    pilot = take_part(is_rehearsal=True)
    pilot.is_pilot = True
    db.commit()
    found = session_sheet(session).lines
    assert (found[0].marks, found[0].completed) == (["left out: The connection was lost"], "Left out")
    assert found[1].marks == []
    assert session_sheet(pilot).lines[0].marks == ["pilot: never counts"]


def test_the_study_sheet_has_pilots_last_and_no_rehearsals_and_counts_people_once(db, study, take_part):
    pilot = take_part(is_rehearsal=True)
    pilot.is_pilot = True
    take_part(is_rehearsal=True)
    first, second = take_part(), take_part()
    db.commit()
    sheet = study_sheet(db, study)
    joined = [each.session.id for each in sheet.sessions]
    assert joined == [first.id, second.id, pilot.id]
    assert sheet.people == 2
    time = next(figure for figure in sheet.figures[0][1] if figure.label.startswith("Working time"))
    assert time.values == ["1:00, 1:00; 2 of 2 completed unaided"] * 2


def test_questionnaires_stand_with_their_arm(db, take_part):
    session = take_part()
    session.arms[0].questionnaires = {"raw_tlx": [10, 20, 30, 40, 50, 60], "umux_lite": [6, 7]}
    session.arms[1].questionnaires = {"umux_lite": None, "ours": {"clear": 4, "why": "Short pages"}}
    first, second = (arm.asked for arm in session_sheet(session).arms)
    assert [(one.title, one.said) for one in first] == [("SUS", "75.0"), ("Raw TLX", "35.0"), ("UMUX-Lite", "91.7")]
    assert [one.said for one in second[1:]] == ["passed over", "clear 4; why Short pages"]


def test_as_a_table_what_was_not_seen_says_so(db, take_part):
    session = take_part(helped=True, seq=None)
    run = session_sheet(session).lines[0].run
    happened(db, session, EventKind.CLICKED, at=run.ended_at, clicks=2)
    rows = list(csv.DictReader(io.StringIO(as_csv(sheet_table([session_sheet(session)])))))
    assert [(row["completed"], row["hints"], row["clicks"], row["ease_1_to_7"]) for row in rows] == [
        ("Yes, with help", "1", "not known", "not rated")
    ] * 2
    assert rows[0]["participant"] == session.participant.code
