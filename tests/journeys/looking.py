"""Looking at every page that a journey comes to: axe, scrolling sideways, and pictures for people to look at."""

import os
import re
from collections import Counter
from pathlib import Path

from playwright.sync_api import Page

from tests.browser import faults

PICTURES = os.environ.get("CASEWORK_PICTURES", "")
WIDTHS = (1280, 360)
STATES_WITH_AXE = 2
"""axe takes a second: of a page that comes in many states it looks at so many, and at the width of them all."""

# What tells the states of one page apart, beside its title: its headings, and that answers opened more of it.
HEADINGS = """() => [...document.querySelectorAll("main h2, main h3, #opened")].map(it => it.innerText).join(" ")"""


class Looks:
    """Looks at each page once in each of its states, also on a telephone's width, and keeps what it finds.

    with_axe: False where another journey has looked at the same pages: then only their width is measured, as it is.
    """

    def __init__(self, journey: str, *, with_axe: bool = True) -> None:
        self.journey = journey
        self.with_axe = with_axe
        self.found: list[str] = []
        self.seen: set[str] = set()
        self.states: Counter[str] = Counter()

    def at(self, page: Page, state: str = "") -> None:
        """Look at the page as it is now, unless its like was looked at before."""
        here = " ".join([page.title(), state, page.evaluate(HEADINGS)]).replace("  ", " ")
        if here in self.seen:
            return
        self.seen.add(here)
        before = page.viewport_size
        self.states[page.title()] += 1
        if self.with_axe and self.states[page.title()] <= STATES_WITH_AXE:
            self.found += faults(page)
        if self.with_axe:
            page.set_viewport_size({"width": 320, "height": 640})
        self.found += too_wide(page)
        if PICTURES:
            self._picture(page, here)
        if before and before != page.viewport_size:
            page.set_viewport_size(before)

    def _picture(self, page: Page, here: str) -> None:
        folder = Path(PICTURES) / self.journey
        folder.mkdir(parents=True, exist_ok=True)
        name = f"{len(self.seen):03d}-{re.sub('[^a-z0-9]+', '-', here.lower())[:60].strip('-')}"
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)


def too_wide(page: Page) -> list[str]:
    """Says so when the page has to be scrolled sideways."""
    wide, window = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    return [f"{page.url}: the page is {wide} pixels wide in a window of {window}"] if wide > window else []
