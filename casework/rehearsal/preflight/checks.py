"""What one check of the pre-flight is, and in which order they are shown."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

State = Literal["fix", "look", "passed"]
WORST_FIRST: dict[State, int] = {"fix": 0, "look": 1, "passed": 2}


@dataclass(frozen=True)
class Check:
    """One thing that was looked at.

    state: to fix before anybody joins, to look at (it goes into the report), or passed. why: in a sentence, empty where
    it passed and its title says all. link: what to press; endpoint and args: where it is mended.
    """

    id: str
    title: str
    state: State
    why: str = ""
    link: str = ""
    endpoint: str = ""
    args: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "args": dict(self.args)}


def check_of(kept: Mapping[str, Any]) -> Check:
    """A check as it was kept."""
    return Check(**{name: kept[name] for name in Check.__dataclass_fields__ if name in kept})


def in_order(checks: Iterable[Check]) -> list[Check]:
    """Worst first; of equals, as they were looked at."""
    return sorted(checks, key=lambda check: WORST_FIRST[check.state])


def several(number: int, word: str, words: str = "") -> str:
    return f"{number:,} {word if number == 1 else words or word + 's'}"
