"""Conditions over facts of the record alone, outside any workflow: `record.assessment.decision == "eligible"`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.facts import Fact
from casework.workflows.expressions import Compiled, Name, Names, Scope, compile_condition
from casework.workflows.names import name_of_fact
from casework.workflows.values import of_record


@dataclass(frozen=True, eq=False)
class FactNames:
    """The names of such a condition: facts and their parts, each after `record.`"""

    facts: Mapping[str, Fact]

    def find(self, name: str) -> Name | None:
        return name_of_fact(name.removeprefix("record."), self.facts) if name.startswith("record.") else None

    def known(self) -> list[str]:
        return [f"record.{name}" for name in self.facts]

    def sections(self) -> list[str]:
        return []

    def inside(self, page: str) -> Names | None:
        return None

    def pages(self) -> list[str]:
        return []


@dataclass
class _Recorded:
    values: Mapping[str, Any]
    today: date

    def value(self, name: str) -> object:
        return of_record(self.values, name.removeprefix("record."))

    def score(self, section: str) -> int | None:
        return None

    def items(self, page: str) -> Sequence[Scope] | None:
        return None


def compile_over_facts(text: str, facts: Mapping[str, Fact]) -> Compiled:
    """The condition ready to run. Raises ExpressionError, which says what is wrong and at which character."""
    return compile_condition(text, FactNames(facts))


def holds(compiled: Compiled, values: Mapping[str, Any], today: date) -> bool | None:
    """Whether the condition holds for what is recorded, by fact; None where that is not known."""
    found = compiled.run(_Recorded(values, today))
    return found if isinstance(found, bool) else None
