"""Reading a workflow file: only what is plainly meant is anything but text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.workflows.parsing import place_of
from casework.workflows.problems import WorkflowError
from casework.workflows.reader import read_bytes


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True),
        ("false", False),
        ("12", 12),
        ("-3", -3),
        ("0", 0),
        ("", None),
        ("No", "No"),
        ("yes", "yes"),
        ("22:30", "22:30"),
        ("1.10", "1.10"),
        ("010", "010"),
        ("1e5", "1e5"),
        ("0x10", "0x10"),
        ("2026-11-10", "2026-11-10"),
        ("null", "null"),
        ("~", "~"),
        ("'12'", "12"),
        ('"true"', "true"),
    ],
)
def test_what_is_written_stays_what_was_written(written: str, value: object) -> None:
    found = read_bytes(f"key: {written}\n".encode(), "a.yaml").data["key"]
    assert found == value
    assert type(found) is type(value)


def test_every_value_knows_its_place() -> None:
    data = read_bytes(b"a: 1\nb:\n  - c: x\n    d: [y, zed]\n", "a.yaml").data
    place = place_of(data, ("b", 0, "d", 1))
    assert (place.line, place.col, place.source) == (4, 12, "zed")
    assert b"a: 1\nb:\n  - c: x\n    d: [y, zed]\n"[place.start : place.end] == b"zed"


def test_characters_beyond_ascii_count_as_one_column() -> None:
    data = read_bytes("a: {é: ü, b: x}\n".encode(), "a.yaml").data
    assert place_of(data, ("a", "b")).col == 14


def problems_of(raw: bytes) -> int | None:
    """How many problems stopped the reading; None when the text was read."""
    try:
        read_bytes(raw, "a.yaml")
    except WorkflowError as error:
        return len(error.problems)
    return None


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    assert problems_of(raw) != 0


@given(st.text(alphabet="ab: -{}[]\n'\"#&*!|>,?%@\t", max_size=40))
def test_any_text_of_yaml_signs_is_read_or_refused(text: str) -> None:
    assert problems_of(text.encode()) != 0
