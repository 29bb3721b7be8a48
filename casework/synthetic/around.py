"""Who and what is around somebody of the county: family, carers, authorities, addresses, facts, professionals."""

from datetime import date, timedelta
from typing import Any

from casework.records.vocabulary import AuthorityKind, WarningKind
from casework.synthetic import factories
from casework.synthetic.identities import Who, draw_name
from casework.synthetic.lives import Life
from casework.synthetic.organisations import organisation_id
from casework.synthetic.safe_identifiers import postcode

CARERS_OF_WOMEN = {"Husband": 34, "Daughter": 42, "Son": 12, "Sister": 6, "Friend": 6}
CARERS_OF_MEN = {"Wife": 62, "Daughter": 20, "Son": 8, "Brother": 3, "Friend": 7}
CARERS_OF_YOUNGER = {"Mother": 50, "Father": 15, "Partner": 14, "Sister": 10, "Brother": 6, "Friend": 5}
OTHERS = {"Daughter": 20, "Son": 20, "Sister": 15, "Brother": 12, "Niece": 8, "Neighbour": 15, "Friend": 10}
OTHERS_OF_YOUNGER = {"Sister": 22, "Brother": 18, "Aunt": 12, "Neighbour": 18, "Friend": 30}
WOMEN = ("Wife", "Daughter", "Sister", "Mother", "Niece", "Aunt")
MEN = ("Husband", "Son", "Brother", "Father")
KIN = (*WOMEN, *MEN, "Partner")
YEARS_YOUNGER = {"Daughter": 27, "Son": 28, "Niece": 30, "Mother": -27, "Father": -29, "Aunt": -25}

WHERE_THEY_WORK = {
    "GP": "gps",
    "District nurse": "gps",
    "Housing officer": "housing",
    "Physiotherapist": "hospitals",
    "Advocate": "advocacy",
}


def write_around(life: Life, number: str, *, details: int, carer_share: float, **columns: Any) -> None:
    """The person, and everything about them that is not work."""
    dice = life.dice
    life.write_person(number, **columns)
    write_people_around(life, carer_share)
    write_details(life, details)
    write_authority(life)
    if dice.chance(0.12):
        write_warning(life)
    write_involved(life, dice.weighted({0: 45, 1: 33, 2: 18, 3: 4}))


def write_people_around(life: Life, carer_share: float) -> None:
    """Those around them: a carer as often as `carer_share`, and perhaps others. Sets the carer."""
    dice, younger = life.dice, life.who.age < 50
    if dice.chance(carer_share):
        kinds = CARERS_OF_YOUNGER if younger else CARERS_OF_WOMEN if life.who.is_woman else CARERS_OF_MEN
        write_carer(life, dice.weighted(kinds))
    if not dice.chance(0.45):
        return
    kind = dice.weighted(OTHERS_OF_YOUNGER if younger else OTHERS)
    first, last = relative_name(life, kind)
    died = life.day(-dice.between(20, 400)) if dice.chance(0.03) else None
    is_kin = kind in KIN
    life.rows.add(
        factories.RelationshipFactory,
        life.id,
        "relationship",
        person_id=life.id,
        position=1,
        name=f"{first} {last}",
        kind=kind,
        phone=life.phone() if dice.chance(0.7) else None,
        is_next_of_kin=is_kin and life.carer is None and dice.chance(0.7),
        is_key_contact=life.carer is None and dice.chance(0.6),
        died_on=died,
        note="Still given as next of kin on the referral" if died else None,
    )


def relative_name(life: Life, kind: str) -> tuple[str, str]:
    """A first and last name for somebody of a kind: a generation up or down, of the family or not."""
    who, dice = life.who, life.dice
    is_woman = kind in WOMEN or (kind not in MEN and dice.chance(0.5))
    born = who.born_on + timedelta(days=365 * YEARS_YOUNGER.get(kind, dice.between(-4, 4)))
    first, last = draw_name(dice, life.pools, born, is_woman, who.heritage)
    while first == who.first_name:
        first, last = draw_name(dice, life.pools, born, is_woman, who.heritage)
    shares = {"Husband": 0.95, "Wife": 0.95, "Son": 0.9, "Daughter": 0.5, "Mother": 0.8, "Father": 0.95}
    family = dice.chance({**shares, "Brother": 0.9, "Sister": 0.4}.get(kind, 0))
    known = life.pools.names["never_together"]
    return first, who.last_name if family and f"{first} {who.last_name}" not in known else last


