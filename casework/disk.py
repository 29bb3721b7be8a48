"""The database's files: written anew without what was erased, searched for it, and how they are kept.

Deleting a row leaves its bytes where they were until the files are written anew and the log is folded in.
"""

import json
import sqlite3
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any, TypeVar

import re2
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from casework.database import A_WAIT

T = TypeVar("T")

A_CHUNK = 1 << 24

A_SHORT_WAIT = 300
"""Milliseconds that is waited for another's lock where whoever waits holds others up meanwhile."""


@dataclass(frozen=True)
class Erased:
    """What became of the files once something was erased.

    checkpoint: what SQLite said of folding its log in: whether it was busy, pages in the log, pages folded; None on
    PostgreSQL. left: what was searched for → copies found, empty where the files cannot be read from here.
    """

    checkpoint: tuple[int, int, int] | None
    left: Mapping[str | bytes, int]
    bytes_searched: int
    seconds: float

    @property
    def copies(self) -> int:
        return sum(self.left.values())


class StillInUse(Exception):
    """Somebody reads or writes the database, so that its files cannot be written anew. Nothing is lost by waiting."""


def rewrite_files(
    engine: Engine,
    needles: Collection[str | bytes],
    tables: Collection[str] = (),
    *,
    patience: float = 3,
    only_fold_in: bool = False,
) -> Erased:
    """Write the database's files anew without what was erased, fold the log in, and search them for what went.

    After the transaction that erased has been committed, and outside any other. needles: what must not be found: texts
    as they were typed, or bytes. tables: on PostgreSQL, those to write anew; its log and its backups age out by
    themselves, and its files are not searched. patience: seconds to wait for others. only_fold_in: leave the file as it
    is, which `secure_delete` has overwritten where rows were: it holds nobody up, and is not the last word. Needs free
    disk of about twice the database. Raises StillInUse.
    """
    began = monotonic()
    if engine.dialect.name != "sqlite":
        if only_fold_in:
            raise StillInUse("the tables of a server are written anew, or not at all")
        _write_tables_anew(engine, tables)
        return Erased(None, {}, 0, monotonic() - began)
    # The driver's own connection: ours begins a transaction with whatever is said first, and VACUUM wants none.
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute(f"PRAGMA busy_timeout={A_SHORT_WAIT}")
        if not only_fold_in:
            _once_it_may(lambda: cursor.execute("VACUUM"), began + patience)
        checkpoint = _once_it_may(lambda: _fold_in(cursor), began + patience)
        cursor.execute(f"PRAGMA busy_timeout={A_WAIT}")
        cursor.close()
    except StillInUse:
        raw.invalidate()
        raise
    finally:
        raw.close()
    left = _search(engine, needles)
    size = sum(file.stat().st_size for file in _files(engine))
    return Erased(checkpoint, left, size, monotonic() - began)


def _fold_in(cursor: Any) -> tuple[int, int, int]:
    busy, in_log, folded = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    # An open reader leaves the log as it is, and the old pages with it.
    if (busy, in_log, folded) != (0, 0, 0):
        raise sqlite3.OperationalError(f"locked: the log was not folded in ({busy}, {in_log}, {folded})")
    return busy, in_log, folded


def _once_it_may(do: Callable[[], T], until: float) -> T:
    """Do it, as soon as nobody else is in the way. While it is tried, writers wait: so shortly, and again.

    Raises StillInUse when it is `until` by the monotonic clock.
    """
    while True:
        try:
            return do()
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) and "busy" not in str(error):
                raise
            if monotonic() > until:
                raise StillInUse(str(error)) from error
        sleep(A_SHORT_WAIT / 1000)


def _write_tables_anew(engine: Engine, tables: Collection[str]) -> None:
    names = [engine.dialect.identifier_preparer.quote(table) for table in sorted(tables)]
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("SET lock_timeout = '5s'")
        try:
            for name in names or [""]:
                connection.exec_driver_sql(f"VACUUM FULL {name}".strip())
        except OperationalError as error:
            raise StillInUse(str(error.orig)) from error
        finally:
            connection.exec_driver_sql("RESET lock_timeout")


def erase_from_disk(engine: Engine, words: str) -> int | None:
    """Take what was struck out of the database's files, and count the copies of the words that are left in them.

    None where this cannot be looked into from here, on PostgreSQL. As rewrite_files otherwise. Raises StillInUse.
    """
    erased = rewrite_files(engine, [words])
    return None if erased.checkpoint is None else erased.copies


def copies_on_disk(engine: Engine, words: str | bytes) -> int:
    """How many copies of the words are in the files of an SQLite database and its log; 0 for any other."""
    return _search(engine, [words])[words]


def _search(engine: Engine, needles: Collection[str | bytes]) -> dict[str | bytes, int]:
    """Each of what is searched for, and how many copies of it the files hold, in one pass over them."""
    forms = {form: needle for needle in needles for form in _written(needle)}
    left = dict.fromkeys(needles, 0)
    if not forms:
        return left
    # The longest first: of two that begin alike, the one that says more is found.
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1  # bytes are bytes, whatever they would spell
    longest_first = sorted(forms, key=len, reverse=True)
    pattern = re2.compile(b"|".join(re2.escape(form) for form in longest_first), options)
    longest = max(len(form) for form in forms)
    for file in _files(engine):
        with file.open("rb") as opened:
            before = b""
            while chunk := opened.read(A_CHUNK):
                read, end = before + chunk, 0
                for found in pattern.finditer(read):
                    left[forms[found[0]]] += 1
                    end = found.end()
                # What begins here may end in the next piece; what was counted is not counted twice.
                before = read[max(end, len(read) - longest + 1) :]
    return left


def _written(needle: str | bytes) -> set[bytes]:
    """How it may stand in a file: as it is, or as JSON writes it."""
    return {needle} if isinstance(needle, bytes) else {needle.encode(), json.dumps(needle)[1:-1].encode()}


def _files(engine: Engine) -> list[Path]:
    """The files that hold an SQLite database now: none where it is in memory, or of another kind."""
    path = engine.url.database
    if engine.dialect.name != "sqlite" or not path or path == ":memory:":
        return []
    files = [Path(path), Path(f"{path}-wal")]
    return [file for file in files if file.exists() and file.stat().st_size]


# --- how they are kept ---------------------------------------------------------------------------


def settings_read_back(engine: Engine) -> dict[str, tuple[str, str]]:
    """What makes a save last, as a connection of this engine has it now: name → what it is, what it should be.

    Asks for the right to write, and gives it back. Raises OperationalError where there is none to be had.
    """
    wanted = {"fsync": "on", "synchronous_commit": "on"}
    if engine.dialect.name != "sqlite":
        with engine.connect() as connection:
            said = {name: connection.exec_driver_sql(f"SHOW {name}").scalar_one() for name in wanted}
        return {name: (str(said[name]), wanted[name]) for name in wanted}
    wanted = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "secure_delete": "1"}
    with engine.connect().execution_options(sqlite_begin="IMMEDIATE") as connection:
        said = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in wanted}
    return {name: (str(said[name]), wanted[name]) for name in wanted}


def size_of(engine: Engine) -> int:
    """Bytes that the database takes: its files, or what the server says of it."""
    if engine.dialect.name != "sqlite":
        with engine.connect() as connection:
            return int(connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one())
    return sum(file.stat().st_size for file in _files(engine))
