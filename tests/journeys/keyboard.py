"""A participant whose only way about a page is the keyboard."""

from playwright.sync_api import Locator, expect

from tests.journeys.participant import Participant

MOST_TABS = 250
HAS_FOCUS = "element => element === document.activeElement"
SAME_GROUP = """element => document.activeElement.type === "radio" && document.activeElement.name === element.name"""
# A control says that it has the focus when it, or the label drawn in its place, looks another than without.
LOOKS_DIFFERENT = """element => {
    const label = element.labels?.[0];
    const drawn = () => [[element, null], ...(label ? [[label, "::before"]] : [])].map(([what, part]) => {
        const style = getComputedStyle(what, part);
        return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow, style.backgroundColor];
    }).join();
    const focused = drawn();
    element.blur();
    const plain = drawn();
    element.focus({preventScroll: true});
    return focused !== plain;
}"""
IN_SIGHT = """element => {
    const box = element.getBoundingClientRect();
    return box.bottom > 0 && box.top < innerHeight;
}"""


class KeyboardParticipant(Participant):
    """Tab and Shift and Tab, Space, Enter and the arrows, and letters where something is typed."""

    def reaches(self, what: Locator) -> None:
        """Press Tab until the control, or its group of radio buttons, has the focus: from the skip link on."""
        self._skips_to_the_main_part(what)
        there = SAME_GROUP if what.get_attribute("type") == "radio" else HAS_FOCUS
        for _ in range(MOST_TABS):
            if what.evaluate(there):
                break
            self.page.keyboard.press("Tab")
        else:
            raise AssertionError(f"{self.path}: {MOST_TABS} tabs do not lead to {what}")
        in_sight = self.page.evaluate(f"({IN_SIGHT})(document.activeElement)")
        assert in_sight, f"{self.path}: {what} has the focus, and is not in sight"

    def _skips_to_the_main_part(self, what: Locator) -> None:
        if self.page.evaluate("document.activeElement !== document.body"):
            return
        if what.evaluate("element => element.closest('main') !== null"):
            self.page.keyboard.press("Tab")
            expect(self.page.get_by_role("link", name="Skip to main content")).to_be_focused()
            self.page.keyboard.press("Enter")

    def presses_at(self, way: Locator) -> None:
        assert way.evaluate(LOOKS_DIFFERENT), f"{self.path}: {way} does not show that it has the focus"
        self.page.keyboard.press("Enter")

    def types(self, where: Locator, text: str) -> None:
        self.reaches(where)
        assert where.evaluate(LOOKS_DIFFERENT), f"{self.path}: {where} does not show that it has the focus"
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(text)

    def ticks(self, what: Locator) -> None:
        self.reaches(what)
        self.page.keyboard.press("Space")
        for _ in range(what.evaluate("it => it.form.querySelectorAll(`[name='${it.name}']`).length")):
            if what.evaluate(HAS_FOCUS):
                break
            self.page.keyboard.press("ArrowDown")
        assert what.evaluate(LOOKS_DIFFERENT), f"{self.path}: {what} does not show that it has the focus"
        expect(what).to_be_checked()

    def chooses(self, where: Locator, code: str) -> None:
        self.reaches(where)
        for _ in range(where.evaluate("it => it.options.length")):
            if where.input_value() == code:
                break
            self.page.keyboard.press("ArrowDown")
        expect(where).to_have_value(code)
