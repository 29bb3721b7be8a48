"""One difference, and how many small ones become a line that can be read at a glance."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from casework.workflows.definition import Definition
from casework.workflows.wording import plain


class Head(StrEnum):
    """Under which heading a difference is told, in the order they are read."""

    WHO = "Who does it and what comes next"
    ORDER = "Order"
    QUESTIONS = "Questions"
    WORDS = "Words and look"


class Sort(StrEnum):
    """What sort of difference it is, as the word before its sentence."""

    GONE = "Gone"
    NEW = "New"
    MOVED = "Moved"
    REWORDED = "Reworded"
    CHANGED = "Changed"

    @property
    def sign(self) -> str:
        return {"Gone": "−", "New": "+", "Moved": "↕"}.get(self.value, "≈")


@dataclass(frozen=True)
class Detail:
    """One of several things gathered in a difference. at: where it stands, "" when nothing is given for it alone."""

    sentence: str
    at: str = ""
    because: str = ""


@dataclass(frozen=True)
class Difference:
    """One difference, as a sentence.

    in_a, in_b: the path of what differs in each, "sections/day/ten/outcomes"; empty where it is not there.
    because: the reason the file gives. details: what is gathered in the sentence, one by one.
    """

    head: Head
    sort: Sort
    in_a: str
    in_b: str
    sentence: str
    because: str = ""
    details: tuple[Detail, ...] = ()

    @property
    def at(self) -> str:
        """Where to look at it: in B, or in A when B has it no more."""
        return self.in_b or self.in_a


@dataclass(frozen=True)
class Found:
    """One thing found, before it is gathered with its like.

    among: what it is gathered by; empty when it always stands by itself. short: how it reads in a gathered line.
    """

    head: Head
    sort: Sort
    in_a: str
    in_b: str
    sentence: str
    among: str = ""
    short: str = ""


Line = Callable[[Sequence[Found]], str]


def gathered(found: Iterable[Found], line: Line, in_a: str = "", in_b: str = "") -> list[Difference]:
    """Those that belong together in one line, told by `line`; one alone is told in its own words.

    in_a, in_b: the path of the gathered line.
    """
    groups: dict[tuple[Head, Sort, str], list[Found]] = {}
    for number, each in enumerate(found):
        groups.setdefault((each.head, each.sort, each.among or str(number)), []).append(each)
    told: list[Difference] = []
    for (head, sort, _), group in groups.items():
        first = group[0]
        if len(group) == 1:
            told.append(Difference(head, sort, first.in_a, first.in_b, first.sentence))
        else:
            details = tuple(Detail(each.short or each.sentence, each.in_b or each.in_a) for each in group)
            told.append(Difference(head, sort, in_a, in_b, line(group), details=details))
    return told


def quoted(text: str, longest: int = 90) -> str:
    words = plain(text)
    if len(words) > longest:
        words = words[:longest].rsplit(" ", 1)[0] + " …"
    return f"“{words}”"


def listed(texts: Sequence[str], most: int = 3) -> str:
    """“a”, “b” and 2 more."""
    if len(texts) > most:
        return f"{', '.join(texts[:most])} and {len(texts) - most} more"
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}"


def counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def title_of(definition: Definition, step_id: str | None) -> str:
    """The title of a step in quotes; another workflow's id as words."""
    if not step_id:
        return "nothing"
    found = next((step.title for step in definition.steps if step.id == step_id), step_id.replace("_", " "))
    return quoted(found)


def role_of(role: str | None) -> str:
    return f"the {role.replace('_', ' ')}" if role else "nobody in particular"
