"""Writing plans, what they cost, and who agreed them."""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import delete, select

from casework.database import Db
from casework.records.models import Authorisation, CarePlan, Need, PersonalBudget, Service, Step, Worker


def weekly_pence(line: Mapping[str, Any]) -> int:
    """What one line of bought care costs a week: units × rate, rounded once, half up, to the penny."""
    cost = Decimal(str(line.get("units") or 0)) * int(line.get("rate_pence") or 0)
    return int(cost.quantize(Decimal(1), ROUND_HALF_UP))


def _plan(db: Db, step: Step, today: date) -> CarePlan:
    plan = db.scalar(select(CarePlan).where(CarePlan.case_id == step.case_id))
    if plan is None:
        plan = CarePlan(case_id=step.case_id, person_id=step.person_id, made_on=today)
        db.add(plan)
        db.flush()
    return plan


def write_plan(db: Db, step: Step, columns: Mapping[str, Any], by: Worker | None, today: date) -> None:
    plan = _plan(db, step, today)
    for column, value in columns.items():
        if column not in ("needs", "services"):
            setattr(plan, column, value)
    plan.finished_on = today
    if "needs" in columns:
        db.execute(delete(Need).where(Need.plan_id == plan.id))
        for position, need in enumerate(columns["needs"]):
            db.add(
                Need(
                    plan_id=plan.id,
                    position=position,
                    outcome=need.get("outcome") or "not-said",
                    wanted=need.get("wanted"),
                    how_met=need.get("how_met"),
                    met_by=need.get("met_by"),
                )
            )
    if "services" in columns:
        db.execute(delete(Service).where(Service.plan_id == plan.id))
        for position, line in enumerate(columns["services"]):
            db.add(
                Service(
                    plan_id=plan.id,
                    position=position,
                    service=line["service"],
                    needs=line.get("needs") or [],
                    units=float(line.get("units") or 0),
                    unit=line.get("unit") or "",
                    rate_pence=int(line.get("rate_pence") or 0),
                    days=line.get("days") or [],
                    met_by=line.get("met_by"),
                    weekly_pence=weekly_pence(line),
                )
            )


def write_budget(db: Db, step: Step, columns: Mapping[str, Any], by: Worker | None, today: date) -> None:
    plan = _plan(db, step, today)
    budget = db.scalar(select(PersonalBudget).where(PersonalBudget.plan_id == plan.id))
    if budget is None:
        budget = PersonalBudget(plan_id=plan.id)
        db.add(budget)
    for column, value in columns.items():
        setattr(budget, column, value)
    if budget.gross_pence is not None and budget.person_pence is not None:
        budget.council_pence = budget.gross_pence - budget.person_pence  # Care Act 2014 s26: cost = person + council


def write_authorisation(db: Db, step: Step, columns: Mapping[str, Any], by: Worker | None, today: date) -> None:
    db.add(
        Authorisation(
            case_id=step.case_id,
            person_id=step.person_id,
            decided_by_id=by.id if by else None,
            decided_on=today,
            about=step.title,
            **columns,
        )
    )
