"""Small counts hidden in what is shared, so that nothing hidden can be worked out from what is shown.

A table has rows and columns of people's counts; all its totals are published with it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

HIDDEN = "[c]"
"""The one mark of every hidden cell: which were small, and which hide those, cannot be told apart."""

SMALLEST_SHOWN = 5
NARROWEST = 5
"""How wide the range of a small count must stay: from its least to its most possible value."""

Counts = NDArray[np.float64]
Flags = NDArray[np.bool_]
Place = tuple[int, int]


@dataclass(frozen=True)
class Suppressed:
    """A table to share: cells and its totals, None where hidden. may_share: every small count stays unknown."""

    cells: list[list[int | None]]
    row_totals: list[int | None]
    column_totals: list[int | None]
    total: int | None
    may_share: bool


def suppress(table: Sequence[Sequence[int]], *, zero_tells: bool = False) -> Suppressed:
    """The table with every count of 1 to 4 hidden, and as many more as it takes; totals go last.

    zero_tells: a 0 says something about everybody in a group, so it is hidden too. Where hiding everything is not
    enough, may_share is False. Raises ValueError for counts under 0 or rows of unequal length.
    Source: Hundepool and others (Statistical Disclosure Control, 2012): primary and secondary suppression, and the
    audit by the least and the most that each hidden cell can be.
    """
    if len({len(row) for row in table}) > 1 or any(cell < 0 for row in table for cell in row):
        raise ValueError("a table has rows of one length, and counts of 0 or more")
    whole = _with_totals(np.asarray(table, dtype=float).reshape(len(table), -1))
    small = (whole > 0) & (whole < SMALLEST_SHOWN)
    if zero_tells:
        small |= whole == 0
    hidden = small.copy()
    _never_one_alone(whole, hidden)
    while (weak := _known_too_well(whole, hidden, small)) is not None:
        if not _hide_one_more(whole, hidden, weak):
            return _shown(whole, np.ones_like(hidden), may_share=False)
        _never_one_alone(whole, hidden)
    return _shown(whole, hidden, may_share=True)


def _with_totals(cells: Counts) -> Counts:
    with_rows = np.column_stack([cells, cells.sum(axis=1)])
    return np.vstack([with_rows, with_rows.sum(axis=0)])


def _lines(shape: tuple[int, ...]) -> Iterator[list[Place]]:
    """Every row and column, its total last."""
    rows, columns = shape
    yield from ([(row, column) for column in range(columns)] for row in range(rows))
    yield from ([(row, column) for row in range(rows)] for column in range(columns))


def _first_to_hide(whole: Counts, places: list[Place]) -> Place:
    """Totals last, then a 0, which hides little, then the smallest."""
    last_row, last_column = len(whole) - 1, whole.shape[1] - 1
    return min(places, key=lambda at: ((at[0] == last_row) + (at[1] == last_column), whole[at] == 0, whole[at], at))


def _never_one_alone(whole: Counts, hidden: Flags) -> None:
    """Where a line has one hidden cell, its total gives it away: another goes with it."""
    again = True
    while again:
        again = False
        for line in _lines(whole.shape):
            shown = [place for place in line if not hidden[place]]
            if len(shown) == len(line) - 1 and shown:
                hidden[_first_to_hide(whole, shown)] = again = True


def _known_too_well(whole: Counts, hidden: Flags, small: Flags) -> Place | None:
    """A hidden cell that could be worked out, or a small one known too narrowly; None where there is none."""
    index = {(int(row), int(column)): number for number, (row, column) in enumerate(np.argwhere(hidden))}
    if not index:
        return None
    equal, to = [], []
    for line in _lines(whole.shape):
        equation, known = np.zeros(len(index)), 0.0
        for place in line:
            sign = -1.0 if place == line[-1] else 1.0
            if place in index:
                equation[index[place]] += sign
            else:
                known -= sign * whole[place]
        if equation.any():
            equal.append(equation)
            to.append(known)
    most = float(whole[-1, -1]) + SMALLEST_SHOWN
    for place, number in index.items():
        goal = np.zeros(len(index))
        goal[number] = 1.0
        least, highest = (
            sign * linprog(sign * goal, A_eq=np.array(equal), b_eq=to, bounds=(0, most), method="highs").fun
            for sign in (1.0, -1.0)
        )
        if highest - least < (NARROWEST if small[place] else 1e-6):
            return place
    return None


def _hide_one_more(whole: Counts, hidden: Flags, weak: Place) -> bool:
    """Another cell in the lines of one that is known too well, or anywhere; False where all are hidden."""
    lines = [place for line in _lines(whole.shape) if weak in line for place in line]
    everywhere = [place for line in _lines(whole.shape) for place in line]
    for places in (lines, everywhere):
        if shown := [place for place in places if not hidden[place]]:
            hidden[_first_to_hide(whole, shown)] = True
            return True
    return False


def _shown(whole: Counts, hidden: Flags, *, may_share: bool) -> Suppressed:
    said = [
        [None if hides else int(count) for count, hides in zip(counts, hide, strict=True)]
        for counts, hide in zip(whole, hidden, strict=True)
    ]
    return Suppressed(
        [row[:-1] for row in said[:-1]], [row[-1] for row in said[:-1]], said[-1][:-1], said[-1][-1], may_share
    )
