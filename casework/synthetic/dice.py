"""Chance that falls the same way on every machine."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from random import Random
from typing import TypeVar

Thing = TypeVar("Thing")


class Dice:
    """Draws from one seed. Uses `Random.random` alone: the one sequence Python promises never to change."""

    def __init__(self, seed: str) -> None:
        self.rng = Random(seed)

    def chance(self, probability: float) -> bool:
        return self.rng.random() < probability

    def between(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self.rng.random() * (high - low + 1))

    def one_of(self, things: Sequence[Thing]) -> Thing:
        return things[int(self.rng.random() * len(things))]

    def some(self, things: Sequence[Thing], count: int) -> list[Thing]:
        """`count` different ones, or all of them, in the order drawn."""
        left = list(things)
        return [left.pop(int(self.rng.random() * len(left))) for _ in range(min(count, len(left)))]

    def weighted(self, weights: Mapping[Thing, float]) -> Thing:
        """One of the keys, as often as its weight says. Weights need not add up to one."""
        point = self.rng.random() * sum(weights.values())
        for thing, weight in weights.items():
            point -= weight
            if point < 0:
                return thing
        return thing

    def along(self, points: Sequence[tuple[float, int]]) -> int:
        """A number from a distribution given as (share below, value) points, straight lines between them."""
        share = self.rng.random()
        for (low, at_low), (high, at_high) in pairwise(points):
            if share <= high:
                return at_low + int((at_high - at_low) * (share - low) / (high - low))
        return points[-1][1]
