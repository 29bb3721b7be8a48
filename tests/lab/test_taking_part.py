"""What she agrees to and takes back, on which device she is, breaks, stopping, and how she likes her pages."""

from datetime import date

import pytest
from sqlalchemy import select

from casework.errors import DomainError
from casework.lab import consenting, display, facilitating, sessions
from casework.lab.models import Event
from casework.lab.study_file import file_of
from casework.lab.vocabulary import EventKind, RunEnd, Stage

# --- consent: until when, and taking it back -------------------------------------------------------


def with_file(study, **changed):
    """The study with other parts of its file."""
    study.content = study.content | changed


KEPT = {"id": "kept", "label": "Kept for later studies", "months": 18}
TAKE_PART = {"id": "take_part", "label": "I agree to take part", "required": True}
SEEN = {"id": "observed", "label": "Others may watch"}


def sheet(*choices):
    return {"version": "2", "title": "Taking part", "text": ["Words."], "choices": [TAKE_PART, *choices]}


@pytest.mark.parametrize(
    ("choices", "until"), [(["take_part"], date(2027, 5, 22)), (["take_part", "kept"], date(2028, 5, 22))]
)
def test_what_is_kept_goes_after_the_studys_months_or_those_she_agreed_to(db, study, session, moments, choices, until):
    with_file(study, consent=sheet(KEPT), keep_months=6)
    sessions.give_consent(db, session, choices, at=moments.after())
    assert session.participant.keep_until == until


def test_taking_a_choice_back_counts_at_once_and_is_told(db, study, session, moments):
    with_file(study, consent=sheet(KEPT, SEEN), keep_months=6)
    sessions.give_consent(db, session, ["take_part", "observed", "kept"], at=moments.after())
    assert consenting.change(db, session, ["take_part"], at=moments.after()) == ["kept", "observed"]
    assert session.participant.consent_choices == ["take_part"]
    assert session.participant.keep_until == date(2027, 5, 22)
    told = db.scalars(select(Event).where(Event.kind == EventKind.CHOICES_CHANGED)).one()
    assert told.data == {"taken_back": ["kept", "observed"], "given": []}


def test_what_makes_taking_part_cannot_be_taken_back_but_by_stopping(db, session, walk, moments):
    walk.consent()
    with pytest.raises(DomainError, match="if you want to take part"):
        consenting.change(db, session, [], at=moments.after())


def test_whoever_declines_leaves_nothing_but_that_her_session_will_not_be(db, session, moments):
    sessions.decline(db, session, at=moments.after())
    assert session.stage is Stage.THANKS
    assert session.participant.consented_at is None
    assert [event.kind for event in db.scalars(select(Event))] == [EventKind.SESSION_ENDED]


def test_every_choice_that_means_something_to_the_lab_says_what_follows(study):
    with_file(study, consent=sheet(KEPT, SEEN, {"id": "own", "label": "A choice of the study's own"}), watchers=1)
    file = file_of(study)
    means = [consenting.meaning(choice, file) for choice in file.consent.choices]
    assert "for 18 months" in means[1]
    assert "after 12 months" in means[1]
    assert "one other person" in means[2]
    assert means[3] == ""


# --- which device ----------------------------------------------------------------------------------


def test_a_browser_that_was_signed_out_can_be_told_why(db, session, moments):
    _, first = sessions.join(db, session.code, at=moments.after())
    assert not sessions.went_on_elsewhere(db, first)
    sessions.join(db, f"{session.code[:3]} {session.code[3:].lower()}", at=moments.after())
    assert sessions.went_on_elsewhere(db, first)
    assert not sessions.went_on_elsewhere(db, "a token of nobody's")


# --- breaks and stopping ---------------------------------------------------------------------------


def test_a_break_stops_the_clock_until_she_goes_on(db, session, walk, moments):
    run = walk.to_task()
    sessions.take_break(db, session, at=moments.after(60))
    sessions.end_break(db, session, at=moments.after(300))
    sessions.end_run(db, session, RunEnd.SAID_FINISHED, at=moments.after(40))
    assert run.working_seconds == 100
    assert session.break_since is None


def test_the_clock_of_a_break_goes_on_when_she_does_and_not_before(db, session, walk, moments):
    run = walk.to_task()
    sessions.take_break(db, session, at=moments.after(60))
    with pytest.raises(DomainError, match="on a break"):
        facilitating.resume(db, session, by="ruth", at=moments.after(10))
    assert run.is_paused
    assert run.pauses[0].by == "participant"


def test_a_break_in_a_pause_of_the_facilitators_ends_with_both(db, session, walk, moments):
    run = walk.to_task()
    facilitating.pause(db, session, by="ruth", at=moments.after(5))
    sessions.take_break(db, session, at=moments.after(5))
    sessions.end_break(db, session, at=moments.after(5))
    assert len(run.pauses) == 1
    assert not run.is_paused


def test_she_can_stop_at_any_stage(db, session, walk, moments):
    run = walk.to_task()
    sessions.take_break(db, session, at=moments.after())
    sessions.stop(db, session, at=moments.after())
    assert (run.ended_by, session.stage) == (RunEnd.STOPPED, Stage.THANKS)
    assert run.working_seconds is not None
    sessions.stop(db, session, at=moments.after())
    assert [e.kind for e in db.scalars(select(Event))].count(EventKind.SESSION_ENDED) == 1


# --- how pages are shown ---------------------------------------------------------------------------


def test_how_she_likes_her_pages_is_kept_as_what_differs_and_is_no_event(db, session):
    display.choose(session, {"text": "140", "contrast": "normal", "motion": "none"})
    assert display.classes(session) == "app-display-motion-none app-display-text-140"
    assert display.chosen(session)["contrast"] == "normal"
    assert db.scalars(select(Event)).all() == []
    with pytest.raises(ValueError, match="no such way"):
        display.choose(session, {"text": "900"})
