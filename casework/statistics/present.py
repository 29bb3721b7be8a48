"""How figures are put into words: never without their n, nor an estimate without its interval.

Under five people there are only counts and each run's own value: no percentage, no mean, no interval.
"""

from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from casework.statistics.measure import Measure
from casework.statistics.rates import completion

FEWEST_FOR_ESTIMATES = 5
NONE_YET = "none yet"


def may_estimate(n: int) -> bool:
    """Whether n people are enough for a percentage, a mean or an interval to be shown at all."""
    return n >= FEWEST_FOR_ESTIMATES


def half_up(value: float, places: int = 0) -> str:
    """The number to so many decimals, halves going up: 2.5 is 3. Python's round would give 2."""
    return str(_rounded(_decimal(value), places))


def whole_percent(share: float) -> str:
    """A share of 0 to 1 as a whole percentage: 0.665 is "67%". Print it only with its n beside it."""
    return f"{_whole_percent(share)}%"


def clock(seconds: float) -> str:
    """A length of time as minutes and seconds, "10:32", or hours before them from one hour on, "1:02:03"."""
    if seconds < 0:
        raise ValueError(f"a length of time cannot be negative: {seconds}")
    minutes, second = divmod(int(_rounded(_decimal(seconds), 0)), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def count_of(k: int, n: int, rate: Callable[[int, int], Measure] = completion) -> str:
    """k of n people: "3 of 4" under five, else "7 of 10 (70%; 95% interval 39–90%)".

    rate: what gives the interval; `wilson` for decisions against an expert answer. Raises ValueError for
    k below 0 or above n.
    """
    measure = rate(k, n)
    if n == 0:
        return NONE_YET
    counts = f"{k} of {n}"
    if not may_estimate(n) or measure.value is None or measure.low is None or measure.high is None:
        return counts
    interval = f"{_whole_percent(measure.low)}–{whole_percent(measure.high)}"
    return f"{counts} ({whole_percent(measure.value)}; 95% interval {interval})"


def estimate(measure: Measure, own_values: Sequence[float], show: Callable[[float], str]) -> str:
    """A measure of several runs: each run's own value under five, else the estimate, its interval and n.

    own_values: what the measure was made from, in the order to list them. show: puts one value into words,
    such as `clock` or `one_decimal`. Where there is no interval the reason stands in its place.
    """
    if not own_values:
        return NONE_YET
    if not may_estimate(measure.n):
        return ", ".join(show(value) for value in own_values)
    if measure.value is None:
        return f"{measure.reason} (n = {measure.n})"
    if measure.low is None or measure.high is None:
        return f"{show(measure.value)} ({measure.reason}; n = {measure.n})"
    return f"{show(measure.value)} (95% interval {show(measure.low)}–{show(measure.high)}; n = {measure.n})"


def one_decimal(value: float) -> str:
    """For means of ratings and SUS scores: "5.8"."""
    return half_up(value, 1)


def _whole_percent(share: float) -> Decimal:
    return _rounded(_decimal(share) * 100, 0)


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _decimal(value: float) -> Decimal:
    # By way of str: 0.665 as people write it, not the binary number just beside it.
    return Decimal(str(value))
