"""`flask work`: does what is due, once or every so many seconds."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import OperationalError

from casework import clock
from casework.cli.saying import FOUND_SOMETHING
from casework.database import Db, ask_to_write
from casework.errors import DomainError
from casework.extensions import db
from casework.lab import backing_up, erasing, ledger, retention, tidying
from casework.rehearsal import trials
from casework.web import log
from casework.web.current import settings
from casework.web.erasing import ledger_path, said

BY = "flask work"


@click.command("work")
@click.option("--every", type=click.IntRange(1, 86_400), metavar="SECONDS", help="Go on, each time after so long.")
@with_appcontext
def work(every: int | None) -> None:
    """Do what is due: erase what was kept long enough or withdrawn, make and drop sandboxes, delete old rows.

    Safe to run twice at once. Exit 1 where something could not be done: it is tried again next time.
    """
    while True:
        all_done = once()
        if every is None:
            break
        time.sleep(every)
    if not all_done:
        raise SystemExit(FOUND_SOMETHING)


def once() -> bool:
    """Do each thing that is due in a transaction of its own and say what was done; whether all of it could be."""
    all_done, nothing = True, True
    for what, do in TASKS.items():
        ask_to_write(db.session())
        try:
            done = do(db.session(), clock.now())
            db.session.commit()
        except (DomainError, OperationalError) as error:
            db.session.rollback()
            click.echo(f"{what}: {error.message if isinstance(error, DomainError) else error.orig}", err=True)
            all_done, nothing = False, False
            continue
        if done:
            click.echo(f"{what}: {done:,}")
            nothing = False
    added = ledger.catch_up(db.session(), ledger_path())
    db.session.rollback()
    for line, is_done in _finished(db.session(), clock.now()):
        click.echo(line, err=not is_done)
        all_done, nothing = all_done and is_done, False
    if nothing and not added:
        click.echo("Nothing was due.")
    return all_done


def _finished(handle: Db, at: datetime) -> Iterator[tuple[str, bool]]:
    for erasure in erasing.finish(handle, at=at):
        yield f"{erasure.withdrawal.participant_code}: {said(erasure)}", erasure.done_at is not None
    handle.commit()


def _withdraw_again(handle: Db, at: datetime) -> int:
    return len(ledger.apply(handle, ledger_path(), at=at))


def _erase_due(handle: Db, at: datetime) -> int:
    return len(retention.erase_due(handle, at.astimezone().date(), by=BY, at=at))


def _drop_old_files(handle: Db, at: datetime) -> int:
    folder = settings().instance
    return backing_up.drop_old(folder / backing_up.BESIDE, at) + log.drop_old(folder / "log", at)


TASKS: dict[str, Callable[[Db, datetime], int]] = {
    "Withdrawn again from a restored database": _withdraw_again,
    "Kept long enough, and erased": _erase_due,
    "Sandboxes of trials that are over, dropped": trials.drop_expired,
    "Sandboxes of sessions that are over, dropped": lambda handle, at: tidying.drop_left_over_sandboxes(handle),
    "Sandboxes of planned sessions, made anew": lambda handle, at: tidying.make_missing_sandboxes(handle, at=at),
    "Old sign-ins, attempts and keys of forms, deleted": tidying.drop_old_rows,
    "Old backups beside the database and old logs, deleted": _drop_old_files,
}
