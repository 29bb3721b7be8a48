"""People written by hand: what their file says is what the sandbox has, and mistakes say where they are."""

from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from casework.database import Db
from casework.errors import DomainError
from casework.records import models
from casework.records.vocabulary import ContactKind, StepStatus
from casework.synthetic.pinned import load_pinned, read_yaml

WORKERS: dict[str, Any] = {
    "teams": [{"id": "east", "name": "Longer Term Team East"}],
    "workers": [
        {"id": "priya_nair", "name": "Priya Nair", "role": "social_worker", "team": "east"},
        {"id": "tom_reilly", "name": "Tom Reilly", "role": "social_worker", "left_on": date(2026, 9, 30)},
    ],
}

NORA: dict[str, Any] = {
    "id": "nora_bell",
    "person": {
        "number": "104999",
        "first_name": "Nora",
        "last_name": "Bell",
        "born_on": date(1944, 3, 14),
        "nhs_number": "9990000018",
    },
    "others": [
        {"id": "sid_bell", "number": "104998", "first_name": "Sid", "last_name": "Bell", "born_on": date(1942, 1, 2)}
    ],
    "details": [{"label": "GP practice", "value": "Larkspur Surgery", "source": "Person"}],
    "relationships": [{"other": "sid_bell", "name": "Sid Bell", "kind": "Husband", "is_carer": True}],
    "warnings": [
        {"added_by": "tom_reilly", "kind": "risk", "title": "Dog not secured", "added_on": date(2025, 2, 3)},
    ],
    "involvements": [
        {"worker": "priya_nair", "role": "Social worker", "is_allocated": True, "started_on": date(2026, 11, 6)},
        {"name": "Dr Field", "role": "GP", "started_on": date(2020, 1, 1)},
    ],
    "notes": [
        {
            "author": "tom_reilly",
            "kind": "home-visit",
            "happened_on": date(2026, 8, 19),
            "title": "Visit",
            "text": "Sid is tired.",
        }
    ],
    "chronology": [{"happened_on": date(2026, 3, 12), "event": "Fall in the kitchen", "source": "Ambulance"}],
    "cases": [
        {
            "title": "Contact from the ward",
            "opened_on": date(2026, 11, 5),
            "closed_on": date(2026, 11, 6),
            "steps": [
                {
                    "title": "Contact",
                    "kind": "contact",
                    "role": "contact_officer",
                    "worker": "priya_nair",
                    "received_on": date(2026, 11, 5),
                    "finished_on": date(2026, 11, 6),
                }
            ],
        }
    ],
    "match": {"eligible_outcomes": 5},
}


def nora(**changes: Any) -> dict[str, Any]:
    return {**deepcopy(NORA), **changes}


def test_everything_in_the_file_is_in_the_sandbox(db: Db) -> None:
    assert load_pinned(nora(), db, "test", workers=WORKERS) == "nora_bell"
    person = db.get_one(models.Person, ("test", "nora_bell"))
    assert person.details[0].value == "Larkspur Surgery"
    assert person.relationships[0].other is db.get(models.Person, ("test", "sid_bell"))
    assert len(person.warnings) == 1
    assert [involvement.who for involvement in person.involvements] == ["Dr Field", "Priya Nair"]
    note = db.scalars(select(models.CaseNote)).one()
    assert (note.author.name, note.kind, note.recorded_on) == ("Tom Reilly", ContactKind.HOME_VISIT, date(2026, 8, 19))
    assert db.scalars(select(models.ChronologyEntry)).one().recorded_on == date(2026, 3, 12)
    step = db.scalars(select(models.Case)).one().steps[0]
    assert (step.status, step.finished_by, step.version_id) == (StepStatus.FINISHED, step.worker, None)


def test_a_file_is_read_beside_its_workers(db: Db, tmp_path: Path) -> None:
    (tmp_path / "workers.yaml").write_text("teams: []\nworkers: []\n", encoding="utf-8")
    file = tmp_path / "ann.yaml"
    file.write_text(
        "id: ann\nperson:\n  number: '104900'\n  first_name: Ann\n  last_name: Lee\n  born_on: 1950-02-01\n",
        encoding="utf-8",
    )
    load_pinned(file, db, "test")
    assert db.get_one(models.Person, ("test", "ann")).born_on == date(1950, 2, 1)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"note": []}, "nora_bell: there is no “note” here: did you mean “notes”?"),
        ({"notes": [{"auther": "tom_reilly"}]}, "nora_bell: notes[1]: there is no “auther” here"),
        (
            {"notes": [{**NORA["notes"][0], "author": "tom_riley"}]},
            "nora_bell: notes[1].author: nobody has the id “tom_riley”: did you mean “tom_reilly”?",
        ),
        (
            {"notes": [{**NORA["notes"][0], "kind": "home_visit"}]},
            "nora_bell: notes[1].kind cannot be “home_visit”: did you mean “home-visit”?",
        ),
        (
            {"relationships": [{"other": "syd", "name": "Syd", "kind": "Son"}]},
            "nora_bell: relationships[1].other: nobody has the id “syd”",
        ),
        ({"chronology": [{"event": "Fall", "source": "Note"}]}, "nora_bell: chronology[1] must have “happened_on”"),
        ({"person": {**NORA["person"], "number": 104999}}, "nora_bell: person.number must be text"),
        ({"person": {**NORA["person"], "born_on": "14 March"}}, "nora_bell: person.born_on must be a date"),
        (
            {"cases": [{"title": "Contact", "opened_on": date(2026, 1, 1), "steps": [{"title": "Contact"}]}]},
            "nora_bell: cases[1].steps[1] must have “received_on”",
        ),
    ],
)
def test_a_mistake_says_where_it_is(db: Db, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(DomainError) as mistake:
        load_pinned(nora(**changes), db, "test", workers=WORKERS)
    assert said in mistake.value.message


def test_a_worker_in_no_known_team_is_a_mistake(db: Db) -> None:
    workers = {**WORKERS, "workers": [{"id": "x", "name": "X Y", "role": "panel", "team": "est"}]}
    with pytest.raises(DomainError, match=r"workers.yaml: workers\[1\].team: nobody has the id “est”"):
        load_pinned(nora(), db, "test", workers=workers)


def test_a_key_given_twice_names_the_file_and_line(tmp_path: Path) -> None:
    file = tmp_path / "ann.yaml"
    file.write_text("id: ann\nid: anne\n", encoding="utf-8")
    with pytest.raises(DomainError, match=r"^ann.yaml:2:1: found duplicate key"):
        read_yaml(file)
