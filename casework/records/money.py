"""What a person pays a week and what the council pays, in whole pence. Pure: rates come in as amounts.

Source: Care Act 2014 ss 14, 17, 26; SI 2014/2672 regs 6, 7, 12, 25; Care and Support Statutory Guidance, annexes B, C.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from casework.records.rates import Rate, Rates, rate_from_row

POUND = 100


class OverTheLimit(ValueError):
    """Capital above the upper limit has no tariff income: the person pays the full cost."""


def tariff_income(capital_pence: int, *, lower_pence: int, upper_pence: int, step_pence: int) -> int:
    """Pence a week that capital counts as: £1 for each step, or part of one, above the lower limit.

    Raises OverTheLimit above the upper limit, and ValueError for a negative amount.
    Source: SI 2014/2672 reg 25.
    """
    if capital_pence < 0:
        raise ValueError(f"capital must not be negative: {capital_pence}")
    if capital_pence > upper_pence:
        raise OverTheLimit(f"{capital_pence} is above the upper limit of {upper_pence}")
    over = max(0, capital_pence - lower_pence)
    return -(-over // step_pence) * POUND


@dataclass(frozen=True)
class Share:
    """Who pays a cost, in pence a week: gross = person + council."""

    gross_pence: int
    person_pence: int
    council_pence: int
    pays_full_cost: bool


@dataclass(frozen=True)
class Means:
    """What somebody has, in pence: capital in all, the rest a week.

    income: what counts. Earnings and the mobility part of PIP or DLA are left out before.
    """

    capital: int
    income: int
    housing: int = 0
    disability: int = 0


def share_at_home(gross_pence: int, means: Means, *, minimum_income_pence: int, limits: Mapping[str, int]) -> Share:
    """Who pays for support outside a care home.

    minimum_income_pence: the minimum income guarantee with premiums. limits: lower, upper and step of capital.
    """
    left = means.income - minimum_income_pence - means.housing - means.disability
    return _share(gross_pence, means.capital, left, limits)


def share_in_a_care_home(gross_pence: int, means: Means, *, allowance_pence: int, limits: Mapping[str, int]) -> Share:
    """Who pays for a place in a care home. allowance_pence: the personal expenses allowance."""
    return _share(gross_pence, means.capital, means.income - allowance_pence, limits)


def _share(gross: int, capital: int, left: int, limits: Mapping[str, int]) -> Share:
    try:
        tariff = tariff_income(
            capital, lower_pence=limits["lower"], upper_pence=limits["upper"], step_pence=limits["step"]
        )
    except OverTheLimit:
        return Share(gross, gross, 0, pays_full_cost=True)
    person = min(gross, max(0, left + tariff))
    return Share(gross, person, gross - person, pays_full_cost=False)


def gross_cost(lines: Iterable[tuple[Decimal, int]]) -> int:
    """Pence a week for lines of (units a week, pence a unit), rounded once at the end, half up."""
    cost = sum((units * rate for units, rate in lines), Decimal(0))
    return int(cost.quantize(Decimal(1), ROUND_HALF_UP))


@dataclass(frozen=True)
class Calculation:
    """What was worked out for a service date, and the rows of the rates it was worked out with."""

    service_date: date
    share: Share
    rates_used: tuple[dict[str, Any], ...]


def work_out_at_home(
    rates: Rates, service_date: date, gross_pence: int, means: Means, *, guarantee: str
) -> Calculation:
    """What a person pays at home from a date. guarantee: the qualifier of the minimum income, such as single_18_24.

    Raises NoRate when a rate that is needed is not there on that date.
    """
    needed = (("capital_lower", ""), ("capital_upper", ""), ("tariff_step", ""), ("mig", guarantee))
    return _worked_out([rates.find(*each, service_date) for each in needed], service_date, gross_pence, means)


def work_out_again(made: Calculation, means: Means) -> Calculation:
    """The same calculation from the rows it kept, whatever the rates are now."""
    rows = [rate_from_row(row) for row in made.rates_used]
    return _worked_out(rows, made.service_date, made.share.gross_pence, means)


def _worked_out(rows: Iterable[Rate], service_date: date, gross_pence: int, means: Means) -> Calculation:
    lower, upper, step, minimum = rows
    limits = {"lower": lower.amount_pence, "upper": upper.amount_pence, "step": step.amount_pence}
    share = share_at_home(gross_pence, means, minimum_income_pence=minimum.amount_pence, limits=limits)
    return Calculation(service_date, share, tuple(row.as_row() for row in (lower, upper, step, minimum)))
