"""How many problems there may be beyond those that were seen, for a table of people and problems."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from casework.statistics.present import may_estimate

METHOD = "Good–Turing and normalisation, averaged (Lewis 2001)"


@dataclass(frozen=True)
class Discovery:
    """What a table of people × problems says of the problems that were not seen.

    people: how many took part; problems: how many were met by at least one of them; seen_once: by exactly one. p: how
    often a problem is met, as seen; p_adjusted: the same, made smaller for what was not seen; total: how many problems
    these people and tasks would show in the end, if all were equally likely. None where it cannot be said, with reason.
    """

    people: int
    problems: int
    seen_once: int
    p: float | None
    p_adjusted: float | None
    total: float | None
    reason: str = ""
    method: str = METHOD


def problem_discovery(met_by: Sequence[int], people: int) -> Discovery:
    """How many problems these tasks and people would show, from how many people met each.

    met_by: for each problem the number of people who met it; problems that nobody met are left out. people: how many
    took part. No estimate under five people. Raises ValueError where more met a problem than took part.
    Source: Lewis (2001), adjustment of p for small samples; Turner, Lewis and Nielsen (2006).
    """
    if any(not 0 <= count <= people for count in met_by):
        raise ValueError(f"a problem is met by 0 to {people} people, not {max(met_by, key=abs)}")
    seen = [count for count in met_by if count]
    once = seen.count(1)
    if not seen:
        return Discovery(people, 0, 0, None, None, None, "no problem was seen")
    if not may_estimate(people):
        return Discovery(people, len(seen), once, None, None, None, f"n = {people}: too few people for an estimate")
    p = sum(seen) / (len(seen) * people)
    normalised = (p - 1 / people) * (1 - 1 / people)
    adjusted = (normalised + p / (1 + once / len(seen))) / 2
    return Discovery(people, len(seen), once, p, adjusted, len(seen) / chance_of_seeing(adjusted, people))


def chance_of_seeing(p: float, people: int) -> float:
    """The chance that at least one of so many people meets a problem that each meets with chance p."""
    return 1 - (1 - p) ** people


def people_to_see(p: float, goal: float) -> int:
    """How many people are needed until a problem of chance p is met at least once with chance `goal`.

    Raises ValueError unless both lie between 0 and 1.
    """
    if not (0 < p < 1 and 0 < goal < 1):
        raise ValueError(f"chances lie between 0 and 1: {p}, {goal}")
    n = max(math.ceil(math.log(1 - goal) / math.log(1 - p)), 1)
    # The logarithms can miss by a hair in either direction, and so can a chance that meets the goal exactly.
    met = goal - 1e-12
    while n > 1 and chance_of_seeing(p, n - 1) >= met:
        n -= 1
    while chance_of_seeing(p, n) < met:
        n += 1
    return n
