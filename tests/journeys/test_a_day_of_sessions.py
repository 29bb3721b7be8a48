"""A day of sessions, in real browsers: back to back, on another device, thirty at once, and watched."""

import re
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.bench.load import Browser
from tests.journeys.answers import answers_about
from tests.journeys.participant import Participant
from tests.journeys.researcher import Planned, Researcher, Serving, sign_in

A_TEXT = "[data-question] textarea:visible"


@pytest.fixture
def ruth(chromium, shared_server: Serving, widths) -> Researcher:
    """Whoever leads the day."""
    return sign_in(chromium, shared_server, widths.at)


def nobody_looks(*_: object) -> None:
    """What is tried here is not how the pages look."""


def next_one(ruth: Researcher) -> Planned:
    """The next session that is ready."""
    ruth.plans(1)
    found = ruth.planned_session("")
    assert found is not None
    return found


def ends_it(ruth: Researcher, planned: Planned) -> None:
    ruth.opens_the_console(planned.participant)
    ruth.follows("End the session")
    ruth.page.get_by_label("Why does the session end here?").fill("The hour is over")
    ruth.presses("End the session")


# --- one after the other ---------------------------------------------------------------------------


def test_six_sessions_follow_one_another_and_nothing_of_the_last_is_left(chromium, shared_server, ruth):
    browser = Participant(chromium.page(shared_server.url), nobody_looks)
    said: list[str] = []
    took: list[float] = []
    chromium.expected += ["/case-notes: Failed to load resource"]  # of people who are not in her county
    for number in range(6):
        planned = next_one(ruth)
        began = time.monotonic()
        browser.joins_by_typing(planned.code)
        browser.consents()
        browser.tells_about_herself()
        browser.presses("Start")
        took.append(time.monotonic() - began)
        for path in ("/work", "/people/arthur_penhale/case-notes", "/people/mavis_coultard/case-notes"):
            browser.opens(path)
            assert not [words for words in said if words in browser.page.content()], path
        browser.opens("/work")
        person = re.search(r"Find (.+?) and find out", browser.card.inner_text())
        assert person
        browser.finds(person[1])
        said.append(f"Rang about the lost umbrella number {number}.")
        browser.adds_a_note(said[-1])
        ends_it(ruth, planned)
        browser.opens("/work")
        expect(browser.page.get_by_role("heading", name="Thank you")).to_be_visible()
        browser.page.go_back()
        assert said[-1] not in browser.page.content()
        expect(browser.page.get_by_role("heading", name="Thank you")).to_be_visible()
    print(f"\nfrom the code to the first task: {', '.join(f'{each:.1f}' for each in took)} s, six presses each")


# --- on another device -----------------------------------------------------------------------------


def test_whoever_drops_out_goes_on_elsewhere_on_the_same_page_with_the_same_text(chromium, shared_server, ruth):
    planned = next_one(ruth)
    laptop = Participant(chromium.page(shared_server.url), nobody_looks)
    laptop.joins_by_typing(planned.code)
    laptop.consents()
    laptop.tells_about_herself()
    laptop.presses("Start")
    laptop.presses("I have finished")
    laptop.presses("Start")
    laptop.begins_the_case()
    answers = answers_about(laptop.person)
    while not laptop.page.locator(A_TEXT).count():
        if "/pages/" in laptop.path:
            laptop.fills_in_the_page(answers)
        else:
            laptop.goes_by(laptop.page.locator(".app-next a"))
    # Not the words "Saved at …", which may be of an earlier answer.
    with laptop.page.expect_response(lambda reply: reply.url.endswith("/draft")):
        laptop.page.locator(A_TEXT).first.fill("She waits for Alan for the rest.")
    where = laptop.path

    tablet = Participant(chromium.page(shared_server.url, width=820), nobody_looks)
    tablet.joins_by_typing(planned.code)
    tablet.opens(where)
    expect(tablet.page.locator(A_TEXT).first).to_have_value("She waits for Alan for the rest.")
    laptop.opens("/work")
    expect(laptop.page.get_by_role("main")).to_contain_text("another device")
    ruth.opens_the_console(planned.participant)
    ruth.sees("joined again, from another browser")
    ends_it(ruth, planned)


# --- thirty at once --------------------------------------------------------------------------------


