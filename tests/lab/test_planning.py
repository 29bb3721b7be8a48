"""Who is planned where: between people, another row with a reason, pilots, groups, and arms outside our system."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.database import Db, ask_to_write
from casework.errors import DomainError, NotFound
from casework.lab import planning, queries, sessions
from casework.lab.models import Event, Sandbox, Session
from casework.lab.studies import read_study
from casework.lab.vocabulary import EventKind, RunEnd, SandboxKind, Stage
from tests.lab.conftest import START, TINY, Walk

OUTSIDE = (
    "  - {id: talk, workflow: talk_first, warm_up: wanda, start_at: talk}",
    "  - {id: talk, external: Mosaic, warm_up: wanda}",
)


@pytest.fixture
def read(db, templates, workflows, tmp_path):
    """A study of the tiny file with some of its lines changed."""

    def read_with(*changes):
        text = (TINY / "study.yaml").read_text()
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / "study.yaml"
        path.write_text(text)
        found = read_study(db, path, workflows=workflows, at=START)
        db.commit()
        return found

    return read_with


@pytest.fixture
def between(read):
    return read(("design: crossed", "design: between"))


def plan(db, study, number, **options):
    return [planning.plan_session(db, study, by="ruth", at=START, **options) for _ in range(number)]


# --- between people ------------------------------------------------------------------------------


def test_between_people_everybody_works_in_one_arm_on_one_case(db, between):
    assert [[(arm.key, case.key) for arm, case in row] for row in planning.rows_of(between)] == [
        [("assess", "rose")],
        [("assess", "edna")],
        [("talk", "rose")],
        [("talk", "edna")],
    ]
    assert [len(each.arms) for each in plan(db, between, 4)] == [1, 1, 1, 1]


def test_between_people_no_arm_is_ever_more_than_one_person_ahead_nor_a_case_inside_an_arm(between):
    rows = planning.rows_of(between)
    for people in range(1, 31):
        met = [rows[planning.dealt(between, place)][0] for place in range(people)]
        arms = Counter(arm.key for arm, _ in met)
        assert max(arms.values()) - arms.get("talk", 0) <= 1
        assert max(arms.values()) - arms.get("assess", 0) <= 1
        for key in arms:
            cases = [case.key for arm, case in met if arm.key == key]
            assert abs(cases.count("rose") - cases.count("edna")) <= 1


def test_within_people_no_arm_comes_first_more_than_once_more_often_and_whole_blocks_are_even(study):
    rows = planning.rows_of(study)
    dealt = [planning.dealt(study, place) for place in range(32)]
    for people in range(1, 33):
        first = Counter(rows[row][0][0].key for row in dealt[:people])
        assert max(first.values()) - min(first[arm.key] for arm in study.arms) <= 1
        if people % len(rows) == 0:
            assert set(Counter(dealt[:people]).values()) == {people // len(rows)}


# --- another row than the dealt one ---------------------------------------------------------------


def test_another_row_can_be_given_before_she_joins_with_a_reason(db, session):
    rows = planning.rows_of(session.study)
    other = (session.row + 1) % len(rows)
    planning.override_row(db, session, other, "Worked on a case like Edna's last week", by="ruth", at=START)
    assert [(each.arm, each.case) for each in session.arms] == rows[other]
    assert [run.session_arm.position for run in session.runs] == [0, 0, 1, 1]
    made = db.scalars(select(Sandbox.id).where(Sandbox.kind == SandboxKind.SESSION)).all()
    assert set(made) == {each.sandbox_id for each in session.arms}
    told = db.scalars(select(Event).where(Event.kind == EventKind.ROW_OVERRIDDEN)).one()
    assert told.data["because"] == session.row_because == "Worked on a case like Edna's last week"


def test_a_row_is_overridden_only_with_a_reason_and_before_she_has_joined(db, session):
    with pytest.raises(DomainError, match="why"):
        planning.override_row(db, session, (session.row + 1) % 4, " ", by="ruth", at=START)
    with pytest.raises(DomainError, match="another row"):
        planning.override_row(db, session, session.row, "No reason", by="ruth", at=START)
    sessions.join(db, session.code, at=START)
    with pytest.raises(DomainError, match="nobody has joined"):
        planning.override_row(db, session, (session.row + 1) % 4, "Too late", by="ruth", at=START)


# --- pilots --------------------------------------------------------------------------------------


def test_a_pilot_is_marked_and_takes_nobodys_place(db, study):
    (pilot,) = plan(db, study, 1, is_pilot=True)
    (real,) = plan(db, study, 1)
    assert (pilot.participant.code, real.participant.code) == ("T01", "P01")
    assert real.row == planning.dealt(study, 0)
    assert queries.sessions_of(db, study) == [real]


# --- a group at once -----------------------------------------------------------------------------


def test_a_group_joins_with_one_code_each_in_a_session_of_their_own(db, study):
    plan(db, study, 2)
    code = planning.open_group(db, study, until=START + timedelta(hours=1))
    joined = [planning.join_group(db, f"{code[:3]} {code[3:].lower()}", at=START)[0] for _ in range(2)]
    assert len({each.id for each in joined}) == 2
    assert all(each.joined_at for each in joined)
    with pytest.raises(DomainError, match="Every place is taken"):
        planning.join_group(db, code, at=START)


def test_the_code_of_a_group_ends_by_itself_and_by_hand(db, study):
    plan(db, study, 1)
    code = planning.open_group(db, study, until=START)
    with pytest.raises(DomainError, match="has ended"):
        planning.join_group(db, code, at=START)
    planning.close_group(db, study)
    with pytest.raises(NotFound):
        planning.join_group(db, code, at=START)


def test_thirty_people_who_join_at_once_get_thirty_places(db, between):
    plan(db, between, 30)
    code = planning.open_group(db, between, until=START + timedelta(hours=1))
    db.commit()

    def come(number):
        with Db(db.get_bind()) as own:
            ask_to_write(own)
            here, _ = planning.join_group(own, code, at=START + timedelta(milliseconds=number))
            place = here.number
            own.commit()
            return place

    with ThreadPoolExecutor(8) as at_once:
        places = list(at_once.map(come, range(30)))
    assert sorted(places) == list(range(1, 31))
    arms = Counter(each.arms[0].arm.key for each in queries.sessions_of(db, between))
    assert arms == {"assess": 15, "talk": 15}


# --- arms outside our system ----------------------------------------------------------------------


def test_an_arm_outside_our_system_has_no_sandbox_and_is_judged_by_the_facilitator(db, read, moments):
    judged = "finishes: {assess: assess}\n    success: {judged: A decision was written down}"
    study = read(OUTSIDE, ("finishes: {assess: assess, talk: talk}", judged))
    (session,) = plan(db, study, 1)
    assert {each.arm.key: each.sandbox_id is None for each in session.arms} == {"assess": False, "talk": True}
    walk = Walk(db, session, moments)
    walk.to_the_end()
    db.commit()
    outside = [run for run in session.runs if run.session_arm.arm.external]
    assert [run.ended_by for run in outside] == [RunEnd.SAID_FINISHED, RunEnd.SAID_FINISHED]
    assert session.stage is Stage.THANKS
    assert db.scalars(select(Session)).one().ended_at is not None
