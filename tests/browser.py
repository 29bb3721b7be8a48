"""A real browser for tests: found on the machine, or installed from its packages where we may, else a failure."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "msedge")
ELSEWHERE = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
NO_BROWSER = (
    "No Chromium-family browser was found, and none could be installed from here. Install one (on Debian: "
    "sudo apt-get install chromium), or set CASEWORK_CHROMIUM to where it is. "
    "To leave the browser out on purpose: pytest -m 'not browser and not evidence'."
)

is_root = getattr(os, "geteuid", lambda: 1)() == 0


def find_chromium() -> str | None:
    if given := os.environ.get("CASEWORK_CHROMIUM"):
        return given if os.access(given, os.X_OK) else None
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return found or next((path for path in ELSEWHERE if Path(path).exists()), None)


def install_chromium() -> None:
    """From Debian's packages, where we are root; elsewhere nothing."""
    if not is_root or not shutil.which("apt-get"):
        return
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update"], ["apt-get", "install", "--yes", "--no-install-recommends", "chromium"]):
        subprocess.run(command, env=environment, capture_output=True, check=False, timeout=600)


class Chromium:
    """Opens pages, each like a person of her own, and keeps every error that the browser reports.

    A refused script or style of the content security policy is such an error. Errors fail the test at its end;
    `expected` names parts of messages that a test brings about on purpose.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self.errors: list[str] = []
        self.expected: list[str] = []

    def page(self, base_url: str, *, width: int = 1280, height: int = 900, javascript: bool = True) -> Page:
        """A page with cookies of its own; its addresses begin at base_url."""
        context = self._browser.new_context(
            base_url=base_url,
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            locale="en-GB",
            timezone_id="Europe/London",
        )
        context.set_default_timeout(30_000)  # a laptop that is doing other things as well
        page = context.new_page()
        page.on("pageerror", lambda error: self.errors.append(f"{page.url}: {error}"))
        page.on(
            "console", lambda said: self.errors.append(f"{page.url}: {said.text}") if said.type == "error" else None
        )
        return page

    def unexpected(self) -> list[str]:
        return [error for error in self.errors if not any(part in error for part in self.expected)]


# The success criteria of WCAG 2.0 to 2.2, A and AA, and what axe advises beside them.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def faults(page: Page) -> list[str]:
    """What axe finds on the page, and whether it needs scrolling sideways; empty when all is well."""
    options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
    found = [
        f"{fault['id']}: {fault['help']}: {fault['nodes'][0]['html'][:160]}"
        for fault in Axe().run(page, options=options).response["violations"]
    ]
    width = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    if width[0] > width[1]:
        found.append(f"the page is {width[0]} pixels wide in a window of {width[1]}")
    return [f"{page.url}: {fault}" for fault in found]


@pytest.fixture(scope="session")
def running_chromium() -> Iterator[Browser]:
    if not find_chromium():
        install_chromium()
    program = find_chromium()
    if program is None:
        pytest.fail(NO_BROWSER, pytrace=False)
    with sync_playwright() as playwright:
        # Chromium refuses to run as root inside its sandbox; elsewhere the sandbox stays.
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"] if is_root else [])
        yield browser
        browser.close()


@pytest.fixture
def chromium(running_chromium: Browser) -> Iterator[Chromium]:
    chromium = Chromium(running_chromium)
    yield chromium
    for context in list(running_chromium.contexts):
        context.close()
    if unexpected := chromium.unexpected():
        pytest.fail("the browser reported errors:\n" + "\n".join(unexpected), pytrace=False)
