"""Withdrawing on the page and by the command: what is held is shown, erased, proven and logged."""

import json

import pytest
from sqlalchemy import select

from casework.lab import withdrawing
from casework.lab.models import Download, Event, Participant


@pytest.fixture
def worked(priya):
    """She answered a question, and her session is under way."""
    priya.open_step("home").submit("Save and go on", **{"q-matters": "Her sister Ann comes on Sundays."})
    return priya


def ledger_of(app):
    path = app.config["SETTINGS"].instance / "withdrawals.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_a_code_leads_to_what_is_held_and_then_to_nothing(worked, pages, app, db):
    there = pages.as_staff().open("/admin/withdrawals").submit("Look what is held", code="p01")
    assert there.h1 == "What is held of P01"
    assert there.says("event")
    after = there.submit("Erase", parts=["everything"], sure="y")
    assert after.says("P01 of")
    assert after.says("No copy is left in the database’s files")
    db.rollback()
    assert db.scalars(select(Event)).all() == []
    assert [entry["code"] for entry in ledger_of(app)] == ["P01"]
    assert pages.open(f"/admin/withdrawals/{db.scalars(select(Participant.id)).one()}").says("P01 withdrew on")
    assert worked.pages.open("/join/now").h1 == "Enter your code"


def test_nothing_is_erased_until_it_is_said_that_the_code_was_checked(session, pages, db):
    page = pages.as_staff().open(f"/admin/withdrawals/{session.participant_id}").submit("Erase", parts=["pictures"])
    assert page.error_beside("sure") == "Select that you have checked the code"
    assert withdrawing.withdrawals_of(db) == []


def test_a_code_that_nobody_has_is_said_beside_the_field(pages):
    page = pages.as_staff().open("/admin/withdrawals?code=P99")
    assert page.says("Nobody has this code")


def test_a_task_that_was_begun_can_be_where_it_starts(worked, pages, db):
    page = pages.as_staff().open(f"/admin/withdrawals/{worked.session.participant_id}")
    begun = [each.get("value") for each in page.root.all("option") if each.get("value")]
    page.submit("Erase", parts=["everything"], since=begun[-1], sure="y")
    db.rollback()
    left = db.scalars(select(Participant)).one()
    assert (left.withdrawn_at, left.consented_at is None) == (None, False)


def test_whoever_downloads_a_table_is_listed_to_be_asked_to_delete_it(study, pages, db):
    pages.as_staff().client.get(f"/studies/{study.id}/events.csv")
    db.rollback()
    assert [each.what for each in db.scalars(select(Download))] == ["events.csv"]
    assert pages.open("/admin/withdrawals").says("events.csv")


# --- flask participants withdraw -------------------------------------------------------------------


def test_the_command_says_what_goes_and_proves_that_it_has(worked, app, db):
    done = app.test_cli_runner().invoke(args=["participants", "withdraw", "P01", "--yes"])
    assert done.exit_code == 0, done.output
    assert "event" in done.stdout
    assert "No copy is left in the database’s files" in done.stdout
    db.rollback()
    assert db.scalars(select(Event)).all() == []
    assert [entry["by"] for entry in ledger_of(app)] == ["the command line"]


def test_the_command_asks_before_it_erases(session, app, db):
    done = app.test_cli_runner().invoke(args=["participants", "withdraw", "P01"], input="n\n")
    assert done.exit_code == 1
    assert withdrawing.withdrawals_of(db) == []


def test_a_code_that_nobody_has_is_wrong_use_of_the_command(app):
    done = app.test_cli_runner().invoke(args=["participants", "withdraw", "P77", "--yes"])
    assert (done.exit_code, done.stderr) == (2, "Casework: nobody has the code P77.\n")
