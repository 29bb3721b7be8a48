"""What may be said of a difference that was planned for: shown, not shown, not to be known with so few, or nothing.

Source: the plan's own power (statistics/power.py), fixed before anybody was asked; Holm (1979) for several claims.
"""

from dataclasses import dataclass
from typing import Literal

from casework.statistics.differences import Compared

ALPHA = 0.05
FEWEST_PEOPLE = 5
"""In each arm: under this there are counts and each run's own value."""

Kind = Literal["shown", "not shown", "cannot be known", "description"]


@dataclass(frozen=True)
class Verdict:
    """kind: shown, only where the interval leaves out no difference; cannot be known, because so many people or cases
    could not show it; description, because nobody planned for it.
    """

    kind: Kind
    because: str = ""


def verdict(
    compared: Compared, *, none: float, adjusted_p: float | None, people: int, is_powered: bool, is_sealed: bool
) -> Verdict:
    """What the data carry of a planned claim.

    none: the value of no difference: 0, or 1 for a ratio. adjusted_p: after Holm, over the primary claims; None where
    the analysis has no p. people: in the smaller arm, or in both where the same people work in both. is_powered: with
    the people analysed, for the planned difference, never for the one seen. is_sealed: before the first session.
    """
    if not is_sealed:
        return Verdict("description", "the claim was not planned before the first session")
    if people < FEWEST_PEOPLE:
        return Verdict("cannot be known", f"under {FEWEST_PEOPLE} people in an arm nothing is compared")
    if not is_powered:
        return Verdict("cannot be known", "too few people for the planned difference")
    if compared.low is None or compared.high is None:
        return Verdict("cannot be known", compared.reason)
    leaves_out_none = not compared.low <= none <= compared.high
    if leaves_out_none and (adjusted_p is None or adjusted_p <= ALPHA):
        return Verdict("shown")
    return Verdict("not shown")
