"""Finding people as staff do: by part of a name, one heard on the telephone, a date of birth, a number, an address."""

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import jellyfish
from rapidfuzz.distance import DamerauLevenshtein
from sqlalchemy import select

from casework.database import Db
from casework.records.models import Person

MOST_FOUND = 50
MOST_ADDRESSES = 20
"""A word of an address may be in half the county: so many are enough to see that more is needed."""


@dataclass(frozen=True)
class Match:
    """Somebody who was found, and why: "name", "number", "date of birth", "sounds alike", "spelt alike", "address"."""

    person: Person
    why: str


@dataclass(frozen=True)
class Found:
    """Who matches a search, the best first; more where there are others (at most `MOST_FOUND` are listed)."""

    matches: list[Match]
    more: bool

    @property
    def people(self) -> list[Person]:
        return [match.person for match in self.matches]


@dataclass(frozen=True)
class _Named:
    """What a search needs of one person, without loading all of them."""

    id: str
    number: str
    nhs_number: str | None
    born_on: date
    names: tuple[str, ...]
    place: str


Ranked = tuple[int, _Named, str]
"""How sure it is (0 is best), who, and why."""
Way = tuple[int, str, Callable[[_Named, str], bool]]
"""How sure a match of one word is, what it is called, and whether a person's names match the word so."""


def search_people(db: Db, text: str) -> Found:
    """People by name, preferred name, number, NHS number, date of birth (14 3 1944, 14/03/1944), address or postcode.

    Every word must match. Case and accents do not count; the beginning of a name is enough; where nobody is called so,
    names that sound alike or are spelt nearly so are found. Nothing typed finds nobody. Two queries, however large the
    county.
    """
    words = [folded(word) for word in text.replace(",", " ").replace("#", " ").split()]
    if not words:
        return Found([], more=False)
    everybody = _everybody(db)
    born, digits = as_date(text), "".join(words)
    if born:
        ranked = [(0, one, "date of birth") for one in everybody if one.born_on == born]
    elif digits.isdigit():
        ranked = [
            (0 if one.number == digits else 1, one, "number")
            for one in everybody
            if one.number.startswith(digits) or one.nhs_number == digits
        ]
    else:
        ranked = _by_words(everybody, words)
    ranked.sort(key=lambda each: (each[0], each[1].names[-1], each[1].names[0], each[1].number))
    best = ranked[: MOST_FOUND + 1]
    people = {one.id: one for one in db.scalars(select(Person).where(Person.id.in_([each[1].id for each in best])))}
    matches = [Match(people[one.id], why) for _, one, why in best]
    return Found(matches[:MOST_FOUND], more=len(ranked) > MOST_FOUND)


def _everybody(db: Db) -> list[_Named]:
    columns = (
        Person.id,
        Person.number,
        Person.nhs_number,
        Person.born_on,
        Person.first_name,
        Person.preferred_name,
        Person.last_name,
        Person.address,
        Person.postcode,
    )
    return [
        _Named(
            id=row.id,
            number=row.number,
            nhs_number=row.nhs_number,
            born_on=row.born_on,
            names=_parts(row.first_name, row.preferred_name, row.last_name),
            place=folded(f"{row.address or ''} {row.postcode or ''}"),
        )
        for row in db.execute(select(*columns))
    ]


def _parts(*names: str | None) -> tuple[str, ...]:
    """Each part of each name, also of those with a hyphen: "Osei-Grant" is found by either."""
    return tuple(part for name in names if name for part in folded(name).replace("-", " ").split())


def _by_words(everybody: Iterable[_Named], words: list[str]) -> list[Ranked]:
    """By the best way in which every word matches; the doubtful ways only where the sure ones find nobody."""
    everybody = list(everybody)
    ways: list[Way] = [
        (0, "name", lambda one, word: word in one.names),
        (1, "name", lambda one, word: any(name.startswith(word) for name in one.names)),
    ]
    doubtful: list[Way] = [
        (2, "sounds alike", lambda one, word: any(_sound(name) == _sound(word) for name in one.names)),
        (3, "spelt alike", lambda one, word: any(_is_nearly(name, word) for name in one.names)),
    ]
    sure = _matching(everybody, words, ways)
    whole = " ".join(words)
    compact = whole.replace(" ", "")
    placed = [
        (4, one, "address")
        for one in everybody
        if all(word in one.place for word in words) or (len(compact) > 4 and compact in one.place.replace(" ", ""))
    ]
    if sure:
        return sure + _without(placed, sure)[:MOST_ADDRESSES]
    near = _matching(everybody, words, ways + doubtful)
    return near + _without(placed, near)


def _without(some: list[Ranked], others: list[Ranked]) -> list[Ranked]:
    there = {one.id for _, one, _ in others}
    return [each for each in some if each[1].id not in there]


def _matching(everybody: list[_Named], words: list[str], ways: list[Way]) -> list[Ranked]:
    """Whoever every word matches in one of the ways, ranked by the least sure of them."""
    found = []
    for one in everybody:
        worst: tuple[int, str] = (-1, "")
        for word in words:
            way = next(((rank, why) for rank, why, matches in ways if matches(one, word)), None)
            if way is None:
                break
            worst = max(worst, way)
        else:
            found.append((worst[0], one, worst[1]))
    return found


@lru_cache(maxsize=8192)
def _sound(name: str) -> str:
    # Of words that begin with a vowel, and of short ones, too many sound the same to be worth showing.
    return jellyfish.metaphone(name) if len(name) > 3 else name


def _is_nearly(name: str, word: str) -> bool:
    """One letter wrong, missing, too many or out of place; two in a long name."""
    most = 2 if len(word) > 7 else 1
    return len(word) > 3 and DamerauLevenshtein.distance(name, word, score_cutoff=most) <= most


@lru_cache(maxsize=16384)
def folded(text: str) -> str:
    """Small letters without accents or apostrophes: "Šárka O’Neill" is "sarka oneill"."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c) and c not in "'’`").strip()


def as_date(text: str) -> date | None:
    """A date as people type it: 14 3 1944, 14/03/1944, 14.3.44, 14 March 1944, 1944-03-14, 14031944.

    None for anything else.
    """
    parts = text.replace("/", " ").replace("-", " ").replace(".", " ").split()
    if len(parts) == 1 and len(text.strip()) == 8:  # no number of a person or of the NHS is so long
        parts = [parts[0][:2], parts[0][2:4], parts[0][4:]]
    if len(parts) != 3:
        return None
    if parts[1][:3].lower() in MONTHS:
        parts[1] = str(MONTHS.index(parts[1][:3].lower()) + 1)
    if not all(part.isdecimal() for part in parts):
        return None
    numbers = [int(part) for part in parts]
    day, month, year = numbers if len(parts[0]) < 4 else reversed(numbers)
    if len(parts[2]) == 2 and len(parts[0]) < 4:
        year += 1900  # whoever is looked for by two figures was born in the last century more often than not
    try:
        return date(year, month, day)
    except ValueError:
        return None


MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
