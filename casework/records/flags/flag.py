"""What a flag is, and how the facts that flags look at are read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.records.vocabulary import OUTCOME_LABELS

Facts = Mapping[str, Any]

NOT_ACHIEVED = ("with-help", "unable")
OUTCOME_NAMES = {code.value: label for code, label in OUTCOME_LABELS.items()}


@dataclass(frozen=True)
class Flag:
    """Two things on the record that do not agree, or one that the law asks for and nobody wrote.

    code: the invariant, "I02". about: the fact it stands beside. part: what of that fact ("nutrition"), or which of
    several flags of one code. says and asks: for the worker to read. looks_at: all facts it compares.
    """

    code: str
    about: str
    says: str
    asks: str
    part: str = ""
    looks_at: tuple[str, ...] = ()
    title: str = "These do not agree"

    @property
    def key(self) -> str:
        """What names it among the flags of one record, as long as its reason stands."""
        return f"{self.code}-{self.part}" if self.part else self.code


def outcomes_of(facts: Facts) -> dict[str, Mapping[str, Any]]:
    value = facts.get("assessment.outcomes")
    return {code: one for code, one in value.items() if isinstance(one, Mapping)} if isinstance(value, Mapping) else {}


def not_achieved(facts: Facts) -> list[str]:
    return [code for code, one in outcomes_of(facts).items() if one.get("achieves") in NOT_ACHIEVED]


def rows(value: Any) -> list[Mapping[str, Any]]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list | tuple) else []


def codes(value: Any) -> list[str]:
    return [str(code) for code in value if code != "none"] if isinstance(value, list | tuple) else []


def name_of(code: str) -> str:
    return OUTCOME_NAMES.get(code, code.replace("-", " ").replace("_", " "))


def low(text: str) -> str:
    return text[:1].lower() + text[1:]


def day_of(value: Any) -> date | None:
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        return None


def listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
