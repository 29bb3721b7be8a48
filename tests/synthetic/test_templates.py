"""Templates: made once, left alone while nothing changes, made anew when something does."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from sqlalchemy import func, select

from casework.database import Db, enter_sandbox
from casework.errors import DomainError
from casework.lab.models import Sandbox
from casework.records import models
from casework.synthetic.prose import FOLDER
from casework.synthetic.templates import Template, make_templates
from tests.synthetic.workers import WORKERS

STORY_DATE = date(2026, 11, 10)
MORNING = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
EVENING = datetime(2026, 11, 1, 18, 0, tzinfo=UTC)

NORA = """\
id: nora_bell
person: {number: "104999", first_name: Nora, last_name: Bell, born_on: 1944-03-14}
notes:
  - {author: tom_reilly, kind: call-in, happened_on: 2026-08-19, title: Call, text: Nora rang.}
"""


@pytest.fixture
def seed_data(tmp_path: Path) -> Path:
    """A folder of seed data with the county's words, a small council and one person."""
    shutil.copytree(FOLDER, tmp_path / "county")
    (tmp_path / "people").mkdir()
    with (tmp_path / "people" / "workers.yaml").open("w", encoding="utf-8") as file:
        YAML(typ="safe", pure=True).dump(WORKERS, file)
    (tmp_path / "people" / "nora.yaml").write_text(NORA, encoding="utf-8")
    return tmp_path


def make(db: Db, seed_data: Path, *, people: int = 12, at: datetime = MORNING) -> dict[str, bool]:
    made: list[Template] = make_templates(db, seed_data, people=people, seed=7, story_date=STORY_DATE, at=at)
    return {template.id: template.was_made for template in made}


def people_in(db: Db, sandbox_id: str) -> int:
    enter_sandbox(db, sandbox_id)
    return db.scalars(select(func.count()).select_from(models.Person)).one()


def test_the_county_and_each_person_get_a_template(db: Db, seed_data: Path) -> None:
    assert make(db, seed_data) == {"template:county": True, "template:person:nora_bell": True}
    assert people_in(db, "template:county") == 12
    assert people_in(db, "template:person:nora_bell") == 1
    county = db.get_one(Sandbox, "template:county")
    assert (county.kind, county.story_date, county.made_at) == ("template", STORY_DATE, MORNING)


def test_what_has_not_changed_is_left_alone(db: Db, seed_data: Path) -> None:
    make(db, seed_data)
    assert make(db, seed_data, at=EVENING) == {"template:county": False, "template:person:nora_bell": False}
    assert db.get_one(Sandbox, "template:county").made_at == MORNING


def test_a_changed_file_makes_its_own_template_anew(db: Db, seed_data: Path) -> None:
    make(db, seed_data)
    (seed_data / "people" / "nora.yaml").write_text(NORA.replace("Nora rang", "Nora rang twice"), encoding="utf-8")
    assert make(db, seed_data, at=EVENING) == {"template:county": False, "template:person:nora_bell": True}
    enter_sandbox(db, "template:person:nora_bell")
    assert [note.text for note in db.scalars(select(models.CaseNote))] == ["Nora rang twice."]
    assert db.get_one(Sandbox, "template:person:nora_bell").made_at == EVENING


def test_another_size_makes_the_county_anew(db: Db, seed_data: Path) -> None:
    make(db, seed_data)
    assert make(db, seed_data, people=15) == {"template:county": True, "template:person:nora_bell": False}
    assert people_in(db, "template:county") == 15


def test_changed_workers_make_everything_anew(db: Db, seed_data: Path) -> None:
    make(db, seed_data)
    with (seed_data / "people" / "workers.yaml").open("a", encoding="utf-8") as file:
        file.write("# looked through again\n")
    assert make(db, seed_data) == {"template:county": True, "template:person:nora_bell": True}


def test_a_person_whose_file_has_gone_is_dropped(db: Db, seed_data: Path) -> None:
    make(db, seed_data)
    (seed_data / "people" / "nora.yaml").unlink()
    assert make(db, seed_data) == {"template:county": False}
    assert db.get(Sandbox, "template:person:nora_bell") is None
    assert people_in(db, "template:person:nora_bell") == 0


def test_two_files_of_one_person_are_a_mistake(db: Db, seed_data: Path) -> None:
    shutil.copy(seed_data / "people" / "nora.yaml", seed_data / "people" / "nora_again.yaml")
    with pytest.raises(DomainError, match=r"nora_again.yaml: the id “nora_bell” is already that of nora.yaml"):
        make(db, seed_data)
