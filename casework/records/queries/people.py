"""Finding people, and all that one person's pages show."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from casework.database import Db
from casework.errors import NotFound
from casework.records.models import (
    Assessment,
    Authorisation,
    CarePlan,
    CaseNote,
    ChronologyEntry,
    Involvement,
    Person,
    Review,
    Step,
)


def get_person(db: Db, person_id: str) -> Person:
    """One person with their warnings. Raises NotFound."""
    person = db.scalar(select(Person).where(Person.id == person_id).options(selectinload(Person.warnings)))
    if person is None:
        raise NotFound(f"person {person_id}")
    return person


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
            .options(selectinload(Involvement.worker))
            .order_by(Involvement.is_allocated.desc(), Involvement.started_on)
        )
    )
