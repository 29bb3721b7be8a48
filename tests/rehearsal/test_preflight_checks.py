"""Pre-flight checks that need no database: order, balance, and which answers are wrong."""

from collections import Counter

import pytest

from casework.lab.models import Preflight
from casework.rehearsal.preflight import said_of
from casework.rehearsal.preflight.agreed import balance
from casework.rehearsal.preflight.checks import Check, check_of, in_order
from casework.rehearsal.preflight.tasks import wrong_values
from tests.shipped import shipped_workflows


def test_the_worst_comes_first_and_equals_keep_their_order():
    checks = [Check("a", "A", "passed"), Check("b", "B", "look"), Check("c", "C", "fix"), Check("d", "D", "look")]
    assert [check.id for check in in_order(checks)] == ["c", "b", "d", "a"]


def test_a_check_is_kept_as_it_was():
    check = Check("a", "A", "fix", "Why.", "Mend it", "studies.show_plan", {"study_id": "s"})
    assert check_of(check.as_json()) == check


def even(orders, cases=None, whole=4):
    met = Counter(cases or ["x", "y"] * len(orders))
    return balance(orders, met, arms=max(max(order) for order in orders) + 1, cases=len(met), whole=whole, study_id="s")


def test_a_whole_number_of_rounds_is_balanced_and_a_part_of_one_is_told():
    assert even([[0, 1], [0, 1], [1, 0], [1, 0]]).state == "passed"
    part = even([[0, 1], [0, 1], [1, 0]])
    assert part.state == "look"
    assert "4 or a multiple of it is even" in part.why


def test_even_places_with_uneven_carry_over_are_told():
    latin = [[0, 1, 2], [1, 2, 0], [2, 0, 1]]
    found = even(latin, whole=3)
    assert found.state == "look"
    assert "what follows what differs by 2" in found.why


@pytest.mark.parametrize(("orders", "state"), [([[0], [1]], "passed"), ([[0], [1], [0]], "look")])
def test_between_people_the_arms_are_counted(orders, state):
    assert even(orders, whole=2).state == state


def test_wrong_answers_are_all_that_the_questions_offer_and_experts_do_not_accept():
    definition = shipped_workflows()["traditional"]
    assert wrong_values(definition, "assessment.decision", {"value": "eligible"}) == ["not-eligible"]
    assert wrong_values(definition, "assessment.decision", {"value": "eligible", "acceptable": ["not-eligible"]}) == []


def test_a_check_is_said_in_a_sentence():
    assert said_of(None) == "has not been run"
    assert said_of(Preflight(to_fix=1, to_look_at=2)) == "found 1 thing to fix"
    assert said_of(Preflight(to_fix=0, to_look_at=2)) == "passed, with 2 things to look at"
