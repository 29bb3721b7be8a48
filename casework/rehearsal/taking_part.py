"""A robot that takes part in a whole session, by the operations that people's pages use.

Consent, about her, briefings, work, ratings and questionnaires: the next thing follows from where the session stands
and from the robot's seed, so that the same seed gives the same answers. Its sessions are marked and never count.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import floor
from random import Random
from typing import Any

from casework.database import Db
from casework.lab import asking, sessions
from casework.lab.events import happened
from casework.lab.models import Session, TaskRun
from casework.lab.planning import plan_session
from casework.lab.sandboxes import inside
from casework.lab.study_file import OwnQuestion, QuestionnairePart, file_of
from casework.lab.task_runs import person_of
from casework.lab.vocabulary import EventKind, RunEnd, Stage, TaskKind
from casework.rehearsal.acting import (
    MOST_ACTS,
    Desk,
    Did,
    act,
    as_recorded,
    experts_of,
    known_of,
    look_around,
    sit_down,
)
from casework.rehearsal.preflight.tasks import wrong_values
from casework.workflows.versions import definition_of

CONSENT_FROM = timedelta(hours=1)
"""How long before now a rehearsal is told to have begun, so that its events lie in the past."""

ROLES = ("social-worker", "senior", "assessor")
ERRS = 0.25
"""How often a robot decides otherwise than experts, of each of their answers."""
FORGETS = 0.3
"""How often a robot sends a page before it is filled in."""


@dataclass
class Robot:
    """One robot and its session. now: its own clock, which it moves on as a person takes time."""

    db: Db
    session: Session
    seed: int
    now: datetime

    def chance(self, about: str) -> Random:
        """Chances for one thing, the same whenever it is asked for."""
        return Random(f"{self.seed}/{about}")

    def after(self, seconds: float) -> datetime:
        self.now += timedelta(seconds=seconds)
        return self.now

    def tell(self, kind: EventKind, **data: Any) -> None:
        """Keep an event of the work, as its pages would."""
        arm = self.session.current_arm
        happened(
            self.db,
            self.session,
            kind,
            at=self.now,
            story_date=arm.sandbox.story_date if arm and arm.sandbox else None,
            version_id=arm.arm.version_id if arm else None,
            **data,
        )


def rehearse(db: Db, study: Any, *, seed: int, by: str, at: datetime) -> Session:
    """A whole session of one robot, from joining to thanks. Marked as a rehearsal of a robot.

    at: now; what happens is told as having begun an hour before. Raises DomainError where the county lacks somebody.
    """
    began = at - CONSENT_FROM
    session = plan_session(db, study, by=by, at=began, is_rehearsal=True, robot_seed=seed)
    robot = Robot(db, session, seed, began)
    sessions.join(db, session.code, at=robot.after(20))
    while session.stage is not Stage.THANKS:
        go_on(robot)
    db.flush()
    return session


def go_on(robot: Robot) -> None:
    """Whatever comes next for the robot; one whole task, where a task is next."""
    AT[robot.session.stage](robot)


def _consents(robot: Robot) -> None:
    choices = file_of(robot.session.study).consent.choices
    ticked = [each.id for each in choices if each.required or below(robot.chance(f"consent/{each.id}"), 4)]
    sessions.give_consent(robot.db, robot.session, ticked, at=robot.after(40))


def _about_her(robot: Robot) -> None:
    chance = robot.chance("about")
    sessions.answer_about_you(
        robot.db,
        robot.session,
        role=ROLES[below(chance, len(ROLES))],
        years=("under-1", "1-4", "5-9", "10-plus")[below(chance, 4)],
        systems=[],
        systems_other=None,
        at=robot.after(30),
    )


def _begins(robot: Robot) -> None:
    sessions.start_run(robot.db, robot.session, at=robot.after(25))


def _works(robot: Robot) -> None:
    """The whole task under way. In another system it only says that it has finished."""
    run = sessions.run_of(robot.session)
    ended = RunEnd.SAID_FINISHED
    if run.session_arm.sandbox is None:
        robot.after(300)
    else:
        for _ in range(MOST_ACTS):
            did = work_once(robot, run)
            if did.kind == "stuck":
                ended = RunEnd.SAID_CANNOT
                break
            if is_done(run, did):
                break
            robot.after(8 + below(robot.chance(f"{run.position}/{robot.session.event_count}"), 40))
    sessions.end_run(robot.db, robot.session, ended, at=robot.after(10))


def is_done(run: TaskRun, did: Did) -> bool:
    """Whether this was the last thing of the task."""
    target = run.task.finishes.get(run.session_arm.arm.key)
    return did.kind == "finished" and (target is None or did.step_id == target)


def work_once(robot: Robot, run: TaskRun) -> Did:
    """The next thing of the work in a run, with an error now and then before it."""
    arm = run.session_arm
    assert arm.sandbox is not None
    target = run.task.finishes.get(arm.arm.key)
    with inside(robot.db, arm.sandbox.id):
        desk = desk_of(robot, run)
        if target is None:
            return look_around(robot.db, desk, at=robot.now, tell=robot.tell)
        did = act(robot.db, desk, target, at=robot.now, tell=robot.tell)
        if did.kind == "opened" and robot.chance(f"forgets/{did.step_id}").random() < FORGETS:
            robot.tell(EventKind.ERRORS_SHOWN, messages=["Answer what is asked first"], page=did.said)
        return did


def desk_of(robot: Robot, run: TaskRun) -> Desk:
    """Where the robot sits in the run's sandbox, which has been entered, with what it believes about the case."""
    arm = run.session_arm
    assert arm.sandbox is not None
    study, person_id = robot.session.study, person_of(run)
    known = known_of(robot.db, study, person_id, arm.case)
    if run.task.kind is TaskKind.TASK:
        known |= _errs(robot, run)
    return sit_down(robot.db, study, arm.arm, arm.sandbox, person_id, known)


