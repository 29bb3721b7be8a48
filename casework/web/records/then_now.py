"""A review beside the plan it looks at again: what was planned then, what is said now, both from the record."""

from decimal import Decimal
from typing import Any

from casework.database import Db
from casework.lab.working import Work
from casework.records.models import CarePlan
from casework.records.queries import people as queries
from casework.records.vocabulary import StepKind
from casework.web.records.wording import labels

HOURS = "hour"


def plan_then_and_now(db: Db, work: Work) -> dict[str, Any] | None:
    """The person's last plan, need by need, with what the review says of each; None for a step that is no review.

    plan is None where the record has none to look at again.
    """
    if work.step.kind != StepKind.REVIEW:
        return None
    plan = next((each for each in queries.plans_of(db, work.step.person) if each.finished_on is not None), None)
    facts = {**work.record, **work.state.facts}
    said = {str(goal.get("outcome")): goal for goal in facts.get("review.goals") or [] if isinstance(goal, dict)}
    return {
        "plan": plan,
        "needs": [_need(need, said.get(need.outcome, {})) for need in plan.needs] if plan else [],
        "services": [(line, labels()(line.service)) for line in plan.services] if plan else [],
        "weekly_pence": sum(line.weekly_pence for line in plan.services) if plan else 0,
        "hours_then": _hours(plan) if plan else None,
        "hours_planned": facts.get("review.hours_planned"),
        "hours_given": facts.get("review.hours_given"),
        "changed": facts.get("review.change"),
        "carers": [each.other for each in work.step.person.relationships if each.is_carer and each.other],
    }


def _need(need: Any, goal: dict[str, Any]) -> dict[str, str]:
    label = labels()
    then = ". ".join(part for part in (need.wanted, need.how_met) if part)
    return {
        "name": label(need.outcome),
        "then": then or "Not written",
        "by": label(need.met_by) or "Nobody named",
        "now": label(goal.get("progress")) or "Not answered yet",
        "note": str(goal.get("note") or ""),
    }


def _hours(plan: CarePlan) -> str:
    """Hours a week of the plan's services that are bought by the hour; empty where there are none."""
    hours = sum((Decimal(str(line.units)) for line in plan.services if line.unit == HOURS), Decimal(0))
    return f"{hours.normalize():f}" if hours else ""
