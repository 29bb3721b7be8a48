"""How far raters agree: in percent, and beyond what chance would give.

ratings: one row to a rater, one column to a unit (a case, an outcome); None where a rater gave none.
"""

from collections.abc import Hashable, Sequence
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.random import default_rng
from numpy.typing import NDArray

from casework.statistics.measure import Measure

Ratings = Sequence[Sequence[Hashable | None]]
Level = Literal["nominal", "ordinal", "interval"]
Floats = NDArray[np.float64]

DRAWS = 2000
FEWEST_UNITS = 10
MOST_UNDEFINED = 0.05
TO_RELY_ON, TENTATIVE = 0.800, 0.667
"""Krippendorff's limits of alpha: to rely on what raters say, and for tentative conclusions."""

ONE_VALUE = "everybody gave the same answer everywhere, so that chance explains all of it"
NO_PAIRS = "no unit has two ratings"


def percent_agreement(ratings: Ratings) -> Measure:
    """The share, 0 to 1, of pairs of ratings that agree, the mean over units. n: units rated twice or more."""
    counts = _paired(_counts(ratings)[0])
    if not len(counts):
        return Measure.undefined(NO_PAIRS, method="pairs that agree")
    return Measure(float(_agreeing(counts).mean()), None, None, len(counts), "pairs that agree")


def cohen_kappa(a: Sequence[Hashable], b: Sequence[Hashable]) -> Measure:
    """Two raters who both rated every unit, nominal. n: units. Source: Cohen (1960).

    `undefined` where both use one and the same answer. Raises ValueError for unequal numbers of ratings.
    """
    method = "Cohen's kappa"
    if len(a) != len(b):
        raise ValueError(f"both rate the same units: {len(a)} and {len(b)}")
    if not a:
        return Measure.undefined(NO_PAIRS, method=method)
    n = len(a)
    by_chance = sum(sum(x == c for x in a) * sum(x == c for x in b) for c in {*a, *b}) / n**2
    if by_chance == 1:
        return Measure.undefined(ONE_VALUE, method=method, n=n)
    seen = sum(x == y for x, y in zip(a, b, strict=True)) / n
    return Measure((seen - by_chance) / (1 - by_chance), None, None, n, method)


def fleiss_kappa(counts: Sequence[Sequence[int]]) -> Measure:
    """Nominal, each unit rated equally often. counts: a row to a unit, a column to an answer. Source: Fleiss (1971).

    `undefined` where everybody always gives one answer. Raises ValueError for units rated unequally often, or once.
    """
    method = "Fleiss' kappa"
    table = np.asarray(counts, dtype=float)
    if not table.size:
        return Measure.undefined(NO_PAIRS, method=method)
    each = table.sum(axis=1)
    if each[0] < 2 or (each != each[0]).any():
        raise ValueError("each unit must be rated equally often, and twice at least")
    share = table.sum(axis=0) / table.sum()
    by_chance = float((share**2).sum())
    if by_chance == 1:
        return Measure.undefined(ONE_VALUE, method=method, n=len(table))
    seen = float(_agreeing(table).mean())
    return Measure((seen - by_chance) / (1 - by_chance), None, None, len(table), method)


def gwet_ac1(ratings: Ratings, answers: Sequence[Hashable] = ()) -> Measure:
    """AC1, nominal, with missing ratings: steadier than kappa where one answer prevails. n: units rated twice or more.

    answers: every answer on offer, also those that nobody gave. `undefined` with fewer than two answers.
    Source: Gwet (Handbook of Inter-Rater Reliability, 4th ed., 2014).
    """
    method = "Gwet's AC1"
    counts, offered = _counts(ratings, answers)
    rated, paired = counts[counts.sum(axis=1) > 0], _paired(counts)
    if not len(paired):
        return Measure.undefined(NO_PAIRS, method=method)
    if len(offered) < 2:
        return Measure.undefined("there is one answer only", method=method, n=len(paired))
    share = (rated / rated.sum(axis=1, keepdims=True)).mean(axis=0)
    by_chance = float((share * (1 - share)).sum()) / (len(offered) - 1)
    seen = float(_agreeing(paired).mean())
    return Measure((seen - by_chance) / (1 - by_chance), None, None, len(paired), method)


