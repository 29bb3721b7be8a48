"""Simulated studies through the whole pipeline: how often a difference is claimed, where one is and where none is.

`make evidence` runs the long ones and prints what they found.
"""

from collections import Counter
from dataclasses import dataclass

import numpy as np
import pytest
from numpy.random import default_rng
from scipy.stats import binom

from casework.clock import now
from casework.database import leave_sandbox
from casework.findings.claims import claims_of
from casework.lab import claims as plans
from casework.lab.study_file import file_of
from casework.statistics import completion, exact, task_time, wilson
from tests.findings.simulated import Robots, give_results, write_people

STUDIES = 400
MOST_FALSE = 29
"""Of 400 studies without a true difference: what chance alone exceeds once in fifty such checks."""


@dataclass(frozen=True)
class Design:
    """A planned claim, and the robots that it was planned for."""

    within: bool
    planned: Robots
    none: float
    """Both arms' true value where there is no difference."""

    @property
    def claim(self):
        robots = self.planned
        spread = {"spread": [robots.differ], "alike": [robots.alike]} if robots.alike else {"spread": [robots.differ]}
        return {"measure": robots.measure, "expected_a": robots.a, "expected_b": robots.b} | spread


DESIGNS = {
    "completion between people": Design(False, Robots("completion", 0.45, 0.85, 0.8), 0.65),
    "completion within people": Design(True, Robots("completion", 0.45, 0.85, 0.8), 0.65),
    "time within people": Design(True, Robots("time", 12, 9, 0.45, 0.5), 10),
    "ease between people": Design(False, Robots("ease", 4, 5.2, 1.3), 4.6),
}


@pytest.fixture
def planned(db, study):
    """Plans a claim with the people that its power asks for, and seals it: that power, with its people."""

    def plan(design, people=None):
        leave_sandbox(db)
        arms = [arm.key for arm in study.arms]
        claim = {"id": "one", "says": "As planned", "arms": arms, "people": people or 2} | design.claim
        study.content = study.content | {"claims": [claim], "design": "crossed" if design.within else "between"}
        study.sealed_at = now()
        file = file_of(study)
        return plans.needed(file, file.claims[0]) if people is None else plans.planned(file, file.claims[0])

    return plan


def claimed(db, study, design, robots, promised, studies, seed):
    """How many of so many studies claim which kind."""
    people = write_people(db, study, promised.people * (1 if design.within else 2), now())
    arms = [arm.key for arm in study.arms]
    random = default_rng(seed)
    kinds: Counter[str] = Counter()
    for _ in range(studies):
        give_results(robots.measure, people, arms, robots.results(len(people), design.within, random))
        db.flush()
        (found,) = claims_of(db, study)
        kinds[found.verdict.kind] += 1
    return kinds


def test_rows_written_for_robots_are_claimed_about_as_those_that_the_lab_writes(db, study, planned, take_part):
    planned(DESIGNS["completion within people"], people=6)
    results = [(1.0, 1.0), (0.0, 1.0), (1.0, 0.0), (0.0, 1.0), (0.0, 1.0), (1.0, 1.0)]
    sessions = [take_part(seconds=300, seq=4) for _ in results]
    arms = [arm.key for arm in study.arms]
    theirs = [{run.session_arm.arm.key: run for run in session.runs if run.task.kind == "task"} for session in sessions]
    give_results("completion", theirs, arms, results)
    db.flush()
    (from_lab,) = claims_of(db, study)
    for session in sessions:
        session.is_rehearsal = True
    give_results("completion", write_people(db, study, len(results), now(), first=101), arms, results)
    db.flush()
    (from_robots,) = claims_of(db, study)
    assert from_robots.headline == from_lab.headline == "3 of 6 finished without help with A, 5 of 6 with B"
    assert from_robots.compared == from_lab.compared
    assert from_robots.limit == from_lab.limit


@pytest.mark.evidence
@pytest.mark.parametrize("name", DESIGNS)
def test_where_there_is_no_difference_it_is_claimed_no_more_often_than_chance_allows(db, study, planned, name):
    design = DESIGNS[name]
    promised = planned(design)
    same = Robots(design.planned.measure, design.none, design.none, design.planned.differ, design.planned.alike)
    kinds = claimed(db, study, design, same, promised, STUDIES, seed=11)
    shown = f"shown in {kinds['shown']} of {STUDIES} (at most {MOST_FALSE})"
    print(f"\n{name}, no difference, {promised.people} people: {shown}")
    assert kinds["shown"] <= MOST_FALSE
    assert set(kinds) <= {"shown", "not shown"}


@pytest.mark.evidence
@pytest.mark.parametrize("name", DESIGNS)
def test_a_planted_difference_is_shown_as_often_as_the_plan_promised(db, study, planned, name):
    design = DESIGNS[name]
    promised = planned(design)
    kinds = claimed(db, study, design, design.planned, promised, STUDIES, seed=12)
    rate = kinds["shown"] / STUDIES
    print(f"\n{name}, {promised.people} people: shown in {rate:.3f} of {STUDIES}, promised {promised.value:.3f}")
    assert abs(rate - promised.value) <= 0.05


@pytest.mark.evidence
@pytest.mark.parametrize("n", [5, 8, 15])
def test_intervals_of_task_times_cover_the_truth_as_often_as_they_say(n):
    random, truth, studies = default_rng(13), 600.0, 2000
    made = [task_time(list(truth * np.exp(0.5 * random.standard_normal(n)))) for _ in range(studies)]
    covered = sum(each.low <= truth <= each.high for each in made) / studies
    print(f"\ntask times, n = {n}: {covered:.3f} of {studies} intervals cover the truth")
    assert 0.93 <= covered <= 0.97


@pytest.mark.evidence
@pytest.mark.parametrize("rate", [completion, wilson, exact])
def test_intervals_of_rates_cover_the_truth_exactly_as_often_as_can_be_reckoned(rate):
    random, draws = default_rng(14), 20_000
    worst = 0.0
    for n in (5, 8, 12, 20):
        made = [rate(k, n) for k in range(n + 1)]
        for truth in (0.1, 0.3, 0.5, 0.7, 0.9):
            covers = np.array([each.low <= truth <= each.high for each in made])
            reckoned = float(np.sum(covers * binom.pmf(np.arange(n + 1), n, truth)))
            drawn = float(np.mean(covers[random.binomial(n, truth, draws)]))
            worst = max(worst, abs(drawn - reckoned))
    print(f"\n{rate.__name__}: at most {100 * worst:.2f} points from the exact coverage")
    assert worst <= 0.015
