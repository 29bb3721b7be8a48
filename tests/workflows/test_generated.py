"""Properties that hold for any workflow, tried on made-up ones, and for any answers."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.facts import Catalogue
from casework.workflows.definition import Definition
from casework.workflows.dumping import dump
from casework.workflows.engine import check_page, finish, look, next_page, previous_page
from casework.workflows.loader import Lists, content_of, from_content, load_text, version_of
from casework.workflows.parsing import plain
from casework.workflows.problems import WorkflowError
from casework.workflows.reader import read_bytes
from tests.workflows.generated import Data, any_answers, as_definition, workflows
from tests.workflows.shipped import NAMES, shipped

TODAY = date(2026, 11, 10)
OF_REFERENCE = ("L01", "L02", "L03", "L04", "L05", "L06", "L07", "L08", "L09", "L10", "L11", "L20", "L22", "L24", "L25")
calm = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large]}


@settings(max_examples=30, **calm)
@given(workflows())
def test_a_workflow_written_out_and_read_is_the_same(data: Data) -> None:
    text = dump(data)
    again = plain(read_bytes(text.encode(), "generated.yaml").data)
    assert again == data
    assert dump(again) == text


@settings(max_examples=8, derandomize=True, **calm)
@given(data=workflows(most_steps=2))
def test_load_then_dump_then_load_is_the_same_version(data: Data, lists: Lists, catalogue: Catalogue) -> None:
    content = content_of(data, lists, catalogue)
    assert from_content(content) == as_definition(data)
    try:
        loaded = load_text(dump(data), "generated.yaml", lists=lists, catalogue=catalogue, siblings={})
    except WorkflowError as error:
        refused = [str(found) for found in error.problems if found.code in OF_REFERENCE]
    else:
        refused = []
        text = dump(loaded.content["definition"])
        again = load_text(text, "generated.yaml", lists=lists, catalogue=catalogue, siblings={})
        assert (again.version, again.definition) == (loaded.version, loaded.definition)
        assert loaded.version == version_of(content)
    assert refused == []


def walk_through(definition: Definition, answers: Data, chosen: list[str]) -> None:
    for step in definition.steps:
        state = look(definition, step.id, answers, answers, TODAY)
        for page in state.order:
            check_page(state, page)
            next_page(state, page)
            previous_page(state, page)
        finish(definition, state, chosen, {"on": "A note"})
        assert {question.question.id for page in state.pages for question in page.shown}.isdisjoint(
            {each.question.id for each in state.set_aside if each.item_index is None}
        )


@settings(max_examples=40, **calm)
@given(st.data())
def test_the_engine_never_raises_on_any_answers(data: st.DataObject) -> None:
    definition = as_definition(data.draw(workflows()))
    answers = data.draw(any_answers(definition))
    walk_through(definition, answers, data.draw(st.lists(st.sampled_from(["on", "also", "pause", "x"]), max_size=3)))


@pytest.mark.evidence
@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=200, **calm)
@given(data=st.data())
def test_the_engine_never_raises_on_any_answers_to_a_shipped_workflow(name: str, data: st.DataObject) -> None:
    definition = shipped(name)
    actions = [action.id for step in definition.steps for action in step.actions]
    answers = data.draw(any_answers(definition))
    walk_through(definition, answers, data.draw(st.lists(st.sampled_from(actions), max_size=3)))
