"""Where she presses first on the page that a front-door task begins with: noted by what that page offered her.

The page is read as it is sent, so that her next request can be told apart by what was written on the link, the button
or the choice that made it, with a script in her browser or without.
"""

from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, g, request

from casework.database import ask_to_write
from casework.extensions import db
from casework.lab import front_door, sessions
from casework.lab.models import TaskRun
from casework.web import current

NOT_PRESSED = (".calls", ".capture", ".save_draft")
"""What the page's own script asks for."""

LONGEST = 200


def attach(bp: Blueprint) -> None:
    bp.before_request(_look)
    bp.after_request(_note)


def waits(run: TaskRun | None) -> bool:
    """Whether the first press of a run is still to come."""
    return run is not None and (front_door.waits_for_first_page(run) or front_door.waits_for_first_press(run))


def _look() -> None:
    """Before a page, while its session is read anyway: whether a first press is still to come."""
    by_script = (request.endpoint or "").endswith(NOT_PRESSED)
    g.first_press_waits = not by_script and current.is_watched() and waits(current.run())


def _note(response: Response) -> Response:
    """After each page of a run whose first press is still to come: keep the page, or what she pressed on it."""
    if not g.get("first_press_waits"):
        return response
    run = current.run()
    if run is None or not waits(run):
        return response
    is_page = request.method == "GET" and response.status_code == 200 and response.mimetype == "text/html"
    if front_door.waits_for_first_page(run) and is_page:
        offers = offers_of(response.get_data(as_text=True))
        if f"POST form {request.path}/start" in offers:
            return response  # the way in to a form that is not begun yet leaves her nothing to choose
        _keep(lambda run: front_door.page_was_shown(run, path=request.path, offers=offers, at=current.moment()))
    elif run.first_click is not None and not (request.method == "GET" and request.path == run.first_click["page"]):
        pressed = pressed_of(run.first_click["offers"])
        _keep(lambda run: front_door.was_pressed(run, pressed, at=current.moment()))
    return response


def _keep(change: Any) -> None:
    """Change the run under way in a transaction of its own: the page's is over."""
    here = current.sitting().id
    db.session.rollback()
    current.forget()
    ask_to_write(db.session())
    session = sessions.get_session(db.session(), here, lock=True)
    if session.current_run is not None:
        change(session.current_run)
    db.session.commit()
    current.forget()


def pressed_of(offers: dict[str, str]) -> list[str]:
    """What is written on the link or the button that made this request, and on what was chosen with it."""
    link = f"{request.method} {request.full_path.rstrip('?')}"
    if link in offers:
        return [offers[link]]
    form = f"{request.method} form {request.path}"
    sent = [f"{name}={value}" for name, values in request.values.lists() for value in values]
    chosen = [offers[f"choice {one}"] for one in sent if f"choice {one}" in offers]
    named = [offers[f"{form} {one}"] for one in sent if f"{form} {one}" in offers]
    pressed = named or ([offers[form]] if form in offers else [])
    return [*chosen, *pressed] or [request.path]


def offers_of(html: str) -> dict[str, str]:
    """What a page offers to press: what is sent by it, → what is written on it.

    "GET /people": a link. "POST form /steps/1/start": a form's unnamed button, with " name=value" after it a named one.
    "choice q-who=me": a radio button or a box. The research's own card is none of it.
    """
    reader = _Offers()
    reader.feed(html)
    for box, key in reader.boxes.items():
        if box in reader.labels:
            reader.offers[key] = reader.labels[box]
    return reader.offers


class _Offers(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.offers: dict[str, str] = {}
        self.boxes: dict[str, str] = {}
        self.labels: dict[str, str] = {}
        self.form = ("", "")
        self.card = 0
        self.under_way: tuple[str, str] | None = None
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "section" and (self.card or "app-card" in has.get("class", "").split()):
            self.card += 1
        if self.card:
            return
        if tag == "form":
            self.form = (has.get("method", "get").upper(), has.get("action", ""))
        elif tag == "a" and has.get("href") and not has["href"].startswith("#"):
            self._begin("a", f"GET {_local(has['href'])}")
        elif tag == "button":
            method, action = self.form
            named = f" {has['name']}={has.get('value', '')}" if has.get("name") else ""
            self._begin("button", f"{method} form {_local(has.get('formaction') or action)}{named}")
        elif tag == "label" and has.get("for"):
            self._begin("label", has["for"])
        elif tag == "input" and has.get("type") in ("radio", "checkbox") and has.get("id"):
            self.boxes[has["id"]] = f"choice {has.get('name', '')}={has.get('value', 'on')}"

    def _begin(self, tag: str, key: str) -> None:
        self.under_way, self.text = (tag, key), []

    def handle_data(self, data: str) -> None:
        if self.under_way:
            self.text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "section" and self.card:
            self.card -= 1
        if not self.under_way or tag != self.under_way[0]:
            return
        key, text = self.under_way[1], " ".join("".join(self.text).split())[:LONGEST]
        (self.labels if tag == "label" else self.offers).setdefault(key, text)
        self.under_way = None


def _local(address: str) -> str:
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")
