"""What a person pays, in whole pence: the worked examples, and what holds for every amount."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.records.money import (
    Means,
    OverTheLimit,
    gross_cost,
    share_at_home,
    share_in_a_care_home,
    tariff_income,
    work_out_again,
    work_out_at_home,
)
from casework.records.rates import NoRate, Rate, Rates, shipped_rates

LIMITS = {"lower": 1_425_000, "upper": 2_325_000, "step": 25_000}
IN_2025 = date(2025, 6, 2)
AMOUNTS = st.integers(0, 5_000_000)
MEANS = st.builds(Means, AMOUNTS, st.integers(0, 200_000), st.integers(0, 100_000), st.integers(0, 100_000))


def tariff(capital: int) -> int:
    return tariff_income(capital, lower_pence=1_425_000, upper_pence=2_325_000, step_pence=25_000)


@pytest.mark.parametrize(
    ("capital", "pounds"),
    [
        (0, 0),
        (1_425_000, 0),
        (1_425_001, 1),
        (1_450_000, 1),
        (1_450_001, 2),
        (1_600_000, 7),
        (1_810_000, 16),
        (2_000_000, 23),
        (2_325_000, 36),
    ],
)
def test_each_250_pounds_or_part_of_it_counts_as_a_pound_a_week(capital: int, pounds: int) -> None:
    assert tariff(capital) == pounds * 100


def test_above_the_upper_limit_there_is_no_tariff() -> None:
    with pytest.raises(OverTheLimit):
        tariff(2_325_001)


@given(st.integers(0, 2_325_000), st.integers(0, 2_325_000))
def test_more_capital_never_counts_as_less_and_always_as_whole_pounds(one: int, other: int) -> None:
    low, high = sorted((one, other))
    assert 0 <= tariff(low) <= tariff(high) <= 3600
    assert tariff(high) % 100 == 0


def test_worked_example_a_at_home() -> None:
    rates = shipped_rates()
    care = rates.find("service", "home-care", IN_2025).amount_pence
    day = rates.find("service", "day-centre", IN_2025).amount_pence
    gross = gross_cost([(Decimal(7), care), (Decimal(1), day)])
    means = Means(capital=1_600_000, income=26_840, disability=1500)
    share = work_out_at_home(rates, IN_2025, gross, means, guarantee="single_pension_age").share
    assert (gross, share.person_pence, share.council_pence) == (21_300, 2780, 18_520)


def test_worked_example_b_in_a_care_home() -> None:
    allowance = shipped_rates().find("pea", "", IN_2025).amount_pence
    means = Means(capital=1_810_000, income=24_100)
    share = share_in_a_care_home(85_000, means, allowance_pence=allowance, limits=LIMITS)
    assert (share.person_pence, share.council_pence) == (22_635, 62_365)


def test_worked_example_c_pays_the_full_cost() -> None:
    means = Means(capital=3_100_000, income=26_840)
    share = work_out_at_home(shipped_rates(), IN_2025, 21_300, means, guarantee="single_pension_age").share
    assert (share.person_pence, share.council_pence, share.pays_full_cost) == (21_300, 0, True)


@given(AMOUNTS, MEANS, st.integers(0, 60_000))
def test_person_and_council_pay_the_cost_to_the_penny(gross: int, means: Means, minimum: int) -> None:
    share = share_at_home(gross, means, minimum_income_pence=minimum, limits=LIMITS)
    assert share.person_pence + share.council_pence == share.gross_pence == gross
    assert 0 <= share.person_pence <= gross


@given(AMOUNTS, MEANS)
def test_nobody_is_left_with_less_than_the_minimum_below_the_upper_limit(gross: int, means: Means) -> None:
    means = replace(means, capital=min(means.capital, LIMITS["lower"]))
    share = share_at_home(gross, means, minimum_income_pence=23_260, limits=LIMITS)
    assert share.person_pence == 0 or means.income - share.person_pence >= 23_260 + means.housing + means.disability


@given(st.integers(0, 60_000), MEANS)
def test_a_calculation_comes_out_the_same_from_the_rows_it_kept(gross: int, means: Means) -> None:
    made = work_out_at_home(shipped_rates(), IN_2025, gross, means, guarantee="single_pension_age")
    assert work_out_again(made, means) == made


def test_a_rate_that_is_not_there_is_said_and_no_other_year_is_used() -> None:
    with pytest.raises(NoRate, match="There is no rate for mig single pension age on 10 November 2026"):
        work_out_at_home(shipped_rates(), date(2026, 11, 10), 100, Means(0, 0), guarantee="single_pension_age")


def test_the_service_date_says_which_row_is_used() -> None:
    last, first = date(2026, 4, 5), date(2026, 4, 6)
    found = [shipped_rates().find("mig", "single_18_24", day).amount_pence for day in (last, first)]
    assert found == [8915, 9540]


ROWS = st.builds(
    Rate,
    code=st.sampled_from(("a", "b")),
    qualifier=st.just(""),
    amount_pence=st.integers(0, 100),
    unit=st.just("week"),
    valid_from=st.dates(date(2024, 1, 1), date(2024, 3, 1)),
    valid_to=st.none() | st.dates(date(2024, 1, 1), date(2024, 3, 1)),
    source=st.just("-"),
    confirmed=st.just(True),
).filter(lambda row: row.valid_to is None or row.valid_to >= row.valid_from)


@given(st.lists(ROWS, max_size=4), st.dates(date(2024, 1, 1), date(2024, 3, 2)))
def test_on_any_day_at_most_one_row_holds_or_the_rows_are_refused(rows: list[Rate], day: date) -> None:
    holding = [row for row in rows if row.code == "a" and row.holds_on(day)]
    try:
        rates = Rates(rows)
    except ValueError:
        assert any(
            one.holds_on(other.valid_from)
            for one in rows
            for other in rows
            if one is not other and one.code == other.code
        )
        return
    assert len(holding) <= 1
    if holding:
        assert rates.find("a", "", day) == holding[0]


def test_pence_are_rounded_once_at_the_end() -> None:
    assert gross_cost([(Decimal("0.5"), 2375), (Decimal("0.5"), 2375)]) == 2375
    assert gross_cost([(Decimal("0.5"), 2375)]) == 1188
