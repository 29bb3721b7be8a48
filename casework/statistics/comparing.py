"""Whether two rates differ: the p-values of the tests this project uses, for one table or many at once.

Counts may be single numbers or arrays of the same shape; the p-values come back in that shape.
"""

from functools import cache
from math import comb

import numpy as np
from numpy.typing import ArrayLike, NDArray

# scipy.special alone: scipy.stats would add about a second to every start.
from scipy.special import bdtr, erfc

Floats = NDArray[np.float64]

LEAST_EXPECTED = 1.0
"""Below this many expected in a cell, the N−1 test is not to be trusted (Campbell 2007)."""

TIE = 1e-7


def mcnemar_mid_p(only_first: ArrayLike, only_second: ArrayLike) -> Floats:
    """The same people in both arms: mid-p of McNemar's exact test. 1 where nobody differs between the arms.

    only_first, only_second: how many passed in that arm and not in the other.
    Source: Fagerland, Lydersen and Laake (BMC Medical Research Methodology 13:91, 2013).
    """
    first, second = np.asarray(only_first, dtype=float), np.asarray(only_second, dtype=float)
    least, discordant = np.minimum(first, second), (first + second).astype(np.int64)
    tossed = np.maximum(discordant, 1)
    up_to = bdtr(least, tossed, 0.5)
    at = up_to - np.where(least > 0, bdtr(np.maximum(least - 1, 0), tossed, 0.5), 0.0)
    mid = np.where(first == second, 1 - at / 2, np.minimum(1.0, 2 * up_to) - at)
    return np.asarray(np.where(discordant == 0, 1.0, mid))


def two_rates_p(passed_a: ArrayLike, people_a: int, passed_b: ArrayLike, people_b: int) -> Floats:
    """Different people in each arm: the N−1 test of two proportions, or Fisher's mid-p where too few are expected.

    1 where everybody passed or everybody failed. Raises ValueError when an arm has nobody.
    Source: Campbell (Statistics in Medicine 26, 2007).
    """
    if people_a < 1 or people_b < 1:
        raise ValueError(f"both arms need people: {people_a} and {people_b}")
    a, b = np.asarray(passed_a, dtype=float), np.asarray(passed_b, dtype=float)
    n = people_a + people_b
    pooled = (a + b) / n
    varies = (pooled > 0) & (pooled < 1)
    error = np.sqrt(np.where(varies, pooled * (1 - pooled), 1.0) * (1 / people_a + 1 / people_b))
    z = np.where(varies, (a / people_a - b / people_b) * np.sqrt((n - 1) / n) / error, 0.0)
    p = np.asarray(erfc(np.abs(z) / np.sqrt(2)), dtype=float)
    few = varies & (np.minimum(pooled, 1 - pooled) * min(people_a, people_b) < LEAST_EXPECTED)
    if few.any():
        p = np.array(p, ndmin=1)
        for place in np.argwhere(np.atleast_1d(few)):
            here = tuple(place)
            p[here] = fisher_mid_p(int(np.atleast_1d(a)[here]), people_a, int(np.atleast_1d(b)[here]), people_b)
        p = p.reshape(a.shape)
    return p


@cache
def fisher_mid_p(passed_a: int, people_a: int, passed_b: int, people_b: int) -> float:
    """Fisher's test with half the weight on tables as likely as the one seen.

    Two other conventions are about; they give other values where the table is symmetric or skewed.
    """
    passed, n = passed_a + passed_b, people_a + people_b
    every = {
        k: comb(people_a, k) * comb(people_b, passed - k) / comb(n, passed)
        for k in range(max(0, passed - people_b), min(people_a, passed) + 1)
    }
    seen = every[passed_a]
    less = sum(each for each in every.values() if each < seen * (1 - TIE))
    same = sum(each for each in every.values() if abs(each - seen) <= seen * TIE)
    return less + same / 2
