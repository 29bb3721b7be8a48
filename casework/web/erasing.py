"""After a withdrawal was committed: the ledger beside the database, and the bytes in its files; and who has copies."""

from collections.abc import Iterable
from pathlib import Path

from flask_login import current_user

from casework.database import ask_to_write
from casework.extensions import db
from casework.lab import erasing, keeping, ledger
from casework.lab.models import Erasure
from casework.web import current

LIMITS = (
    "Out of reach from here: backups already copied away, snapshots of the file system, cells that an SSD has put "
    "aside, and what people have downloaded."
)
"""What no erasing here can promise, said wherever one is promised."""


def ledger_path() -> Path:
    """Where the ledger of withdrawals stands: beside the database, and longer than it."""
    return current.settings().instance / ledger.NAME


def finish_erasing(words: Iterable[str | bytes] = ()) -> str:
    """Take what was withdrawn out of the database's files, and say in a sentence what a search of them shows.

    Called after the commit that withdrew; commits by itself what it found. words: what `withdrawing.words_of` gave
    before it went.
    """
    handle = db.session()
    ledger.catch_up(handle, ledger_path())
    done = erasing.finish(handle, words=words, at=current.moment())
    # What is said is read from the rows before they are let go.
    told = said(done[-1]) if done else "Nothing waits to be erased."
    db.session.commit()
    return told


def said(erasure: Erasure | None) -> str:
    """What became of the bytes of a withdrawal."""
    if erasure is None:
        return "Nobody has looked into the files."
    proof = erasure.proof or {}
    if erasure.done_at is None and proof.get("left"):
        return f"{proof['left']} copies are left in the database’s files. It is tried again by flask work."
    if erasure.done_at is None:
        found = "No copy was found in the database’s files. They" if "searched_for" in proof else "The database’s files"
        return f"{found} are written anew when nobody is using them: {proof.get('waits', 'nobody has tried')}."
    if "checkpoint" not in proof:
        return "The tables were written anew. The server’s log and its backups keep what went until they age out."
    return (
        f"No copy is left in the database’s files: {proof['searched_for']:,} pieces of what went were searched for "
        f"in {proof['bytes_searched']:,} bytes."
    )


def keep_download(study_id: str, what: str) -> None:
    """Keep that whoever is signed in took a copy away; in a transaction of its own, after all was read."""
    by = str(current_user.account.name)
    db.session.rollback()
    ask_to_write(db.session())
    keeping.downloaded(db.session(), study_id, what, by=by, at=current.moment())
    db.session.commit()
