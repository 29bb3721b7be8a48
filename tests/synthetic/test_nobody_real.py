"""Nobody in what is shipped, or made for the county, has a number or an address somebody real could have."""

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from casework.database import sandbox_tables
from casework.records.real_data import Kind, identifiers
from casework.synthetic.pinned import WORKERS_FILE, load_pinned, read_yaml
from casework.synthetic.population import make_county
from casework.synthetic.safe_identifiers import unsafe_identifiers

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = ROOT / "seed_data" / "people"

KIND_OF_COLUMN = {"nhs_number": Kind.NHS_NUMBER, "phone": Kind.TELEPHONE, "postcode": Kind.POSTCODE}
# Columns that say which row is meant, not what anybody reads.
KEYS = ("id", "sandbox_id")


def values_in(db):
    """Every text of every record row, with where it stands: ("person.phone", "01632 960123")."""
    for table in sandbox_tables():
        for row in db.execute(select(table)).mappings():
            for name, value in row.items():
                if value is not None and name not in KEYS:
                    words = value if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False)
                    yield f"{table.name}.{name}", words


def unsafe_values(db):
    """Each value with an identifier that is not fictional, or that is not what its column is for."""
    found = Counter()
    for place, text in values_in(db):
        kind = KIND_OF_COLUMN.get(place.split(".")[1])
        if unsafe_identifiers(text) or (kind and [one.kind for one in identifiers(text)] != [kind]):
            found[f"{place}: {text[:80]}"] += 1
    return found


def test_no_file_of_seed_data_holds_an_identifier_that_is_not_fictional():
    files = [path for path in sorted((ROOT / "seed_data").rglob("*")) if path.is_file()]
    assert files
    found = {
        f"{path.relative_to(ROOT)}:{number}": unsafe_identifiers(line)
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    }
    assert {place: unsafe for place, unsafe in found.items() if unsafe} == {}


@pytest.mark.parametrize(("seed", "people"), [(1, 500), (2026, 120)])
def test_no_row_of_a_county_holds_an_identifier_that_is_not_fictional(db, seed, people):
    made = make_county(
        db,
        people=people,
        seed=seed,
        sandbox_id="test",
        story_date=date(2026, 11, 10),
        workers=read_yaml(PEOPLE / WORKERS_FILE),
    )
    places = Counter(place for place, _ in values_in(db))
    assert places["person.nhs_number"] > 0.9 * people
    assert places["person.phone"] > 0.8 * people
    assert places["case_note.text"] > 3 * people
    # Every table that has rows was looked through, and every column of them with words in it.
    assert {place.split(".")[0] for place in places} >= {name for name, count in made.rows.items() if count}
    assert {"organisation.phone", "past_address.postcode", "document.content", "alert.text"} <= set(places)
    assert unsafe_values(db) == {}


def test_no_two_people_of_a_county_share_an_nhs_number(db):
    make_county(
        db,
        people=500,
        seed=1,
        sandbox_id="test",
        story_date=date(2026, 11, 10),
        workers=read_yaml(PEOPLE / WORKERS_FILE),
    )
    times = Counter(text for place, text in values_in(db) if place == "person.nhs_number")
    assert {number: how_many for number, how_many in times.items() if how_many > 1} == {}


WRITTEN_BY_HAND = sorted(path for path in PEOPLE.glob("*.yaml") if path.name != WORKERS_FILE)


def test_there_are_people_written_by_hand():
    assert WRITTEN_BY_HAND


@pytest.mark.parametrize("path", WRITTEN_BY_HAND, ids=lambda path: path.stem)
def test_no_row_of_a_person_written_by_hand_does_either(db, path):
    load_pinned(path, db, "test")
    assert unsafe_values(db) == {}


def test_a_number_that_could_be_somebodys_is_found_in_its_column(db, build):
    build.person(phone="07911 123456", nhs_number="4010232137", postcode="LS1 4AP")
    assert {place.split(":")[0] for place in unsafe_values(db)} == {
        "person.phone",
        "person.nhs_number",
        "person.postcode",
    }


def test_a_number_of_no_shape_at_all_is_found_in_its_column(db, build):
    build.person(phone="ask her son")
    assert list(unsafe_values(db)) == ["person.phone: ask her son"]
