"""Whom the robot knows: pinned people of the county and a few more cases, each as facts of the record.

What is proposed for a person comes from four places, each before the one named ahead of it: what is usual, the
person's own file, what the demonstration study says is known already and experts proposed, and the robot's file about
them (`seed_data/robot/`). All of it is proposed, to be confirmed by an expert panel.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from casework.errors import DomainError
from casework.records.rates import shipped_rates
from casework.rehearsal.answering import outcomes_from
from casework.synthetic.pinned import read_yaml

SEED_DATA = Path(__file__).parents[2] / "seed_data"
USUAL = "usual"
STORY_DATE = date(2026, 11, 10)
"""The day that the files about people belong to."""


@dataclass(frozen=True)
class Known:
    """One person as the robot knows them. known: fact name to value; words: for wording and for questions that choose.

    is_pinned: whether the person is in the county too, with a record.
    """

    id: str
    name: str
    title: str
    is_pinned: bool
    known: Mapping[str, Any]
    words: Mapping[str, str]


@cache
def everybody() -> dict[str, Known]:
    """Everybody the robot knows, by id: pinned people first. Raises DomainError for a file that cannot be used."""
    usual = _plain(read_yaml(SEED_DATA / "robot" / f"{USUAL}.yaml").get("facts") or {})
    pinned = {path.stem: read_yaml(path) for path in sorted((SEED_DATA / "people").glob("*.yaml"))}
    pinned.pop("workers", None)
    said = _said_in_the_demonstration()
    files = {path.stem: read_yaml(path) for path in sorted((SEED_DATA / "robot").glob("*.yaml")) if path.stem != USUAL}
    ids = [*(name for name in pinned), *(name for name in files if name not in pinned)]
    return {name: _known(name, usual, pinned.get(name, {}), said.get(name, {}), files.get(name, {})) for name in ids}


def pinned_people() -> dict[str, Known]:
    """Those who have a record in the county."""
    return {name: each for name, each in everybody().items() if each.is_pinned}


def _known(
    name: str,
    usual: Mapping[str, Any],
    pinned: Mapping[str, Any],
    said: Mapping[str, Any],
    own: Mapping[str, Any],
) -> Known:
    if own and set(own) - {"id", "title", "worker", "carer", "facts", "outcomes", "met_by"}:
        raise DomainError(f"{name}.yaml: only id, title, worker, carer, facts, outcomes and met_by are read")
    person: Mapping[str, Any] = pinned.get("person") or {}
    title = str(own.get("title") or name.replace("_", " ").title())
    full_name = f"{person.get('first_name', '')} {person.get('last_name', '')}".strip() or title.partition(",")[0]
    known = {**usual, **_of_the_person(person, full_name), **_plain(said), **_plain(own.get("facts") or {})}
    if "outcomes" in own:
        known["assessment.outcomes"] = _outcomes(own["outcomes"], own.get("met_by"))
    elif isinstance(known.get("assessment.outcomes"), list):
        known["assessment.outcomes"] = outcomes_from(known["assessment.outcomes"])
    known.setdefault("plan.needs", _needs(known.get("assessment.outcomes") or {}))
    known = {**known, **_rates_of(STORY_DATE)}
    words = {
        "person": str(person.get("preferred_name") or full_name.partition(" ")[0]),
        "worker": "the worker",
        "carer": str(own.get("carer") or "whoever helps"),
        "person_id": name,
        "worker_id": str(own.get("worker") or "priya_nair"),
    }
    return Known(name, full_name, title, bool(pinned), known, words)


def _of_the_person(person: Mapping[str, Any], full_name: str) -> dict[str, Any]:
    facts = {"person.preferred_name": str(person.get("preferred_name") or full_name.partition(" ")[0])}
    if person.get("communication"):
        facts["person.communication"] = str(person["communication"])
    return facts


def _said_in_the_demonstration() -> dict[str, dict[str, Any]]:
    """By person: what the demonstration's cases have as known, and what experts proposed."""
    study = read_yaml(SEED_DATA / "studies" / "demonstration.yaml")
    answers: Mapping[str, Any] = study.get("expert_answers") or {}
    found: dict[str, dict[str, Any]] = {}
    for case in study.get("cases") or []:
        proposed = {fact: each["value"] for fact, each in (answers.get(case["id"]) or {}).items()}
        found[str(case["person"])] = {**(case.get("known") or {}), **proposed}
    return found


def _outcomes(not_met: Mapping[str, list[str]], met_by: str | None) -> dict[str, Any]:
    """The ten, from the limbs of those not achieved."""
    ten = outcomes_from(list(not_met))
    for code, limbs in not_met.items():
        ten[code] = {"achieves": "unable", "limbs": list(limbs)} | ({"met_by": met_by} if met_by else {})
    return ten


def _needs(outcomes: Mapping[str, Any]) -> list[dict[str, Any]]:
    not_met = [code for code, each in outcomes.items() if each.get("limbs")]
    return [{"outcome": code, "how_met": "A visit, agreed day by day", "met_by": "council"} for code in not_met]


def _rates_of(day: date) -> dict[str, Any]:
    return {f"rate.{rate.name}": rate.amount_pence for rate in shipped_rates().in_force(day)}


def _plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as JSON: days as text."""
    return {str(name): _json(value) for name, value in facts.items()}


def _json(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_json(inner) for inner in value]
    return value
