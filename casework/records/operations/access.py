"""Opening a restricted record, for a reason that is kept."""

from datetime import date, datetime

from casework.database import Db
from casework.errors import DomainError
from casework.records.models import AccessRequest, Person, Worker


def ask_for_access(
    db: Db, person: Person, *, worker: Worker, acted_for: Worker | None, reason: str, today: date, at: datetime
) -> AccessRequest:
    """Open a restricted record for the day, for somebody who does not work with the person.

    Nobody has to agree first, because an emergency does not wait: that it was opened, by whom and why stays on the
    record. Raises DomainError on reason where none is given.
    """
    if not reason.strip():
        raise DomainError("Enter why you need to open this record", field="reason")
    asked = AccessRequest(
        person_id=person.id,
        worker_id=worker.id,
        for_id=acted_for.id if acted_for else None,
        reason=reason.strip(),
        asked_on=today,
        asked_at=at,
    )
    db.add(asked)
    db.flush()
    return asked
