"""Who is around a person: read from their own record and from those of the others."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from casework.database import Db
from casework.errors import NotFound
from casework.records.kinship import seen_from
from casework.records.models import LegalAuthority, Person, Relationship, Warning


@dataclass(frozen=True)
class Around:
    """Somebody around a person, as seen from the person. `other` where we know them too.

    `is_their_word`: only their own record says so.
    """

    relationship: Relationship
    name: str
    kind: str
    other: Person | None
    is_their_word: bool
    has_warning: bool

    @property
    def died_on(self) -> date | None:
        return (self.other.died_on if self.other else None) or (
            None if self.is_their_word else self.relationship.died_on
        )

    @property
    def phone(self) -> str | None:
        return self.relationship.phone if not self.is_their_word else self.other.phone if self.other else None

    @property
    def note(self) -> str | None:
        return None if self.is_their_word else self.relationship.note

    @property
    def is_carer(self) -> bool:
        return not self.is_their_word and self.relationship.is_carer

    @property
    def is_key_contact(self) -> bool:
        return not self.is_their_word and self.relationship.is_key_contact

    @property
    def is_next_of_kin(self) -> bool:
        return not self.is_their_word and self.relationship.is_next_of_kin


def people_around(db: Db, person: Person) -> list[Around]:
    """Everyone around the person now: first as their own record lists them, then those whose record names them."""
    own = db.scalars(
        select(Relationship)
        .where(Relationship.person_id == person.id, Relationship.ended_on.is_(None))
        .options(joinedload(Relationship.other))
        .order_by(Relationship.position, Relationship.id)
    )
    warned = [f"{warning.title} {warning.text or ''}" for warning in person.warnings if warning.ended_on is None]
    found = [_around(each, each.name, each.kind, each.other, warned) for each in own]
    known = {each.other.id for each in found if each.other}
    theirs = db.scalars(
        select(Relationship)
        .where(Relationship.other_id == person.id, Relationship.ended_on.is_(None))
        .options(joinedload(Relationship.person))
        .order_by(Relationship.id)
    )
    for each in theirs:
        if each.person_id not in known:
            kind = seen_from(each.kind, each.person.gender) or f"knows {person.called} as {each.kind}"
            found.append(_around(each, each.person.name, kind, each.person, warned, is_their_word=True))
    return found


def _around(
    relationship: Relationship,
    name: str,
    kind: str,
    other: Person | None,
    warned: list[str],
    *,
    is_their_word: bool = False,
) -> Around:
    first = name.strip("“”\"' ").split(" ")[0].strip("“”\"'")
    has_warning = len(first) > 2 and any(first in words.replace("”", " ").replace("“", " ").split() for words in warned)
    return Around(relationship, name, kind, other, is_their_word, has_warning)


def people_before(db: Db, person: Person) -> list[Relationship]:
    """Who was around the person before, the last to end first."""
    found = (
        select(Relationship)
        .where(Relationship.person_id == person.id, Relationship.ended_on.is_not(None))
        .order_by(Relationship.ended_on.desc(), Relationship.position)
    )
    return list(db.scalars(found))


def get_relationship(db: Db, person: Person, relationship_id: str) -> Relationship:
    """One that is on the person's record or names the person. Raises NotFound."""
    found = db.scalar(
        select(Relationship)
        .where(Relationship.id == relationship_id)
        .where((Relationship.person_id == person.id) | (Relationship.other_id == person.id))
    )
    if found is None:
        raise NotFound(f"relationship {relationship_id} of person {person.id}")
    return found


def authorities_of(db: Db, person: Person) -> list[LegalAuthority]:
    """Who may decide for the person, those whose papers we have seen first."""
    found = (
        select(LegalAuthority)
        .where(LegalAuthority.person_id == person.id)
        .order_by(LegalAuthority.is_seen.desc(), LegalAuthority.kind, LegalAuthority.id)
    )
    return list(db.scalars(found))


def get_warning(db: Db, person: Person, warning_id: str) -> Warning:
    """Raises NotFound."""
    found = db.scalar(select(Warning).where(Warning.id == warning_id, Warning.person_id == person.id))
    if found is None:
        raise NotFound(f"warning {warning_id} of person {person.id}")
    return found
