"""Runs drawn again from their events are the runs that are kept."""

from casework.findings.redrawing import redraw
from casework.lab.vocabulary import RunEnd, RunStatus
from tests.ready import on_both_databases


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
