"""Rates: x of n people, with an interval that keeps its promise when n is small."""

from math import sqrt

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


def _check(successes: int, n: int) -> None:
    if not 0 <= successes <= n:
        raise ValueError(f"successes must be between 0 and the number of attempts: {successes} of {n}")
