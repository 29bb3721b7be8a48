"""What may be said of a planned difference: without plan, power and an interval clear of none, nothing is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.statistics import Compared
from casework.statistics.claiming import verdict


def compared(low=0.1, high=0.7):
    return Compared(0.4, low, high, 24, "Bonett-Price; McNemar mid-p")


FINE = {"none": 0.0, "adjusted_p": 0.02, "people": 24, "is_powered": True, "is_sealed": True}


def test_a_powered_difference_that_leaves_out_none_is_shown():
    assert verdict(compared(), **FINE).kind == "shown"


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (compared(low=-0.1), {}),
        (compared(), {"adjusted_p": 0.06}),
        (compared(low=0.7, high=1.2), {"none": 1.0}),
    ],
)
def test_one_that_holds_no_difference_or_does_not_outlast_holm_is_not_shown(found, told):
    assert verdict(found, **(FINE | told)).kind == "not shown"


@pytest.mark.parametrize(
    ("told", "kind", "because"),
    [
        ({"is_sealed": False}, "description", "before the first session"),
        ({"is_sealed": False, "people": 4}, "description", "before the first session"),
        ({"people": 4}, "cannot be known", "under 5 people"),
        ({"is_powered": False}, "cannot be known", "too few people"),
    ],
)
def test_without_a_seal_there_is_description_alone_and_too_few_cannot_know(told, kind, because):
    said = verdict(compared(), **(FINE | told))
    assert said.kind == kind
    assert because in said.because


def test_where_there_is_no_interval_nothing_is_compared():
    few = Compared(0.4, None, None, 9, "", "too_few", "under 10 people there is no interval")
    assert verdict(few, **FINE).because == "under 10 people there is no interval"


@given(st.floats(-1, 1), st.floats(0, 1), st.integers(0, 30), st.booleans(), st.booleans(), st.floats(0, 1))
def test_nothing_is_ever_shown_without_seal_power_and_five_people(low, width, people, powered, sealed, p):
    said = verdict(
        compared(low, low + width), none=0.0, adjusted_p=p, people=people, is_powered=powered, is_sealed=sealed
    )
    if said.kind == "shown":
        assert powered
        assert sealed
        assert people >= 5
        assert p <= 0.05
        assert not low <= 0 <= low + width
