"""What differs between two workflows, in sentences."""

from collections.abc import Callable

import pytest

from casework.workflows.definition import Definition
from casework.workflows.differences import Difference, differences
from casework.workflows.loader import Loaded

Load = Callable[[str], Loaded]


@pytest.fixture(scope="module")
def between(load: Load) -> list[Difference]:
    """From `look_then_agree` to `strengths_then_look`."""
    return differences(load("look_then_agree").definition, load("strengths_then_look").definition)


def sentences(found: list[Difference], kind: str) -> list[str]:
    return [each.sentence for each in found if each.kind == kind]


def changed(definition: Definition, old: str, new: str) -> list[str]:
    """What is told when one piece of the definition, as JSON, is written otherwise."""
    text = definition.model_dump_json(by_alias=True)
    assert old in text
    other = Definition.model_validate_json(text.replace(old, new))
    return [f"{each.kind}: {each.sentence}" for each in differences(definition, other)]


def test_a_workflow_does_not_differ_from_itself(example: Definition) -> None:
    assert differences(example, example) == []


def test_what_is_new_and_gone_is_told(between: list[Difference]) -> None:
    assert "There is no step “Agreement”." in sentences(between, "gone")
    assert "“Assessment” has a section “Strengths”." in sentences(between, "new")
    assert "“Assessment”, “Strengths” asks “What is ((person)) good at?”." in sentences(between, "new")


def test_another_order_is_told_with_what_it_comes_after(between: list[Difference]) -> None:
    assert sentences(between, "order") == [
        "The section “What matters” comes after “Strengths”; it came after “People who help”."
    ]


def test_other_next_actions_are_told(between: list[Difference]) -> None:
    assert sentences(between, "next action") == [
        "After “Assessment”, “Agree and plan” leads to “Over” and “support_plan” instead of “Agreement”.",
        "After “Assessment”, “Agree and plan” may have a note; before, it needs a note.",
    ]


def test_a_question_that_must_now_be_answered_is_told(between: list[Difference]) -> None:
    assert sentences(between, "compulsory question") == [
        "“What is ((person)) good at?” must be answered; it was not asked."
    ]


def test_other_words_are_told(between: list[Difference]) -> None:
    assert "“What should be different?” is asked as “What would a good life be for ((person))?”." in sentences(
        between, "reworded"
    )


def test_the_reason_the_file_gives_goes_with_the_difference(between: list[Difference]) -> None:
    assert [each.because for each in between if each.at == "steps/agree"] == ["small budgets need no manager"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            '"role":"team_manager"',
            '"role":"panel"',
            "role: “Agreement” is done by the panel instead of the team manager.",
        ),
        ('"due":"28 days"', '"due":"6 weeks"', "changed: “Assessment” is due in 6 weeks instead of in 28 days."),
        (
            '"optional":true',
            '"optional":false',
            "compulsory question: “Comments” must be answered; it could be left out.",
        ),
        (
            '"when":"need_shows"',
            '"when":null',
            "next action: After “Front door”, “Ask for an assessment” is offered always.",
        ),
        (
            '"when":"helped == \\"yes\\""',
            '"when":"helped == \\"no\\""',
            "condition: The page “People who help” shows only when “Does anybody help unpaid?” is “No”.",
        ),
        (
            'need_shown == \\"yes\\"',
            'need_shown != \\"no\\"',
            "condition: “need shows” now means: “Does a need for care show?” is not “No”. "
            "It meant: “Does a need for care show?” is “Yes”.",
        ),
        (
            '"label":"Some effect"',
            '"label":"A little"',
            "reworded: In “How much does this matter to wellbeing?”, “Some effect” is called “A little”.",
        ),
        (
            '"records":"assessment.impact"',
            '"records":"assessment.effect"',
            "recorded: “How much does this matter to wellbeing?” records assessment.effect "
            "instead of assessment.impact.",
        ),
        (
            '"begins":"front_door"',
            '"begins":"look"',
            "order: A new case begins with “Assessment” instead of “Front door”.",
        ),
        ('"between":[0,168]', '"between":[0,100]', "changed: “Hours a week” has another range."),
    ],
)
def test_one_change_is_one_sentence(example: Definition, old: str, new: str, told: str) -> None:
    assert changed(example, old, new) == [told]


def test_the_same_fact_under_another_id_is_told_as_asked_in_another_way(example: Definition) -> None:
    assert changed(example, '"id":"wish"', '"id":"hope"') == [
        "changed: assessment.wanted_outcomes is asked as “What should be different?” in “Assessment”, “What matters” "
        "instead of “What should be different?” in “Assessment”, “What matters”."
    ]
