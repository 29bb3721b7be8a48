"""When a recorded value agrees with the experts' answer, how it is said, and who is asked."""

import pytest

from casework.findings.answers import facts_asked, in_words
from casework.lab.agreeing import agrees
from casework.records.facts import CATALOGUE
from casework.workflows.loader import load_folder, load_lists
from config import ROOT


def test_an_amount_agrees_within_what_experts_accept():
    answer = {"value": 34403, "acceptable": [{"from": 24000, "to": 38000}]}
    said = {amount: agrees("budget.gross_pence", amount, answer) for amount in (23999, 24000, 34403, 38000, 38001)}
    assert said == {23999: False, 24000: True, 34403: True, 38000: True, 38001: False}


def test_of_the_outcomes_the_set_of_those_not_achieved_counts():
    recorded = {
        "nutrition": {"achieves": "unable"},
        "clothing": {"achieves": "with-help", "limbs": ["takes-longer"]},
        "relationships": {"achieves": "able"},
        "child-caring": {"achieves": "not-applicable"},
    }
    assert agrees("assessment.outcomes", recorded, {"value": ["clothing", "nutrition"]})
    assert not agrees("assessment.outcomes", recorded, {"value": ["nutrition"]})
    assert agrees("assessment.outcomes", recorded, {"value": ["nutrition"], "acceptable": [["clothing", "nutrition"]]})


def test_the_order_of_a_list_does_not_matter():
    assert agrees("assessment.wellbeing_areas", ["control", "dignity"], {"value": ["dignity", "control"]})


def test_of_carers_what_came_of_the_offer_counts():
    recorded = [{"name": "Alan", "offer": "accepted"}, {"name": "Claire"}]
    assert agrees(
        "assessment.carers", recorded, {"value": [{"offer": "thinking"}], "acceptable": [[{"offer": "accepted"}]]}
    )
    assert in_words(CATALOGUE["assessment.carers"], recorded) == "offer of an assessment: accepted"


def test_nothing_else_agrees():
    assert not agrees("assessment.decision", "cannot-say-yet", {"value": "eligible", "acceptable": []})


@pytest.mark.parametrize(
    ("fact", "value", "words"),
    [
        ("assessment.decision", "not-eligible", "not eligible"),
        ("budget.gross_pence", 134403, "£1,344.03 a week"),
        ("assessment.outcomes", ["toilet-needs", "nutrition"], "2 not achieved: nutrition, toilet needs"),
        ("assessment.outcomes", {"nutrition": {"achieves": "able"}}, "all achieved"),
        ("assessment.wellbeing_areas", ["social-economic", "dignity"], "social economic; dignity"),
        ("assessment.decision_reasons", "Twenty-four-hour care", "Twenty-four-hour care"),
    ],
)
def test_a_value_is_said_as_a_researcher_reads_it(fact, value, words):
    assert in_words(CATALOGUE[fact], value) == words


def test_only_what_falls_to_the_practitioner_is_asked_of_her():
    lists = load_lists(ROOT / "seed_data" / "lists")
    loaded = load_folder(ROOT / "seed_data" / "workflows", lists=lists, catalogue=CATALOGUE)
    asked = facts_asked(loaded["traditional"].definition, "assess")
    assert {"assessment.decision", "assessment.outcomes", "budget.gross_pence"} <= asked
    assert "authorisation.comment" not in asked
