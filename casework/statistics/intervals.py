"""The interval of a mean, which several measures share."""

from collections.abc import Sequence
from dataclasses import replace
from math import inf, sqrt
from statistics import NormalDist, fmean, stdev

# scipy.special alone: scipy.stats would add about a second to every start.
from scipy.special import stdtrit

from casework.statistics.measure import Measure

Z = NormalDist().inv_cdf(0.975)
"""The normal quantile of a two-sided 95% interval, never rounded to 1.96."""


def mean(values: Sequence[float], *, method: str, low: float = -inf, high: float = inf) -> Measure:
    """The mean with Student's t interval, cut off at the ends of the scale (low, high).

    `too_few` with the mean alone for one value; no interval, and a reason, when all values are the same.
    """
    n = len(values)
    if n == 0:
        return Measure.undefined("there are no values", method=method)
    average = fmean(values)
    alone = Measure(average, None, None, n, method)
    if n == 1:
        return replace(alone, status="too_few", reason="one value has no interval")
    if len(set(values)) == 1:
        return replace(alone, reason="all values are the same, so there is no interval")
    margin = float(stdtrit(n - 1, 0.975)) * stdev(values) / sqrt(n)
    return replace(alone, low=max(low, average - margin), high=min(high, average + margin))
