"""The page about the workflow language says everything the language knows, and every example on it works."""

import re
from pathlib import Path
from textwrap import indent

import pytest

from casework.records.facts import CATALOGUE
from casework.workflows.definition import (
    DUTIES,
    PUBLIC_ROLES,
    QUESTION_TYPES,
    Action,
    Definition,
    Must,
    Option,
    OptionList,
    Page,
    Repeat,
    Section,
    Step,
    Warn,
)
from casework.workflows.expressions import FUNCTIONS
from casework.workflows.extends import OPERATIONS
from casework.workflows.loader import Lists, Loaded, Siblings, Source, load_lists, load_text
from casework.workflows.parsing import keys_of, words_of
from casework.workflows.problems import WorkflowError
from casework.workflows.wordings import load_packs, worded

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "workflow-language.md").read_text()
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
WHOLE = EXAMPLES[0]
PIECES = [example for example in EXAMPLES if not example.startswith("id:")]

FRAME = """\
id: example
title: Example
begins: {begins}
conditions:
  nothing_said: not answered(said)
{conditions}
steps:
{steps}
sections:
  - id: first
    step: {begins}
    title: First
    pages:
      - {{id: first, questions: [{{id: said, type: text, label: Said, records: plan.involved}}]}}
  - id: about
    step: {begins}
    title: About
    pages:
      - id: about
        questions:
{questions}
{pages}
{sections}
"""
STEPS = """\
- id: ask
  title: Ask
  kind: assessment
  role: social_worker
  actions:
    - {id: done, label: Done, to: closed, requires: complete}
"""
QUESTION = "- {id: other, type: text, label: Other, records: nothing, because: it fills the frame}\n"


def in_frame(piece: str) -> str:
    """A whole workflow around an example that shows some of its parts."""
    parts = dict(re.findall(r"^([a-z]+):\n(.*?)(?=^[a-z]|\Z)", piece, re.DOTALL | re.MULTILINE))
    assert set(parts) <= {"conditions", "steps", "sections", "questions", "pages"}, set(parts)
    given = {name: re.sub(r"^  ", "", text, flags=re.MULTILINE) for name, text in parts.items()}
    steps = given.get("steps", STEPS)
    if "ends: true" not in steps:
        steps += "- {id: closed, title: Closed, ends: true}\n"
    found = re.search(r"- id: (\w+)", steps)
    assert found
    return FRAME.format(
        begins=found[1],
        conditions=indent(given.get("conditions", ""), "  "),
        steps=indent(steps, "  "),
        questions=indent(given.get("questions", QUESTION), " " * 10),
        pages=indent(given.get("pages", ""), " " * 6),
        sections=indent(given.get("sections", ""), "  "),
    )


@pytest.fixture(scope="module")
def all_lists() -> Lists:
    return load_lists(ROOT / "seed_data" / "lists")


@pytest.fixture(scope="module")
def siblings() -> Siblings:
    shipped = {path.stem: path for path in (ROOT / "seed_data" / "workflows").glob("*.yaml")}
    return {**shipped, "listen_then_plan": Source("listen_then_plan.yaml", WHOLE)}


def loaded(text: str, lists: Lists, siblings: Siblings) -> Loaded:
    found = re.search(r"^id: (\w+)", text, re.MULTILINE)
    assert found
    try:
        return load_text(text, f"{found[1]}.yaml", lists=lists, catalogue=CATALOGUE, siblings=siblings)
    except WorkflowError as error:
        wrong = [each for each in error.problems if each.severity == "error"]
        lines = text.split("\n")
        pytest.fail("\n".join(f"{each}\n    {lines[each.line - 1]}" for each in wrong))


def test_every_key_and_word_of_the_language_is_explained() -> None:
    prose = re.sub(r"```.*?```", "", PAGE, flags=re.DOTALL)
    said = set(re.findall(r"[a-zA-Z0-9_-]+", " ".join(re.findall(r"`([^`]+)`", prose))))
    parts = (Definition, Step, Action, Section, Page, Repeat, Option, OptionList, *QUESTION_TYPES.values())
    known = {key for part in parts for key in keys_of(part)} | set(keys_of(Warn)) | set(keys_of(Must))
    known |= {*QUESTION_TYPES, *FUNCTIONS, *DUTIES, *PUBLIC_ROLES, *OPERATIONS, "extends", "changes", "at", "onwards"}
    assert known - said == set()


def test_every_word_that_a_key_may_have_is_explained() -> None:
    prose = re.sub(r"```.*?```", "", PAGE, flags=re.DOTALL)
    said = set(re.findall(r"`(?:\w+: )?([^`]+)`", prose))
    parts = (Definition, Step, Action, Section, Page, Repeat, Option, *QUESTION_TYPES.values())
    words = {word for part in parts for key in keys_of(part) for word in words_of(part, key)}
    assert words - said - {"", "end"} == set()


def test_every_key_and_type_is_in_an_example() -> None:
    written = " ".join(EXAMPLES)
    parts = (Definition, Step, Action, Section, Page, Repeat, Option, Warn, Must, *QUESTION_TYPES.values())
    known = {key for part in parts for key in keys_of(part)} - {"worker", "because"}
    assert {key for key in known if not re.search(rf"\b{key}:", written)} == set()
    assert {name for name in QUESTION_TYPES if f"type: {name}" not in written} == set()
    assert {name for name in (*FUNCTIONS, "today") if not re.search(rf"\b{name}\b", written)} == set()
    assert {name for name in OPERATIONS if not re.search(rf"\b{name}:", written)} == set()


def test_the_whole_example_loads(all_lists: Lists, siblings: Siblings) -> None:
    definition = loaded(WHOLE, all_lists, siblings).definition
    assert [step.id for step in definition.steps] == ["listen", "plan", "closed"]


def test_the_example_that_extends_it_loads(all_lists: Lists, siblings: Siblings) -> None:
    text = next(example for example in EXAMPLES if "\nextends:" in example)
    found = loaded(text, all_lists, siblings)
    assert found.base == "listen_then_plan"
    assert [section.id for section in found.definition.sections] == ["life", "call"]


@pytest.mark.parametrize("piece", [pytest.param(piece, id=f"example {n}") for n, piece in enumerate(PIECES)])
def test_an_example_of_some_parts_loads(piece: str, all_lists: Lists, siblings: Siblings) -> None:
    assert loaded(in_frame(piece), all_lists, siblings).version


def test_the_example_of_a_list_loads(tmp_path: Path) -> None:
    (text,) = [example for example in EXAMPLES if example.startswith("id:") and "\noptions:" in example]
    (tmp_path / "how_soon.yaml").write_text(text)
    assert load_lists(tmp_path)["how_soon"].codes == ("today", "soon", "not-known")


def test_the_example_of_a_wording_pack_gives_the_words(tmp_path: Path, all_lists: Lists, siblings: Siblings) -> None:
    (text,) = [example for example in EXAMPLES if "\nwords:" in example]
    (tmp_path / "short_words.yaml").write_text(text)
    content = worded(loaded(WHOLE, all_lists, siblings).content, load_packs(tmp_path)["short_words"])
    assert content["definition"]["steps"][0]["title"] == "We listen"
