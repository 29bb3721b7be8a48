"""Codes as people type them."""

import pytest

from casework.lab.codes import read_code


@pytest.mark.parametrize(
    "typed",
    [
        "CDF346",
        " cdf 346 ",
        "CDF-346",
        "c.d.f.3.4.6",
        "charlie delta foxtrot three four six",
        "Charlie-Delta-Foxtrot 346",
        "charliedeltafoxtrot346",
        "C for Charlie, D for Delta, F as in Foxtrot 3 4 6",
        "ＣＤＦ３４６",
    ],
)
def test_a_code_may_be_typed_in_any_way_people_type(typed):
    assert read_code(typed).code == "CDF346"


def test_spelling_knows_every_letter_and_figure_of_the_alphabet():
    said = "golf hotel juliett kilo mike november papa quebec romeo tango victor whiskey x-ray yankee seven niner"
    assert read_code(said).code == "GHJKMNPQRTVWXY79"


@pytest.mark.parametrize(("typed", "strange"), [("CDF 34O", "O"), ("CDF 340", "0"), ("lDF 346", "L"), ("CDF34Ä", "Ä")])
def test_a_letter_that_is_in_no_code_is_named_and_never_taken_for_another(typed, strange):
    read = read_code(typed)
    assert (read.strange, read.can_be_one) == (strange, False)


def test_what_may_have_been_meant_is_said_where_something_looks_like_it():
    assert read_code("CDF 34O").may_be == "C, D or Q"
    assert read_code("CDF 34Ä").may_be == ""


@pytest.mark.parametrize("typed", ["", "CDF 34", "CDF 3467", "charlie"])
def test_five_or_seven_letters_cannot_be_a_code(typed):
    assert not read_code(typed).can_be_one
