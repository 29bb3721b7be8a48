"""Practice: the robot does what comes next when its time has come, asks for help, and is never a result."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from casework.database import leave_sandbox
from casework.lab import facilitating
from casework.lab.models import Event, Observation
from casework.lab.vocabulary import AssistKind, EventKind, ObservationKind, RunEnd, Stage
from casework.rehearsal import practice
from casework.rehearsal.practice import problems_and_notes

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def test_a_problem_counts_as_noted_only_within_half_a_minute():
    errors = [Event(kind=EventKind.ERRORS_SHOWN, at=NOW, data={"messages": ["Answer it"]})]
    note = Observation(kind=ObservationKind.PROBLEM, at=NOW + timedelta(seconds=29), text="Stops")
    assert problems_and_notes(errors, [note])[0].seconds == 29
    note.at += timedelta(seconds=2)
    assert problems_and_notes(errors, [note])[0].seconds is None


@pytest.fixture
def practising(db, study):
    leave_sandbox(db)
    return practice.begin(db, study, seed=5, by="Ruth", at=NOW)


def go_on(db, session, *, until, helps=False):
    """One thing after another, each at once; help as soon as it is asked for."""
    at = NOW
    for _ in range(120):
        if until(session):
            return
        at += timedelta(seconds=9)
        practice.tick(db, session, at=at, now=True)
        last = db.scalars(select(Event).where(Event.session_id == session.id).order_by(Event.seq.desc())).first()
        if helps and last.kind is EventKind.HELP_ASKED:
            facilitating.assist(db, session, AssistKind.PROMPT, by="Ruth", at=at + timedelta(seconds=4))
    raise AssertionError("the practice never came to an end")


def ended(session):
    return session.stage is Stage.THANKS


def test_nothing_happens_before_its_time(db, practising):
    assert practice.tick(db, practising, at=NOW)
    assert not practice.tick(db, practising, at=NOW + timedelta(seconds=1))
    assert practice.tick(db, practising, at=NOW + timedelta(seconds=20))
    assert practising.stage is Stage.ABOUT_YOU


def test_it_errs_asks_for_help_and_finishes_when_it_is_helped(db, practising):
    go_on(db, practising, until=ended, helps=True)
    told = practice.feedback(db, practising)
    assert told.asked
    assert [each.seconds for each in told.asked] == [4.0] * len(told.asked)
    assert told.missed == told.problems
    assert told.gave_up == 0


def test_it_says_cannot_when_nobody_helps(db, practising):
    go_on(db, practising, until=ended)
    assert RunEnd.SAID_CANNOT in {run.ended_by for run in practising.runs}
    assert practice.feedback(db, practising).gave_up


def test_it_waits_while_the_clock_is_paused(db, practising):
    go_on(db, practising, until=lambda session: session.stage is Stage.WORKING)
    facilitating.pause(db, practising, by="Ruth", at=NOW + timedelta(hours=1))
    assert not practice.tick(db, practising, at=NOW + timedelta(hours=2))
