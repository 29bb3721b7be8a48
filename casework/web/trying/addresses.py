"""The record's pages under /try/TOKEN: the token is taken out of each address and put into each link."""

from typing import Any

from flask import Flask, g, request

from casework.web.records.blueprint import bp as records
from casework.web.trying.routes import bp

PREFIX = "/try/<token>"


def attach(app: Flask) -> None:
    """Both blueprints under the token; views never see it."""
    app.register_blueprint(records, name="trial", url_prefix=PREFIX)
    app.register_blueprint(bp, url_prefix=PREFIX)
    app.url_value_preprocessor(_take_token)
    app.url_defaults(_give_token)


def _take_token(endpoint: str | None, values: dict[str, Any] | None) -> None:
    if values is not None and request.blueprint in ("trial", "trying"):
        g.trial_token = values.pop("token")


def _give_token(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint.partition(".")[0] in ("trial", "trying") and "token" not in values and "trial_token" in g:
        values["token"] = g.trial_token
