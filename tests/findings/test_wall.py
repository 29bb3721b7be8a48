"""The wall: which notes are on it, groups people make, and people counted once in who met which problem."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from casework.clock import now
from casework.database import Db
from casework.errors import DomainError, NotFound
from casework.findings import wall as walls
from casework.findings.rainbow import discovery_said, rainbow
from casework.findings.wall import met_in, wall_of
from casework.lab.models import NoteGroup, Observation, Session, Study, WallCard
from casework.lab.vocabulary import ObservationKind
from casework.statistics import problem_discovery

AT = now()
NOTE = Callable[..., Observation]


@pytest.fixture
def note(db: Db) -> NOTE:
    """note(session, "Looks twice", arm="talk"): a note about somebody's task in that arm."""

    def make(session: Session, text: str, *, arm: str = "talk", kind: str = "problem", page: str = "") -> Observation:
        run = next(run for run in session.runs if run.session_arm.arm.key == arm and run.task.key == "work")
        made = Observation(
            session_id=session.id,
            task_run_id=run.id,
            kind=ObservationKind(kind),
            at=run.ended_at,
            text=text,
            page=page or None,
            by="Ruth",
        )
        db.add(made)
        db.flush()
        return made

    return make


def group(db: Db, study: Study, title: str, *notes: Observation) -> NoteGroup:
    made = walls.make_group(db, study, title, by="Ruth", at=AT)
    for each in notes:
        walls.move_card(db, study, each.id, made.id, by="Ruth", at=AT)
    return made


def texts(db: Db, study: Study, of: NoteGroup | None) -> list[str]:
    return [card.note.text for card in wall_of(db, study).cards_of(of)]


def titles(db: Db, study: Study) -> list[str]:
    return [each.title for each in walls.groups_of(db, study)]


# --- which notes ---------------------------------------------------------------------------------


def test_notes_of_pilots_and_rehearsals_are_not_on_the_wall(db, study, take_part, note):
    counted, rehearsal = take_part(), take_part(is_rehearsal=True)
    note(counted, "Looks twice"), note(rehearsal, "Never counts")
    found = wall_of(db, study)
    assert [card.note.text for card in found.cards] == ["Looks twice"]
    assert found.people == [counted.participant.code]


def test_a_note_from_a_run_that_was_left_out_stays_and_counts_for_nobody(db, study, take_part, note):
    session = take_part()
    left_out = note(session, "The fire alarm rang").task_run_id
    run = next(run for run in session.runs if run.id == left_out)
    run.voided_at, run.voided_because = AT, "Fire alarm"
    db.flush()
    (card,) = wall_of(db, study).cards
    assert not card.counts
    assert wall_of(db, study).people == [session.participant.code]
    assert met_in([card], [session.participant.code]).by == {}


# --- groups --------------------------------------------------------------------------------------


def test_a_note_moves_to_a_place_in_a_group_and_out_again(db, study, take_part, note):
    session = take_part()
    first, second, third = (note(session, text) for text in ("one", "two", "three"))
    made = group(db, study, "Carer away", first, second)
    walls.move_card(db, study, third.id, made.id, before=second.id, by="Sam", at=AT + timedelta(seconds=1))
    assert texts(db, study, made) == ["one", "three", "two"]
    walls.move_card(db, study, first.id, "", by="Sam", at=AT)
    assert texts(db, study, made) == ["three", "two"]
    assert texts(db, study, None) == ["one"]
    assert walls.last_mover(db, study) == "Sam"


def test_a_move_onto_a_group_that_was_just_deleted_is_told_and_loses_nothing(db, study, take_part, note):
    mine = note(take_part(), "one")
    home, gone = group(db, study, "Home", mine), group(db, study, "Gone")
    walls.delete_group(db, gone)
    with pytest.raises(DomainError, match="deleted that group meanwhile"):
        walls.move_card(db, study, mine.id, gone.id, by="Sam", at=AT)
    assert texts(db, study, home) == ["one"]


def test_only_an_empty_group_is_deleted(db, study, take_part, note):
    made = group(db, study, "Carer away", note(take_part(), "one"))
    with pytest.raises(DomainError, match="holds 1 note"):
        walls.delete_group(db, made)
    assert titles(db, study) == ["Carer away"]


def test_merging_puts_the_notes_after_those_of_the_other(db, study, take_part, note):
    session = take_part()
    one, two = note(session, "one"), note(session, "two")
    into, merged = group(db, study, "Into", one), group(db, study, "Merged", two)
    walls.merge_groups(db, study, merged, into, by="Sam", at=AT)
    assert texts(db, study, into) == ["one", "two"]
    assert titles(db, study) == ["Into"]
    with pytest.raises(DomainError) as refused:
        walls.merge_groups(db, study, into, into, by="Sam", at=AT)
    assert refused.value.field == "into"


