"""Events are numbered without gaps, and know the run they belong to."""

from datetime import date

import pytest
from sqlalchemy import delete, update

from casework.lab import sessions
from casework.lab.events import events_after, happened
from casework.lab.models import Event
from casework.lab.vocabulary import EventKind, Stage


def test_events_of_a_session_are_numbered_without_gaps(db, session, moments):
    for _ in range(3):
        happened(db, session, EventKind.SEARCHED, at=moments.after(), query="tennant")
    db.commit()
    assert [event.seq for event in events_after(db, session.id, 0, 10)] == [1, 2, 3]
    assert session.event_count == 3


def test_events_are_told_from_where_the_reader_left_off(db, session, moments):
    for number in range(5):
        happened(db, session, EventKind.PAGE_VIEWED, at=moments.after(), path=f"/{number}")
    assert [event.data["path"] for event in events_after(db, session.id, 2, 2)] == ["/2", "/3"]


def test_only_what_happens_while_working_belongs_to_a_run(db, session, moments):
    before = happened(db, session, EventKind.PAGE_VIEWED, at=moments.after())
    sessions.give_consent(db, session, ["take_part"], at=moments.after())
    sessions.answer_about_you(
        db, session, role="social worker", years="5 to 10", systems=[], systems_other=None, at=moments.after()
    )
    run = sessions.start_run(db, session, at=moments.after())
    during = happened(
        db, session, EventKind.PAGE_VIEWED, at=moments.after(), story_date=date(2026, 11, 10), version_id="v"
    )
    assert session.stage is Stage.WORKING
    assert before.task_run_id is None
    assert (during.task_run_id, during.story_date, during.version_id) == (run.id, date(2026, 11, 10), "v")


def test_an_event_is_never_changed_or_taken_away(db, session, moments):
    event = happened(db, session, EventKind.SEARCHED, at=moments.after(), query="tennant")
    db.commit()
    event.data = {"query": "other"}
    with pytest.raises(ValueError, match="only added to"):
        db.flush()
    db.rollback()
    for statement in (delete(Event), update(Event).values(data={})):
        with pytest.raises(ValueError, match="only added to"):
            db.execute(statement)
