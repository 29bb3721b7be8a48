from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.records.real_data import looks_real
from casework.synthetic.safe_identifiers import (
    is_safe_nhs_number,
    landline,
    mobile,
    nhs_number,
    postcode,
    unsafe_identifiers,
)

generators = st.integers(0, 2**64).map(Random)


def checked_by_hand(digits):
    weighted = sum(int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True))
    return (11 - weighted % 11) % 11 == int(digits[9])


def test_nhs_numbers_begin_with_the_first_of_the_test_range():
    assert [nhs_number(n) for n in range(10)] == [
        "9990000018",
        "9990000026",
        "9990000034",
        "9990000042",
        "9990000050",
        "9990000069",
        "9990000077",
        "9990000085",
        "9990000093",
        "9990000107",
    ]


def test_no_two_people_share_an_nhs_number():
    assert len({nhs_number(n) for n in range(20_000)}) == 20_000


@given(st.integers(0, 899_999))
def test_every_nhs_number_made_is_of_the_test_range_with_its_check_digit(n):
    number = nhs_number(n)
    assert number.startswith("999")
    assert checked_by_hand(number)
    assert is_safe_nhs_number(number)


@pytest.mark.parametrize("n", [-1, 900_000])
def test_the_test_range_is_not_endless(n):
    with pytest.raises(ValueError, match="900000 numbers"):
        nhs_number(n)


@pytest.mark.parametrize("number", ["4010232137", "9990000019", "999000001", "", "999000014X"])
def test_other_nhs_numbers_are_not_safe(number):
    assert not is_safe_nhs_number(number)


@given(generators)
def test_what_is_made_is_found_to_be_safe(rng):
    text = f"{landline(rng)} {mobile(rng)}; {postcode(rng)}, {nhs_number(int(rng.random() * 1000))}"
    assert unsafe_identifiers(text) == []
    assert looks_real(text) == []


def test_the_same_seed_makes_the_same_details():
    for make in (landline, mobile, postcode):
        assert [make(Random(7)) for _ in range(5)] == [make(Random(7))] * 5


def test_the_ranges_are_those_kept_for_fiction():
    rng = Random(1)
    assert all(landline(rng).startswith("01632 960") and len(landline(rng)) == 12 for _ in range(50))
    assert all(mobile(rng).startswith("07700 900") and len(mobile(rng)) == 12 for _ in range(50))
    assert all(postcode(rng)[:2] in ("QJ", "QZ", "VJ", "VZ") for _ in range(50))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("401 023 2138", "401 023 2138, an NHS number"),
        ("999 000 0019", "999 000 0019, an NHS number"),
        ("BG 12 34 56 A", "BG 12 34 56 A, a National Insurance number"),
        ("SW1A 1AA", "SW1A 1AA, a postcode"),
        ("XX1 1AA", "XX1 1AA, a postcode"),
        ("QC1 1AA", "QC1 1AA, a postcode"),
        ("LS1 1CC", "LS1 1CC, a postcode"),
        ("07911 123456", "07911 123456, a telephone number"),
        ("dawn@casework.org", "dawn@casework.org, an e-mail address"),
    ],
)
def test_anything_outside_the_fictional_ranges_is_found_even_if_mistyped(text, found):
    assert unsafe_identifiers(f"She gave {text} today") == [found]
