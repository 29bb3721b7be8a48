"""The page about the workflow language says everything the language knows, and its example works."""

import re
from collections.abc import Callable
from pathlib import Path

from casework.workflows.definition import QUESTION_TYPES, Action, Definition, Option, Page, Repeat, Section, Step
from casework.workflows.expressions import FUNCTIONS
from casework.workflows.parsing import keys_of

PAGE = (Path(__file__).parents[2] / "docs" / "workflow-language.md").read_text()


def test_every_key_and_type_of_the_language_is_explained() -> None:
    prose = re.sub(r"```.*?```", "", PAGE, flags=re.DOTALL)
    said = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"`([^`]+)`", prose))))
    parts = (Definition, Step, Action, Section, Page, Repeat, Option, *QUESTION_TYPES.values())
    known = {key for part in parts for key in keys_of(part)} | set(QUESTION_TYPES) | set(FUNCTIONS)
    assert known - said == set()


def test_the_example_has_no_mistakes_but_the_page_it_leaves_out(problems_in: Callable[..., list[str]]) -> None:
    example = re.findall(r"```yaml\n(id: .*?)```", PAGE, re.DOTALL)[0]
    assert problems_in(example, name="listen_then_plan.yaml") == []
