"""The same pages with the browser's scripts switched off."""

from playwright.sync_api import expect

from tests.journeys.participant import Participant


def test_an_arm_is_worked_whole_without_javascript(chromium, shared_server, plan_session, widths):
    participant = Participant(chromium.page(shared_server.url, javascript=False), widths.at)
    participant.goes_through_the_first_arm(plan_session("A"))
    expect(participant.page.get_by_role("heading", name="A warm-up first", level=1)).to_be_visible()
    assert widths.found == []
