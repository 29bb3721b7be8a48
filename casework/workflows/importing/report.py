"""What became of everything in a form that was brought in: nothing is left out silently."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

Outcome = Literal["imported", "changed", "refused"]

LONGEST_ID = 48
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|https?://\S+|\bwww\.\S+", re.IGNORECASE)
"""Mailboxes and web addresses, which are never carried over."""

NO_FACT = "brought in from another form; say which fact of the record it fills"


@dataclass(frozen=True)
class Line:
    """What became of one thing of the source. where: the way to it there; what: its type there."""

    where: str
    what: str
    outcome: Outcome
    why: str = ""

    def __str__(self) -> str:
        return f"{self.outcome}: {self.where} ({self.what}){f': {self.why}' if self.why else ''}"


@dataclass
class Report:
    """fields: a line for each field of the source; others: lines for what is no field (conditions, next steps)."""

    fields: list[Line] = field(default_factory=list)
    others: list[Line] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """How many fields became what."""
        found = Counter(line.outcome for line in self.fields)
        return {outcome: found.get(outcome, 0) for outcome in ("imported", "changed", "refused")}

    def say(self) -> list[str]:
        """The report in lines: the counts first, then everything that was changed or refused."""
        counts = self.counts()
        first = (
            f"{sum(counts.values())} fields: {counts['imported']} imported, {counts['changed']} imported with a "
            f"change, {counts['refused']} refused"
        )
        return [first, *(str(line) for line in (*self.fields, *self.others) if line.outcome != "imported")]


@dataclass
class Imported:
    """Workflows as data of the language, by id, and the report."""

    workflows: dict[str, dict[str, Any]]
    report: Report


class NotAForm(ValueError):
    """A file that is not what it was said to be; the message says what was expected."""


class Ids:
    """Ids of the language made from prose, each once."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self.taken = set(taken)

    def make(self, prose: str, otherwise: str) -> str:
        """An id that says what the prose says: “Who’s at home?” is who_s_at_home, and the second who_s_at_home_2."""
        words = re.sub(r"[^a-z0-9]+", "_", prose.replace("&period;", " ").casefold()).strip("_")
        slug = words[:LONGEST_ID].rstrip("_")
        if not slug or not slug[0].isalpha():
            slug = f"{otherwise}_{slug}".rstrip("_")
        made, number = slug, 1
        while made in self.taken:
            number += 1
            made = f"{slug}_{number}"
        self.taken.add(made)
        return made


def without_addresses(text: str) -> str:
    """Words without mailboxes and web addresses."""
    return ADDRESS.sub("(address left out)", text).strip()


def options_of(labels: Iterable[str]) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Options with codes of their own, and the code of each label. Choices without words are no choices."""
    ids = Ids()
    options: list[dict[str, Any]] = []
    codes: dict[str, str] = {}
    for label in labels:
        if not label.strip() or label in codes:
            continue
        code = ids.make(label, "option").replace("_", "-")
        options.append({"code": code, "label": without_addresses(label)})
        codes[label] = code
    return options, codes
