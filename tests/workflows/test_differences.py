"""What differs between two workflows, in sentences."""

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import BaseModel

from casework.workflows.definition import Definition
from casework.workflows.differences import Difference, Head, Sort, by_head, differences, summary_of
from casework.workflows.differences.telling import gathered
from casework.workflows.loader import Loaded
from tests.workflows.shipped import shipped

Load = Callable[[str], Loaded]


@pytest.fixture(scope="module")
def between(load: Load) -> list[Difference]:
    """From `look_then_agree` to `strengths_then_look`."""
    return differences(load("look_then_agree").definition, load("strengths_then_look").definition)


def told(found: list[Difference], head: Head) -> list[str]:
    return [f"{each.sort}: {each.sentence}" for each in found if each.head is head]


def changed(definition: Definition, old: str, new: str) -> list[str]:
    """What is told when one piece of the definition, as JSON, is written otherwise."""
    text = definition.model_dump_json(by_alias=True)
    assert old in text
    other = Definition.model_validate_json(text.replace(old, new))
    return [f"{each.sort}: {each.sentence}" for each in differences(definition, other)]


def test_a_workflow_does_not_differ_from_itself(example: Definition) -> None:
    assert differences(example, example) == []
    assert summary_of(example, example, []) == ["Nothing differs."]


def test_who_does_it_and_what_comes_next_is_told_first(between: list[Difference]) -> None:
    assert list(by_head(between)) == [Head.WHO, Head.ORDER, Head.QUESTIONS, Head.WORDS]
    assert told(between, Head.WHO) == [
        "Gone: No approval by the team manager: there is no step “Agreement”.",
        "Changed: After “Assessment”, “Agree and plan” leads to “Over” and “support plan” instead of “Agreement”; "
        "it may have a note, where before it needs a note.",
    ]


def test_another_order_is_told_with_what_it_comes_after(between: list[Difference]) -> None:
    assert told(between, Head.ORDER) == ["Moved: “What matters” comes before “An ordinary day”."]


def test_new_and_gone_questions_say_where_and_whether_they_must_be_answered(between: list[Difference]) -> None:
    assert told(between, Head.QUESTIONS) == [
        "New: “Assessment”, “Strengths” asks “What is the person good at?”, and it must be answered.",
        "Gone: “Agreement” no longer asks “Comments”.",
        "Changed: “What would a good life be for the person?” has another size of box.",
    ]


def test_other_words_are_told(between: list[Difference]) -> None:
    assert "Reworded: “What should be different?” is asked as “What would a good life be for the person?”." in told(
        between, Head.WORDS
    )


def test_the_reason_the_file_gives_goes_with_the_difference(between: list[Difference]) -> None:
    assert [each.because for each in between if each.at == "steps/agree"] == ["small budgets need no manager"]


def test_each_difference_says_where_it_stands_in_both(between: list[Difference]) -> None:
    [gone] = [each for each in between if each.sort is Sort.GONE and each.head is Head.QUESTIONS]
    [new] = [each for each in between if each.sort is Sort.NEW and each.head is Head.QUESTIONS]
    assert (gone.in_a, gone.in_b) == ("sections/agreement/comment/agree_comment", "")
    assert (new.in_a, new.in_b) == ("", "sections/strengths/strengths/strengths")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            '"role":"team_manager"',
            '"role":"panel"',
            "Changed: “Agreement” is done by the panel instead of the team manager.",
        ),
        ('"due":"28 days"', '"due":"6 weeks"', "Changed: “Assessment” is due in 6 weeks; it was in 28 days."),
        ('"optional":true', '"optional":false', "Changed: “Comments” must be answered; it could be left out."),
        (
            '"when":"need_shows"',
            '"when":null',
            "Changed: After “Front door”, “Ask for an assessment” is always offered.",
        ),
        (
            '"when":"helped == \\"yes\\""',
            '"when":"helped == \\"no\\""',
            "Changed: The page “Their name” is shown only if “Does anybody help unpaid?” is “No”.",
        ),
        (
            'need_shown == \\"yes\\"',
            'need_shown != \\"no\\"',
            "Changed: “need shows” means: “Does a need for care show?” is not “No”. "
            "It meant: “Does a need for care show?” is “Yes”.",
        ),
        (
            '"label":"Some effect"',
            '"label":"A little"',
            "Reworded: In “How much does this matter to wellbeing?”, “Some effect” is called “A little”.",
        ),
        (
            '"records":"assessment.impact"',
            '"records":"assessment.effect"',
            "Changed: “How much does this matter to wellbeing?” records assessment.effect "
            "instead of assessment.impact.",
        ),
        (
            '"begins":"front_door"',
            '"begins":"look"',
            "Changed: A new case begins with “Assessment” instead of “Front door”.",
        ),
        ('"between":[0,168]', '"between":[0,100]', "Changed: “Hours a week” has another range."),
        (
            '"when":"decided_eligible"',
            '"when":"decided_eligible and count(abilities.not_met) >= 3"',
            "Changed: “Agreement” by the team manager is asked for if “decided eligible” "
            "and the number of outcomes not achieved is at least 3; before, if “decided eligible”.",
        ),
    ],
)
def test_one_change_is_one_sentence(example: Definition, old: str, new: str, sentence: str) -> None:
    assert changed(example, old, new) == [sentence]


