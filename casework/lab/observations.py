"""Time-stamped notes made while watching."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import func, select

from casework.database import Db
from casework.errors import DomainError, NotFound
from casework.lab.models import Observation, Session, Study
from casework.lab.vocabulary import ObservationKind, Stage

SEVERITIES = {1: "minor", 2: "slows", 3: "moderate", 4: "serious"}
"""How bad a problem is: harm, how many, and whether they can recover."""

TAG = re.compile(r"(?:^|(?<=\s))#([^\W\d][\w-]{0,39})")
SEVERITY = re.compile(r"(?:^|(?<=\s))\^([1-4])(?=\s|$)")


def note(
    db: Db,
    session: Session,
    *,
    kind: ObservationKind,
    text: str,
    page: str | None,
    by: str,
    at: datetime,
    severity: int | None = None,
    written_as: str | None = None,
    seen_at: datetime | None = None,
) -> Observation:
    """Add a note about what is seen now, stamped with task, page, version and place among the events.

    page: what she was looking at. `#word` in the text is a tag, `^3` how bad it is. written_as: the browser's own key;
    a note that comes twice with it is the same note. seen_at: when it was written, where the connection was lost; it is
    never later than `at`. Raises DomainError on `text` when nothing is left of it.
    """
    if written_as and (there := db.scalar(select(Observation).where(Observation.written_as == written_as))) is not None:
        return there
    said, tags, bad = read_marks(text)
    if not said:
        raise DomainError("Enter what you saw or heard", field="text")
    arm = session.current_arm
    made = Observation(
        session_id=session.id,
        task_run_id=session.current_run_id if session.stage in (Stage.WORKING, Stage.RATING) else None,
        kind=kind,
        at=min(seen_at, at) if seen_at else at,
        page=page[:200] if page else None,
        text=said,
        by=by,
        tags=tags or None,
        severity=severity or bad,
        event_seq=session.event_count,
        version_id=arm.arm.version_id if arm else None,
        written_as=written_as,
    )
    db.add(made)
    db.flush()
    return made


def read_marks(text: str) -> tuple[str, list[str], int | None]:
    """A note's words, its tags in the order written, and how bad it is: "Lost #menu ^3" is "Lost", ["menu"], 3."""
    tags = list(dict.fromkeys(tag.casefold() for tag in TAG.findall(text)))
    bad = SEVERITY.findall(text)
    words = " ".join(SEVERITY.sub("", TAG.sub("", text)).split())
    return words, tags, int(bad[-1]) if bad else None


def change_marks(db: Db, made: Observation, *, tags: Iterable[str], severity: int | None) -> None:
    """Give a note other tags, or another severity. What was written stays.

    Raises DomainError on `severity` for another than 1 to 4.
    """
    if severity is not None and severity not in SEVERITIES:
        raise DomainError("Select how bad it is, 1 to 4", field="severity")
    clean = [tag.strip().lstrip("#").casefold()[:40] for tag in tags]
    made.tags = list(dict.fromkeys(tag for tag in clean if tag)) or None
    made.severity = severity
    db.flush()


def get_note(db: Db, session: Session, note_id: str) -> Observation:
    """One note of a session. Raises NotFound."""
    found = db.get(Observation, note_id)
    if found is None or found.session_id != session.id:
        raise NotFound(f"note {note_id} of session {session.id}")
    return found


def notes_of(db: Db, session_id: str) -> Sequence[Observation]:
    """Every note of a session, newest first."""
    return db.scalars(
        select(Observation).where(Observation.session_id == session_id).order_by(Observation.at.desc(), Observation.id)
    ).all()


def problems_by_run(db: Db, study: Study) -> dict[str, int]:
    """Task run id → how many problems were noted in it; runs without one are not in it."""
    rows = db.execute(
        select(Observation.task_run_id, func.count())
        .join(Session, Observation.session_id == Session.id)
        .where(
            Session.study_id == study.id,
            Observation.kind == ObservationKind.PROBLEM,
            Observation.task_run_id.is_not(None),
        )
        .group_by(Observation.task_run_id)
    )
    return {run_id: count for run_id, count in rows if run_id}


def tags_of(db: Db, study: Study) -> list[str]:
    """Every tag used in a study, the most used first: what a note-taker is offered."""
    used: dict[str, int] = {}
    rows = db.scalars(
        select(Observation.tags)
        .join(Session, Observation.session_id == Session.id)
        .where(Session.study_id == study.id, Observation.tags.is_not(None))
    )
    for tags in rows:
        for tag in tags or []:
            used[tag] = used.get(tag, 0) + 1
    return sorted(used, key=lambda tag: (-used[tag], tag))