def write_carer(life: Life, kind: str) -> None:
    """Somebody whom the council knows by name only, and what they do."""
    dice = life.dice
    first, last = relative_name(life, kind)
    partner = kind in ("Husband", "Wife", "Partner")
    family_home = life.who.home == "Settled with family or friends"
    lives_with = life.setting == "home" and dice.chance(0.9 if partner or family_home else 0.15)
    cares(life, f"{first} {last}", kind, f"{life.id}-relationship-1", lives_with=lives_with)
    life.rows.add(
        factories.RelationshipFactory,
        life.id,
        "relationship",
        person_id=life.id,
        name=f"{first} {last}",
        kind=kind,
        is_carer=True,
        lives_with=lives_with,
        is_key_contact=dice.chance(0.85),
        is_next_of_kin=kind in KIN and dice.chance(0.8),
        phone=life.phone() if dice.chance(0.85) else None,
    )


def cares(life: Life, name: str, kind: str, relationship_id: str, *, lives_with: bool) -> None:
    """The person has a carer: what they do is part of the words from now on."""
    dice = life.dice
    does = dice.one_of(life.pools.prose["words"]["carer_does"])
    hours = dice.between(4, 12) * (5 if lives_with else 2)
    life.carer = {"name": name, "hours": hours, "does": does, "relationship_id": relationship_id}
    first = name.split()[0]
    life.add_words(
        carer=first,
        carer_kind=kind.lower(),
        carer_does=does,
        carer_hours=str(hours),
        contact=first,
        carer_or_friend=first,
    )
    if lives_with:
        life.add_words(household=f"with {life.words['their']} {kind.lower()} {first}")


def write_authority(life: Life) -> None:
    """Who may decide for the person by law, and whether anybody has seen the paper."""
    dice, who = life.dice, life.who
    if who.reason == "learning":
        if dice.chance(0.25):
            _write_authority(life, dice.weighted({AuthorityKind.APPOINTEE: 80, AuthorityKind.DEPUTY_PROPERTY: 20}))
        return
    if who.is_older and dice.chance(0.35 if who.reason == "memory" else 0.1):
        _write_authority(life, dice.weighted({AuthorityKind.LPA_PROPERTY: 90, AuthorityKind.EPA: 10}))
        if dice.chance(0.4):
            _write_authority(life, AuthorityKind.LPA_HEALTH)


def _write_authority(life: Life, kind: AuthorityKind) -> None:
    dice = life.dice
    registered = life.day(-dice.between(200, 3000))
    is_seen = dice.chance(0.5)
    seen = life.day(-dice.between(10, 190))
    name = life.carer["name"] if life.carer else " ".join(relative_name(life, "Son"))
    seen_by = life.staff.pick(dice, "social_worker", seen, life.team)
    life.rows.add(
        factories.LegalAuthorityFactory,
        life.id,
        "authority",
        person_id=life.id,
        relationship_id=life.carer["relationship_id"] if life.carer else None,
        name=name,
        kind=kind,
        registered_on=registered if is_seen or dice.chance(0.5) else None,
        is_seen=is_seen,
        seen_on=seen if is_seen else None,
        seen_by_id=seen_by.id if is_seen else None,
        said_by=None if is_seen else dice.one_of(["Family", "Ward", "Person"]),
        note=None if is_seen else "Said to be registered; the paper has been asked for",
    )


def write_details(life: Life, count: int) -> None:
    """Key facts, some of them old, some contradicted."""
    dice, voice = life.dice, life.voice()
    known = [detail for detail in life.pools.prose["details"] if detail.get("at", life.setting) == life.setting]
    for position, detail in enumerate(dice.some(known, count)):
        write_detail(life, position, detail["label"], voice.say(dice.one_of(detail["values"])))
    for label, values in (("Language", "languages"), ("Religion", "religions")):
        if dice.chance(0.1 * count):
            write_detail(life, count + 1, label, dice.one_of(life.pools.prose[values][life.who.heritage]))
    if dice.chance(0.1):
        write_past_address(life)


