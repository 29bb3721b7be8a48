"""The log: one line for each request, who signed in, who was refused, and what went wrong. No secret stands in it."""

import logging
import re
from datetime import datetime, timedelta
from logging.handlers import RotatingFileHandler
from pathlib import Path
from time import perf_counter
from typing import Any
from urllib.parse import quote

from flask import Flask, Response, g, request, request_finished, request_started
from flask.logging import default_handler

NAME = "casework.log"
MOST_BYTES = 5_000_000
MOST_FILES = 5
KEPT = timedelta(days=90)
SECRET = ("token", "code")
"""Parts of an address that are a right to what it leads to."""
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")


class OneEach(logging.Formatter):
    """A line for each thing that happened: what somebody typed begins none, and moves no cursor."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        said = CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", super().format(record))
        return said.replace("\n", "\n    | ")


def keep(app: Flask, folder: Path | None, *, requests: bool) -> None:
    """Keep a log of this application: on stderr, and in a file where a folder is given.

    requests: with a line for each; otherwise only what happened. Called once, before the first request.
    """
    default_handler.setFormatter(OneEach())
    handlers: list[logging.Handler] = []
    if folder is not None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = RotatingFileHandler(folder / NAME, maxBytes=MOST_BYTES, backupCount=MOST_FILES, encoding="utf-8")
        file.setFormatter(OneEach())
        app.logger.addHandler(file)
        handlers.append(file)
    if not requests:
        return
    # Not by its name, which every application of the process would share.
    lines = logging.Logger("casework.requests")
    for handler in handlers or [default_handler]:
        lines.addHandler(handler)

    def begun(sender: Flask, **_: Any) -> None:
        g.begun = perf_counter()

    def answered(sender: Flask, response: Response, **_: Any) -> None:
        if request.endpoint == "static":
            return
        seconds = perf_counter() - g.get("begun", perf_counter())
        where, size = address(), response.calculate_content_length() or 0
        said = (request.remote_addr, request.method, where, response.status_code, size, seconds * 1000)
        lines.info("%s %s %s %s %d %.0fms", *said)

    request_started.connect(begun, app, weak=False)
    request_finished.connect(answered, app, weak=False)


def drop_old(folder: Path, at: datetime) -> int:
    """Delete turned-over files whose last line is older than they are kept; how many."""
    old = [file for file in folder.glob(f"{NAME}.*") if file.stat().st_mtime < (at - KEPT).timestamp()]
    for file in old:
        file.unlink()
    return len(old)


def address() -> str:
    """Where the request went, with what is a right in it left out, and nothing of what stands after a question mark."""
    if request.url_rule is None:
        return "(no such page)"
    path, known = request.path, request.view_args or {}
    for secret in [*(known.get(name) for name in SECRET), g.get("address_token")]:
        if secret:
            path = path.replace(str(secret), "~")
    return quote(path, safe="/~")
