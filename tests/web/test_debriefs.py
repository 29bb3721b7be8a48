"""The debrief of a session, and of a day, on their pages."""

import pytest
from sqlalchemy import select

from casework.accounts.models import Role
from casework.clock import now
from casework.database import leave_sandbox
from casework.lab import sessions
from casework.lab.models import Debrief, ObserverQuestion
from tests.pages import Pages


@pytest.fixture
def ruth(pages: Pages) -> Pages:
    return pages.as_staff(Role.RESEARCHER)


@pytest.fixture
def held(db, session):
    leave_sandbox(db)
    sessions.join(db, session.code, at=now())
    session.ended_at = now()
    db.add(ObserverQuestion(session_id=session.id, text="Does she use the paper form?", by="Omar", at=now()))
    db.commit()
    return session


def address(session) -> str:
    return f"/studies/{session.study_id}/sessions/{session.id}/debrief"


def test_what_was_seen_is_kept_with_who_said_it_and_shown_to_the_next(ruth, db, held):
    page = ruth.open(address(held))
    assert page.says("Debrief due")
    assert page.says("Does she use the paper form?")
    page = page.submit("Add to the debrief", saw_1="Looks for the carer", saw_3="Reads it twice", surprise="Rang her")
    assert page.says("Looks for the carer Reads it twice Surprise: Rang her Ruth researcher")
    assert page.value("saw_1") == ""


def test_pressing_twice_keeps_it_once(ruth, db, held):
    page = ruth.open(address(held))
    for _ in range(2):
        page.submit("Add to the debrief", saw_1="Looks for the carer")
    assert len(db.scalars(select(Debrief)).all()) == 1


def test_what_was_typed_stays_when_it_is_refused(ruth, held):
    page = ruth.open(address(held)).submit("Add to the debrief", surprise="She rang the daughter")
    assert page.error_beside("saw_1") == "Enter at least one thing you saw"
    assert page.value("surprise") == "She rang the daughter"


def test_whoever_watched_may_say_what_they_saw(pages, held):
    page = pages.as_staff(Role.OBSERVER).open(address(held)).submit("Add to the debrief", saw_1="Was in a hurry")
    assert page.says("Was in a hurry")


def test_a_day_puts_its_sessions_side_by_side(ruth, held):
    page = ruth.open(f"/studies/{held.study_id}/debriefs")
    assert page.says("1 session on this day")
    assert page.says("P01 ▲ Debrief due")
    assert page.follow("P01").h1 == "Debrief of P01"
    assert ruth.open(f"/studies/{held.study_id}/debriefs?day=2020-01-01").says("No session was held on this day.")


def test_before_the_first_session_the_page_says_what_comes(ruth, study):
    assert ruth.open(f"/studies/{study.id}/debriefs?day=soon").says("No session has been held yet.")
