"""Numbers and addresses that nobody real can have, for the fictional county, and a search for any others."""

from collections.abc import Sequence
from random import Random

from nhs_number.validate import calculate_checksum, is_valid

from casework.records.real_data import identifiers

NHS_NUMBERS = 900_000
"""How many different ones nhs_number can make."""

AREAS_NOWHERE = ("QJ", "QZ", "VJ", "VZ")
INWARD_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


def nhs_number(n: int) -> str:
    """The n-th NHS number of the test range, counting from 0: ten digits from 9990000018, no two alike.

    Raises ValueError unless n is 0 to 899,999.
    """
    if not 0 <= n < NHS_NUMBERS:
        raise ValueError(f"there are {NHS_NUMBERS} numbers in the test range, counted from 0: {n}")
    # At most one stem in ten has no check digit, so each ten gives nine numbers.
    ten, place = divmod(n, 9)
    stems = [f"999{ten:05}{last}" for last in range(10)]
    usable = [f"{stem}{check}" for stem in stems if (check := calculate_checksum(stem)) != 10]
    return usable[place]


def is_safe_nhs_number(digits: str) -> bool:
    """Whether it is in the range that is never issued, with the right check digit."""
    return digits.startswith("999") and is_valid(digits)


def landline(rng: Random) -> str:
    """A landline number kept for drama, in no area: "01632 960123"."""
    return f"01632 960{_below(1000, rng):03}"


def mobile(rng: Random) -> str:
    """A mobile number kept for drama: "07700 900123"."""
    return f"07700 900{_below(1000, rng):03}"


def postcode(rng: Random) -> str:
    """A postcode of no place, its letters being ones Royal Mail never uses there: "VZ4 7QA"."""
    outward = f"{_one_of(AREAS_NOWHERE, rng)}{1 + _below(20, rng)}"
    return f"{outward} {_below(10, rng)}{_one_of(INWARD_LETTERS, rng)}{_one_of(INWARD_LETTERS, rng)}"


def unsafe_identifiers(text: str) -> list[str]:
    """Whatever has the shape of an identifier but is not from a fictional range: "SW1A 1AA, a postcode".

    Stricter than looks_real: what could not be real only because it is mistyped is listed too.
    """
    return [f"{found.words}, {found.kind}" for found in identifiers(text) if not found.fictional]


def _one_of(options: Sequence[str], rng: Random) -> str:
    return options[_below(len(options), rng)]


def _below(limit: int, rng: Random) -> int:
    # random() is the one sequence Python promises to keep; choice and randrange may change.
    return int(rng.random() * limit)
