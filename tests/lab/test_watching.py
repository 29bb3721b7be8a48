"""Who may watch, what they ask, and notes that are never lost nor kept twice."""

from datetime import timedelta

import pytest

from casework.errors import DomainError
from casework.lab import observations, watchers
from casework.lab.study_file import file_of
from casework.lab.vocabulary import ObservationKind, Stage


def why_not(db, session, who, moments, *, leads=False):
    return watchers.why_not(db, session, who, leads=leads, at=moments.now)


def test_only_whoever_leads_watches_where_she_did_not_agree(db, walk, moments):
    assert "not been asked" in why_not(db, walk.session, "dee", moments)
    walk.to(Stage.WORKING)
    assert "did not agree" in why_not(db, walk.session, "dee", moments)
    assert why_not(db, walk.session, "ruth", moments, leads=True) == ""


def test_no_more_watch_at_once_than_she_was_told(db, walk, moments):
    walk.to(Stage.WORKING)
    walk.session.participant.consent_choices = ["take_part", "observed"]
    for number in range(file_of(walk.session.study).watchers):
        watchers.is_here(db, walk.session, f"o{number}", name="Dee", role="observer", at=moments.now)
    watchers.is_here(db, walk.session, "ruth", name="Ruth", role=watchers.LEADS, at=moments.now)
    assert "at most 3 people" in why_not(db, walk.session, "late", moments)
    assert why_not(db, walk.session, "o1", moments) == ""
    moments.after(30)
    assert why_not(db, walk.session, "late", moments) == ""


def test_questions_wait_for_the_facilitator(db, walk, moments):
    first = watchers.ask(db, walk.session, " Would she ring Carol here? ", by="Dee", at=moments.after())
    watchers.at_debrief(db, walk.session, first.id, at=moments.after())
    assert [(each.text, bool(each.put_off_at)) for each in watchers.questions_of(db, walk.session)] == [
        ("Would she ring Carol here?", True)
    ]
    with pytest.raises(DomainError, match="like to ask"):
        watchers.ask(db, walk.session, " ", by="Dee", at=moments.after())


def note(db, walk, moments, text="Looks for the carer", **more):
    return observations.note(
        db, walk.session, kind=ObservationKind.PROBLEM, text=text, page="Home", by="Sam", at=moments.after(), **more
    )


def test_a_note_knows_its_task_its_version_and_its_place_among_the_events(db, walk, moments):
    run = walk.to_task()
    made = note(db, walk, moments)
    assert (made.task_run_id, made.version_id) == (run.id, run.session_arm.arm.version_id)
    assert made.event_seq == walk.session.event_count


def test_tags_and_severity_are_written_in_the_line(db, walk, moments):
    made = note(db, walk, moments, "Looks for the carer #menu ^3 twice #Wording")
    assert (made.text, made.tags, made.severity) == ("Looks for the carer twice", ["menu", "wording"], 3)
    assert observations.tags_of(db, walk.session.study) == ["menu", "wording"]


def test_a_number_sign_inside_a_word_is_no_tag():
    assert observations.read_marks("Case #104417 has C#4 in it") == ("Case #104417 has C#4 in it", [], None)


def test_a_note_that_is_sent_twice_is_kept_once(db, walk, moments):
    assert note(db, walk, moments, written_as="k1") is note(db, walk, moments, written_as="k1")


def test_a_note_written_while_offline_keeps_its_own_moment(db, walk, moments):
    then = moments.after()
    assert note(db, walk, moments, seen_at=then).at == then
    assert note(db, walk, moments, seen_at=moments.now + timedelta(hours=1)).at == moments.now


def test_marks_can_be_changed_afterwards_and_the_words_stay(db, walk, moments):
    made = note(db, walk, moments)
    observations.change_marks(db, made, tags=["#Menu", "menu", " "], severity=2)
    assert (made.tags, made.severity, made.text) == (["menu"], 2, "Looks for the carer")
    with pytest.raises(DomainError, match="1 to 4"):
        observations.change_marks(db, made, tags=[], severity=5)
