"""How many people a claim needs: studies simulated before anybody is asked, each analysed as the real one will be.

The model, for a rate: log odds = what is expected in the arm + person + person × arm + case + case × arm, all normal
and independent. For time (natural logs), SUS and ease the same adds up to the value itself. What is expected is stated
as the rate, or mean, over all people and cases: with any spread that is not the rate of the middle person.

The analysis: for these cases only, what people differ in (one result each: McNemar's mid-p or the N−1 test; several:
Student's t on each person's mean); for cases like these min F′, in which cases are a sample too (Clark, Journal of
Verbal Learning and Verbal Behavior 12, 1973). Learning from one arm to the next is not in the model: orders are
balanced.

Streams of numpy's generator may change between its versions, so whoever keeps a result keeps `MADE_WITH` beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from math import ceil, inf, log, sqrt
from statistics import NormalDist
from typing import Literal

import numpy as np
from numpy.random import Generator, default_rng
from numpy.typing import NDArray
from scipy.special import fdtrc, nctdtr, roots_hermite, stdtr, stdtrit

from casework.statistics.comparing import mcnemar_mid_p, two_rates_p
from casework.statistics.intervals import Z
from casework.statistics.rates import wilson

ALPHA = 0.05
ENOUGH = 0.80
"""The power below which a study describes and does not compare."""

STUDIES = 2000
MOST_PEOPLE = 1000
FEWEST_PEOPLE = 4
MADE_WITH = f"numpy {np.__version__}, PCG64"
AT_A_TIME = 500_000
"""Simulated values held at once, so that large studies do not fill the memory."""

Name = Literal["completion", "correct", "time", "sus", "ease"]
RATES: tuple[Name, ...] = ("completion", "correct")
SCALES: dict[Name, tuple[float, float]] = {"sus": (0, 100), "ease": (1, 7)}
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Spread:
    """How much results differ, as standard deviations in the unit of the model (see the module).

    people: between people, all told. alike: correlation of one person's results in the two arms; only for time, SUS
    and ease, because for rates it follows from `people`. cases: between cases. difference: of the difference between
    the arms, from case to case.
    """

    people: float
    alike: float = 0.0
    cases: float = 0.0
    difference: float = 0.0


@dataclass(frozen=True)
class Comparison:
    """A claim to plan for: what is expected in two arms, and how the study is built.

    a, b: rates 0 to 1; minutes; points. within: everybody works in both arms. spreads: every spread that is plausible.
    cases: how many there are; met: how many of them one person meets in an arm; results: how many results a person has
    with one case, such as decisions. generalises: the claim is to hold for cases like these.
    """

    measure: Name
    a: float
    b: float
    within: bool
    spreads: tuple[Spread, ...] = (Spread(0.0),)
    cases: int = 1
    met: int = 1
    results: int = 1
    generalises: bool = False


@dataclass(frozen=True)
class Power:
    """How many of so many simulated studies found the difference, with Wilson's 95% interval of that share.

    people: in each arm between people, altogether within. spread: the least favourable of those that are plausible.
    """

    people: int
    rejections: int
    studies: int
    seed: int
    spread: Spread

    @property
    def value(self) -> float:
        return self.rejections / self.studies

    @property
    def low(self) -> float:
        return wilson(self.rejections, self.studies).low or 0.0

    @property
    def high(self) -> float:
        return wilson(self.rejections, self.studies).high or 0.0

    @property
    def is_enough(self) -> bool:
        """Whether a study of so many people may compare: the lower end, not the share itself, is enough."""
        return self.low >= ENOUGH


def spreads(people: Sequence[float], *, alike: Sequence[float] = (), cases: Sequence[float] = ()) -> tuple[Spread, ...]:
    """Every combination of the ends of plausible ranges."""
    return tuple(Spread(p, r, c, c) for p, r, c in product(people, alike or (0.0,), cases or (0.0,)))


@lru_cache(maxsize=512)
def power(comparison: Comparison, people: int, *, seed: int, studies: int = STUDIES) -> Power:
    """How likely so many people show the difference that is expected, under the least favourable spread.

    people: in each arm between people, altogether within people. The same seed gives the same answer.
    Raises ValueError for fewer than two people, rates outside 0 to 1 or a design that cannot be.
    """
    _check(comparison, people)
    found = [
        Power(people, _rejections(comparison, spread, people, studies, seed), studies, seed, spread)
        for spread in comparison.spreads
    ]
    return min(found, key=lambda each: each.rejections)


def curve(comparison: Comparison, sizes: Sequence[int], *, seed: int, studies: int = STUDIES) -> list[Power]:
    """The power for each number of people, in the order given."""
    return [power(comparison, people, seed=seed, studies=studies) for people in sizes]


@lru_cache(maxsize=128)
def people_needed(comparison: Comparison, *, seed: int, most: int = MOST_PEOPLE) -> Power | None:
    """The fewest people that are enough, found by doubling and halving; None where `most` are not."""
    enough = FEWEST_PEOPLE
    while not (found := power(comparison, enough, seed=seed)).is_enough:
        if enough >= most:
            return None
        enough = min(most, ceil(enough * 1.5))
    too_few = 1 if enough == FEWEST_PEOPLE else int(enough / 1.5)
    while enough - too_few > 1:
        middle = (enough + too_few) // 2
        tried = power(comparison, middle, seed=seed)
        if tried.is_enough:
            enough, found = middle, tried
        else:
            too_few = middle
    return found


def _check(comparison: Comparison, people: int) -> None:
    if people < 2:
        raise ValueError(f"a comparison needs at least two people: {people}")
    if comparison.measure in RATES and not (0 < comparison.a < 1 and 0 < comparison.b < 1):
        raise ValueError(f"rates are between 0 and 1: {comparison.a}, {comparison.b}")
    if comparison.measure == "time" and not (comparison.a > 0 and comparison.b > 0):
        raise ValueError(f"times are more than 0: {comparison.a}, {comparison.b}")
    if not 1 <= comparison.met <= comparison.cases or comparison.results < 1:
        raise ValueError(f"a person meets 1 to {comparison.cases} cases, with a result each: {comparison}")
    if comparison.generalises and comparison.cases < 2:
        raise ValueError("one case stands for no others")


# --- rates over everybody ------------------------------------------------------------------------

_NODES, _WEIGHTS = roots_hermite(60)


def rate_over_all(log_odds: float, spread: float) -> float:
    """The rate over all people and cases, where the middle one has these log odds and they differ by this much."""
    odds = log_odds + sqrt(2) * spread * _NODES
    return float(np.sum(_WEIGHTS / (1 + np.exp(-odds))) / np.sum(_WEIGHTS))


@lru_cache(maxsize=256)
def log_odds_for(rate: float, spread: float) -> float:
    """The log odds of the middle person, where the rate over all is this: rate_over_all the other way round."""
    low, high = -60.0, 60.0
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if rate_over_all(middle, spread) < rate else (low, middle)
    return (low + high) / 2


# --- one simulated study, many times -------------------------------------------------------------


def _rejections(comparison: Comparison, spread: Spread, people: int, studies: int, seed: int) -> int:
    random = default_rng([abs(seed), people])
    at_once = max(1, AT_A_TIME // (people * comparison.met))
    found, left = 0, studies
    while left > 0:
        some = min(at_once, left)
        found += int(_rejected(comparison, spread, people, some, random).sum())
        left -= some
    return found


def _rejected(
    comparison: Comparison, spread: Spread, people: int, studies: int, random: Generator
) -> NDArray[np.bool_]:
    """Which of the simulated studies found a difference."""
    a, b = _simulated(comparison, spread, people, studies, random)
    own_a, own_b = a.mean(axis=2), b.mean(axis=2)
    if comparison.generalises:
        return _min_f_prime_rejects(comparison, a, b)
    if comparison.measure in RATES and comparison.met * comparison.results == 1:
        if comparison.within:
            return np.asarray(mcnemar_mid_p((own_a > own_b).sum(axis=1), (own_b > own_a).sum(axis=1)) < ALPHA)
        return np.asarray(two_rates_p(own_a.sum(axis=1), people, own_b.sum(axis=1), people) < ALPHA)
    t, df = _paired_t(own_a - own_b) if comparison.within else _welch_t(own_a, own_b)
    return np.asarray(2 * stdtr(df, -np.abs(t)) < ALPHA)


def _simulated(
    comparison: Comparison, spread: Spread, people: int, studies: int, random: Generator
) -> tuple[Floats, Floats]:
    """The results in both arms, each of shape (studies, people, cases met)."""
    shape = (studies, people, comparison.met)
    case = spread.cases * random.standard_normal((studies, comparison.cases))
    difference = spread.difference * random.standard_normal((studies, comparison.cases))
    common = random.standard_normal((studies, people, 1))
    of_arm = {arm: random.standard_normal((studies, people, 1)) for arm in "ab"}
    arms = []
    for arm, half in (("a", -0.5), ("b", 0.5)):
        met = _cases_met(comparison, people, arm)
        of_cases = case[:, met] + half * difference[:, met]
        person = common if comparison.within else of_arm[arm]
        if comparison.measure in RATES:
            # Within people somebody may also differ in which arm suits them, by half as much as people differ.
            slope = spread.people / 2 if comparison.within else 0.0
            total = sqrt(spread.people**2 + slope**2 / 4 + spread.cases**2 + spread.difference**2 / 4)
            middle = log_odds_for(comparison.a if arm == "a" else comparison.b, total)
            odds = middle + spread.people * person + half * slope * of_arm["a"] * comparison.within + of_cases
            arms.append(random.binomial(comparison.results, 1 / (1 + np.exp(-odds)), shape) / comparison.results)
        else:
            together = spread.alike if comparison.within else 0.0
            own = sqrt(together) * person + sqrt(1 - together) * random.standard_normal(shape)
            arms.append(_on_scale(comparison, _mean(comparison, arm) + spread.people * own + of_cases))
    return arms[0], arms[1]


def _mean(comparison: Comparison, arm: str) -> float:
    value = comparison.a if arm == "a" else comparison.b
    return log(value) if comparison.measure == "time" else value


def _on_scale(comparison: Comparison, values: Floats) -> Floats:
    """Answers as people give them: whole numbers from 1 to 7, SUS in steps of 2.5, neither beyond its ends."""
    if comparison.measure not in SCALES:
        return values
    low, high = SCALES[comparison.measure]
    step = 2.5 if comparison.measure == "sus" else 1.0
    return np.clip(np.round(values / step) * step, low, high)


def _cases_met(comparison: Comparison, people: int, arm: str) -> NDArray[np.int_]:
    """Which cases each person meets in an arm; within people other ones in the second, where there are enough."""
    first = np.arange(people)[:, None] + np.arange(comparison.met)[None, :]
    shift = comparison.met if arm == "b" and comparison.within and comparison.met < comparison.cases else 0
    return np.asarray((first + shift) % comparison.cases)


def _paired_t(differences: Floats) -> tuple[Floats, float]:
    n = differences.shape[1]
    return _t(differences.mean(axis=1), differences.std(axis=1, ddof=1) / sqrt(n)), n - 1


def _welch_t(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    n = a.shape[1]
    of_a, of_b = a.var(axis=1, ddof=1) / n, b.var(axis=1, ddof=1) / n
    fourth = np.maximum(of_a**2 + of_b**2, 1e-300)
    return _t(a.mean(axis=1) - b.mean(axis=1), np.sqrt(of_a + of_b)), (of_a + of_b) ** 2 * (n - 1) / fourth + 1e-9


def _t(difference: Floats, error: Floats) -> Floats:
    """t, and 0 where all values are the same: no spread, no test."""
    return np.where(error > 0, difference / np.where(error > 0, error, 1.0), 0.0)


def _min_f_prime_rejects(comparison: Comparison, a: Floats, b: Floats) -> NDArray[np.bool_]:
    people = a.shape[1]
    if people < comparison.cases:
        # Too few to meet every case: nothing can be said of cases like these.
        return np.zeros(a.shape[0], dtype=bool)
    own_a, own_b = a.mean(axis=2), b.mean(axis=2)
    if comparison.within:
        t, df = _paired_t(own_a - own_b)
    else:
        error = np.sqrt((own_a.var(axis=1, ddof=1) + own_b.var(axis=1, ddof=1)) / people)
        t, df = _t(own_a.mean(axis=1) - own_b.mean(axis=1), error), 2 * people - 2
    by_case = [_means_of_cases(comparison, values, arm) for values, arm in ((a, "a"), (b, "b"))]
    over_cases, df_cases = _paired_t(by_case[0] - by_case[1])
    f, df_f = min_f_prime(t**2, over_cases**2, df, df_cases)
    return np.asarray(fdtrc(1, df_f, f) < ALPHA)


def _means_of_cases(comparison: Comparison, values: Floats, arm: str) -> Floats:
    """The mean of each case in one arm, of shape (studies, cases)."""
    met = _cases_met(comparison, values.shape[1], arm)
    counts = np.bincount(met.ravel(), minlength=comparison.cases)
    flat = values.reshape(values.shape[0], -1)
    chosen = np.zeros((met.size, comparison.cases))
    chosen[np.arange(met.size), met.ravel()] = 1
    return np.asarray(flat @ chosen / counts)


def min_f_prime(f_people: Floats, f_cases: Floats, df_people: float, df_cases: float) -> tuple[Floats, Floats]:
    """min F′ with its error degrees of freedom; on top there is 1. It is on the cautious side.

    f_people, f_cases: F = t² over people and over cases; df_people, df_cases: their error degrees of freedom.
    Source: Clark (Journal of Verbal Learning and Verbal Behavior 12, 1973).
    """
    one, two = np.asarray(f_people, dtype=float), np.asarray(f_cases, dtype=float)
    both = np.where(one + two > 0, one + two, 1.0)
    below = np.maximum(one**2 / df_cases + two**2 / df_people, 1e-300)
    return np.asarray(one * two / both), np.asarray(np.maximum(both**2 / below, 1.0))


# --- closed forms, against which the simulations are checked -------------------------------------


def two_proportions_power(a: float, b: float, people: float) -> float:
    """Power of comparing two rates, `people` in each arm, by the normal approximation R's power.prop.test uses."""
    mean = (a + b) / 2
    spread = sqrt(a * (1 - a) + b * (1 - b))
    return NormalDist().cdf((sqrt(people) * abs(a - b) - Z * sqrt(2 * mean * (1 - mean))) / spread)


def two_proportions_people(a: float, b: float, wanted: float) -> float:
    """People in each arm for a power: two_proportions_power the other way round."""
    mean = (a + b) / 2
    spread = sqrt(a * (1 - a) + b * (1 - b))
    needed = NormalDist().inv_cdf(wanted) * spread + Z * sqrt(2 * mean * (1 - mean))
    return (needed / abs(a - b)) ** 2


def t_power(difference: float, people: float) -> float:
    """Power of a two-sided t test of two arms, `people` in each; difference in standard deviations (power.t.test)."""
    df, shift = 2 * people - 2, difference * sqrt(people / 2)
    critical = float(stdtrit(df, 1 - ALPHA / 2))
    return float(1 - nctdtr(df, shift, critical) + nctdtr(df, shift, -critical))


def t_people(difference: float, wanted: float) -> float:
    """People in each arm for a power: t_power the other way round. inf where there is no difference."""
    if difference == 0:
        return inf
    low, high = 2.0, 2.0
    while t_power(difference, high) < wanted:
        high *= 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if t_power(difference, middle) < wanted else (low, middle)
    return (low + high) / 2
