"""The difference written as a workflow that extends another: applied to A it gives B."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.records.facts import CATALOGUE
from casework.workflows.definition import Definition
from casework.workflows.differences import applied, changes_between, differences
from casework.workflows.dumping import dump
from casework.workflows.loader import Loaded, load_text
from tests.workflows.shipped import FILES, LISTS, NAMES, shipped

Tree = dict[str, Any]


@pytest.mark.parametrize("name", NAMES)
def test_the_difference_between_two_shipped_workflows_applied_to_one_gives_the_other(name: str) -> None:
    for a, b in ((shipped("traditional"), shipped(name)), (shipped(name), shipped("traditional"))):
        assert applied(a, changes_between(a, b)) == b


@pytest.mark.parametrize("name", [name for name in NAMES if name != "traditional"])
def test_what_is_written_loads_as_a_file_of_its_own(name: str) -> None:
    a, b = shipped("traditional"), shipped(name)
    text = dump(changes_between(a, b))
    assert load_text(text, f"{name}.yaml", lists=LISTS, catalogue=CATALOGUE, siblings=FILES).definition == b


def test_a_workflow_that_extends_another_is_written_much_as_its_file_was(load: Callable[[str], Loaded]) -> None:
    base, child = load("look_then_agree").definition, load("strengths_then_look").definition
    written = changes_between(base, child)
    assert applied(base, written) == child
    assert {"at": "steps/agree", "remove": True, "because": "small budgets need no manager"} in written["changes"]


def test_between_a_workflow_and_itself_there_is_only_its_name(example: Definition) -> None:
    assert changes_between(example, example) == {
        "id": example.id,
        "extends": example.id,
        "title": example.title,
        "changes": [],
    }


def test_a_change_that_does_not_fit_is_told(example: Definition) -> None:
    with pytest.raises(ValueError, match="there is no nowhere in steps"):
        applied(example, {"changes": [{"at": "steps/nowhere", "remove": True}]})


WORDS = st.sampled_from(["What now?", "No", "22:30", "((person)), and others", "1.10"])
OTHER: dict[str, st.SearchStrategy[Any]] = {
    "title": WORDS,
    "label": WORDS,
    "hint": st.sampled_from(["", "A hint"]),
    "when": st.sampled_from([None, 'need_shown == "yes"']),
    "optional": st.booleans(),
    "records": st.sampled_from(["nothing", "person.preferred_name"]),
    "due": st.sampled_from([None, "3 days"]),
    "role": st.sampled_from(["panel", "social_worker"]),
    "note": st.sampled_from(["none", "required"]),
    "duty": st.sampled_from([None, "D01-need"]),
    "because": st.sampled_from(["", "a reason"]),
}
OF_THE_WHOLE: dict[str, st.SearchStrategy[Any]] = {
    "title": WORDS,
    "summary": st.sampled_from(["", "Short."]),
    "presentation": st.sampled_from(["task_list", "one_per_page", "single_page"]),
    "because": st.sampled_from([{}, {"sections/day": "it comes first"}, {"conditions/x": "simpler"}]),
    "conditions": st.sampled_from([{}, {"shown": 'need_shown == "yes"'}]),
}
FIELDS: dict[str, tuple[str, ...]] = {
    "steps": ("title", "hint", "due", "role"),
    "actions": ("label", "hint", "when", "note", "duty"),
    "sections": ("title",),
    "pages": ("title", "hint", "when"),
    "questions": ("label", "hint", "when", "optional", "records", "duty", "because"),
}
BELOW = {"steps": "actions", "sections": "pages", "pages": "questions"}
NAMED_ELSEWHERE = ("steps", "sections")


def places(tree: Tree) -> list[tuple[str, list[Tree]]]:
    """Every list of things in a workflow, with what these are."""
    found: list[tuple[str, list[Tree]]] = []

    def walk(kind: str, things: list[Tree]) -> None:
        found.append((kind, things))
        if kind in BELOW:
            for thing in things:
                walk(BELOW[kind], thing.setdefault(BELOW[kind], []))

    walk("steps", tree["steps"])
    walk("sections", tree["sections"])
    return found


@st.composite
def mutants(draw: st.DrawFn, definition: Definition) -> Definition:
    """The workflow after a few changes anywhere in it."""
    tree: Tree = definition.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    for number in range(draw(st.integers(1, 6))):
        kind, things = draw(st.sampled_from([("", []), *places(tree)]))
        if not kind:
            key = draw(st.sampled_from(sorted(OF_THE_WHOLE)))
            value = draw(OF_THE_WHOLE[key])
            tree[key] = {**tree["conditions"], **value} if key == "conditions" else value
            continue
        way = draw(st.sampled_from(["set", "set", "move", "add", "remove"]))
        if way == "move" and things:
            things.insert(draw(st.integers(0, len(things))), things.pop(draw(st.integers(0, len(things) - 1))))
        elif way == "set" and things:
            thing, key = draw(st.sampled_from(things)), draw(st.sampled_from(FIELDS[kind]))
            thing[key] = draw(OTHER[key])
        elif way == "add" and kind != "steps":
            new: Tree = {"id": f"new_{number}_{len(things)}", "title": "New", "label": "New"}
            new |= {"sections": {"step": "look"}, "questions": {"type": "text"}}.get(kind, {})
            new.pop("label" if kind in ("sections", "pages") else "title")
            new |= {"pages": []} if kind == "sections" else {"questions": []} if kind == "pages" else {}
            things.insert(draw(st.integers(0, len(things))), new)
        elif way == "remove" and things and kind == "actions":
            things.pop(draw(st.integers(0, len(things) - 1)))
    return Definition.model_validate(tree)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_two_workflows_have_a_difference_that_leads_from_one_to_the_other(
    example: Definition, data: st.DataObject
) -> None:
    a, b = data.draw(mutants(example)), data.draw(mutants(example))
    assert applied(a, changes_between(a, b)) == b


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_nothing_differs_without_being_told(example: Definition, data: st.DataObject) -> None:
    b = data.draw(mutants(example))
    assert (differences(example, b) == []) == (example == b)
