"""Pages: one package per area, each with its routes and forms. This joins them to the application."""

import sys
from typing import Any

from flask import Flask, Response, current_app, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from jinja2 import ChainableUndefined, ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader
from sqlalchemy.exc import DBAPIError, IntegrityError
from werkzeug.exceptions import HTTPException

from casework.database import ask_to_write
from casework.errors import NotFound
from casework.extensions import db
from casework.web import (
    access,
    accounts,
    admin,
    county,
    current,
    front,
    joining,
    page,
    picturing,
    playbook,
    records,
    roadmap,
    studies,
    trying,
    workflows,
)
from config import ROOT


class StrictInOurTemplates(ChainableUndefined):
    """A misspelt name fails in our templates; the vendor's rely on names that may be missing."""

    def _check(self) -> None:
        frame = sys._getframe(2)
        while frame and not frame.f_code.co_filename.endswith(".html"):
            if frame.f_back is None:
                return
            frame = frame.f_back
        if "govuk_frontend_" not in frame.f_code.co_filename:
            self._fail_with_undefined_error()

    def __str__(self) -> str:
        self._check()
        return ""

    def __iter__(self) -> Any:
        self._check()
        return iter(())


def set_up_templates(app: Flask) -> None:
    """How templates are found and read; before anything asks for the environment, which is made only once."""
    app.jinja_options = {
        "undefined": StrictInOurTemplates,
        "loader": ChoiceLoader(
            [
                FileSystemLoader(ROOT / "templates"),
                PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
            ]
        ),
        "trim_blocks": True,
        "lstrip_blocks": True,
    }


def attach(app: Flask) -> None:
    """Blueprints, and what happens before and after every request."""
    page.attach(app)
    for blueprint in (
        front.bp,
        accounts.bp,
        joining.bp,
        records.bp,
        studies.bp,
        workflows.bp,
        county.bp,
        admin.bp,
        admin.monitored,
        playbook.bp,
        roadmap.bp,
    ):
        app.register_blueprint(blueprint)
    trying.attach(app)
    app.before_request(current.check_characters)
    app.before_request(workflows.read_in_new_files)
    app.before_request(_begin)
    app.before_request(access.check)
    app.before_request(current.check_sitting)
    app.before_request(current.check_once)
    app.after_request(picturing.keep_picture)
    app.after_request(current.page_was_viewed)
    app.after_request(_say_how_to_treat_it)
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(NotFound, _not_found)
    app.register_error_handler(Exception, _went_wrong)


def _begin() -> None:
    if current.is_post():
        ask_to_write(db.session())


def _say_how_to_treat_it(response: Response) -> Response:
    headers = response.headers
    headers.setdefault(
        "Content-Security-Policy",
        f"default-src 'self'; script-src 'self' 'nonce-{current.nonce()}'; style-src 'self'; img-src 'self' data:; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    )
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "no-referrer"
    headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if request.endpoint != "static":
        headers["Cache-Control"] = "no-store"
    if current.settings().over_tls:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return response


def _expired(error: CSRFError) -> ResponseReturnValue:
    return current.show_what_was_typed("This page was open too long to be sent", 400)


def _not_found(error: NotFound) -> ResponseReturnValue:
    return current.show_what_was_typed("Page not found", 404)


def _went_wrong(error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    current.forget()
    if isinstance(error, HTTPException):
        if error.code and error.code < 400:
            return error
        titles = {
            400: "The page could not be read",
            403: "You cannot see this page",
            404: "Page not found",
            405: "This page is not sent to directly",
            413: "That is too much to send at once",
        }
        return current.show_what_was_typed(titles.get(error.code or 500, error.name), error.code or 500)
    if isinstance(error, IntegrityError) and (reply := current.check_once()):
        return reply  # the same form came twice at once, and the other was first
    current_app.logger.exception("a request failed")
    if isinstance(error, DBAPIError):
        why = "Nothing was saved just now. Wait a moment, then go back and send it again."
        return current.show_what_was_typed("The system is busy", 503, why=why)
    return current.show_what_was_typed("Something went wrong", 500)
