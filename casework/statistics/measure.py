"""What every measure returns: the figure, its interval, how many it rests on, and what stands in its way."""

from dataclasses import dataclass
from typing import Literal

Status = Literal["ok", "undefined", "too_few", "suppressed"]


@dataclass(frozen=True)
class Measure:
    """One figure with its 95% interval.

    value, low, high: in the unit of the measure; None where there is none, never NaN and never a zero in
    its place. n: how many people or runs it rests on. method: how it was worked out, to print beside it.
    estimator: which point estimate `value` is, where there are several.
    status: `ok`; `undefined`, no figure can be given; `too_few`, a figure but too few for an interval;
    `suppressed`, held back because it could show what one person did. reason: why it is not `ok`, or why
    there is no interval.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    method: str
    status: Status = "ok"
    reason: str = ""
    estimator: str = ""

    @classmethod
    def undefined(cls, reason: str, *, method: str, n: int = 0) -> "Measure":
        """A figure that cannot be given, and why."""
        return cls(None, None, None, n, method, "undefined", reason)
