"""The page says who is due and when, and another day is set with a reason where it is later."""

from datetime import timedelta

import pytest

from casework.clock import now
from casework.lab import sessions


@pytest.fixture
def agreed(db, session):
    sessions.give_consent(db, session, ["take_part"], at=now())
    db.commit()
    return session


def test_who_is_due_soon_is_listed_with_the_days_that_are_left(agreed, pages, db):
    agreed.participant.keep_until = now().astimezone().date() + timedelta(days=3)
    db.commit()
    page = pages.as_staff().open("/admin/retention")
    assert page.says("Due within 30 days (1)")
    assert page.says("in 3 days")


def test_with_nobody_there_the_page_says_what_will_stand_there(session, pages):
    page = pages.as_staff().open("/admin/retention")
    assert page.says("Nobody is due.")
    assert page.says("Nothing is kept of anybody.")


def test_another_day_is_set_and_a_later_one_asks_why(agreed, pages, db):
    page = pages.as_staff().open("/admin/retention").follow("Change: Assess first, or talk first")
    sooner, later = (now().astimezone().date() + timedelta(days=days) for days in (60, 500))
    asked = page.submit(until=f"{later:%d %m %Y}")
    assert asked.error_beside("because").startswith("Enter why P01 is kept longer")
    asked.submit(until=f"{sooner:%d %m %Y}")
    db.rollback()
    assert agreed.participant.keep_until == sooner
