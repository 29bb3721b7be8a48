"""What the pages' scripts add, in a real browser, on small pages of the tests' own."""

import re
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue
from threading import Thread

import pytest
from playwright.sync_api import Page, Route, expect

from casework.records.operations.plans import weekly_pence

STATIC = Path(__file__).resolve().parents[2] / "casework" / "web" / "static"
PLACE = "http://pages.test"
KINDS = {".js": "text/javascript", ".css": "text/css"}


def whole_page(body: str) -> str:
    return (
        f"<!doctype html><html lang=en-GB><title>Page</title><body class='govuk-frontend-supported'>{body}"
        "<script type=module src=/static/js/start.js></script>"
    )


@pytest.fixture
def show(chromium) -> Callable[[str], Page]:
    """Shows a page whose body is given, with the site's own scripts; its time passes when a test says so."""
    page = chromium.page(PLACE)
    page.clock.install()
    bodies: dict[str, str] = {}

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(PLACE).split("?")[0]
        if path.startswith("/static/"):
            file = STATIC / path.removeprefix("/static/")
            route.fulfill(body=file.read_bytes(), content_type=KINDS[file.suffix])
        else:
            route.fulfill(body=bodies.get(path, ""), content_type="text/html")

    page.route(f"{PLACE}/**", answer)

    def show(body: str, path: str = "/page") -> Page:
        bodies[path] = whole_page(body)
        page.goto(path)
        return page

    return show


FORM = """<form method=post action=/saved data-autosave-url=/draft><input type=hidden name=csrf_token value=t>
<input type=hidden name=revision value=3><label>Notes <textarea name=notes></textarea></label>
<label><input type=radio name=carer value=yes> Yes</label><button>Save</button></form>
<div data-question=hours hidden>Hours</div><p data-saved></p>"""


def answer_drafts(page: Page, *replies: tuple[int, dict[str, object]]) -> list[str]:
    """Answers each draft with the next of these, the last again and again; gives what was sent."""
    sent: list[str] = []

    def reply(route: Route) -> None:
        status, said = replies[min(len(sent), len(replies) - 1)]
        sent.append(route.request.post_data or "")
        route.fulfill(status=status, json=said)

    page.route(f"{PLACE}/draft", reply)
    return sent


def field(sent: str, name: str) -> str:
    found = re.search(rf'name="{name}"\r\n\r\n(.*?)\r\n', sent)
    return found[1] if found else ""


def test_a_form_is_saved_a_few_seconds_after_it_changed_and_says_when(show):
    page = show(FORM)
    sent = answer_drafts(page, (200, {"saved": "09:31:07", "revision": 4}))
    page.get_by_label("Notes").fill("Cannot lift a pan")
    page.clock.run_for(3000)
    expect(page.locator("[data-saved]")).to_have_text("Saved 09:31:07")
    assert [field(one, "notes") for one in sent] == ["Cannot lift a pan"]
    assert (field(sent[0], "csrf_token"), field(sent[0], "revision")) == ("t", "3")


def test_the_next_save_names_the_revision_that_the_last_one_made(show):
    page = show(FORM)
    sent = answer_drafts(page, (200, {"saved": "09:31:07", "revision": 4}), (200, {"saved": "09:31:12", "revision": 5}))
    page.get_by_label("Notes").fill("One")
    page.clock.run_for(3000)
    expect(page.locator("[data-saved]")).to_have_text("Saved 09:31:07")
    page.get_by_label("Notes").fill("Two")
    page.clock.run_for(3000)
    expect(page.locator("[data-saved]")).to_have_text("Saved 09:31:12")
    assert [field(one, "revision") for one in sent] == ["3", "4"]


