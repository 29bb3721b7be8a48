"""The wall on its pages: groups, moves by form and by script, who met what, and who else is here."""

import pytest

from casework.accounts.models import Role
from casework.clock import now
from casework.database import leave_sandbox
from casework.findings.wall import groups_of, wall_of
from casework.lab import sessions
from casework.lab.models import Observation
from casework.lab.vocabulary import ObservationKind
from tests.pages import Pages


@pytest.fixture
def ruth(pages: Pages) -> Pages:
    return pages.as_staff(Role.RESEARCHER)


@pytest.fixture
def notes(db, session):
    leave_sandbox(db)
    sessions.join(db, session.code, at=now())
    made = [
        Observation(session_id=session.id, kind=ObservationKind.PROBLEM, at=now(), text=text, page="Summary", by="Ruth")
        for text in ("Looks for the carer", "Reads it twice")
    ]
    db.add_all(made)
    db.commit()
    return made


def wall(study) -> str:
    return f"/studies/{study.id}/wall"


def make_group(ruth, study, title):
    return ruth.open(wall(study)).submit("Make", title=title)


def test_a_wall_without_notes_says_what_comes_there(ruth, study):
    assert ruth.open(f"/studies/{study.id}").follow("Wall").says("No notes yet.")


def test_a_note_is_put_into_a_group_by_a_plain_form_and_counted(ruth, db, study, notes):
    page = make_group(ruth, study, "Carer away")
    page = ruth.open(f"{wall(study)}/notes/{notes[0].id}/move")
    page = page.submit("Move the note", group=groups_of(db, study)[0].id)
    assert page.h1 == "Wall"
    assert page.says("Moved to “Carer away”")
    assert page.says("1 note, 1 of 1 people")
    assert page.says("Met by one person each (1)")
    assert page.says("1 of 2 notes")


def test_a_new_group_can_be_made_in_the_same_move(ruth, db, study, notes):
    page = ruth.open(f"{wall(study)}/notes/{notes[0].id}/move").submit("Move the note", group="new", title="Carer away")
    assert page.says("Moved to “Carer away”")
    again = ruth.open(f"{wall(study)}/notes/{notes[1].id}/move").submit(
        "Move the note", group="new", title="Carer away"
    )
    assert again.error_beside("title") == "There is a group with this name already. Enter another"


def test_a_move_onto_a_group_that_is_gone_is_told_and_the_note_stays(ruth, db, study, notes):
    make_group(ruth, study, "Carer away")
    page = ruth.open(f"{wall(study)}/notes/{notes[0].id}/move")
    group_id = groups_of(db, study)[0].id
    ruth.open(f"{wall(study)}/groups/{group_id}").submit("Delete this group")
    page = page.submit("Move the note", group=group_id)
    assert page.error_beside("group") == "Somebody deleted that group meanwhile. The note stays where it was"
    said = ruth.client.post(
        f"{wall(study)}/notes/{notes[0].id}/move",
        data={"csrf_token": ruth.csrf_token(), "by_script": "yes", "group": group_id},
    ).text
    assert "Somebody deleted that group meanwhile" in said
    assert "Looks for the carer" in said


def test_what_the_script_moves_is_answered_with_the_wall_as_it_is_now(ruth, db, study, notes):
    make_group(ruth, study, "Carer away")
    group = groups_of(db, study)[0]
    said = ruth.client.post(
        f"{wall(study)}/notes/{notes[0].id}/move",
        data={"csrf_token": ruth.csrf_token(), "by_script": "yes", "group": group.id},
    ).text
    assert 'data-said="Moved to “Carer away”"' in said
    db.rollback()
    assert [card.note.id for card in wall_of(db, study).cards_of(group)] == [notes[0].id]


def test_the_page_hears_only_of_what_changed(ruth, study, notes):
    first = ruth.client.get(f"{wall(study)}/live?after=nothing").text
    state = first.partition('data-after="')[2].partition('"')[0]
    assert ruth.client.get(f"{wall(study)}/live?after={state}").status_code == 204
    make_group(ruth, study, "Carer away")
    assert "Carer away" in ruth.client.get(f"{wall(study)}/live?after={state}").text


def test_a_group_is_renamed_moved_along_merged_and_kept_out_of_the_table(ruth, db, study, notes):
    for title in ("Carer away", "Who reads it"):
        make_group(ruth, study, title)
    first, second = groups_of(db, study)
    ruth.open(f"{wall(study)}/groups/{first.id}").submit("Save the group", title="The carer is away", is_problem=[])
    page = ruth.open(f"{wall(study)}/groups/{first.id}").submit("One to the right")
    assert page.text.index("Who reads it") < page.text.index("The carer is away")
    assert page.says("Not a problem")
    page = ruth.open(f"{wall(study)}/groups/{first.id}").submit("Merge", into=second.id)
    assert page.says("Merged into “Who reads it”")
    db.rollback()
    assert [each.title for each in groups_of(db, study)] == ["Who reads it"]


@pytest.mark.parametrize(("by", "column"), [("page", "Summary"), ("task", "Outside the tasks")])
def test_notes_are_arranged_by_page_and_by_task(ruth, study, notes, by, column):
    page = ruth.open(f"{wall(study)}?by={by}")
    assert page.says(column)
    assert page.says("not grouped")


def test_who_else_is_here_is_shown(ruth, study, notes):
    sam = ruth.another().as_staff(Role.NOTE_TAKER)
    sam.open(wall(study)).submit("Say that I am here")
    assert "Here now: " in ruth.open(wall(study)).text


def test_an_observer_reads_the_wall_and_moves_nothing(pages, study, notes):
    page = pages.as_staff(Role.OBSERVER).open(wall(study))
    assert page.says("Looks for the carer")
    assert "Make the first group" not in page.text
