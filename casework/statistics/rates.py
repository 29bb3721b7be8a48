"""Rates: x of n people, with an interval that keeps its promise when n is small."""

from math import sqrt

from scipy.special import betaincinv

from casework.statistics.intervals import Z
from casework.statistics.measure import Measure


def completion(successes: int, n: int) -> Measure:
    """Completion rate, 0 to 1: successes / n, with the adjusted Wald interval cut off at 0 and 1.

    n: attempts by n different people at one task. The interval is not centred on the rate.
    `undefined` when nobody attempted it. Raises ValueError for fewer than 0 or more than n successes.
    Source: Agresti and Coull (The American Statistician 52, 1998); Lewis and Sauro (Journal of Usability
    Studies 1, 2006).
    """
    method = "adjusted Wald"
    _check(successes, n)
    if n == 0:
        return Measure.undefined("nobody attempted the task", method=method)
    adjusted_n = n + Z**2
    centre = (successes + Z**2 / 2) / adjusted_n
    margin = Z * sqrt(centre * (1 - centre) / adjusted_n)
    return Measure(
        successes / n, max(0.0, centre - margin), min(1.0, centre + margin), n, method, estimator="successes / attempts"
    )


def wilson(successes: int, n: int) -> Measure:
    """A proportion, 0 to 1, with Wilson's score interval: for decisions judged against an expert answer.

    `undefined` when n is 0. Raises ValueError for fewer than 0 or more than n successes.
    Source: Wilson (JASA 22, 1927); Newcombe (Statistics in Medicine 17, 1998).
    """
    method = "Wilson score"
    _check(successes, n)
    if n == 0:
        return Measure.undefined("nobody decided", method=method)
    rate = successes / n
    centre = (rate + Z**2 / (2 * n)) / (1 + Z**2 / n)
    margin = Z * sqrt(rate * (1 - rate) / n + Z**2 / (4 * n**2)) / (1 + Z**2 / n)
    # At the ends the formula gives 0 and 1 but for the last binary digit.
    low = 0.0 if successes == 0 else centre - margin
    high = 1.0 if successes == n else centre + margin
    return Measure(rate, low, high, n, method, estimator="successes / decisions")


def exact(successes: int, n: int) -> Measure:
    """A proportion, 0 to 1, with the Clopper-Pearson interval: wide, for where 95% at least must be kept.

    `undefined` when n is 0. Raises ValueError for fewer than 0 or more than n successes.
    Source: Clopper and Pearson (Biometrika 26, 1934).
    """
    method = "exact (Clopper-Pearson)"
    _check(successes, n)
    if n == 0:
        return Measure.undefined("nobody attempted the task", method=method)
    low = float(betaincinv(successes, n - successes + 1, 0.025)) if successes else 0.0
    high = float(betaincinv(successes + 1, n - successes, 0.975)) if successes < n else 1.0
    return Measure(successes / n, low, high, n, method, estimator="successes / attempts")


def likely_rate(successes: int, n: int) -> Measure:
    """The best guess of a rate of which one may expect 0.5 to 1, from a small sample: LaPlace, the rate, or Wilson's.

    estimator: which it is. No interval: completion gives one. `undefined` when n is 0.
    Source: Lewis and Sauro (Journal of Usability Studies 1, 2006).
    """
    method = "point estimate of a small sample"
    _check(successes, n)
    if n == 0:
        return Measure.undefined("nobody attempted the task", method=method)
    rate = successes / n
    if rate < 0.5:
        return Measure((successes + Z**2 / 2) / (n + Z**2), None, None, n, method, estimator="Wilson")
    if rate <= 0.9:
        return Measure(rate, None, None, n, method, estimator="successes / attempts")
    return Measure((successes + 1) / (n + 2), None, None, n, method, estimator="LaPlace")


def _check(successes: int, n: int) -> None:
    if not 0 <= successes <= n:
        raise ValueError(f"successes must be between 0 and the number of attempts: {successes} of {n}")