def test_while_the_server_is_away_the_text_is_kept_and_sent_later(show, chromium):
    chromium.expected.append("503")
    page = show(FORM)
    sent = answer_drafts(page, (503, {}), (200, {"saved": "09:32:00", "revision": 4}))
    page.get_by_label("Notes").fill("Cannot lift a pan")
    page.clock.run_for(3000)
    expect(page.locator("[data-saved]")).to_contain_text("Your text is kept here")
    page.clock.run_for(5000)
    expect(page.locator("[data-saved]")).to_have_text("Saved 09:32:00")
    assert field(sent[1], "notes") == "Cannot lift a pan"


def test_a_refused_save_says_why_in_the_servers_words(show, chromium):
    chromium.expected.append("409")
    page = show(FORM)
    answer_drafts(page, (409, {"message": "Not saved: this page was changed in another tab."}))
    page.get_by_label("Notes").fill("Mine")
    page.clock.run_for(3000)
    expect(page.locator("[data-saved]")).to_have_text("Not saved: this page was changed in another tab.")
    assert page.get_by_label("Notes").input_value() == "Mine"


def test_nothing_that_was_typed_is_left_in_the_browsers_storage(show):
    page = show(FORM)
    answer_drafts(page, (200, {"saved": "09:31:07", "revision": 4}))
    page.get_by_label("Notes").fill("Cannot lift a pan")
    page.clock.run_for(3000)
    expect(page.locator("[data-saved]")).to_have_text("Saved 09:31:07")
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_a_choice_opens_the_question_that_it_calls_for(show):
    page = show(FORM.replace("</form>", "<div data-question=hours hidden>Hours a week</div></form>", 1))
    answer_drafts(page, (200, {"saved": "09:31:07", "revision": 4, "shown": ["hours"]}))
    page.get_by_label("Yes").check()
    page.clock.run_for(300)
    expect(page.get_by_text("Hours a week")).to_be_visible(timeout=2000)


CARD = """<section data-card={key}><details open><summary>Fold</summary><p>The task</p></details>
<form method=post action=/finished><button>I have finished</button></form></section>"""


def test_a_folded_card_stays_folded_until_the_next_task(show):
    page = show(CARD.format(key="one"))
    page.get_by_text("Fold").click()
    page = show(CARD.format(key="one"), "/next")
    expect(page.get_by_text("The task")).to_be_hidden()
    page = show(CARD.format(key="two"), "/other-task")
    expect(page.get_by_text("The task")).to_be_visible()


