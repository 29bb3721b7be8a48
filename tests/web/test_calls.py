"""A call that comes in: the banner, the page that says what it is about, and going back to one's place."""

from datetime import timedelta

import pytest

from casework.clock import now
from casework.errors import DomainError, NotFound
from casework.findings.results import results
from casework.lab import interruptions, sessions
from casework.lab.vocabulary import EventKind, RunEnd


def ring(priya):
    priya.db.rollback()
    interruptions.bring_in(priya.db, priya.session, "carl", by="ruth", at=now())
    priya.db.commit()


def test_a_call_stands_above_every_page_until_it_is_dealt_with(priya):
    assert not priya.open("/work").says("A call for you")
    ring(priya)
    call = priya.open("/work")
    assert call.says("A call for you: Duty desk, about Ada Morris")
    call = call.submit("Take it")
    assert call.says("Somebody has Carl's bank card.")
    assert priya.open("/people").says("You are on a call about Ada Morris")
    back = priya.open("/call").submit("I have dealt with it: go back to where I was")
    assert back.path == "/work"
    assert not back.says("call about")
    kinds = [event.kind for event in priya.events() if "interruption" in event.kind]
    assert kinds == [EventKind.INTERRUPTION_CAME, EventKind.INTERRUPTION_TAKEN, EventKind.INTERRUPTION_DEALT_WITH]


def test_taking_a_call_in_the_middle_of_a_page_keeps_what_was_typed_and_leads_back_to_it(priya):
    priya.open_step("home")
    ring(priya)
    page = priya.open_step("home")
    call = page.submit("Take it", **{"q-matters": "Her own kitchen."})
    assert call.path == "/call"
    assert priya.answers["matters"] == "Her own kitchen."
    back = call.submit("I have dealt with it: go back to where I was")
    assert back.path == page.path
    assert back.value("q-matters") == "Her own kitchen."


def test_there_is_no_call_page_without_a_call(priya):
    assert priya.open("/call").path == "/work"


def ask(priya):
    token = priya.pages.csrf_token()
    sent = {"csrf_token": token, "sitting": priya.session.id}
    return priya.pages.client.post("/calls", data=sent).get_data(as_text=True)


def test_a_script_asks_whether_a_call_has_come_in(priya):
    quiet = ask(priya)
    assert "data-call" in quiet
    assert "A call for you" not in quiet
    ring(priya)
    assert "A call for you: Duty desk" in ask(priya)


def test_a_call_comes_in_once_and_waits_until_it_is_dealt_with(priya):
    session, db = priya.session, priya.db
    assert interruptions.ringing(db, session) is None
    one = interruptions.bring_in(db, session, "carl", by="ruth", at=now())
    part, ringing = interruptions.ringing(db, session)
    assert (part.caller, ringing) == ("Duty desk", one)
    with pytest.raises(DomainError, match="come in already"):
        interruptions.bring_in(db, session, "carl", by="ruth", at=now())
    interruptions.take(db, session, one, away_from="/work", at=now())
    interruptions.deal_with(db, session, one, at=now())
    assert interruptions.ringing(db, session) is None


def test_a_call_that_the_study_does_not_have_cannot_come_in(priya):
    with pytest.raises(NotFound):
        interruptions.bring_in(priya.db, priya.session, "nobody", by="ruth", at=now())


def test_a_call_with_minutes_comes_by_itself_once_they_have_been_worked(priya):
    session, db = priya.session, priya.db
    assert interruptions.bring_in_what_is_due(db, session, at=now() + timedelta(minutes=4)) is None
    came = interruptions.bring_in_what_is_due(db, session, at=now() + timedelta(minutes=6))
    assert came is not None
    assert came.brought_by == "the study"
    assert interruptions.bring_in_what_is_due(db, session, at=now() + timedelta(minutes=7)) is None


def test_results_say_how_long_it_took_her_to_be_back_at_work_with_how_many_calls(priya):
    priya.open_step("home")
    ring(priya)
    call = priya.open_step("home").submit("Take it")
    back = call.submit("I have dealt with it: go back to where I was")
    back.submit("Save and go on", **{"q-lives": "no", "q-matters": "Her own kitchen."})
    sessions.end_run(priya.db, priya.session, RunEnd.SAID_FINISHED, at=now())
    figures = {each.label: each.values for each in results(priya.db, priya.session.study).tasks[0].figures}
    assert figures["Calls that came in"] == ["1", "0"]
    assert figures["Time to resume after a call"][0].endswith("; 1 of 1 calls")
    assert figures["Time to resume after a call"][1] == "no call came in"
