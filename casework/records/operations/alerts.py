"""Saying that one has seen what a colleague drew attention to."""

from datetime import date

from casework.database import Db
from casework.errors import DomainError
from casework.records.models import Alert, Worker


def acknowledge(db: Db, alert: Alert, *, by: Worker, acted_for: Worker | None, answer: str, today: date) -> None:
    """She, or who acts for her, has seen it; with an answer for whoever raised it, if there is one.

    Seen twice stays seen the first time. Raises DomainError where it is for somebody else.
    """
    if alert.worker_id not in (by.id, acted_for.id if acted_for else None):
        raise DomainError("This is for a colleague to acknowledge")
    if alert.acknowledged_on is not None:
        return
    alert.acknowledged_on = today
    alert.acknowledged_by_id = by.id
    alert.answer = answer.strip() or None
    db.flush()
