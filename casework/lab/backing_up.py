"""Backups: one file with the whole database as it was at one moment, checked, and put back only when it is sound.

A backup is a zip of three: `manifest.json`, `database` (the SQLite file, or what pg_dump wrote) and the ledger of who
had withdrawn. It lacks the key that signs cookies, packs, and whatever people downloaded. It is as secret as the
database.
"""

import fcntl
import json
import os
import shutil
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from time import monotonic
from typing import IO, Any

from sqlalchemy import create_engine
from sqlalchemy.engine import URL, make_url

from casework.database import Db, prepare
from casework.lab import erasing, ledger, postgresql_files
from casework.lab.models import Withdrawal
from casework.migrations import is_pending, knows, upgrade

FORMAT = 1
PARTS = {"manifest.json", "database", ledger.NAME}
LOG = "backups.json"
LOCK = "serving"
MOST_LOGGED = 60
A_CHUNK = 1 << 20
BESIDE = "backups"
"""The folder beside the database for those made by one press."""
KEPT_HERE = timedelta(days=30)


class CannotBackUp(Exception):
    """Why a backup was not made, or was not put back. Nothing has changed."""


@dataclass(frozen=True)
class Backup:
    """A backup that was made: where, when, how large it is and how long it took."""

    file: str
    at: str
    bytes: int
    seconds: float

    @property
    def made_at(self) -> datetime:
        return datetime.fromisoformat(self.at)


def last_backup(instance: Path) -> Backup | None:
    """The last backup that was made of this database, whether or not its file is still there."""
    made = _log(instance)
    return made[-1] if made else None


def _log(instance: Path) -> list[Backup]:
    path = instance / LOG
    try:
        return [Backup(**each) for each in json.loads(path.read_text(encoding="utf-8"))] if path.exists() else []
    except (TypeError, ValueError):
        return []  # a marker that cannot be read only says that nobody knows


# --- making one --------------------------------------------------------------------------------------


