"""Measures whose published examples stand elsewhere, on random inputs: they agree with a library, or with counting."""

from itertools import combinations, islice
from math import exp, log, sqrt

import numpy as np
import pytest
import scipy.stats
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.inter_rater import fleiss_kappa as fleiss_of_statsmodels
from statsmodels.stats.power import TTestIndPower
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from casework.statistics import (
    chance_of_seeing,
    compare_means,
    compare_means_paired,
    compare_times_paired,
    crossing,
    decision_accuracy,
    fleiss_kappa,
    gwet_ac1,
    lostness,
    net_satisfaction,
    people_to_see,
    percent_agreement,
    permuted_blocks,
    problem_discovery,
    raw_tlx_score,
    umux_lite_score,
    williams_design,
)
from casework.statistics.comparing import fisher_mid_p, mcnemar_mid_p, two_rates_p
from casework.statistics.power import log_odds_for, min_f_prime, rate_over_all, t_people, t_power

few = settings(max_examples=15, deadline=None)
value = st.floats(-50, 50).map(lambda x: round(x, 3))
sample = st.lists(value, min_size=3, max_size=12, unique=True)
pairs = st.lists(st.tuples(value, value), min_size=3, max_size=12)
in_two = st.integers(2, 25).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
rated_by = st.integers(2, 4)
tables = st.tuples(rated_by, st.integers(2, 8)).flatmap(
    lambda size: st.lists(
        st.lists(st.sampled_from("abc"), min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0]
    )
)


@few
@given(tables)
def test_agreement_in_percent_is_the_share_of_pairs_that_agree(ratings):
    shares = [np.mean([x == y for x, y in combinations(unit, 2)]) for unit in zip(*ratings, strict=True)]
    assert percent_agreement(ratings).value == pytest.approx(np.mean(shares))


@few
@given(tables)
def test_fleiss_kappa_agrees_with_statsmodels(ratings):
    counts = [[unit.count(answer) for answer in "abc"] for unit in zip(*ratings, strict=True)]
    assume(sum(any(column) for column in zip(*counts, strict=True)) > 1)
    assert fleiss_kappa(counts).value == pytest.approx(fleiss_of_statsmodels(np.array(counts)), abs=1e-9)


@few
@given(tables)
def test_ac1_is_what_counting_gives(ratings):
    units = list(zip(*ratings, strict=True))
    seen = np.mean([np.mean([x == y for x, y in combinations(unit, 2)]) for unit in units])
    shares = [np.mean([unit.count(answer) / len(unit) for unit in units]) for answer in "abc"]
    chance = sum(share * (1 - share) for share in shares) / 2
    assert gwet_ac1(ratings, "abc").value == pytest.approx((seen - chance) / (1 - chance))


@few
@given(sample, sample)
def test_means_of_different_people_agree_with_scipy_and_statsmodels(a, b):
    found, theirs = compare_means(a, b), scipy.stats.ttest_ind(a, b, equal_var=False)
    ends = CompareMeans(DescrStatsW(a), DescrStatsW(b)).tconfint_diff(usevar="unequal")
    assert (found.p, found.df) == pytest.approx((theirs.pvalue, theirs.df))
    assert (found.low, found.high) == pytest.approx(ends)


@few
@given(pairs)
def test_means_of_the_same_people_agree_with_scipy(both):
    assume(len({round(a - b, 6) for a, b in both}) > 1)
    found, theirs = compare_means_paired(both), scipy.stats.ttest_rel(*zip(*both, strict=True))
    assert found.p == pytest.approx(theirs.pvalue)
    assert (found.low, found.high) == pytest.approx(tuple(theirs.confidence_interval()))


@few
@given(pairs)
def test_times_of_the_same_people_are_compared_on_their_logs(both):
    assume(len({round(a - b, 6) for a, b in both}) > 1)
    seconds = [(exp(a / 20), exp(b / 20)) for a, b in both]
    found, theirs = compare_times_paired(seconds), scipy.stats.ttest_rel(*np.log(seconds).T)
    assert found.p == pytest.approx(theirs.pvalue)
    assert (log(found.low), log(found.high)) == pytest.approx(tuple(theirs.confidence_interval()))


