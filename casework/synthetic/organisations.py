"""Who else there is in the county: practices, homes, hospitals, providers, charities. All invented."""

import re
from random import Random
from typing import Any

from casework.records.vocabulary import OrganisationKind
from casework.synthetic import factories
from casework.synthetic.prose import Pools
from casework.synthetic.rows import Rows
from casework.synthetic.safe_identifiers import landline, postcode

KINDS: dict[str, OrganisationKind] = {
    "gps": OrganisationKind.GP_PRACTICE,
    "hospitals": OrganisationKind.HOSPITAL,
    "providers": OrganisationKind.HOME_CARE,
    "day_centres": OrganisationKind.DAY_CENTRE,
    "homes": OrganisationKind.CARE_HOME,
    "nursing_homes": OrganisationKind.NURSING_HOME,
    "telecare": OrganisationKind.TELECARE,
    "equipment": OrganisationKind.EQUIPMENT,
    "community": OrganisationKind.COMMUNITY,
    "advocacy": OrganisationKind.ADVOCACY,
    "housing": OrganisationKind.HOUSING,
    "colleges": OrganisationKind.SCHOOL,
}
"""The lists of places.yaml, and what is in each."""


def organisation_id(name: str) -> str:
    """The id of an organisation of this name: "larkspur_surgery"."""
    plain = re.sub(r"[^a-z0-9]+", "_", name.lower().replace("'", "")).strip("_")
    return plain.removeprefix("the_")


def write_organisations(pools: Pools, rows: Rows) -> None:
    """A row for each, the same in every county: where it is and its number are drawn from its own name."""
    for word, kind in KINDS.items():
        for name in pools.places[word]:
            rng = Random(organisation_id(name))
            street = _one_of(pools.places["streets"], rng)
            town = _one_of(pools.places["towns"], rng)
            rows.add(
                factories.OrganisationFactory,
                organisation_id(name),
                name=name[:1].upper() + name[1:],
                kind=kind,
                address=f"{1 + int(rng.random() * 90)} {street} {_one_of(pools.places['street_kinds'], rng)}\n{town}",
                postcode=postcode(rng),
                phone=landline(rng),
            )


def _one_of(options: list[Any], rng: Random) -> Any:
    return options[int(rng.random() * len(options))]
