"""Differences between two arms equal what was published, and what statsmodels and scipy give."""

from math import exp, log

import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep

from casework.statistics import (
    compare_completion,
    compare_completion_paired,
    compare_means,
    compare_means_paired,
    compare_times,
    compare_times_paired,
    holm,
)

X = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2]
Y = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
few = settings(max_examples=40, deadline=None)
arm = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
seconds = st.lists(st.integers(10, 30_000).map(lambda tenth: tenth / 10), min_size=2, max_size=20, unique=True)


def test_eleven_of_twelve_and_five_of_ten_differ_as_published():
    found = compare_completion(11, 12, 5, 10)
    assert (found.statistic, found.p) == pytest.approx((2.1348, 0.0328), abs=0.0005)


def test_newcombes_difference_has_his_interval():
    found = compare_completion(56, 70, 48, 80)
    assert (found.value, found.low, found.high) == pytest.approx((0.2, 0.0524, 0.3339), abs=0.0002)


def test_fishers_mid_p_stands_in_where_too_few_are_expected():
    found = compare_completion(0, 4, 1, 4)
    assert found.method == "Newcombe hybrid score; Fisher mid-p"
    assert found.p == pytest.approx(0.5)


def test_where_everybody_did_the_same_there_is_nothing_to_compare():
    found = compare_completion(5, 5, 7, 7)
    assert (found.statistic, found.p, found.reason) == (0, 1, "everybody did the same in both arms")
    assert compare_completion(0, 0, 3, 4).status == "undefined"


@few
@given(arm, arm)
def test_differences_agree_with_statsmodels(a, b):
    found = compare_completion(*a, *b)
    low, high = confint_proportions_2indep(*a, *b, method="newcomb")
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-9)


@few
@given(arm, arm)
def test_the_n_minus_1_test_is_pearsons_less_one(a, b):
    found = compare_completion(*a, *b)
    if found.statistic:
        table = [[a[0], a[1] - a[0]], [b[0], b[1] - b[0]]]
        square = scipy.stats.chi2_contingency(table, correction=False).statistic
        n = a[1] + b[1]
        assert found.statistic**2 == pytest.approx(square * (n - 1) / n)


def test_mcnemars_mid_p_and_bonett_and_prices_interval_are_as_published():
    found = compare_completion_paired(1, 1, 7, 12)
    assert found.p == pytest.approx(0.0391, abs=0.0001)
    assert (found.low, found.high) == pytest.approx((-0.508, -0.013), abs=0.001)
    assert found.cells == (1, 1, 7, 12)


@few
@given(st.integers(0, 30), st.integers(0, 30))
def test_mid_p_is_never_above_the_exact_p_of_statsmodels(only_a, only_b):
    exact = mcnemar([[5, only_a], [only_b, 5]], exact=True).pvalue
    assert compare_completion_paired(5, only_a, only_b, 5).p <= exact + 1e-12


def test_nobody_in_both_arms_is_undefined_and_counts_are_never_negative():
    assert compare_completion_paired(0, 0, 0, 0).status == "undefined"
    with pytest.raises(ValueError, match="0 or more"):
        compare_completion_paired(1, -1, 0, 0)


def test_students_sleep_data_has_rs_welch_and_paired_tests():
    times_x, times_y = [exp(x) for x in X], [exp(y) for y in Y]
    welch = compare_times(times_x, times_y)
    assert (welch.statistic, welch.df, welch.p) == pytest.approx((-1.8608, 17.776, 0.07939), abs=0.0005)
    assert (welch.low, welch.high) == pytest.approx((exp(-3.3655), exp(0.2055)), rel=0.0005)
    paired = compare_times_paired(list(zip(times_x, times_y, strict=True)))
    assert (paired.statistic, paired.df, paired.p) == pytest.approx((-4.0621, 9, 0.002833), abs=0.0005)
    assert (paired.low, paired.high) == pytest.approx((exp(-2.4599), exp(-0.7001)), rel=0.0005)


@few
@given(seconds, seconds)
def test_times_agree_with_scipy(a, b):
    found = compare_times(a, b)
    other = scipy.stats.ttest_ind([log(x) for x in a], [log(x) for x in b], equal_var=False)
    assert (found.statistic, found.p) == pytest.approx((other.statistic, other.pvalue), rel=1e-6, abs=1e-12)


def test_who_finished_in_one_arm_only_is_dropped_and_counted():
    found = compare_times_paired([(60, 80), (70, 100), (90, None), (None, 40), (None, None)])
    assert (found.n, found.dropped) == (2, 2)


@pytest.mark.parametrize("make", [compare_times, compare_means])
def test_one_person_in_an_arm_is_too_few(make):
    assert make([60], [70, 80]).status == "too_few"
    assert compare_times_paired([(60, 70)]).status == "too_few"


def test_a_time_of_nothing_is_refused():
    with pytest.raises(ValueError, match="more than zero"):
        compare_times([0, 3], [4, 5])


def test_ratings_that_do_not_vary_have_no_interval():
    assert compare_means([5, 5], [4, 4]).status == "undefined"
    assert compare_means_paired([(5, 4), (6, 5)]).value == 1


def test_holm_adjusts_as_in_the_worked_example_and_leaves_out_what_is_undefined():
    assert holm([0.01, 0.04, None, 0.03, 0.005]) == [0.03, 0.06, None, 0.06, 0.02]
    assert holm([]) == []
    with pytest.raises(ValueError, match="between 0 and 1"):
        holm([1.2])


@few
@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_holm_agrees_with_statsmodels(p_values):
    assert holm(p_values) == pytest.approx(list(multipletests(p_values, method="holm")[1]))