def write_detail(
    life: Life, position: int, label: str, value: str, source: str | None = None, differs: str | None = None
) -> None:
    """One key fact, from the source given or a likely one."""
    dice = life.dice
    life.rows.add(
        factories.PersonDetailFactory,
        life.id,
        "detail",
        person_id=life.id,
        position=position,
        label=label,
        value=value,
        source=source or dice.one_of(["Person", "Person", "Family", "GP summary", "Hospital letter"]),
        confirmed_on=life.day(-dice.between(3, 900)) if dice.chance(0.8) else None,
        differs=differs,
    )


def write_past_address(life: Life) -> None:
    """Where they lived before, kept because letters still go there."""
    dice = life.dice
    street = dice.one_of(life.pools.places["streets"])
    until = life.day(-dice.between(100, 2500))
    life.rows.add(
        factories.PastAddressFactory,
        life.id,
        "address",
        person_id=life.id,
        address=f"{dice.between(1, 90)} {street} Road\n{dice.one_of(life.pools.places['towns'])}",
        postcode=postcode(dice.rng),
        since_on=until - timedelta(days=dice.between(400, 9000)) if dice.chance(0.4) else None,
        until_on=until,
        note="Hospital letters still go to this one" if dice.chance(0.3) else None,
    )


def write_warning(life: Life) -> None:
    """What to know before a visit, with its owner; some looked at again, some ended, some long overdue."""
    dice = life.dice
    warning = dice.one_of(life.pools.prose["warnings"])
    added = life.day(-dice.between(40, 900))
    owner = life.staff.pick(dice, "social_worker", added, life.team)
    first_look = added + timedelta(days=182)
    is_reviewed = first_look < life.today and dice.chance(0.4)
    reviewed = life.weekday(min(life.today, first_look + timedelta(days=dice.between(0, 40))))
    ended = life.weekday(added + timedelta(days=150)) if dice.chance(0.15) and added < life.day(-160) else None
    shared = dice.one_of(["Yes", "Yes", "No", None])
    life.rows.add(
        factories.WarningFactory,
        life.id,
        "warning",
        person_id=life.id,
        added_by_id=owner.id,
        kind=WarningKind(warning["kind"]),
        title=warning["title"],
        text=life.voice().say(warning["text"]),
        added_on=added,
        review_on=reviewed + timedelta(days=182) if is_reviewed and not ended else first_look,
        reviewed_on=reviewed if is_reviewed and not ended else None,
        reviewed_by_id=life.staff.pick(dice, "social_worker", reviewed, life.team).id
        if is_reviewed and not ended
        else None,
        review_note="Still needed" if is_reviewed and not ended else None,
        ended_on=ended,
        ended_by_id=owner.id if ended and owner.was_there(ended) else None,
        ended_because="No longer so" if ended else None,
        shared_with_person=shared,
        not_shared_because="Would cause distress; to look at again" if shared == "No" else None,
    )


def write_involved(life: Life, others: int) -> None:
    """Professionals of other services, each of an organisation of the county where there is one."""
    dice, places = life.dice, life.pools.places
    for role in dice.some(life.pools.prose["involved"], others):
        name = " ".join(draw_name(dice, life.pools, date(1979, 6, 1), dice.chance(0.6), "british"))
        phone = life.phone()
        works_at = WHERE_THEY_WORK.get(role)
        where = (life.who.practice if works_at == "gps" else dice.one_of(places[works_at])) if works_at else None
        started = life.day(-dice.between(60, 1500))
        life.rows.add(
            factories.InvolvementFactory,
            life.id,
            "involvement",
            person_id=life.id,
            name=f"Dr {name}" if role == "GP" else name,
            role=role,
            organisation_id=organisation_id(where) if where else None,
            is_advocate=role == "Advocate",
            phone=phone if dice.chance(0.5) else None,
            started_on=started,
            ended_on=life.day_between(started, life.today) if dice.chance(0.15) else None,
        )


def write_knows(life: Life, who: Who, other: Who, kind: str, **columns: Any) -> None:
    """One side of two people of the county who know each other; the other side is another row."""
    given = {
        "other_id": other.id,
        "name": f"{other.first_name} {other.last_name}",
        "kind": kind,
        "lives_with": True,
        "phone": other.phone,
    }
    life.rows.add(factories.RelationshipFactory, f"{who.id}-knows-{other.id}", person_id=who.id, **{**given, **columns})
