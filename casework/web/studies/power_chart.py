"""The power of a claim over numbers of people, as a drawing: places in pixels."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from casework.statistics import Power

WIDTH, HEIGHT = 640, 300
LEFT, RIGHT, TOP, BOTTOM = 72, 16, 16, 60
LEAST_APART = 38
"""Pixels between two numbers under the axis."""

ENOUGH = 0.80


@dataclass(frozen=True)
class Point:
    """One number of people: where its estimate and the ends of its interval are, and whether it is the planned one."""

    power: Power
    x: float
    y: float
    top: float
    bottom: float
    is_planned: bool
    is_named: bool


@dataclass(frozen=True)
class Chart:
    """What the template draws. across: the gridlines, with their words. enough: where a claim's power must be."""

    points: list[Point]
    across: list[tuple[float, str]]
    enough: float
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    foot: int = HEIGHT - BOTTOM

    @property
    def line(self) -> str:
        return " ".join(f"{point.x:g},{point.y:g}" for point in self.points)


def drawn(powers: Sequence[Power], planned: int) -> Chart:
    """The chart of a curve in the order of its numbers of people. Every doubling of them is as wide as the last."""
    least, most = log(powers[0].people), log(powers[-1].people)

    def across(people: int) -> float:
        share = (log(people) - least) / (most - least) if most > least else 0.5
        return round(LEFT + 16 + share * (WIDTH - LEFT - RIGHT - 32), 1)

    def down(value: float) -> float:
        return round(TOP + (1 - value) * (HEIGHT - TOP - BOTTOM), 1)

    xs = {each.people: across(each.people) for each in powers}
    named = _named(xs, planned)
    points = [
        Point(
            each,
            xs[each.people],
            down(each.value),
            down(each.high),
            down(each.low),
            each.people == planned,
            each.people in named,
        )
        for each in powers
    ]
    return Chart(points, [(down(share / 100), f"{share}%") for share in (0, 20, 40, 60, 80, 100)], down(ENOUGH))


def _named(xs: dict[int, float], planned: int) -> set[int]:
    """Which numbers are written under the axis, so that none touches another: the planned one always."""
    kept = {planned} & xs.keys()
    for people, x in xs.items():
        if all(abs(x - xs[other]) >= LEAST_APART for other in kept):
            kept.add(people)
    return kept
