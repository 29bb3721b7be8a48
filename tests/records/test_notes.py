"""Case notes: drafts that two tabs share, addenda, alerts, and what narrows the list."""

from datetime import date

import pytest

from casework.database import Db
from casework.errors import DomainError
from casework.records.models import Person, Worker
from casework.records.operations.case_notes import (
    Heads,
    add_addendum,
    alert_colleague,
    drop_note_draft,
    keep_note_draft,
    record_case_note,
)
from casework.records.queries.notes import ALL, Wanted, addenda_of, find_draft, notes_of, open_alerts_for
from casework.records.vocabulary import ContactKind
from casework.synthetic.building import Build
from casework.synthetic.factories import moment
from tests.ready import on_both_databases

TODAY = date(2026, 11, 10)
MADE = moment(TODAY)


@pytest.fixture
def rose(build: Build) -> Person:
    return build.person(name="Rosemary Tennant")


@pytest.fixture
def priya(build: Build) -> Worker:
    return build.worker(name="Priya Nair")


def record(db: Db, rose: Person, priya: Worker, **given: object):
    said = {"kind": ContactKind.CALL_OUT, "happened_on": TODAY, "title": "A call", "text": "She is well."}
    return record_case_note(db, rose, author=priya, today=TODAY, at=MADE, **{**said, **given})  # type: ignore[arg-type]


def test_a_note_may_say_everything_under_its_heads(db: Db, rose: Person, priya: Worker) -> None:
    note = record(db, rose, priya, text="", heads=Heads(what_i_think="Alan does more."), happened_at="9.05")
    assert (note.text, note.what_i_think, note.happened_at) == ("", "Alan does more.", "09:05")


def test_a_note_that_says_nothing_is_refused(db: Db, rose: Person, priya: Worker) -> None:
    with pytest.raises(DomainError, match="Enter what happened"):
        record(db, rose, priya, text="")


def test_a_time_that_is_none_is_refused_on_its_field(db: Db, rose: Person, priya: Worker) -> None:
    with pytest.raises(DomainError) as refusal:
        record(db, rose, priya, happened_at="25:10")
    assert refusal.value.field == "happened_at"


def test_a_note_written_for_a_colleague_names_both(db: Db, build: Build, rose: Person, priya: Worker) -> None:
    tom = build.worker(name="Tom Reilly")
    note = record(db, rose, priya, acted_for=tom)
    assert (note.author_id, note.for_id) == (priya.id, tom.id)


def test_an_addendum_to_a_confidential_note_is_confidential(db: Db, rose: Person, priya: Worker) -> None:
    note = record(db, rose, priya, is_confidential=True)
    added = add_addendum(db, note, author=priya, text="It was Tuesday.", today=TODAY, at=MADE)
    assert added.is_confidential
    assert [one.text for one in addenda_of(db, note)] == ["It was Tuesday."]


def test_an_alert_waits_for_the_colleague_who_was_asked(db: Db, build: Build, rose: Person, priya: Worker) -> None:
    tom = build.worker(name="Tom Reilly")
    note = record(db, rose, priya)
    alert = alert_colleague(db, note, tom, text="Ring Claire", raised_by=priya, today=TODAY, at=MADE)
    assert open_alerts_for(db, rose, tom) == {note.id: alert}
    assert open_alerts_for(db, rose, priya) == {}


# --- drafts -----------------------------------------------------------------------------------------


def test_a_draft_is_kept_for_its_author_alone(db: Db, build: Build, rose: Person, priya: Worker) -> None:
    keep_note_draft(db, rose, priya, {"title": ["Before the visit"]}, revision=0, at=MADE)
    kept = find_draft(db, rose, priya)
    assert kept is not None
    assert kept.fields == {"title": ["Before the visit"]}
    assert find_draft(db, rose, build.worker()) is None


@on_both_databases
def test_a_second_tab_never_overwrites_the_draft(db: Db, rose: Person, priya: Worker) -> None:
    first = keep_note_draft(db, rose, priya, {"text": ["One"]}, revision=0, at=MADE)
    assert first.draft is not None
    keep_note_draft(db, rose, priya, {"text": ["One, two"]}, revision=first.draft.revision, at=MADE)
    stale = keep_note_draft(db, rose, priya, {"text": ["Other"]}, revision=0, at=MADE)
    assert stale.is_conflict
    assert stale.draft is not None
    assert stale.draft.fields == {"text": ["One, two"]}


def test_the_same_words_again_are_no_conflict(db: Db, rose: Person, priya: Worker) -> None:
    keep_note_draft(db, rose, priya, {"text": ["One"]}, revision=0, at=MADE)
    again = keep_note_draft(db, rose, priya, {"text": ["One"]}, revision=0, at=MADE)
    assert not again.is_conflict
    assert again.draft is not None
    assert again.draft.revision == 1


def test_a_draft_that_another_tab_changed_is_not_dropped_with_the_note(db: Db, rose: Person, priya: Worker) -> None:
    keep_note_draft(db, rose, priya, {"text": ["One"]}, revision=0, at=MADE)
    drop_note_draft(db, rose, priya, revision=0)
    assert find_draft(db, rose, priya) is not None
    drop_note_draft(db, rose, priya, revision=1)
    assert find_draft(db, rose, priya) is None


def test_nothing_typed_makes_no_draft(db: Db, rose: Person, priya: Worker) -> None:
    assert keep_note_draft(db, rose, priya, {}, revision=0, at=MADE).draft is None


# --- finding ----------------------------------------------------------------------------------------


@on_both_databases
@pytest.mark.parametrize(
    ("wanted", "titles"),
    [
        (ALL, ["Visit", "Call", "Letter"]),
        (Wanted(words="KITCHEN cold"), ["Visit"]),
        (Wanted(words="50%"), []),
        (Wanted(kind=ContactKind.LETTER), ["Letter"]),
        (Wanted(significant=True), ["Call"]),
        (Wanted(seen=True), ["Visit"]),
    ],
)
def test_notes_are_narrowed_to_what_is_wanted(
    db: Db, build: Build, rose: Person, wanted: Wanted, titles: list[str]
) -> None:
    visit = date(2026, 11, 9)
    build.case_note(
        person=rose, title="Visit", what_i_saw="Cold in the kitchen.", seen="Rose, alone", happened_on=visit
    )
    build.case_note(person=rose, title="Call", is_significant=True, seen="spoken to, not seen")
    build.case_note(person=rose, title="Letter", kind=ContactKind.LETTER, happened_on=date(2026, 1, 5))
    build.case_note(title="Of somebody else", what_i_saw="Cold in the kitchen.")
    assert [note.title for note in notes_of(db, rose, wanted)] == titles


def test_notes_as_recorded_are_in_the_order_they_were_written_down(db: Db, build: Build, rose: Person) -> None:
    build.case_note(person=rose, title="Late", happened_on=date(2026, 10, 1), recorded_on=date(2026, 11, 1))
    build.case_note(person=rose, title="At once", happened_on=date(2026, 10, 20))
    assert [note.title for note in notes_of(db, rose)] == ["At once", "Late"]
    assert [note.title for note in notes_of(db, rose, as_recorded=True)] == ["Late", "At once"]
