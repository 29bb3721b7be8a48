"""A participant as a journey has her: what she does, in verbs, by what she sees on the page."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.journeys.answers import Answers, answers_about
from tests.journeys.researcher import Planned

Look = Callable[..., None]

# One question to the page instead of one for every control: what it asks, and what has no answer yet.
ASKED = """() => [...document.querySelectorAll("[data-question]")].filter(q => q.offsetParent && !q.hidden).map(q => {
    const has = (what) => q.querySelector(what) !== null;
    const kind = has(".app-outcomes") ? "outcomes" : has("[data-timetable]") ? "timetable"
        : has(".app-service") ? "services" : has("input[name$=-month]") ? "date" : has("[type=radio]") ? "radios"
        : has("[type=checkbox]") ? "checkboxes" : has("select") ? "select"
        : has("textarea, [type=text]") ? "text" : "nothing";
    const filled = [...q.querySelectorAll("textarea, [type=text], select")].some(control => control.value.trim());
    return {name: q.dataset.question, kind, answered: filled || has(":checked:not(option)")};
})"""


def code(asked: dict[str, str]) -> str:
    """The id of a question on a page, also of one that is asked about each of several."""
    return re.sub(r"^(i-\d+-)?q-", "", asked["name"])


class Participant:
    """One person in one browser. look: called on every page she comes to, with the page."""

    def __init__(self, page: Page, look: Look) -> None:
        self.page = page
        self.look = look

    # --- moving about ------------------------------------------------------------------------------

    def opens(self, path: str) -> None:
        self.page.goto(path)
        self.look(self.page)

    def presses(self, name: str | re.Pattern[str], within: Locator | None = None) -> None:
        self.goes_by((within or self.page).get_by_role("button", name=name).first)

    def follows(self, name: str | re.Pattern[str]) -> None:
        self.goes_by(self.page.get_by_role("link", name=name).first)

    # --- what her hands do, all of it --------------------------------------------------------------

    def goes_by(self, way: Locator) -> None:
        """Press what leads to another page, and be there."""
        self.reaches(way)
        with self.page.expect_navigation():
            self.presses_at(way)
        self.look(self.page)

    def reaches(self, what: Locator) -> None:
        """Have a hand at it; a mouse is there at once."""

    def presses_at(self, way: Locator) -> None:
        way.click()

    def types(self, where: Locator, text: str) -> None:
        where.fill(text)

    def ticks(self, what: Locator) -> None:
        """A radio button or a box."""
        what.check()

    def chooses(self, where: Locator, code: str) -> None:
        where.select_option(code)

    @property
    def path(self) -> str:
        """Where she is: the address without its query."""
        return urlsplit(self.page.url).path

    @property
    def told(self) -> list[str]:
        """What the error summary says; nothing when there is none."""
        return self.page.locator(".govuk-error-summary li").all_inner_texts()

    # --- before and after the work -------------------------------------------------------------------

    def joins_by_link(self, link: str) -> None:
        self.opens(link)
        self.presses("Continue")

    def joins_by_typing(self, code: str) -> None:
        self.opens("/join")
        self.types(self.page.get_by_label("Your code"), code.lower())
        self.presses("Continue")

    def consents(self) -> None:
        self.ticks(self.page.get_by_label("I agree to take part"))
        self.presses("Continue")

    def tells_about_herself(self) -> None:
        role = self.page.get_by_role("group", name="What is your role?")
        self.ticks(role.get_by_label("Social worker", exact=True))
        self.ticks(self.page.get_by_label("5 to 9 years"))
        self.ticks(self.page.get_by_label("Mosaic"))
        self.presses("Continue")

    def warms_up(self) -> None:
        """Find the person of the warm-up, add a note, say so."""
        self.presses("Start")
        task = self.card.inner_text()
        person = re.search(r"Find (.+?) and find out", task)
        assert person, task
        self.finds(person[1])
        self.adds_a_note("Rang today, all is well.")
        self.presses("I have finished")

    def finds(self, name: str) -> None:
        self.types(self.page.get_by_role("searchbox").first, name.split()[-1])
        self.presses("Find")
        self.follows(name)

    def turns_to(self, part: str) -> None:
        """A part of the person's record, which a narrow page folds away."""
        folded = self.page.get_by_text("Other parts of this record")
        if folded.is_visible():
            self.reaches(folded)
            self.presses_at(folded)
        name = re.compile(f"^{part}( \\d+)?$")
        self.goes_by(self.page.get_by_role("main").get_by_role("link", name=name).locator("visible=true").first)

    def adds_a_note(self, text: str) -> None:
        self.turns_to("Notes")
        self.presses("Add case note", self.page.get_by_role("main"))
        self.ticks(self.page.get_by_label("Call out"))
        for part, value in (("Day", "10"), ("Month", "11"), ("Year", "2026")):
            self.types(self.page.get_by_label(part, exact=True), value)
        self.types(self.page.get_by_label("Title"), "Rang")
        self.types(self.page.get_by_label("What was said"), text)
        self.presses("Save case note")
        expect(self.page.get_by_text(text)).to_be_visible()

    def rates(self, ease: int, saying: str = "") -> None:
        self.ticks(self.page.get_by_role("radio", name=re.compile(f"^{ease}( |$)")))
        self.types(self.page.get_by_label("Is there anything you want to say?"), saying)
        self.presses("Continue")

    def answers_the_questionnaire(self, items: list[int]) -> None:
        for number, item in enumerate(items, 1):
            self.ticks(self.page.locator(f"[name=item_{number}][value='{item}']"))
        self.presses("Continue")

    def goes_through_the_first_arm(self, planned: Planned) -> None:
        """From her code to the rating, with the case worked whole; the questionnaire is next."""
        self.joins_by_typing(planned.code)
        self.consents()
        self.tells_about_herself()
        self.warms_up()
        self.presses("Start")
        self.works_the_case()
        self.presses("I have finished")
        self.rates(5, "Clear enough.")
        self.answers_the_questionnaire([4, 2] * 5)

    # --- the case ------------------------------------------------------------------------------------

    @property
    def card(self) -> Locator:
        return self.page.get_by_role("region", name="Usability session")

    @property
    def person(self) -> str:
        """Whom the task on the card is about."""
        return "Rosemary Tennant" if "Rosemary" in self.card.inner_text() else "Edna Farrow"

    def begins_the_case(self) -> None:
        """From the work view into the step that came in for her."""
        name = re.compile(f"^Start ?: {self.person}")
        # The first that came in is the page's one green button.
        self.goes_by(self.page.get_by_role("link", name=name).or_(self.page.get_by_role("button", name=name)).first)
        self.presses("Start", self.page.get_by_role("main"))

    def works_the_case(self, **changed: Any) -> None:
        """The whole case, wherever her workflow leads: to the end, once sent back and put right."""
        answers = answers_about(self.person, **changed)
        if self.path == "/work":
            self.begins_the_case()
        while True:
            self.fills_in_the_step(answers)
            self.hands_over("What happens at night is in it.")
            if self.next_for_her == "Put right":
                self.puts_right("What happens if somebody cannot come?", "Claire rings first, then rapid response.")
                self.hands_over("Tonight is in the plan now.")
                return
            self.presses(re.compile("^Open"))
            self.presses("Start", self.page.get_by_role("main"))

    @property
    def next_for_her(self) -> str:
        """What the page offers once something was handed over: "Put right", "Open" or "Back to your work"."""
        return self.page.locator(".app-next a").inner_text().split(":")[0].strip()

    def fills_in_the_step(self, answers: Answers) -> None:
        """Every page of the step under way, until the answers are there to check."""
        while not self.path.endswith("/check"):
            if "/pages/" in self.path:
                self.fills_in_the_page(answers)
            else:
                self.goes_by(self.page.locator(".app-next a"))

    def fills_in_the_page(self, answers: Answers) -> None:
        """Answer and save until it leads on: answers may open further questions, at once or with saving."""
        here = self.path
        for _ in range(4):
            self.answers_what_is_asked(answers)
            self.presses("Save and go on")
            if self.path != here:
                return
        raise AssertionError(f"{here} does not lead on: {self.told or self.page.evaluate(ASKED)}")

    def answers_what_is_asked(self, answers: Answers) -> None:
        """Everything on the page that has no answer yet and that she can answer."""
        while asked := [each for each in self.page.evaluate(ASKED) if not each["answered"] and code(each) in answers]:
            for each in asked:
                getattr(self, f"_{each['kind']}")(each["name"], answers[code(each)])

    def _text(self, name: str, answer: str) -> None:
        self.types(self.page.locator(f"#{name}"), answer)

    def _radios(self, name: str, answer: str) -> None:
        self.ticks(self.page.locator(f"[name='{name}'][value='{answer}']"))

    def _checkboxes(self, name: str, answer: list[str]) -> None:
        for code in answer:
            self._radios(name, code)

    def _select(self, name: str, answer: str) -> None:
        self.chooses(self.page.locator(f"#{name}"), answer)

    def _date(self, name: str, answer: str) -> None:
        for part, value in zip(("day", "month", "year"), answer.split(), strict=True):
            self._text(f"{name}-{part}", value)

    def _outcomes(self, name: str, answer: Answers) -> None:
        for code, parts in answer.items():
            for part, value in parts.items():
                kind = "radios" if part == "achieves" else "checkboxes" if part == "limbs" else "text"
                if part == "met_by":
                    kind = "select"
                getattr(self, f"_{kind}")(f"{name}-{code}-{part}", value)

    def _services(self, name: str, answer: list[Answers]) -> None:
        for line, service in enumerate(answer):
            if line:
                self.presses("Save and add a line")
            self._select(f"{name}-{line}-service", service["service"])
            self._text(f"{name}-{line}-units", service["units"])

    def hands_over(self, note: str) -> None:
        """Choose what is offered first, say something with it, finish."""
        main = self.page.get_by_role("main")
        if main.get_by_role("radio").count():
            self.ticks(main.get_by_role("radio").first)
        self.types(main.get_by_label("Hand-over note").first, note)
        for why in self.flagged.all():
            if not why.input_value():
                self.types(why, "It is met together with what is in the plan.")
        self.presses("Finish and hand over")
        assert not self.told, self.told

    @property
    def flagged(self) -> Locator:
        """Where she says why something that does not agree stays as it is."""
        return self.page.locator("textarea[name^='why-']")

    def puts_right(self, question: str, text: str) -> None:
        """From a step that came back to its answers, one of which she changes."""
        self.presses(re.compile("^Put right"))
        self.presses("Put right", self.page.get_by_role("main"))
        if not self.path.endswith("/check"):
            self.presses("Check answers")
        self.follows(f"Change {question}")
        self.types(self.page.get_by_label(question), text)
        self.presses("Save and go on")
