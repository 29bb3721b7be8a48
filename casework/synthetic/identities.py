"""Who somebody of the county is: age, name, home and why they are known, as often as in England.

Shares follow the published figures on adult social care in England: NHS England activity and finance
2020-21 and 2023-24 for age, reason and setting; census-like shares for ethnicity, with 5 % not known.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from casework.synthetic.dice import Dice
from casework.synthetic.prose import Pools
from casework.synthetic.safe_identifiers import landline, mobile, nhs_number, postcode

OLDER = {"65-74": 28, "75-84": 38, "85-94": 30, "95-101": 4}
YOUNGER = {"18-34": 36, "35-49": 28, "50-64": 36}

REASONS_YOUNGER = {
    "learning": 46.1,
    "personal": 23.4,
    "mental": 18.6,
    "mobility": 6.3,
    "social": 2.3,
    "memory": 1.7,
    "sensory": 1.2,
    "substance": 0.3,
}
REASONS_OLDER = {
    "personal": 62.6,
    "memory": 13.4,
    "mobility": 11.5,
    "mental": 6.2,
    "learning": 3.2,
    "social": 1.6,
    "sensory": 1.3,
    "substance": 0.1,
}

HERITAGE = {
    "british": 80,
    "irish": 2,
    "polish": 3,
    "indian": 3,
    "pakistani": 2.4,
    "chinese": 0.6,
    "caribbean": 2,
    "african": 2,
    "mixed": 1.5,
    "arab": 1.5,
}
ETHNICITY = {
    "british": ["White: English, Welsh, Scottish, Northern Irish or British"],
    "irish": ["White: Irish"],
    "polish": ["White: other"],
    "indian": ["Asian: Indian"],
    "pakistani": ["Asian: Pakistani", "Asian: Pakistani", "Asian: Bangladeshi"],
    "chinese": ["Asian: Chinese"],
    "caribbean": ["Black: Caribbean"],
    "african": ["Black: African"],
    "mixed": ["Mixed: White and Black Caribbean", "Mixed: White and Asian", "Mixed: other"],
    "arab": ["Other: Arab"],
}
ETHNICITY_NOT_KNOWN = 0.035

HOMES_OLDER = {
    "Owner occupier": 52,
    "Tenant: council or social housing": 27,
    "Tenant: private landlord": 6,
    "Sheltered or extra care housing": 11,
    "Settled with family or friends": 4,
}
HOMES_YOUNGER = {
    "Tenant: council or social housing": 38,
    "Settled with family or friends": 24,
    "Owner occupier": 14,
    "Tenant: private landlord": 12,
    "Supported accommodation": 10,
    "Temporary accommodation": 2,
}
HOMES_LEARNING = {
    "Settled with family or friends": 41,
    "Supported accommodation": 37,
    "Tenant: council or social housing": 14,
    "Shared Lives": 6,
    "Owner occupier": 2,
}

SHORT_NAMES = {
    "Elizabeth": "Liz",
    "Margaret": "Peggy",
    "Patricia": "Pat",
    "Dorothy": "Dot",
    "Kathleen": "Kath",
    "Kenneth": "Ken",
    "Ronald": "Ron",
    "Frederick": "Fred",
    "William": "Bill",
    "Robert": "Bob",
    "James": "Jim",
    "Michael": "Mick",
    "Christopher": "Chris",
    "Thomas": "Tom",
    "Jennifer": "Jen",
    "Samantha": "Sam",
    "Rebecca": "Becky",
    "Leonard": "Len",
    "Stanley": "Stan",
    "Raymond": "Ray",
}


@dataclass(frozen=True)
class Who:
    """One person of the county, before anything has happened to them."""

    n: int
    first_name: str
    last_name: str
    preferred_name: str | None
    is_woman: bool
    says_they: bool
    age: int
    born_on: date
    heritage: str
    ethnicity: str | None
    reason: str
    home: str
    house: str
    town: str
    postcode: str
    phone: str | None
    nhs_number: str | None
    practice: str
    """The name of their GP practice."""

    @property
    def id(self) -> str:
        return f"p{self.n:04}"

    @property
    def is_older(self) -> bool:
        return self.age >= 65

    @property
    def called(self) -> str:
        return self.preferred_name or self.first_name

    @property
    def address(self) -> str:
        return f"{self.house}\n{self.town}"


def draw_who(n: int, dice: Dice, pools: Pools, story_date: date) -> Who:
    """The n-th person of the county, counted from 1. Draws first from the person's own dice."""
    older = dice.chance(0.66)
    low, high = dice.weighted(OLDER if older else YOUNGER).split("-")
    age = dice.between(int(low), int(high))
    born_on = _born(age, dice.between(0, 364), story_date)
    is_woman = dice.chance(0.62 if older else 0.45)
    heritage = dice.weighted(HERITAGE)
    ethnicity = dice.one_of(ETHNICITY[heritage])
    first_name, last_name = draw_name(dice, pools, born_on, is_woman, heritage)
    short = SHORT_NAMES.get(first_name)
    reason = dice.weighted(REASONS_OLDER if older else REASONS_YOUNGER)
    home = dice.weighted(
        HOMES_LEARNING if reason == "learning" and not older else HOMES_OLDER if older else HOMES_YOUNGER
    )
    return Who(
        n=n,
        first_name=first_name,
        last_name=last_name,
        preferred_name=short if short and dice.chance(0.5) else None,
        is_woman=is_woman,
        says_they=not older and dice.chance(0.02),
        age=age,
        born_on=born_on,
        heritage=heritage,
        ethnicity=None if dice.chance(ETHNICITY_NOT_KNOWN) else ethnicity,
        reason=reason,
        home=home,
        house=draw_house(dice, pools),
        town=dice.one_of(pools.places["towns"]),
        postcode=postcode(dice.rng),
        phone=None if dice.chance(0.06) else landline(dice.rng) if older else mobile(dice.rng),
        nhs_number=None if dice.chance(0.03) else nhs_number(10_000 + n),
        practice=dice.one_of(pools.places["gps"]),
    )


