"""What the record already knows, under the names of its facts: what a workflow may quote, prefill or ask about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select

from casework.database import Base, Db
from casework.facts import FactType
from casework.records.facts import CATALOGUE
from casework.records.models import Assessment, CarePlan, Case, Contact, Person, Review, Step, Worker
from casework.records.parts import ONE_ROW, SEVERAL, run_begun_by
from casework.records.rates import shipped_rates

NOT_ACHIEVED = ("with-help", "unable")
NEED_PARTS = (
    *("outcome", "wanted", "how_met", "met_by"),
    *("who", "unpaid_minutes", "not_met_because", "asked_again_on"),
)


def known_facts(db: Db, person: Person, case: Case, today: date, *, at: Step | None = None) -> dict[str, Any]:
    """Fact name → value, for facts that have one; and person.first_name, .name, .age, .called.

    at: the step that asks. Where the case has several concerns, enquiries, capacity decisions or calculations of money,
    it knows those of its own run of a workflow, or else the newest.
    What was found in this case is used; of the person's earlier cases nothing is carried over unseen. Rates are those
    in force on `today`, the story date: one that is not there is not known.
    """
    known: dict[str, Any] = {
        "person.first_name": person.first_name,
        "person.name": person.name,
        "person.called": person.called,
        "person.age": person.age(today),
    }
    parts = _parts(db, case)
    if at is not None:
        parts |= _of_this_run(db, at, parts)
    plan = parts["plan"]
    parts["person"] = person
    parts["budget"] = plan.budget if isinstance(plan, CarePlan) else None
    for name, fact in CATALOGUE.items():
        part, column = name.split(".", 1)
        row = parts.get(part)
        if row is None:
            continue
        value = _value(row, column, fact.type)
        if value not in (None, "", [], {}):
            known[name] = value
    if "plan.needs" not in known and "assessment.outcomes" in known:
        known["plan.needs"] = needs_of(known["assessment.outcomes"])
    known |= {
        f"rate.{rate.name}": rate.amount_pence
        for rate in shipped_rates().in_force(today)
        if f"rate.{rate.name}" in CATALOGUE
    }
    return known


def _parts(db: Db, case: Case) -> dict[str, Base | None]:
    """Part of the record → its row in this case, the newest where there are several; all in one query."""
    return dict(zip(_tables(), db.execute(_of_case(), {"case_id": case.id}).one(), strict=True))


@cache
def _tables() -> dict[str, type[Any]]:
    tables: dict[str, type[Any]] = {"contact": Contact, "assessment": Assessment, "plan": CarePlan, "review": Review}
    return tables | ONE_ROW | {part: several.table for part, several in SEVERAL.items()}


@cache
def _of_case() -> Select[Any]:
    """Made once: making a query of so many tables takes longer than running it."""
    tables = _tables()
    found = select(*tables.values()).select_from(Case)
    for table in tables.values():
        found = found.outerjoin(table, table.case_id == Case.id)
    newest = [several.table.number.desc() for several in SEVERAL.values()]
    # A review that is due comes before those that were held.
    return (
        found.where(Case.id == bindparam("case_id"))
        .order_by(Review.held_on.is_not(None), Review.held_on.desc(), Review.due_on.desc(), *newest)
        .limit(1)
    )


def _of_this_run(db: Db, at: Step, newest: Mapping[str, Base | None]) -> dict[str, Base]:
    """The rows that this run of a workflow has, where the case has several."""
    found: dict[str, Base] = {}
    for part, several in SEVERAL.items():
        if getattr(newest[part], "number", 1) > 1:
            table: type[Any] = several.table
            of_run = select(table).where(table.case_id == at.case_id, table.begun_by_id == run_begun_by(at))
            if (own := db.scalars(of_run.order_by(table.number.desc()).limit(1)).first()) is not None:
                found[part] = own
    return found


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
        keys = ("service", "needs", "units", "unit", "rate_pence", "days", "starts_at", "ends_at", "met_by")
        return [{key: getattr(line, key) for key in keys} for line in row.services]
    if column == "needs" and isinstance(row, CarePlan):
        return [{key: _plain(getattr(need, key)) for key in NEED_PARTS} for need in row.needs]
    return _plain(getattr(row, column))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def needs_of(outcomes: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The needs a plan begins with: every outcome of the assessment that is not achieved, also where somebody helps.

    What the carer does is carried with it, as the way it is met; the rest is for the plan to say.
    Source: Care Act 2014 s25(1)(a), every need that the assessment found.
    """
    return [
        {"outcome": code, "wanted": answer.get("their_words")}
        | ({"how_met": answer.get("how_met"), "met_by": "carer"} if answer.get("met_by") == "carer" else {})
        for code, answer in outcomes.items()
        if answer.get("achieves") in NOT_ACHIEVED
    ]


NOT_CARRIED = (
    "consent",
    "decision",
    "impact",
    "cause",
    "advice",
    "copies_",
    "copy_",
    "capacity_",
    "safeguarding_",
    "continuing_healthcare",
    "carer_input_excluded",
    "depth",
    "points",
    "period_considered",
    "wellbeing_areas",
)
"""How the names of facts begin that are found anew at every assessment: decisions, and what was agreed on the day."""


@dataclass(frozen=True)
class Earlier:
    """What an earlier assessment said: its value, who assessed, when it was finished, and with which step if any."""

    value: Any
    by: Worker | None
    on: date
    step_id: str | None


def earlier_answers(db: Db, person: Person, case: Case) -> dict[str, Earlier]:
    """Fact name → what the person's last finished assessment of another case said, for facts that may still hold.

    Shown beside the questions and never used unseen. Empty where the person was not assessed before.
    """
    before = db.scalar(
        select(Assessment)
        .where(Assessment.person_id == person.id, Assessment.case_id != case.id, Assessment.finished_on.is_not(None))
        .order_by(Assessment.finished_on.desc(), Assessment.id)
        .limit(1)
    )
    if before is None or before.finished_on is None:
        return {}
    step_id = db.scalar(
        select(Step.id)
        .where(Step.case_id == before.case_id, Step.finished_on == before.finished_on)
        .order_by(Step.position.desc())
        .limit(1)
    )
    found: dict[str, Earlier] = {}
    for name, fact in CATALOGUE.items():
        part, column = name.split(".", 1)
        if part != "assessment" or column.startswith(NOT_CARRIED):
            continue
        value = _value(before, column, fact.type)
        if value not in (None, "", [], {}):
            found[name] = Earlier(value, before.assessed_by, before.finished_on, step_id)
    return found
