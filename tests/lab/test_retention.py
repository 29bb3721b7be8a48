"""What somebody did is kept until the day she agreed to, and no longer; what falls due by itself is done once."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from casework.accounts.models import Attempt
from casework.errors import DomainError
from casework.lab import planning, retention, sessions, tidying, withdrawing
from casework.lab.models import Event, OnceOnlyKey, Sandbox
from casework.lab.once_only import keep_reply
from casework.lab.vocabulary import EventKind, SandboxKind

A_YEAR_ON = date(2027, 11, 22)


@pytest.fixture
def agreed(walk):
    walk.consent()
    return walk.session


def test_it_is_kept_for_as_long_as_the_study_says(db, agreed):
    (kept,) = retention.kept(db)
    assert (kept.participant, kept.until) == (agreed.participant, A_YEAR_ON)


def test_whoever_agreed_before_days_were_kept_has_the_day_of_the_study(db, agreed):
    agreed.participant.keep_until = None
    assert [each.until for each in retention.kept(db)] == [A_YEAR_ON]


def test_nothing_is_kept_of_whoever_has_not_agreed_nor_of_rehearsals(db, study, session, moments):
    planning.plan_session(db, study, by="ruth", at=moments.after(), is_rehearsal=True)
    assert retention.kept(db) == []


def test_a_reminder_comes_thirty_days_before(db, agreed):
    assert retention.due(db, A_YEAR_ON - timedelta(days=31)) == []
    assert len(retention.due(db, A_YEAR_ON - timedelta(days=30))) == 1


def test_the_day_after_it_is_erased_as_though_she_had_withdrawn(db, agreed, moments):
    assert retention.erase_due(db, A_YEAR_ON, by="work", at=moments.after()) == []
    retention.erase_due(db, A_YEAR_ON + timedelta(days=1), by="work", at=moments.after())
    assert db.scalars(select(Event)).all() == []
    assert [each.why for each in withdrawing.withdrawals_of(db)] == ["kept until"]
    assert retention.erase_due(db, A_YEAR_ON + timedelta(days=2), by="work", at=moments.after()) == []


def test_sooner_needs_no_reason_and_later_does(db, agreed, moments):
    whom = [agreed.participant]
    sooner, later = date(2027, 3, 1), date(2027, 6, 1)
    retention.keep_until(db, whom, sooner, because="", by="ruth", at=moments.after())
    assert agreed.participant.keep_until == sooner
    with pytest.raises(DomainError) as refused:
        retention.keep_until(db, whom, later, because=" ", by="ruth", at=moments.after())
    assert refused.value.field == "because"
    retention.keep_until(db, whom, later, because="She was asked again.", by="ruth", at=moments.after())
    told = db.scalars(select(Event).where(Event.kind == EventKind.KEEPING_CHANGED).order_by(Event.seq)).all()
    assert [event.data["because"] for event in told] == ["", "She was asked again."]


@pytest.mark.parametrize("day", [date(2026, 11, 1), date(2028, 12, 1)])
def test_a_day_that_is_over_or_two_years_away_is_refused(db, agreed, moments, day):
    with pytest.raises(DomainError) as refused:
        retention.keep_until(db, [agreed.participant], day, because="So.", by="ruth", at=moments.after())
    assert refused.value.field == "until"


# --- what falls due by itself ----------------------------------------------------------------------


def of_sessions(db):
    return set(db.scalars(select(Sandbox.id).where(Sandbox.kind == SandboxKind.SESSION)))


def test_sandboxes_that_no_session_needs_are_dropped_and_the_others_stay(db, study, session, moments):
    db.add(Sandbox(id="lost", kind=SandboxKind.SESSION, name="x", story_date=study.story_date, made_at=moments.now))
    db.flush()
    assert tidying.drop_left_over_sandboxes(db) == 1
    assert of_sessions(db) == {arm.sandbox_id for arm in session.arms}


def test_sandboxes_that_are_gone_are_made_for_sessions_nobody_has_joined(db, study, session, moments):
    joined = planning.plan_session(db, study, by="ruth", at=moments.after())
    sessions.join(db, joined.code, at=moments.after())
    session.arms[0].sandbox_id = joined.arms[0].sandbox_id = None
    assert tidying.sandboxes_waiting(db) == (1, 2)
    assert tidying.make_missing_sandboxes(db, at=moments.after()) == 1
    assert tidying.sandboxes_waiting(db) == (2, 2)
    assert joined.arms[0].sandbox_id is None
    assert tidying.make_missing_sandboxes(db, at=moments.after()) == 0


def test_old_rows_go_and_new_ones_stay(db, moments):
    long_ago = moments.now - timedelta(days=91)
    for at in (long_ago, moments.now):
        db.add(Attempt(kind="password", key="ruth", at=at))
        keep_reply(db, f"key {at}", "0", "/", at)
    db.flush()
    assert tidying.drop_old_rows(db, moments.after()) == 2
    assert [len(db.scalars(select(model)).all()) for model in (Attempt, OnceOnlyKey)] == [1, 1]
