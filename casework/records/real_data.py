"""What in a text looks like a real person's details: everyone in the record is fictional.

The shapes are those of numbers and addresses used in the United Kingdom; the fictional ranges are those
their owners never issue (Ofcom's numbers for drama, RFC 2606's domains, NHS numbers from 999).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from nhs_number.validate import is_valid


class Kind(StrEnum):
    """What the words found look like."""

    EMAIL = "an e-mail address"
    TELEPHONE = "a telephone number"
    NHS_NUMBER = "an NHS number"
    NATIONAL_INSURANCE = "a National Insurance number"
    POSTCODE = "a postcode"


@dataclass(frozen=True)
class Identifier:
    """Words of a text that have the shape of an identifier, and where they begin.

    fictional: from a range kept for fiction or never issued. possible: somebody real could have it.
    An NHS number with a wrong check digit, for one, is neither.
    """

    kind: Kind
    words: str
    start: int
    fictional: bool
    possible: bool


GAP = r"[ \u00a0.\-\u2013]{0,2}"
# Two digits of the area code must stand together after the 0, so that dates and times are not telephones.
TELEPHONE = re.compile(
    rf"(?:(?<![\w+])(?:\+|00)44[ \-]?(?:\(0\)[ \-]?)?[1-9]\d|(?<![\w+])\(?0[1-9]\d)(?:\)?{GAP}\d){{7,8}}(?!\d)"
)
NHS_NUMBER = re.compile(rf"(?<!\w)\d{{3}}{GAP}\d{{3}}{GAP}\d{{4}}(?!\w)")
NATIONAL_INSURANCE = re.compile(rf"(?<!\w)([A-Z]{{2}})(?:{GAP}\d\d){{3}}{GAP}[A-D](?!\w)", re.IGNORECASE)
POSTCODE = re.compile(r"(?<!\w)([A-Z]{1,2})(?:\d[A-Z\d]?)[ \u00a0]{0,2}(\d[A-Z]{2})(?!\w)", re.IGNORECASE)
# Begins only where a word begins and is bounded, or a long text without an @ would take for ever.
EMAIL = re.compile(r"(?<![\w.+\-])[\w.+\-]{1,64}@([\w\-]+(?:\.[\w\-]+)+)")

ORDINAL = re.compile(r"1st|2nd|3rd|\dth")
SAFE_DOMAIN = re.compile(
    r"(?:[\w\-]+\.)*(?:example\.(?:com|org|net)|[\w\-]+\.(?:test|invalid|example))",
    re.IGNORECASE,
)
FICTIONAL_TELEPHONES = (
    "01632960",
    "07700900",
    *(
        f"{area}4960"
        for area in (
            "0113",
            "0114",
            "0115",
            "0116",
            "0117",
            "0118",
            "0121",
            "0131",
            "0141",
            "0151",
            "0161",
        )
    ),
    "01914980",
    "02079460",
    "02896496",
    "02920180",
    "03069990",
    "08081570",
    "09098790",
)
NEVER_ISSUED_PREFIXES = {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}


def looks_real(text: str) -> list[str]:
    """What a reader should look at again before it is saved, in the order of the text; empty when nothing.

    Each says the words found and what they look like: "401 023 2137 looks like an NHS number".
    """
    found = (found for found in identifiers(text) if found.possible and not found.fictional)
    return [f"{one.words} looks like {one.kind}" for one in found]


def left_out(text: str) -> str:
    """The text with everything that could be a real person's left out, each with what it looked like."""
    for one in reversed([found for found in identifiers(text) if found.possible and not found.fictional]):
        text = f"{text[: one.start]}[left out: looks like {one.kind}]{text[one.start + len(one.words) :]}"
    return text


def identifiers(text: str) -> list[Identifier]:
    """Everything in the text with the shape of an identifier, real or not, in the order of the text.

    Words are read once: the digits of a telephone number are not an NHS number as well.
    """
    taken: list[tuple[int, int]] = []
    found: list[Identifier] = []
    for start, end, identifier in _candidates(text):
        if all(end <= begin or start >= stop for begin, stop in taken):
            taken.append((start, end))
            found.append(identifier)
    return sorted(found, key=lambda identifier: identifier.start)


def _candidates(text: str) -> Iterator[tuple[int, int, Identifier]]:
    for match in EMAIL.finditer(text):
        safe = SAFE_DOMAIN.fullmatch(match[1]) is not None
        yield _identifier(Kind.EMAIL, match, fictional=safe, possible=not safe)
    for match in TELEPHONE.finditer(text):
        safe = _national(match[0]).startswith(FICTIONAL_TELEPHONES) and len(_national(match[0])) == 11
        yield _identifier(Kind.TELEPHONE, match, fictional=safe, possible=not safe)
    for match in NHS_NUMBER.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        valid, test_range = is_valid(digits), digits.startswith("999")
        yield _identifier(
            Kind.NHS_NUMBER,
            match,
            fictional=valid and test_range,
            possible=valid and not test_range,
        )
    for match in NATIONAL_INSURANCE.finditer(text):
        prefix = match[1].upper()
        possible = not (set(prefix) & set("DFIQUV") or prefix[1] == "O" or prefix in NEVER_ISSUED_PREFIXES)
        yield _identifier(
            Kind.NATIONAL_INSURANCE,
            match,
            fictional=prefix in ("QQ", "ZZ"),
            possible=possible,
        )
    for match in POSTCODE.finditer(text):
        if ORDINAL.fullmatch(match[2]):
            continue
        area, inward = match[1].upper(), match[2][1:].upper()
        safe = _never_an_area(area)
        possible = not (safe or area[0] in "QVX" or set(inward) & set("CIKMOV"))
        yield _identifier(Kind.POSTCODE, match, fictional=safe, possible=possible)


def _identifier(kind: Kind, match: re.Match[str], *, fictional: bool, possible: bool) -> tuple[int, int, Identifier]:
    return (
        match.start(),
        match.end(),
        Identifier(kind, match[0], match.start(), fictional, possible),
    )


def _national(telephone: str) -> str:
    """The digits as dialled at home: +44 1632 960123 and 0044 (0)1632 960123 are 01632960123."""
    digits = re.sub(r"\D", "", telephone)
    return re.sub(r"^(?:0044|44)0?", "0", digits) if telephone.startswith(("+", "00")) else digits


def _never_an_area(area: str) -> bool:
    """Whether no place can have the letters: Royal Mail uses XX and QC itself, so those do not count."""
    if area[0] == "X" or area == "QC":
        return False
    return area[0] in "QV" or (len(area) == 2 and area[1] in "IJZ")
