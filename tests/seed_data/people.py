"""The files of people written by hand, read once, and what is counted in them."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from casework.synthetic.pinned import WORKERS_FILE, read_yaml

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "seed_data" / "people"
STUDY = read_yaml(ROOT / "seed_data" / "studies" / "demonstration.yaml")
STORY_DATE: date = STUDY["story_date"]
WORKERS = read_yaml(FOLDER / WORKERS_FILE)

MATCHED = [case["person"] for case in STUDY["cases"]]
WARM_UPS = [arm["warm_up"] for arm in STUDY["arms"]]
PEOPLE = {person: read_yaml(FOLDER / f"{person}.yaml") for person in [*MATCHED, *WARM_UPS]}
EVERYBODY = PEOPLE | {
    path.stem: read_yaml(path)
    for path in sorted(FOLDER.glob("*.yaml"))
    if path.name != WORKERS_FILE and path.stem not in PEOPLE
}
HEADS = ("text", "what_i_saw", "what_was_said", "what_i_think", "what_happens_next")
NOT_ACHIEVED: dict[str, list[str]] = {
    case["person"]: STUDY["expert_answers"][case["id"]]["assessment.outcomes"]["value"] for case in STUDY["cases"]
}
"""By person: the outcomes that experts are expected to name. Nothing in the person's own file says so."""


def words(person: Mapping[str, Any]) -> int:
    """How many words the texts of a person's case notes have, titles left out."""
    return sum(len(str(note.get(head) or "").split()) for note in person["notes"] for head in HEADS)


def authors(person: Mapping[str, Any]) -> set[str]:
    return {note["author"] for note in person["notes"]}


def figures(person: Mapping[str, Any]) -> dict[str, int]:
    """What two matched people are counted by."""
    return {
        "Outcomes not achieved": len(NOT_ACHIEVED.get(person["id"], [])),
        "Contradictions in the record": len(person["match"]["contradictions"]),
        "Things out of date": len(person["match"]["out_of_date"]),
        "Case notes": len(person["notes"]),
        "Authors of the notes": len(authors(person)),
        "Significant notes": sum(note.get("is_significant", False) for note in person["notes"]),
        "Chronology rows": len(person["chronology"]),
        "Key facts": len(person["details"]),
        "People around them": len(person["relationships"]),
        "Carers among them": sum(other.get("is_carer", False) for other in person["relationships"]),
        "Who works with them": len(person["involvements"]),
        "Warnings": len(person.get("warnings", [])),
        "Earlier cases": len(person.get("cases", [])),
        "Papers": len(person.get("documents", [])),
        "Others with a record": len(person.get("others", [])),
        "Alerts": len(person.get("alerts", [])),
    }


def age(born_on: date, today: date) -> int:
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))