def test_thirty_people_join_in_the_same_moment(start_server, chromium):
    serving = start_server()
    ruth = sign_in(chromium, serving, nobody_looks)
    for _ in range(3):
        ruth.plans(10)
    ruth.follows("A group that joins at once")
    ruth.presses("Open the code")
    code = ruth.page.locator(".app-code").inner_text()

    def comes(_: int) -> int:
        with closing(Browser(serving.url)) as browser:
            _, _, page = browser.ask("GET", "/join")
            token = re.search(r'name="csrf_token"[^>]*value="([^"]*)"', page)
            assert token
            status, there, _ = browser.ask("POST", "/join", {"csrf_token": token[1], "code": code})
            assert urlsplit(there).path == "/join/now", (status, there)
            return browser.ask("GET", "/join/now")[0]

    with ThreadPoolExecutor(30) as at_once:
        assert list(at_once.map(comes, range(30))) == [200] * 30
    ruth.opens(urlsplit(ruth.page.url).path)
    here = ruth.page.get_by_role("main").locator("li").filter(has_text=re.compile(r"^P\d\d")).all_inner_texts()
    assert len({each.split()[0] for each in here}) == len(here) == 30
    first_arm = Counter(each.split()[1] for each in here)
    assert max(first_arm.values()) - min(first_arm.values()) <= 1


# --- watched ---------------------------------------------------------------------------------------


def test_an_observer_follows_and_two_note_takers_lose_nothing(chromium, shared_server, ruth):
    planned = next_one(ruth)
    hers = Participant(chromium.page(shared_server.url), nobody_looks)
    hers.joins_by_typing(planned.code)
    hers.ticks(hers.page.get_by_label(re.compile("may watch while I work")))
    hers.consents()
    hers.tells_about_herself()
    hers.presses("Start")

    ruth.opens_the_console(planned.participant)
    observer = sign_in(chromium, shared_server, nobody_looks)
    observer.opens(f"{urlsplit(ruth.page.url).path}/watch")
    hers.opens("/people?q=Pellow")
    for watching in (observer, ruth):
        expect(watching.page.get_by_title(re.compile("People found|Nobody|Find"))).to_be_visible(timeout=6_000)
    frame = observer.page.frame_locator("iframe")
    expect(frame.locator("h1")).to_contain_text("Pellow", timeout=6_000)
    assert frame.locator("script").count() == 0

    observer.notes("! does not see the second name")
    ruth.sees("does not see the second name", seconds=8)
    ruth.page.context.set_offline(True)
    ruth.page.get_by_label("Note", exact=True).fill("s “Is this the right one?”")
    ruth.page.get_by_label("Note", exact=True).press("Enter")
    ruth.sees("1 note waits in this browser", seconds=12)
    ruth.page.context.set_offline(False)
    ruth.sees("All notes saved.", seconds=15)
    observer.sees("Is this the right one?", seconds=6)
    for text in ("* takes the short way", "d opens the notes"):  # one while the other is sent, and the page left
        ruth.notes(text)
    ruth.opens_the_study()
    ruth.opens_the_console(planned.participant)
    expect(ruth.page.locator(".app-log--notes li")).to_have_count(4)

    observer.page.get_by_label("Ask the facilitator").fill("Would she ring Carol here?")
    observer.presses("Send")
    ruth.sees("Would she ring Carol here?", seconds=6)
    chromium.expected += ["ERR_INTERNET_DISCONNECTED"]
    ruth.page.keyboard.press("Escape")
    ruth.page.keyboard.press("2")
    ruth.sees("help given: hint", seconds=6)
    ends_it(ruth, planned)


# --- an arm in another system ----------------------------------------------------------------------


def test_the_system_in_use_now_is_timed_and_judged_with_the_same_sheet(chromium, shared_server, ruth):
    ruth.opens("/studies/present_system")
    if ruth.page.get_by_role("heading", name="Next: seal the plan").count():
        ruth.presses("Open the plan")
        ruth.presses("Seal the plan")
        ruth.opens("/studies/present_system")
    ruth.page.get_by_label("How many sessions").fill("2")
    ruth.presses("Plan sessions")
    rows = {row[0]: row[1] for row in ruth.table("Rows that are dealt")}
    code, where = next(
        (re.search(r"[A-Z0-9]{3} [A-Z0-9]{3}", row[3])[0], row[0])
        for row in ruth.table("Sessions")
        if "A with" in rows[f"Row {row[1].split()[0]}"]
    )
    hers = Participant(chromium.page(shared_server.url), nobody_looks)
    hers.joins_by_typing(code)
    hers.consents()
    hers.tells_about_herself()
    hers.presses("Start")
    expect(hers.page.get_by_role("heading", name=re.compile("^Work in"))).to_be_visible()
    hers.presses("I have finished")
    hers.presses("Start")
    ruth.follows(f"Console of {where}")
    ruth.sees("There is no picture of another system")
    ruth.presses("Finished")
    ruth.sees("To judge (1)")
    ruth.follows(re.compile("^Judge it"))
    ruth.page.get_by_label("Yes").check()
    ruth.page.get_by_label("What did you see that shows it?").fill("The decision stands in it with reasons")
    ruth.presses("Keep this judgement")
    ruth.sees("judged done")
