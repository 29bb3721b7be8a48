"""The council's details: read strictly, and shipped with nothing that reaches anybody."""

import pytest

from casework.council import read_council
from casework.records.real_data import looks_real
from casework.workflows.problems import WorkflowError
from config import ROOT

SHIPPED = ROOT / "seed_data" / "council.yaml"


def problems_of(path):
    with pytest.raises(WorkflowError) as refused:
        read_council(path)
    return [str(each).removeprefix(f"{path}:") for each in refused.value.problems]


@pytest.fixture
def changed(tmp_path):
    """A copy of the shipped file with one thing put for another: changed("who: …", "whom: …")."""

    def change(old, new):
        text = SHIPPED.read_text(encoding="utf-8")
        assert old in text
        path = tmp_path / "council.yaml"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return path

    return change


def line_of(words):
    lines = SHIPPED.read_text(encoding="utf-8").splitlines()
    return 1 + next(number for number, line in enumerate(lines) if line.startswith(words))


def test_the_name_in_the_settings_comes_before_that_of_the_file():
    assert read_council(SHIPPED).name == "Wexmoor County Council"
    assert read_council(SHIPPED, "Borough of Elsewhere").name == "Borough of Elsewhere"


def test_a_detail_that_is_misspelt_is_told_at_its_place(changed):
    line = line_of("complaints:")
    (told,) = problems_of(changed("  then: We answer", "  than: We answer"))
    assert told.startswith(
        f"{line + 5}:3: error L04: complaints.than is not one of the council’s details; did you mean"
    )


def test_a_detail_that_is_missing_is_told(changed):
    assert "prepared_on is missing" in problems_of(changed("prepared_on: 2026-11-02\n", ""))[0]


def test_somebody_nobody_can_reach_is_no_contact(changed):
    (told,) = problems_of(changed("  telephone: 01632 960 131\n", ""))
    assert told.startswith(f"{line_of('upset:') + 1}:")
    assert "upset: give a telephone, an email or a post address" in told


def test_a_day_that_is_none_is_told_at_its_place(changed):
    (told,) = problems_of(changed("2026-11-02", "2nd November"))
    assert told.startswith(f"{line_of('prepared_on')}:14: error L06: prepared_on: ")


def test_how_to_reach_somebody_is_one_line():
    council = read_council(SHIPPED)
    assert council.upset.by == "01632 960 131 (day and night)"
    assert council.real_data.by == "01632 960 124, or data.protection@wexmoor.example.org"
    assert council.real_data.inside == "the data protection officer"


def test_nothing_that_is_shipped_reaches_anybody():
    assert looks_real(SHIPPED.read_text(encoding="utf-8")) == []
