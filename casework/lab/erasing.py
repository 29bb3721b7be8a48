"""The bytes of what was withdrawn: taken out of the database's files, and proven by a search of them.

Deleting rows leaves their bytes in the files and in the log until those are written anew, which nobody else may be
doing anything during. Where somebody is, the erasing waits, and `flask work` finishes it.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, select

from casework.database import Db, ask_to_write, words_elsewhere
from casework.disk import Erased, StillInUse, rewrite_files, size_of
from casework.lab.models import Erasure, Session

BLANKED = ("session", "session_arm", "participant", "task_run", "event", "recorded_fact")
"""Tables of which rows may have been changed rather than deleted."""


LARGE = 120_000_000
"""Bytes of a database that is not written anew while somebody is in a session: savers would wait for seconds."""
IN_A_SESSION = timedelta(minutes=10)
"""How long after somebody was heard of they are taken to be in their session."""


def waiting(db: Db) -> Sequence[Erasure]:
    """What is still to be erased from the files, oldest first."""
    return db.scalars(select(Erasure).where(Erasure.done_at.is_(None)).order_by(Erasure.asked_at, Erasure.id)).all()


def finish(
    db: Db, *, words: Iterable[str | bytes] = (), at: datetime, patience: float = 3, large: int = LARGE
) -> list[Erasure]:
    """Write the files anew, search them, and say so of everything that waits; what is done, or [] where nothing waits.

    Called after the commit that withdrew, with nothing under way in `db`; the caller commits again. words: what went
    and was not kept, to search for besides the ids of rows. An erasing that found copies still waits, as does one that
    others did not let through for `patience` seconds, or of more than `large` bytes while somebody is in a session: its
    `done_at` stays None, and `proof` says why.
    """
    engine = db.get_bind()
    if not isinstance(engine, Engine):
        raise TypeError("files belong to an engine, not to a connection")
    found = waiting(db)
    if not found:
        return []
    ids = [kept[::-1] for one in found for kept in one.looked_for]
    tables = {table for one in found for table in one.withdrawal.proof["rows"]}.union(BLANKED)
    needles = [*ids, *words]
    is_held_back = size_of(engine) > large and _somebody_is_in_a_session(db, at)
    db.rollback()  # the connection is given back: the files are written anew by nobody else's leave
    erased: Erased | None = None
    try:
        erased = rewrite_files(engine, needles, tables, patience=patience, only_fold_in=is_held_back)
    except StillInUse:
        pass
    copied = [needle for needle, copies in erased.left.items() if copies] if erased else []
    elsewhere = words_elsewhere(db, [needle for needle in copied if isinstance(needle, str)]) if copied else set()
    db.rollback()
    ask_to_write(db)
    for one in waiting(db):
        one.tries += 1
        one.proof = _proof(erased, needles, elsewhere)
        if is_held_back:
            one.proof["waits"] = "somebody is in a session"
        elif erased is not None and not one.proof["left"]:
            one.done_at, one.looked_for = at, []
    db.flush()
    return list(found)


def _somebody_is_in_a_session(db: Db, at: datetime) -> bool:
    heard = select(Session.id).where(Session.ended_at.is_(None), Session.last_heard_at > at - IN_A_SESSION)
    return db.scalars(heard.limit(1)).first() is not None


def _proof(erased: Erased | None, needles: Sequence[str | bytes], elsewhere: Collection[str]) -> dict[str, Any]:
    """The numbers, none of the words. left: copies found of what nobody else wrote; None where nobody can look."""
    if erased is None:
        return {"waits": "somebody was reading or writing", "left": None}
    if erased.checkpoint is None:
        return {"written_anew": True, "seconds": round(erased.seconds, 2), "left": 0, "searched_for": 0}
    return {
        "checkpoint": list(erased.checkpoint),
        "bytes_searched": erased.bytes_searched,
        "searched_for": len(needles),
        "left": sum(copies for needle, copies in erased.left.items() if needle not in elsewhere),
        "same_words_elsewhere": len(elsewhere),
        "seconds": round(erased.seconds, 2),
    }
