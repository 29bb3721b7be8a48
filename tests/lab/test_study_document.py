"""What docs/studies.md shows can be read in as it stands, and says what the code does."""

import re

import pytest

from casework.cli.studies import known_in_files
from casework.lab import claims
from casework.lab.study_file import ClaimPart, StudyFile
from casework.lab.study_reading import read_study_text
from casework.statistics.power import ENOUGH, STUDIES
from config import ROOT

DOCUMENT = (ROOT / "docs" / "studies.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def example() -> StudyFile:
    (text,) = re.findall(r"```yaml\n(.*?)```", DOCUMENT, re.DOTALL)
    return read_study_text(text, "example.yaml", known_in_files())


def test_the_example_can_be_read_in(example):
    assert example.id == "who_asks_first"


def test_the_example_says_how_many_people_its_claim_needs(example):
    assert claims.planned(example, example.claims[0]).is_enough


def test_what_is_plausible_where_nothing_is_said_is_what_the_document_says():
    for measure, (least, most) in claims.PLAUSIBLE.items():
        row = next(line for line in DOCUMENT.splitlines() if line.startswith(f"| `{measure}`"))
        assert row.split("|")[-2].strip() == f"{least:g} to {most:g}"
    assert ClaimPart.model_fields["measure"].annotation.__args__ == tuple(claims.PLAUSIBLE)


def test_the_rule_is_the_one_that_is_written_down():
    assert f"is {ENOUGH:.2f} or more" in DOCUMENT
    assert f"simulates {STUDIES:,} studies" in DOCUMENT


def test_every_part_of_a_study_is_named_in_the_document():
    named = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"```yaml.*?```|`[^`]+`", DOCUMENT, re.DOTALL))))
    assert set(StudyFile.model_fields) - named == set()
