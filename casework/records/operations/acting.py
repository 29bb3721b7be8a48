"""Acting for a colleague who is away: beginning and ending it."""

from datetime import date

from casework.database import Db
from casework.errors import DomainError
from casework.records.models import Cover, Worker
from casework.records.queries.work import find_cover


def start_acting(db: Db, worker: Worker, *, today: date) -> Cover:
    """From now on she may work what is the absent colleague's; every entry says for whom it was made.

    Raises DomainError where there is nobody whom she covers today.
    """
    return _set(db, worker, today, True)


def stop_acting(db: Db, worker: Worker, *, today: date) -> Cover:
    """From now on she works for herself alone. Raises DomainError where there is nobody whom she covers today."""
    return _set(db, worker, today, False)


def _set(db: Db, worker: Worker, today: date, is_on: bool) -> Cover:
    cover = find_cover(db, worker, today)
    if cover is None:
        raise DomainError("There is nobody for whom you act today")
    cover.is_on = is_on
    db.flush()
    return cover
