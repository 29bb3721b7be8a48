"""What the facilitator can take back, and the story she moves."""

from datetime import timedelta

import pytest

from casework.errors import DomainError
from casework.lab import facilitating
from casework.lab.task_runs import draw_measures
from casework.lab.vocabulary import RunEnd, RunStatus, Stage


def test_moving_on_is_undone_within_ten_seconds_and_the_time_between_does_not_count(db, walk, moments):
    run = walk.to_task()
    facilitating.move_on(db, walk.session, by="ruth", at=moments.after(60))
    assert walk.session.stage is Stage.RATING
    facilitating.undo(db, walk.session, by="ruth", at=moments.after(8))
    assert (walk.session.stage, run.status, run.ended_at) == (Stage.WORKING, RunStatus.RUNNING, None)
    facilitating.move_on(db, walk.session, by="ruth", at=moments.after(30))
    assert run.working_seconds == 90
    draw_measures(db, run)
    assert run.working_seconds == 90


def test_after_ten_seconds_it_stays(db, walk, moments):
    walk.to_task()
    facilitating.move_on(db, walk.session, by="ruth", at=moments.after(60))
    with pytest.raises(DomainError, match="ten seconds"):
        facilitating.undo(db, walk.session, by="ruth", at=moments.after(11))


def test_nothing_is_undone_once_she_has_gone_on_herself(db, walk, moments):
    walk.to_task()
    facilitating.move_on(db, walk.session, by="ruth", at=moments.after(60))
    walk.rate()
    with pytest.raises(DomainError, match="gone on by herself"):
        facilitating.undo(db, walk.session, by="ruth", at=moments.after(2))


def test_passing_a_questionnaire_can_be_undone_too(db, walk, moments):
    walk.to(Stage.QUESTIONNAIRE)
    arm = walk.session.current_arm
    facilitating.move_on(db, walk.session, by="ruth", at=moments.after())
    assert walk.session.stage is Stage.BRIEFING
    assert facilitating.seconds_to_undo(walk.session, moments.now) == 10
    facilitating.undo(db, walk.session, by="ruth", at=moments.after(3))
    assert (walk.session.stage, walk.session.current_arm, arm.questionnaires) == (Stage.QUESTIONNAIRE, arm, None)


def test_she_gives_up_aloud_and_the_facilitator_says_so(db, walk, moments):
    run = walk.to_task()
    facilitating.finish_for_her(db, walk.session, RunEnd.SAID_CANNOT, by="ruth", at=moments.after(60))
    assert (run.ended_by, walk.session.stage) == (RunEnd.SAID_CANNOT, Stage.RATING)


def test_the_story_moves_in_the_arm_under_way(db, walk, moments):
    walk.to_task()
    sandbox = walk.session.current_arm.sandbox
    was = sandbox.story_date
    facilitating.move_story(db, walk.session, 14, by="ruth", at=moments.after())
    assert sandbox.story_date == was + timedelta(days=14)
    with pytest.raises(DomainError, match="days"):
        facilitating.move_story(db, walk.session, 0, by="ruth", at=moments.after())
