"""Right decisions: people are resampled whole, and too few of them have no interval."""

import pytest
import statsmodels.api as sm

from casework.statistics import accuracy_difference, decision_accuracy

FIVE = {"P1": (1, 1, 0), "P2": (1, 1, 1), "P3": (0, 1, 0), "P4": (1, 0, 1), "P5": (0, 0, 1)}


def test_five_people_have_a_share_and_no_interval():
    found = decision_accuracy(FIVE, seed=1)
    assert found.value == pytest.approx(0.6)
    assert (found.low, found.status, found.n) == (None, "too_few", 5)


def test_the_interval_is_as_wide_as_the_clustered_standard_error():
    people = {f"{name}{copy}": decided for copy in range(8) for name, decided in FIVE.items()}
    found = decision_accuracy(people, seed=20261109, draws=20_000)
    y = [x for decided in people.values() for x in decided]
    groups = [place for place, decided in enumerate(people.values()) for _ in decided]
    fitted = sm.OLS(y, [1] * len(y)).fit(cov_type="cluster", cov_kwds={"groups": groups, "use_correction": False})
    assert (found.high - found.low) / (2 * 1.96) == pytest.approx(fitted.bse[0], rel=0.1)


def test_people_who_decide_more_weigh_more_and_nobody_is_undefined():
    assert decision_accuracy({"P1": (1,), "P2": (0, 0, 0)}, seed=1).value == 0.25
    assert decision_accuracy({"P1": ()}, seed=1).status == "undefined"


def test_the_same_people_are_compared_with_themselves():
    a = {f"P{n}": (1, n % 2) for n in range(12)}
    b = {f"P{n}": (0, n % 2) for n in range(12)} | {"P99": (1, 1)}
    found = accuracy_difference(a, b, paired=True, seed=3)
    assert (found.value, found.low, found.high) == pytest.approx((0.5, 0.5, 0.5))
    assert found.dropped == 1
    apart = accuracy_difference(a, b, paired=False, seed=3)
    assert apart.low < apart.value < apart.high


def test_too_few_people_in_either_arm_have_a_difference_and_no_interval():
    assert accuracy_difference(FIVE, FIVE, paired=True, seed=1).status == "too_few"
    assert accuracy_difference({}, FIVE, paired=False, seed=1).status == "undefined"


def test_who_decided_nothing_in_one_arm_is_dropped_and_counted():
    first = {f"P{n}": [True, n % 2 == 0] for n in range(12)}
    second = {f"P{n}": [False, n % 3 == 0] for n in range(12)}
    whole = accuracy_difference(first, second, paired=True, seed=1)
    found = accuracy_difference(first | {"P12": [True]}, second | {"P12": []}, paired=True, seed=1)
    assert (found.value, found.low, found.high, found.n) == (whole.value, whole.low, whole.high, 12)
    assert (whole.dropped, found.dropped) == (0, 1)
