"""Decisions against the experts' key, where each person makes several: people are resampled, with all they decided."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.random import default_rng
from numpy.typing import NDArray

from casework.statistics.differences import Compared
from casework.statistics.measure import Measure

DRAWS = 5000
FEWEST_PEOPLE = 10
"""Under this the bootstrap is too hopeful: each person's own count stands alone."""

TOO_FEW = f"under {FEWEST_PEOPLE} people there are each person's own counts, and no interval"
Floats = NDArray[np.float64]
Decided = Mapping[str, Sequence[bool]]
"""Who → whether each decision was right; no decision made is not right."""


def decision_accuracy(people: Decided, *, seed: int, draws: int = DRAWS) -> Measure:
    """The share, 0 to 1, of all decisions that were right; interval by resampling people. n: people.

    `undefined` where nobody decided, `too_few` without an interval under ten people.
    Source: Davison and Hinkley (Bootstrap Methods and their Application, 1997), for resampling whole clusters.
    """
    method = f"people resampled with all their decisions; {draws:,} draws, seed {seed}"
    table = _table(people)
    if not table[:, 1].sum():
        return Measure.undefined("nobody decided", method=method, n=len(people))
    value = float(table[:, 0].sum() / table[:, 1].sum())
    if len(table) < FEWEST_PEOPLE:
        return Measure(value, None, None, len(table), method, "too_few", TOO_FEW)
    low, high = np.percentile(_drawn(_rows(table), seed, draws), [2.5, 97.5])
    return Measure(value, float(low), float(high), len(table), method)


def accuracy_difference(a: Decided, b: Decided, *, paired: bool, seed: int, draws: int = DRAWS) -> Compared:
    """How much larger the share of right decisions is in the first arm; interval by resampling people. n: people.

    paired: the same people in both; each is drawn with the decisions of both arms. People of one arm only are dropped.
    """
    method = f"people resampled with all their decisions; {draws:,} draws, seed {seed}"
    if paired:
        both = sorted(each for each in set(a) & set(b) if a[each] and b[each])
        dropped = len(set(a) | set(b)) - len(both)
        first, second = _table({each: a[each] for each in both}), _table({each: b[each] for each in both})
        n, fewest = len(both), len(both)
    else:
        first, second, dropped = _table(a), _table(b), 0
        n, fewest = len(a) + len(b), min(len(a), len(b))
    if not first[:, 1].sum() or not second[:, 1].sum():
        return Compared(None, None, None, n, method, "undefined", "nobody decided in one of the arms")
    value = float(first[:, 0].sum() / first[:, 1].sum() - second[:, 0].sum() / second[:, 1].sum())
    if fewest < FEWEST_PEOPLE:
        return Compared(value, None, None, n, method, "too_few", TOO_FEW, dropped=dropped)
    drawn = _drawn(_rows(first), seed, draws) - _drawn(_rows(second), seed if paired else seed + 1, draws)
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Compared(value, float(low), float(high), n, method, dropped=dropped)


def _table(people: Decided) -> Floats:
    rows = [[sum(decided), len(decided)] for decided in people.values() if decided]
    return np.asarray(rows, dtype=float).reshape(-1, 2)


def _rows(table: Floats) -> tuple[tuple[float, float], ...]:
    return tuple((float(right), float(asked)) for right, asked in table)


@lru_cache(maxsize=128)
def _drawn(rows: tuple[tuple[float, float], ...], seed: int, draws: int) -> Floats:
    """The share right in each draw of people; kept, as the same plan and data give the same draws."""
    people = len(rows)
    weights = default_rng(seed).multinomial(people, np.full(people, 1 / people), size=draws)
    right, asked = (weights @ np.asarray(rows)).T
    return np.asarray(right / asked)
