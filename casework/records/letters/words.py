"""The words with which the record fills a letter.

Only what the person may be told is read here. Case notes, papers that came in, who rang or wrote to us, what is noted
beside somebody's name, warnings that are not shared and what was told in a safeguarding concern are never looked at.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from casework.database import Db
from casework.records.models import (
    Assessment,
    AssessmentOutcome,
    CarePlan,
    CarersAssessment,
    Need,
    Person,
    Review,
    Service,
    Worker,
)

Label = Callable[[str | None], str]
"""Code → the words that people read."""

CARERS_OUTCOMES = (
    ("child_care", "Caring for a child"),
    ("other_care", "Caring for other people"),
    ("home_environment", "Keeping your home habitable"),
    ("nutrition", "Eating well"),
    ("relationships", "Family and other relationships"),
    ("work_education", "Work, training, education or volunteering"),
    ("community_facilities", "Using local facilities and services"),
    ("recreation", "Recreation"),
)


def words_of(
    db: Db,
    person: Person,
    *,
    council: str,
    worker: Worker,
    acted_for: Worker | None,
    today: date,
    label: Label,
) -> dict[str, str | list[dict[str, str]]]:
    """What the record knows that letters may say: a name for each word or list, and none for what is not known.

    `assessment`, `plan` and `carer` are there where the person has one, the latest finished or else begun.
    """
    team = worker.team.name if worker.team else None
    said: dict[str, Any] = {
        "council": council,
        "today": _day(today),
        "worker": worker.name,
        "worker.role": worker.role_label,
        "worker.team": team,
        "worker.acted_for": acted_for.name if acted_for else None,
        "person": person.name,
        "person.called": person.called,
        "person.born": _day(person.born_on),
        "person.number": person.number,
        "person.address": person.address,
        "person.communication": person.communication,
        "people": [{"name": other.name, "kind": other.kind} for other in person.relationships if not other.died_on],
        "workers": [{"name": one.who, "role": one.role} for one in person.involvements if not one.ended_on],
        **_assessment(db, person, label),
        **_plan(db, person, label),
        **_carer(db, person, label),
    }
    return {name: words for name, words in said.items() if words}


def _day(day: date | None) -> str | None:
    return f"{day.day} {day:%B %Y}" if day else None


def _money(pence: int | None) -> str | None:
    return None if pence is None else f"£{pence // 100:,}.{pence % 100:02}"


def _yes(claim: bool) -> str | None:
    return "yes" if claim else None


def _labels(codes: Iterable[str] | None, label: Label) -> str | None:
    return "; ".join(label(code) for code in codes) if codes else None


def _known(item: dict[str, str | None]) -> dict[str, str]:
    return {name: words for name, words in item.items() if words}


# --- the assessment and the decision -----------------------------------------------------------


def _assessment(db: Db, person: Person, label: Label) -> dict[str, Any]:
    found = db.scalars(
        select(Assessment)
        .where(Assessment.person_id == person.id)
        .options(selectinload(Assessment.outcomes), selectinload(Assessment.assessed_by))
    ).all()
    if not found:
        return {}
    latest = max(found, key=lambda one: (one.finished_on or date.min, one.started_on, one.id))
    eligible = latest.decision == "eligible"
    return {
        "assessment": "yes",
        "assessment.begun": _day(latest.started_on),
        "assessment.finished": _day(latest.finished_on),
        "assessment.by": latest.assessed_by.name if latest.assessed_by else None,
        "assessment.wanted": latest.wanted_outcomes,
        "assessment.strengths": latest.strengths,
        "assessment.could_help": latest.what_else_could_help,
        "assessment.period": latest.period_considered,
        "assessment.risk": latest.risk,
        "assessment.wellbeing": _labels(latest.wellbeing_areas, label),
        "assessment.cause": latest.cause_reason,
        "assessment.impact": label(latest.impact) if latest.impact else None,
        "assessment.impact_reason": latest.impact_reason,
        "decision": label(latest.decision) if latest.decision else None,
        "decision.day": _day(latest.decided_on),
        "decision.reasons": latest.decision_reasons,
        "decision.advice": latest.advice,
        "decision.is_eligible": _yes(eligible),
        "decision.is_not_eligible": _yes(bool(latest.decision) and not eligible),
        "outcomes": [_outcome(one, label) for one in latest.outcomes],
        "outcomes.not_achieved": [
            _outcome(one, label) for one in latest.outcomes if one.achieves not in ("able", "not-applicable")
        ],
    }


def _outcome(outcome: AssessmentOutcome, label: Label) -> dict[str, str]:
    return _known(
        {
            "outcome": label(outcome.code),
            "answer": label(outcome.achieves),
            "limbs": _labels(outcome.limbs, label),
            "reason": outcome.reason,
            "how_met": outcome.how_met,
            "their_words": outcome.their_words,
        }
    )


# --- the plan, the money and the review --------------------------------------------------------


def _plan(db: Db, person: Person, label: Label) -> dict[str, Any]:
    found = db.scalars(
        select(CarePlan)
        .where(CarePlan.person_id == person.id)
        .options(selectinload(CarePlan.needs), selectinload(CarePlan.services), selectinload(CarePlan.budgets))
    ).all()
    if not found:
        return {}
    latest = max(found, key=lambda one: (one.finished_on or date.min, one.made_on, one.id))
    budget = latest.budget
    review = db.scalar(
        select(Review)
        .where(Review.case_id == latest.case_id, Review.held_on.is_(None), Review.due_on.is_not(None))
        .order_by(Review.due_on)
        .limit(1)
    )
    return {
        "plan": "yes",
        "plan.made": _day(latest.finished_on or latest.made_on),
        "plan.starts": _day(latest.starts_on),
        "plan.ended": _day(latest.ended_on),
        "plan.carer_part": latest.carer_part,
        "plan.unmet": latest.unmet,
        "plan.prevention": latest.prevention,
        "plan.contingency": latest.contingency,
        "plan.direct_payment": label(latest.direct_payment) if latest.direct_payment else None,
        "plan.direct_payment_note": latest.direct_payment_note,
        "plan.agreed": label(latest.agreed) if latest.agreed else None,
        "needs": [_need(need, label) for need in latest.needs],
        "services": [_service(service, label) for service in latest.services],
        "budget.cost": _money(budget.gross_pence) if budget else None,
        "budget.person": _money(budget.person_pence) if budget else None,
        "budget.council": _money(budget.council_pence) if budget else None,
        "review.due": _day(review.due_on) if review else None,
        "review.how_to_ask": review.how_to_ask if review else None,
    }


def _need(need: Need, label: Label) -> dict[str, str]:
    hours, minutes = divmod(need.unpaid_minutes or 0, 60)
    spans = [f"{hours} hour{'' if hours == 1 else 's'}" if hours else "", f"{minutes} minutes" if minutes else ""]
    return _known(
        {
            "outcome": label(need.outcome),
            "wanted": need.wanted,
            "how_met": need.how_met,
            "by": need.who or (label(need.met_by) if need.met_by else None),
            "unpaid": " ".join(span for span in spans if span),
            "eligible": {True: "yes", False: "no"}.get(need.is_eligible) if need.is_eligible is not None else None,
            "not_met_because": need.not_met_because,
            "asked_again": _day(need.asked_again_on),
        }
    )


def _service(service: Service, label: Label) -> dict[str, str]:
    plural = "" if service.units == 1 else "s"
    return _known(
        {
            "service": label(service.service),
            "amount": f"{service.units:g} {label(service.unit).lower()}{plural} a week",
            "days": _labels(service.days, label),
            "by": service.met_by,
            "cost": _money(service.weekly_pence),
        }
    )


# --- a carer's own -----------------------------------------------------------------------------


def _carer(db: Db, person: Person, label: Label) -> dict[str, Any]:
    found = db.scalars(select(CarersAssessment).where(CarersAssessment.person_id == person.id)).all()
    if not found:
        return {}
    latest = max(found, key=lambda one: (one.begun_on, one.id))
    eligible = latest.decision == "eligible"
    outcomes: list[tuple[str, list[str] | None]] = [(words, getattr(latest, name)) for name, words in CARERS_OUTCOMES]
    return {
        "carer": "yes",
        "carer.offered": _day(latest.offered_on),
        "carer.answer": label(latest.answer) if latest.answer else None,
        "carer.begun": _day(latest.begun_on),
        "carer.does": latest.does,
        "carer.hours": f"{latest.hours:g}" if latest.hours else None,
        "carer.wanted": latest.wanted,
        "carer.work_wishes": latest.work_wishes,
        "carer.health_note": latest.health_note,
        "carer.impact_reason": latest.impact_reason,
        "carer.could_help": latest.what_else_could_help,
        "carer.emergency": latest.emergency,
        "carer.decision": label(latest.decision) if latest.decision else None,
        "carer.is_eligible": _yes(eligible),
        "carer.is_not_eligible": _yes(bool(latest.decision) and not eligible),
        "carer.reasons": latest.decision_reasons,
        "carer.advice": latest.advice,
        "carer.budget": _money(latest.budget_pence),
        "carer.payment": label(latest.payment) if latest.payment else None,
        "carer.review": _day(latest.review_on),
        "carer.how_to_ask": latest.how_to_ask,
        "carer.outcomes": [
            _known({"outcome": words, "limbs": _labels(limbs, label)})
            for words, limbs in outcomes
            if limbs and limbs != ["none"]
        ],
        "carer.support": [
            _known({name: str(item[name]) if item.get(name) else None for name in ("need", "how_met")})
            for item in latest.support or []
        ],
    }
