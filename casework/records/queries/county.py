"""How many there are in a county, and who, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from casework.database import Db
from casework.records.models import Person, Step, Worker
from casework.records.vocabulary import StepStatus


@dataclass(frozen=True)
class Size:
    """How much there is: people, those who work with them, and steps that are incoming or started."""

    people: int
    workers: int
    open_steps: int


def size_of_county(db: Db) -> Size:
    """Counts of the sandbox that was entered."""
    still = (StepStatus.INCOMING, StepStatus.STARTED)
    return Size(
        people=db.scalar(select(func.count()).select_from(Person)) or 0,
        workers=db.scalar(select(func.count()).select_from(Worker)) or 0,
        open_steps=db.scalar(select(func.count()).select_from(Step).where(Step.status.in_(still))) or 0,
    )


def people_by_name(db: Db, *, first: int, most: int) -> Sequence[Person]:
    """People in the order of their last and first names. first: how many to leave out before."""
    ordered = select(Person).order_by(Person.last_name, Person.first_name, Person.number)
    return db.scalars(ordered.offset(first).limit(most)).all()
