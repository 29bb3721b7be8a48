"""Finding people, and all that one person's pages show."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from casework.database import Db
from casework.errors import NotFound
from casework.records.models import (
    Alert,
    Assessment,
    Authorisation,
    CarePlan,
    CaseNote,
    ChronologyEntry,
    Document,
    Involvement,
    Person,
    PersonDetail,
    Review,
    Step,
    Warning,
    Worker,
)
from casework.records.queries.work import OPEN


def get_person(db: Db, person_id: str) -> Person:
    """One person with their warnings. Raises NotFound."""
    person = db.scalar(
        select(Person)
        .where(Person.id == person_id)
        .options(selectinload(Person.warnings).selectinload(Warning.added_by))
    )
    if person is None:
        raise NotFound(f"person {person_id}")
    return person


def find_by_number(db: Db, number: str) -> Person | None:
    """Whoever has this number, which staff say aloud."""
    return db.scalar(select(Person).where(Person.number == number))


def get_detail(db: Db, person: Person, detail_id: str) -> PersonDetail:
    """One key fact as it stands. Raises NotFound where the person has no such fact, or it was replaced."""
    found = db.scalar(
        select(PersonDetail).where(
            PersonDetail.id == detail_id, PersonDetail.person_id == person.id, PersonDetail.replaced_on.is_(None)
        )
    )
    if found is None:
        raise NotFound(f"fact {detail_id} of person {person.id}")
    return found


def earlier_of(db: Db, person: Person, detail: PersonDetail) -> list[PersonDetail]:
    """What was said of the same thing before, the last first."""
    return list(
        db.scalars(
            select(PersonDetail)
            .where(
                PersonDetail.person_id == person.id,
                PersonDetail.label == detail.label,
                PersonDetail.replaced_on.is_not(None),
            )
            .order_by(PersonDetail.replaced_on.desc(), PersonDetail.confirmed_on.desc())
        )
    )


def alerts_of(db: Db, person: Person, worker: Worker) -> list[Alert]:
    """What about the person the worker is asked to look at and has not acknowledged, the newest first."""
    return list(
        db.scalars(
            select(Alert)
            .where(Alert.person_id == person.id, Alert.worker_id == worker.id, Alert.acknowledged_on.is_(None))
            .options(selectinload(Alert.case_note))
            .order_by(Alert.raised_at.desc(), Alert.id)
        )
    )


@dataclass(frozen=True)
class Counts:
    """How much there is in the parts of a person's record that are lists. open_work: steps, without her alerts."""

    open_work: int
    notes: int
    documents: int


def counts_of(db: Db, person: Person) -> Counts:
    """One query."""
    of = {
        Step: select(func.count()).where(Step.person_id == person.id, Step.status.in_(OPEN)),
        CaseNote: select(func.count()).where(CaseNote.person_id == person.id),
        Document: select(func.count()).where(Document.person_id == person.id),
    }
    row = db.execute(select(*(query.scalar_subquery() for query in of.values()))).one()
    return Counts(*row)


def manager_of(db: Db, worker: Worker | None) -> Worker | None:
    """Who manages the worker's team; None where nobody of it is a manager, or where it is the worker."""
    if worker is None or worker.team_id is None:
        return None
    return db.scalar(
        select(Worker)
        .where(
            Worker.team_id == worker.team_id,
            Worker.role.endswith("manager"),
            Worker.left_on.is_(None),
            Worker.id != worker.id,
        )
        .order_by(Worker.name)
        .limit(1)
    )


def past_involvements_of(db: Db, person: Person) -> list[Involvement]:
    """Those who worked with the person before, the last to end first."""
    return list(
        db.scalars(
            select(Involvement)
            .where(Involvement.person_id == person.id, Involvement.ended_on.is_not(None))
            .options(selectinload(Involvement.worker), selectinload(Involvement.organisation))
            .order_by(Involvement.ended_on.desc(), Involvement.started_on.desc())
        )
    )


def case_notes_of(db: Db, person: Person) -> list[CaseNote]:
    """Newest contact first."""
    return list(
        db.scalars(
            select(CaseNote)
            .where(CaseNote.person_id == person.id)
            .options(selectinload(CaseNote.author))
            .order_by(
                CaseNote.happened_on.desc(),
                CaseNote.recorded_on.desc(),
                CaseNote.recorded_at.desc(),
            )
        )
    )


def chronology_of(db: Db, person: Person) -> list[ChronologyEntry]:
    """In the order things happened, newest first; entries keep the day they were written down."""
    return list(
        db.scalars(
            select(ChronologyEntry)
            .where(ChronologyEntry.person_id == person.id)
            .order_by(ChronologyEntry.happened_on.desc(), ChronologyEntry.recorded_on.desc())
        )
    )


def steps_of(db: Db, person: Person) -> list[Step]:
    """All work on the person, newest first."""
    return list(
        db.scalars(
            select(Step)
            .where(Step.person_id == person.id)
            .options(
                selectinload(Step.worker),
                selectinload(Step.case),
                selectinload(Step.finished_by),
                selectinload(Step.from_step),
            )
            .order_by(Step.received_at.desc(), Step.position.desc())
        )
    )


def assessments_of(db: Db, person: Person) -> list[Assessment]:
    """Newest first, with their outcomes."""
    return list(
        db.scalars(
            select(Assessment)
            .where(Assessment.person_id == person.id)
            .options(selectinload(Assessment.outcomes), selectinload(Assessment.assessed_by))
            .order_by(Assessment.started_on.desc())
        )
    )


def plans_of(db: Db, person: Person) -> list[CarePlan]:
    """Newest first, with needs, services and budget."""
    return list(
        db.scalars(
            select(CarePlan)
            .where(CarePlan.person_id == person.id)
            .options(
                selectinload(CarePlan.needs),
                selectinload(CarePlan.services),
                selectinload(CarePlan.budgets),
            )
            .order_by(CarePlan.made_on.desc())
        )
    )


def authorisations_of(db: Db, person: Person) -> list[Authorisation]:
    return list(
        db.scalars(
            select(Authorisation)
            .where(Authorisation.person_id == person.id)
            .options(selectinload(Authorisation.decided_by))
            .order_by(Authorisation.decided_on.desc())
        )
    )


def next_review_of(db: Db, person: Person) -> Review | None:
    return db.scalar(
        select(Review)
        .where(
            Review.person_id == person.id,
            Review.held_on.is_(None),
            Review.due_on.is_not(None),
        )
        .order_by(Review.due_on)
        .limit(1)
    )


def involvements_of(db: Db, person: Person) -> list[Involvement]:
    """Those who work with the person now, the allocated worker first."""
    return list(
        db.scalars(
            select(Involvement)
            .where(Involvement.person_id == person.id, Involvement.ended_on.is_(None))
            .options(selectinload(Involvement.worker), selectinload(Involvement.organisation))
            .order_by(Involvement.is_allocated.desc(), Involvement.started_on)
        )
    )
