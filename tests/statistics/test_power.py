"""How many people a claim needs: checked against closed forms, published values and the nominal error rate."""

from math import log

import numpy as np
import pytest

from casework.statistics import comparing
from casework.statistics.power import (
    Comparison,
    Power,
    Spread,
    curve,
    min_f_prime,
    people_needed,
    power,
    rate_over_all,
    spreads,
    t_people,
    t_power,
    two_proportions_people,
    two_proportions_power,
)

SEED = 20261110
ONE_TASK = Comparison("completion", 0.45, 0.85, within=True, spreads=spreads([0.0, 1.0]), cases=2)


# --- closed forms ----------------------------------------------------------------------------------


def test_two_proportions_have_the_power_and_numbers_that_r_gives():
    assert two_proportions_power(0.50, 0.75, 50) == pytest.approx(0.7402, abs=0.001)
    assert two_proportions_people(0.50, 0.75, 0.9) == pytest.approx(76.7, abs=0.05)


def test_a_t_test_has_the_power_and_numbers_that_r_gives():
    assert t_power(1, 20) == pytest.approx(0.8690, abs=0.001)
    assert t_people(1, 0.9) == pytest.approx(22.02, abs=0.01)


def test_the_rate_over_all_people_is_not_that_of_the_middle_person():
    assert rate_over_all(1.5, 1.0) == pytest.approx(0.7785, abs=0.0005)


# --- the tests a study is analysed with --------------------------------------------------------------


def test_mcnemars_mid_p_is_the_published_one():
    assert float(comparing.mcnemar_mid_p(1, 7)) == pytest.approx(0.0391, abs=0.0001)
    assert float(comparing.mcnemar_mid_p(0, 0)) == 1
    assert float(comparing.mcnemar_mid_p(3, 3)) == pytest.approx(1 - 0.3125 / 2)


def test_the_n_minus_1_test_and_fishers_mid_p_are_the_published_ones():
    assert float(comparing.two_rates_p(11, 12, 5, 10)) == pytest.approx(0.0328, abs=0.0005)
    assert comparing.fisher_mid_p(11, 12, 5, 10) == pytest.approx(0.0355, abs=0.0005)
    assert float(comparing.two_rates_p(5, 5, 5, 5)) == 1


def test_where_too_few_are_expected_fishers_mid_p_takes_over():
    found = comparing.two_rates_p(np.array([1, 3]), 6, np.array([0, 6]), 6)
    assert found[0] == comparing.fisher_mid_p(1, 6, 0, 6)
    assert found[1] != comparing.fisher_mid_p(3, 6, 6, 6)


def test_min_f_prime_is_below_both_of_its_parts():
    f, df = min_f_prime(np.array([8.0]), np.array([6.0]), 58, 5)
    assert f[0] == pytest.approx(48 / 14)
    assert df[0] == pytest.approx(14**2 / (64 / 5 + 36 / 58))


# --- simulations -------------------------------------------------------------------------------------


def test_one_case_and_no_spread_gives_the_closed_form_for_two_proportions():
    found = power(Comparison("completion", 0.50, 0.75, within=False), 50, seed=SEED)
    assert found.value == pytest.approx(two_proportions_power(0.50, 0.75, 50), abs=0.03)


def test_times_between_people_give_the_closed_form_for_t():
    comparison = Comparison("time", 20, 14, within=False, spreads=(Spread(0.5),))
    assert power(comparison, 32, seed=SEED).value == pytest.approx(t_power(log(20 / 14) / 0.5, 32), abs=0.03)


@pytest.mark.parametrize("within", [True, False])
@pytest.mark.parametrize(
    ("measure", "same", "spread"), [("completion", 0.7, 1.0), ("time", 20, 0.5), ("sus", 65, 18), ("ease", 4.5, 1.4)]
)
def test_where_nothing_differs_a_difference_is_found_as_rarely_as_it_may_be(measure, same, spread, within):
    comparison = Comparison(measure, same, same, within, spreads=(Spread(spread, 0.3),), cases=2)
    assert power(comparison, 40, seed=SEED).value <= 0.065


@pytest.mark.parametrize(
    ("effect", "difference", "generalises", "expected"),
    [(0, 0.8, False, 0.146), (0, 0.8, True, 0.028), (1, 0, False, 0.758), (1, 0.8, True, 0.36)],
)
def test_cases_that_differ_are_a_sample_too(effect, difference, generalises, expected):
    total = (1 + 1 + difference**2 / 4) ** 0.5
    comparison = Comparison(
        "correct",
        rate_over_all(1 - effect / 2, total),
        rate_over_all(1 + effect / 2, total),
        within=False,
        spreads=(Spread(1, cases=1, difference=difference),),
        cases=6,
        met=6,
        generalises=generalises,
    )
    assert power(comparison, 30, seed=SEED).value == pytest.approx(expected, abs=0.04)


def test_the_least_favourable_of_the_plausible_spreads_counts():
    each = [power(Comparison("ease", 4.5, 5.5, True, (one,)), 20, seed=SEED).value for one in spreads([1.0, 2.0])]
    both = power(Comparison("ease", 4.5, 5.5, True, spreads([1.0, 2.0])), 20, seed=SEED)
    assert both.value == min(each)
    assert both.spread.people == 2.0


def test_the_same_seed_gives_the_same_power_and_another_nearly_the_same():
    found, again, other = (power(ONE_TASK, 16, seed=seed, studies=2000) for seed in (1, 1, 2))
    assert found == again
    assert other.rejections != found.rejections
    assert other.value == pytest.approx(found.value, abs=0.05)


def test_only_the_lower_end_of_the_interval_makes_a_study_powered():
    assert Power(20, 1640, 2000, 1, Spread(0)).low == pytest.approx(0.8026, abs=0.0001)
    assert Power(20, 1640, 2000, 1, Spread(0)).is_enough
    assert Power(20, 1610, 2000, 1, Spread(0)).low == pytest.approx(0.787, abs=0.001)
    assert not Power(20, 1610, 2000, 1, Spread(0)).is_enough


def test_eight_people_describe_and_some_two_dozen_compare():
    needed = people_needed(ONE_TASK, seed=SEED)
    assert needed is not None
    assert 20 <= needed.people <= 27
    assert [each.is_enough for each in curve(ONE_TASK, [8, 40], seed=SEED)] == [False, True]


def test_a_difference_too_small_for_any_number_planned_is_said_to_need_more():
    assert people_needed(Comparison("completion", 0.50, 0.52, within=False), seed=SEED, most=60) is None


def test_people_too_few_to_meet_every_case_show_nothing_of_cases_like_these():
    comparison = Comparison("ease", 2, 6, within=True, spreads=(Spread(1.0),), cases=5, generalises=True)
    assert power(comparison, 4, seed=SEED).rejections == 0
    assert power(comparison, 10, seed=-SEED).rejections > 0


@pytest.mark.parametrize(
    ("comparison", "people"),
    [
        (Comparison("completion", 0.5, 0.75, True), 1),
        (Comparison("completion", 50, 75, True), 8),
        (Comparison("time", 0, 10, True), 8),
        (Comparison("correct", 0.5, 0.7, True, cases=1, met=2), 8),
        (Comparison("correct", 0.5, 0.7, True, generalises=True), 8),
    ],
)
def test_what_cannot_be_simulated_is_refused(comparison, people):
    with pytest.raises(ValueError, match=r"."):
        power(comparison, people, seed=1)
