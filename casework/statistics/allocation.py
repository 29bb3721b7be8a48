"""Who gets what, in which order: counterbalanced designs, and dealing them out from a recorded seed.

The lists rest on `random.Random(seed).random()` alone, the one sequence Python promises never to change.
Keep the dealt list all the same: it is the record, and the seed shows how it came about.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain, islice, pairwise
from math import floor
from random import Random
from typing import TypeVar

Arm = TypeVar("Arm")
Case = TypeVar("Case")


def williams_design(conditions: int) -> list[list[int]]:
    """Orders of conditions 0..n-1 in which each one follows each other one equally often.

    n rows when n is even, 2n when odd; each condition is equally often in each place. Balances what the
    condition just before leaves behind, and nothing further back.
    Source: Williams (Australian Journal of Scientific Research A2, 1949); Bradley (JASA 53, 1958).
    """
    if conditions < 1:
        raise ValueError("a design needs at least one condition")
    low, high = iter(range(1, conditions)), iter(range(conditions - 1, 0, -1))
    first = [0] + [next(low) if place % 2 else next(high) for place in range(1, conditions)]
    rows = [[(condition + shift) % conditions for condition in first] for shift in range(conditions)]
    return rows if conditions % 2 == 0 or conditions == 1 else rows + [row[::-1] for row in rows]


def crossing(arms: Sequence[Arm], cases: Sequence[Case]) -> list[list[tuple[Arm, Case]]]:
    """Rows of (arm, case) for people who work in every arm and meet no case twice.

    Orders of the arms x which case comes first: four rows for two arms and two matched cases. Over all rows
    each arm meets each case equally often, in each place. Raises ValueError unless there are as many cases
    as arms.
    """
    if len(cases) != len(arms):
        raise ValueError(f"each arm needs a case of its own: {len(arms)} arms and {len(cases)} cases")
    return [
        [(arms[arm], cases[(place + shift) % len(cases)]) for place, arm in enumerate(order)]
        for order in williams_design(len(arms))
        for shift in range(len(cases))
    ]


@dataclass(frozen=True)
class OrderCounts:
    """How orders that were really dealt are balanced, for conditions 0..n-1.

    positions: for each condition, how often it came first, second and so on. followed: for each condition, how often
    each of them came right after it.
    """

    positions: list[list[int]]
    followed: list[list[int]]

    @property
    def positions_differ_by(self) -> int:
        """The most that any condition's count at one place differs from another's; 0 where all are even."""
        return max((max(column) - min(column) for column in zip(*self.positions, strict=True)), default=0)

    @property
    def carry_over_differs_by(self) -> int:
        """The most that the counts of two ordered pairs, one condition right after another, differ."""
        pairs = [count for one, row in enumerate(self.followed) for other, count in enumerate(row) if one != other]
        return max(pairs) - min(pairs) if pairs else 0

    @property
    def is_balanced(self) -> bool:
        """Whether every condition is equally often at each place and right after each other one."""
        return self.positions_differ_by == 0 and self.carry_over_differs_by == 0


def order_counts(orders: Iterable[Sequence[int]], conditions: int) -> OrderCounts:
    """The counts of the orders that people really had: to be looked at for each study, not for the design alone.

    Raises ValueError for an order that does not have each condition once.
    """
    positions = [[0] * conditions for _ in range(conditions)]
    followed = [[0] * conditions for _ in range(conditions)]
    for order in orders:
        if sorted(order) != list(range(conditions)):
            raise ValueError(f"an order has each of 0 to {conditions - 1} once: {list(order)}")
        for place, condition in enumerate(order):
            positions[condition][place] += 1
        for before, after in pairwise(order):
            followed[before][after] += 1
    return OrderCounts(positions, followed)


def permuted_blocks(
    ratio: Sequence[int], *, sizes: Sequence[int], seed: int, stratum: str = ""
) -> Iterator[tuple[int, ...]]:
    """Blocks without end for allocating people to arms 0..k-1: each block holds the arms in `ratio`, shuffled.

    sizes: at least two block sizes, multiples of the ratio's total, picked from at random so that the end of
    a block cannot be guessed. Each stratum has a stream of its own. Nobody who enrols sees list or sizes;
    a person who withdraws keeps their place. Raises ValueError for sizes that cannot hold the ratio.
    """
    if len(set(sizes)) < 2:
        raise ValueError("give at least two block sizes, so that the end of a block cannot be guessed")
    return _blocks(ratio, sizes, _stream(seed, stratum))


def dealt_rows(rows: int, seed: int, count: int, *, stratum: str = "") -> list[int]:
    """The first `count` rows dealt, each 0..rows-1: every block of `rows` people has each row once.

    The list for more people begins with the list for fewer. Blocks have one size here because people in a
    crossing all meet every arm: guessing the next row chooses nobody's arm, and a study that stops early is
    as balanced as it can be. Between arms one size can be guessed at the end of a block; where that matters, nobody who
    enrols may see the list, or use permuted_blocks. Each stratum has a list of its own.
    """
    if count < 0:
        raise ValueError(f"cannot deal {count} rows")
    return list(islice(chain.from_iterable(_blocks([1] * rows, [rows], _stream(seed, stratum))), count))


def dealt_row(rows: int, seed: int, index: int) -> int:
    """The row, 0..rows-1, of the session planned index-th, counting from 0. See dealt_rows."""
    if index < 0:
        raise ValueError(f"sessions are counted from 0: {index}")
    return dealt_rows(rows, seed, index + 1)[index]


def balance(rows: int, dealt: Iterable[int]) -> list[int]:
    """How many were dealt each row, those dealt to nobody included. Raises ValueError for an unknown row."""
    counts = Counter(dealt)
    if unknown := sorted(row for row in counts if row not in range(rows)):
        raise ValueError(f"rows are numbered 0 to {rows - 1}: {unknown}")
    return [counts[row] for row in range(rows)]


def fingerprint(dealt: Iterable[int]) -> str:
    """SHA-256 of a dealt list in hexadecimal, to record before the first person is enrolled."""
    return sha256(",".join(str(row) for row in dealt).encode()).hexdigest()


def _stream(seed: int, stratum: str) -> Random:
    """A generator of its own for each stratum, so that adding one changes no other's list."""
    if not stratum:
        return Random(seed)
    return Random(int.from_bytes(sha256(f"{seed}/{stratum}".encode()).digest()))


def _blocks(ratio: Sequence[int], sizes: Sequence[int], random: Random) -> Iterator[tuple[int, ...]]:
    total = sum(ratio)
    if total < 1 or any(share < 0 for share in ratio):
        raise ValueError(f"a ratio is whole numbers, at least one above zero: {list(ratio)}")
    if any(size < 1 or size % total for size in sizes):
        raise ValueError(f"block sizes must be multiples of {total}: {list(sizes)}")
    return _endless_blocks(ratio, sizes, total, random)


def _endless_blocks(
    ratio: Sequence[int], sizes: Sequence[int], total: int, random: Random
) -> Iterator[tuple[int, ...]]:
    while True:
        size = sizes[_below(len(sizes), random)]
        block = [arm for arm, share in enumerate(ratio) for _ in range(share * size // total)]
        for i in range(size - 1, 0, -1):
            j = _below(i + 1, random)
            block[i], block[j] = block[j], block[i]
        yield tuple(block)


def _below(limit: int, random: Random) -> int:
    """0..limit-1, from random() itself: the library's own shuffle and choice may change between versions."""
    return floor(random.random() * limit)
