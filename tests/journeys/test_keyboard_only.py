"""Nobody touches a mouse."""

from playwright.sync_api import expect

from tests.journeys.answers import answers_about
from tests.journeys.keyboard import MOST_TABS, KeyboardParticipant


def test_an_arm_is_worked_whole_by_keyboard(chromium, shared_server, plan_session):
    participant = KeyboardParticipant(chromium.page(shared_server.url), lambda *_: None)
    participant.goes_through_the_first_arm(plan_session("A"))
    expect(participant.page.get_by_role("heading", name="A warm-up first", level=1)).to_be_visible()


def test_the_focus_goes_where_it_is_needed_and_is_never_kept(chromium, shared_server, plan_session):
    participant = KeyboardParticipant(chromium.page(shared_server.url), lambda *_: None)
    participant.joins_by_link(plan_session("B").link)
    participant.consents()
    participant.tells_about_herself()
    participant.presses("Start")
    participant.presses("I have finished")
    participant.presses("Start")
    participant.begins_the_case()
    the_card_is_folded_away_and_shown(participant)
    the_error_summary_takes_the_focus_and_leads_to_the_question(participant)
    tab_leads_round_the_largest_page_and_back(participant)


def the_card_is_folded_away_and_shown(participant: KeyboardParticipant) -> None:
    said = participant.card.get_by_text("Work as you would on an ordinary Tuesday.")
    for visible in (False, True):
        participant.reaches(participant.card.locator("summary"))
        participant.page.keyboard.press("Enter")
        expect(said).to_be_visible(visible=visible)


def the_error_summary_takes_the_focus_and_leads_to_the_question(participant: KeyboardParticipant) -> None:
    page = participant.page
    participant.presses("Save and go on")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("What does a good life look like")).to_be_focused()


def tab_leads_round_the_largest_page_and_back(participant: KeyboardParticipant) -> None:
    """Neither the ten outcomes nor the card keeps the focus for itself, forwards or backwards."""
    page = participant.page
    participant.opens(f"{participant.path.rpartition('/')[0]}/ten")
    participant.answers_what_is_asked({"outcomes": answers_about(participant.person)["outcomes"]})
    for keys in ("Tab", "Shift+Tab"):
        page.evaluate("document.activeElement.blur()")
        passed: set[str] = set()
        for _ in range(MOST_TABS):
            page.keyboard.press(keys)
            here = page.evaluate("(document.activeElement.id || document.activeElement.innerText).trim()")
            if here in passed and here.startswith("Skip"):
                break
            passed.add(here)
        assert {"Skip to main content", "I have finished", "Help", "Save and leave for now"} <= passed
