"""Whether the lab is well: what is asked of database, disk, backups and what is due, each with what it means."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from sqlalchemy import Engine, LargeBinary, String, cast, func, select

from casework.database import Db
from casework.disk import settings_read_back, size_of
from casework.lab import backing_up, erasing, ledger, retention, tidying
from casework.lab.models import Event, PictureBody, Sandbox, Session
from casework.lab.vocabulary import SandboxKind
from casework.migrations import is_pending

State = Literal["done", "look", "wrong"]

A_BACKUP_IS_OLD = timedelta(days=1, hours=6)
LEAST_FREE = 500_000_000
"""Bytes: under this the next session may not fit, and writing the files anew needs twice the database."""
A_SESSION = 6_000_000
"""Bytes that a session is taken to need until one has been held: its pictures, and its sandboxes while it lasts."""
AHEAD = timedelta(minutes=1)


@dataclass(frozen=True)
class Check:
    """One thing that was looked at. state: as it should be, to be looked at, or wrong. said: in a sentence."""

    name: str
    state: State
    said: str


@dataclass(frozen=True)
class Room:
    """How much fits on the disk. free and per_session in bytes; sessions: how many more fit."""

    free: int
    database: int
    per_session: int
    measured: int
    sessions: int


def room(db: Db, engine: Engine, instance: Path) -> Room:
    """What a session has needed so far, from its pictures and events, and how many more fit on the disk."""
    free, database = shutil.disk_usage(instance).free, size_of(engine)
    ended = db.scalar(select(func.count()).select_from(Session).where(Session.ended_at.is_not(None))) or 0
    pictures = db.scalar(select(func.sum(func.length(cast(PictureBody.compressed, LargeBinary))))) or 0
    events = db.scalar(select(func.sum(func.length(cast(Event.data, String)) + 200))) or 0
    per_session = max(int((pictures + events) / ended), 100_000) if ended else A_SESSION
    # Writing the files anew, after a withdrawal, takes as much again as the database.
    left = max(0, free - 2 * database - LEAST_FREE)
    return Room(free, database, per_session, ended, left // per_session)


def checks(db: Db, engine: Engine, *, instance: Path, at: datetime) -> Iterator[Check]:
    """Everything that is looked at, in the order of the page."""
    yield _durable(engine)
    if is_pending(engine):
        yield Check(
            "Tables", "wrong", "The tables are of an older version. Run flask init when nobody is in a session."
        )
    else:
        yield Check("Tables", "done", "The tables are of this version.")
    yield _disk(room(db, engine, instance))
    yield _backups(instance, at)
    yield from _withdrawals(db, instance)
    due = len(retention.due(db, at.astimezone().date()))
    over = len(retention.due(db, at.astimezone().date() - timedelta(days=1), within=timedelta(0)))
    if over:
        yield Check("Retention", "look", f"{over} should have been erased by now. Run flask work, best every hour.")
    else:
        yield Check("Retention", "done", f"{due} due within {retention.REMINDED.days} days; nobody is kept too long.")
    yield _sandboxes(db)
    yield _clock(db, at)


def _durable(engine: Engine) -> Check:
    found = settings_read_back(engine)
    wrong = [f"{name} is {value}, not {wanted}" for name, (value, wanted) in found.items() if value != wanted]
    if wrong:
        return Check("Saving", "wrong", f"What is saved may be lost: {', '.join(wrong)}.")
    read = ", ".join(f"{name} {value}" for name, (value, _) in found.items())
    return Check("Saving", "done", f"What is said to be saved is on the disk ({read}).")


def _disk(found: Room) -> Check:
    each = f"{found.per_session / 1e6:.1f} MB each" + ("" if found.measured else ", until one has been held")
    said = f"{found.free / 1e9:.1f} GB are free, and the database has {found.database / 1e6:,.0f} MB. "
    if found.sessions < 20:
        return Check(
            "Disk",
            "wrong" if found.free < LEAST_FREE else "look",
            f"{said}About {found.sessions:,} more sessions fit ({each}). Make room.",
        )
    return Check("Disk", "done", f"{said}About {found.sessions:,} more sessions fit ({each}).")


def _backups(instance: Path, at: datetime) -> Check:
    last = backing_up.last_backup(instance)
    if last is None:
        return Check("Backup", "wrong", "None has been made. Make one now, then one each night by flask backup.")
    when = f"{last.made_at.astimezone():%d/%m/%Y at %H:%M}"
    said = f"The last was made {when}, {last.bytes / 1e6:,.1f} MB in {last.seconds} seconds."
    return Check("Backup", "look" if at - last.made_at > A_BACKUP_IS_OLD else "done", said)


def _withdrawals(db: Db, instance: Path) -> Iterator[Check]:
    back = ledger.not_applied(db, instance / ledger.NAME)
    if back:
        yield Check(
            "Withdrawals", "wrong", f"This database brings back {len(back)} who have withdrawn. Run flask work now."
        )
    waits = len(erasing.waiting(db))
    if waits:
        yield Check(
            "Withdrawals",
            "look",
            f"{waits} wait for the files to be written anew. Run flask work when nobody is in a session.",
        )
    if not back and not waits:
        yield Check("Withdrawals", "done", "Nothing waits to be erased.")


def _sandboxes(db: Db) -> Check:
    ready, needed = tidying.sandboxes_waiting(db)
    in_use = db.scalar(select(func.count()).select_from(Sandbox).where(Sandbox.kind != SandboxKind.TEMPLATE)) or 0
    if ready < needed:
        return Check(
            "Sandboxes", "look", f"{needed - ready} of {needed} for planned sessions are missing. Run flask work."
        )
    return Check("Sandboxes", "done", f"{ready} are ready for planned sessions; {in_use} there are in all.")


def _clock(db: Db, at: datetime) -> Check:
    last = db.scalar(select(func.max(Event.at)))
    said = f"The server’s clock says {at.astimezone():%d/%m/%Y %H:%M:%S %Z}. Compare it with yours."
    if last is not None and last > at + AHEAD:
        return Check("Clock", "wrong", f"{said} Events were kept that are later than now: the clock was set back.")
    return Check("Clock", "done", said)


def is_well(db: Db, engine: Engine, *, instance: Path) -> bool:
    """What a monitor asks: the database can be written and is of this version, nobody came back, there is room."""
    return (
        not is_pending(engine)
        and all(value == wanted for value, wanted in settings_read_back(engine).values())
        and not ledger.not_applied(db, instance / ledger.NAME)
        and shutil.disk_usage(instance).free > LEAST_FREE // 5
    )