@few
@given(st.integers(0, 15), st.integers(0, 15))
def test_mcnemars_mid_p_is_the_exact_p_less_the_chance_of_what_was_seen(a, b):
    assume(a != b)
    exact = mcnemar([[0, a], [b, 0]], exact=True).pvalue
    assert float(mcnemar_mid_p(a, b)) == pytest.approx(exact - scipy.stats.binom.pmf(min(a, b), a + b, 0.5))


@few
@given(in_two, in_two)
def test_two_rates_agree_with_pearsons_test_less_one(one, other):
    (a, n_a), (b, n_b) = one, other
    rate, n = (a + b) / (n_a + n_b), n_a + n_b
    assume(min(rate, 1 - rate) * min(n_a, n_b) >= 1)
    table = [[a, n_a - a], [b, n_b - b]]
    pearson = scipy.stats.chi2_contingency(table, correction=False).statistic
    assert float(two_rates_p(a, n_a, b, n_b)) == pytest.approx(scipy.stats.chi2.sf(pearson * (n - 1) / n, 1))


@few
@given(in_two, in_two)
def test_fishers_mid_p_is_fishers_p_less_half_of_what_is_as_likely(one, other):
    (a, n_a), (b, n_b) = one, other
    exact = scipy.stats.fisher_exact([[a, n_a - a], [b, n_b - b]]).pvalue
    every = scipy.stats.hypergeom.pmf(range(n_a + 1), n_a + n_b, a + b, n_a)
    as_likely = every[np.isclose(every, every[a], rtol=1e-7, atol=0)].sum()
    assert fisher_mid_p(a, n_a, b, n_b) == pytest.approx(exact - as_likely / 2, abs=1e-9)


@settings(max_examples=5, deadline=None)
@given(st.lists(st.integers(0, 4), min_size=10, max_size=20), st.integers(0, 5))
def test_the_share_of_right_decisions_has_the_interval_that_drawing_people_one_by_one_gives(right, seed):
    people = {f"P{n}": [True] * k + [False] * (4 - k) for n, k in enumerate(right)}
    found, random = decision_accuracy(people, seed=seed), np.random.default_rng(seed + 99)
    drawn = [random.choice(right, len(right)).mean() / 4 for _ in range(4000)]
    assert found.value == pytest.approx(np.mean(right) / 4)
    assert (found.low, found.high) == pytest.approx(tuple(np.percentile(drawn, [2.5, 97.5])), abs=0.03)


@few
@given(st.integers(1, 12), st.integers(0, 12), st.integers(0, 12))
def test_lostness_is_the_distance_from_the_shortest_way(fewest, more, again):
    different, visits = fewest + more, fewest + more + again
    way = np.array([different / visits, fewest / different])
    assert lostness(fewest, different, visits).value == pytest.approx(np.linalg.norm(1 - way))


@few
@given(st.floats(0.02, 0.9), st.floats(0.1, 0.95), st.integers(1, 30))
def test_chances_of_seeing_a_problem_are_binomial(p, goal, people):
    assert chance_of_seeing(p, people) == pytest.approx(scipy.stats.binom.sf(0, people, p))
    enough = people_to_see(p, goal)
    assert scipy.stats.binom.sf(0, enough, p) >= goal - 1e-11
    assert enough == 1 or scipy.stats.binom.sf(0, enough - 1, p) < goal - 1e-13


def test_a_goal_that_is_met_exactly_takes_no_further_person():
    assert people_to_see(1 / 3, 1 / 3) == 1


@few
@given(st.integers(1, 7), st.integers(1, 7), st.lists(st.integers(0, 100), min_size=6, max_size=6))
def test_forms_are_scored_as_numpy_interpolates_and_averages(first, second, ratings):
    form = umux_lite_score(first, second)
    assert form.raw == pytest.approx(np.interp(first + second, [2, 14], [0, 100]))
    assert raw_tlx_score(ratings).score == pytest.approx(np.mean(ratings))


@few
@given(st.integers(0, 30), st.integers(0, 30), st.integers(20, 40))
def test_net_satisfaction_is_the_mean_of_plus_one_nought_and_minus_one(satisfied, dissatisfied, neutral):
    answers = np.repeat([1, 0, -1], [satisfied, neutral, dissatisfied])
    found = net_satisfaction(satisfied, neutral, dissatisfied)
    assert found.value == pytest.approx(100 * answers.mean())
    if found.low is not None and found.low > -100 and found.high < 100:
        width = 2 * scipy.stats.norm.ppf(0.975) * 100 * answers.std() / sqrt(len(answers))
        assert found.high - found.low == pytest.approx(width)


