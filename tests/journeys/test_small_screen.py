"""A telephone of 320 by 640: nothing is scrolled sideways, and an arm is worked whole."""

from playwright.sync_api import expect

from tests.journeys.participant import Participant


def test_an_arm_is_worked_whole_on_a_telephone(chromium, shared_server, plan_session, widths):
    participant = Participant(chromium.page(shared_server.url, width=320, height=640), widths.at)
    participant.goes_through_the_first_arm(plan_session("B"))
    expect(participant.page.get_by_role("heading", name="A warm-up first", level=1)).to_be_visible()
    assert widths.found == []
