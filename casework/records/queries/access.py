"""Who may open a restricted record, and who has looked at a record."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from casework.database import Db
from casework.records.models import AccessRequest, Involvement, Person, RecordView, Step, Worker
from casework.records.vocabulary import StepStatus


def may_open(db: Db, person: Person, worker: Worker, today: date, acting_for: Worker | None = None) -> bool:
    """Whether the worker may read the person's record: it is not restricted, or it is hers to read.

    Hers to read: she, or the colleague she acts for, works with the person now (work that has only been sent to her
    does not open it), or she has asked for access today, the story date, and said why.
    """
    return not hidden_ids(db, worker, [person], today, acting_for)


def hidden_ids(
    db: Db, worker: Worker, people: Iterable[Person], today: date, acting_for: Worker | None = None
) -> set[str]:
    """The ids of those people whose name and work are withheld from the worker. Three queries at most."""
    restricted = {person.id for person in people if person.is_restricted}
    if not restricted:
        return set()
    hers = [worker.id] + ([acting_for.id] if acting_for else [])
    involved = select(Involvement.person_id).where(
        Involvement.person_id.in_(restricted),
        Involvement.worker_id.in_(hers),
        or_(Involvement.ended_on.is_(None), Involvement.ended_on > today),
    )
    at_work = select(Step.person_id).where(
        Step.person_id.in_(restricted), Step.worker_id.in_(hers), Step.status == StepStatus.STARTED
    )
    asked = select(AccessRequest.person_id).where(
        AccessRequest.person_id.in_(restricted), AccessRequest.worker_id == worker.id, AccessRequest.asked_on == today
    )
    for opened in (involved, at_work, asked):
        restricted -= set(db.scalars(opened))
    return restricted


def access_requests_of(db: Db, person: Person) -> list[AccessRequest]:
    """Who asked to open the person's restricted record, and why, newest first."""
    found = db.scalars(
        select(AccessRequest)
        .where(AccessRequest.person_id == person.id)
        .options(joinedload(AccessRequest.worker))
        .order_by(AccessRequest.asked_at.desc(), AccessRequest.id)
    )
    return list(found)


@dataclass(frozen=True)
class Looked:
    """Who has looked at a record: every view, newest first, and the last of the worker and of each other."""

    views: list[RecordView]
    by_her: RecordView | None
    by_others: list[RecordView]


def who_has_looked(db: Db, person: Person, worker: Worker) -> Looked:
    """Every page of the person's record that was opened, newest first."""
    views = list(
        db.scalars(
            select(RecordView)
            .where(RecordView.person_id == person.id)
            .options(joinedload(RecordView.worker), joinedload(RecordView.absent))
            .order_by(RecordView.viewed_on.desc(), RecordView.viewed_at.desc(), RecordView.id)
        )
    )
    last: dict[str, RecordView] = {}
    for view in views:
        last.setdefault(view.worker_id, view)
    by_her = last.pop(worker.id, None)
    return Looked(views, by_her, list(last.values()))
