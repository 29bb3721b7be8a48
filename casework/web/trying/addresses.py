"""Pages under /try/TOKEN, /as/TOKEN and /read/TOKEN: the token is taken out of each address and put into each link."""

from typing import Any

from flask import Flask, g, request

from casework.web.reading.routes import bp as reading
from casework.web.records.blueprint import bp as records
from casework.web.trying.routes import bp

ADDRESSED = ("trial", "trying", "colleague", "reading")


def attach(app: Flask) -> None:
    """The blueprints under their token; views never see it."""
    app.register_blueprint(records, name="trial", url_prefix="/try/<token>")
    app.register_blueprint(bp, url_prefix="/try/<token>")
    app.register_blueprint(records, name="colleague", url_prefix="/as/<token>")
    app.register_blueprint(reading, url_prefix="/read/<token>")
    app.url_value_preprocessor(_take_token)
    app.url_defaults(_give_token)


def _take_token(endpoint: str | None, values: dict[str, Any] | None) -> None:
    if values is not None and request.blueprint in ADDRESSED:
        g.address_token = values.pop("token")


def _give_token(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint.partition(".")[0] in ADDRESSED and "token" not in values and "address_token" in g:
        values["token"] = g.address_token
