"""People of the county who belong together: couples, parents and grown-up children, siblings, twins on paper."""

from dataclasses import dataclass, replace
from datetime import timedelta

from casework.synthetic.around import cares, write_around, write_knows
from casework.synthetic.concerns import write_carers_case
from casework.synthetic.dice import Dice
from casework.synthetic.identities import Who, draw_name, whole_years
from casework.synthetic.lives import Life
from casework.synthetic.making import Making, person_number
from casework.synthetic.notes import write_note
from casework.synthetic.working import write_closed

FIRST_PARTNER = 60
FIRST_DUPLICATE, BETWEEN_DUPLICATES = 40, 150


def is_duplicate(n: int) -> bool:
    """One record in a hundred and fifty is of somebody who is there already: of the one before it."""
    return n >= FIRST_DUPLICATE and (n - FIRST_DUPLICATE) % BETWEEN_DUPLICATES == 0


def is_carer(n: int) -> bool:
    """One in twenty is known as the carer of the one before."""
    return n >= FIRST_PARTNER and n % 20 == 0 and not is_duplicate(n)


def may_live_with_the_one_before(n: int) -> bool:
    """One in ten lives with the one before where their ages allow it: both need support."""
    return n > FIRST_PARTNER and n % 10 == 5 and not is_duplicate(n) and not is_duplicate(n - 1)


@dataclass(frozen=True)
class Kin:
    """Who the later of two people is to the earlier, and the other way round."""

    later: str
    earlier: str


def kin_of(earlier: Who, later: Who) -> Kin | None:
    """What two people of these ages may be to each other, or None where they are nobody in particular."""
    years = earlier.age - later.age
    if 19 <= abs(years) <= 42:
        parents = ("Mother" if earlier.is_woman else "Father"), ("Daughter" if later.is_woman else "Son")
        children = ("Mother" if later.is_woman else "Father"), ("Daughter" if earlier.is_woman else "Son")
        return Kin(later=parents[1], earlier=parents[0]) if years > 0 else Kin(later=children[0], earlier=children[1])
    if abs(years) <= 12 and earlier.is_woman != later.is_woman and min(earlier.age, later.age) >= 40:
        return Kin(later="Wife" if later.is_woman else "Husband", earlier="Wife" if earlier.is_woman else "Husband")
    if abs(years) <= 12:
        return Kin(later="Sister" if later.is_woman else "Brother", earlier="Sister" if earlier.is_woman else "Brother")
    return None


def kin_before(making: Making, n: int) -> tuple[Who, Kin] | None:
    """The person before the n-th who lives with them, and what they are to each other."""
    if not may_live_with_the_one_before(n):
        return None
    earlier = making.who(n - 1)
    kin = kin_of(earlier, making.who(n))
    return (earlier, kin) if kin else None


def is_at_home(making: Making, n: int) -> bool:
    """Whether the n-th lives with somebody else of the county, and so in no care home."""
    return is_carer(n + 1) or is_duplicate(n + 1) or any(kin_before(making, one) for one in (n, n + 1))


def joined(making: Making, n: int, who: Who) -> Who:
    """The same person, at the address and with the name of whom they live with."""
    found = kin_before(making, n)
    if found is None:
        return who
    earlier, _ = found
    name = f"{who.first_name} {earlier.last_name}"
    keeps = name in making.pools.names["never_together"] or who.first_name == earlier.first_name
    return replace(
        who,
        last_name=who.last_name if keeps else earlier.last_name,
        heritage=earlier.heritage,
        ethnicity=earlier.ethnicity,
        home=earlier.home,
        house=earlier.house,
        town=earlier.town,
        postcode=earlier.postcode,
        practice=earlier.practice,
    )


