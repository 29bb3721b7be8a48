"""Conditions in plain words."""

from collections.abc import Callable

import pytest

from casework.workflows.definition import Definition
from casework.workflows.loader import Loaded
from casework.workflows.saying import said


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ('helped == "yes"', "“Does anybody help unpaid?” is “Yes”"),
        ('not helped == "yes"', "“Does anybody help unpaid?” is not “Yes”"),
        ('decision in ["eligible", "not-eligible"]', "“What do you decide?” is “Eligible” or “Not eligible”"),
        ("need_shows and not decided_eligible", "“need shows” and not “decided eligible”"),
        ('not (helped == "yes" and need_shows)', "“Does anybody help unpaid?” is not “Yes” or not “need shows”"),
        ("count(abilities.not_met) >= 2", "the number of outcomes not achieved is at least 2"),
        ('"nutrition" in abilities.not_met', "outcomes not achieved includes “Managing and maintaining nutrition”"),
        ("answered(wish)", "“What should be different?” is answered"),
        ("record.person.age > 65", "age in the record is more than 65"),
        ("any_item(each, helper_hours > 20)", "for one of each: “Hours a week” is more than 20"),
        (
            'need_shows or (helped == "no" and need_shows)',
            "“need shows” or (“Does anybody help unpaid?” is “No” and “need shows”)",
        ),
        ("what is this", "what is this"),
    ],
)
def test_a_condition_is_said(example: Definition, condition: str, words: str) -> None:
    assert said(condition, example) == words


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("gross >= 30000", "“Weekly cost” is at least £300"),
        ("weekly_cost(lines) < 123456", "the weekly cost of “Services” is less than £1,234.56"),
        ("rate > 50", "“Rate” is more than £0.50"),
    ],
)
def test_amounts_are_said_in_pounds(load: Callable[[str], Loaded], condition: str, words: str) -> None:
    assert said(condition, load("every_type").definition) == words
