"""Decisions against the experts' key, where each person makes several: people are resampled, with all they decided."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.random import default_rng

from casework.statistics.differences import Compared
from casework.statistics.measure import Measure

DRAWS = 5000
FEWEST_PEOPLE = 10
"""Under this the bootstrap is too hopeful: each person's own count stands alone."""

TOO_FEW = f"under {FEWEST_PEOPLE} people there are each person's own counts, and no interval"
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
    right, all_of_them = (_weights(len(table), seed, draws) @ table).T
    low, high = np.percentile(right / all_of_them, [2.5, 97.5])
    return Measure(value, float(low), float(high), len(table), method)


def accuracy_difference(a: Decided, b: Decided, *, paired: bool, seed: int, draws: int = DRAWS) -> Compared:
    """How much larger the share of right decisions is in the first arm; interval by resampling people. n: people.

    paired: the same people in both; each is drawn with the decisions of both arms. People of one arm only are dropped.
    """
    method = f"people resampled with all their decisions; {draws:,} draws, seed {seed}"
    if paired:
        both = sorted(set(a) & set(b))
        dropped = len(set(a) ^ set(b))
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
    weights = _weights(len(first), seed, draws)
    others = weights if paired else _weights(len(second), seed + 1, draws)
    right_a, all_a = (weights @ first).T
    right_b, all_b = (others @ second).T
    low, high = np.percentile(right_a / all_a - right_b / all_b, [2.5, 97.5])
    return Compared(value, float(low), float(high), n, method, dropped=dropped)


def _table(people: Decided) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    rows = [[sum(decided), len(decided)] for decided in people.values() if decided]
    return np.asarray(rows, dtype=float).reshape(-1, 2)


def _weights(people: int, seed: int, draws: int) -> "np.ndarray[tuple[int, int], np.dtype[np.int64]]":
    return default_rng(seed).multinomial(people, np.full(people, 1 / people), size=draws)
