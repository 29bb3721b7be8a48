import pytest

from casework.statistics import lostness


def test_the_shortest_way_is_not_lost_and_the_worked_example_is():
    assert lostness(3, 3, 3).value == 0
    assert lostness(4, 6, 10).value == pytest.approx(0.5207, abs=0.0005)


def test_fewer_screens_than_needed_have_no_score():
    found = lostness(5, 3, 4)
    assert (found.value, found.status, found.reason) == (None, "undefined", "fewer screens than the task needs")


@pytest.mark.parametrize("screens", [(3, 5, 4), (0, 1, 1), (1, 0, 0)])
def test_impossible_visits_are_refused(screens):
    with pytest.raises(ValueError, match="visits >= different"):
        lostness(*screens)
