"""A financial assessment in words: every figure with what it was worked out from, and the rates it used.

Source: Care and Support (Charging and Assessment of Resources) Regulations 2014 (SI 2014/2672), regs 7, 12, 25.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from casework.records.facts import CATALOGUE
from casework.records.models import FinancialAssessment
from casework.records.rates import Rate, rate_from_row

CAPITAL = ("accounts_pence", "savings_pence", "shares_pence", "property_pence", "other_capital_pence")
INCOME = (
    *("state_pension_pence", "other_pension_pence", "pension_credit_pence", "disability_benefit_pence"),
    *("working_age_benefit_pence", "other_income_pence"),
)
DISABILITY = (
    *("heating_pence", "laundry_pence", "diet_pence", "equipment_pence", "private_help_pence"),
    *("other_disability_pence",),
)


@dataclass(frozen=True)
class Figure:
    """One figure of a calculation, in pence a week (capital: in all), with its working in words."""

    label: str
    pence: int
    working: str


def figures_of(made: FinancialAssessment) -> list[Figure]:
    """Every figure that was worked out, in the order of the calculation. What was not recorded is left out."""
    return list(_figures(made))


def rates_of(made: FinancialAssessment) -> list[Rate]:
    """The rows of the rates that the calculation could use: those of capital and of the minimum income."""
    kept = [rate_from_row(row) for row in made.rates_used or []]
    wanted = ("capital_lower", "capital_upper", "tariff_step")
    kind = (made.mig_kind or "").replace("-", "_")
    premiums = [premium.replace("-", "_") for premium in made.premiums or []]
    return [
        row
        for row in kept
        if row.code in wanted or (row.code == "mig" and row.qualifier == kind) or row.name in premiums
    ]


def _figures(made: FinancialAssessment) -> Iterator[Figure]:
    yield from _sum(made, "capital_pence", CAPITAL)
    if made.tariff_pence is not None:
        yield _figure("tariff_pence", made.tariff_pence, _tariff(made))
    yield from _sum(made, "income_pence", INCOME)
    if made.mig_pence is not None:
        parts = f", with premiums of {_pounds(made.premiums_pence)}" if made.premiums_pence else ""
        yield _figure("mig_pence", made.mig_pence, f"Left to live on by law{parts}")
    if made.housing_pence is not None:
        yield _figure("housing_pence", made.housing_pence, made.housing_note or "As stated")
    yield from _sum(made, "disability_pence", DISABILITY)
    if made.contribution_pence is not None:
        yield _figure("contribution_pence", made.contribution_pence, _contribution(made))


def _contribution(made: FinancialAssessment) -> str:
    taken = [made.mig_pence, made.housing_pence, made.disability_pence]
    if made.income_pence is None or made.mig_pence is None:
        return made.contribution_note or "As recorded"
    added = made.income_pence + (made.tariff_pence or 0)
    left = max(0, added - sum(each or 0 for each in taken))
    words = " − ".join(_pounds(each) for each in (added, *taken) if each is not None)
    capped = "" if left == made.contribution_pence else ", and never more than the care costs"
    return f"{words} = {_pounds(left)}{capped}"


def _tariff(made: FinancialAssessment) -> str:
    rows = {row.code: row.amount_pence for row in (rate_from_row(row) for row in made.rates_used or [])}
    lower, step = rows.get("capital_lower"), rows.get("tariff_step")
    if lower is None or step is None or made.capital_pence is None:
        return "As recorded"
    if made.capital_pence <= lower:
        return f"Capital is not above {_pounds(lower)}"
    over = made.capital_pence - lower
    return f"{_pounds(over)} above {_pounds(lower)}: £1 for each {_pounds(step)} or part of it"


def _sum(made: FinancialAssessment, total: str, parts: Sequence[str]) -> Iterator[Figure]:
    pence = getattr(made, total)
    if pence is None:
        return
    found = [(part, getattr(made, part)) for part in parts if getattr(made, part)]
    words = " + ".join(f"{_label(part)} {_pounds(amount)}" for part, amount in found)
    yield _figure(total, pence, words or "Nothing recorded")


def _figure(name: str, pence: int, working: str) -> Figure:
    return Figure(_label(name), pence, working)


def _label(name: str) -> str:
    return CATALOGUE[f"finance.{name}"].label


def _pounds(pence: int | None) -> str:
    return f"£{(pence or 0) / 100:,.2f}"
