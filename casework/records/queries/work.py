"""A worker's work: what has come in, what is under way, what waits for others."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from casework.database import Db
from casework.errors import NotFound
from casework.records.models import (
    CaseNote,
    Cover,
    Draft,
    Involvement,
    Person,
    Review,
    Step,
    Worker,
)
from casework.records.vocabulary import StepStatus

OPEN = (StepStatus.INCOMING, StepStatus.STARTED)


@dataclass(frozen=True)
class WorkView:
    """One worker's steps in the four groups of the work view, soonest due first in each."""

    returned: list[Step]
    incoming: list[Step]
    started: list[Step]
    waiting: list[Step]
    drafts: dict[str, Draft]

    @property
    def count(self) -> int:
        return len(self.returned) + len(self.incoming) + len(self.started) + len(self.waiting)


def work_view(db: Db, worker: Worker) -> WorkView:
    """What is on a worker's work view. `drafts` are hers, by step id."""
    mine = _open_steps(db, Step.worker_id == worker.id)
    earlier = aliased(Step)
    handed_on = select(earlier.id).where(earlier.id == Step.from_step_id, earlier.finished_by_id == worker.id).exists()
    waiting = _open_steps(db, handed_on, or_(Step.worker_id.is_(None), Step.worker_id != worker.id))
    drafts = db.scalars(select(Draft).where(Draft.worker_id == worker.id, Draft.step_id.in_([s.id for s in mine])))
    return WorkView(
        returned=[step for step in mine if step.is_returned],
        incoming=[step for step in mine if step.status == StepStatus.INCOMING and not step.is_returned],
        started=[step for step in mine if step.status == StepStatus.STARTED and not step.is_returned],
        waiting=waiting,
        drafts={draft.step_id: draft for draft in drafts},
    )


def team_steps(db: Db, worker: Worker) -> list[Step]:
    """Open work of the worker's whole team: its members', and what waits in its tray."""
    colleagues = select(Worker.id).where(Worker.team_id == worker.team_id)
    return _open_steps(db, or_(Step.worker_id.in_(colleagues), Step.team_id == worker.team_id))


def _open_steps(db: Db, *conditions: object) -> list[Step]:
    query = (
        select(Step)
        .where(Step.status.in_(OPEN), *conditions)  # type: ignore[arg-type]
        .options(
            selectinload(Step.person),
            selectinload(Step.worker),
            selectinload(Step.from_step),
        )
        .order_by(Step.due_on.is_(None), Step.due_on, Step.received_at, Step.id)
    )
    return list(db.scalars(query))


def get_step(db: Db, step_id: str) -> Step:
    """One step with its person, their warnings, its case and its drafts. Raises NotFound."""
    found = db.scalars(
        select(Step)
        .where(Step.id == step_id)
        .options(
            joinedload(Step.person).joinedload(Person.warnings),
            joinedload(Step.case),
            joinedload(Step.drafts),
        )
    )
    step = found.unique().one_or_none()
    if step is None:
        raise NotFound(f"step {step_id}")
    return step


@dataclass(frozen=True)
class Allocated:
    """Somebody the worker is allocated to who has no open work."""

    person: Person
    last_contact_on: date | None
    next_review_on: date | None


def allocated_without_work(db: Db, worker: Worker) -> list[Allocated]:
    """People allocated to the worker for whom nothing is open, by name."""
    has_open_work = select(Step.id).where(Step.person_id == Person.id, Step.status.in_(OPEN)).exists()
    last_contact = (
        select(func.max(CaseNote.happened_on))
        .where(CaseNote.person_id == Person.id)
        .correlate(Person)
        .scalar_subquery()
    )
    next_review = (
        select(func.min(Review.due_on))
        .where(Review.person_id == Person.id, Review.held_on.is_(None))
        .correlate(Person)
        .scalar_subquery()
    )
    rows = db.execute(
        select(Person, last_contact, next_review)
        .join(Involvement, Involvement.person_id == Person.id)
        .where(
            Involvement.worker_id == worker.id,
            Involvement.is_allocated,
            Involvement.ended_on.is_(None),
            ~has_open_work,
        )
        .order_by(Person.last_name, Person.first_name)
    )
    return [Allocated(person, last, following) for person, last, following in rows]


def find_cover(db: Db, worker: Worker, today: date) -> Cover | None:
    """Whom the worker may act for today, the one she does act for first; None where there is nobody."""
    found = db.scalars(
        select(Cover)
        .where(Cover.worker_id == worker.id, Cover.since_on <= today, Cover.until_on >= today)
        .options(joinedload(Cover.absent))
        .order_by(Cover.is_on.desc(), Cover.until_on, Cover.id)
        .limit(1)
    )
    return found.first()


def is_worked_by(db: Db, person: Person, worker: Worker) -> bool:
    """Whether the person is allocated to the worker, or open work on them is the worker's."""
    allocated = select(Involvement.id).where(
        Involvement.person_id == person.id,
        Involvement.worker_id == worker.id,
        Involvement.is_allocated,
        Involvement.ended_on.is_(None),
    )
    has_work = select(Step.id).where(Step.person_id == person.id, Step.worker_id == worker.id, Step.status.in_(OPEN))
    return bool(db.scalar(select(or_(allocated.exists(), has_work.exists()))))
