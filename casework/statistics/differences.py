"""Differences between two arms: each with its interval, and the p-value that a planned claim may be judged by."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import erfc, exp, log, sqrt
from statistics import fmean, stdev

from scipy.special import stdtr, stdtrit

from casework.statistics.comparing import LEAST_EXPECTED, fisher_mid_p, mcnemar_mid_p
from casework.statistics.intervals import Z
from casework.statistics.measure import Measure
from casework.statistics.rates import wilson


@dataclass(frozen=True)
class Compared(Measure):
    """A difference of the first arm less the second, or a ratio of the first to the second. n: people in both.

    p: two-sided; None where there is none. statistic, df: of its test. cells: counts of a paired table: both, only the
    first, only the second, neither. dropped: people with a result in one arm only. low90, high90: the interval of
    90%, which alone may carry "equivalent".
    """

    p: float | None = None
    statistic: float | None = None
    df: float | None = None
    cells: tuple[int, ...] = ()
    dropped: int = 0
    low90: float | None = None
    high90: float | None = None


def compare_completion(a: int, n_a: int, b: int, n_b: int) -> Compared:
    """Two rates of different people: the difference a/n_a - b/n_b with Newcombe's hybrid score interval.

    p by the N-1 test of two proportions; by Fisher's mid-p where fewer than one is expected in a cell. `undefined`
    where an arm has nobody. Raises ValueError for counts outside 0..n.
    Source: Campbell (Statistics in Medicine 26, 2007); Newcombe (Statistics in Medicine 17, 1998), method 10.
    """
    first, second = wilson(a, n_a), wilson(b, n_b)
    method = "Newcombe hybrid score; N-1 test"
    if n_a == 0 or n_b == 0:
        return _undefined("an arm has nobody", method, n_a + n_b)
    low_a, high_a, low_b, high_b = (_known(end) for end in (first.low, first.high, second.low, second.high))
    n, rate_a, rate_b = n_a + n_b, a / n_a, b / n_b
    difference, pooled = rate_a - rate_b, (a + b) / n
    found = Compared(
        difference,
        difference - sqrt((rate_a - low_a) ** 2 + (high_b - rate_b) ** 2),
        difference + sqrt((high_a - rate_a) ** 2 + (rate_b - low_b) ** 2),
        n,
        method,
    )
    if pooled in (0, 1):
        return replace(found, p=1.0, statistic=0.0, reason="everybody did the same in both arms")
    if min(pooled, 1 - pooled) * min(n_a, n_b) < LEAST_EXPECTED:
        return replace(found, method="Newcombe hybrid score; Fisher mid-p", p=fisher_mid_p(a, n_a, b, n_b))
    z = difference * sqrt((n - 1) / n) / sqrt(pooled * (1 - pooled) * (1 / n_a + 1 / n_b))
    return replace(found, p=erfc(abs(z) / sqrt(2)), statistic=z)


def compare_completion_paired(both: int, only_a: int, only_b: int, neither: int) -> Compared:
    """Two rates of the same people: the difference with Bonett and Price's interval, p by McNemar's exact mid-p.

    The four counts are of people. `undefined` where there is nobody. Raises ValueError for a count under 0.
    Source: Fagerland, Lydersen and Laake (BMC Medical Research Methodology 13:91, 2013); Bonett and Price (Journal of
    Educational and Behavioral Statistics 37, 2012).
    """
    method = "Bonett-Price; McNemar mid-p"
    cells = (both, only_a, only_b, neither)
    if min(cells) < 0:
        raise ValueError(f"counts of people must be 0 or more: {cells}")
    n = sum(cells)
    if n == 0:
        return _undefined("nobody worked in both arms", method, 0)
    first, second = (only_a + 1) / (n + 2), (only_b + 1) / (n + 2)
    middle, margin = first - second, Z * sqrt((first + second - (first - second) ** 2) / (n + 2))
    return Compared(
        (only_a - only_b) / n,
        max(-1.0, middle - margin),
        min(1.0, middle + margin),
        n,
        method,
        reason="" if only_a or only_b else "nobody did otherwise in one arm than in the other",
        p=float(mcnemar_mid_p(only_a, only_b)),
        cells=cells,
    )


def compare_times(a: Sequence[float], b: Sequence[float]) -> Compared:
    """Times of different people who finished: the ratio of the geometric means, a to b, by Welch's t on the logs.

    Seconds, in any order. `too_few` under two in an arm. Raises ValueError for a time of zero or less.
    Source: Sauro and Lewis (CHI 2010); Welch (Biometrika 34, 1947).
    """
    return _as_ratio(compare_means(_logs(a), _logs(b)), "ratio of geometric means; Welch t on logs")


def compare_times_paired(pairs: Sequence[tuple[float | None, float | None]]) -> Compared:
    """Times of the same people: the ratio of the geometric means by a paired t on the logs, of who finished in both.

    pairs: seconds in the first and in the second arm; None where she did not finish there. dropped: who has but one.
    """
    seconds = [(a, b) for a, b in pairs if a is not None and b is not None]
    logs = list(zip(_logs([a for a, _ in seconds]), _logs([b for _, b in seconds]), strict=True))
    found = _as_ratio(compare_means_paired(logs), "ratio of geometric means; paired t on logs")
    return replace(found, dropped=sum((a is None) != (b is None) for a, b in pairs))


def compare_means(a: Sequence[float], b: Sequence[float]) -> Compared:
    """Means of different people, as of ratings: the difference with Welch's t interval.

    `too_few` under two in an arm; `undefined` where neither arm varies. Source: Welch (Biometrika 34, 1947).
    """
    method, n = "difference of means; Welch t", len(a) + len(b)
    if min(len(a), len(b)) < 2:
        return replace(_undefined("fewer than two in an arm", method, n), status="too_few")
    v_a, v_b = stdev(a) ** 2 / len(a), stdev(b) ** 2 / len(b)
    if v_a + v_b == 0:
        return _undefined("nobody differs from another in the same arm", method, n)
    df = (v_a + v_b) ** 2 / (v_a**2 / (len(a) - 1) + v_b**2 / (len(b) - 1))
    return _by_t(fmean(a) - fmean(b), sqrt(v_a + v_b), df, n, method)


def compare_means_paired(pairs: Sequence[tuple[float, float]]) -> Compared:
    """Means of the same people: the mean of their differences with a paired t interval.

    `too_few` under two pairs; `undefined` where all differ by the same.
    """
    method, n = "mean difference; paired t", len(pairs)
    if n < 2:
        return replace(_undefined("fewer than two people in both arms", method, n), status="too_few")
    by = [a - b for a, b in pairs]
    if len(set(by)) == 1:
        return replace(_undefined("everybody differs by the same", method, n), value=by[0])
    return _by_t(fmean(by), stdev(by) / sqrt(n), n - 1, n, method)


def holm(p_values: Sequence[float | None]) -> list[float | None]:
    """p-values of one family adjusted, in the order given; those that are None are no part of it and stay None.

    Raises ValueError for one outside 0 to 1. Source: Holm (Scandinavian Journal of Statistics 6, 1979).
    """
    known = sorted((p, place) for place, p in enumerate(p_values) if p is not None)
    if any(not 0 <= p <= 1 for p, _ in known):
        raise ValueError(f"p-values must be between 0 and 1: {p_values}")
    adjusted: list[float | None] = [None] * len(p_values)
    highest = 0.0
    for rank, (p, place) in enumerate(known):
        highest = max(highest, min(1.0, (len(known) - rank) * p))
        adjusted[place] = highest
    return adjusted


def _by_t(difference: float, error: float, df: float, n: int, method: str) -> Compared:
    margin, margin90 = (float(stdtrit(df, at)) * error for at in (0.975, 0.95))
    t = difference / error
    return Compared(
        difference,
        difference - margin,
        difference + margin,
        n,
        method,
        p=2 * float(stdtr(df, -abs(t))),
        statistic=t,
        df=df,
        low90=difference - margin90,
        high90=difference + margin90,
    )


def _as_ratio(logs: Compared, method: str) -> Compared:
    return replace(
        logs,
        value=_exp(logs.value),
        low=_exp(logs.low),
        high=_exp(logs.high),
        low90=_exp(logs.low90),
        high90=_exp(logs.high90),
        method=method,
    )


def _known(end: float | None) -> float:
    if end is None:
        raise ValueError("an interval of at least one person has two ends")
    return end


def _exp(logarithm: float | None) -> float | None:
    return None if logarithm is None else exp(logarithm)


def _logs(seconds: Sequence[float]) -> list[float]:
    if any(not s > 0 for s in seconds):
        raise ValueError("time on task must be more than zero seconds")
    return [log(s) for s in seconds]


def _undefined(reason: str, method: str, n: int) -> Compared:
    return Compared(None, None, None, n, method, "undefined", reason)