def write_kin(life: Life, who: Who, earlier: Who, kin: Kin) -> None:
    """Both sides of two who live together. One of the two looks after the other more often than not."""
    dice = life.dice
    looks_after = dice.weighted({"earlier": 40, "later": 30, "neither": 30})
    if looks_after == "earlier":
        name = f"{earlier.first_name} {earlier.last_name}"
        cares(life, name, kin.earlier, f"{who.id}-knows-{earlier.id}", lives_with=True)
    life.add_words(household=f"with {life.words['their']} {kin.earlier.lower()} {earlier.first_name}")
    write_knows(life, earlier, who, kin.later, is_carer=looks_after == "later", is_key_contact=True)
    write_knows(
        life, who, earlier, kin.earlier, is_carer=looks_after == "earlier", is_key_contact=True, is_next_of_kin=True
    )


def add_carer(making: Making, n: int) -> None:
    """Somebody known to the council as the one who looks after the person before them, with a case of their own."""
    dice, before = making.dice(n), making.who(n - 1)
    who = _partner(making, n, dice, before)
    life = making.life(who, dice)
    life.team = dice.one_of(making.staff.other_teams)
    life.add_words(household=f"with {before.first_name}")
    write_around(life, person_number(n), details=dice.between(0, 3), carer_share=0.0)
    couple = _is_couple(before)
    them = ("Wife" if who.is_woman else "Husband") if couple else ("Mother" if who.is_woman else "Father")
    other = ("Wife" if before.is_woman else "Husband") if couple else ("Daughter" if before.is_woman else "Son")
    write_knows(life, before, who, them, is_carer=True, is_key_contact=True, is_next_of_kin=True)
    write_knows(life, who, before, other, note="Looked after by them", is_next_of_kin=couple)
    stage = dice.weighted({"decided": 45, "advice": 30, "offered": 25})
    begun = life.day(-dice.between(2, 25) if stage == "offered" else -dice.between(50, 500))
    write_carers_case(life, f"{before.first_name} {before.last_name}", begun, stage)
    for _ in range(dice.between(1, 2)):
        write_note(life, "carer", life.day_between(begun, life.today))
    life.write_team()


def _is_couple(before: Who) -> bool:
    return before.age >= 40


def _partner(making: Making, n: int, dice: Dice, before: Who) -> Who:
    who = making.who(n, dice)
    couple = _is_couple(before)
    years = dice.between(-5, 5) if couple else dice.between(21, 34)
    if before.age > 88:
        years = -abs(years)
    # Nobody marries somebody born on the same day, or is a parent to the day.
    born_on = before.born_on - timedelta(days=365 * years + dice.between(15, 300))
    is_woman = not before.is_woman if couple else dice.chance(0.8)
    heritage = "british" if before.heritage == "mixed" else before.heritage
    first, _ = draw_name(dice, making.pools, born_on, is_woman, heritage)
    while f"{first} {before.last_name}" in making.pools.names["never_together"]:
        first, _ = draw_name(dice, making.pools, born_on, is_woman, heritage)
    return replace(
        who,
        first_name=first,
        last_name=before.last_name,
        preferred_name=None,
        is_woman=is_woman,
        says_they=False,
        born_on=born_on,
        age=whole_years(born_on, making.today),
        heritage=heritage,
        ethnicity=before.ethnicity,
        reason="carer",
        home=before.home,
        house=before.house,
        town=before.town,
        postcode=before.postcode,
        practice=before.practice,
    )


def add_duplicate(making: Making, n: int) -> None:
    """The same person again under another number: entered in a hurry, with an old address and a short name."""
    dice, twin = making.dice(n), making.who(n - 1)
    who = making.who(n, dice)
    who = replace(
        twin,
        n=n,
        preferred_name=None,
        first_name=twin.preferred_name or twin.first_name,
        nhs_number=None,
        house=who.house,
        town=who.town,
        postcode=who.postcode,
        ethnicity=None,
    )
    life = making.life(who, dice)
    life.team = dice.one_of(making.staff.other_teams)
    life.write_person(person_number(n), accommodation_status=None, communication=None)
    write_closed(life, decided=None, days_ago=190)
    life.write_team()
