"""A run's measures are drawn from its events, and what was decided in it outlives its sandbox."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from casework.database import enter_sandbox, leave_sandbox
from casework.errors import DomainError
from casework.lab import facilitating, queries, sandboxes, sessions, task_runs
from casework.lab.events import events_after, happened
from casework.lab.models import Event, RecordedFact, TaskRun
from casework.lab.vocabulary import AssistKind, EventKind, RunEnd
from casework.records.models import Step
from casework.records.vocabulary import StepStatus

NINE = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

MEASURES = tuple(task_runs.RunMeasures.__dataclass_fields__)


def finish_step(db, walk, step_id: str, answers: dict[str, str], person_id: str | None = None) -> Step:
    """She finishes a step of the case, as the pages of the record tell it."""
    arm = walk.session.current_arm
    person_id = person_id or task_runs.person_of(walk.session.current_run)
    with sandboxes.inside(db, arm.sandbox_id):
        step = db.scalars(
            select(Step)
            .where(Step.person_id == person_id, Step.definition_id == step_id)
            .order_by(Step.position.desc())
            .limit(1)
        ).one()
        step.status, step.answers = StepStatus.FINISHED, answers
        step.wording = {question: f"Asked: {question}" for question in answers}
    happened(
        db,
        walk.session,
        EventKind.STEP_FINISHED,
        at=walk.moments.after(),
        story_date=walk.session.study.story_date,
        version_id=arm.arm.version_id,
        step=step_id,
        step_row_id=step.id,
        person_id=person_id,
    )
    return step


def decide(db, walk, decision: str) -> None:
    """She finishes the step that the task names, whichever arm she is in."""
    if walk.session.current_arm.arm.key == "assess":
        finish_step(db, walk, "assess", {"decision": decision, "reasons": "She says so."})
    else:
        finish_step(db, walk, "talk", {"outcome": decision, "matters": "Her garden."})


def row_of(run: TaskRun) -> dict[str, object]:
    return {name: getattr(run, name) for name in MEASURES}


# --- how it counts -------------------------------------------------------------------------------


def test_a_run_whose_step_was_finished_counts_as_done_without_help(db, walk):
    run = walk.to_task()
    decide(db, walk, "eligible")
    assert task_runs.outcome_of(run) == "under way"
    walk.finish()
    assert (run.completed_step, task_runs.outcome_of(run)) == (True, "unaided")


def test_one_assist_and_it_was_done_with_help(db, session, walk):
    run = walk.to_task()
    facilitating.assist(db, session, AssistKind.PROMPT, by="ruth", at=walk.moments.after())
    decide(db, walk, "eligible")
    walk.finish()
    assert (run.assist_count, task_runs.outcome_of(run)) == (1, "with help")


def test_saying_finished_without_finishing_the_step_is_a_failure(walk):
    run = walk.to_task()
    walk.finish()
    assert (run.completed_step, task_runs.outcome_of(run)) == (False, "failed")


def test_saying_she_cannot_is_giving_up(db, session, walk):
    run = walk.to_task()
    sessions.end_run(db, session, RunEnd.SAID_CANNOT, at=walk.moments.after(60))
    assert task_runs.outcome_of(run) == "gave up"


def test_being_moved_on_is_a_failure_unless_the_step_was_finished(db, session, walk):
    run = walk.to_task()
    facilitating.move_on(db, session, by="ruth", at=walk.moments.after(60))
    assert task_runs.outcome_of(run) == "failed"
    other = walk.to_task()
    decide(db, walk, "eligible")
    facilitating.move_on(db, session, by="ruth", at=walk.moments.after(60))
    assert task_runs.outcome_of(other) == "unaided"


def test_the_same_step_finished_for_somebody_else_does_not_complete_the_task(db, session, walk):
    while (
        session.current_arm is None or session.current_arm.arm.key != "assess" or not session.current_run.position % 2
    ):
        walk.on()
    walk.to_task()
    run = session.current_run
    finish_step(db, walk, "assess", {"decision": "eligible"}, person_id="carl")
    walk.finish()
    assert run.completed_step is False
    assert queries.facts_of_run(db, run.id) == {}


def test_a_void_run_stays_listed_with_its_reason(db, session, study, walk):
    run = walk.to_task()
    walk.finish()
    with pytest.raises(DomainError) as refused:
        facilitating.void_run(db, run, "  ", by="ruth", at=walk.moments.after())
    assert refused.value.field == "because"
    facilitating.void_run(db, run, "Fire alarm", by="ruth", at=walk.moments.after())
    assert task_runs.outcome_of(run) == "void"
    assert run in queries.runs_of(db, study)
    assert (run.voided_because, run.voided_by) == ("Fire alarm", "ruth")
    with pytest.raises(DomainError, match="already"):
        facilitating.void_run(db, run, "Again", by="ruth", at=walk.moments.after())


def test_a_run_that_never_began_cannot_be_left_out(db, session, walk):
    with pytest.raises(DomainError, match="has not been started"):
        facilitating.void_run(db, session.runs[0], "No reason", by="ruth", at=walk.moments.after())
    assert task_runs.outcome_of(session.runs[0]) == "not started"


# --- measures ------------------------------------------------------------------------------------


def test_measures_are_counted_from_the_events_of_the_run(db, session, walk):
    run = walk.to_task()
    at = walk.moments.after
    for page in ("work", "person", "work"):
        happened(db, session, EventKind.PAGE_VIEWED, at=at(), page=page)
    happened(db, session, EventKind.SEARCHED, at=at(), query="tennant")
    happened(db, session, EventKind.ERRORS_SHOWN, at=at(), messages=["Select a decision", "Enter why"])
    happened(db, session, EventKind.CLICKED, at=at(), clicks=3)
    happened(db, session, EventKind.CLICKED, at=at(), clicks=4)
    walk.finish()
    assert (run.page_count, run.search_count, run.error_count, run.click_count) == (3, 1, 2, 7)


def test_clicks_nobody_could_see_are_not_known_rather_than_none(walk):
    run = walk.to_task()
    walk.finish()
    assert run.click_count is None
    assert (run.page_count, run.error_count, run.assist_count) == (0, 0, 0)


def test_what_happens_after_a_run_is_not_counted_in_it(db, session, walk):
    run = walk.to_task()
    walk.finish()
    happened(db, session, EventKind.ERRORS_SHOWN, at=walk.moments.after(), messages=["Select how easy it was"])
    task_runs.draw_measures(db, run)
    assert run.error_count == 0


def test_drawing_the_measures_again_gives_the_same_row(db, session, walk):
    run = walk.to_task()
    happened(db, session, EventKind.PAGE_VIEWED, at=walk.moments.after(), page="work")
    facilitating.pause(db, session, by="ruth", at=walk.moments.after())
    facilitating.resume(db, session, by="ruth", at=walk.moments.after(30))
    decide(db, walk, "eligible")
    walk.finish()
    first, facts = row_of(run), [(fact.id, fact.name, fact.value) for fact in db.scalars(select(RecordedFact))]
    db.commit()
    task_runs.draw_measures(db, run)
    task_runs.keep_facts(db, run)
    db.commit()
    assert row_of(run) == first
    assert [(fact.id, fact.name, fact.value) for fact in db.scalars(select(RecordedFact))] == facts


def test_a_pause_is_not_working_time(db, session, walk):
    run = walk.to_task()
    facilitating.pause(db, session, by="ruth", at=walk.moments.after(10))
    assert run.is_paused
    with pytest.raises(DomainError, match="paused already"):
        facilitating.pause(db, session, by="ruth", at=walk.moments.after(5))
    facilitating.resume(db, session, by="ruth", at=walk.moments.after(95))
    with pytest.raises(DomainError, match="not paused"):
        facilitating.resume(db, session, by="ruth", at=walk.moments.after(5))
    sessions.end_run(db, session, RunEnd.SAID_FINISHED, at=walk.moments.after(15))
    assert (run.ended_at - run.started_at).total_seconds() == 130
    assert run.working_seconds == 30


def test_a_pause_that_nobody_ended_makes_the_time_not_known(db, session, walk):
    run = walk.to_task()
    facilitating.pause(db, session, by="ruth", at=walk.moments.after(10))
    walk.finish()
    assert run.working_seconds is None


@given(st.lists(st.integers(0, 3600), min_size=2, max_size=12, unique=True))
def test_working_and_paused_time_make_up_the_whole(seconds):
    start, *between, end = [NINE + timedelta(seconds=each) for each in sorted(seconds)]
    pairs = list(zip(between[::2], between[1::2], strict=False))
    events = [Event(kind=EventKind.RUN_STARTED, at=start, data={})]
    for began, ended in pairs:
        events += [
            Event(kind=EventKind.RUN_PAUSED, at=began, data={}),
            Event(kind=EventKind.RUN_RESUMED, at=ended, data={}),
        ]
    events.append(Event(kind=EventKind.RUN_ENDED, at=end, data={}))
    drawn = task_runs.measure(events, finishes=None, person_id="rose")
    paused = sum((ended - began).total_seconds() for began, ended in pairs)
    assert drawn.working_seconds == (end - start).total_seconds() - paused
    assert drawn.completed_step is None


def test_a_run_that_has_not_ended_has_no_time():
    drawn = task_runs.measure(
        [Event(kind=EventKind.RUN_STARTED, at=NINE, data={})], finishes="assess", person_id="rose"
    )
    assert (drawn.working_seconds, drawn.completed_step) == (None, False)


# --- what was decided ----------------------------------------------------------------------------


def test_what_was_decided_is_kept_by_the_same_names_in_both_arms(db, session, walk):
    for decision in ("eligible", "not-eligible"):
        run = walk.to_task()
        decide(db, walk, decision)
        walk.finish()
        fact = queries.facts_of_run(db, run.id)["assessment.decision"]
        assert fact.value == {"value": decision}
        assert (fact.question_id, fact.wording) in {("decision", "Asked: decision"), ("outcome", "Asked: outcome")}
        assert fact.version_id == run.session_arm.arm.version_id


def test_what_was_decided_outlives_the_sandbox(db, session, walk):
    run = walk.to_task()
    decide(db, walk, "eligible")
    walk.to_the_end()
    leave_sandbox(db)
    for arm in session.arms:
        sandboxes.drop(db, arm.sandbox_id)
    db.commit()
    assert queries.facts_of_run(db, run.id)["assessment.decision"].value == {"value": "eligible"}


def test_of_two_decisions_in_one_run_the_last_is_what_was_decided_and_both_are_kept(db, session, walk):
    run = walk.to_task()
    decide(db, walk, "eligible")
    first = events_after(db, session.id, 0, 99)[-1].data
    with sandboxes.inside(db, session.current_arm.sandbox_id):
        step = db.scalars(select(Step).where(Step.id == first["step_row_id"])).one()
        again = Step(
            case_id=step.case_id,
            person_id=step.person_id,
            version_id=step.version_id,
            definition_id=step.definition_id,
            position=step.position + 1,
            title=step.title,
            kind=step.kind,
            role=step.role,
            status=StepStatus.STARTED,
            received_at=step.received_at,
        )
        db.add(again)
    decide(db, walk, "not-eligible")
    walk.finish()
    rows = db.scalars(
        select(RecordedFact).where(RecordedFact.name == "assessment.decision").order_by(RecordedFact.id)
    ).all()
    assert [row.value["value"] for row in rows] == ["eligible", "not-eligible"]
    assert queries.facts_of_run(db, run.id)["assessment.decision"].value == {"value": "not-eligible"}


def test_ending_a_run_leaves_the_handle_in_the_sandbox_it_was_in(db, session, walk):
    walk.to_task()
    sandbox_id = session.current_arm.sandbox_id
    enter_sandbox(db, sandbox_id)
    decide(db, walk, "eligible")
    walk.finish()
    assert db.scalars(select(Step)).all()