def back_up(database_url: str, file: Path, *, instance: Path, at: datetime) -> Backup:
    """Write the database as it is now into one file that only its owner may read, while others go on working.

    Raises CannotBackUp where the file is there already, the disk is full, or the copy is not sound.
    """
    began, url = monotonic(), make_url(database_url)
    if file.exists():
        raise CannotBackUp(f"{file} is there already: a backup is never written over. Choose another name")
    part, copy = file.with_name(f".{file.name}.part"), file.with_name(f".{file.name}.copy")
    try:
        for made in (part, copy):
            made.unlink(missing_ok=True)
            os.close(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        known = _copy_sqlite(url, copy) if url.get_backend_name() == "sqlite" else postgresql_files.dump(url, copy)
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as packed:
            manifest = {"format": FORMAT, "made_at": at.isoformat(), **known, **_measured(copy)}
            packed.writestr("manifest.json", json.dumps(manifest, indent=2))
            packed.write(copy, "database")
            of_ledger = instance / ledger.NAME
            packed.writestr(ledger.NAME, of_ledger.read_bytes() if of_ledger.exists() else b"")
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.rename(file)
    except (OSError, sqlite3.Error, postgresql_files.ClientFailed) as error:
        raise CannotBackUp(f"{file} could not be written: {_why(error)}") from error
    finally:
        part.unlink(missing_ok=True)
        copy.unlink(missing_ok=True)
    done = Backup(str(file), at.isoformat(), file.stat().st_size, round(monotonic() - began, 2))
    _write_log(instance, [*_log(instance), done][-MOST_LOGGED:])
    return done


def _why(error: Exception) -> str:
    return error.strerror or str(error) if isinstance(error, OSError) else str(error)


def _copy_sqlite(url: URL, into: Path) -> dict[str, Any]:
    """A sound copy of the file in one piece, taken from one moment however much is written meanwhile."""
    if not url.database or not Path(url.database).exists():
        raise FileNotFoundError(2, "there is no database yet", url.database)
    with closing(sqlite3.connect(url.database, timeout=30)) as source, closing(sqlite3.connect(into)) as target:
        source.backup(target)
        # One file, without a log beside it that could be left behind.
        target.execute("PRAGMA journal_mode=DELETE")
    return _look_into(into)


def _look_into(copy: Path) -> dict[str, Any]:
    """The kind, schema and counts of an SQLite file that is whole. Raises sqlite3.Error for one that is not."""
    with closing(sqlite3.connect(copy)) as opened:
        said = opened.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if said != "ok":
            raise sqlite3.DatabaseError(f"the copy is not whole ({said})")
        tables = {name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type='table'")}
        if "alembic_version" not in tables:
            raise sqlite3.DatabaseError("it is no database of Casework")
        (revision,) = opened.execute("SELECT version_num FROM alembic_version").fetchone()
        count = "SELECT count(*) FROM "
        counts = {
            name: opened.execute(count + name).fetchone()[0] for name in postgresql_files.COUNTED if name in tables
        }
    return {"kind": "sqlite", "revision": revision, "counts": counts}


def _measured(file: Path) -> dict[str, Any]:
    found = sha256()
    with file.open("rb") as opened:
        while chunk := opened.read(A_CHUNK):
            found.update(chunk)
    return {"bytes": file.stat().st_size, "sha256": found.hexdigest()}


def _write_log(instance: Path, made: list[Backup]) -> None:
    path = instance / LOG
    path.with_suffix(".new").write_text(json.dumps([asdict(each) for each in made], indent=1), encoding="utf-8")
    path.with_suffix(".new").replace(path)


def drop_old(folder: Path, at: datetime) -> int:
    """Delete backups beside the database that are older than they are kept: somebody may have withdrawn; how many."""
    old = [file for file in folder.glob("*.backup") if file.stat().st_mtime < (at - KEPT_HERE).timestamp()]
    for file in old:
        file.unlink()
    return len(old)


# --- putting one back --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Restored:
    """What was put back: from when, with how much in it, where the database of before is, who was withdrawn again."""

    made_at: datetime
    counts: dict[str, int]
    aside: Path | None
    withdrawn_again: list[str]
    warnings: list[str]


def restore(database_url: str, file: Path, *, instance: Path, at: datetime) -> Restored:
    """Put a backup in the place of the database, with everybody withdrawn who has withdrawn since.

    The database of before is kept aside. Raises CannotBackUp, and changes nothing, for a file that is damaged or of a
    newer version of Casework, and while a server is running.
    """
    url = make_url(database_url)
    instance.mkdir(parents=True, exist_ok=True)
    with _nobody_serves(instance):
        staged = instance / ".restoring"
        try:
            manifest = _unpack(file, staged, url.get_backend_name(), instance)
            if not knows(manifest["revision"]):
                newer = f"{file} was made by a newer version of Casework ({manifest['revision']})"
                raise CannotBackUp(f"{newer}: upgrade first")
            warnings = _catch_up_with_present(url, instance)
            if url.get_backend_name() == "sqlite":
                withdrawn = _bring_up_to_date(f"sqlite:///{staged}", instance, at)
                aside = _swap(Path(str(url.database)), staged, at)
            else:
                aside = instance / f"before-restore-{at:%Y%m%dT%H%M%S}.pgdump"
                postgresql_files.dump(url, aside)
                postgresql_files.load(url, staged)
                withdrawn = _bring_up_to_date(database_url, instance, at)
        except (OSError, sqlite3.Error, zipfile.BadZipFile, postgresql_files.ClientFailed) as error:
            raise CannotBackUp(f"{file} could not be put back: {_why(error)}") from error
        finally:
            for left in (staged, Path(f"{staged}-wal"), Path(f"{staged}-shm")):
                left.unlink(missing_ok=True)
    made_at = datetime.fromisoformat(manifest["made_at"])
    return Restored(made_at, manifest["counts"], aside, withdrawn, warnings)


def _unpack(file: Path, into: Path, kind: str, instance: Path) -> dict[str, Any]:
    """The manifest of a sound backup, its database unpacked, its ledger's lines added to ours."""
    if not file.exists():
        raise CannotBackUp(f"{file} is not there")
    try:
        with zipfile.ZipFile(file) as packed:
            if set(packed.namelist()) != PARTS:
                raise CannotBackUp(f"{file} is not a backup of Casework")
            manifest = json.loads(packed.read("manifest.json"))
            if manifest["format"] != FORMAT:
                raise CannotBackUp(f"{file} was made by another version of Casework")
            if manifest["kind"] != kind:
                raise CannotBackUp(f"{file} is of a {manifest['kind']} database, and DATABASE_URL names a {kind} one")
            if shutil.disk_usage(instance).free < 3 * manifest["bytes"]:
                raise CannotBackUp(f"the disk needs {3 * manifest['bytes']:,} bytes free to put this back")
            with packed.open("database") as source:
                digest = _copy(source, into, manifest["bytes"])
            if digest != manifest["sha256"]:
                raise CannotBackUp(f"{file} is damaged: what is in it is not what was written")
            their_ledger = packed.read(ledger.NAME)
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError, zlib.error) as error:
        raise CannotBackUp(f"{file} is damaged, or not a backup of Casework ({error})") from error
    if kind == "sqlite":
        _look_into(into)
    ledger.merge(instance / ledger.NAME, their_ledger.decode("utf-8"))
    return dict(manifest)


def _copy(source: IO[bytes], into: Path, size: int) -> str:
    """Unpack at most as much as the manifest says, and give its SHA-256."""
    found, written = sha256(), 0
    with os.fdopen(os.open(into, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as target:
        while chunk := source.read(A_CHUNK):
            written += len(chunk)
            if written > size:
                raise ValueError("it holds more than it says")
            found.update(chunk)
            target.write(chunk)
        target.flush()
        os.fsync(target.fileno())
    return found.hexdigest()


def _catch_up_with_present(url: URL, instance: Path) -> list[str]:
    """Write into the ledger whom the present database knows to have withdrawn; what cannot be read is said."""
    if url.get_backend_name() == "sqlite" and not Path(str(url.database)).exists():
        return []
    engine = create_engine(url)
    prepare(engine)
    try:
        with Db(engine) as db:
            ledger.catch_up(db, instance / ledger.NAME)
            db.rollback()
    except Exception as error:  # whatever is wrong with it, it may be why a backup is put back
        why = type(error).__name__
        return [f"the database of before could not be read for withdrawals ({why}): the ledger alone counts"]
    finally:
        engine.dispose()
    return []


def _bring_up_to_date(database_url: str, instance: Path, at: datetime) -> list[str]:
    """Migrate, and withdraw everybody again whom the ledger knows; their codes."""
    engine = create_engine(database_url)
    prepare(engine)
    try:
        if is_pending(engine):
            upgrade(database_url)
        with Db(engine) as db:
            done: list[Withdrawal] = ledger.apply(db, instance / ledger.NAME, at=at)
            codes = [each.participant_code for each in done]
            db.commit()
            erasing.finish(db, at=at)
            db.commit()
    finally:
        engine.dispose()
    return codes


def _swap(present: Path, staged: Path, at: datetime) -> Path | None:
    """Put the restored file in the place of the present one, which is kept aside with its log folded in."""
    _fold_in(staged)
    aside = None
    if present.exists():
        _fold_in(present)
        aside = present.with_name(f"{present.name}.before-restore-{at:%Y%m%dT%H%M%S}")
        present.rename(aside)
        for log in ("-wal", "-shm"):
            left = Path(f"{present}{log}")
            if left.exists():
                left.rename(f"{aside}{log}")
    staged.rename(present)
    return aside


def _fold_in(file: Path) -> None:
    try:
        with closing(sqlite3.connect(file, timeout=5)) as opened:
            opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.DatabaseError:
        return  # a damaged one is kept aside with its log as it is


# --- who serves --------------------------------------------------------------------------------------


def hold_while_serving(instance: Path) -> IO[bytes]:
    """Say that a server is running, as long as what is given back stays open."""
    instance.mkdir(parents=True, exist_ok=True)
    held = (instance / LOCK).open("ab")
    fcntl.flock(held, fcntl.LOCK_SH)
    return held


@contextmanager
def _nobody_serves(instance: Path) -> Iterator[None]:
    with (instance / LOCK).open("ab") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CannotBackUp("a server is running on this database: stop it first") from error
        yield
