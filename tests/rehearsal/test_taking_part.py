"""A robot takes part in a whole session by the operations that people use."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from casework.database import leave_sandbox
from casework.lab.models import Event, RecordedFact
from casework.lab.planning import plan_session
from casework.lab.vocabulary import EventKind, RunStatus, Stage
from casework.rehearsal.taking_part import rehearse

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def robots(db, study):
    leave_sandbox(db)
    return lambda seed: rehearse(db, study, seed=seed, by="Ruth", at=NOW)


def answers(db, session):
    """What was answered, in order, without ids and times."""
    kinds = (EventKind.ANSWER_CHANGED, EventKind.TASK_RATED, EventKind.QUESTIONNAIRE_ANSWERED, EventKind.CONSENT_GIVEN)
    events = db.scalars(select(Event).where(Event.session_id == session.id, Event.kind.in_(kinds)).order_by(Event.seq))
    return [(event.kind, {key: value for key, value in event.data.items() if key != "run"}) for event in events]


def test_a_robot_goes_from_consent_to_thanks_and_leaves_events_like_a_persons(db, robots):
    session = robots(4)
    assert session.stage is Stage.THANKS
    assert session.is_rehearsal
    assert session.robot_seed == 4
    assert all(run.status is RunStatus.ENDED for run in session.runs)
    assert all(run.page_count for run in session.runs if run.task.key == "work")
    kinds = {event.kind for event in db.scalars(select(Event).where(Event.session_id == session.id))}
    assert {EventKind.PAGE_VIEWED, EventKind.ANSWER_CHANGED, EventKind.STEP_FINISHED, EventKind.TASK_RATED} <= kinds
    assert db.scalars(select(RecordedFact.name)).all()
    assert all(event.at <= NOW for event in db.scalars(select(Event)))


def test_the_same_seed_gives_the_same_answers_on_the_same_row(db, study, robots):
    first, second = robots(4), robots(4)
    second_row = first.row == second.row
    assert [run.seq for run in first.runs] == [run.seq for run in second.runs]
    assert [arm.sus_items for arm in first.arms] == [arm.sus_items for arm in second.arms]
    assert (answers(db, first) == answers(db, second)) == second_row


def test_robots_never_take_a_place_of_people(db, study, robots):
    robots(4)
    assert plan_session(db, study, by="Ruth", at=NOW).participant.code == "P01"
