"""What a fact of the record is: the shared vocabulary of workflows that otherwise differ.

The care record lists its facts in `casework/records/facts/`; a workflow's questions say which
fact they record. Neither room knows the other: both know this.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class FactType(StrEnum):
    """The shape of a fact's value, as JSON.

    text: a string. yes_no: "yes" or "no". code: one of `codes`. codes: a list of `codes`. number: a
    number. money: whole pence. date: "2026-11-10". time: "14:30". address: {"lines": [text], "postcode": text}.
    person, worker: an id of the record.
    outcomes: {outcome code: {"achieves": code, "limbs": [code], "reason": text, "how_met": text,
    "met_by": code, "their_words": text}}. timetable: {call: {"mon".."sun": minutes, "at": time,
    "carers": number of carers where more than one comes, "because": why it stays although it clashes}}.
    services: a list of {"service", "needs": [outcome code], "units", "unit", "rate_pence", "days": [day], "starts_at",
    "ends_at", "met_by"}, and "minutes" where its units are the hours of a timetable.
    items: a list of mappings whose keys are the names of `fields`.
    """

    TEXT = "text"
    YES_NO = "yes_no"
    CODE = "code"
    CODES = "codes"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    TIME = "time"
    ADDRESS = "address"
    PERSON = "person"
    WORKER = "worker"
    OUTCOMES = "outcomes"
    TIMETABLE = "timetable"
    SERVICES = "services"
    ITEMS = "items"


@dataclass(frozen=True)
class Fact:
    """One fact of the record: `assessment.impact`, whatever any workflow calls the question.

    given: the record has it by itself, such as a rate in force. Conditions may ask about it; no question records it.
    """

    name: str
    label: str
    type: FactType
    codes: tuple[str, ...] = ()
    unit: str = ""
    law: str = ""
    fields: tuple["Fact", ...] = field(default=())
    given: bool = False


class Catalogue(Mapping[str, Fact]):
    """The facts of a record, by name, in the order they were listed."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._facts = {fact.name: fact for fact in facts}

    def __getitem__(self, name: str) -> Fact:
        return self._facts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)
