"""A test client that reads: it opens pages as a visitor does, checks each one, and sends only what a page offers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from casework.accounts.models import Account, Role
from casework.accounts.operations import start_sign_in
from casework.clock import now
from casework.database import Db
from casework.lab import sessions
from casework.lab.models import Session
from casework.web.current import cookie_name

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
CONTROLS = {"input", "select", "textarea"}
CHOSEN = {"radio", "checkbox"}
UNSEEN = {"hidden", "submit", "button", "image"}


@dataclass
class Element:
    """One element of a page, with its text and its children."""

    tag: str
    attributes: dict[str, str]
    parent: Element | None = None
    children: list[Element | str] = field(default_factory=list)

    def get(self, name: str, default: str = "") -> str:
        return self.attributes.get(name, default)

    def __contains__(self, name: str) -> bool:
        return name in self.attributes

    @property
    def text(self) -> str:
        """What it says, with single spaces."""
        return re.sub(r"\s+", " ", "".join(self._words())).strip()

    def _words(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag not in ("script", "style", "template"):
                yield from child._words()
                yield " " if child.tag not in ("strong", "em", "span", "a", "b", "i") else ""

    @property
    def raw_text(self) -> str:
        return "".join(child for child in self.children if isinstance(child, str))

    def all(self, *tags: str) -> Iterator[Element]:
        """Every element inside, of these tags or of any."""
        for child in self.children:
            if isinstance(child, Element):
                if not tags or child.tag in tags:
                    yield child
                yield from child.all(*tags)

    def first(self, *tags: str) -> Element | None:
        return next(self.all(*tags), None)

    def inside(self, tag: str) -> Element | None:
        """The nearest element of this tag that it is in."""
        here = self.parent
        while here is not None and here.tag != tag:
            here = here.parent
        return here

    @property
    def classes(self) -> set[str]:
        return set(self.get("class").split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("document", {})
        self.here = self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.children.append(element)
        if tag not in VOID:
            self.here = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.here.children.append(Element(tag, {name: value or "" for name, value in attrs}, self.here))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        ended = self.here
        while ended.tag != tag and ended.parent is not None:
            ended = ended.parent
        if ended.parent is not None:
            self.here = ended.parent

    def handle_data(self, data: str) -> None:
        self.here.children.append(data)


def read(html: str) -> Element:
    reader = _Reader()
    reader.feed(html)
    return reader.root


class Page:
    """A page as it was answered. Reading it checks that it is sound."""

    def __init__(self, pages: Pages, response: TestResponse, path: str) -> None:
        self.pages = pages
        self.response = response
        self.status = response.status_code
        self.path = path
        self.html = response.get_data().decode(errors="replace")
        self.is_html = response.mimetype == "text/html"
        self.root = read(self.html if self.is_html else "")
        if self.is_html:
            check(self)

    # --- reading ---------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        body = self.root.first("body")
        return body.text if body else self.html

    @property
    def h1(self) -> str:
        found = self.root.first("h1")
        return found.text if found else ""

    @property
    def title(self) -> str:
        found = self.root.first("title")
        return found.text if found else ""

    def says(self, words: str) -> bool:
        return words in self.text

    @property
    def errors(self) -> list[str]:
        """What the error summary lists."""
        summary = next((e for e in self.root.all("div") if "govuk-error-summary" in e.classes), None)
        return [item.text for item in summary.all("li")] if summary else []

    def error_beside(self, name: str) -> str:
        """The message beside a field; empty when it has none."""
        for control in self.controls(name):
            group = control
            while group.parent is not None and "govuk-form-group" not in group.classes:
                group = group.parent
            for message in group.all("p", "span"):
                if "govuk-error-message" in message.classes:
                    return message.text.removeprefix("Error:").strip()
        return ""

    def controls(self, name: str) -> list[Element]:
        return [each for each in self.root.all(*CONTROLS) if each.get("name") == name]

    def value(self, name: str) -> str:
        """What stands in a field, or is chosen of it."""
        for control in self.controls(name):
            if control.get("type") not in CHOSEN or "checked" in control:
                return _standing(control)
        return ""

    @property
    def links(self) -> dict[str, str]:
        return {each.text: each.get("href") for each in self.root.all("a")}

    # --- going on --------------------------------------------------------------------------------

    def follow(self, text: str) -> Page:
        """Open the link that says this."""
        found = {words: address for words, address in self.links.items() if text in words}
        if not found:
            raise AssertionError(f"no link says “{text}”; there are {list(self.links)}")
        return self.pages.open(urljoin(self.path, next(iter(found.values()))))

    def submit(self, press: str = "", /, **fields: Any) -> Page:
        """Fill in the fields of a form and send it.

        press: what its button says, where the page has several forms. A field the form does not have, or a
        choice it does not offer, fails the test. None takes away what stands in a field.
        """
        form, button = self._form(press, fields)
        sent = list(_filled_in(form, fields))
        if "name" in button:
            sent.append((button.get("name"), button.get("value")))
        address = urljoin(self.path, button.get("formaction") or form.get("action") or self.path)
        if form.get("method", "get").lower() == "get":
            return self.pages.open(f"{urlsplit(address).path}?{urlencode(sent)}")
        return self.pages.post(address, sent)

    def _form(self, press: str, fields: dict[str, Any]) -> tuple[Element, Element]:
        forms = list(self.root.all("form"))
        for form in forms:
            names = {control.get("name") for control in form.all(*CONTROLS)}
            elsewhere = [
                each for each in self.root.all("button") if "id" in form and each.get("form") == form.get("id")
            ]
            for button in (*form.all("button"), *elsewhere):
                if press in button.text and set(fields) <= names:
                    return form, button
        offered = {b.text: sorted({c.get("name") for c in f.all(*CONTROLS)}) for f in forms for b in f.all("button")}
        raise AssertionError(f"no form has a button “{press}” and the fields {sorted(fields)}; there are {offered}")


def _standing(control: Element) -> str:
    if control.tag == "textarea":
        return control.raw_text.removeprefix("\n")
    if control.tag == "select":
        options = list(control.all("option"))
        chosen = next((option for option in options if "selected" in option), options[0] if options else None)
        return (chosen.get("value") if "value" in chosen else chosen.text) if chosen else ""
    return control.get("value", "on" if control.get("type") in CHOSEN else "")


def _filled_in(form: Element, fields: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, controls in _by_name(form).items():
        given = fields.get(name)
        kinds = {control.get("type") for control in controls}
        if kinds & CHOSEN:
            # What is always sent stands beside what may be chosen: a compulsory action among the offered.
            yield from ((name, _standing(control)) for control in controls if control.get("type") == "hidden")
            controls = [control for control in controls if control.get("type") != "hidden"]
            offered = [control.get("value", "on") for control in controls]
            wanted = _several(given) if name in fields else [_standing(c) for c in controls if "checked" in c]
            for value in wanted:
                if value not in offered:
                    raise AssertionError(f"{name} does not offer {value!r}; it offers {offered}")
            if len(wanted) > 1 and kinds == {"radio"}:
                raise AssertionError(f"only one of {name} can be chosen")
            yield from ((name, value) for value in wanted)
        elif name not in fields:
            yield from ((name, _standing(control)) for control in controls if control.get("type") != "submit")
        elif given is not None:
            values = str(given).split() if len(controls) > 1 else [str(given)]
            if len(values) != len(controls):
                raise AssertionError(f"{name} has {len(controls)} boxes: {given!r}")
            for control, value in zip(controls, values, strict=True):
                if control.get("type") == "hidden":
                    raise AssertionError(f"nobody can type into {name}")
                if control.tag == "select" and value not in {o.get("value", o.text) for o in control.all("option")}:
                    raise AssertionError(f"{name} does not offer {value!r}")
                yield name, value


def _by_name(form: Element) -> dict[str, list[Element]]:
    found: dict[str, list[Element]] = {}
    for control in form.all(*CONTROLS):
        if control.get("name") and "disabled" not in control:
            found.setdefault(control.get("name"), []).append(control)
    return found


def _several(given: Any) -> list[str]:
    if given is None:
        return []
    return [str(each) for each in given] if isinstance(given, list | tuple | set) else [str(given)]


# --- every page -----------------------------------------------------------------------------------


def check(page: Page) -> None:
    """One h1, which the title begins with; every control has a label; no id twice; nothing the policy forbids."""
    headings = [heading.text for heading in page.root.all("h1")]
    assert len(headings) == 1, f"{page.path} has {len(headings)} h1: {headings}"
    assert headings[0], f"{page.path} has an empty h1"
    title = page.title.removeprefix("Error: ")
    assert title.startswith(headings[0]), f"{page.path}: the title “{page.title}” does not begin with “{headings[0]}”"
    assert page.title.startswith("Error: ") == bool(page.errors), f"{page.path}: title and error summary disagree"
    html = page.root.first("html")
    assert html is not None, f"{page.path} is not a page"
    assert html.get("lang") == "en-GB", f"{page.path} does not say its language"
    ids = [each.get("id") for each in page.root.all() if "id" in each]
    twice = {each for each in ids if ids.count(each) > 1}
    assert not twice, f"{page.path} has these ids twice: {twice}"
    labelled = {each.get("for") for each in page.root.all("label")}
    for control in page.root.all(*CONTROLS):
        if control.get("type") not in UNSEEN:
            named = control.get("id") in labelled or control.inside("label") is not None
            named = named or bool({"aria-label", "aria-labelledby"} & control.attributes.keys())
            assert named, f"{page.path}: {control.get('name')} has no label"
    for each in page.root.all():
        acts = [name for name in each.attributes if name.startswith("on") or name == "style"]
        assert not acts, f"{page.path}: <{each.tag}> has {acts}, which the content security policy forbids"
        assert each.tag != "script" or "src" in each or "nonce" in each, f"{page.path} has a script without its mark"
    for address in [each.get("href") for each in page.root.all("a") if each.get("href").startswith("#")]:
        assert address[1:] in ids, f"{page.path}: {address} leads nowhere"


class Pages:
    """A browser with cookies of its own, and no scripts."""

    def __init__(self, app: Flask, db: Db) -> None:
        self.app = app
        self.db = db
        self.client: FlaskClient = app.test_client()

    def another(self) -> Pages:
        """A second browser, with none of this one's cookies."""
        return Pages(self.app, self.db)

    def open(self, path: str) -> Page:
        """Go to an address, and on to where it leads."""
        return self._read(lambda where: self.client.get(where, buffered=True), path)

    def post(self, path: str, sent: Sequence[tuple[str, str]] | dict[str, Any]) -> Page:
        """Send what no page need offer, as an attacker would; `Page.submit` is for what visitors do."""
        data: dict[str, list[str]] = {}
        for name, value in sent.items() if isinstance(sent, dict) else sent:
            data.setdefault(name, []).append(value)
        return self._read(lambda where: self.client.post(where, data=data), path)

    def _read(self, ask: Any, path: str) -> Page:
        # The test's own handle neither holds the database up nor reads what was there before.
        self.db.commit()
        response = ask(path)
        for _ in range(10):
            if response.status_code not in (301, 302, 303, 307, 308):
                break
            address = urlsplit(urljoin(path, response.headers["Location"]))
            path = address.path + (f"?{address.query}" if address.query else "")
            response = self.client.get(path, buffered=True)
        else:
            raise AssertionError(f"{path} leads round in circles")
        self.db.rollback()
        return Page(self, response, path)

    # --- who is here -----------------------------------------------------------------------------

    def as_staff(self, *roles: Role) -> Pages:
        """Signed in with these roles; all that the first account has when none is given."""
        given = roles or (Role.ADMINISTRATOR, Role.RESEARCHER, Role.DESIGNER)
        name = "-".join(role.value for role in given)
        account = Account(
            username=f"{name}-{id(self)}", name=f"Ruth {name}", password_hash="-", roles=[*given], made_at=now()
        )
        self.db.add(account)
        self.db.flush()
        token = start_sign_in(self.db, account, now())
        self.db.commit()
        with self.client.session_transaction() as cookie:
            cookie["_user_id"] = token
        return self

    def as_participant(self, session: Session) -> Pages:
        """In the session, as after following its link."""
        _, token = sessions.join(self.db, session.code, at=now())
        self.db.commit()
        with self.app.test_request_context():
            self.client.set_cookie(cookie_name(), token)
        return self

    def csrf_token(self) -> str:
        """A token of this browser's, as any form carries."""
        form = self.open("/join").root.first("form")
        assert form is not None
        return next(each.get("value") for each in form.all("input") if each.get("name") == "csrf_token")
