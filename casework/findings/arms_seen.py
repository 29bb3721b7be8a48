"""What the runs that count show of each arm, task by task; sessions that were led apart from those that were not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from casework.database import Db
from casework.findings.results import LeftOut, why_not_counted
from casework.lab.models import Arm, Study, TaskRun, TestTask
from casework.lab.queries import runs_of
from casework.lab.task_runs import outcome_of
from casework.lab.vocabulary import TaskKind
from casework.statistics import questionnaires, times
from casework.statistics.present import clock, count_of, estimate, may_estimate, one_decimal

NOBODY = "nobody yet"


@dataclass(frozen=True)
class Seen:
    """The counted runs of one task in one arm. Each person has at most one of them."""

    arm: Arm
    runs: list[TaskRun]

    @property
    def done(self) -> str:
        """How many finished without help: "3 of 4", from five people on with its interval."""
        if not self.runs:
            return NOBODY
        said = count_of(sum(outcome_of(run) == "unaided" for run in self.runs), len(self.runs))
        waiting = sum(outcome_of(run) == "not judged" for run in self.runs)
        return f"{said}; {waiting} not judged yet" if waiting else said

    @property
    def time(self) -> str:
        """Working time of those who finished without help."""
        done = [run.working_seconds for run in self.runs if outcome_of(run) == "unaided"]
        seconds = [each for each in done if each]
        if not self.runs:
            return NOBODY
        return estimate(times.task_time(seconds), seconds, clock) if seconds else f"none (0 of {len(self.runs)})"

    @property
    def ease(self) -> str:
        """How easy people said it was, 1 to 7."""
        given = [run.seq for run in self.runs if run.seq is not None]
        if not self.runs:
            return NOBODY
        if not may_estimate(len(given)):
            return f"{', '.join(map(str, given))} (n = {len(given)})" if given else f"0 of {len(self.runs)} answered"
        return estimate(questionnaires.seq(given), given, one_decimal)

    @property
    def first_press(self) -> str | None:
        """How many pressed right first, of those who pressed; None where nobody was asked to."""
        pressed = [run.first_click["right"] for run in self.runs if run.first_click and "right" in run.first_click]
        known = [each for each in pressed if each is not None]
        return count_of(sum(known), len(known)) if known else None

    @property
    def understood(self) -> list[tuple[str, str]]:
        """Each question about what she read, and how many answered it right; of those that a rule decides."""
        asked = self.runs[0].task.comprehension or [] if self.runs else []
        said = []
        for question in asked:
            answers = [(run.comprehension or {}).get(question["id"], {}).get("right") for run in self.runs]
            known = [each for each in answers if each is not None]
            if known:
                said.append((str(question["asks"]), count_of(sum(known), len(known))))
        return said


@dataclass(frozen=True)
class TaskSeen:
    """One task, side by side. arms: in the study's order."""

    task: TestTask
    arms: list[Seen]


@dataclass(frozen=True)
class StudySeen:
    """A study's counted runs of one way of holding sessions. is_alone: nobody led them."""

    study: Study
    is_alone: bool
    runs: list[TaskRun]

    @property
    def people(self) -> int:
        return len({run.session.participant_id for run in self.runs})

    @property
    def tasks(self) -> list[TaskSeen]:
        return tasks_of(self.study, self.runs)

    def people_in(self, arm: Arm) -> int:
        return len({run.session.participant_id for run in self.runs if run.session_arm.arm_id == arm.id})


def tasks_of(study: Study, runs: Sequence[TaskRun]) -> list[TaskSeen]:
    """The runs by task and arm, both in the study's order; tasks that nobody did are there too."""
    return [
        TaskSeen(
            task,
            [
                Seen(arm, [run for run in runs if run.task_id == task.id and run.session_arm.arm_id == arm.id])
                for arm in study.arms
            ],
        )
        for task in study.tasks
        if task.kind is TaskKind.TASK
    ]


def studies_with_arms(db: Db) -> Sequence[Study]:
    """Every study with its arms and tasks, newest first."""
    options = (selectinload(Study.arms), selectinload(Study.tasks))
    return db.scalars(select(Study).order_by(Study.made_at.desc(), Study.id).options(*options)).all()


def seen_in(db: Db, study: Study) -> tuple[list[StudySeen], list[LeftOut]]:
    """What counts in a study, led before alone, each only where there is any; and the runs left out, with why.

    Rehearsals, pilots and warm-ups are in neither.
    """
    runs = [run for run in runs_of(db, study) if run.task.kind is TaskKind.TASK]
    left_out = [LeftOut(run, run.voided_because or "", run.voided_by or "") for run in runs if run.voided_at]
    return list(_by_way(study, [run for run in runs if why_not_counted(run) is None])), left_out


def _by_way(study: Study, runs: Sequence[TaskRun]) -> Iterator[StudySeen]:
    for is_alone in (False, True):
        mine = [run for run in runs if run.session.is_alone is is_alone]
        if mine:
            yield StudySeen(study, is_alone, mine)
