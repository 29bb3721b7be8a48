"""What the robot knows of people: facts of the record, in its codes, and in step with what experts proposed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from casework.facts import Fact, FactType
from casework.records.facts import CATALOGUE
from casework.rehearsal.people import everybody, pinned_people
from casework.synthetic.pinned import read_yaml
from casework.workflows.definition import ACHIEVES, LIMBS, NOT_MET, OUTCOMES

SEED_DATA = Path(__file__).parents[2] / "seed_data"


def wrong(fact: Fact, value: Any) -> Iterator[str]:
    if fact.type in (FactType.TEXT, FactType.DATE, FactType.TIME) and not isinstance(value, str):
        yield f"{fact.name} must be text, not {value!r}"
    elif fact.type in (FactType.NUMBER, FactType.MONEY) and not isinstance(value, int | float):
        yield f"{fact.name} must be a number, not {value!r}"
    elif fact.type is FactType.YES_NO and value not in ("yes", "no"):
        yield f"{fact.name} must be yes or no, not {value!r}"
    elif fact.type is FactType.CODE and value not in fact.codes:
        yield f"{fact.name} has no code {value!r}"
    elif fact.type is FactType.CODES and not set(value) <= set(fact.codes):
        yield f"{fact.name} has not all of {value!r}"
    elif fact.type is FactType.ITEMS:
        inner = {each.name: each for each in fact.fields}
        for item in value:
            for name, each in item.items():
                yield from wrong(inner[name], each) if name in inner else [f"{fact.name} has no field {name}"]
    elif fact.type is FactType.OUTCOMES:
        if set(value) != {option.code for option in OUTCOMES}:
            yield f"{fact.name} does not answer the ten"
        for code, each in value.items():
            if each["achieves"] not in {option.code for option in ACHIEVES}:
                yield f"{code}: {each['achieves']}"
            if not set(each.get("limbs", [])) <= {option.code for option in LIMBS}:
                yield f"{code}: {each['limbs']}"


def test_everybody_the_robot_knows_has_a_record_in_the_county() -> None:
    assert set(pinned_people()) == set(everybody())
    assert len(everybody()) == 11


@pytest.mark.parametrize("name", everybody())
def test_every_fact_about_a_person_is_one_of_the_record_with_its_codes(name: str) -> None:
    known = everybody()[name].known
    catalogue = {fact: value for fact, value in known.items() if not fact.startswith("rate.")}
    assert [fact for fact in catalogue if fact not in CATALOGUE] == []
    assert [told for fact, value in catalogue.items() for told in wrong(CATALOGUE[fact], value)] == []


def test_every_coded_fact_of_the_assessment_and_plan_is_known_of_everybody() -> None:
    coded = {
        name
        for name, fact in CATALOGUE.items()
        if fact.type in (FactType.CODE, FactType.CODES, FactType.YES_NO)
        and name.split(".")[0] in ("assessment", "plan")
    }
    for person in everybody().values():
        assert coded <= set(person.known), person.id


def test_what_experts_proposed_is_what_the_robot_answers() -> None:
    study = read_yaml(SEED_DATA / "studies" / "demonstration.yaml")
    for case in study["cases"]:
        known = everybody()[case["person"]].known
        for fact, proposed in study["expert_answers"][case["id"]].items():
            if fact == "assessment.outcomes":
                not_met = [code for code, each in known[fact].items() if each["achieves"] in NOT_MET]
                assert sorted(not_met) == sorted(proposed["value"])
            elif fact == "assessment.carers":
                assert [each["offer"] for each in known[fact]] == [each["offer"] for each in proposed["value"]]
            else:
                assert known[fact] == proposed["value"], fact


def test_every_need_found_is_in_the_plan_of_whoever_is_eligible() -> None:
    for person in everybody().values():
        outcomes = person.known["assessment.outcomes"]
        if person.known["assessment.decision"] == "eligible":
            not_met = {code for code, each in outcomes.items() if each["achieves"] in NOT_MET}
            assert not_met == {need["outcome"] for need in person.known["plan.needs"]}, person.id