def krippendorff_alpha(ratings: Ratings, level: Level, *, seed: int, draws: int = DRAWS) -> Measure:
    """Alpha of any number of raters with missing ratings; interval by resampling units. n: units rated twice or more.

    level: nominal for names, ordinal and interval for numbers. `undefined` where there is but one answer. No interval
    under ten units, or where more than one in twenty draws has no alpha; the reason says so.
    Source: Krippendorff (Computing Krippendorff's Alpha-Reliability, 2011); Hayes and Krippendorff (2007).
    """
    method = f"Krippendorff's alpha, {level}; {draws:,} draws of units, seed {seed}"
    counts, values = _counts(ratings)
    counts = _paired(counts)
    if not len(counts):
        return Measure.undefined(NO_PAIRS, method=method)
    pairs = counts[:, :, None] * counts[:, None, :]
    pairs -= counts[:, :, None] * np.eye(len(values))
    by_unit = (pairs / (counts.sum(axis=1) - 1)[:, None, None]).reshape(len(counts), -1)
    value = float(_alphas(by_unit.sum(axis=0, keepdims=True), values, level)[0])
    if np.isnan(value):
        return Measure.undefined(ONE_VALUE, method=method, n=len(counts))
    if len(counts) < FEWEST_UNITS:
        reason = f"under {FEWEST_UNITS} units there is no interval"
        return Measure(value, None, None, len(counts), method, "too_few", reason)
    known = _drawn(tuple(map(tuple, by_unit.tolist())), tuple(values), level, seed, draws)
    if len(known) < (1 - MOST_UNDEFINED) * draws:
        reason = f"{draws - len(known)} of {draws} draws have no alpha"
        return Measure(value, None, None, len(counts), method, "too_few", reason)
    low, high = np.percentile(known, [2.5, 97.5])
    return Measure(value, float(low), float(high), len(counts), method)


@lru_cache(maxsize=128)
def _drawn(
    by_unit: tuple[tuple[float, ...], ...], values: tuple[Hashable, ...], level: Level, seed: int, draws: int
) -> Floats:
    """The alpha of each draw of units that has one; kept, as the same plan and data give the same draws."""
    units = len(by_unit)
    weights = default_rng(seed).multinomial(units, np.full(units, 1 / units), size=draws)
    drawn = _alphas(weights @ np.asarray(by_unit), values, level)
    return np.asarray(drawn[~np.isnan(drawn)])


def _alphas(coincidences: Floats, values: Sequence[Hashable], level: Level) -> Floats:
    """Alpha of each table of coincidences, one to a row; NaN where all its ratings are the same."""
    q = len(values)
    tables = coincidences.reshape(-1, q, q)
    of_value = tables.sum(axis=2)
    n = of_value.sum(axis=1)
    apart = _apart(of_value, values, level)
    seen = (tables * apart).sum(axis=(1, 2))
    expected = (of_value[:, :, None] * of_value[:, None, :] * apart).sum(axis=(1, 2))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(expected > 0, 1 - (n - 1) * seen / expected, np.nan)


def _apart(of_value: Floats, values: Sequence[Hashable], level: Level) -> Floats:
    """How far two answers are apart, squared."""
    q = len(values)
    if level == "nominal":
        return np.broadcast_to(1 - np.eye(q), (len(of_value), q, q))
    if level == "interval":
        numbers = np.asarray(values, dtype=float)
        return np.broadcast_to((numbers[:, None] - numbers[None, :]) ** 2, (len(of_value), q, q))
    up_to = of_value.cumsum(axis=1)
    between = np.abs(up_to[:, :, None] - up_to[:, None, :])
    lower = np.minimum(np.arange(q)[:, None], np.arange(q)[None, :])
    among: Floats = between + of_value[:, lower]
    ends = (of_value[:, :, None] + of_value[:, None, :]) / 2
    squared: Floats = (among - ends) ** 2
    return squared * (1 - np.eye(q))


def _counts(ratings: Ratings, answers: Sequence[Hashable] = ()) -> tuple[Floats, list[Hashable]]:
    """How often each unit was given each answer; and the answers, in the order of the columns."""
    if len({len(row) for row in ratings}) > 1:
        raise ValueError("every rater has a place for every unit: None where there is no rating")
    given = {value for row in ratings for value in row if value is not None}
    offered = list(answers) or sorted(given, key=lambda value: (str(type(value)), value))
    if not given <= set(offered):
        raise ValueError(f"answers that are not on offer: {given - set(offered)}")
    column = {value: place for place, value in enumerate(offered)}
    counts = np.zeros((len(ratings[0]) if ratings else 0, len(offered)))
    for row in ratings:
        for unit, value in enumerate(row):
            if value is not None:
                counts[unit, column[value]] += 1
    return counts, offered


def _paired(counts: Floats) -> Floats:
    return np.compress(counts.sum(axis=1) >= 2, counts, axis=0)


def _agreeing(counts: Floats) -> Floats:
    """The share of pairs that agree, unit by unit."""
    each = counts.sum(axis=1)
    share: Floats = (counts * (counts - 1)).sum(axis=1) / (each * (each - 1))
    return share
