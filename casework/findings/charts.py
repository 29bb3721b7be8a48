"""Every participant's mark on a small chart, one panel to a task: places in pixels, with the words that go with them.

Solid marks finished or are counted, open ones did not finish. Equal values stack; none is moved aside to be seen.
An interval lies beside the marks and never over them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, pairwise
from math import ceil, floor, log2

from casework.statistics.measure import Measure
from casework.statistics.present import clock, may_estimate

WIDTH = 236
LEFT, RIGHT = 26, 14
APART = 13
"""Pixels between two marks, so that they touch and none hides another."""
ACROSS = 10
"""Marks in a row before the next row begins."""
FOOT = 34
MOST_TICKS = 7


@dataclass(frozen=True)
class Scale:
    """An axis that all panels of a claim share. ticks: (value, its words). is_doubling: each doubling is as wide."""

    low: float
    high: float
    ticks: Sequence[tuple[float, str]]
    under: str
    show: Callable[[float], str]
    is_doubling: bool = False

    def at(self, value: float) -> float:
        low, high, here = self.low, self.high, min(max(value, self.low), self.high)
        if self.is_doubling:
            low, high, here = log2(low), log2(high), log2(here)
        return round(LEFT + 10 + (here - low) / (high - low) * (WIDTH - LEFT - RIGHT - 20), 1)


@dataclass(frozen=True)
class Side:
    """What one arm has in a panel. values: code → her value, or for a count 1.0 where she finished and 0.0 where not.

    measure: the estimate beside the marks; drawn from five people on. said: the words at the row's end.
    """

    letter: str
    values: Mapping[str, float]
    measure: Measure | None
    said: str = ""


@dataclass(frozen=True)
class Mark:
    """One person. what: her value in words."""

    x: float
    y: float
    is_solid: bool
    who: str
    what: str


@dataclass(frozen=True)
class Bar:
    """An estimate and the ends of its interval."""

    low: float
    at: float
    high: float
    y: float


@dataclass(frozen=True)
class Row:
    """One arm of a panel. note: why there is no bar."""

    letter: str
    y: float
    marks: list[Mark]
    bar: Bar | None
    said: str
    note: str
    note_y: float


@dataclass(frozen=True)
class Panel:
    """One small chart. ticks: (x, words). joins: lines between the marks of one person, (x1, y1, x2, y2)."""

    title: str
    rows: list[Row]
    ticks: list[tuple[float, str]]
    joins: list[tuple[float, float, float, float]]
    height: int
    width: int = WIDTH
    left: int = LEFT
    right: int = WIDTH - RIGHT

    @property
    def axis(self) -> int:
        return self.height - FOOT

    @property
    def in_words(self) -> str:
        """What a screen reader says for the picture; every number is in the table beside it."""
        return ". ".join(
            f"{row.letter}: {row.said or ', '.join(mark.what for mark in row.marks) or 'nobody yet'}"
            for row in self.rows
        )


RATES = Scale(0, 1, [(0, "0%"), (0.5, "50%"), (1, "100%")], "share who finished", lambda share: f"{100 * share:.0f}%")
SHARES = Scale(0, 1, RATES.ticks, "share of her decisions that were right", RATES.show)
EASE = Scale(1, 7, [(n, str(n)) for n in range(1, 8)], "1 very difficult, 7 very easy", lambda value: f"{value:g}")
USABILITY = Scale(
    0, 100, [(n, str(n)) for n in (0, 25, 50, 75, 100)], "System Usability Scale", lambda value: f"{value:g}"
)


def minutes(seconds: Sequence[float]) -> Scale:
    """A doubling scale of minutes around all that is drawn: 1, 2, 4, 8, 16 minutes; in seconds inside."""
    least = floor(log2(min(seconds, default=60) / 60))
    most = max(ceil(log2(max(seconds, default=960) / 60)), least + 1)
    ticks = [
        (60 * 2.0**power, f"{2.0**power:g}" if power >= -1 else clock(60 * 2.0**power))
        for power in range(least, most + 1, ceil((most + 1 - least) / MOST_TICKS))
    ]
    return Scale(
        60 * 2.0**least, 60 * 2.0**most, ticks, "minutes of working time, doubling scale", clock, is_doubling=True
    )


def right_of(asked: int) -> Scale:
    """How many of so many decisions were right."""
    step = max(1, ceil(asked / 6))
    ticks = [(float(n), str(n)) for n in range(0, asked + 1, step)]
    return Scale(0, asked, ticks, f"decisions right, of {asked}", lambda value: f"{value:g}")


def counted(title: str, sides: Sequence[Side]) -> Panel:
    """Who finished: the marks in a row, those who did first, and the share with its interval below them."""
    has_bars = any(_bar(side, RATES, 0) for side in sides)
    return _panel(title, sides, RATES, is_count=True, ticks=RATES.ticks if has_bars else [])


def placed(title: str, sides: Sequence[Side], scale: Scale, *, joined: bool = False) -> Panel:
    """Each person's mark at her value. joined: grey lines between the marks of the same person."""
    return _panel(title, sides, scale, ticks=scale.ticks, joined=joined)


