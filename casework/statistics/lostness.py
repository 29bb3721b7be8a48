"""Lostness: how far somebody's way through the screens was from the shortest one."""

from math import sqrt

from casework.statistics.measure import Measure

SHOWS_NO_SIGN, LOST = 0.4, 0.5
"""Under the first nobody shows a sign of being lost, above the second they are; between is unclear (Smith 1996)."""


def lostness(fewest: int, different: int, visits: int) -> Measure:
    """0 on the shortest way, up to about 1.4. n is 1: one attempt.

    fewest: screens that the task needs; different: screens visited, each once; visits: with revisits. The first screen
    is in all three or in none. `undefined` where fewer screens were visited than the task needs: somebody gave up early
    or found another way. Raises ValueError for visits < different, or anything under 1.
    Source: Smith (Interacting with Computers 8, 1996).
    """
    method = "lostness (Smith)"
    if not 1 <= different <= visits or fewest < 1:
        raise ValueError(
            f"needed {fewest}, different {different}, visits {visits}: visits >= different >= 1, needed >= 1"
        )
    if different < fewest:
        return Measure.undefined("fewer screens than the task needs", method=method, n=1)
    value = sqrt((different / visits - 1) ** 2 + (fewest / different - 1) ** 2)
    return Measure(value, None, None, 1, method)
