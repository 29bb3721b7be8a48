"""What is drawn on while a county is made: seed, day, words, workers, and the rows so far."""

from dataclasses import dataclass
from datetime import date

from casework.synthetic.dice import Dice
from casework.synthetic.identities import Who, draw_who
from casework.synthetic.lives import Life
from casework.synthetic.prose import Pools
from casework.synthetic.rows import Rows
from casework.synthetic.staff import Staff


@dataclass
class Making:
    """A county in the making. Everybody has dice of their own, from the seed and their number."""

    seed: int
    today: date
    staff: Staff
    pools: Pools
    rows: Rows

    def dice(self, n: int) -> Dice:
        return Dice(f"{self.seed}:{n}")

    def who(self, n: int, dice: Dice | None = None) -> Who:
        return draw_who(n, dice or self.dice(n), self.pools, self.today)

    def life(self, who: Who, dice: Dice, home: str = "home") -> Life:
        return Life(who, dice, pools=self.pools, staff=self.staff, rows=self.rows, story_date=self.today, home=home)


def person_number(n: int) -> str:
    """What staff say aloud for the n-th person: "100001". The second has 100982, whose own person has hers.

    From 102,001 to 110,000 are the people written by hand.
    """
    return str(100_000 + {2: 982, 982: 2}.get(n, n)) if n <= 2000 else str(110_000 + n)
