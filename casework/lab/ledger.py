"""A file of who has withdrawn what, beside the database: it outlives it, so that no backup brings anybody back.

One line of JSON for each withdrawal, added when it was committed; never what was withdrawn.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from casework.database import Db
from casework.lab.models import Participant, Study, Withdrawal
from casework.lab.withdrawing import FROM, Part, withdraw

NAME = "withdrawals.jsonl"


@dataclass(frozen=True)
class Entry:
    """One withdrawal as the ledger has it. participant_id tells apart those whom two databases gave the same code."""

    id: str
    study: str
    code: str
    participant_id: str
    parts: list[str]
    since: str | None
    why: str
    by: str
    at: str


def read(path: Path) -> list[Entry]:
    """Every withdrawal the ledger knows, oldest first; [] where there is none yet.

    Raises ValueError for a line that cannot be read: better nothing is served than somebody comes back.
    """
    if not path.exists():
        return []
    try:
        return [Entry(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line]
    except TypeError as error:
        raise ValueError(f"{path} has a line that is not a withdrawal: {error}") from error


def merge(path: Path, other: str) -> int:
    """Add the lines of another ledger that this one has not, as they came with a backup; how many."""
    known = {entry.id for entry in read(path)}
    new = [Entry(**json.loads(line)) for line in other.splitlines() if line]
    return _add(path, [entry for entry in new if entry.id not in known])


def _add(path: Path, entries: list[Entry]) -> int:
    if entries:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8") as file:
            file.writelines(json.dumps(asdict(entry)) + "\n" for entry in entries)
            file.flush()
            os.fsync(file.fileno())
    return len(entries)


def catch_up(db: Db, path: Path) -> int:
    """Add what the database knows and the ledger does not; how many lines. After the commit of a withdrawal."""
    known = {entry.id for entry in read(path)}
    rows = db.scalars(select(Withdrawal).order_by(Withdrawal.at, Withdrawal.id))
    return _add(path, [_entry(row) for row in rows if row.id not in known and row.participant_id is not None])


def _entry(row: Withdrawal) -> Entry:
    since = next((part.removeprefix(FROM) for part in row.parts if part.startswith(FROM)), None)
    return Entry(
        id=row.id,
        study=row.study_id,
        code=row.participant_code,
        participant_id=row.participant_id or "",
        parts=[part for part in row.parts if not part.startswith(FROM)],
        since=since,
        why=row.why,
        by=row.by,
        at=row.at.isoformat(),
    )


def not_applied(db: Db, path: Path) -> list[Entry]:
    """Withdrawals that the ledger has and this database has not, of people whose data it holds: an older copy's."""
    return [entry for entry, _ in _to_apply(db, path)]


def _to_apply(db: Db, path: Path) -> Iterator[tuple[Entry, Participant]]:
    applied = set(db.scalars(select(Withdrawal.id)))
    for entry in read(path):
        if entry.id in applied:
            continue
        participant = db.get(Participant, entry.participant_id)
        if participant is not None and participant.withdrawn_at is None:
            yield entry, participant


def apply(db: Db, path: Path, *, at: datetime) -> list[Withdrawal]:
    """Withdraw again what a restored database brought back. The caller commits, and finishes the erasing."""
    done = []
    for entry, participant in _to_apply(db, path):
        since = datetime.fromisoformat(entry.since) if entry.since else None
        again = withdraw(
            db,
            db.get_one(Study, participant.study_id),
            participant,
            parts=[Part(part) for part in entry.parts],
            why=entry.why,
            by=entry.by,
            at=at,
            since=since,
            withdrawal_id=entry.id,
        )
        done.append(again)
    return done