class Listening:
    """A server that shows one page at every address, and keeps what is posted: a browser's last words on leaving a
    page reach a real server only."""

    def __init__(self) -> None:
        self._posts: Queue[tuple[str, str]] = Queue()
        page = "<div data-capture-url=/capture data-capture-token=t></div>"
        page += "<button type=button>Plain</button><label>Notes <textarea></textarea></label><a href=/next>On</a>"
        posts = self._posts

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                file = STATIC / self.path.removeprefix("/static/")
                is_file = self.path.startswith("/static/")
                body = file.read_bytes() if is_file else whole_page(page + CARD.format(key="one")).encode()
                self.send_response(200)
                self.send_header("Content-Type", KINDS[file.suffix] if is_file else "text/html")
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self) -> None:
                posts.put((self.path, self.rfile.read(int(self.headers["Content-Length"])).decode()))
                self.do_GET()

            def log_message(self, *words: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def posts(self) -> list[tuple[str, str]]:
        """The first two posts, waited for."""
        return [self._posts.get(timeout=10) for _ in range(2)]


@pytest.fixture
def listening() -> Iterator[Listening]:
    listening = Listening()
    thread = Thread(target=listening.server.serve_forever)
    thread.start()
    yield listening
    listening.server.shutdown()
    thread.join()
    listening.server.server_close()


def test_presses_are_sent_as_a_page_is_left_and_with_the_card(listening, chromium):
    page = chromium.page(listening.url)
    page.goto("/page")
    page.get_by_text("Plain").click()
    page.get_by_text("On").click()
    page.wait_for_url("**/next")
    page.get_by_text("I have finished").click()
    page.wait_for_url("**/finished", wait_until="networkidle")
    sent = dict(listening.posts())
    assert (field(sent["/capture"], "clicks"), field(sent["/capture"], "page")) == ("2", "/page")
    assert sent["/finished"] == "clicks=1"


def test_keys_are_sent_by_five_seconds_as_a_page_is_left_and_never_which_they_were(listening, chromium):
    page = chromium.page(listening.url)
    page.clock.install()
    page.goto("/page")
    page.get_by_label("Notes").press_sequentially("Carol")
    page.clock.run_for(20_000)
    page.get_by_label("Notes").press_sequentially("stays")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/next")
    page.get_by_text("I have finished").click()
    said = dict(listening.posts())["/capture"]
    earlier, later = (one.split(":") for one in field(said, "typing").split(","))
    assert (earlier[1], later[1]) == ("5", "5")
    assert 15 <= int(earlier[0]) - int(later[0]) <= 25
    assert "Carol" not in said


def test_a_live_page_takes_in_what_is_new_and_leaves_alone_what_is_being_written(show):
    page = show(
        "<main data-poll-url=/events data-after=7><p data-live=now>Page 1</p>"
        "<div data-live=note><label>Note <input></label></div></main><p data-heard></p>"
    )
    asked: list[str] = []

    def reply(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) > 1:
            route.fulfill(status=204)
        else:
            fresh = "<div data-after=9><p data-live=now>Page 2</p><div data-live=note>Gone</div></div>"
            route.fulfill(body=fresh, content_type="text/html")

    page.route(f"{PLACE}/events*", reply)
    page.get_by_label("Note").fill("! looks for")
    page.clock.run_for(2000)
    expect(page.get_by_text("Page 2")).to_be_visible(timeout=5000)
    expect(page.locator("[data-heard]")).to_contain_text("last heard")
    assert page.get_by_label("Note").input_value() == "! looks for"
    with page.expect_response("**/events*"):
        page.clock.run_for(2000)
    assert [address.split("=")[1] for address in asked] == ["7", "9"]


def test_a_live_page_says_when_it_lost_touch(show, chromium):
    chromium.expected.append("Failed to load resource")
    page = show("<main data-poll-url=/events data-after=0></main><p data-heard></p>")
    page.route(f"{PLACE}/events*", lambda route: route.abort())
    page.clock.run_for(10_000)
    expect(page.locator("[data-heard]")).to_contain_text("Connection lost")


def test_a_week_of_minutes_is_added_up_both_ways(show):
    cells = "".join(
        f"<input data-call={call} data-day={day} aria-label='{call} {day}'>"
        for call in ("am", "pm")
        for day in ("mon", "tue")
    )
    page = show(
        f"<div data-timetable>{cells}<b data-total-call=am></b><b data-total-day=tue></b><i data-total></i></div>"
    )
    for name, minutes in (("am mon", "45"), ("am tue", "30"), ("pm tue", "15"), ("pm mon", "a lot")):
        page.get_by_label(name).fill(minutes)
    assert page.locator("[data-total-call=am]").text_content() == "75"
    assert page.locator("[data-total-day=tue]").text_content() == "45"
    assert page.locator("[data-total]").text_content() == "90"


def test_a_line_of_support_costs_on_screen_what_the_server_says(show):
    page = show("<p>Plan</p>")
    lines = [("11.25", "24.50"), ("1", "62"), ("0.5", "0.01"), ("0.333333", "3.10"), ("7", "1,020.05"), ("2.675", "1")]
    on_screen = page.evaluate(
        "async lines => { const m = await import('/static/js/timetable.js');"
        " return lines.map(([units, rate]) => m.weeklyPence(units, rate)); }",
        [list(line) for line in lines],
    )
    assert on_screen == [
        weekly_pence({"units": units, "rate_pence": round(float(rate.replace(",", "")) * 100)}) for units, rate in lines
    ]
    assert page.evaluate("import('/static/js/timetable.js').then(m => m.pounds(1788956))") == "£17,889.56"
