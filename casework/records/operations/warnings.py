"""Warnings: added with an owner and a date to look again, reviewed, ended with a reason."""

from dataclasses import dataclass
from datetime import date

from casework.database import Db
from casework.errors import DomainError
from casework.records.models import Person, Warning, Worker
from casework.records.vocabulary import WarningKind

LONGEST_TITLE = 120


@dataclass(frozen=True)
class Said:
    """What a worker says of a warning. `not_shared_because` where the person was not told of it."""

    kind: WarningKind
    title: str
    text: str | None
    review_on: date
    is_shared: bool
    not_shared_because: str | None


def add_warning(
    db: Db, person: Person, said: Said, *, worker: Worker, acted_for: Worker | None, today: date
) -> Warning:
    """Put a warning on the person's record, owned by the worker.

    Raises DomainError on review_on when it is not after today, on title when it is too long, and on
    not_shared_because when the person is not told and no reason is given (UK GDPR article 5(1)(a)).
    """
    _must_come(said.review_on, today)
    if len(said.title) > LONGEST_TITLE:
        raise DomainError(f"Title must be {LONGEST_TITLE} characters or fewer", field="title")
    if not said.is_shared and not said.not_shared_because:
        raise DomainError("Enter why the person is not told", field="not_shared_because")
    warning = Warning(
        person_id=person.id,
        added_by_id=worker.id,
        added_for_id=acted_for.id if acted_for else None,
        kind=said.kind,
        title=said.title,
        text=said.text,
        added_on=today,
        review_on=said.review_on,
        shared_with_person="yes" if said.is_shared else "no",
        not_shared_because=None if said.is_shared else said.not_shared_because,
    )
    db.add(warning)
    db.flush()
    return warning


def review_warning(
    db: Db, warning: Warning, *, note: str, review_on: date, worker: Worker, acted_for: Worker | None, today: date
) -> None:
    """The warning still stands: keep who looked at it and what they found, and when to look again.

    Raises DomainError where it has ended, or on review_on when that is not after today.
    """
    _must_stand(warning)
    _must_come(review_on, today)
    warning.reviewed_on = today
    warning.reviewed_by_id = worker.id
    warning.reviewed_for_id = acted_for.id if acted_for else None
    warning.review_note = note
    warning.review_on = review_on
    db.flush()


def end_warning(
    db: Db, warning: Warning, *, because: str, worker: Worker, acted_for: Worker | None, today: date
) -> None:
    """The warning no longer stands. It stays on the record, with who ended it and why.

    Raises DomainError where it has ended already.
    """
    _must_stand(warning)
    warning.ended_on = today
    warning.ended_by_id = worker.id
    warning.ended_for_id = acted_for.id if acted_for else None
    warning.ended_because = because
    db.flush()


def _must_stand(warning: Warning) -> None:
    if warning.ended_on is not None:
        raise DomainError("This warning has ended already")


def _must_come(review_on: date, today: date) -> None:
    if review_on <= today:
        raise DomainError("Review date must be after today", field="review_on")
