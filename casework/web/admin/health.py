"""Whether all is well: for those who look after the lab, and for a monitor that only hears ok or not ok."""

import os
import platform
import sqlite3
import time
import tomllib
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.extensions import db
from casework.lab import backing_up, health
from casework.web import current
from casework.web.access import LAB, Who, allow
from casework.web.admin.blueprint import bp, parts_of
from casework.web.admin.wording import counted
from casework.web.studies.forms import ActForm
from config import ROOT

monitored = Blueprint("monitored", __name__)

ASKED_AGAIN_AFTER = 5
"""Seconds for which a monitor’s answer stands: whoever asks more often asks the database nothing."""

BEGUN = time.time()


@bp.get("/health", endpoint="health")
@allow(*LAB)
def show() -> ResponseReturnValue:
    known = current.settings()
    found = list(health.checks(db.session(), db.engine, instance=known.instance, at=current.moment()))
    return render_template(
        "admin/health.html",
        parts=parts_of("health"),
        checks=found,
        wrong=sum(check.state == "wrong" for check in found),
        to_look_at=sum(check.state == "look" for check in found),
        form=ActForm(),
        running=_running(),
    )


@cache
def version() -> str:
    """Of Casework, as pyproject.toml has it."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])


def _running() -> list[dict[str, str]]:
    minutes = int(time.time() - BEGUN) // 60
    database = f"SQLite {sqlite3.sqlite_version}" if db.engine.dialect.name == "sqlite" else "PostgreSQL"
    return [
        {"key": "Version", "value": f"Casework {version()}, Python {platform.python_version()}, {database}"},
        {"key": "This process", "value": f"number {os.getpid()}, for {counted('minute', 'minutes', minutes)}"},
        {"key": "Data", "value": str(current.settings().instance)},
    ]


@bp.post("/health/back-up")
@allow(*LAB)
def back_up() -> ResponseReturnValue:
    """A backup beside the database, at once. Copying it to another machine is for whoever looks after this one."""
    known, at = current.settings(), current.moment()
    there = url_for(".health")
    current.reply_is(there)
    db.session.commit()  # what follows reads the database as anybody may, and holds nobody up
    folder = known.instance / backing_up.BESIDE
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = folder / f"casework-{at:%Y%m%dT%H%M%S}.backup"
        made = backing_up.back_up(known.database_url, file, instance=known.instance, at=at)
    except (backing_up.CannotBackUp, OSError) as error:
        flash(f"No backup was made. {error}.")
    else:
        name, size = Path(made.file).name, f"{made.bytes:,}"
        flash(f"Backed up: {name}, {size} bytes. Copy it to another machine: it lies on this disk.")
    return redirect(there, 303)


@monitored.get("/healthz")
@allow(Who.ANYONE)
def answer() -> ResponseReturnValue:
    """ok, or not ok, and nothing else."""
    kept = current_app.extensions.setdefault("healthz", {"at": 0.0, "well": False})
    if time.monotonic() - kept["at"] > ASKED_AGAIN_AFTER:
        try:
            kept["well"] = health.is_well(db.session(), db.engine, instance=current.settings().instance)
        except Exception:  # a monitor hears that it is not well, and the log why
            current_app.logger.exception("not well")
            kept["well"] = False
        db.session.rollback()
        kept["at"] = time.monotonic()
    return Response("ok\n" if kept["well"] else "not ok\n", status=200 if kept["well"] else 503, mimetype="text/plain")
