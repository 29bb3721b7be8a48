"""Who may use a route. A route that does not say is refused to everybody."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.accounts.models import Account, Role
from casework.web import current, log

View = TypeVar("View", bound=Callable[..., Any])


class Who(StrEnum):
    """Visitors who are not staff."""

    ANYONE = "anyone"
    PARTICIPANT = "participant"
    TRYING = "trying"
    """Whoever holds the address of a trial, of a shown link or of a colleague's part, until it expires."""
    READER = "reader"
    """Whoever holds the address of a reader, who answers questions from what others wrote."""


AT_WORK = (Who.PARTICIPANT, Who.TRYING)
STAFF = tuple(Role)
LAB = (Role.ADMINISTRATOR, Role.RESEARCHER)
WATCHING = (*LAB, Role.NOTE_TAKER, Role.OBSERVER)
NOTING = (*LAB, Role.NOTE_TAKER)
BENCH = (*LAB, Role.DESIGNER)

TO_SET_UP = {
    "accounts.second_factor_page",
    "accounts.confirm_second_factor",
    "accounts.change_password",
    "accounts.sign_out",
}
"""What somebody who leads may do before her second factor is set up, where she needs one."""


def allow(*who: Who | Role) -> Callable[[View], View]:
    """Say who may use a route; written directly under its @route."""

    def mark(view: View) -> View:
        view.allowed = frozenset(who)  # type: ignore[attr-defined]
        return view

    return mark


def allowed(app: Flask, endpoint: str) -> frozenset[Who | Role]:
    """Who may use an endpoint; nobody, where it does not say."""
    if endpoint == "static":
        return frozenset({Who.ANYONE})
    return getattr(app.view_functions[endpoint], "allowed", frozenset())


def check() -> ResponseReturnValue | None:
    """Before each request: let through those the route names, show the others their way in."""
    if request.endpoint is None:
        return None
    who = allowed(current_app._get_current_object(), request.endpoint)  # type: ignore[attr-defined]
    if Who.ANYONE in who:
        return None
    if current.is_trial_address():
        return None if Who.TRYING in who and current.trial() is not None else current.trial_is_over()
    if current.is_colleague_address():
        link = current.colleague()
        if link is not None and link.reads_only and current.is_post():
            return current.show_what_was_typed("This link is for reading only", 403)
        return None if Who.TRYING in who and link is not None else current.trial_is_over()
    if current.is_reader_address():
        return None if Who.READER in who and current.reader() is not None else current.trial_is_over()
    if Who.PARTICIPANT in who and current.session() is not None:
        return None
    if current_user.is_authenticated and who.intersection(Role(role) for role in current_user.account.roles):
        return _ask_for_second_factor()
    # What a visitor puts in an address begins no line of the log, and what gives a right stands in none.
    current_app.logger.warning("refused %s %s to %s", request.method, log.address(), request.remote_addr)
    if not who:
        abort(403)
    if current_user.is_authenticated and not who <= set(AT_WORK):
        abort(403)
    if request.method == "GET":
        if Who.PARTICIPANT in who:
            return redirect(url_for("joining.enter_code"))
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
    title = "You went on on another device" if current.went_on_elsewhere() else "You are signed out"
    return current.show_what_was_typed(title, 403)


def must_have_second_factor(account: Account) -> bool:
    """Whether this account may do nothing without one: those who lead do, once other machines come here."""
    return current.settings().is_reached_from_elsewhere and not set(account.roles).isdisjoint(LAB)


def _ask_for_second_factor() -> ResponseReturnValue | None:
    """Before anything else, whoever leads sets up a second factor; a page says why."""
    account = current_user.account
    if account.totp_since is not None or not must_have_second_factor(account) or request.endpoint in TO_SET_UP:
        return None
    if request.method == "GET":
        return redirect(url_for("accounts.second_factor_page"))
    why = "Other machines can reach this lab now, so your account needs a second factor before you go on."
    return current.show_what_was_typed("Set up your second factor first", 403, why=why)