def _panel(
    title: str,
    sides: Sequence[Side],
    scale: Scale,
    *,
    ticks: Sequence[tuple[float, str]],
    is_count: bool = False,
    joined: bool = False,
) -> Panel:
    rows, top = [], 6.0
    for side in sides:
        places = _in_a_row(side) if is_count else _at_values(side, scale)
        levels = max((level for _, _, level in places), default=0) + 1
        y = top + 8 + (levels - 1) * APART
        bar = _bar(side, scale, y + 18)
        note = "" if bar or not side.values else _no_bar(side)
        marks = []
        for who, x, level in places:
            is_solid = not is_count or side.values[who] > 0
            what = scale.show(side.values[who]) if not is_count else "finished" if is_solid else "did not finish"
            marks.append(Mark(x, y - level * APART, is_solid, who, what))
        rows.append(Row(side.letter, y, marks, bar, side.said, note, y + 23))
        top = y + (34 if bar or note else 16) + 8
    joins = _joins(rows) if joined else []
    return Panel(title, rows, [(scale.at(value), words) for value, words in ticks], joins, round(top + FOOT))


def _in_a_row(side: Side) -> list[tuple[str, float, int]]:
    in_order = sorted(side.values, key=lambda who: (-side.values[who], who))
    levels = max(0, (len(in_order) - 1) // ACROSS)
    return [(who, LEFT + 10.0 + place % ACROSS * APART, levels - place // ACROSS) for place, who in enumerate(in_order)]


def _at_values(side: Side, scale: Scale) -> list[tuple[str, float, int]]:
    """Stacked where the marks would lie on one another; a little beside one another they may touch."""
    places: list[tuple[str, float, int]] = []
    for who in sorted(side.values, key=lambda who: (side.values[who], who)):
        x = scale.at(side.values[who])
        taken = {level for _, other, level in places if abs(x - other) < 3}
        places.append((who, x, next(level for level in count() if level not in taken)))
    return places


def _bar(side: Side, scale: Scale, y: float) -> Bar | None:
    made = side.measure
    if made is None or not may_estimate(len(side.values)):
        return None
    if made.value is None or made.low is None or made.high is None:
        return None
    return Bar(scale.at(made.low), scale.at(made.value), scale.at(made.high), y)


def _no_bar(side: Side) -> str:
    n = len(side.values)
    if not may_estimate(n):
        return f"n = {n}: no mean, no interval"
    return f"n = {n}: no interval"


def _joins(rows: Sequence[Row]) -> list[tuple[float, float, float, float]]:
    lines = []
    for above, below in pairwise(rows):
        there = {mark.who: mark for mark in below.marks}
        lines += [(mark.x, mark.y, there[mark.who].x, there[mark.who].y) for mark in above.marks if mark.who in there]
    return lines
