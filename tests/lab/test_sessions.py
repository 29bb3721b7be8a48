"""Sessions: dealt evenly, joined by one device at a time, and walked through stage by stage."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from casework.database import enter_sandbox
from casework.errors import DomainError, NotFound
from casework.lab import facilitating, planning, queries, sessions
from casework.lab.events import events_after
from casework.lab.models import RecordedFact, Sandbox, Session
from casework.lab.vocabulary import AssistKind, EventKind, RunEnd, RunStatus, SandboxKind, Stage, TaskKind
from casework.records.models import Person
from tests.lab.conftest import Walk


def plan(db, study, moments, number: int, **options) -> list[Session]:
    return [planning.plan_session(db, study, by="ruth", at=moments.after(), **options) for _ in range(number)]


# --- planning ------------------------------------------------------------------------------------


def test_forty_sessions_are_even_in_every_block_and_nobody_meets_a_case_twice(db, study, moments):
    planned = plan(db, study, moments, 40)
    for start in range(0, 40, 4):
        assert sorted(session.row for session in planned[start : start + 4]) == [0, 1, 2, 3]
    for session in planned:
        assert len({arm.case_id for arm in session.arms}) == len({arm.arm_id for arm in session.arms}) == 2
    first_met = Counter((session.arms[0].arm.key, session.arms[0].case.key) for session in planned)
    assert set(first_met.values()) == {10}
    assert [session.number for session in planned] == list(range(1, 41))
    assert len({session.code for session in planned}) == 40


def test_the_same_seed_deals_the_same_rows(db, study, moments):
    assert [session.row for session in plan(db, study, moments, 4)] == [3, 0, 2, 1]


def test_rehearsals_never_upset_the_balance(db, study, moments):
    rehearsal = planning.plan_session(db, study, by="ruth", at=moments.after(), is_rehearsal=True)
    real = plan(db, study, moments, 4)
    assert (rehearsal.participant.code, real[0].participant.code) == ("R01", "P01")
    assert [session.row for session in real] == [3, 0, 2, 1]
    assert queries.sessions_of(db, study) == real
    assert queries.sessions_of(db, study, rehearsals=True) == [rehearsal]


def test_balance_counts_who_meets_which_arm_first_and_with_which_case(db, study, moments):
    plan(db, study, moments, 6)
    spread = queries.balance(db, study)
    assert (spread.n, sum(spread.rows), spread.is_even) == (6, 6, True)
    assert [arm.arm.key for arm in spread.arms] == ["assess", "talk"]
    assert all(sum(arm.positions) == sum(arm.cases) == 6 for arm in spread.arms)
    assert queries.balance(db, study, joined_only=True).n == 0


def test_a_planned_session_has_a_sandbox_for_each_arm_and_every_run_in_order(db, session, study):
    assert session.stage is Stage.CONSENT
    assert [(run.session_arm.position, run.task.kind) for run in session.runs] == [
        (0, TaskKind.WARM_UP),
        (0, TaskKind.TASK),
        (1, TaskKind.WARM_UP),
        (1, TaskKind.TASK),
    ]
    assert {run.status for run in session.runs} == {RunStatus.NOT_STARTED}
    made = db.scalars(select(Sandbox).where(Sandbox.kind == SandboxKind.SESSION)).all()
    assert {sandbox.id for sandbox in made} == {arm.sandbox_id for arm in session.arms}
    for sandbox_id, person_id in [(arm.sandbox_id, arm.case.person_id) for arm in session.arms]:
        enter_sandbox(db, sandbox_id)
        assert db.scalars(select(Person.id).where(Person.id.in_(["rose", "edna"]))).all() == [person_id]


def test_the_next_session_that_is_ready_is_the_first_nobody_has_joined(db, study, moments):
    planning.plan_session(db, study, by="ruth", at=moments.after(), is_rehearsal=True)
    first, second = plan(db, study, moments, 2)
    assert planning.ready_session(db, study) is first
    sessions.join(db, first.code, at=moments.after())
    assert planning.ready_session(db, study) is second
    facilitating.end_early(db, second, "Did not come", by="ruth", at=moments.after())
    assert planning.ready_session(db, study) is None


# --- joining -------------------------------------------------------------------------------------


def test_codes_hold_nothing_that_can_be_mistaken(db, study, moments):
    letters = set("".join(session.code for session in plan(db, study, moments, 8)))
    assert not letters & set("01258AEIOULSZB")
    assert all(len(session.code) == 6 for session in queries.sessions_of(db, study))


def test_a_code_may_be_typed_in_small_letters_with_spaces(db, session, moments):
    code = session.code.lower()
    joined, _ = sessions.join(db, f" {code[:3]} {code[3:]}", at=moments.after())
    assert joined is session


def test_a_code_that_is_nobodys_is_not_found(db, session, moments):
    with pytest.raises(NotFound):
        sessions.join(db, "CCCCCC", at=moments.after())
    with pytest.raises(NotFound):
        sessions.join(db, "", at=moments.after())


def test_joining_again_signs_the_first_device_out(db, session, moments):
    _, first = sessions.join(db, session.code, at=moments.after())
    joined_at = session.joined_at
    _, second = sessions.join(db, session.code, at=moments.after())
    db.commit()
    assert sessions.session_of_token(db, first, lock=False) is None
    assert sessions.session_of_token(db, second, lock=True) is session
    assert session.joined_at == joined_at
    assert [event.data["again"] for event in events_after(db, session.id, 0, 9)] == [False, True]


def test_a_token_is_not_kept_where_it_could_be_read(db, session, moments):
    _, token = sessions.join(db, session.code, at=moments.after())
    assert token not in str(session.cookie_hash)
    assert sessions.session_of_token(db, str(session.cookie_hash), lock=False) is None


def test_after_the_end_the_code_is_dead_and_the_cookie_still_shows_the_thanks(db, session, walk):
    _, token = sessions.join(db, session.code, at=walk.moments.after())
    walk.to_the_end()
    with pytest.raises(DomainError, match="has ended"):
        sessions.join(db, session.code, at=walk.moments.after())
    kept = sessions.session_of_token(db, token, lock=False)
    assert kept is session
    assert kept.stage is Stage.THANKS


# --- from stage to stage -------------------------------------------------------------------------


def test_a_whole_session_goes_by_warm_up_task_rating_and_questionnaire_twice(session, walk):
    seen = [session.stage]
    while session.stage is not Stage.THANKS:
        walk.on()
        seen.append(session.stage)
    arm = [
        Stage.BRIEFING,
        Stage.WORKING,
        Stage.BRIEFING,
        Stage.WORKING,
        Stage.RATING,
        Stage.QUESTIONNAIRE,
    ]
    assert seen == [Stage.CONSENT, Stage.ABOUT_YOU, *arm, *arm, Stage.THANKS]
    assert session.ended_at is not None
    assert {run.status for run in session.runs} == {RunStatus.ENDED}
    assert (session.current_run, session.current_arm) == (None, None)


def test_the_run_and_the_arm_she_is_at_are_known_from_the_briefing_on(session, walk):
    assert (session.current_run, session.current_arm) == (None, None)
    walk.to(Stage.BRIEFING)
    assert (session.current_run, session.current_arm) == (session.runs[0], session.arms[0])
    walk.to(Stage.QUESTIONNAIRE)
    walk.on()
    assert (session.current_run, session.current_arm) == (session.runs[2], session.arms[1])


OPERATIONS = {
    Stage.CONSENT: Walk.consent,
    Stage.ABOUT_YOU: Walk.about_you,
    Stage.BRIEFING: Walk.start,
    Stage.WORKING: Walk.finish,
    Stage.RATING: Walk.rate,
    Stage.QUESTIONNAIRE: Walk.sus,
}


@pytest.mark.parametrize("stage", list(Stage))
def test_at_each_stage_only_its_own_step_can_be_taken(db, session, walk, stage):
    walk.to(stage)
    for own, take in OPERATIONS.items():
        if own is not stage:
            count = session.event_count
            with pytest.raises(DomainError, match="has moved on"):
                take(walk)
            assert (session.stage, session.event_count) == (stage, count)
    if stage in OPERATIONS:
        OPERATIONS[stage](walk)
        assert session.stage is not stage


def test_nobody_goes_on_without_the_consent_that_is_required(db, session, moments):
    with pytest.raises(DomainError, match="I agree to take part") as refused:
        sessions.give_consent(db, session, ["quotes"], at=moments.after())
    assert refused.value.field == "choices"
    assert session.stage is Stage.CONSENT
    sessions.give_consent(db, session, ["quotes", "take_part"], at=moments.after())
    assert session.participant.consent_choices == ["take_part", "quotes"]
    assert session.participant.consent_version == "1"


def test_what_she_says_about_herself_is_kept_with_her_code(session, walk):
    walk.to(Stage.BRIEFING)
    her = session.participant
    assert (her.code, her.role, her.years, her.systems, her.systems_other) == (
        "P01",
        "social worker",
        "5 to 10",
        ["one"],
        None,
    )


@pytest.mark.parametrize("seq", [None, 0, 8])
def test_a_rating_is_one_to_seven(db, session, walk, seq):
    walk.to(Stage.RATING)
    with pytest.raises(DomainError) as refused:
        sessions.rate(db, session, seq, "hard", at=walk.moments.after())
    assert refused.value.field == "seq"
    assert session.stage is Stage.RATING


def test_two_statements_may_be_left_out_and_three_may_not(db, session, walk):
    walk.to(Stage.QUESTIONNAIRE)
    arm = session.current_arm
    with pytest.raises(DomainError, match="3 are left out") as refused:
        sessions.answer_sus(db, session, [None] * 3 + [3] * 7, None, at=walk.moments.after())
    assert refused.value.field == "items"
    sessions.answer_sus(db, session, [None] * 2 + [3] * 8, "  ", at=walk.moments.after())
    assert (arm.sus_items, arm.sus_comment) == ([None, None] + [3] * 8, None)


# --- the facilitator -----------------------------------------------------------------------------


def test_moving_on_ends_the_run_and_then_goes_past_what_is_not_given(db, session, walk):
    walk.to(Stage.RATING)
    facilitating.move_on(db, session, by="ruth", at=walk.moments.after())
    assert (session.stage, session.runs[1].seq) == (Stage.QUESTIONNAIRE, None)
    facilitating.move_on(db, session, by="ruth", at=walk.moments.after())
    assert (session.stage, session.arms[0].sus_items) == (Stage.BRIEFING, None)
    walk.on()
    facilitating.move_on(db, session, by="ruth", at=walk.moments.after())
    assert (session.runs[2].ended_by, session.stage) == (RunEnd.MOVED_ON, Stage.BRIEFING)
    told = [event.data for event in events_after(db, session.id, 0, 99) if event.kind is EventKind.MOVED_ON]
    assert [(data["past"], data["by"]) for data in told] == [("rating", "ruth"), ("questionnaire", "ruth")]


@pytest.mark.parametrize("stage", [Stage.CONSENT, Stage.ABOUT_YOU, Stage.BRIEFING, Stage.THANKS])
def test_the_facilitator_cannot_consent_or_begin_for_her(db, session, walk, stage):
    walk.to(stage)
    with pytest.raises(DomainError, match="Only the participant"):
        facilitating.move_on(db, session, by="ruth", at=walk.moments.after())


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.WORKING])
def test_only_a_run_under_way_is_paused_or_helped(db, session, walk, stage):
    walk.to(stage)
    at = walk.moments.after()
    for attempt in (
        lambda: facilitating.pause(db, session, by="ruth", at=at),
        lambda: facilitating.resume(db, session, by="ruth", at=at),
        lambda: facilitating.assist(db, session, AssistKind.HINT, by="ruth", at=at),
    ):
        with pytest.raises(DomainError, match="No task is under way"):
            attempt()


def test_a_session_can_end_early_with_a_reason_and_what_was_done_is_kept(db, session, walk):
    walk.to(Stage.WORKING)
    with pytest.raises(DomainError):
        facilitating.end_early(db, session, " ", by="ruth", at=walk.moments.after())
    facilitating.end_early(db, session, "Called away", by="ruth", at=walk.moments.after())
    assert (session.stage, session.runs[0].ended_by) == (Stage.THANKS, RunEnd.MOVED_ON)
    assert session.runs[0].working_seconds is not None
    with pytest.raises(DomainError, match="ended already"):
        facilitating.end_early(db, session, "Again", by="ruth", at=walk.moments.after())


def test_nothing_of_a_session_is_written_before_its_stage(db, session):
    assert session.event_count == 0
    assert db.scalar(select(func.count()).select_from(RecordedFact)) == 0
    assert session.participant.consented_at is None
    assert session.joined_at is None


def test_moments_are_told_apart_from_the_story(session, walk):
    walk.to(Stage.RATING)
    run = session.runs[1]
    assert run.ended_at - run.started_at < timedelta(hours=1)
    assert run.started_at.date() != session.study.story_date


def test_the_sandboxes_go_when_the_session_ends_and_its_runs_stay(db, walk, session):
    sandboxes = [arm.sandbox_id for arm in session.arms]
    walk.to_the_end()
    assert [db.get(Sandbox, sandbox_id) for sandbox_id in sandboxes] == [None, None]
    assert all(run.status is RunStatus.ENDED for run in session.runs)
