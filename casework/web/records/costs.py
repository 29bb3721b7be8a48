"""What a plan costs as its pages show it: lines with their working, the bar, what the person pays, what clashes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.lab.working import Work
from casework.records.costing import Costing, Overlap, cost_of, time_words
from casework.records.models import CarePlan
from casework.records.rates import Rates, rate_from_row, shipped_rates
from casework.records.vocabulary import StepKind
from casework.web.page import day, money
from casework.workflows.definition import Page, WeeklyTimetable
from casework.workflows.states import FinishProblem
from casework.workflows.values import read_day

BAR = 1000
RULE = (
    "Minutes are added up over the week, turned into hours, times the hourly rate. Every line is shown to the penny; "
    "the week is added up and rounded once, half a penny up. A year is that week × 52. Unpaid care is time, never £0."
)


@dataclass(frozen=True)
class Bar:
    """A bar of the cost against what it is measured by. Lengths out of 1000; the words beside it say the same."""

    within: int
    over: int
    indicative: int | None
    limit: int | None


@dataclass(frozen=True)
class Costs:
    """The money beside a plan. contribution: working in words, and pence where it has been assessed or estimated."""

    costing: Costing
    indicative_pence: int | None
    limit_pence: int | None
    person_pence: int | None
    council_pence: int | None
    estimate: tuple[str, ...]
    estimate_pence: int | None
    name: str

    @property
    def over_pence(self) -> int | None:
        return self.costing.over(self.indicative_pence)

    @property
    def above_limit_pence(self) -> int | None:
        above = self.costing.over(self.limit_pence)
        return above if above is not None and above > 0 else None

    @property
    def rule(self) -> str:
        return f"{RULE} Rates of {day(self.costing.on)}, the day the plan starts."

    @property
    def unpaid(self) -> str:
        return time_words(self.costing.unpaid_minutes) if self.costing.unpaid_minutes else ""

    @property
    def clashes(self) -> list[str]:
        return [clash_words(overlap, self.name) for overlap in self.costing.unsettled]

    @property
    def bar(self) -> Bar | None:
        gross = self.costing.gross_pence
        against = [pence for pence in (self.indicative_pence, self.limit_pence) if pence is not None]
        if not gross or not against:
            return None
        whole = max(gross, *against) * 108 // 100
        ends = min(gross, self.indicative_pence if self.indicative_pence is not None else gross)
        places = [
            pence * BAR // whole if pence is not None else None for pence in (self.indicative_pence, self.limit_pence)
        ]
        return Bar(ends * BAR // whole, (gross - ends) * BAR // whole, places[0], places[1])


def clash_words(overlap: Overlap, name: str) -> str:
    """ "Wednesday lunch (12:30) falls while Rose is at the day centre (10:00 to 15:00)"."""
    call = overlap.call[:1].lower() + overlap.call[1:]
    service = overlap.service.replace("-", " ")
    where = f"at the {service}" if overlap.service == "day-centre" else f"out for {service}"
    return (
        f"{overlap.day_name} {call} ({overlap.at}) falls while {name} is {where} "
        f"({overlap.starts_at} to {overlap.ends_at})"
    )


def costs_of(work: Work, today: date, *, limit_pence: int | None = None) -> Costs | None:
    """The money of the plan that a step makes, or that it reads; None where neither has a plan.

    What is typed now counts, and what the record knows where this way of working does not ask for it.
    """
    values, visits, has_plan = _plan_values(work)
    if not has_plan:
        return None
    said = dict(work.record) | values
    return _costs(
        said,
        work.words.get("person", "they"),
        read_day(said.get("plan.starts_on")) or today,
        rates=shipped_rates(),
        visits=visits,
        limit_pence=limit_pence,
    )


def rates_that_are_missing(work: Work, today: date) -> list[FinishProblem]:
    """Why a plan cannot be handed over: what something costs on the day it starts is not known, and is not guessed."""
    costs = costs_of(work, today) if work.step.kind != StepKind.APPROVAL else None
    return [FinishProblem("action", words) for words in (costs.costing.missing if costs else ())]


def costs_of_plan(plan: CarePlan, name: str) -> Costs:
    """The money of a plan on the record, by the rates it was worked out with where those were kept."""
    rates = Rates([rate_from_row(row) for row in plan.rates_used]) if plan.rates_used else shipped_rates()
    budget = plan.budget
    said: dict[str, Any] = {
        "plan.timetable": plan.timetable,
        "plan.services": [
            {part: getattr(line, part) for part in ("service", "units", "unit", "rate_pence", "days", "needs")}
            | {"starts_at": line.starts_at, "ends_at": line.ends_at}
            for line in plan.services
        ],
        "plan.needs": [{"unpaid_minutes": need.unpaid_minutes} for need in plan.needs],
    }
    if budget is not None:
        parts = ("indicative_pence", "person_pence", "council_pence")
        said |= {f"budget.{part}": getattr(budget, part) for part in parts}
    return _costs(said, name, plan.starts_on or plan.made_on, rates=rates)


def _costs(
    said: Mapping[str, Any],
    name: str,
    on: date,
    *,
    rates: Rates,
    visits: str = "home-care",
    limit_pence: int | None = None,
) -> Costs:
    services, needs = said.get("plan.services"), said.get("plan.needs")
    costing = cost_of(
        said.get("plan.timetable"),
        services if isinstance(services, list | tuple) else [],
        needs if isinstance(needs, list | tuple) else [],
        rates,
        on,
        visits=visits,
    )
    estimate, pence = _estimate(said, costing.gross_pence)
    return Costs(
        costing=costing,
        indicative_pence=_pence(said.get("budget.indicative_pence")),
        limit_pence=limit_pence,
        person_pence=_pence(said.get("budget.person_pence")),
        council_pence=_pence(said.get("budget.council_pence")),
        estimate=estimate,
        estimate_pence=pence,
        name=name,
    )


def _estimate(said: Mapping[str, Any], gross: int | None) -> tuple[tuple[str, ...], int | None]:
    """What the person would pay by what finance has written down so far, with its working; nothing before that."""
    parts = [
        (sign, label, amount)
        for sign, label, key in (
            ("", "income that counts", "finance.income_pence"),
            ("+ ", "income from capital", "finance.tariff_pence"),
            ("− ", "minimum income", "finance.mig_pence"),
            ("− ", "housing", "finance.housing_pence"),
            ("− ", "costs of disability", "finance.disability_pence"),
        )
        if (amount := _pence(said.get(key))) is not None
    ]
    has = {label for _, label, _ in parts}
    if gross is None or not {"income that counts", "minimum income"} <= has:
        return (), None
    left = sum(-amount if sign == "− " else amount for sign, _, amount in parts)
    pays = min(gross, max(0, left))
    words = [f"{sign}{money(amount)} {label}" for sign, label, amount in parts]
    return (*words, f"= {money(max(0, left))}, never more than the cost of {money(gross)}"), pays


def _pence(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _plan_values(work: Work) -> tuple[dict[str, Any], str, bool]:
    """Fact → what is typed about the plan here or was in the steps this one reads; what its calls are; whether any."""
    answers: dict[str, Any] = {}
    for read in work.read:
        answers |= read.answers or {}
    answers |= work.answers
    steps = [read.definition_id for read in work.read] + [work.step.definition_id]
    values: dict[str, Any] = {}
    visits, has_plan = "home-care", False
    for step_id in steps:
        for section in work.definition.sections_of(step_id or ""):
            for page in section.pages:
                values |= _values_on(page, answers)
                for question in page.questions:
                    has_plan = has_plan or question.type in ("services", "weekly_timetable")
                    if isinstance(question, WeeklyTimetable) and question.service:
                        visits = question.service
    return values, visits, has_plan


def _values_on(page: Page, answers: Mapping[str, Any]) -> dict[str, Any]:
    if page.repeat:
        rows: Sequence[Any] = answers.get(page.id) or []
        if not page.repeat.fact or page.id not in answers:
            return {}
        names = {question.id: (question.fact or "").lstrip(".") for question in page.questions}
        return {
            page.repeat.fact: [
                {names[key]: value for key, value in row.items() if names.get(key)}
                for row in rows
                if isinstance(row, Mapping)
            ]
        }
    return {
        question.fact: answers[question.id]
        for question in page.questions
        if question.fact and question.asks and question.id in answers
    }
