"""The call that has come in during a task, as the banner above every page of the record shows it."""

from typing import Any

from flask import request, url_for
from flask_wtf.csrf import generate_csrf

from casework.extensions import db
from casework.lab import interruptions
from casework.lab.models import Session
from casework.records.models import Person
from casework.web import current


def banner(session: Session) -> dict[str, Any] | None:
    """What `components/call.html` reads: the call that rings or is being dealt with; None where no study has any."""
    if not interruptions.planned(session):
        return None
    found = interruptions.ringing(db.session(), session)
    drawn: dict[str, Any] = {"poll_url": url_for("records.calls"), "csrf_token": generate_csrf(), "sitting": session.id}
    if found is None:
        return drawn
    part, one = found
    return drawn | {
        "key": one.id,
        "caller": part.caller,
        "about": name_of(part.about),
        "is_taken": one.taken_at is not None,
        "take_url": url_for("records.take_call"),
        "call_url": url_for("records.call"),
        "is_here": request.endpoint == "records.call",
    }


def name_of(person_id: str) -> str:
    """The name of the person a call is about; "somebody" where the county does not have them."""
    found = db.session.get(Person, (current.sandbox().id, person_id))
    return found.name if found else "somebody"


def take_from(path: str) -> str | None:
    """Take the call that rings, from the page at `path`; the address where it is read. None where none rings."""
    session = current.session() if current.is_watched() else None
    found = interruptions.ringing(db.session(), session) if session else None
    if session is None or found is None:
        return None
    interruptions.take(db.session(), session, found[1], away_from=path, at=current.moment())
    return url_for("records.call")
