"""A user researcher as a journey has her: plans sessions, watches one, notes, and reads the results."""

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.browser import Chromium
from tests.servers import Server

Look = Callable[..., None]


@dataclass(frozen=True)
class Serving:
    """A server that runs, and the sign-in of its first researcher."""

    server: Server
    username: str
    password: str

    @property
    def url(self) -> str:
        return self.server.url


def sign_in_of(said: str) -> tuple[str, str]:
    """Username and password, as `flask init` prints them."""
    found = re.search(r"Username: (\S+)\s+Password: (\S+)", said)
    assert found, said
    return found[1], found[2]


@dataclass(frozen=True)
class Planned:
    """A session that is ready to join. first, then: "A with Rosemary". code, link: the two ways in."""

    participant: str
    first: str
    then: str
    code: str
    link: str


class Researcher:
    """look: called on every page she comes to, with the page."""

    def __init__(self, page: Page, look: Look) -> None:
        self.page = page
        self.look = look

    def opens(self, path: str) -> None:
        self.page.goto(path)
        self.look(self.page)

    def presses(self, name: str, *, state: str = "") -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=True).first.click()
        self.look(self.page, state)

    def follows(self, name: str | re.Pattern[str]) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name).first.click()
        self.look(self.page)

    def signs_in(self, username: str, password: str) -> None:
        self.opens("/sign-in")
        self.page.get_by_label("Username").fill(username)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.presses("Sign in")

    def opens_the_study(self) -> None:
        self.opens("/studies")
        self.follows("Assessing and planning, two ways")

    def seals_the_plan(self) -> None:
        """Unless it is sealed already."""
        self.opens_the_study()
        if self.page.get_by_role("heading", name="Next: seal the plan").count():
            self.presses("Open the plan")
            self.presses("Seal the plan")

    def plans(self, number: int) -> None:
        self.seals_the_plan()
        self.opens_the_study()
        self.page.get_by_label("How many sessions").fill(str(number))
        self.presses("Plan sessions", state="planned")

    def planned_session(self, first: str) -> Planned | None:
        """A session that nobody has joined yet and that begins so: "A", or "A with Rosemary"."""
        self.opens_the_study()
        orders = {row[0]: (plain(row[1]), plain(row[2])) for row in self.table("Rows of the crossing")}
        for participant, row, _, state, *_ in self.table("Sessions"):
            order = orders[f"Row {row}"]
            if "sandboxes ready" in state and order[0].startswith(first):
                self.follows(f"Link and code of {participant}")
                code = self.page.locator(".app-code").inner_text()
                link = self.page.locator(".app-link-box").nth(1).inner_text()
                return Planned(participant, *order, code, link)
        return None

    def opens_the_console(self, participant: str) -> None:
        self.opens_the_study()
        self.follows(f"Console of {participant}")

    def sees(self, words: str | re.Pattern[str], *, seconds: float = 3) -> None:
        """The page says so, within seconds of its own accord."""
        expect(self.page.get_by_text(words).first).to_be_visible(timeout=seconds * 1000)

    def notes(self, text: str) -> None:
        self.page.get_by_label("Note", exact=True).fill(text)
        self.page.get_by_label("Note", exact=True).press("Enter")
        self.look(self.page, "noted")

    def leaves_out(self, run: re.Pattern[str], because: str) -> None:
        self.follows(run)
        self.presses("Leave this run out", state="without a reason")
        self.page.get_by_label("Why does this run not count?").fill(because)
        self.presses("Leave this run out", state="left out")

    def table(self, caption: str) -> list[list[str]]:
        """The cells of a table's rows, its heads left out."""
        rows = self.page.get_by_role("table", name=caption).locator("tbody tr").all()
        return [row.locator("th, td").all_inner_texts() for row in rows]

    def rows_of(self, table: str) -> list[dict[str, str]]:
        """A table of the results as CSV: "Every run", "Recorded facts", "Events", "Notes"."""
        with self.page.expect_download() as download:
            self.page.get_by_role("link", name=f"{table} (CSV)").click()
        text = download.value.path().read_text(encoding="utf-8-sig")
        return list(csv.DictReader(io.StringIO(text)))


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def sign_in(chromium: Chromium, serving: Serving, look: Callable[..., None], *, javascript: bool = True) -> Researcher:
    researcher = Researcher(chromium.page(serving.url, javascript=javascript), look)
    researcher.signs_in(serving.username, serving.password)
    return researcher
