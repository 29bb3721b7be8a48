"""Writing the facts of a finished step to the record, by their names in `records/facts/`."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete, select

from casework.database import Base, Db
from casework.facts import FactType
from casework.records.facts import CATALOGUE
from casework.records.models import (
    Assessment,
    AssessmentOutcome,
    Contact,
    FinancialAssessment,
    Review,
    Step,
    Worker,
)
from casework.records.operations.plans import write_authorisation, write_budget, write_plan
from casework.records.parts import ONE_ROW, SEVERAL, Numbered, Several, run_begun_by
from casework.records.rates import shipped_rates
from casework.records.vocabulary import OutcomeCode

OUTCOME_ORDER = {code.value: position for position, code in enumerate(OutcomeCode)}


def record_facts(db: Db, step: Step, facts: Mapping[str, Any], *, by: Worker | None, today: date) -> None:
    """Write what a step recorded to the person's record.

    facts: fact name → value, in the shapes of `FactType`. A fact that is not in it is left as it was.
    A case has one contact, one assessment and one plan, which a step sent back writes again; every
    approval, every review held, and every concern, enquiry, capacity decision and calculation of money
    is a row of its own.
    Raises ValueError for a name the catalogue does not have, and for one the record gives by itself.
    """
    groups: dict[str, dict[str, Any]] = {}
    for name, value in facts.items():
        if name not in CATALOGUE:
            raise ValueError(f"{name} is not a fact of the record")
        if CATALOGUE[name].given:
            raise ValueError(f"{name} is given by the record: no step records it")
        part, column = name.split(".", 1)
        groups.setdefault(part, {})[column] = _stored(name, value)
    for part, columns in groups.items():
        if part in ONE_ROW:
            _write_one_row(db, part, step, columns, today)
        elif part in SEVERAL:
            _write_newest(db, SEVERAL[part], step, columns, today)
        else:
            _WRITERS[part](db, step, columns, by, today)
    db.flush()


def _stored(name: str, value: Any) -> Any:
    if CATALOGUE[name].type == FactType.DATE and isinstance(value, str):
        return date.fromisoformat(value)
    return value


def _set(row: Base, columns: Mapping[str, Any]) -> None:
    for column, value in columns.items():
        setattr(row, column, value)


def _write_person(db: Db, step: Step, columns: Mapping[str, Any], by: Worker | None, today: date) -> None:
    _set(step.person, columns)


def _write_contact(db: Db, step: Step, columns: Mapping[str, Any], by: Worker | None, today: date) -> None:
    contact = db.scalar(select(Contact).where(Contact.case_id == step.case_id))
    if contact is None:
        contact = Contact(case_id=step.case_id, person_id=step.person_id, received_on=today)
        db.add(contact)
    _set(contact, columns)


def _write_assessment(db: Db, step: Step, columns: Mapping[str, Any], by: Worker | None, today: date) -> None:
    assessment = db.scalar(select(Assessment).where(Assessment.case_id == step.case_id))
    if assessment is None:
        assessment = Assessment(
            case_id=step.case_id,
            person_id=step.person_id,
            started_on=step.started_on or today,
        )
        db.add(assessment)
    outcomes = dict(columns).get("outcomes")
    _set(
        assessment,
        {column: value for column, value in columns.items() if column != "outcomes"},
    )
    assessment.assessed_by_id = by.id if by else None
    assessment.finished_on = today
    if "decision" in columns:
        assessment.decided_on = today
    if outcomes is not None:
        db.flush()
        db.execute(delete(AssessmentOutcome).where(AssessmentOutcome.assessment_id == assessment.id))
        for code, answer in outcomes.items():
            db.add(
                AssessmentOutcome(
                    assessment_id=assessment.id,
                    position=OUTCOME_ORDER[code],
                    code=code,
                    achieves=answer["achieves"],
                    limbs=answer.get("limbs") or [],
                    reason=answer.get("reason"),
                    how_met=answer.get("how_met"),
                    met_by=answer.get("met_by"),
                    their_words=answer.get("their_words"),
                )
            )


def _write_review(db: Db, step: Step, columns: Mapping[str, Any], by: Worker | None, today: date) -> None:
    review = db.scalar(select(Review).where(Review.case_id == step.case_id, Review.held_on.is_(None)))
    if review is None:
        review = Review(case_id=step.case_id, person_id=step.person_id)
        db.add(review)
    _set(review, columns)


def _write_one_row(db: Db, part: str, step: Step, columns: Mapping[str, Any], today: date) -> None:
    table = ONE_ROW[part]
    row = db.scalar(select(table).where(table.case_id == step.case_id))
    if row is None:
        row = table(case_id=step.case_id, person_id=step.person_id, begun_on=today)
        db.add(row)
    _set(row, columns)


def _write_newest(db: Db, part: Several, step: Step, columns: Mapping[str, Any], today: date) -> None:
    table = part.table
    rows: Sequence[Any] = db.scalars(
        select(table).where(table.case_id == step.case_id).order_by(table.number.desc())
    ).all()
    run = run_begun_by(step)
    row: Numbered | None = next((row for row in rows if row.begun_by_id == run), None)
    if row is None or _is_done(row, part, columns):
        number = (rows[0].number if rows else 0) + 1
        row = table(case_id=step.case_id, person_id=step.person_id, number=number, begun_by_id=run, begun_on=today)
        db.add(row)
    if isinstance(row, FinancialAssessment):
        row.rates_on = today
        row.rates_used = [rate.as_row() for rate in shipped_rates().in_force(today)]
    _set(row, columns)


def _is_done(row: Numbered, part: Several, columns: Mapping[str, Any]) -> bool:
    """Whether what is recorded now belongs to another row."""
    if part.closed_by:
        return getattr(row, part.closed_by) is not None
    about = getattr(row, part.one_for)
    return about is not None and columns.get(part.one_for, about) != about


_WRITERS = {
    "person": _write_person,
    "contact": _write_contact,
    "assessment": _write_assessment,
    "plan": write_plan,
    "budget": write_budget,
    "authorisation": write_authorisation,
    "review": _write_review,
}
