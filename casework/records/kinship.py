"""What somebody is to a person, and what the person is to them."""

Inverse = tuple[str, str, str]
"""What the other is called in return: a woman, a man, anybody."""

CHILD: Inverse = ("daughter", "son", "child")
PARENT: Inverse = ("mother", "father", "parent")
SIBLING: Inverse = ("sister", "brother", "sibling")
SPOUSE: Inverse = ("wife", "husband", "spouse")
GRANDCHILD: Inverse = ("granddaughter", "grandson", "grandchild")
GRANDPARENT: Inverse = ("grandmother", "grandfather", "grandparent")
STEPCHILD: Inverse = ("stepdaughter", "stepson", "stepchild")
STEPPARENT: Inverse = ("stepmother", "stepfather", "step-parent")
CHILD_IN_LAW: Inverse = ("daughter-in-law", "son-in-law", "child-in-law")
PARENT_IN_LAW: Inverse = ("mother-in-law", "father-in-law", "parent-in-law")
SIBLING_IN_LAW: Inverse = ("sister-in-law", "brother-in-law", "brother- or sister-in-law")
NIECE: Inverse = ("niece", "nephew", "niece or nephew")
AUNT: Inverse = ("aunt", "uncle", "aunt or uncle")
FORMER_SPOUSE: Inverse = ("former wife", "former husband", "former spouse")


def _each_way(*pairs: tuple[Inverse, Inverse]) -> dict[str, Inverse]:
    found: dict[str, Inverse] = {}
    for one, other in pairs:
        found |= dict.fromkeys(one, other) | dict.fromkeys(other, one)
    return found


def _same_both_ways(*kinds: str) -> dict[str, Inverse]:
    return {kind: (kind, kind, kind) for kind in kinds}


INVERSES: dict[str, Inverse] = {
    **_each_way(
        (SPOUSE, SPOUSE),
        (PARENT, CHILD),
        (SIBLING, SIBLING),
        (GRANDPARENT, GRANDCHILD),
        (STEPPARENT, STEPCHILD),
        (PARENT_IN_LAW, CHILD_IN_LAW),
        (SIBLING_IN_LAW, SIBLING_IN_LAW),
        (AUNT, NIECE),
        (FORMER_SPOUSE, FORMER_SPOUSE),
    ),
    **_same_both_ways("partner", "former partner", "cousin", "friend", "neighbour", "flatmate", "colleague"),
    "carer": ("cares for", "cares for", "cares for"),
    "landlord": ("tenant", "tenant", "tenant"),
    "tenant": ("landlord", "landlord", "landlord"),
}
"""Every kind of relationship that can be read from the other side."""

ONE_WAY = ("carer", "landlord", "visitor", "faith leader", "other")
KINDS: tuple[str, ...] = (*sorted({kind for kind in INVERSES if kind not in ONE_WAY and kind != "tenant"}), *ONE_WAY)
"""What can be chosen for somebody around a person."""


def seen_from(kind: str, gender: str | None) -> str | None:
    """What somebody of this gender is to the one who is their `kind`: to a mother, a woman is a daughter.

    None where the kind says nothing about the way back.
    """
    inverse = INVERSES.get(kind.strip().casefold())
    if inverse is None:
        return None
    woman, man, anybody = inverse
    return {"female": woman, "male": man}.get((gender or "").casefold(), anybody)
