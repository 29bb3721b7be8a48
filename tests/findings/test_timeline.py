"""One run on one clock: stays on pages, typing, marks, problems, and the filmstrip. Pure."""

from datetime import UTC, datetime, timedelta

import pytest

from casework.findings.timeline import (
    FRAMES,
    Problem,
    Timeline,
    next_problem,
    place_at,
    previous_problem,
    problem_at,
    timeline,
)
from casework.lab.models import Event, Observation, Pause, Picture
from casework.lab.vocabulary import EventKind, ObservationKind

STARTED = datetime(2026, 11, 10, 13, 35, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return STARTED + timedelta(seconds=seconds)


def event(seconds: float, kind: EventKind, **data) -> Event:
    return Event(at=at(seconds), kind=kind, data=data)


def view(seconds: float, page: str, path: str = "") -> Event:
    return event(seconds, EventKind.PAGE_VIEWED, page=page, path=path or f"/{page}")


def note(seconds: float, kind: ObservationKind) -> Observation:
    return Observation(at=at(seconds), kind=kind, text="Reads it twice.", by="Ruth")


def picture(seconds: float, title: str) -> Picture:
    return Picture(at=at(seconds), path=f"/{title}", title=title)


def drawn(*events: Event, minutes: int = 10, **more) -> Timeline:
    return timeline(STARTED, at(minutes * 60), events, **more)


def test_each_page_lasts_until_the_next_and_the_last_to_the_end():
    stays = drawn(view(0, "Work"), view(60, "Summary"), view(90, "Summary"), view(200, "Decision")).stays
    assert [(stay.at, stay.until, stay.title) for stay in stays] == [
        (0, 60, "Work"),
        (60, 200, "Summary"),
        (200, 600, "Decision"),
    ]


def test_a_page_of_a_form_met_again_after_a_later_one_is_a_step_back_and_a_list_of_tasks_is_not():
    form = "/steps/s1"
    went = [
        ("Tasks", form),
        ("First", f"{form}/pages/first"),
        ("Tasks", form),
        ("Second", f"{form}/pages/second"),
        ("First", f"{form}/pages/first"),
        ("Second", f"{form}/pages/second"),
    ]
    found = drawn(*[view(10 * number, title, path) for number, (title, path) in enumerate(went)])
    assert [stay.again for stay in found.stays] == [False, False, False, False, True, False]
    assert [(mark.at, mark.said) for mark in found.marks] == [(40, "went back to First")]


def test_keys_stand_where_they_were_pressed_and_are_not_known_without_a_script():
    assert drawn(view(0, "Work")).typing is None
    told = event(100, EventKind.TYPED, typing=[[95, 3], [93, 4], [20, 5]], page="/x")
    typing = drawn(told).typing
    assert typing is not None
    assert [(bar.at, bar.until, bar.keys) for bar in typing] == [(0, 10, 7), (80, 90, 5)]


def test_keys_of_before_the_task_are_left_out():
    assert drawn(event(5, EventKind.TYPED, typing=[[30, 9]])).typing == []


def test_errors_help_and_calls_are_marked_and_pauses_keep_their_length():
    found = drawn(
        event(10, EventKind.ERRORS_SHOWN, messages=["Enter a date", "Select one"]),
        event(20, EventKind.ASSIST_GIVEN, kind_of_help="told-how"),
        event(30, EventKind.INTERRUPTION_CAME, interruption="call"),
        pauses=[Pause(started_at=at(100), ended_at=at(200)), Pause(started_at=at(590), ended_at=None)],
    )
    assert [(mark.at, mark.sign, mark.said) for mark in found.marks] == [
        (10, "✕", "2 errors"),
        (20, "1", "told how"),
        (30, "c", "a call came in"),
    ]
    assert [(each.at, each.until) for each in found.pauses] == [(100, 200), (590, 600)]


def test_what_follows_a_problem_closely_belongs_to_it_and_other_notes_are_none():
    found = drawn(
        event(444, EventKind.ERRORS_SHOWN, messages=["Say what happens"]),
        event(482, EventKind.ASSIST_GIVEN, kind_of_help="prompt"),
        notes=[note(451, ObservationKind.PROBLEM), note(590, ObservationKind.PROBLEM), note(100, ObservationKind.GOOD)],
    )
    assert found.problems == [Problem(444, 482), Problem(590, 590)]


@pytest.mark.parametrize(
    ("moment", "here", "following", "before"),
    [(0, None, 100, None), (100, 0, 300, None), (130, 0, 300, 100), (299, None, 300, 100), (300, 1, None, 100)],
)
def test_problems_are_gone_to_one_after_the_other(moment, here, following, before):
    problems = [Problem(100.4, 110), Problem(300.9, 300.9)]
    assert problem_at(problems, moment) == here
    assert next_problem(problems, moment) == following
    assert previous_problem(problems, moment) == before


def test_the_page_of_a_second_is_the_last_shown_within_it():
    pictures = drawn(pictures=[picture(0, "a"), picture(7.4, "b"), picture(7.9, "c"), picture(8, "d")])
    assert place_at(pictures.frames, 7) == 2
    assert place_at(pictures.frames, 6) == 0


def test_a_filmstrip_has_at_most_eight_frames_with_the_first_the_last_and_what_mattered():
    pictures = [picture(10 * number, f"p{number % 12}") for number in range(30)]
    found = drawn(
        event(205, EventKind.ERRORS_SHOWN, messages=["No"]),
        pictures=pictures,
        notes=[note(255, ObservationKind.PROBLEM), note(256, ObservationKind.PROBLEM), note(5, ObservationKind.SAID)],
    )
    assert len(found.frames) == FRAMES
    assert [found.frames[0].at, found.frames[-1].at] == [0, 290]
    assert found.frames[0].signs == ["said"]
    signs = {frame.at: frame.signs for frame in found.frames}
    assert signs[200] == ["error"]
    assert signs[250] == ["problem"]


def test_without_pictures_the_frames_are_the_pages_that_were_opened():
    frames = drawn(view(0, "Work"), view(60, "Summary")).frames
    assert [(frame.at, frame.title, frame.picture) for frame in frames] == [(0, "Work", None), (60, "Summary", None)]


def test_a_run_in_which_nothing_was_seen_has_rows_and_nothing_on_them():
    found = drawn()
    assert (found.stays, found.typing, found.marks, found.frames, found.problems) == ([], None, [], [], [])
