"""Reading what a plan and a person's money look like over time."""

from sqlalchemy import select

from casework.database import Db
from casework.records.models import Authorisation, CarePlan, FinancialAssessment, Person


def financial_assessments_of(db: Db, person: Person) -> list[FinancialAssessment]:
    """Newest first; an earlier one is kept as it was made."""
    return list(
        db.scalars(
            select(FinancialAssessment)
            .where(FinancialAssessment.person_id == person.id)
            .order_by(FinancialAssessment.begun_on.desc(), FinancialAssessment.number.desc())
        )
    )


def plan_of_case(db: Db, case_id: str) -> CarePlan | None:
    """The plan of a case, finished or not."""
    return db.scalar(select(CarePlan).where(CarePlan.case_id == case_id).order_by(CarePlan.made_on.desc()).limit(1))


def authorisations_in(db: Db, case_id: str) -> list[Authorisation]:
    """The decisions on a case's work, the first one first."""
    return list(
        db.scalars(
            select(Authorisation)
            .where(Authorisation.case_id == case_id)
            .order_by(Authorisation.decided_on, Authorisation.id)
        )
    )