def test_an_approval_that_is_no_longer_always_asked_for_says_when_there_is_none(example: Definition) -> None:
    always = Definition.model_validate_json(
        example.model_dump_json(by_alias=True).replace('"when":"decided_eligible"', '"when":null')
    )
    [only] = differences(always, example)
    assert only.sentence == "No approval by the team manager (“Agreement”) if not “decided eligible”."
    assert summary_of(always, example, [only])[1] == only.sentence


def test_a_question_with_another_id_that_records_the_same_is_the_same_question(example: Definition) -> None:
    assert changed(example, '"id":"wish"', '"id":"hope"') == [
        "Changed: “What should be different?” has the id hope instead of wish; the question is the same."
    ]


def test_a_question_with_another_id_whose_words_mostly_stay_is_reworded(example: Definition) -> None:
    sentence = "Reworded: “What should be different?” is asked as “What should be different now?”."
    found = changed(
        example,
        '"id":"wish","label":"What should be different?"',
        '"id":"hope","label":"What should be different now?"',
    )
    assert found == [sentence]


def test_the_summary_counts_questions_and_names_the_approval_that_falls_away(load: Load) -> None:
    a, b = load("look_then_agree").definition, load("strengths_then_look").definition
    assert summary_of(a, b, differences(a, b)) == [
        "B asks as many questions as A in all (13); 1 more must be answered (13, A 12).",
        "B has 1 fewer step (2, A 3).",
        "No approval by the team manager: there is no step “Agreement”.",
        "The team manager has no part in B.",
        "“What matters” comes before “An ordinary day”.",
    ]


def test_a_copy_under_another_name_is_told_as_such(example: Definition) -> None:
    copy = example.model_copy(update={"id": "copy", "title": "Copy"})
    found = differences(example, copy)
    assert [each.sentence for each in found] == [
        "It is called “Copy” instead of “Look, then agree” and its id is copy instead of look_then_agree."
    ]
    assert summary_of(example, copy, found) == ["Same text, same order; only what it is called differs."]


def test_many_small_differences_of_one_sort_are_one_line_with_its_details() -> None:
    a, b = shipped("traditional"), shipped("three_conversations")
    found = differences(a, b)
    assert len(found) < 70
    assert any(len(each.details) > 3 for each in found)
    assert gathered([], lambda group: "") == []


def parts(model: BaseModel, path: tuple[Any, ...] = ()) -> list[tuple[tuple[Any, ...], BaseModel]]:
    """Every part of a workflow with the way to it."""
    found = [(path, model)]
    for key in type(model).model_fields:
        value = getattr(model, key)
        for index, inner in enumerate(value if isinstance(value, tuple) else (value,)):
            if isinstance(inner, BaseModel):
                found += parts(inner, (*path, (key, index if isinstance(value, tuple) else None)))
    return found


def put(model: BaseModel, path: tuple[Any, ...], key: str, value: object) -> BaseModel:
    """The workflow with one key of one part otherwise, whatever the language says of its value."""
    if not path:
        return model.model_copy(update={key: value})
    (name, index), rest = path[0], path[1:]
    inner = getattr(model, name)
    if index is None:
        return model.model_copy(update={name: put(inner, rest, key, value)})
    other = (*inner[:index], put(inner[index], rest, key, value), *inner[index + 1 :])
    return model.model_copy(update={name: other})


def otherwise(value: object) -> object:
    """Another value of the same shape."""
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case str():
            return f"{value}_x"
        case None:
            return "x"
        case dict():
            return {**value, "other": "x"}
        case _:
            return value[1:] if isinstance(value, tuple) and value else ("x",)


CLOSED = {
    "presentation": "single_page",
    "mode": "must",
    "note": "optional",
    "prefill": "copy",
    "on_hide": "clear",
}
"""Another word for keys that take only some."""


def test_no_key_of_any_part_can_differ_without_being_told(example: Definition) -> None:
    said_of_types: set[tuple[str, str]] = set()
    for path, part in parts(example):
        for key in type(part).model_fields:
            name = (type(part).__name__, key)
            value = getattr(part, key)
            holds_parts = isinstance(value, BaseModel) or (
                isinstance(value, tuple) and any(isinstance(each, BaseModel) for each in value)
            )
            if (
                holds_parts
                or name in said_of_types
                or key in ("id", "code", "type", "step", "warns", "must", "repeat", "actions")
            ):
                continue
            said_of_types.add(name)
            other = put(example, path, key, CLOSED[key] if key in CLOSED else otherwise(value))
            assert isinstance(other, Definition)
            assert differences(example, other), f"nothing is said of {'.'.join(name)}"
    assert len(said_of_types) > 90
