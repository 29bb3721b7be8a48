"""The words of the county: pools of names and places, and sentences filled in for one person."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from casework.synthetic.dice import Dice
from casework.synthetic.pinned import read_yaml

FOLDER = Path(__file__).parents[2] / "seed_data" / "county"
TOKEN = re.compile(r"\{(\w+)\}")
SENTENCE_START = re.compile(r"(^|[.!?]”? )([a-z])")


@dataclass(frozen=True)
class Pools:
    """What is in seed_data/county/: names.yaml, places.yaml and prose.yaml."""

    names: Mapping[str, Any]
    places: Mapping[str, Any]
    prose: Mapping[str, Any]


def read_pools(folder: Path = FOLDER) -> Pools:
    """The pools of the county. Raises DomainError for a file that cannot be read."""
    return Pools(*(read_yaml(folder / f"{name}.yaml") for name in ("names", "places", "prose")))


class Voice:
    """Fills sentences about one person. A word in braces is one of the person's own, or drawn from a list.

    `{Word}` is `{word}` with a capital. Of several options, those that need a word the person does not
    have (a carer's name where nobody helps) are never drawn.
    """

    def __init__(self, dice: Dice, words: Mapping[str, str], lists: Mapping[str, Sequence[str]]) -> None:
        self.dice = dice
        self.words = words
        self.lists = lists
        self._usable_now: dict[str, list[str]] = {}
        self._said: set[str] = set()

    def say(self, text: str) -> str:
        """The text with every word filled in, tidied at the joints. Nothing drawn is said twice in it."""
        self._said.clear()
        filled = re.sub(r" {2,}", " ", self._fill(text)).strip()
        filled = re.sub(r"([?!])\.", r"\1", filled)
        return SENTENCE_START.sub(lambda found: found[1] + found[2].upper(), filled)

    def one(self, name: str) -> str:
        """One sentence or phrase of a list, filled in, its first letter as it stands."""
        usable = self._usable(name)
        option = self.dice.one_of([option for option in usable if option not in self._said] or usable)
        self._said.add(option)
        return self._fill(option)

    def can_say(self, text: str) -> bool:
        """Whether every word in the text is known for this person."""
        return all(self._knows(token) for token in TOKEN.findall(text))

    def _fill(self, text: str) -> str:
        return TOKEN.sub(lambda found: self._word(found[1]), text)

    def _word(self, token: str) -> str:
        if token in self.words:
            return self.words[token]
        small = token[0].lower() + token[1:]
        if small in self.words or small in self.lists:
            found = self.words[small] if small in self.words else self.one(small)
            return found if small == token else found[:1].upper() + found[1:]
        raise ValueError(f"there is no word for {{{token}}} in the county's prose")

    def _usable(self, name: str) -> list[str]:
        if name not in self._usable_now:
            self._usable_now[name] = [option for option in self.lists[name] if self.can_say(option)]
        return self._usable_now[name]

    def _knows(self, token: str) -> bool:
        small = token[0].lower() + token[1:]
        if token in self.words or small in self.words:
            return True
        return small in self.lists and bool(self._usable(small))
