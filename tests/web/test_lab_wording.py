"""Events and notes in the words of whoever watches."""

import pytest

from casework.lab.vocabulary import EventKind, ObservationKind
from casework.web.studies.event_words import SAID, WORKED_OUT, sentence
from casework.web.studies.wording import read_note

TASKS = {"r1": "Work the case"}


@pytest.mark.parametrize(
    ("kind", "data", "words"),
    [
        (EventKind.SESSION_JOINED, {"again": False}, "joined"),
        (EventKind.SESSION_JOINED, {"again": True}, "joined again, from another browser"),
        (EventKind.RUN_STARTED, {"run": "r1", "task": "work"}, "task started: Work the case"),
        (
            EventKind.RUN_ENDED,
            {"run": "r1", "ended_by": "said-cannot", "by": None},
            "task ended: Work the case, said “I cannot do this”",
        ),
        (EventKind.PAGE_VIEWED, {"page": "Home safely"}, "page viewed: Home safely"),
        (
            EventKind.ANSWER_CHANGED,
            {"question": "impact", "old": "significant", "new": "not-significant"},
            "answer changed: impact: significant → not significant",
        ),
        (
            EventKind.ANSWER_CHANGED,
            {"question": "home_reason", "old": None, "new": "Twenty-four-hour care, she says."},
            "answer changed: home reason: nothing → Twenty-four-hour care, she says.",
        ),
        (
            EventKind.ANSWER_CHANGED,
            {"question": "needs", "old": [], "new": [{"outcome": "home-safety", "goal": ""}]},
            "answer changed: needs: nothing → outcome: home safety",
        ),
        (EventKind.ERRORS_SHOWN, {"messages": ["Enter why"]}, "1 error shown: Enter why"),
        (EventKind.ERRORS_SHOWN, {"messages": ["Enter why", "Select one"]}, "2 errors shown: Enter why; Select one"),
        (EventKind.ASSIST_GIVEN, {"kind_of_help": "told-how", "by": "Ruth"}, "help given: told how, Ruth"),
        (
            EventKind.COLLEAGUE_ACTED,
            {"worker": "Dawn Fisher", "action": "sent_back", "note": "Say more."},
            "Dawn Fisher sent it back: “Say more.”",
        ),
        (
            EventKind.COLLEAGUE_ACTED,
            {"worker": "Len Moss", "action": "looked_again", "note": ""},
            "Len Moss chose looked again",
        ),
        (EventKind.STORY_MOVED, {"days": 1, "to": "2026-11-11"}, "the story moved on 1 day, to 2026-11-11"),
        (
            EventKind.SESSION_ENDED,
            {"because": "Had to leave", "by": "Ruth"},
            "session ended early: “Had to leave”, Ruth",
        ),
        (EventKind.SESSION_ENDED, {}, "session ended"),
    ],
)
def test_an_event_is_told_in_plain_words(kind, data, words):
    assert sentence(kind, data, TASKS) == words


@pytest.mark.parametrize("kind", list(EventKind))
def test_every_kind_of_event_has_words(kind):
    known = {"run": "r1", "ended_by": "moved-on", "kind_of_help": "hint", "worker": "Dawn Fisher", "action": "agreed"}
    said = sentence(kind, known, TASKS)
    assert said
    assert "_" not in said


def test_a_long_answer_is_shortened():
    said = sentence(EventKind.ANSWER_CHANGED, {"question": "why", "old": "", "new": "Because. " * 40}, TASKS)
    assert said.endswith("…")
    assert len(said) < 140


@pytest.mark.parametrize(
    ("typed", "kind", "text"),
    [
        ("! looks for the carer", ObservationKind.PROBLEM, "looks for the carer"),
        ("!looks", ObservationKind.PROBLEM, "looks"),
        ("d opens the summary again", ObservationKind.DID, "opens the summary again"),
        ("S “Why now?”", ObservationKind.SAID, "“Why now?”"),
        ("? does she know who reads it", ObservationKind.QUESTION, "does she know who reads it"),
        ("* found it at once", ObservationKind.GOOD, "found it at once"),
        ("does not see the button", ObservationKind.SAID, "does not see the button"),
        ("sighs", ObservationKind.SAID, "sighs"),
    ],
)
def test_the_first_key_says_what_a_note_is_about(typed, kind, text):
    assert read_note(typed) == (kind, text)


def test_every_kind_of_event_is_said_in_one_way():
    assert set(EventKind) == SAID.keys() ^ WORKED_OUT.keys()
