"""Wording with words put in: ((person)), ((worker)), ((carer)), or the name of an answer."""

import re
from collections.abc import Mapping

_SLOT = re.compile(r"\(\(\s*([a-z][a-z0-9_]*)\s*\)\)")

STANDING_WORDS = ("person", "worker", "carer", "item")
"""Words that whoever shows the wording knows; any other is the id of a question."""


def fill(text: str, words: Mapping[str, str]) -> str:
    """The text with every ((word)) put in, as plain text: the template that shows it escapes it.

    A word that is not known (a question not answered yet) is shown as an ellipsis.
    """
    return _SLOT.sub(lambda found: words.get(found[1]) or "…", text)


def words_in(text: str) -> list[tuple[str, int]]:
    """The words a text asks for, each with its place in the text."""
    return [(found[1], found.start(1)) for found in _SLOT.finditer(text)]


def plain(text: str) -> str:
    """Wording for a reader who has no case in front of her: “the person” where the name will stand."""
    words = _SLOT.sub(lambda found: f"the {found[1].replace('_', ' ')}", text).strip()
    return words[:1].upper() + words[1:] if _SLOT.match(text.strip()) else words
