"""The map: everything in its place, nothing over anything else, and the same in words."""

import time
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.workflows.definition import Definition
from casework.workflows.map import drawn, drawn_lanes, drawn_legend, inner_map, laid_out, map_of
from casework.workflows.map.pieces import Drawing
from tests.workflows.shipped import NAMES, shipped

Rect = tuple[float, float, float, float]


def rects(drawing: Drawing) -> list[Rect]:
    """Left, top, right and bottom of everything that is not a line."""
    things = [*drawing.boxes, *drawing.marks, *drawing.labels]
    return [(each.x, each.y, each.x + each.width, each.y + each.height) for each in things]


def overlap(one: Rect, other: Rect) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def crossed(drawing: Drawing) -> list[tuple[Rect, Rect]]:
    """What stands on something else: pairs of things, and things with the parts of arrows that run through them."""
    things = rects(drawing)
    found = [(one, other) for at, one in enumerate(things) for other in things[at + 1 :] if overlap(one, other)]
    for arrow in drawing.arrows:
        for (x, y), (next_x, next_y) in pairwise(arrow.points):
            line = (min(x, next_x) - 0.4, min(y, next_y) - 0.4, max(x, next_x) + 0.4, max(y, next_y) + 0.4)
            inside = [(left + 1, top + 1, right - 1, bottom - 1) for left, top, right, bottom in things]
            found += [(line, thing) for thing in inside if overlap(line, thing)]
    return found


def is_right_angled(drawing: Drawing) -> bool:
    return all(
        here[0] == after[0] or here[1] == after[1] for arrow in drawing.arrows for here, after in pairwise(arrow.points)
    )


@pytest.mark.parametrize("name", NAMES)
def test_no_two_things_of_a_shipped_workflow_stand_on_each_other(name: str) -> None:
    drawing = laid_out(map_of(shipped(name)))
    assert crossed(drawing) == []
    assert is_right_angled(drawing)
    assert all(right <= drawing.width and bottom <= drawing.height for _, _, right, bottom in rects(drawing))


ROLES = ("duty_worker", "social_worker", "team_manager", "panel")


@st.composite
def workflows(draw: st.DrawFn, most: int = 9) -> Definition:
    """Steps of any roles, with ways from any to any."""
    names = [f"step_{number}" for number in range(draw(st.integers(1, most)))]
    steps = []
    for name in names:
        targets = draw(st.lists(st.sampled_from([*names, "closed", "elsewhere"]), max_size=5))
        ways = [
            {
                "id": f"way_{number}",
                "label": draw(
                    st.sampled_from(["Go on", "Send it to your manager, who looks at every word of it", "No"])
                ),
                **({"starts": [target]} if target == "elsewhere" or draw(st.booleans()) else {"to": target}),
            }
            for number, target in enumerate(targets)
        ]
        role = draw(st.sampled_from(ROLES))
        steps.append({"id": name, "title": name.capitalize(), "role": role, "actions": ways})
    steps.append({"id": "closed", "title": "Closed", "ends": True})
    return Definition.model_validate({"id": "any", "title": "Any", "begins": names[0], "steps": steps})


@settings(max_examples=150, deadline=None)
@given(workflows())
def test_nothing_stands_on_anything_else_whatever_the_workflow(definition: Definition) -> None:
    drawing = laid_out(map_of(definition))
    assert crossed(drawing) == []
    assert is_right_angled(drawing)


def test_time_runs_to_the_right_but_for_ways_back() -> None:
    drawing = laid_out(map_of(shipped("traditional")))
    left = {box.stop.step: box.x for box in drawing.boxes}
    for box in drawing.boxes:
        for way in box.stop.ways:
            if way.to in left:
                assert (left[way.to] > box.x) is not way.back


def test_each_role_is_a_lane_and_each_step_a_link() -> None:
    found = map_of(shipped("traditional"))
    drawing = laid_out(found)
    assert {lane.name for lane in drawing.lanes} == {stop.role for stop in found.stops if not stop.ends}
    heights = {lane.name: (lane.y, lane.y + lane.height) for lane in drawing.lanes}
    for box in drawing.boxes:
        top, bottom = heights[box.stop.role]
        assert top < box.y < box.y + box.height < bottom
    tree = ElementTree.fromstring(drawn(drawing, lambda step: f"/workflows/traditional/steps/{step}"))
    links = [each.attrib["href"] for each in tree.iter("{http://www.w3.org/2000/svg}a")]
    assert links == [f"/workflows/traditional/steps/{stop.step}" for stop in found.stops if not stop.ends]


def test_a_drawing_has_a_title_and_a_description_and_no_styles_of_its_own() -> None:
    text = drawn(laid_out(map_of(shipped("traditional"))))
    tree = ElementTree.fromstring(text)
    assert tree[0].text == "Map of Assess, then plan"
    assert tree[1].text == f"{map_of(shipped('traditional')).summary}."
    assert "style" not in text
    ElementTree.fromstring(drawn_lanes(laid_out(map_of(shipped("traditional")))))
    assert [word for _, word in drawn_legend()][:2] == ["next action", "goes back"]


def test_the_same_is_said_in_words(example: Definition) -> None:
    found = map_of(example)
    assert found.summary == "3 steps, 3 roles, 1 wait, 1 way back"
    assert found.sentences[0] == (
        "From Front door: if “need shows”, to 2 Assessment (social worker), when all is answered."
    )
    assert "From Agreement: back to 2 Assessment (social worker), note required." in found.sentences
    assert "From Assessment: stays with it." in found.sentences


def test_an_end_and_another_workflow_are_marks_beside_their_arrows(example: Definition) -> None:
    marks = {(mark.way.action, mark.text) for mark in laid_out(map_of(example)).marks}
    assert {("advise", "Over"), ("say_no", "Over"), ("say_no", "Advice letter"), ("agreed", "Support plan")} <= marks


def test_an_action_that_leads_two_ways_has_one_label(example: Definition) -> None:
    labels = [" ".join(label.lines) for label in laid_out(map_of(example)).labels]
    assert labels.count("Write and close") == 1


def test_an_approval_waits_for_somebody_else(example: Definition) -> None:
    assert [stop.step for stop in map_of(example).stops if stop.waits] == ["agree"]


def test_the_inner_map_of_a_step_gives_its_pages_with_their_conditions(example: Definition) -> None:
    pages = {each.page.id: each for each in inner_map(example, "look")}
    assert list(pages)[:2] == ["called", "ten"]
    assert pages["each"].when == "“Does anybody help unpaid?” is “Yes”"
    assert pages["each"].repeated == "once for each carer, at most 6"


def test_a_hundred_and_twenty_steps_are_laid_out_in_a_blink() -> None:
    names = [f"step_{number}" for number in range(120)]
    steps = [
        {
            "id": name,
            "title": f"Step {at}",
            "role": ROLES[at % 4],
            "actions": [
                {"id": "on", "label": "Go on", "to": names[min(at + 1, 119)] if at < 119 else "closed"},
                {"id": "over", "label": "Go over one", "to": names[min(at + 2, 119)]},
                {"id": "back", "label": "Send back with comments", "to": names[max(at - 3, 0)]},
            ],
        }
        for at, name in enumerate(names)
    ]
    steps.append({"id": "closed", "title": "Closed", "ends": True})
    definition = Definition.model_validate({"id": "long", "title": "Long", "begins": "step_0", "steps": steps})
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        laid_out(map_of(definition))
        times.append(time.perf_counter() - begun)
    assert min(times) < 0.1
