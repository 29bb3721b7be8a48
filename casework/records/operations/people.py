"""Changing what is known of a person, and who is around them: what stood before is kept."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from casework.database import Db
from casework.errors import DomainError
from casework.records.kinship import seen_from
from casework.records.models import PastAddress, Person, PersonDetail, Relationship, SamePersonDecision, Worker


@dataclass(frozen=True)
class FactSaid:
    """A key fact as it was said: what, by whom, and on which day."""

    label: str
    value: str
    source: str
    confirmed_on: date


def keep_fact(
    db: Db,
    person: Person,
    said: FactSaid,
    *,
    instead_of: PersonDetail | None = None,
    worker: Worker,
    acted_for: Worker | None,
    today: date,
) -> PersonDetail:
    """Add a key fact, or put it in the place of another, which stays in the record as it was said before.

    Raises DomainError on confirmed_on when that is later than today; on label when the fact is there already; and on
    value when somebody else has changed it since.
    """
    if said.confirmed_on > today:
        raise DomainError("Date confirmed must be today or earlier", field="confirmed_on")
    if instead_of is not None and instead_of.replaced_on is not None:
        raise DomainError("Somebody has changed this since you opened it: look at it again", field="value")
    same = [
        fact for fact in person.details if fact.label.casefold() == said.label.casefold() and fact is not instead_of
    ]
    if same:
        raise DomainError(f"There is a fact called {same[0].label} already: change that one", field="label")
    fact = PersonDetail(
        person_id=person.id,
        position=instead_of.position if instead_of else max((each.position for each in person.details), default=-1) + 1,
        label=said.label,
        value=said.value,
        source=said.source,
        confirmed_on=said.confirmed_on,
        changed_by_id=worker.id,
        changed_for_id=acted_for.id if acted_for else None,
    )
    db.add(fact)
    if instead_of is not None:
        instead_of.replaced_on = today
    db.flush()
    db.expire(person, ["details"])
    return fact


def keep_address(db: Db, person: Person, *, address: str, postcode: str | None, until: date) -> None:
    """The person lives elsewhere now; where they lived until then is kept. The same address again changes nothing."""
    if (address, postcode) == (person.address, person.postcode):
        return
    if person.address:
        before = PastAddress(person_id=person.id, address=person.address, postcode=person.postcode, until_on=until)
        db.add(before)
    person.address, person.postcode = address, postcode
    db.flush()
    db.expire(person, ["past_addresses"])


@dataclass(frozen=True)
class AroundSaid:
    """Somebody around a person. kind: what they are to the person; other: they, where we know them too."""

    name: str
    kind: str
    other: Person | None = None
    is_carer: bool = False
    lives_with: bool = False
    is_key_contact: bool = False
    is_next_of_kin: bool = False
    phone: str | None = None
    note: str | None = None


def add_relationship(
    db: Db, person: Person, said: AroundSaid, *, worker: Worker, acted_for: Worker | None, today: date
) -> Relationship:
    """Write who is around the person; where we know them too, on both records.

    Raises DomainError on other when that is the person themself, or somebody who is there already.
    """
    other = said.other
    if other is not None and other.id == person.id:
        raise DomainError("That is the number of this person", field="other")
    if other is not None and _between(db, person.id, other.id):
        raise DomainError(f"{other.name} is on this record already", field="other")
    by = {"added_on": today, "added_by_id": worker.id, "added_for_id": acted_for.id if acted_for else None}
    hers = Relationship(
        person_id=person.id,
        other_id=other.id if other else None,
        position=_next_position(db, person.id),
        name=other.name if other else said.name,
        kind=said.kind,
        is_carer=said.is_carer,
        lives_with=said.lives_with,
        is_key_contact=said.is_key_contact,
        is_next_of_kin=said.is_next_of_kin,
        phone=said.phone,
        note=said.note,
        **by,
    )
    db.add(hers)
    if other is not None:
        theirs = Relationship(
            person_id=other.id,
            other_id=person.id,
            position=_next_position(db, other.id),
            name=person.name,
            kind=seen_from(said.kind, person.gender) or "other",
            lives_with=said.lives_with,
            **by,
        )
        db.add(theirs)
    db.flush()
    db.expire(person, ["relationships"])
    return hers


def end_relationship(
    db: Db, relationship: Relationship, *, because: str, worker: Worker, acted_for: Worker | None, today: date
) -> None:
    """They are no longer around the person: on both records, which keep that they were.

    Raises DomainError where it has ended already.
    """
    if relationship.ended_on is not None:
        raise DomainError("This has ended already")
    both = [relationship]
    if relationship.other_id is not None:
        both += [one for one in _between(db, relationship.other_id, relationship.person_id) if one is not relationship]
    for each in both:
        each.ended_on = today
        each.ended_by_id = worker.id
        each.ended_for_id = acted_for.id if acted_for else None
        each.ended_because = because
    db.flush()


def _between(db: Db, person_id: str, other_id: str) -> list[Relationship]:
    """What stands on the one's record about the other."""
    found = select(Relationship).where(
        Relationship.person_id == person_id, Relationship.other_id == other_id, Relationship.ended_on.is_(None)
    )
    return list(db.scalars(found))


def _next_position(db: Db, person_id: str) -> int:
    last = db.scalar(select(func.max(Relationship.position)).where(Relationship.person_id == person_id))
    return 0 if last is None else last + 1


def decide_same_person(
    db: Db,
    person: Person,
    other: Person,
    *,
    is_same: bool,
    reason: str,
    worker: Worker,
    acted_for: Worker | None,
    today: date,
) -> SamePersonDecision:
    """Keep what a worker decided about two records that look like one person's. The records stay as they are."""
    decision = SamePersonDecision(
        person_id=person.id,
        other_id=other.id,
        is_same=is_same,
        reason=reason,
        worker_id=worker.id,
        for_id=acted_for.id if acted_for else None,
        decided_on=today,
    )
    db.add(decision)
    db.flush()
    return decision