@few
@given(st.floats(0.05, 0.95), st.floats(0, 2))
def test_the_rate_over_all_people_is_the_middle_persons_averaged_over_them(rate, spread):
    people = scipy.stats.norm.ppf((np.arange(20_000) + 0.5) / 20_000)
    middle = log_odds_for(rate, spread)
    assert rate_over_all(middle, spread) == pytest.approx(rate, abs=1e-6)
    assert np.mean(1 / (1 + np.exp(-middle - spread * people))) == pytest.approx(rate, abs=0.002)


@few
@given(st.floats(0.3, 1.5), st.integers(4, 60))
def test_the_power_of_a_t_test_agrees_with_statsmodels(difference, people):
    theirs = TTestIndPower().power(difference, people, 0.05)
    assert t_power(difference, people) == pytest.approx(theirs, abs=1e-5)
    assume(0.1 < theirs < 0.98)
    assert t_people(difference, theirs) == pytest.approx(people, rel=0.001)


@few
@given(st.floats(0.1, 30), st.floats(0.1, 30), st.integers(3, 40), st.integers(2, 20))
def test_min_f_prime_is_half_the_harmonic_mean_of_both(people, cases, df_people, df_cases):
    found, df = min_f_prime(np.array([people]), np.array([cases]), df_people, df_cases)
    assert float(found[0]) == pytest.approx(scipy.stats.hmean([people, cases]) / 2)
    assert float(df[0]) >= min(df_people, df_cases) * 0.999


@few
@given(st.integers(5, 15), st.integers(1, 12), st.integers(0, 2**32 - 1))
def test_problems_yet_unseen_are_what_numpy_and_scipy_make_of_the_table_itself(people, problems, seed):
    met = np.random.default_rng(seed).random((people, problems)) < 0.3
    seen = met[:, met.any(axis=0)]
    assume(seen.size)
    found = problem_discovery([int(count) for count in met.sum(axis=0)], people)
    p = seen.mean()
    good_turing = p / (1 + (seen.sum(axis=0) == 1).mean())
    normalised = (p - 1 / people) * (1 - 1 / people)
    assert found.p_adjusted == pytest.approx((good_turing + normalised) / 2)
    unseen = scipy.stats.binom.pmf(0, people, found.p_adjusted)
    assert found.total == pytest.approx(seen.shape[1] / (1 - unseen))


@few
@given(st.integers(2, 9))
def test_williams_designs_are_even_as_scipy_tabulates_them(conditions):
    rows = np.array(williams_design(conditions))
    places = scipy.stats.contingency.crosstab(rows.ravel(), np.tile(range(conditions), len(rows))).count
    assert np.ptp(places) == 0
    after = scipy.stats.contingency.crosstab(rows[:, :-1].ravel(), rows[:, 1:].ravel()).count
    assert np.all(np.diag(after) == 0)
    assert np.ptp(after[~np.eye(conditions, dtype=bool)]) == 0


@few
@given(st.integers(2, 6))
def test_a_crossing_has_every_pair_equally_often_in_each_place_as_scipy_tabulates_it(size):
    rows = np.array(crossing(range(size), range(size)))
    for place in range(size):
        pairs = scipy.stats.contingency.crosstab(rows[:, place, 0], rows[:, place, 1]).count
        assert pairs.shape == (size, size)
        assert np.ptp(pairs) == 0


@few
@given(st.lists(st.integers(1, 3), min_size=2, max_size=3), st.integers(0, 2**32 - 1))
def test_blocks_hold_their_ratio_and_their_places_are_even_by_chi_squared(ratio, seed):
    total = sum(ratio)
    blocks = list(islice(permuted_blocks(ratio, sizes=(total, 2 * total), seed=seed), 600))
    for block in blocks:
        assert np.array_equal(np.bincount(block, minlength=len(ratio)) * total, np.array(ratio) * len(block))
    first = np.bincount([block[0] for block in blocks], minlength=len(ratio))
    expected = np.array(ratio) / total * len(blocks)
    assert scipy.stats.chisquare(first, expected).pvalue > 1e-6