def draw_name(dice: Dice, pools: Pools, born_on: date, is_woman: bool, heritage: str) -> tuple[str, str]:
    """A first and a last name that go with each other and with the year of birth."""
    names = pools.names[dice.one_of(["british", "indian", "caribbean"]) if heritage == "mixed" else heritage]
    born_before = pools.names["generations"]
    generation = (
        "older"
        if born_on.year < born_before["older"]
        else "middle"
        if born_on.year < born_before["middle"]
        else "younger"
    )
    first: str = dice.one_of(names[generation]["female" if is_woman else "male"])
    last_names: list[str] = names["last"]
    last = dice.one_of(last_names)
    while f"{first} {last}" in pools.names["never_together"]:
        last = last_names[(last_names.index(last) + 1) % len(last_names)]
    return first, last


def draw_house(dice: Dice, pools: Pools) -> str:
    """A number and an invented street: "14 Tanner Rise"."""
    street, kind = dice.one_of(pools.places["streets"]), dice.one_of(pools.places["street_kinds"])
    flat = f"Flat {dice.between(1, 12)}, " if dice.chance(0.15) else ""
    return f"{flat}{dice.between(1, 148)} {street} {kind}"


def in_care_home(who: Who, dice: Dice, pools: Pools, *, nursing: bool) -> Who:
    """The same person, living in a care home."""
    home = "Registered nursing home" if nursing else "Registered care home"
    place = dice.one_of(pools.places["nursing_homes" if nursing else "homes"])
    return replace(who, home=home, house=f"{place}, Room {dice.between(1, 40)}")


def whole_years(born_on: date, today: date) -> int:
    """Age in whole years."""
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))


def _born(age: int, days: int, story_date: date) -> date:
    # From 28 February, so that no birthday falls on a day some years do not have.
    day = min(story_date.day, 28)
    return date(story_date.year - age, story_date.month, day) - timedelta(days=days)
