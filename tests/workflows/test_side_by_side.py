"""One place of two workflows side by side."""

from collections.abc import Callable

import pytest

from casework.workflows.definition import Definition
from casework.workflows.differences import differences, side_by_side
from casework.workflows.loader import Loaded

Load = Callable[[str], Loaded]


@pytest.fixture(scope="module")
def pair(load: Load) -> tuple[Definition, Definition]:
    return load("look_then_agree").definition, load("strengths_then_look").definition


def test_a_reworded_question_stands_level_with_what_it_was_and_its_new_words_are_marked(
    pair: tuple[Definition, Definition],
) -> None:
    at = "sections/wishes/matters/wish"
    found = side_by_side(*pair, at, at)
    assert found is not None
    [row] = found.rows
    assert row.a is not None
    assert row.b is not None
    assert [text for text, differs in row.a.label if differs] == []
    assert "".join(text for text, _ in row.b.label) == "What would a good life be for the person?"
    assert any(differs for _, differs in row.b.label)
    assert row.a.where == "Assessment, page 5 of 6, in a list of tasks"


def test_what_only_one_has_stands_alone(pair: tuple[Definition, Definition]) -> None:
    found = side_by_side(*pair, "", "sections/strengths")
    assert found is not None
    assert [(row.a, bool(row.b)) for row in found.rows] == [(None, True)]
    gone = side_by_side(*pair, "sections/agreement", "")
    assert gone is not None
    assert [(bool(row.a), row.b) for row in gone.rows] == [(True, None)]
    assert gone.steps == ("agree", "")


def test_a_step_shows_its_questions_and_what_comes_next_on_both_sides(pair: tuple[Definition, Definition]) -> None:
    found = side_by_side(*pair, "steps/look", "steps/look")
    assert found is not None
    assert found.title == "Assessment"
    shown_in_b = [row.b.asked.question.id for row in found.rows if row.b]
    assert shown_in_b == [question.id for page in pair[1].pages("look") for question in page.questions]
    assert {row.a.asked.question.id for row in found.rows if row.a} == {
        question.id for page in pair[0].pages("look") for question in page.questions
    }
    assert any(line.startswith("Agree and plan: ") for line in found.ways[1])


def test_a_path_that_is_nowhere_shows_nothing(pair: tuple[Definition, Definition]) -> None:
    for path in ("", "steps/nowhere", "sections/nowhere/at/all", "nonsense", "sections", "steps/"):
        assert side_by_side(*pair, path, path) is None


def test_every_difference_can_be_seen_side_by_side(pair: tuple[Definition, Definition]) -> None:
    for each in differences(*pair):
        if each.at.startswith(("steps/", "sections/")):
            assert side_by_side(*pair, each.in_a, each.in_b) is not None, each.sentence