def test_groups_change_places_and_stop_at_the_ends(db, study):
    first, *_ = [group(db, study, title) for title in "ABC"]
    for places, order in ((1, "BAC"), (5, "BCA"), (5, "BCA"), (-1, "BAC"), (-9, "ABC")):
        walls.shift_group(db, study, first, places)
        assert titles(db, study) == list(order)


@pytest.mark.parametrize("title", ["", "  ", "x" * 201, "carer AWAY"])
def test_a_group_needs_a_name_of_its_own(db, study, title):
    group(db, study, "Carer away")
    with pytest.raises(DomainError) as refused:
        walls.make_group(db, study, title, by="Ruth", at=AT)
    assert refused.value.field == "title"


def test_a_group_may_keep_its_name_when_it_is_changed(db, study):
    made = group(db, study, "Carer away")
    walls.change_group(db, study, made, " Carer  away ", is_problem=False)
    assert (made.title, made.is_problem) == ("Carer away", False)


def test_a_note_of_another_study_or_of_a_rehearsal_cannot_be_put_on_the_wall(db, study, take_part, note):
    made, never = group(db, study, "Carer away"), note(take_part(is_rehearsal=True), "Never counts")
    for note_id in (never.id, "none"):
        with pytest.raises(NotFound):
            walls.move_card(db, study, note_id, made.id, by="Ruth", at=AT)
    assert db.query(WallCard).count() == 0


def test_the_state_of_the_wall_changes_with_every_move_and_not_by_looking(db, study, take_part, note):
    mine = note(take_part(), "one")
    states = [walls.state_of(wall_of(db, study)) for _ in range(2)]
    made = group(db, study, "Carer away")
    states.append(walls.state_of(wall_of(db, study)))
    walls.move_card(db, study, mine.id, made.id, by="Ruth", at=AT)
    states.append(walls.state_of(wall_of(db, study)))
    assert states[0] == states[1]
    assert len(set(states)) == 3


def test_others_are_here_for_as_long_as_they_give_a_sign(db, study):
    for who, at in (("a", AT - timedelta(seconds=30)), ("b", AT), ("b", AT), ("me", AT)):
        walls.is_here(db, study, who, name=who.upper(), at=at)
    assert walls.others_here(db, study, "me", AT) == ["B"]


# --- who met which problem -----------------------------------------------------------------------


def test_people_are_counted_once_however_many_notes_there_are(db, study, take_part, note):
    people = [take_part() for _ in range(3)]
    notes = [
        note(people[0], "one", arm="assess"),
        note(people[0], "two", arm="talk", page="Summary"),
        note(people[0], "three", arm="talk", page="Summary"),
        note(people[1], "four", arm="talk", kind="said", page="Send"),
        note(people[2], "fine here", kind="good"),
    ]
    notes[0].severity = 3
    group(db, study, "Carer away", *notes)
    group(db, study, "Who reads it", note(people[1], "five"))
    found = rainbow(db, wall_of(db, study))
    codes = [each.participant.code for each in people]
    (shared,), (alone,) = found.shared, found.alone
    marks = {arm.key: arm.mark for arm in study.arms}
    assert shared.met.by == {codes[0]: sorted(marks.values()), codes[1]: [marks["talk"]]}
    assert (shared.people, shared.severity, shared.is_judged, shared.place) == (2, 3, False, "Summary")
    assert (alone.group.title, alone.people) == ("Who reads it", 1)
    assert found.each_met == {codes[0]: 1, codes[1]: 2, codes[2]: 0}


def test_a_group_that_is_no_problem_is_not_in_the_table(db, study, take_part, note):
    made = group(db, study, "Nice words", note(take_part(), "one"))
    walls.change_group(db, study, made, "Nice words", is_problem=False)
    found = rainbow(db, wall_of(db, study))
    assert (found.shared, found.alone) == ([], [])


def test_what_is_said_of_problems_not_seen_never_claims_a_share_of_all():
    said = discovery_said(problem_discovery([1, 2, 3, 1, 1, 1, 1, 1, 1, 1, 5, 2], 6))
    assert said.startswith("Of the problems that these people and tasks can show, if all were equally likely: about 21")
    assert "%" not in said
    assert discovery_said(problem_discovery([2], 3)).startswith("No estimate of how many more there are: n = 3")
