"""A section may have a condition, which holds for all its pages beside their own."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from casework.workflows.definition import Definition
from casework.workflows.engine import look
from casework.workflows.loader import Loaded, from_content
from casework.workflows.section_conditions import joined
from tests.workflows.test_mistakes_in_files import WORKING, with_

MORE = """\
  - id: more
    step: start
    title: More
    when: want == "yes"
    pages:
      - id: plain
        questions:
          - {id: plain, type: text, label: Plain, records: nothing, because: a test}
      - id: both
        when: when_wanted == "soon" or when_wanted == "today"
        questions:
          - {id: both, type: text, label: Both, records: nothing, because: a test}
"""
TEXT = WORKING + MORE


@pytest.fixture
def loaded(tmp_path: Path, load: Callable[[Path], Loaded]) -> Loaded:
    path = tmp_path / "a.yaml"
    path.write_text(TEXT)
    return load(path)


@pytest.mark.parametrize(
    ("answers", "shown"),
    [
        ({}, ["p"]),
        ({"want": "no", "when_wanted": "soon"}, ["p"]),
        ({"want": "yes"}, ["p", "plain"]),
        ({"want": "yes", "when_wanted": "soon"}, ["p", "plain", "both"]),
    ],
)
def test_its_pages_show_when_both_conditions_hold(loaded: Loaded, answers: dict[str, str], shown: list[str]) -> None:
    state = look(loaded.definition, "start", answers, {}, date(2026, 11, 10))
    assert [page.page.id for page in state.pages] == shown


def test_a_stored_version_has_it_too_and_keeps_the_text_as_it_was_written(loaded: Loaded) -> None:
    again = from_content(loaded.content)
    assert again == loaded.definition
    assert Definition.model_validate(joined(again.model_dump(by_alias=True))) == again
    assert "when" not in loaded.content["definition"]["sections"][1]["pages"][0]


def test_what_was_answered_there_is_set_aside_and_the_reason_said(loaded: Loaded) -> None:
    answers = {"want": "no", "both": "Something", "plain": "Something"}
    state = look(loaded.definition, "start", answers, {}, date(2026, 11, 10))
    assert [(each.question.id, each.because) for each in state.set_aside] == [
        ("plain", "asked only when “Wanted?” is “Yes”"),
        ("both", "asked only when (“When?” is “Soon” or “When?” is “Today”) and “Wanted?” is “Yes”"),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param(
            TEXT.replace('    when: want == "yes"\n    pages', '    when: wnat == "yes"\n    pages'),
            "a.yaml:33:11: error L20: there is no question or condition wnat; did you mean want?",
            id="in the section",
        ),
        pytest.param(
            with_("id: a", "id: a") + MORE.replace('or when_wanted == "today"', 'or when_wanted == "tody"'),
            "a.yaml:39:55: error L22: when_wanted has no option tody; did you mean today?",
            id="in the page",
        ),
        pytest.param(
            TEXT.replace('    when: want == "yes"\n    pages', "    when: 4\n    pages"),
            "a.yaml:33:11: error L06: when is the number 4; expected text; put it in quotation marks",
            id="not a condition",
        ),
    ],
)
def test_a_mistake_is_told_once_where_it_stands(problems_in: Callable[..., list[str]], text: str, told: str) -> None:
    assert problems_in(text) == [told]
