"""Striking out what looks like a real person's details: in the sandbox, the events and everything kept of a session.

Everybody in a study is fictional, but a participant may type what she should not. What is struck out is gone with its
bytes: the words are kept nowhere, only that something was struck out, by whom and why.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, select

from casework.database import Db, replace_words, sandbox_tables, words_in
from casework.errors import DomainError
from casework.lab import pictures
from casework.lab.models import (
    Event,
    Observation,
    Participant,
    RecordedFact,
    Session,
    SessionArm,
    StrayPost,
    StrikeOut,
    TaskRun,
)
from casework.records.real_data import identifiers

STRUCK_OUT = "[struck out]"
SHORTEST = 4
"""Shorter words would be found inside others."""


@dataclass(frozen=True)
class Suspicious:
    """Words typed in a session that could be a real person's: what they look like, and where they stand."""

    words: str
    looks_like: str
    places: list[str]


def suspicious(db: Db, session: Session) -> list[Suspicious]:
    """What in the texts of a session looks real, in the order found. The county's own identifiers are all fictional."""
    found: dict[str, tuple[str, list[str]]] = {}
    for place, text in _texts(db, session):
        for one in identifiers(text):
            if one.possible and not one.fictional:
                places = found.setdefault(one.words, (one.kind.value, []))[1]
                if place not in places:
                    places.append(place)
    return [Suspicious(words, kind, places) for words, (kind, places) in found.items()]


def places_of(db: Db, session: Session, words: str) -> int:
    """In how many texts of the session the words stand."""
    return sum(words in text for _, text in _texts(db, session))


def strike_out(db: Db, session: Session, words: str, *, because: str, by: str, at: datetime) -> StrikeOut:
    """Put "[struck out]" for the words wherever they stand in the session.

    Takes the bytes out of the rows; the database's files are another matter: `disk.erase_from_disk`.
    Raises DomainError for words too short to be told apart, and for words that are nowhere.
    """
    words, because = words.strip(), because.strip()
    if len(words) < SHORTEST:
        raise DomainError(f"Enter at least {SHORTEST} characters, as they were typed", field="words")
    if not because:
        raise DomainError("Enter why this is struck out", field="because")
    db.flush()
    places = sum(replace_words(db, table, where, words, STRUCK_OUT) for _, table, where in _tables(session))
    places += pictures.strike_out(db, session, words, STRUCK_OUT)
    places += _strike_out_unsent(session, words)
    if not places:
        raise DomainError("These words are nowhere in the session. Check the spelling and the spaces", field="words")
    if re.search(re.escape(words), because):
        because = because.replace(words, STRUCK_OUT)
    row = StrikeOut(session_id=session.id, at=at, by=by, because=because, places=places)
    db.add(row)
    db.flush()
    db.expire_all()
    return row


def _strike_out_unsent(session: Session, words: str) -> int:
    """The same in what she has typed on a page of her own and not sent yet."""
    if session.typed is None:
        return 0
    fields = session.typed["fields"]
    found = sum(words in value for values in fields.values() for value in values)
    if found:
        struck = {name: [value.replace(words, STRUCK_OUT) for value in values] for name, values in fields.items()}
        session.typed = session.typed | {"fields": struck}
    return found


def strike_outs_of(db: Db, session: Session) -> list[StrikeOut]:
    """What was struck out of a session, oldest first."""
    return list(db.scalars(select(StrikeOut).where(StrikeOut.session_id == session.id).order_by(StrikeOut.at)))


def _texts(db: Db, session: Session) -> Iterator[tuple[str, str]]:
    for place, table, where in _tables(session):
        for text in words_in(db, table, where):
            yield place, text


def _tables(session: Session) -> Iterator[tuple[str, Table, ColumnElement[bool]]]:
    """Every table in which something of a session may stand: what people call it, the table, and which rows."""
    runs = [run.id for run in session.runs]
    of_lab: list[tuple[str, Any, ColumnElement[bool]]] = [
        ("events", Event, Event.session_id == session.id),
        ("recorded facts", RecordedFact, RecordedFact.task_run_id.in_(runs)),
        ("notes of observers", Observation, Observation.session_id == session.id),
        ("text kept aside", StrayPost, StrayPost.session_id == session.id),
        ("comments on a task", TaskRun, TaskRun.session_id == session.id),
        ("answers to the questionnaire", SessionArm, SessionArm.session_id == session.id),
        ("answers about the participant", Participant, Participant.id == session.participant_id),
    ]
    for place, model, where in of_lab:
        yield place, model.__table__, where
    sandboxes = [arm.sandbox_id for arm in session.arms]
    for table in sandbox_tables():
        yield f"the record ({table.name.replace('_', ' ')})", table, table.c.sandbox_id.in_(sandboxes)
