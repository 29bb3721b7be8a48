"""Where every participant's mark lies, and when an estimate may be drawn beside the marks."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.findings import charts
from casework.statistics import completion, task_time

PEOPLE = [f"P{number:02}" for number in range(1, 31)]


def timed(letter, seconds):
    return charts.Side(letter, dict(zip(PEOPLE, seconds, strict=False)), task_time(seconds))


def finished(letter, done, n):
    values = dict(zip(PEOPLE, [1.0] * done + [0.0] * (n - done), strict=False))
    return charts.Side(letter, values, completion(done, n), f"{done} of {n}")


def test_one_mark_is_one_person_and_open_where_she_did_not_finish():
    panel = charts.counted("Assess", [finished("A", 6, 7), finished("B", 3, 7)])
    assert [sum(mark.is_solid for mark in row.marks) for row in panel.rows] == [6, 3]
    assert [len(row.marks) for row in panel.rows] == [7, 7]
    assert panel.in_words == "A: 6 of 7. B: 3 of 7"


def test_under_five_people_there_is_no_bar_and_the_reason_stands_in_its_place():
    panel = charts.placed(
        "Assess", [timed("A", [498, 577, 655]), timed("B", [60] * 3 + [90] * 4)], charts.minutes([60])
    )
    assert panel.rows[0].bar is None
    assert panel.rows[0].note == "n = 3: no mean, no interval"
    assert panel.rows[1].bar


def test_a_share_is_on_the_axis_only_where_an_interval_is_drawn():
    assert charts.counted("Assess", [finished("A", 2, 3), finished("B", 1, 3)]).ticks == []
    assert [words for _, words in charts.counted("Assess", [finished("A", 2, 5)]).ticks] == ["0%", "50%", "100%"]


def test_every_doubling_of_time_is_as_wide_as_the_last():
    scale = charts.minutes([70, 900])
    assert [words for _, words in scale.ticks] == ["1", "2", "4", "8", "16"]
    places = [scale.at(value) for value, _ in scale.ticks]
    widths = [b - a for a, b in pairwise(places)]
    assert widths == pytest.approx([widths[0]] * 4, abs=0.2)


def test_the_marks_of_one_person_are_joined_and_of_nobody_else():
    first, second = timed("A", [60, 120]), charts.Side("B", {"P02": 100.0, "P09": 80.0}, None)
    panel = charts.placed("Assess", [first, second], charts.minutes([60, 120]), joined=True)
    (join,) = panel.joins
    above, below = (next(m for m in row.marks if m.who == "P02") for row in panel.rows)
    assert join == (above.x, above.y, below.x, below.y)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(st.floats(1, 7), max_size=30), min_size=1, max_size=4))
def test_no_mark_hides_another_and_none_leaves_its_panel(arms):
    sides = [charts.Side("ABCD"[n], dict(zip(PEOPLE, arm, strict=False)), None) for n, arm in enumerate(arms)]
    panel = charts.placed("Ease", sides, charts.EASE)
    marks = [mark for row in panel.rows for mark in row.marks]
    assert len(marks) == sum(map(len, arms))
    assert len({(mark.x, mark.y) for mark in marks}) == len(marks)
    assert all(panel.left <= mark.x <= panel.right and 0 < mark.y < panel.axis for mark in marks)
