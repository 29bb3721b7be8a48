"""A study's tables in a folder: complete, described, the same bytes twice, and nothing in them that runs."""

import csv
import json
import zipfile
from xml.etree import ElementTree

import pytest

from casework.findings.exporting import export
from casework.findings.ods import write_ods
from casework.lab.observations import note
from casework.lab.vocabulary import ObservationKind

TABLES = ["runs", "facts", "decisions", "notes", "readings", "findings", "events"]
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


@pytest.fixture
def exported(db, study, take_part, tmp_path):
    session = take_part(decided={"assess": "eligible", "talk": "not-eligible"})
    note(db, session, kind=ObservationKind.PROBLEM, text="=cannot see", page="Decide", by="Ruth", at=session.ended_at)
    db.commit()
    folder = tmp_path / "exported"
    folder.mkdir()
    return folder, export(db, study, folder)


def rows_of(folder, name):
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_csv_and_json_have_every_row_there_is(exported):
    folder, written = exported
    assert list(written) == TABLES
    for name, count in written.items():
        assert len(rows_of(folder, name)) - 1 == len(json.loads((folder / f"{name}.json").read_text())) == count
    assert (written["runs"], written["notes"]) == (4, 1)
    assert written["events"] > 10


def test_every_column_is_described_in_its_order(exported):
    folder, _ = exported
    about = json.loads((folder / "csv-metadata.json").read_text())
    for table in about["tables"]:
        name = table["url"].removesuffix(".csv")
        columns = table["tableSchema"]["columns"]
        assert [column["titles"] for column in columns] == rows_of(folder, name)[0]
        assert all(column["dc:description"] for column in columns)
        assert len({column["name"] for column in columns}) == len(columns)


def test_the_same_study_gives_the_same_bytes(db, study, exported, tmp_path_factory):
    folder, _ = exported
    again = tmp_path_factory.mktemp("again")
    export(db, study, again)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        path.name: path.read_bytes() for path in again.iterdir()
    }


def test_words_that_would_be_a_formula_are_text_in_the_spreadsheet(exported):
    folder, _ = exported
    with zipfile.ZipFile(folder / "tables.ods") as archive:
        assert archive.namelist()[0] == "mimetype"
        content = ElementTree.fromstring(archive.read("content.xml"))
    assert "=cannot see" in [line.text for line in content.iter(TEXT)]
    assert b"formula" not in (folder / "tables.ods").read_bytes()
    assert {cell.get(f"{OFFICE}value-type") for cell in content.iter() if cell.get(f"{OFFICE}value-type")} == {
        "string",
        "float",
        "boolean",
    }


def test_what_xml_cannot_hold_is_left_out_of_the_spreadsheet(tmp_path):
    write_ods(tmp_path / "odd.ods", {"odd": (["said"], [["a\x00<b>\ud800&"]])})
    with zipfile.ZipFile(tmp_path / "odd.ods") as archive:
        content = ElementTree.fromstring(archive.read("content.xml"))
    assert [line.text for line in content.iter(TEXT)] == ["said", "a<b>&"]


def test_what_looks_like_a_real_person_is_in_no_file(db, study, take_part, tmp_path):
    session = take_part()
    said = "her number is 943 476 5919"
    note(db, session, kind=ObservationKind.PROBLEM, text=said, page="Decide", by="Ruth", at=session.ended_at)
    db.commit()
    export(db, study, tmp_path)
    with zipfile.ZipFile(tmp_path / "tables.ods") as archive:
        everything = archive.read("content.xml") + b"".join(path.read_bytes() for path in tmp_path.glob("notes.*"))
    assert b"left out: looks like" in everything
    assert b"476 5919" not in everything
