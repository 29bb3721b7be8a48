"""What the record already knows, under the names of its facts: what a workflow may quote, prefill or ask about."""

from datetime import date
from typing import Any

from sqlalchemy import select

from casework.database import Base, Db
from casework.facts import FactType
from casework.records.facts import CATALOGUE
from casework.records.models import Assessment, CarePlan, Case, Contact, Person, Review


def known_facts(db: Db, person: Person, case: Case, today: date) -> dict[str, Any]:
    """Fact name → value, for facts that have one; and person.first_name, .name, .age, .called.

    What was found in this case is used; of the person's earlier cases nothing is carried over unseen.
    """
    known: dict[str, Any] = {
        "person.first_name": person.first_name,
        "person.name": person.name,
        "person.called": person.called,
        "person.age": person.age(today),
    }
    contact, assessment, plan, review = db.execute(
        select(Contact, Assessment, CarePlan, Review)
        .select_from(Case)
        .outerjoin(Contact, Contact.case_id == Case.id)
        .outerjoin(Assessment, Assessment.case_id == Case.id)
        .outerjoin(CarePlan, CarePlan.case_id == Case.id)
        .outerjoin(Review, Review.case_id == Case.id)
        .where(Case.id == case.id)
        .limit(1)
    ).one()
    parts: dict[str, Base | None] = {
        "person": person,
        "contact": contact,
        "assessment": assessment,
        "plan": plan,
        "budget": plan.budget if plan else None,
        "review": review,
    }
    for name, fact in CATALOGUE.items():
        part, column = name.split(".", 1)
        row = parts.get(part)
        if row is None:
            continue
        value = _value(row, column, fact.type)
        if value not in (None, "", [], {}):
            known[name] = value
    return known


def _value(row: Base, column: str, kind: FactType) -> Any:
    if kind == FactType.OUTCOMES and isinstance(row, Assessment):
        return {
            outcome.code: {
                "achieves": outcome.achieves,
                "limbs": outcome.limbs,
                "reason": outcome.reason,
                "how_met": outcome.how_met,
                "met_by": outcome.met_by,
                "their_words": outcome.their_words,
            }
            for outcome in row.outcomes
        }
    if kind == FactType.SERVICES and isinstance(row, CarePlan):
        keys = ("service", "needs", "units", "unit", "rate_pence", "days", "met_by")
        return [{key: getattr(line, key) for key in keys} for line in row.services]
    if column == "needs" and isinstance(row, CarePlan):
        return [{key: getattr(need, key) for key in ("outcome", "wanted", "how_met", "met_by")} for need in row.needs]
    value = getattr(row, column)
    return value.isoformat() if isinstance(value, date) else value
