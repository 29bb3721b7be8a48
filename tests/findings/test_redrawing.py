"""Runs drawn again from their events are the runs that are kept."""

from dataclasses import dataclass
from datetime import timedelta

from casework.clock import now
from casework.findings.redrawing import redraw
from casework.lab.task_runs import COUNTED, READ, TIMED, measure
from casework.lab.vocabulary import EventKind, RunEnd, RunStatus
from tests.ready import on_both_databases


@dataclass
class Seen:
    kind: EventKind
    at: object
    data: object


def test_measures_look_at_no_more_than_is_read_of_each_event():
    data = {"step": "plan", "person_id": "carl", "clicks": 2, "messages": ["Enter a name"]}
    kinds = [EventKind.RUN_STARTED, *EventKind, EventKind.RUN_ENDED]
    whole = [Seen(kind, now() + timedelta(minutes=place), data) for place, kind in enumerate(kinds)]
    looked_at = [
        Seen(each.kind, each.at if each.kind in TIMED else None, each.data if each.kind in READ else None)
        for each in whole
        if each.kind in (*COUNTED, *TIMED, *READ)
    ]
    found = measure(looked_at, finishes="plan", person_id="carl")
    assert found == measure(whole, finishes="plan", person_id="carl")
    assert (found.click_count, found.error_count, found.page_count, found.completed_step) == (2, 1, 1, True)
    assert found.working_seconds


@on_both_databases
def test_drawing_every_run_again_gives_what_is_kept(db, study, take_part):
    take_part(helped=True)
    take_part(finished=False, ended_by=RunEnd.SAID_CANNOT)
    take_part(is_rehearsal=True)
    found = redraw(db, study)
    assert (found.runs, found.differs) == (12, [])
    assert found.events > 12


def test_a_row_that_its_events_do_not_show_is_told_with_both_values(db, study, take_part):
    session = take_part(seconds=90)
    run = session.runs[-1]
    run.working_seconds = 1.0
    db.flush()
    (differs,) = redraw(db, study).differs
    assert (differs.run.id, differs.column, differs.kept) == (run.id, "working_seconds", 1.0)
    assert differs.drawn > 80


def test_a_run_that_no_event_speaks_of_differs_in_what_it_counts(db, study, session):
    session.runs[-1].status, session.runs[-1].page_count = RunStatus.ENDED, 4
    db.flush()
    assert ("page_count", 4, 0) in [(each.column, each.kept, each.drawn) for each in redraw(db, study).differs]
