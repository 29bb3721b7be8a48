"""Workflow files that change while the application runs: read in when they are new, within a second."""

import time
from dataclasses import dataclass, field
from pathlib import Path

from flask import current_app, request
from sqlalchemy.exc import DBAPIError

from casework.database import ask_to_write
from casework.extensions import db
from casework.records.facts import CATALOGUE
from casework.web import current
from casework.workflows.problems import Problem
from casework.workflows.reading_in import Signature, read_in, signature_of
from config import ROOT

SEED_DATA = ROOT / "seed_data"
SECONDS_BETWEEN = 1.0
PLACES = ("workflows", "studies", "joining")
"""The blueprints before whose pages it matters that files are read in."""


@dataclass
class Watch:
    """A folder as it was when this process last looked. problems: what stops files from being read in."""

    folder: Path
    seen: Signature
    looked_at: float
    problems: list[Problem] = field(default_factory=list)


def _signature(folder: Path) -> Signature:
    return signature_of(folder / "workflows", folder / "lists")


def watched() -> Watch:
    """What this application watches, beginning with the files as they are when it is first asked."""
    extensions = current_app.extensions
    if "casework_files" not in extensions:
        folder = current_app.config.get("SEED_DATA", SEED_DATA)
        extensions["casework_files"] = Watch(folder, _signature(folder), time.monotonic())
    found: Watch = extensions["casework_files"]
    return found


def read_in_new_files() -> None:
    """Before a page: when files have changed since this process looked, read them in, in a transaction of its own."""
    if request.blueprint not in PLACES:
        return
    watch = watched()
    if time.monotonic() - watch.looked_at < SECONDS_BETWEEN:
        return
    watch.looked_at = time.monotonic()
    now = _signature(watch.folder)
    if now == watch.seen:
        return
    try:
        ask_to_write(db.session())
        found = read_in(db.session(), watch.folder, catalogue=CATALOGUE, at=current.moment())
        db.session.commit()
    except DBAPIError:
        # Another process reads the same files in, or writes just now: nobody's page fails for it, and we look again.
        db.session.rollback()
        current_app.logger.warning("files were not read in just now; they are looked at again")
        return
    watch.seen = now
    watch.problems = [problem for problem in found.problems if problem.severity == "error"]
    for problem in watch.problems:
        current_app.logger.warning("not read in: %s", problem)
