"""What scripts add to a replay: it plays, and is gone through by keys and by pressing on its rows."""

import re

from playwright.sync_api import Page, Route, expect

from tests.journeys.test_scripts import KINDS, PLACE, STATIC, whole_page

REPLAY = """<div data-replay data-at={at} data-length=100 data-moments=0,12,50>
<div data-part=bar><a href="?at=50" data-key=j>Next problem</a><a href="?at=0" data-key=k>Previous</a>
<button data-play hidden>▶ Play</button><button data-speed aria-pressed=false hidden>2×</button></div>
<ol data-part=frames class=app-filmstrip><li data-second=0 {first}>Start</li><li data-second=12 {second}>Later</li></ol>
<div data-part=timeline><svg data-left=0 data-right=100 data-width=100 width=100 height=20 aria-label=Rows>
<g data-head transform="translate(0 0)"></g></svg></div>
<h2>The page at <span data-now>{at}</span></h2><div data-part=lines>What happened at {at}</div>
<form><input name=at data-at-field value={at}><label>Note <input name=text></label></form></div>"""


def opened(chromium) -> Page:
    """A page whose time passes when a test says so; every address is the replay at its moment."""
    page = chromium.page(PLACE)
    page.clock.install(time=0)
    page.clock.pause_at(1)

    def answer(route: Route) -> None:
        path, _, asked = route.request.url.removeprefix(PLACE).partition("?")
        if path.startswith("/static/"):
            file = STATIC / path.removeprefix("/static/")
            route.fulfill(body=file.read_bytes(), content_type=KINDS[file.suffix])
            return
        at = int(re.sub(r"\D", "", asked) or 0)
        body = REPLAY.format(
            at=at, first="aria-current=true" if at < 12 else "", second="aria-current=true" if at >= 12 else ""
        )
        route.fulfill(body=whole_page(body), content_type="text/html; charset=utf-8")

    page.route(f"{PLACE}/**", answer)
    return page


def test_a_replay_plays_and_shows_each_moment_as_it_comes(chromium):
    page = opened(chromium)
    page.goto("/replay?at=8")
    page.get_by_role("button", name="Play").click()
    page.clock.run_for(3_000)
    expect(page.get_by_text("The page at")).to_have_text("The page at 0:11")
    expect(page.get_by_text("What happened at 8")).to_be_visible()
    page.clock.run_for(1_500)
    expect(page.get_by_text("What happened at 12")).to_be_visible()
    expect(page.locator("[aria-current]")).to_have_text("Later")
    page.get_by_role("button", name="2×").click()
    page.clock.run_for(2_000)
    page.get_by_role("button", name="Stop").click()
    expect(page).to_have_url(re.compile(r"at=16$"))
    expect(page.locator("[data-at-field]")).to_have_value("16")


def test_j_and_k_go_between_problems_unless_something_is_typed(chromium):
    page = opened(chromium)
    page.goto("/replay?at=8")
    page.get_by_label("Note").press_sequentially("jk")
    expect(page).to_have_url(re.compile(r"at=8$"))
    page.get_by_text("The page at").click()
    page.keyboard.press("j")
    expect(page.get_by_text("What happened at 50")).to_be_visible()
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    page.keyboard.press("k")
    expect(page).to_have_url(re.compile(r"at=0$"))


def test_a_press_on_the_rows_goes_to_that_moment(chromium):
    page = opened(chromium)
    page.goto("/replay?at=8")
    page.get_by_label("Rows").click(position={"x": 60, "y": 10})
    expect(page.get_by_text("The page at")).to_have_text("The page at 1:00")
    expect(page.get_by_text("What happened at 60")).to_be_visible()
