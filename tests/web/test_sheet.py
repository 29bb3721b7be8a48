"""The sheet of a session and of a study, on the page and as a table."""

from datetime import timedelta

import pytest

from casework.accounts.models import Role
from casework.clock import now
from casework.database import leave_sandbox
from casework.lab import sessions
from casework.lab.vocabulary import RunEnd
from tests.pages import Pages


@pytest.fixture
def ruth(pages: Pages) -> Pages:
    return pages.as_staff(Role.RESEARCHER)


@pytest.fixture
def worked(db, session):
    leave_sandbox(db)
    began = now() - timedelta(minutes=20)
    sessions.join(db, session.code, at=began)
    sessions.give_consent(db, session, ["take_part"], at=began)
    sessions.answer_about_you(db, session, role="", years="", systems=[], systems_other="", at=began)
    sessions.start_run(db, session, at=began)
    sessions.end_run(db, session, RunEnd.SAID_FINISHED, at=began)
    sessions.start_run(db, session, at=began)
    sessions.end_run(db, session, RunEnd.SAID_CANNOT, at=began + timedelta(seconds=125))
    db.commit()
    return session


def test_a_session_has_its_sheet_with_a_way_to_each_run(ruth, worked):
    page = ruth.open(f"/studies/{worked.study_id}/sessions/{worked.id}/sheet")
    assert page.h1 == "Sheet of P01"
    assert page.says("✕ No, gave up")
    assert page.says("2:05")
    assert page.says("not known")
    assert page.follow("Work the case").h1.startswith("Replay: P01")


def test_a_study_has_the_sheets_of_all_and_under_five_no_means(ruth, worked):
    page = ruth.open(f"/studies/{worked.study_id}/sheet")
    assert page.says("1 person has a task that counts")
    assert page.says(
        "Under five people there are counts and each run’s own value: no mean, no percentage, no interval."
    )
    assert page.follow("P01").h1 == "Sheet of P01"


def test_a_sheet_is_empty_with_its_reason_before_anybody_took_part(ruth, study, session):
    assert ruth.open(f"/studies/{study.id}/sheet").says("Nobody has taken part yet.")
    page = ruth.open(f"/studies/{study.id}/sessions/{session.id}/sheet")
    assert page.says("No task of this session was started yet.")


@pytest.mark.parametrize("whose", ["", "/sessions/{id}"])
def test_a_sheet_can_be_taken_away_as_a_table(ruth, worked, whose):
    reply = ruth.client.get(f"/studies/{worked.study_id}{whose.format(id=worked.id)}/sheet.csv")
    assert reply.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert reply.text.splitlines()[1].startswith("tiny,P01,yes")
