"""Participants who send posts to the real server, each over connections of her own."""

from __future__ import annotations

import http.client
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from tests.pages import read

Form = Mapping[str, str | list[str]]


@dataclass(frozen=True)
class Reply:
    """What the server answered; redirects are not followed. status 0: the connection broke, nothing was told."""

    status: int
    location: str
    html: str

    @property
    def heading(self) -> str:
        found = read(self.html).first("h1")
        return found.text if found else ""


class Visitor:
    """A browser of a participant's own, without pages' checks: it can lose its server in the middle of a post."""

    def __init__(self, url: str, token: str, sitting: str) -> None:
        self.address = urlsplit(url).netloc
        self.sitting = sitting
        self.cookies = {"casework-sitting": token}
        self.csrf_token = ""

    def get(self, path: str) -> Reply:
        return self._ask("GET", path, None)

    def post(self, path: str, form: Form) -> Reply:
        """Send a form of hers, with her token and her sitting."""
        if not self.csrf_token:
            self.csrf_token = self._token()
        if not self.csrf_token:
            return Reply(0, "", "")
        return self._ask("POST", path, {"csrf_token": self.csrf_token, "sitting": self.sitting, **form})

    def _token(self) -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.get("/work").html)
        return found[1] if found else ""

    def _ask(self, method: str, path: str, form: Form | None) -> Reply:
        connection = http.client.HTTPConnection(self.address, timeout=20)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if form is not None:
            body = urlencode(form, doseq=True)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            html = response.read().decode()
        except (OSError, http.client.HTTPException):
            return Reply(0, "", "")
        finally:
            connection.close()
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return Reply(response.status, response.headers.get("Location", ""), html)


def once() -> str:
    """A key as a page carries it."""
    return secrets.token_hex(16)


def a_note(text: str) -> dict[str, str | list[str]]:
    """The form of a new case note."""
    return {"once": once(), "kind": "call-out", "happened_on": ["10", "11", "2026"], "title": "A call", "text": text}
