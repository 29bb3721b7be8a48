"""From notes to a changed workflow: grouped by keyboard, by drag and without a script, and traced."""

import re

from playwright.sync_api import expect

from tests.journeys.participant import Participant
from tests.journeys.researcher import sign_in


def nobody_looks(*_: object) -> None:
    """How these pages look is seen elsewhere."""


def test_what_was_noted_is_grouped_three_ways_and_traced_to_a_changed_workflow(chromium, shared_server, plan_session):
    planned = plan_session("")
    mia = Participant(chromium.page(shared_server.url), nobody_looks)
    mia.joins_by_typing(planned.code)
    mia.consents()
    mia.tells_about_herself()
    mia.presses("Start")
    ruth = sign_in(chromium, shared_server, nobody_looks)
    sam = sign_in(chromium, shared_server, nobody_looks)
    ruth.opens_the_console(planned.participant)
    for text in ("! looks for the lantern ^3", "! asks where the lantern is", "s “No lantern anywhere”"):
        ruth.notes(text)
    ruth.sees("All notes saved.")

    ruth.opens("/studies/demonstration/wall")
    page = ruth.page
    card = page.locator("[data-card]").filter(has_text="looks for the lantern")
    card.focus()
    page.keyboard.press("m")
    page.get_by_role("menuitem", name="+ New group").press("Enter")
    page.keyboard.type("Lantern out of sight")
    page.keyboard.press("Enter")
    group = page.locator("[data-column]").filter(has=page.get_by_role("heading", name="Lantern out of sight"))
    expect(group.locator("[data-card]")).to_have_count(1)

    sam.opens("/studies/demonstration/wall")
    sam.page.locator("[data-card]").filter(has_text="asks where").locator(".app-wall-card__text").hover()
    sam.page.mouse.down()
    there = sam.page.locator("[data-column]").filter(has=sam.page.get_by_role("heading", name="Lantern out of sight"))
    there.locator(".app-wall-card__text").hover()
    sam.page.mouse.up()
    expect(there.locator("[data-card]")).to_have_count(2)
    expect(group.locator("[data-card]")).to_have_count(2, timeout=6_000)  # on the other's screen too

    plain = sign_in(chromium, shared_server, nobody_looks, javascript=False)
    plain.opens("/studies/demonstration/wall")
    plain.page.locator("[data-card]").filter(has_text="No lantern anywhere").get_by_role("link", name="Move").click()
    plain.page.get_by_label("Lantern out of sight").check()
    plain.presses("Move the note")
    expect(group.locator("[data-card]")).to_have_count(3, timeout=6_000)

    ruth.opens("/studies/demonstration/wall")
    ruth.follows(re.compile("Write a finding.*Lantern out of sight"))
    page.get_by_label("What was found").fill("She looks for the lantern before it comes.")
    page.get_by_label("Where in the workflow").select_option(index=1)
    ruth.presses("Save the finding")
    ruth.sees(re.compile(r"1 of \d+ (person|people)"))
    ruth.follows(re.compile("^Change the workflow"))
    page.locator("#text").focus()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("\n# The lantern comes first.\n")
    expect(page.locator("[data-kept]")).to_contain_text("draft kept", timeout=30_000)
    ruth.presses("Save as a new version")
    assert "/differences" in page.url or "/versions" in page.url, page.url
    ruth.opens("/studies/demonstration/findings/1")
    ruth.sees(re.compile("In version [0-9a-f]{7}"))
