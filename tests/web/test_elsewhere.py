"""An arm that is worked in a system outside ours: the task, the clock and the sheet are the same."""

import pytest

from casework.clock import now
from casework.lab import sessions
from casework.lab.vocabulary import Stage
from tests.web.test_joining import bring


@pytest.fixture
def elsewhere(db, pages, session):
    """A participant at work on her task in another system, her first arm being there."""
    first = session.arms[0]
    first.arm.external, first.arm.version_id, first.sandbox_id = "Mosaic", None, None
    pages.as_participant(session)
    bring(db, session, Stage.WORKING)
    while session.current_run.task.kind.value == "warm-up":
        sessions.end_run(db, session, sessions.RunEnd.SAID_FINISHED, at=now())
        bring(db, session, Stage.WORKING)
    db.commit()
    return session


def test_the_task_stays_before_her_and_ends_there(db, pages, elsewhere):
    page = pages.open("/join/now")
    assert "Work in Mosaic now" in page.text
    assert elsewhere.current_run.task.title in page.text
    page.submit("I have finished")
    db.refresh(elsewhere)
    assert elsewhere.stage is Stage.RATING


def test_what_only_our_own_pages_can_see_is_not_known(db, pages, elsewhere):
    run = elsewhere.current_run
    pages.open("/join/now").submit("I have finished")
    db.refresh(run)
    assert (run.page_count, run.click_count, run.search_count, run.error_count) == (None, None, None, None)
    assert run.working_seconds is not None
    assert run.assist_count == 0


def test_there_is_no_record_of_ours_to_look_at(pages, elsewhere):
    assert pages.open("/work").path == "/join/now"
