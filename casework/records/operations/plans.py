"""Writing plans, what they cost, and who agreed them."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import delete, select

from casework.database import Db
from casework.records.costing import cost_of, half_up
from casework.records.models import Authorisation, CarePlan, Need, PersonalBudget, Service, Step, Worker
from casework.records.rates import shipped_rates


def weekly_pence(line: Mapping[str, Any]) -> int:
    """What one line of bought care costs a week: units × rate, rounded once, half up, to the penny.

    The units of a line with `minutes` are those, as hours.
    """
    minutes = line.get("minutes")
    units = Fraction(minutes, 60) if isinstance(minutes, int) else Fraction(str(line.get("units") or 0))
    return half_up(units * int(line.get("rate_pence") or 0))


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
                    who=need.get("who"),
                    unpaid_minutes=need.get("unpaid_minutes"),
                    not_met_because=need.get("not_met_because"),
                    asked_again_on=_day(need.get("asked_again_on")),
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
                    starts_at=line.get("starts_at"),
                    ends_at=line.get("ends_at"),
                    met_by=line.get("met_by"),
                    weekly_pence=weekly_pence(line),
                )
            )
    db.flush()
    db.expire(plan, ["needs", "services"])
    keep_rates(plan, today)


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) and value else value


def keep_rates(plan: CarePlan, today: date) -> None:
    """Keep the rows of the rates that the plan costs by, those of the day it starts."""
    services = [{"service": line.service, "rate_pence": line.rate_pence, "units": line.units} for line in plan.services]
    plan.rates_used = list(cost_of(plan.timetable, services, [], shipped_rates(), plan.starts_on or today).rates_used)


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
    cost = db.scalar(
        select(PersonalBudget.gross_pence)
        .join(CarePlan, CarePlan.id == PersonalBudget.plan_id)
        .where(CarePlan.case_id == step.case_id)
    )
    db.add(
        Authorisation(
            case_id=step.case_id,
            person_id=step.person_id,
            decided_by_id=by.id if by else None,
            decided_for_id=step.finished_for_id,
            decided_on=today,
            about=step.title,
            limit_pence=by.approval_limit_pence if by else None,
            cost_pence=cost,
            **columns,
        )
    )
