"""Two records that may be of one person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import JaroWinkler
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from casework.database import Db
from casework.records.models import Person, SamePersonDecision
from casework.records.queries.search import folded

ALIKE = 0.85
"""How alike two names must be, from 0 to 1: "Tennant" and "Tennent" are 0.94, "Alan" and "Rosemary" 0.46."""


@dataclass(frozen=True)
class Alike:
    """Another record that may be the person's, with what was decided about it last, or nothing yet."""

    other: Person
    decision: SamePersonDecision | None

    @property
    def is_open(self) -> bool:
        return self.decision is None


def alike(db: Db, people: Iterable[Person]) -> Mapping[str, list[Alike]]:
    """For each person's id, the records with the same date of birth and a name like theirs; two queries in all.

    Somebody decided about as another person stays in the list, with the decision.
    """
    wanted = {person.id: person for person in people}
    born = {person.born_on for person in wanted.values()}
    same_day = list(db.scalars(select(Person).where(Person.born_on.in_(born)).order_by(Person.number))) if born else []
    pairs = {
        person.id: [each for each in same_day if each.id != person.id and are_alike(person, each)]
        for person in wanted.values()
    }
    decided = _decisions(db, [key for key, others in pairs.items() if others])
    return {
        key: [Alike(each, decided.get(frozenset((key, each.id)))) for each in others] for key, others in pairs.items()
    }


def _decisions(db: Db, ids: list[str]) -> dict[frozenset[str], SamePersonDecision]:
    """The last decision about each pair."""
    if not ids:
        return {}
    found = db.scalars(
        select(SamePersonDecision)
        .where(or_(SamePersonDecision.person_id.in_(ids), SamePersonDecision.other_id.in_(ids)))
        .options(joinedload(SamePersonDecision.worker))
        .order_by(SamePersonDecision.decided_on, SamePersonDecision.id)
    )
    return {frozenset((each.person_id, each.other_id)): each for each in found}


def are_alike(one: Person, other: Person) -> bool:
    """Born on one day, with first and last names spelt alike; twins, who share a last name only, are not."""
    return (
        one.born_on == other.born_on
        and _nearly(one.last_name, other.last_name)
        and any(_nearly(a, b) for a in _first_names(one) for b in _first_names(other))
    )


def _first_names(person: Person) -> list[str]:
    return [name for name in (person.first_name, person.preferred_name) if name]


def _nearly(one: str, other: str) -> bool:
    return JaroWinkler.similarity(folded(one), folded(other)) >= ALIKE
