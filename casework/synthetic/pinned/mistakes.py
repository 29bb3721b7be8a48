"""Mistakes in the files of people written by hand: each at its place, all told at once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from casework.errors import DomainError
from casework.workflows.problems import KINDS, Kind, Place, Problem, in_order, nearest, problem
from casework.workflows.reader import Keyed, Listed

PEOPLE_KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind(
            "P01",
            "error",
            "an unknown word",
            "The record has no such column, so it would be lost.",
            "Use the nearest known word, or remove it.",
        ),
        Kind("P02", "error", "a word left out", "The record cannot be kept without it.", "Write it."),
        Kind(
            "P03",
            "error",
            "somebody or something nobody knows",
            "The entry would belong to nobody.",
            "Use an id of workers.yaml, or of this file.",
        ),
        Kind("P04", "error", "a code that is not in its list", "No page could show it.", "Choose from its list."),
        Kind(
            "P05",
            "error",
            "a value of the wrong kind",
            "Another kind of value is kept here.",
            "Write what is expected.",
        ),
        Kind(
            "P06",
            "error",
            "an identifier that somebody real could have",
            "Everybody in the record is fictional: nobody real may be found or rung by what stands in it.",
            "Use a number of the ranges kept for fiction: 999 for the NHS, 01632 960 and 07700 900 for telephones.",
        ),
        Kind(
            "P07",
            "error",
            "days that cannot both be true",
            "A reader who notices one of them believes nothing else.",
            "Put one of the two days right.",
        ),
        Kind(
            "P08",
            "error",
            "a relationship told from one side only",
            "Each of two people who are both known to the council finds the other in their own record.",
            "Add the relationship to the other person too.",
        ),
        Kind("P09", "error", "an id twice", "Nobody could say which of the two is meant.", "Give one another id."),
    )
}


class PeopleError(DomainError):
    """A file of people that cannot be used, with every mistake that was found, one on each line of the message."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_order(problems)
        super().__init__("\n".join(str(each) for each in self.problems))


def kind_of(found: Problem) -> Kind:
    """What sort of mistake it is, whether in the YAML or in what it says of a person."""
    return PEOPLE_KINDS.get(found.code) or KINDS[found.code]


class Mistakes:
    """What is wrong with one file, as it is found."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def tell(self, place: Place, code: str, message: str) -> None:
        self.problems.append(problem(place, code, message))

    def unknown(self, entry: Keyed, word: str, known: Sequence[str], where: str) -> None:
        self.tell(entry.key_places[word], "P01", f"{where}: there is no “{word}” here{nearest(word, known)}")

    def left_out(self, entry: Keyed, word: str, where: str) -> None:
        self.tell(entry.place, "P02", f"{where} must have “{word}”")

    def stop_if_any(self) -> None:
        """Raises PeopleError when anything has been told."""
        if self.problems:
            raise PeopleError(self.problems)


def as_read(value: Any, place: Place) -> Any:
    """What is in a file, from ordinary dictionaries and lists: as though it had been read at this one place."""
    if isinstance(value, Mapping):
        keyed = Keyed(place)
        for key, inner in value.items():
            keyed.put(str(key), as_read(inner, place), place, place)
        return keyed
    if isinstance(value, list | tuple):
        listed = Listed(place)
        for inner in value:
            listed.put(len(listed), as_read(inner, place), place)
        return listed
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return repr(value)
    return value
