"""What was assessed and decided about a person, besides needs: each in its own right, the newest first."""

from dataclasses import dataclass

from sqlalchemy import select

from casework.database import Db
from casework.records.models import (
    Assessment,
    CapacityAssessment,
    CarersAssessment,
    FlagAnswer,
    Person,
    Relationship,
    Review,
    SafeguardingConcern,
    SafeguardingEnquiry,
    Step,
)
from casework.records.vocabulary import StepStatus


@dataclass(frozen=True)
class Assessed:
    """Rows of one person's record. carers: the people around her who help unpaid and have a record of their own."""

    carers_assessments: list[CarersAssessment]
    capacity: list[CapacityAssessment]
    concerns: list[SafeguardingConcern]
    enquiries: list[SafeguardingEnquiry]
    reviews: list[Review]
    carers: list[Person]


def everything_assessed(db: Db, person: Person) -> Assessed:
    """One query for each kind. A review that is only due is none that was held."""
    carers = (
        select(Person)
        .join(Relationship, Relationship.other_id == Person.id)
        .where(Relationship.person_id == person.id, Relationship.is_carer.is_(True))
    )
    return Assessed(
        carers_assessments=list(
            db.scalars(
                select(CarersAssessment)
                .where(CarersAssessment.person_id == person.id)
                .order_by(CarersAssessment.begun_on.desc(), CarersAssessment.id)
            )
        ),
        capacity=list(
            db.scalars(
                select(CapacityAssessment)
                .where(CapacityAssessment.person_id == person.id)
                .order_by(CapacityAssessment.begun_on.desc(), CapacityAssessment.number.desc())
            )
        ),
        concerns=list(
            db.scalars(
                select(SafeguardingConcern)
                .where(SafeguardingConcern.person_id == person.id)
                .order_by(SafeguardingConcern.begun_on.desc(), SafeguardingConcern.number.desc())
            )
        ),
        enquiries=list(
            db.scalars(
                select(SafeguardingEnquiry)
                .where(SafeguardingEnquiry.person_id == person.id)
                .order_by(SafeguardingEnquiry.begun_on.desc(), SafeguardingEnquiry.number.desc())
            )
        ),
        reviews=list(
            db.scalars(
                select(Review)
                .where(Review.person_id == person.id, Review.held_on.is_not(None))
                .order_by(Review.held_on.desc(), Review.id)
            )
        ),
        carers=list(dict.fromkeys(db.scalars(carers.order_by(Person.last_name, Person.first_name)))),
    )


def reasons_given(db: Db, person: Person) -> list[FlagAnswer]:
    """Why things that do not agree were let stand on a person's record, the newest first."""
    return list(
        db.scalars(
            select(FlagAnswer)
            .where(FlagAnswer.person_id == person.id)
            .order_by(FlagAnswer.answered_at.desc(), FlagAnswer.id)
        )
    )


def finished_step_of(db: Db, assessment: Assessment) -> Step | None:
    """The step that an assessment was last finished with, which may be opened again; None where one is open."""
    steps = db.scalars(select(Step).where(Step.case_id == assessment.case_id).order_by(Step.position.desc())).all()
    from_workflow = [step for step in steps if step.definition_id and step.version_id]
    finished = next((s for s in from_workflow if s.status == StepStatus.FINISHED and s.kind == "assessment"), None)
    if finished is None or any(s.is_open and s.definition_id == finished.definition_id for s in from_workflow):
        return None
    return finished
