"""An ordinary morning: somebody else’s work, an alert, what came in, a call in the middle of it, a concern."""

import re

from playwright.sync_api import expect

from tests.journeys.participant import Participant
from tests.journeys.researcher import sign_in


def test_a_morning_with_a_colleagues_work_an_alert_a_call_and_a_concern(chromium, shared_server, plan_session, looks):
    planned = plan_session("A with Rosemary")
    ruth = sign_in(chromium, shared_server, lambda *_: None)
    mia = Participant(chromium.page(shared_server.url), looks.at)
    mia.joins_by_typing(planned.code)
    mia.consents()
    mia.tells_about_herself()
    mia.warms_up()
    mia.presses("Start")
    acts_for_a_colleague(mia)
    acknowledges_an_alert(mia)
    reads_the_record(mia)
    begins_in_two_presses(mia)
    takes_a_call_in_the_middle_of_a_page(mia, ruth, planned.participant)
    raises_a_concern_and_comes_back(mia)
    assert looks.found == []


def acts_for_a_colleague(mia):
    mia.opens("/work")
    mia.follows(re.compile("^Acting for Tom"))
    mia.presses(re.compile("^(Start acting|Act) for Tom"))
    expect(mia.page.get_by_text("logged as “PN for TR”").first).to_be_visible()
    mia.presses(re.compile("^Stop acting"))
    expect(mia.page.get_by_text("logged as “PN for TR”")).to_have_count(0)


def acknowledges_an_alert(mia):
    mia.opens("/work")
    mia.follows(re.compile("^Acknowledge"))
    mia.presses(re.compile("^Acknowledge"))
    assert mia.path == "/work"
    expect(mia.page.get_by_text("Alert: case note")).to_have_count(0)


def reads_the_record(mia):
    """Every part of it, and what prints."""
    mia.opens("/people/rosemary_tennant")
    expect(mia.page.get_by_text("May be the same person as").first).to_be_visible()
    for part in ("Assessments", "Plan", "Notes", "Chronology", "People", "Money", "Documents"):
        mia.turns_to(part)
    mia.follows("Discharge summary")
    mia.opens("/people/rosemary_tennant/print")
    for place in ("/duty", "/directory"):
        mia.opens(place)


def begins_in_two_presses(mia):
    mia.opens("/work")
    mia.begins_the_case()
    expect(mia.page.get_by_role("heading", level=1)).to_be_visible()


def takes_a_call_in_the_middle_of_a_page(mia, ruth, participant):
    """What she was typing is there when she comes back, and the console says how long it took."""
    mia.opens("/steps/rosemary_tennant-assess/pages/communication")
    mia.page.locator("textarea").first.fill("Face her, in good light.")
    ruth.opens_the_console(participant)
    ruth.presses("Let it come in")
    expect(mia.page.get_by_text("A call for you").first).to_be_visible(timeout=12_000)
    mia.look(mia.page, "a call comes in")
    mia.presses(re.compile("^Take it"))
    mia.presses(re.compile("^I have dealt with it"))
    assert mia.path.endswith("/pages/communication")
    expect(mia.page.locator("textarea").first).to_have_value("Face her, in good light.")
    mia.page.locator("textarea").first.fill("Face her, in good light. She reads lips a little.")
    mia.presses("Save and go on")
    ruth.opens_the_console(participant)
    ruth.sees(re.compile("back at work after \\d+ s"))


def raises_a_concern_and_comes_back(mia):
    mia.opens("/steps/rosemary_tennant-assess/pages/matters")
    mia.page.locator("textarea").first.fill("Her own kitchen.")
    mia.presses(re.compile("^Raise a safeguarding concern"))
    expect(mia.page.get_by_role("heading", name="Safeguarding concern", level=1)).to_be_visible()
    mia.follows(re.compile("^Go back to Rosemary Tennant"))
    assert mia.path.endswith("/pages/matters")
    expect(mia.page.locator("textarea").first).to_have_value("Her own kitchen.")
