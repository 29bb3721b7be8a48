"""Studies of robots whose behaviour is known, written as the lab writes them, so that what is claimed can be counted.

The people are there once; each simulated study gives them other results. How they behave is written down here and not
taken from `statistics/power.py`, which promised what is checked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp, log

import numpy as np
from numpy.random import Generator

from casework.database import Db
from casework.lab.models import Participant, Session, SessionArm, Study, TaskRun
from casework.lab.planning import dealt, rows_of
from casework.lab.vocabulary import RunEnd, RunStatus, Stage, TaskKind
from casework.statistics.power import log_odds_for


@dataclass(frozen=True)
class Robots:
    """How people do in two arms. a, b: rates, minutes or points.

    differ: how much people differ, in log odds, logs or points. alike: correlation of one person's in both arms.
    """

    measure: str
    a: float
    b: float
    differ: float
    alike: float = 0.0

    def results(self, people: int, within: bool, random: Generator) -> list[tuple[float, float]]:
        """What each person does in the first arm and in the second; between people the second is somebody else's."""
        return [self._of_one(within, random) for _ in range(people)]

    def _of_one(self, within: bool, random: Generator) -> tuple[float, float]:
        first, second = random.standard_normal(2)
        if self.measure == "completion":
            other = first if within else second
            # Within people one arm may suit somebody more than the other, by half as much as people differ.
            suits = self.differ / 2 * random.standard_normal() if within else 0.0
            spread = (self.differ**2 + (self.differ / 2) ** 2 / 4) ** 0.5 if within else self.differ
            odds_a = log_odds_for(self.a, spread) + self.differ * first - suits / 2
            odds_b = log_odds_for(self.b, spread) + self.differ * other + suits / 2
            return float(random.random() < 1 / (1 + exp(-odds_a))), float(random.random() < 1 / (1 + exp(-odds_b)))
        together = self.alike**0.5 if within else 0.0
        alone = (1 - together**2) ** 0.5
        third = random.standard_normal()
        own = [together * first + alone * each for each in (second, third)]
        a, b = (mean + self.differ * who for mean, who in zip(self._means(), own, strict=True))
        if self.measure == "time":
            return 60 * exp(a), 60 * exp(b)
        return float(np.clip(round(a), 1, 7)), float(np.clip(round(b), 1, 7))

    def _means(self) -> tuple[float, float]:
        return (log(self.a), log(self.b)) if self.measure == "time" else (self.a, self.b)


def write_people(db: Db, study: Study, people: int, at: datetime, first: int = 1) -> list[dict[str, TaskRun]]:
    """So many people who have done every task of the study: for each, arm key → her run of the task that counts."""
    rows = rows_of(study)
    written = []
    for number in range(first, first + people):
        participant = Participant(study_id=study.id, code=f"P{number:03}")
        db.add(participant)
        db.flush()
        session = Session(
            study_id=study.id,
            participant_id=participant.id,
            number=number,
            row=dealt(study, number - first),
            code=f"S{number:05}",
            stage=Stage.THANKS,
            planned_at=at,
            joined_at=at + timedelta(hours=number),
        )
        db.add(session)
        db.flush()
        written.append(_arms(db, study, session, rows[session.row], at))
    return written


def _arms(db: Db, study: Study, session: Session, row: Sequence, at: datetime) -> dict[str, TaskRun]:
    runs = {}
    for position, (arm, case) in enumerate(row):
        session_arm = SessionArm(session_id=session.id, arm_id=arm.id, case_id=case.id, position=position)
        db.add(session_arm)
        db.flush()
        for place, task in enumerate(task for task in study.tasks if task.kind is TaskKind.TASK):
            run = TaskRun(
                session_id=session.id,
                session_arm_id=session_arm.id,
                task_id=task.id,
                position=10 * position + place,
                status=RunStatus.ENDED,
                started_at=at,
                ended_at=at + timedelta(minutes=5),
                ended_by=RunEnd.SAID_FINISHED,
                completed_step=True,
                working_seconds=300.0,
                seq=4,
                assist_count=0,
            )
            db.add(run)
            runs[arm.key] = run
    db.flush()
    return runs


def give_results(
    measure: str, people: Sequence[dict[str, TaskRun]], arms: Sequence[str], results: Sequence[tuple[float, float]]
) -> None:
    """Give everybody the results of one simulated study."""
    for runs, result in zip(people, results, strict=True):
        for arm, value in zip(arms, result, strict=True):
            run = runs.get(arm)
            if run is None:
                continue
            if measure == "completion":
                run.completed_step = bool(value)
            elif measure == "time":
                run.working_seconds = value
            else:
                run.seq = int(value)
