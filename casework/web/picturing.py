"""After each page of a participant's: keep how it looked, in a short transaction of its own.

It reads what was rendered and changes nothing of it: her reply is the same whether somebody watches or not.
"""

import re
from html import unescape

from flask import Response, current_app, request
from sqlalchemy.exc import OperationalError

from casework.database import ask_to_write
from casework.extensions import db
from casework.lab import pictures
from casework.web import current

HEADING = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
TAGS = re.compile(r"<[^>]+>")
OF_PARTICIPANTS = ("records", "joining")
PRIVATE = ("joining.show_display", "joining.something_real", "joining.delete")
"""Nobody's but hers: how she likes her pages, what should not have been typed, whether she takes it all back."""


def keep_picture(response: Response) -> Response:
    """Where the reply is a page of hers; what cannot be kept is let go, for a picture is never worth a page."""
    if request.blueprint not in OF_PARTICIPANTS or response.mimetype != "text/html" or response.is_streamed:
        return response
    if request.endpoint in PRIVATE:
        return response
    if response.status_code not in (200, 400, 403, 404, 409) or not current.is_watched():
        return response
    session_id = current.session_id()
    if session_id is None:
        return response
    try:
        _keep(session_id, response.get_data(as_text=True), response.status_code)
    except OperationalError as error:
        db.session.rollback()
        current_app.logger.warning("a picture was not kept: %s", error.orig)
    return response


def _keep(session_id: str, html: str, status: int) -> None:
    db.session.rollback()
    current.forget()
    ask_to_write(db.session())
    session = pictures.session_to_picture(db.session(), session_id)
    if pictures.may_be_taken(session):
        pictures.keep(
            db.session(), session, html, path=request.path, title=_title(html), status=status, at=current.moment()
        )
        db.session.commit()
    else:
        db.session.rollback()
    current.forget()


def _title(html: str) -> str:
    found = HEADING.search(html)
    return " ".join(unescape(TAGS.sub("", found[1])).split()) if found else ""
