from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.records.real_data import looks_real


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("NHS 401 023 2137.", "401 023 2137 looks like an NHS number"),
        ("NHS 4010232137", "4010232137 looks like an NHS number"),
        ("(401-023-2137)", "401-023-2137 looks like an NHS number"),
        ("NI AB 12 34 56 C", "AB 12 34 56 C looks like a National Insurance number"),
        ("ab123456c", "ab123456c looks like a National Insurance number"),
        ("Moved to LS1 4AP on Monday", "LS1 4AP looks like a postcode"),
        ("sw1a1aa", "sw1a1aa looks like a postcode"),
        ("M1 1AE", "M1 1AE looks like a postcode"),
        ("Ring 0113 222 4444 after ten", "0113 222 4444 looks like a telephone number"),
        ("07911 123456 2 people", "07911 123456 looks like a telephone number"),
        ("(020) 7222 1234", "(020) 7222 1234 looks like a telephone number"),
        ("+44 7911 123456", "+44 7911 123456 looks like a telephone number"),
        ("+44 (0)20 7222 1234", "+44 (0)20 7222 1234 looks like a telephone number"),
        ("00441132224444", "00441132224444 looks like a telephone number"),
        ("01204 22444", "01204 22444 looks like a telephone number"),
        ("write to j.smith@leeds.gov.uk.", "j.smith@leeds.gov.uk looks like an e-mail address"),
        ("me@notexample.com", "me@notexample.com looks like an e-mail address"),
    ],
)
def test_what_looks_like_real_details_is_pointed_out(text, found):
    assert looks_real(text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "999 000 0018 and 9990000107",
        "401 023 2138",
        "QQ 12 34 56 A, ZZ 12 34 56 A, QQ123456C",
        "BG 12 34 56 A",
        "VZ4 7QA and QZ9 2LL, ZZ99 3VZ",
        "01632 960123, 07700 900456, +44 1632 960999, +44 (0)7700 900000",
        "020 7946 0123, 0113 496 0999, 0808 157 0000, 0306 999 0001",
        "claire@example.org, dawn@mail.example.com, x@council.test",
        "On 01-02-2026 at 10:30, 09.30-10.30 and 11 01 2026 1030",
        "flat b1 1st floor, ward a2 3rd bed, m4 5th exit",
        "two calls of 30 minutes, £1,234.50 a week, 104417",
        "ID 4f0c401023213700aa",
    ],
)
def test_fictional_details_and_ordinary_writing_pass(text):
    assert looks_real(text) == []


def test_everything_found_is_listed_in_the_order_of_the_text():
    text = "LS1 4AP, jo@nhs.uk, 07911 123456, AB123456C"
    assert [one.split(" looks")[0] for one in looks_real(text)] == text.split(", ")


def test_the_digits_of_a_telephone_number_are_not_an_nhs_number_as_well():
    assert looks_real("+44 4010232137") == ["+44 4010232137 looks like a telephone number"]


@given(st.text())
def test_any_text_at_all_can_be_looked_at(text):
    assert isinstance(looks_real(text), list)


@pytest.mark.parametrize("filler", ["a", "0", "1 ", "a.", "a@", "A1 "])
def test_a_very_long_text_is_looked_at_in_no_time(filler):
    began = perf_counter()
    looks_real(filler * 20_000 + " LS1 4AP")
    assert perf_counter() - began < 2
