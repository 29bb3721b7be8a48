"""What could differ between SQLite and PostgreSQL: locks, copies of sandboxes, and a whole session."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import func, select

from casework.database import Db, ask_to_write, enter_sandbox, leave_sandbox, sandbox_tables
from casework.lab import planning, queries, sandboxes, sessions
from casework.lab.events import events_after, happened
from casework.lab.models import Session, Study
from casework.lab.vocabulary import EventKind, Stage
from casework.records.models import Person
from tests.databases import database_url as database_url
from tests.lab.conftest import START


def test_sessions_planned_at_once_have_numbers_rows_and_codes_of_their_own(db, study):
    study_id = study.id
    db.commit()

    def plan(number: int) -> None:
        with Db(db.get_bind()) as own:
            ask_to_write(own)
            planning.plan_session(own, own.get_one(Study, study_id), by="ruth", at=START + timedelta(seconds=number))
            own.commit()

    with ThreadPoolExecutor(4) as at_once:
        list(at_once.map(plan, range(8)))
    planned = queries.sessions_of(db, study)
    assert [session.number for session in planned] == list(range(1, 9))
    assert [session.participant.code for session in planned] == [f"P0{number}" for number in range(1, 9)]
    assert queries.balance(db, study).rows == [2, 2, 2, 2]


def test_events_that_happen_at_once_are_numbered_without_gaps(db, session):
    session_id = session.id
    db.commit()

    def tell(number: int) -> None:
        with Db(db.get_bind()) as own:
            ask_to_write(own)
            here = sessions.get_session(own, session_id, lock=True)
            happened(own, here, EventKind.PAGE_VIEWED, at=START + timedelta(seconds=number), page=str(number))
            own.commit()

    with ThreadPoolExecutor(4) as at_once:
        list(at_once.map(tell, range(12)))
    told = events_after(db, session_id, 0, 99)
    assert [event.seq for event in told] == list(range(1, 13))
    assert {event.data["page"] for event in told} == {str(number) for number in range(12)}


def test_a_whole_session_is_walked_and_read_back(db, study, session, walk):
    _, token = sessions.join(db, session.code, at=walk.moments.after())
    walk.to_the_end()
    db.commit()
    db.expunge_all()
    kept = sessions.session_of_token(db, token, lock=True)
    assert kept is not None
    assert (kept.stage, kept.ended_at) == (Stage.THANKS, walk.moments.now)
    runs = queries.runs_of(db, kept.study)
    assert [(run.working_seconds, run.completed_step) for run in runs] == [
        (60.0, False if run.task.finishes.get(run.session_arm.arm.key) else None) for run in runs
    ]
    assert [arm.sus_items for arm in kept.arms] == [[4, 2] * 5] * 2


def test_a_sandbox_is_shut_off_from_others_and_dropped_whole(db, session):
    a, b = (arm.sandbox_id for arm in session.arms)
    enter_sandbox(db, a)
    db.get_one(Person, (a, "carl")).last_name = "Changed"
    db.commit()
    enter_sandbox(db, b)
    assert db.scalars(select(Person).where(Person.id == "carl")).one().last_name == "Morris"
    leave_sandbox(db)
    sandboxes.drop(db, a)
    db.commit()
    left = [
        db.connection().execute(select(func.count()).where(table.c.sandbox_id == a)).scalar_one()
        for table in sandbox_tables()
    ]
    assert set(left) == {0}
    assert db.scalar(select(func.count()).select_from(Session)) == 1
