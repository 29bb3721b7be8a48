"""What she is asked beside her tasks: questionnaires, the study's own questions, and what a front door adds."""

import pytest

from casework.errors import DomainError
from casework.lab import asking, facilitating, front_door, sessions
from casework.lab.vocabulary import Stage, TaskKind


def with_file(study, **changed):
    """The study with other parts of its file."""
    study.content = study.content | changed


# --- what she is asked -----------------------------------------------------------------------------

MOOD = {"id": "mood", "asks": "How do you feel?", "scale": 5, "required": True}
WHY = {"id": "why", "asks": "Why?"}


def test_own_questions_after_a_task_are_kept_by_their_id(db, study, session, walk, moments):
    with_file(study, after_task=[MOOD, WHY])
    run = walk.to_task()
    walk.finish()
    with pytest.raises(DomainError) as refused:
        sessions.rate(db, session, 5, "", answers={"why": "Because."}, at=moments.after())
    assert refused.value.field == "own_mood"
    sessions.rate(db, session, 5, "", answers={"mood": 4, "why": " "}, at=moments.after())
    assert run.answers == {"mood": 4}


def test_questionnaires_are_asked_in_the_studys_order_each_once(db, study, session, walk, moments):
    own = {"id": "own", "title": "Ours", "questions": [MOOD]}
    with_file(study, questionnaires=["umux_lite", "sus", own, "raw_tlx"])
    walk.to(Stage.QUESTIONNAIRE)
    arm = session.current_arm
    asked = []
    answers = {"umux_lite": [6, 7], "own": {"mood": 3}, "raw_tlx": [60, 5, 40, 25, 55, 35]}
    while session.stage is Stage.QUESTIONNAIRE:
        asked.append(asking.name_of(asking.questionnaire_now(session)))
        if asked[-1] == "sus":
            walk.sus()
        else:
            sessions.answer_questionnaire(db, session, asked[-1], answers[asked[-1]], "Fine.", at=moments.after())
    assert asked == ["umux_lite", "sus", "own", "raw_tlx"]
    assert {name: kept["items"] for name, kept in arm.questionnaires.items()} == answers
    assert arm.sus_items == [4, 2] * 5


@pytest.mark.parametrize(
    ("which", "items"), [("umux_lite", [7, None]), ("raw_tlx", [0, 5, 10, None, 20, 25]), ("own", {})]
)
def test_a_questionnaire_that_would_have_no_score_names_what_is_missing(
    db, study, session, walk, moments, which, items
):
    with_file(study, questionnaires=[which if which != "own" else {"id": "own", "title": "Ours", "questions": [MOOD]}])
    walk.to(Stage.QUESTIONNAIRE)
    with pytest.raises(DomainError) as refused:
        sessions.answer_questionnaire(db, session, which, items, "", at=moments.after())
    assert refused.value.field == {"umux_lite": "item_2", "raw_tlx": "item_4", "own": "own_mood"}[which]


def test_an_answer_that_no_scale_offers_is_a_mistake(db, study, session, walk, moments):
    with_file(study, questionnaires=["raw_tlx"])
    walk.to(Stage.QUESTIONNAIRE)
    with pytest.raises(ValueError, match="raw_tlx has 6 answers"):
        sessions.answer_questionnaire(db, session, "raw_tlx", [3, 5, 10, 15, 20, 25], "", at=moments.after())


def test_a_study_without_questionnaires_goes_on_to_the_next_arm(study, session, walk):
    with_file(study, questionnaires=[])
    seen = []
    while session.stage is not Stage.THANKS:
        seen.append(session.stage)
        walk.on()
    assert Stage.QUESTIONNAIRE not in seen
    assert seen.count(Stage.RATING) == 2


def test_moving_on_goes_past_one_questionnaire_at_a_time(db, study, session, walk, moments):
    with_file(study, questionnaires=["umux_lite", "sus"])
    walk.to(Stage.QUESTIONNAIRE)
    arm = session.current_arm
    facilitating.move_on(db, session, by="ruth", at=moments.after())
    assert arm.questionnaires == {"umux_lite": None}
    assert asking.questionnaire_now(session) == "sus"


# --- a front door ----------------------------------------------------------------------------------

WHEN = {"id": "when", "asks": "By when?", "answers": ["In 2 days", "In 2 weeks"], "right": ["In 2 days"]}
COST = {"id": "cost", "asks": "What will it cost?", "right": ["Nothing is known yet"]}


def test_what_she_understood_is_asked_before_the_rating_and_told_right_from_wrong(db, study, session, walk, moments):
    for task in study.tasks:
        task.comprehension = [WHEN, COST] if task.kind is TaskKind.TASK else None
    run = walk.to_task()
    walk.finish()
    with pytest.raises(DomainError, match="understood"):
        walk.rate()
    with pytest.raises(DomainError) as refused:
        sessions.say_what_was_understood(db, session, {"when": "In 2 weeks"}, {}, at=moments.after())
    assert refused.value.field == "understood_cost"
    answers = {"when": "In 2 weeks", "cost": "Ten pounds"}
    sessions.say_what_was_understood(db, session, answers, {"when": 5, "cost": None}, at=moments.after())
    assert run.comprehension == {
        "when": {"answer": "In 2 weeks", "right": False, "sure": 5},
        "cost": {"answer": "Ten pounds", "right": None, "sure": None},
    }
    assert front_door.confident_and_wrong(run) == ["when"]
    walk.rate()


def test_the_first_press_is_right_when_the_study_file_names_it(study, session, walk, moments):
    for task in study.tasks:
        task.first_click = {"right": ["Ask for help for somebody else", "Ring us"]}
    run = walk.to_task()
    assert front_door.waits_for_first_page(run)
    front_door.page_was_shown(run, path="/steps/1", offers={"GET /steps/2": "Ring us"}, at=moments.after())
    front_door.was_pressed(run, ["ask  for help for SOMEBODY else"], at=moments.after(12))
    front_door.was_pressed(run, ["Something else"], at=moments.after(3))
    assert run.first_click == {
        "page": "/steps/1",
        "pressed": "ask  for help for SOMEBODY else",
        "right": True,
        "seconds": 12.0,
    }


def test_whoever_pressed_nothing_has_no_first_press(study, session, walk, moments):
    for task in study.tasks:
        task.first_click = {"right": ["Ring us"]}
    run = walk.to_task()
    front_door.page_was_shown(run, path="/steps/1", offers={}, at=moments.after())
    walk.finish()
    assert run.first_click == {"page": "/steps/1", "pressed": "", "right": None, "seconds": None}
