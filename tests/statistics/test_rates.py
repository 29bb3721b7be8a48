import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from casework.statistics import completion, exact, likely_rate, wilson

rates = pytest.mark.parametrize("rate", [completion, wilson])
x_of_n = st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def test_four_of_five_has_the_published_adjusted_wald_interval():
    measure = completion(4, 5)
    assert measure.value == 0.8
    assert (measure.low, measure.high) == pytest.approx((0.3596, 0.9797), abs=0.0002)
    assert (measure.n, measure.status, measure.method) == (5, "ok", "adjusted Wald")
    assert measure.estimator == "successes / attempts"


@pytest.mark.parametrize(("x", "n", "low", "high"), [(81, 263, 0.2553, 0.3662), (0, 20, 0, 0.1611)])
def test_wilson_gives_newcombes_table(x, n, low, high):
    measure = wilson(x, n)
    assert (measure.low, measure.high) == pytest.approx((low, high), abs=0.0001)


@given(x_of_n)
def test_intervals_agree_with_statsmodels(counts):
    for rate, method in [(completion, "agresti_coull"), (wilson, "wilson")]:
        measure = rate(*counts)
        low, high = proportion_confint(*counts, alpha=0.05, method=method)
        assert (measure.low, measure.high) == pytest.approx((max(0, low), min(1, high)), abs=1e-9)


@rates
@given(counts=x_of_n)
def test_an_interval_holds_its_rate_and_stays_between_0_and_1(rate, counts):
    measure = rate(*counts)
    assert 0 <= measure.low <= measure.value <= measure.high <= 1


@rates
@given(counts=x_of_n)
def test_failures_mirror_successes(rate, counts):
    x, n = counts
    there, back = rate(x, n), rate(n - x, n)
    assert (there.low, there.high) == pytest.approx((1 - back.high, 1 - back.low), abs=1e-12)


@rates
@given(counts=x_of_n)
def test_the_same_rate_in_four_times_as_many_people_is_known_better(rate, counts):
    x, n = counts
    few, many = rate(x, n), rate(4 * x, 4 * n)
    assert many.high - many.low < few.high - few.low


@rates
def test_nobody_has_no_rate(rate):
    measure = rate(0, 0)
    assert (measure.value, measure.low, measure.high, measure.n) == (None, None, None, 0)
    assert measure.status == "undefined"
    assert measure.reason.startswith("nobody")


@rates
@pytest.mark.parametrize(("x", "n"), [(6, 5), (-1, 5), (0, -1)])
def test_impossible_counts_are_an_error(rate, x, n):
    with pytest.raises(ValueError, match="between 0 and the number"):
        rate(x, n)


def test_the_exact_interval_is_newcombes_and_statsmodels():
    measure = exact(81, 263)
    assert (measure.low, measure.high) == pytest.approx((0.2527, 0.3676), abs=0.0001)
    assert (exact(0, 20).low, exact(20, 20).high) == (0, 1)
    assert exact(0, 0).status == "undefined"


@given(x_of_n)
def test_the_exact_interval_agrees_with_statsmodels(counts):
    measure = exact(*counts)
    assert (measure.low, measure.high) == pytest.approx(proportion_confint(*counts, method="beta"), abs=1e-9)


@pytest.mark.parametrize(
    ("x", "n", "value", "estimator"),
    [(5, 5, 6 / 7, "LaPlace"), (3, 5, 0.6, "successes / attempts"), (1, 5, 0.3303, "Wilson")],
)
def test_the_best_guess_of_a_small_sample_is_named(x, n, value, estimator):
    measure = likely_rate(x, n)
    assert (measure.value, measure.estimator) == (pytest.approx(value, abs=0.0001), estimator)
    assert likely_rate(0, 0).status == "undefined"
