"""Two tabs, the back button, an expired session, a page of the last participant: what was typed is always there."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.clock import now
from casework.database import Db, enter_sandbox, leave_sandbox
from casework.lab import sessions
from casework.lab.models import StrayPost
from casework.lab.vocabulary import EventKind
from casework.records.models import CaseNote, Draft, Step
from casework.records.vocabulary import StepStatus
from tests.at_work import AtWork
from tests.pages import Page
from tests.ready import on_both_databases

PutToWork = Callable[..., AtWork]
SAVE = "Save and go on"


def save(page: Page, words: str) -> Page:
    return page.submit(SAVE, **{"q-lives": "no", "q-matters": words})


def write(page: Page, words: str) -> Page:
    return page.submit("Save case note", kind="call-out", happened_on="10 11 2026", title="A call", text=words)


def notes(db: Db, sandbox_id: str) -> list[str]:
    db.rollback()
    leave_sandbox(db)
    enter_sandbox(db, sandbox_id)
    return list(db.scalars(select(CaseNote.text)))


def texts_of(page: Page) -> list[str]:
    """What stands in the boxes of a page."""
    return [each.raw_text.strip() for each in page.root.all("textarea")]


# --- two tabs -------------------------------------------------------------------------------------


@pytest.fixture
def in_conflict(priya: AtWork) -> Page:
    """What the second tab is shown, after the first was sent."""
    first, second = priya.open_step("home"), priya.open_step("home")
    save(first, "From the first tab.")
    return save(second, "From the second tab.")


@on_both_databases
def test_when_two_tabs_differ_both_texts_are_shown_and_the_saved_one_stays(priya: AtWork, in_conflict: Page) -> None:
    assert in_conflict.status == 409
    assert in_conflict.h1 == "This page was changed in another tab"
    assert in_conflict.says("From the first tab.")
    assert in_conflict.says("From the second tab.")
    assert priya.answers["matters"] == "From the first tab."


@on_both_databases
def test_what_was_typed_in_the_second_tab_can_be_used(priya: AtWork, in_conflict: Page) -> None:
    after = in_conflict.submit("Use what I typed here")
    assert after.status == 200
    assert priya.answers["matters"] == "From the second tab."


def test_what_was_saved_in_the_first_tab_can_be_kept(priya: AtWork, in_conflict: Page) -> None:
    kept = in_conflict.follow("Keep what is saved")
    assert kept.value("q-matters") == "From the first tab."
    save(kept, "Written after all.")
    assert priya.answers["matters"] == "Written after all."


def test_a_conflict_is_kept_as_an_event_though_nothing_was_stored(priya: AtWork, in_conflict: Page) -> None:
    assert [e.data["messages"] for e in priya.events(EventKind.ERRORS_SHOWN)] == [
        ["This page was changed in another tab"]
    ]
    assert [e.data["new"] for e in priya.events(EventKind.ANSWER_CHANGED)] == ["no", "From the first tab."]


def test_a_conflict_about_a_list_is_shown_in_words(priya: AtWork) -> None:
    first, second = priya.open_step("helpers"), priya.open_step("helpers")
    first.submit(SAVE, **{"i-0-q-helper": "Alan", "i-0-q-helps_with": "Meals."})
    shown = second.submit(SAVE, **{"i-0-q-helper": "Claire", "i-0-q-helps_with": "Nights."})
    assert shown.says("Alan, Meals.")
    assert shown.says("Claire, Nights.")
    shown.submit("Use what I typed here")
    assert priya.answers["helpers"] == [{"helper": "Claire", "helps_with": "Nights."}]


def test_two_tabs_on_different_pages_of_a_step_do_not_disturb_each_other(priya: AtWork) -> None:
    home, risk = priya.open_step("home"), priya.open_step("risk")
    save(home, "Her own kitchen.")
    risk.submit(SAVE, **{"q-risk": "no"})
    assert priya.answers == {"lives": "no", "matters": "Her own kitchen.", "risk": "no"}


# --- the back button ------------------------------------------------------------------------------


def test_a_page_sent_again_as_it_was_changes_nothing_and_goes_on(priya: AtWork) -> None:
    page = priya.open_step("home")
    went_on = save(page, "Her own kitchen.")
    assert save(page, "Her own kitchen.").path == went_on.path
    assert len(priya.events(EventKind.ANSWER_CHANGED)) == 2


def test_an_old_page_sent_with_other_text_asks_which_is_meant(priya: AtWork) -> None:
    page = priya.open_step("home")
    save(page, "Her own kitchen.")
    assert save(page, "Her own garden.").h1 == "This page was changed in another tab"


def test_a_page_of_a_step_that_is_finished_gives_back_what_was_typed(priya: AtWork) -> None:
    old = priya.open_step("home")
    priya.fill_in()
    priya.check().submit("Finish and hand over", action="agree")
    shown = save(old, "One more thing.")
    assert (shown.status, shown.h1) == (409, "This work is already finished")
    assert "One more thing." in texts_of(shown)


@on_both_databases
def test_finishing_twice_from_the_same_page_finishes_once(priya: AtWork) -> None:
    priya.fill_in()
    check = priya.check()
    first = check.submit("Finish and hand over", action="agree")
    again = check.submit("Finish and hand over", action="agree")
    assert (again.status, again.path) == (200, first.path)
    assert len(priya.events(EventKind.STEP_FINISHED)) == 1


@on_both_databases
def test_the_same_page_finished_again_with_another_note_shows_the_note(priya: AtWork) -> None:
    priya.fill_in()
    check = priya.check()
    check.submit("Finish and hand over", action="agree")
    again = check.submit("Finish and hand over", **{"action": "agree", "note-agree": "Her son is away on Fridays."})
    assert (again.status, again.h1) == (409, "This page was already sent")
    assert "Her son is away on Fridays." in texts_of(again)


def test_the_same_note_sent_twice_is_one_note(priya: AtWork) -> None:
    page = priya.open(f"/people/{priya.step.person_id}/case-notes/new")
    write(page, "She is well.")
    write(page, "She is well.")
    assert notes(priya.db, priya.step.sandbox_id).count("She is well.") == 1
    assert len(priya.events(EventKind.CASE_NOTE_RECORDED)) == 1


# --- expired --------------------------------------------------------------------------------------


@on_both_databases
def test_a_page_whose_token_has_expired_gives_back_what_was_typed(priya: AtWork) -> None:
    page = priya.open_step("home")
    priya.pages.client.delete_cookie("casework")
    shown = save(page, "Typed over lunch.")
    assert (shown.status, shown.h1) == (400, "This page was open too long to be sent")
    assert "Typed over lunch." in texts_of(shown)
    assert priya.answers == {}


def test_a_page_of_a_session_that_went_to_another_device_gives_back_what_was_typed(priya: AtWork) -> None:
    page = priya.open_step("home")
    sessions.join(priya.db, priya.session.code, at=now())
    priya.db.commit()
    shown = save(page, "Typed on the old device.")
    assert (shown.status, shown.h1) == (403, "You went on on another device")
    assert "Typed on the old device." in texts_of(shown)


def test_a_page_from_yesterday_gives_back_what_was_typed(priya: AtWork) -> None:
    page = priya.open_step("home")
    priya.db.refresh(priya.session)
    priya.session.last_heard_at = now() - timedelta(hours=13)
    priya.db.commit()
    shown = save(page, "Typed yesterday.")
    assert (shown.status, shown.h1) == (403, "You are signed out")
    assert "Typed yesterday." in texts_of(shown)


def test_a_note_longer_than_a_book_chapter_is_saved(priya: AtWork) -> None:
    words = "She said that she is well. " * 40_000
    write(priya.open(f"/people/{priya.step.person_id}/case-notes/new"), words)
    assert [len(text) for text in notes(priya.db, priya.step.sandbox_id)] == [len(words)]


def test_a_page_sent_after_the_task_has_ended_gives_back_what_was_typed(priya: AtWork) -> None:
    old = priya.open_step("home")
    priya.open("/work").submit("I have finished")
    shown = save(old, "Just one more thing.")
    assert (shown.status, shown.h1) == (409, "This task has ended")
    assert "Just one more thing." in texts_of(shown)


# --- the last participant's tab -------------------------------------------------------------------


@pytest.fixture
def strays(put_to_work: PutToWork) -> tuple[AtWork, AtWork, Page]:
    """A participant, the next one in the same browser, and what a page of the first shows when it is sent then."""
    first, second = put_to_work(), put_to_work()
    page = first.open(f"/people/{first.step.person_id}/case-notes/new")
    first.pages.as_participant(second.session)
    return first, second, write(page, "Typed by the first participant.")


@on_both_databases
def test_a_page_of_the_last_participant_is_shown_and_kept_aside(strays: tuple[AtWork, AtWork, Page]) -> None:
    first, _, shown = strays
    assert (shown.status, shown.h1) == (409, "This page belongs to an earlier session")
    assert "Typed by the first participant." in texts_of(shown)
    first.db.rollback()
    stray = first.db.scalars(select(StrayPost)).one()
    assert stray.session_id == first.session.id
    assert stray.fields["text"] == ["Typed by the first participant."]


def test_a_page_of_the_last_participant_is_stored_in_nobodys_record(strays: tuple[AtWork, AtWork, Page]) -> None:
    first, second, _ = strays
    assert notes(first.db, second.step.sandbox_id) == []
    assert notes(first.db, first.step.sandbox_id) == []
    assert second.events(EventKind.CASE_NOTE_RECORDED) == []


def test_nothing_of_the_last_participant_can_be_reached_by_the_next(put_to_work: PutToWork) -> None:
    first, second = put_to_work(), put_to_work()
    save(first.open_step("home"), "The first participant's words.")
    first.pages.as_participant(second.session)
    assert first.open(f"/steps/{first.step.id}").status == 404
    for path in ("/work", f"/steps/{second.step.id}", f"/people/{first.step.person_id}/case-notes"):
        assert not first.open(path).says("The first participant's words.")


# --- nobody reaches another's sandbox -------------------------------------------------------------


@pytest.mark.parametrize("path", ["", "/pages/home", "/check"])
def test_another_participants_step_cannot_be_opened_by_its_id(put_to_work: PutToWork, path: str) -> None:
    mine, other = put_to_work(), put_to_work()
    assert mine.open(f"/steps/{other.step.id}{path}").status == 404


@pytest.mark.parametrize("path", ["start", "finish", "pages/home", "pages/home/draft"])
def test_another_participants_step_cannot_be_posted_to(put_to_work: PutToWork, path: str) -> None:
    mine, other = put_to_work(), put_to_work()
    sent = {"csrf_token": mine.pages.csrf_token(), "q-matters": "Not hers.", "revision": "0", "once": "once"}
    assert mine.pages.post(f"/steps/{other.step.id}/{path}", sent).status == 404
    assert other.answers == {}
    assert other.look(other.step).status is StepStatus.INCOMING


def test_another_participants_sitting_in_a_form_stores_nothing(put_to_work: PutToWork) -> None:
    mine, other = put_to_work(), put_to_work()
    sent = {"csrf_token": mine.pages.csrf_token(), "sitting": other.session.id, "q-matters": "Whose?", "revision": "0"}
    mine.open_step()
    assert mine.pages.post(f"/steps/{mine.step.id}/pages/home", sent).status == 409
    assert mine.answers == other.answers == {}


@on_both_databases
def test_the_same_person_in_two_sandboxes_has_two_records(put_to_work: PutToWork) -> None:
    mine, other = put_to_work(), put_to_work()
    write(mine.open("/people/carl/case-notes/new"), "Written by the first.")
    assert other.open("/people/carl/case-notes").says("Case notes")
    assert not other.open("/people/carl/case-notes").says("Written by the first.")


def test_every_row_of_the_record_that_was_made_is_in_its_own_sandbox(put_to_work: PutToWork) -> None:
    mine, other = put_to_work(), put_to_work()
    mine.fill_in()
    save(other.open_step("home"), "The other's.")
    mine.check().submit("Finish and hand over", action="agree")
    for worked, count in ((mine, 0), (other, 1)):
        leave_sandbox(worked.db)
        enter_sandbox(worked.db, worked.step.sandbox_id)
        assert len(worked.db.scalars(select(Draft)).all()) == count
    assert other.look(other.step).status is StepStatus.STARTED
    assert len(other.events(EventKind.STEP_FINISHED)) == 0


# --- what happened is kept ------------------------------------------------------------------------


def test_looking_at_a_page_is_an_event(priya: AtWork) -> None:
    priya.open("/work")
    priya.open("/people?q=tiny")
    viewed = [event.data["page"] for event in priya.events(EventKind.PAGE_VIEWED)]
    assert viewed[-2:] == ["Work view", "Find a person"]
    assert [event.data["text"] for event in priya.events(EventKind.SEARCHED)] == ["tiny"]


def test_a_page_that_is_not_there_is_not_a_page_viewed(priya: AtWork) -> None:
    before = len(priya.events())
    priya.open("/people/nobody")
    assert len(priya.events()) == before


@on_both_databases
def test_a_refused_attempt_is_an_event_and_nothing_else_is_kept(priya: AtWork) -> None:
    page = priya.open_step("home")
    before = len(priya.events())
    save(page, "Ring her on 01245 430431.")
    after = priya.events()[before:]
    assert [event.kind for event in after] == [EventKind.ERRORS_SHOWN]
    assert after[0].data["messages"] == ["01245 430431 looks like a telephone number"]
    assert priya.answers == {}


def test_events_say_the_story_date_the_run_and_the_version(priya: AtWork) -> None:
    save(priya.open_step("home"), "Her own kitchen.")
    step = priya.look(priya.step)
    for event in priya.events(EventKind.ANSWER_CHANGED, EventKind.PAGE_VIEWED):
        assert event.story_date is not None
        assert (event.version_id, event.task_run_id) == (step.version_id, priya.session.current_run_id)


def test_events_are_numbered_without_gaps(priya: AtWork) -> None:
    priya.fill_in()
    priya.check().submit("Finish and hand over", action="agree")
    assert [event.seq for event in priya.events()] == list(range(1, len(priya.events()) + 1))


def test_the_step_of_another_worker_can_be_read_and_not_worked(priya: AtWork) -> None:
    priya.fill_in()
    priya.check().submit("Finish and hand over", action="agree")
    priya.db.rollback()
    check = priya.db.scalars(select(Step).where(Step.definition_id == "check")).first()
    assert check is not None
    assert priya.open(f"/steps/{check.id}").says("Check the assessment")
    assert priya.open(f"/steps/{check.id}/pages/home").status == 404
