"""Codes with which people join, however they were read out, heard or typed."""

import re
from dataclasses import dataclass
from unicodedata import normalize

CODE_ALPHABET = "CDFGHJKMNPQRTVWXY34679"
"""What join codes are made of: nothing that is read or heard as something else, and no vowels to make words."""

CODE_LENGTH = 6

# The radio alphabet as people say it, with the spellings they type.
_SPOKEN = {
    **{word: word[0] for word in ("charlie", "delta", "foxtrot", "golf", "hotel", "kilo", "mike", "november", "papa")},
    **{word: word[0] for word in ("quebec", "romeo", "tango", "victor", "whiskey", "whisky", "yankee")},
    "juliett": "j",
    "juliet": "j",
    "x-ray": "x",
    "x ray": "x",
    "xray": "x",
    "three": "3",
    "four": "4",
    "six": "6",
    "seven": "7",
    "nine": "9",
    "niner": "9",
}
# The longest first: "niner" is not "nine" and an r.
_WORDS = re.compile("|".join(sorted(_SPOKEN, key=len, reverse=True)))
_AS_IN = re.compile(r"\b([a-z0-9])\s+(?:for|as in)\s+[a-z-]+")

# What may have been meant by a letter that is in no code: what looks or sounds like it and is.
_MEANT = {
    **dict.fromkeys("O0", "C, D or Q"),
    **dict.fromkeys("1IL", "J, T or 7"),
    **dict.fromkeys("5S", "F or X"),
    **dict.fromkeys("8B", "3, D or P"),
    **dict.fromkeys("2Z", "7"),
    "A": "4, H or K",
    "E": "F, G or 3",
    "U": "V or W",
}


@dataclass(frozen=True)
class Typed:
    """A code as it was typed. code: its letters and figures. strange: the first of them that is in no code.

    may_be: what that one may be instead, in words.
    """

    code: str
    strange: str = ""
    may_be: str = ""

    @property
    def can_be_one(self) -> bool:
        """Whether a code like this could have been given to somebody."""
        return not self.strange and len(self.code) == CODE_LENGTH


def read_code(typed: str) -> Typed:
    """The code somebody typed: spaces, hyphens, small letters and spelling ("charlie delta four") do not matter.

    Spelling is told from codes by its vowels, which no code has. No letter is taken for another: each that is in no
    code looks or sounds like several that are.
    """
    told = _AS_IN.sub(r"\1", normalize("NFKC", typed).casefold())
    plain = _WORDS.sub(lambda word: _SPOKEN[word[0]], told)
    code = "".join(letter for letter in plain.upper() if letter.isalnum())
    strange = next((letter for letter in code if letter not in CODE_ALPHABET), "")
    return Typed(code, strange, _MEANT.get(strange, ""))
