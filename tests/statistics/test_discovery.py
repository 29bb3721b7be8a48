"""Problems that were seen, and how many more there may be; against published examples."""

import pytest

from casework.statistics import chance_of_seeing, people_to_see, problem_discovery


def test_the_published_example_is_met():
    found = problem_discovery([1, 2, 3, 1, 1, 1, 1, 1, 1, 1, 5, 2], 6)
    assert (found.problems, found.seen_once) == (12, 8)
    assert found.p == pytest.approx(0.2778, abs=0.001)
    assert found.p_adjusted == pytest.approx(0.1296, abs=0.001)
    assert found.total == pytest.approx(21.2, abs=0.1)


def test_a_problem_that_nobody_met_changes_nothing():
    assert problem_discovery([2, 0, 3], 6) == problem_discovery([2, 3], 6)


def test_what_everybody_met_leaves_nothing_to_be_found():
    assert problem_discovery([5, 5], 5).total == pytest.approx(2, abs=0.01)


@pytest.mark.parametrize(
    ("met_by", "people", "reason"),
    [([], 6, "no problem was seen"), ([0], 6, "no problem was seen"), ([2, 1], 4, "n = 4: too few")],
)
def test_there_is_no_estimate_without_problems_or_with_under_five_people(met_by, people, reason):
    found = problem_discovery(met_by, people)
    assert found.total is None
    assert found.reason.startswith(reason)


@pytest.mark.parametrize("count", [7, -1])
def test_no_more_people_meet_a_problem_than_took_part(count):
    with pytest.raises(ValueError, match="0 to 6 people"):
        problem_discovery([count], 6)


@pytest.mark.parametrize(("p", "goal", "people"), [(0.10, 0.90, 22), (0.25, 0.85, 7), (0.5, 0.5, 1)])
def test_how_many_people_it_takes(p, goal, people):
    assert people_to_see(p, goal) == people


def test_the_chance_of_seeing_a_problem_grows_with_people():
    assert chance_of_seeing(0.31, 5) == pytest.approx(0.8436, abs=0.0005)


def test_chances_lie_between_nought_and_one():
    with pytest.raises(ValueError, match="between 0 and 1"):
        people_to_see(0, 0.5)
