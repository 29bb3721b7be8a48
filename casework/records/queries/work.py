"""A worker's work: what has come in, what is under way, what waits for others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from casework.database import Db
from casework.errors import NotFound
from casework.records.models import (
    Alert,
    CaseNote,
    Cover,
    Draft,
    Involvement,
    Person,
    RecordView,
    Review,
    Step,
    StepMove,
    Team,
    Visit,
    Worker,
)
from casework.records.vocabulary import StepKind, StepStatus

OPEN = (StepStatus.INCOMING, StepStatus.STARTED)


@dataclass(frozen=True)
class WorkView:
    """One worker's open work in the groups of the work view, soonest due first in each.

    alerts: what colleagues drew her attention to, not acknowledged yet. waiting: what she handed on, and what of hers
    waits for somebody outside. drafts: hers, by step id. opened: ids of the steps that she has looked at.
    moves: how each step came to where it is, the last time that it changed hands, by step id.
    """

    returned: list[Step]
    incoming: list[Step]
    alerts: list[Alert]
    started: list[Step]
    waiting: list[Step]
    drafts: dict[str, Draft]
    opened: set[str]
    moves: dict[str, StepMove]

    @property
    def steps(self) -> list[Step]:
        return [*self.returned, *self.incoming, *self.started, *self.waiting]

    @property
    def count(self) -> int:
        return len(self.steps) + len(self.alerts)


def work_view(db: Db, worker: Worker) -> WorkView:
    """What is on a worker's work view. The number of queries does not grow with the rows."""
    mine = _open_steps(db, Step.worker_id == worker.id)
    earlier = aliased(Step)
    handed_on = select(earlier.id).where(
        earlier.id == Step.from_step_id, or_(earlier.finished_by_id == worker.id, earlier.finished_for_id == worker.id)
    )
    elsewhere = or_(Step.worker_id.is_(None), Step.worker_id != worker.id)
    waiting = _open_steps(db, handed_on.exists(), elsewhere)
    ids = [step.id for step in mine]
    drafts = db.scalars(select(Draft).where(Draft.worker_id == worker.id, Draft.step_id.in_(ids)))
    opened = db.scalars(
        select(RecordView.step_id).where(RecordView.worker_id == worker.id, RecordView.step_id.in_(ids)).distinct()
    )
    hers = [step for step in mine if not step.waits_because]
    return WorkView(
        returned=[step for step in hers if step.is_returned],
        incoming=[step for step in hers if step.status == StepStatus.INCOMING and not step.is_returned],
        alerts=alerts_for(db, worker),
        started=[step for step in hers if step.status == StepStatus.STARTED and not step.is_returned],
        waiting=sorted([*waiting, *(step for step in mine if step.waits_because)], key=_soonest),
        drafts={draft.step_id: draft for draft in drafts},
        opened={step_id for step_id in opened if step_id},
        moves=last_moves(db, [*mine, *waiting]),
    )


def count_of(db: Db, worker: Worker) -> int:
    """How many rows there are on a worker's work view."""
    earlier = aliased(Step)
    handed_on = select(earlier.id).where(
        earlier.id == Step.from_step_id, or_(earlier.finished_by_id == worker.id, earlier.finished_for_id == worker.id)
    )
    steps = select(func.count(Step.id)).where(
        Step.status.in_(OPEN), or_(Step.worker_id == worker.id, handed_on.exists())
    )
    alerts = select(func.count(Alert.id)).where(Alert.worker_id == worker.id, Alert.acknowledged_on.is_(None))
    return (db.scalar(steps) or 0) + (db.scalar(alerts) or 0)


def alerts_for(db: Db, worker: Worker) -> list[Alert]:
    """What colleagues drew a worker's attention to and she has not acknowledged, oldest first."""
    found = db.scalars(
        select(Alert)
        .where(Alert.worker_id == worker.id, Alert.acknowledged_on.is_(None))
        .options(joinedload(Alert.person), joinedload(Alert.case_note))
        .order_by(Alert.raised_on, Alert.raised_at, Alert.id)
    )
    return list(found)


def get_alert(db: Db, alert_id: str) -> Alert:
    """One alert with its person and case note. Raises NotFound."""
    found = db.scalar(
        select(Alert).where(Alert.id == alert_id).options(joinedload(Alert.person), joinedload(Alert.case_note))
    )
    if found is None:
        raise NotFound(f"alert {alert_id}")
    return found


def last_moves(db: Db, steps: Sequence[Step]) -> dict[str, StepMove]:
    """The last time that each step changed hands, by step id; none for those that never did."""
    found = db.scalars(
        select(StepMove)
        .where(StepMove.step_id.in_([step.id for step in steps]))
        .options(joinedload(StepMove.by), joinedload(StepMove.acted_for))
        .order_by(StepMove.moved_on, StepMove.moved_at)
    )
    return {move.step_id: move for move in found}


