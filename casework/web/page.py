"""What every template can say: dates as people write them, money, and who is here."""

import secrets
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, cast

from flask import Flask, current_app, request, url_for
from flask_login import current_user
from flask_wtf.csrf import generate_csrf

from casework.accounts.models import Role
from casework.council import Council
from casework.statistics.present import clock
from casework.web import current
from casework.web.access import WATCHING, allowed
from casework.web.components import error_list, field_params
from casework.workflows.wording import fill, plain

NOBODY_JOINED = {"progress": "", "display": "", "has_joined": False, "has_agreed": False, "is_working": False}
"""What `layouts/join.html` reads where nobody has joined a session."""


def attach(app: Flask) -> None:
    app.add_template_filter(day, "day")
    app.add_template_filter(day_near, "day_near")
    app.add_template_filter(day_of_week, "day_of_week")
    app.add_template_filter(time_near, "time_near")
    app.add_template_filter(time_of_day, "time_of_day")
    app.add_template_filter(money, "money")
    app.add_template_filter(clock_or_not_known, "clock")
    app.add_template_filter(fill, "fill")
    app.add_template_filter(plain, "plain_words")
    app.add_template_global(field_params)
    app.add_template_global(error_list)
    app.add_template_global(the_council)
    app.context_processor(_everywhere)


def _everywhere() -> dict[str, Any]:
    return {
        "cspNonce": current.nonce(),
        "council": current.settings().council,
        "once_only_key": lambda: secrets.token_hex(16),
        "staff": current_user if current_user.is_authenticated else None,
        "current_path": request.path,
    }


def the_council() -> Council:
    """The council's details, for public pages and for whoever has to be told."""
    return cast(Council, current_app.config["COUNCIL"])


def lab_frame() -> dict[str, Any]:
    """What `layouts/lab.html` reads."""
    places = [
        ("Studies", url_for("studies.index"), "/studies"),
        *([("Panel", url_for("studies.my_panels"), "/panel")] if current_user.may(Role.EXPERT) else []),
        ("Workflows", url_for("workflows.index"), "/workflows"),
        *([("Roadmap", url_for("roadmap.index"), "/roadmap")] if current_user.may(*WATCHING) else []),
        ("County", url_for("county.index"), "/county"),
        ("Playbook", url_for("playbook.index"), "/playbook"),
        *[("Admin", url_for(first), "/admin") for first in _first_of_admin()],
    ]
    account = current_user.account
    return {
        "places": [
            {"text": text, "href": href, "current": request.path.startswith(under)} for text, href, under in places
        ],
        "account": {"name": account.name, "role": ", ".join(account.roles), "href": url_for("accounts.own")},
        "sign_out": {"url": url_for("accounts.sign_out"), "csrf_token": generate_csrf()},
    }


def _first_of_admin() -> list[str]:
    """The first page about keeping the lab running that whoever is signed in may open, if there is one."""
    places = ("admin.health", "admin.withdrawals", "admin.people")
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    return [each for each in places if each in app.view_functions and current_user.may(*allowed(app, each))][:1]


def day(value: date | datetime | None) -> str:
    """10 Nov 2026"""
    return f"{value.day} {value:%b %Y}" if value else ""


def day_of_week(value: date | datetime | None) -> str:
    """Tue 10 Nov 2026"""
    return f"{value:%a} {value.day} {value:%b %Y}" if value else ""


def day_near(value: date | None, today: date) -> str:
    """today, yesterday, Fri 6 Nov; with its year when that is another."""
    if value is None:
        return ""
    ago = (today - value).days
    if ago in (0, 1, -1):
        return {0: "today", 1: "yesterday", -1: "tomorrow"}[ago]
    return f"{value:%a} {value.day} {value:%b}" + ("" if value.year == today.year else f" {value.year}")


def time_near(on: date, at: datetime, today: date) -> str:
    """today 16:20, Fri 6 Nov 16:58: the story's day of a thing, with the time of day at which it happened."""
    return f"{day_near(on, today)} {at.astimezone():%H:%M}"


def time_of_day(value: datetime | None) -> str:
    """09:31:07, in the server's own time zone."""
    return f"{value.astimezone():%H:%M:%S}" if value else ""


def money(pence: int | None) -> str:
    """£1,234.50 from 123450 pence."""
    if pence is None:
        return ""
    pounds = (Decimal(pence) / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"£{pounds:,}" if pounds >= 0 else f"-£{-pounds:,}"


def clock_or_not_known(seconds: float | None) -> str:
    """12:05 from 725 seconds, rounded as in every figure."""
    return "not known" if seconds is None else clock(seconds)
