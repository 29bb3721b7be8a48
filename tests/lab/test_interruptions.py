"""Calls that come in while a participant works, and what they cost her."""

from datetime import UTC, datetime, timedelta

from casework.lab import interruptions
from casework.lab.models import Event
from casework.lab.vocabulary import EventKind

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CAME, TAKEN, DONE = EventKind.INTERRUPTION_CAME, EventKind.INTERRUPTION_TAKEN, EventKind.INTERRUPTION_DEALT_WITH


def events(*told: tuple[int, EventKind, dict[str, object]]) -> list[Event]:
    return [
        Event(seq=seq, at=NINE + timedelta(seconds=second), kind=kind, data=data)
        for seq, (second, kind, data) in enumerate(told, 1)
    ]


def test_a_call_costs_the_time_until_taken_on_it_and_until_she_is_back_in_the_step_she_left():
    found = interruptions.costs_of(
        events(
            (0, CAME, {"interruption": "carl"}),
            (8, TAKEN, {"interruption": "carl", "away_from": "/steps/s1/pages/home"}),
            (60, EventKind.ANSWER_CHANGED, {"step_row_id": "concern"}),
            (100, DONE, {"interruption": "carl"}),
            (107, EventKind.PAGE_VIEWED, {"page": "Home"}),
            (110, EventKind.ANSWER_CHANGED, {"step_row_id": "another"}),
            (121, EventKind.ANSWER_CHANGED, {"step_row_id": "s1"}),
        )
    )
    assert found == [interruptions.Cost("carl", until_taken=8, on_it=92, until_resumed=21)]


def test_what_did_not_come_to_pass_is_not_known_rather_than_nothing():
    found = interruptions.costs_of(events((0, CAME, {"interruption": "carl"})))
    assert found == [interruptions.Cost("carl", until_taken=None, on_it=None, until_resumed=None)]


def test_from_a_page_that_is_no_step_any_work_counts_as_being_back():
    found = interruptions.costs_of(
        events(
            (0, CAME, {"interruption": "carl"}),
            (5, TAKEN, {"interruption": "carl", "away_from": "/people/rose"}),
            (9, DONE, {"interruption": "carl"}),
            (30, EventKind.STEP_FINISHED, {"step_row_id": "s1"}),
        )
    )
    assert found[0].until_resumed == 21
