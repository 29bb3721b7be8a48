"""A service designer changes a way of working and has it in front of somebody: docs/designing-a-workflow.md."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.researcher import Researcher

CHANGES = """\
changes:
  - {at: steps/plan/submit, set: {label: Send to the broker, to: arrange, hint: }}
  - {at: sections/agree_cost, remove: true}
  - {at: steps/authorise, remove: true, because: plans under the usual cost need no second look}
  - {at: steps/cost_panel, remove: true, because: nothing is sent to it}
  - at: sections/matters/matters
    insert: after
    value:
      id: pets
      title: Animals
      when: wanted_pets == "yes"
      questions:
        - id: pets
          type: textarea
          label: Who looks after the animals?
          records: nothing
          because: it is being tried out
  - at: sections/matters/matters/goal
    insert: before
    value:
      id: wants_pets
      type: yes_no
      label: Does ((person)) live with animals?
      records: nothing
      because: it is being tried out
"""


@pytest.fixture
def designer(chromium, start_server, looks):
    serving = start_server()
    designer = Designer(chromium.page(serving.url), looks.at)
    designer.signs_in(serving.username, serving.password)
    return designer


class Designer(Researcher):
    def types(self, text: str) -> None:
        self.page.locator("#text").fill(text)
        expect(self.page.locator("[data-kept]")).to_contain_text("draft kept", timeout=30_000)

    def saves(self, why: str) -> None:
        self.page.get_by_label("Why this change").fill(why)
        self.presses("Save as a new version")

    def rewords(self, page: str, words: dict[str, str]) -> None:
        self.opens("/workflows/no_panel/edit")
        self.follows("As a form")
        self.follows(page)
        for label, said in words.items():
            self.page.locator(f"[name='{label}']").fill(said)
        self.presses("Put into the draft")


def test_a_changed_way_of_working_is_in_front_of_somebody_in_twenty_actions(designer, chromium, looks):
    page = designer.page
    # 1 to 3: a copy
    designer.opens("/workflows")
    page.locator("tr", has_text="Assess, then plan").get_by_role("link", name="Copy").first.click()
    page.get_by_label("Title").fill("Assess and plan, no second look")
    page.get_by_label("Id").fill("no_panel")
    designer.presses("Copy")
    # 4 and 5: the change, and a mistake mended by one press
    designer.types(page.locator("#text").input_value() + CHANGES)
    expect(page.locator("[data-panel]")).to_contain_text("wanted_pets", timeout=30_000)
    looks.at(page, "with a mistake")
    designer.presses("Change to wants_pets")
    expect(page.locator("#checks-count")).to_contain_text("0 errors")
    expect(page.locator(".app-bench__does")).to_contain_text("Differences")
    # 6: saved, and told as a difference
    designer.saves("Try without the second look")
    expect(page.locator("main")).to_contain_text("No approval by the team manager")
    # 7 to 10: three questions in other words
    designer.rewords(
        "What matters to the person",
        {"goal-label": "What would a good week be?", "strengths-hint": "Small things count"},
    )
    designer.rewords("Good days and bad days", {"period-label": "Which weeks did you look at?"})
    designer.saves("Plainer words")
    expect(page.locator("main")).to_contain_text("Reworded")
    # 11 to 14: what it is, what it costs, what it keeps to
    designer.opens("/workflows/no_panel/differences?with=traditional")
    expect(page.locator("main")).to_contain_text("What would a good week be?")
    for part, said in (
        ("Burden", "minutes at the screen"),
        ("Duties", "D07-plan"),
        (re.compile("^Map$"), "Send to the broker"),
    ):
        designer.follows(part)
        expect(page.locator("main")).to_contain_text(said)
    # 15 to 17: tried
    designer.opens("/workflows/no_panel/try")
    page.get_by_label("Whose case").select_option(label="Edna Farrow")
    page.get_by_label("Begin with").select_option(label="Care and support plan")
    designer.presses("Try it as a practitioner")
    designer.presses("Start")
    designer.follows("Who makes the plan")
    designer.presses("Save and go on")
    designer.follows("What was recorded")
    expect(page.locator("main")).to_contain_text("Eligibility decision")
    # 18 and 19: shown to a colleague
    designer.follows("Back to the workflow")
    designer.presses("Make a link")
    colleague = Researcher(chromium.page(page.url.split("/workflows")[0]), looks.at)
    colleague.opens(page.locator("#links .app-link-box").first.inner_text())
    colleague.presses("Begin")
    colleague.page.locator(".app-trial summary").click()
    colleague.page.get_by_label("Comment", exact=True).fill("Who reads this afterwards?")
    colleague.presses("Leave the comment")
    designer.opens("/workflows/no_panel/try")
    expect(page.locator("#comments")).to_contain_text("Who reads this afterwards?")
    # 20: a study of it
    designer.presses("Make a one-arm study")
    expect(page.get_by_role("heading", level=1)).to_have_text("Assess and plan, no second look, alone")
    assert looks.found == []