def _errs(robot: Robot, run: TaskRun) -> dict[str, Any]:
    """What this robot believes otherwise than experts: some of their answers, each turned into another."""
    arm = run.session_arm
    definition = definition_of(robot.db, arm.arm.pinned[0])
    found = {}
    for fact, answer in experts_of(robot.db, robot.session.study, arm.case).items():
        chance = robot.chance(f"errs/{arm.case.key}/{fact}")
        wrong = wrong_values(definition, fact, answer)
        if wrong and chance.random() < ERRS:
            found[fact] = as_recorded(fact, wrong[below(chance, len(wrong))])
    return found


def _rates(robot: Robot) -> None:
    run = sessions.run_of(robot.session)
    if asking.is_about_understanding(robot.session):
        asked = run.task.comprehension or []
        answers = {each["id"]: (each.get("answers") or each["right"])[0] for each in asked}
        sessions.say_what_was_understood(
            robot.db, robot.session, answers, dict.fromkeys(answers, 3), at=robot.after(30)
        )
        return
    chance = robot.chance(f"rates/{run.position}")
    own = {each.id: answer_to(each, chance) for each in asking.own_questions(robot.session)}
    sessions.rate(robot.db, robot.session, 3 + below(chance, 5), "", answers=own, at=robot.after(15))


def answer_to(question: OwnQuestion, chance: Random) -> Any:
    return 1 + below(chance, question.scale) if question.scale else "The robot has nothing to add."


def _answers(robot: Robot) -> None:
    asked = asking.questionnaire_now(robot.session)
    name = asking.name_of(asked)
    chance = robot.chance(f"{name}/{robot.session.current_arm_id and sessions.arm_of(robot.session).position}")
    at = robot.after(45)
    if name == "sus":
        items: list[int | None] = [(3 if place % 2 == 0 else 1) + below(chance, 3) for place in range(10)]
        sessions.answer_sus(robot.db, robot.session, items, "", at=at)
        return
    given: list[int | None] | Mapping[str, Any]
    if isinstance(asked, QuestionnairePart):
        given = {each.id: answer_to(each, chance) for each in asked.questions}
    else:
        number, offered = asking.ITEMS[name]
        given = [offered[below(chance, len(offered))] for _ in range(number)]
    sessions.answer_questionnaire(robot.db, robot.session, name, given, "", at=at)


def below(chance: Random, limit: int) -> int:
    """0..limit-1, from random() itself, whose sequence stays the same between versions of Python."""
    return floor(chance.random() * limit)


AT: dict[Stage, Callable[[Robot], None]] = {
    Stage.CONSENT: _consents,
    Stage.ABOUT_YOU: _about_her,
    Stage.BRIEFING: _begins,
    Stage.WORKING: _works,
    Stage.RATING: _rates,
    Stage.QUESTIONNAIRE: _answers,
}