def moves_of(db: Db, step: Step) -> list[StepMove]:
    """Every time the step changed hands, newest first."""
    found = db.scalars(
        select(StepMove)
        .where(StepMove.step_id == step.id)
        .options(
            joinedload(StepMove.by),
            joinedload(StepMove.acted_for),
            joinedload(StepMove.to_worker),
            joinedload(StepMove.to_team),
        )
        .order_by(StepMove.moved_on.desc(), StepMove.moved_at.desc())
    )
    return list(found)


def _soonest(step: Step) -> tuple[bool, date, str]:
    return step.due_on is None, step.due_on or date.max, step.id


def team_steps(db: Db, worker: Worker) -> list[Step]:
    """Open work of the worker's whole team: its members', and what waits in its tray."""
    colleagues = select(Worker.id).where(Worker.team_id == worker.team_id)
    return _open_steps(db, or_(Step.worker_id.in_(colleagues), Step.team_id == worker.team_id))


def count_of_team(db: Db, worker: Worker) -> int:
    """How much open work the worker's whole team has."""
    colleagues = select(Worker.id).where(Worker.team_id == worker.team_id)
    counted = select(func.count(Step.id)).where(
        Step.status.in_(OPEN), or_(Step.worker_id.in_(colleagues), Step.team_id == worker.team_id)
    )
    return db.scalar(counted) or 0


def _open_steps(db: Db, *conditions: object) -> list[Step]:
    query = (
        select(Step)
        .where(Step.status.in_(OPEN), *conditions)  # type: ignore[arg-type]
        .options(
            joinedload(Step.person),
            joinedload(Step.worker),
            joinedload(Step.team),
            joinedload(Step.from_step).options(joinedload(Step.finished_by), joinedload(Step.finished_for)),
        )
        .order_by(Step.due_on.is_(None), Step.due_on, Step.received_at, Step.id)
    )
    return list(db.scalars(query))


@dataclass(frozen=True)
class Tray:
    """What waits for a team: `waiting` nobody has been given, `given` somebody has and has not started."""

    waiting: list[Step]
    given: list[Step]
    moves: dict[str, StepMove]


def tray_of(db: Db, worker: Worker) -> Tray:
    """The tray of the worker's team, soonest due first."""
    if worker.team_id is None:
        return Tray([], [], {})
    colleagues = select(Worker.id).where(Worker.team_id == worker.team_id)
    found = _open_steps(
        db,
        Step.status == StepStatus.INCOMING,
        or_(and_(Step.team_id == worker.team_id, Step.worker_id.is_(None)), Step.worker_id.in_(colleagues)),
    )
    return Tray(
        waiting=[step for step in found if step.worker_id is None],
        given=[step for step in found if step.worker_id is not None],
        moves=last_moves(db, found),
    )


def get_worker(db: Db, worker_id: str) -> Worker:
    """One worker. Raises NotFound."""
    found = db.scalar(select(Worker).where(Worker.id == worker_id))
    if found is None:
        raise NotFound(f"worker {worker_id}")
    return found


def colleagues_of(db: Db, worker: Worker, today: date) -> list[Worker]:
    """Who works in the worker's team now, herself among them, by name."""
    found = db.scalars(
        select(Worker)
        .where(Worker.team_id == worker.team_id, or_(Worker.left_on.is_(None), Worker.left_on > today))
        .order_by(Worker.name, Worker.id)
    )
    return list(found)


def teams(db: Db) -> list[Team]:
    """Every team, by name."""
    return list(db.scalars(select(Team).order_by(Team.name, Team.id)))


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


def visits_on(db: Db, worker: Worker, today: date) -> list[Visit]:
    """The worker's visits of a day, in the order of the day."""
    found = db.scalars(
        select(Visit)
        .where(Visit.worker_id == worker.id, Visit.visit_on == today)
        .options(joinedload(Visit.person))
        .order_by(Visit.starts_at, Visit.id)
    )
    return list(found)


def recently_viewed(db: Db, worker: Worker, number: int = 6) -> list[RecordView]:
    """Whose records the worker opened last: of each person the last page, the latest first."""
    latest = (RecordView.viewed_on.desc(), RecordView.viewed_at.desc(), RecordView.id)
    ranked = (
        select(RecordView.id, func.row_number().over(partition_by=RecordView.person_id, order_by=latest).label("rank"))
        .where(RecordView.worker_id == worker.id)
        .subquery()
    )
    found = db.scalars(
        select(RecordView)
        .join(ranked, and_(ranked.c.id == RecordView.id, ranked.c.rank == 1))
        .options(joinedload(RecordView.person))
        .order_by(*latest)
        .limit(number)
    )
    return list(found)


def last_reviews(db: Db, steps: Sequence[Step]) -> dict[str, date]:
    """When each person was last reviewed, by person id, of those whose review is among the steps."""
    whose = [step.person_id for step in steps if step.kind == StepKind.REVIEW]
    found = db.execute(
        select(Review.person_id, func.max(Review.held_on))
        .where(Review.person_id.in_(whose), Review.held_on.is_not(None))
        .group_by(Review.person_id)
    )
    return {person_id: held_on for person_id, held_on in found if held_on}


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
