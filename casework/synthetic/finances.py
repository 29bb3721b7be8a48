"""What some of the county pay for their care, worked out by the rates of the day."""

from datetime import date

from casework.records.money import tariff_income
from casework.records.rates import NoRate, Rate, shipped_rates
from casework.synthetic import factories
from casework.synthetic.lives import Life

RATES_SINCE = date(2024, 4, 8)
"""The first day of the rates that are shipped: what was worked out before has left no sum."""

GUARANTEES = {
    "single-18-24": "single_18_24",
    "single-25-to-pension-age": "single_25_to_pension_age",
    "single-pension-age": "single_pension_age",
}


def write_financial_assessment(life: Life, case_id: str, step_id: str, begun: date, finished: date) -> None:
    """The sum with its rates, where there are rates for the day. Sets what the person can be asked to pay.

    Only for people who are single: the rates of couples are not tabulated. Life's `contribution_pence` is None
    where nothing was worked out, and `pays_full_cost` says when capital is over the upper limit.
    """
    dice, who = life.dice, life.who
    life.contribution_pence, life.pays_full_cost = None, False
    is_couple = bool(life.carer) and life.words.get("carer_kind") in ("husband", "wife", "partner")
    if begun < RATES_SINCE or is_couple or dice.chance(0.25):
        return
    pension_age = who.age >= 66
    kind = "single-pension-age" if pension_age else "single-18-24" if who.age < 25 else "single-25-to-pension-age"
    in_home = life.setting != "home"
    find = shipped_rates().find
    try:
        rates: list[Rate] = [find(code, "", begun) for code in ("capital_lower", "capital_upper", "tariff_step")]
        left = find("pea", "", begun) if in_home else find("mig", GUARANTEES[kind], begun)
    except NoRate:
        # No guess where the table has no row for the day: the sum waits, and what the person pays is not known.
        return
    lower, upper, step = (rate.amount_pence for rate in rates)
    accounts, savings = dice.between(0, 60) * 10_000, dice.one_of([0, 0, 500_000, 1_200_000, 1_900_000, 3_400_000])
    capital = accounts + savings
    state_pension = dice.between(150, 230) * 100 if pension_age else 0
    other_pension = dice.between(0, 90) * 100 if pension_age else 0
    benefit = dice.one_of([6800, 7390, 10155, 10855])
    working_age = 0 if pension_age else dice.between(110, 190) * 100
    income = state_pension + other_pension + benefit + working_age
    columns = {}
    if capital > upper:
        life.pays_full_cost = True
    else:
        tariff = tariff_income(capital, lower_pence=lower, upper_pence=upper, step_pence=step)
        rates.append(left)
        housing = 0 if in_home else dice.one_of([0, 0, 1500, 2850])
        heating, laundry = (0, 0) if in_home else (dice.one_of([0, 0, 650]), dice.one_of([0, 0, 420]))
        disability = heating + laundry
        contribution = max(0, income + tariff - left.amount_pence - housing - disability)
        life.contribution_pence = contribution
        columns = {
            "tariff_pence": tariff,
            "mig_kind": None if in_home else kind,
            "mig_pence": None if in_home else left.amount_pence,
            "premiums_pence": 0,
            "premiums": ["none"],
            "housing_pence": housing,
            "heating_pence": heating,
            "laundry_pence": laundry,
            "disability_pence": disability,
            "left_to_live_on_pence": left.amount_pence,
            "contribution_pence": contribution,
            "appeal_told": "In writing, with the statement",
        }
    life.rows.add(
        factories.FinancialAssessmentFactory,
        case_id,
        "finance",
        case_id=case_id,
        person_id=life.id,
        begun_by_id=step_id,
        begun_on=begun,
        rates_on=begun,
        rates_used=[rate.as_row() for rate in rates],
        charged="yes",
        explained_on=begun,
        consent="full",
        helper="self" if not life.carer else dice.one_of(["self", "relative-no-authority"]),
        setting="care-home" if in_home else "home",
        accounts_pence=accounts,
        savings_pence=savings,
        shares_pence=0,
        property_pence=0,
        other_capital_pence=0,
        capital_pence=capital,
        full_cost="yes" if life.pays_full_cost else "no",
        full_cost_explained="That the council arranges it all the same, if asked" if life.pays_full_cost else None,
        state_pension_pence=state_pension,
        other_pension_pence=other_pension,
        pension_credit_pence=0,
        disability_benefit_pence=benefit,
        working_age_benefit_pence=working_age,
        other_income_pence=0,
        income_pence=income,
        statement_sent_on=finished,
        **columns,
    )


def share_of(life: Life, gross_pence: int) -> int | None:
    """What the person pays of a cost by their sum, in pence a week; None where there is no sum."""
    if life.pays_full_cost:
        return gross_pence
    return None if life.contribution_pence is None else min(gross_pence, life.contribution_pence)
