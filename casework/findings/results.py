"""What a study showed so far: per task and arm, what happened; per arm, what was decided beside the experts' answers.

Reads recorded facts and runs, never a sandbox. The rules for small numbers are in `statistics/present.py`:
under five people only counts and each run's own value.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from casework.database import Db
from casework.findings.answers import facts_asked, in_words
from casework.lab.agreeing import agrees
from casework.lab.events import events_of_run
from casework.lab.interruptions import costs_of, runs_called
from casework.lab.models import Arm, ExpertAnswer, RecordedFact, SessionArm, Study, TaskRun, TestTask
from casework.lab.panel import is_blind
from casework.lab.queries import expert_answers, facts_of_study, runs_of
from casework.lab.task_runs import outcome_of
from casework.lab.vocabulary import RunStatus, TaskKind
from casework.records.facts import CATALOGUE
from casework.statistics import Measure, questionnaires, times, wilson
from casework.statistics.present import clock, count_of, estimate, may_estimate, one_decimal
from casework.workflows.versions import definition_of

OUTCOMES = {
    "unaided": "Completed unaided",
    "with help": "Completed with help",
    "failed": "Failed",
    "gave up": "Gave up",
}
NOT_ASKED = "not asked here"
NOT_RECORDED = "not recorded"
LEFT_OUT_WITH_RUN = "left out with its run"


@dataclass(frozen=True)
class Decision:
    """One fact of one visit beside the experts' answer.

    said: in words, or why there is none. matches: None where it cannot be judged: not asked in this arm, or
    the run it may have been recorded in is left out. value: as recorded; None where nothing was.
    """

    fact: str
    label: str
    said: str
    expert: str
    matches: bool | None
    value: Any = None


@dataclass(frozen=True)
class Visit:
    """One person in one arm, on one case: what was decided there, from the runs that count."""

    session_arm: SessionArm
    decisions: list[Decision]

    @property
    def participant(self) -> str:
        return self.session_arm.session.participant.code

    @property
    def case(self) -> str:
        return self.session_arm.case.person_name


@dataclass(frozen=True)
class Figure:
    """One row of a side-by-side table: a label and its words for each arm, with n in them, and how it was made."""

    label: str
    values: list[str]
    method: str = ""


@dataclass(frozen=True)
class RunResult:
    """One counted run."""

    run: TaskRun
    outcome: str

    @property
    def participant(self) -> str:
        return self.run.session.participant.code

    @property
    def case(self) -> str:
        return self.run.session_arm.case.person_name


@dataclass(frozen=True)
class TaskResult:
    """One task: its counted runs by arm, in the arms' order, and its figures side by side."""

    task: TestTask
    by_arm: list[list[RunResult]]
    figures: list[Figure]

    @property
    def runs(self) -> list[RunResult]:
        return [run for runs in self.by_arm for run in runs]


@dataclass(frozen=True)
class LeftOut:
    """A run that does not count, with why and who decided."""

    run: TaskRun
    why: str
    by: str


@dataclass(frozen=True)
class Results:
    """A study's results. people: how many have a run that counts, by arm. about_arms: figures asked once for an arm."""

    study: Study
    arms: list[Arm]
    people: list[int]
    tasks: list[TaskResult]
    about_arms: list[Figure]
    decisions: list[Figure]
    visits: list[Visit]
    left_out: list[LeftOut]
    under_way: int
    warm_ups: int

    @property
    def counted(self) -> int:
        return sum(len(task.runs) for task in self.tasks)


def results(db: Db, study: Study, *, rehearsals: bool = False) -> Results:
    """Everything the results page shows, of real sessions or of rehearsals, never of both."""
    runs = runs_of(db, study, rehearsals=rehearsals)
    tasks = [run for run in runs if run.task.kind is TaskKind.TASK]
    counted = [run for run in tasks if why_not_counted(run) is None]
    arms = list(study.arms)
    visited = [_visits_to(arm, counted) for arm in arms]
    judge = Judge(db, study)
    by_visit: dict[str, list[TaskRun]] = {}
    for run in tasks:
        by_visit.setdefault(run.session_arm_id, []).append(run)
    visits = [
        Visit(each, judge.decisions(each, by_visit[each.id]))
        for each in sorted(
            (visit for visits in visited for visit in visits), key=lambda visit: (visit.session.number, visit.position)
        )
    ]
    called = runs_called(db, study)
    return Results(
        study=study,
        arms=arms,
        people=[len(each) for each in visited],
        tasks=[_task_result(db, task, arms, counted, called) for task in study.tasks if task.kind is TaskKind.TASK],
        about_arms=[_sus(visited)],
        decisions=_decision_figures(arms, visits),
        visits=visits,
        left_out=[LeftOut(r, r.voided_because or "", r.voided_by or "") for r in runs if r.voided_at is not None],
        under_way=sum(run.status is RunStatus.RUNNING for run in tasks),
        warm_ups=sum(run.task.kind is TaskKind.WARM_UP and run.status is RunStatus.ENDED for run in runs),
    )


def why_not_counted(run: TaskRun) -> str | None:
    """Why a run is in no figure; None for one that counts."""
    if run.voided_at is not None:
        return f"left out: {run.voided_because}"
    if run.task.kind is TaskKind.WARM_UP:
        return "warm-ups never count"
    if run.status is not RunStatus.ENDED:
        return "not started" if run.status is RunStatus.NOT_STARTED else "under way"
    return None


def _visits_to(arm: Arm, runs: Sequence[TaskRun]) -> list[SessionArm]:
    return list({run.session_arm_id: run.session_arm for run in runs if run.session_arm.arm_id == arm.id}.values())


# --- what was decided ----------------------------------------------------------------------------


class Judge:
    """Puts what was recorded beside the experts' answers to the same case."""

    def __init__(self, db: Db, study: Study) -> None:
        # While experts are asked, nothing that a participant decided may find its way into the key.
        self._answers = {} if is_blind(db, study) else expert_answers(db, study)
        self._asked = {
            arm.id: set() if arm.external else facts_asked(definition_of(db, arm.pinned[0]), arm.pinned[1])
            for arm in study.arms
        }

        self._recorded = facts_of_study(db, study)

    def recorded(self, run: TaskRun) -> dict[str, RecordedFact]:
        """What was recorded in a run: fact → the last row for it."""
        return self._recorded.get(run.id, {})

    @property
    def facts(self) -> list[str]:
        """Every fact that experts answered, in the catalogue's order."""
        answered = {fact for answers in self._answers.values() for fact in answers}
        return [fact for fact in CATALOGUE if fact in answered]

    def decisions(self, visit: SessionArm, runs: Sequence[TaskRun]) -> list[Decision]:
        """The last that was recorded for each fact in the runs that count, beside the experts' answer."""
        recorded: dict[str, RecordedFact] = {}
        for run in runs:
            if why_not_counted(run) is None:
                recorded |= self.recorded(run)
        missing = LEFT_OUT_WITH_RUN if any(run.voided_at for run in runs) else NOT_RECORDED
        answers = self._answers.get(visit.case.key, {})
        return [
            self._decision(answers[fact], recorded.get(fact), missing, fact in self._asked[visit.arm_id])
            for fact in self.facts
            if fact in answers
        ]

    @staticmethod
    def _decision(answer: ExpertAnswer, recorded: RecordedFact | None, missing: str, is_asked: bool) -> Decision:
        fact = CATALOGUE[answer.fact]
        expert = in_words(fact, answer.value["value"])
        if recorded is not None:
            value = recorded.value["value"]
            return Decision(
                fact.name, fact.label, in_words(fact, value), expert, agrees(fact.name, value, answer.value), value
            )
        if not is_asked:
            return Decision(fact.name, fact.label, NOT_ASKED, expert, None)
        # No decision counts as not right: leaving it out would flatter the arm in which people decide less.
        return Decision(fact.name, fact.label, missing, expert, False if missing == NOT_RECORDED else None)


def _decision_figures(arms: Sequence[Arm], visits: Sequence[Visit]) -> list[Figure]:
    facts = dict.fromkeys((decision.fact, decision.label) for visit in visits for decision in visit.decisions)
    method = "As the experts decided, or an answer they accept; Wilson interval, 95%"
    return [Figure(label, [_matching(arm, visits, fact) for arm in arms], method) for fact, label in facts]


def _matching(arm: Arm, visits: Sequence[Visit], fact: str) -> str:
    found = [
        decision
        for visit in visits
        if visit.session_arm.arm_id == arm.id
        for decision in visit.decisions
        if decision.fact == fact
    ]
    judged = [decision for decision in found if decision.matches is not None]
    if not found:
        return "nobody yet"
    if not judged:
        return found[0].said
    said = count_of(sum(bool(decision.matches) for decision in judged), len(judged), wilson)
    silent = sum(decision.said == NOT_RECORDED for decision in judged)
    return f"{said}; {silent} recorded none" if silent else said


# --- what happened -------------------------------------------------------------------------------


def _task_result(
    db: Db, task: TestTask, arms: Sequence[Arm], counted: Sequence[TaskRun], called: Collection[str]
) -> TaskResult:
    by_arm = [
        [
            RunResult(run, outcome_of(run))
            for run in counted
            if run.task_id == task.id and run.session_arm.arm_id == arm.id
        ]
        for arm in arms
    ]
    return TaskResult(task, by_arm, _figures(by_arm) + _call_figures(db, by_arm, called))


def _figures(by_arm: Sequence[list[RunResult]]) -> list[Figure]:
    figures = [Figure("Runs counted", [str(len(runs)) for runs in by_arm], "Every ended run that was not left out")]
    if any(r.outcome == "not judged" for runs in by_arm for r in runs):
        waiting = [_count(sum(r.outcome == "not judged" for r in runs), len(runs)) for runs in by_arm]
        figures.append(Figure("Waits for the facilitator’s judgement", waiting, "None of these is counted as done"))
    for outcome, label in OUTCOMES.items():
        counts = [_count(sum(r.outcome == outcome for r in runs), len(runs)) for runs in by_arm]
        figures.append(Figure(label, counts, "Adjusted Wald interval, 95%"))
    figures.append(
        Figure(
            "Working time, completed unaided",
            [_times(runs) for runs in by_arm],
            "Pauses taken out. From 5 runs on the geometric mean, 95% t interval on logs",
        )
    )
    for label, column in (
        ("Pages seen", "page_count"),
        ("Clicks", "click_count"),
        ("Searches", "search_count"),
        ("Errors shown", "error_count"),
        ("Assists", "assist_count"),
    ):
        figures.append(Figure(label, [_each(runs, column) for runs in by_arm], "Each run’s own count"))
    figures.append(
        Figure(
            "Ease of the task (SEQ), 1 very difficult to 7 very easy",
            [_scores([r.run.seq for r in runs], questionnaires.seq, str) for runs in by_arm],
            "Asked after failures too. From 5 people on the mean, 95% t interval",
        )
    )
    return figures


def _call_figures(db: Db, by_arm: Sequence[list[RunResult]], called: Collection[str]) -> list[Figure]:
    """What calls that came in cost; nothing where none came. called: the runs in which one did."""
    costs = [
        [cost for r in runs if r.run.id in called for cost in costs_of(events_of_run(db, r.run.id))] for runs in by_arm
    ]
    if not any(costs):
        return []
    method = (
        "To the first answer changed in the step she had left. From 5 on the geometric mean, 95% t interval on logs"
    )
    return [
        Figure("Calls that came in", [str(len(each)) for each in costs], "Brought in by the facilitator or the study"),
        Figure("Time until a call was taken", [_lags([c.until_taken for c in each]) for each in costs], "As above"),
        Figure("Time to resume after a call", [_lags([c.until_resumed for c in each]) for each in costs], method),
    ]


def _lags(seconds: Sequence[float | None]) -> str:
    known = [each for each in seconds if each]
    if not seconds:
        return "no call came in"
    if not known:
        return f"not known (0 of {len(seconds)} calls)"
    return f"{estimate(times.task_time(known), known, clock)}; {len(known)} of {len(seconds)} calls"


def _count(k: int, n: int) -> str:
    return count_of(k, n) if n else "no runs yet"


def _times(runs: Sequence[RunResult]) -> str:
    unaided = [r.run.working_seconds for r in runs if r.outcome == "unaided"]
    seconds = [each for each in unaided if each]
    if not runs:
        return "no runs yet"
    if not seconds:
        return f"none ({len(unaided)} of {len(runs)} completed unaided)"
    said = estimate(times.task_time(seconds), seconds, clock)
    unknown = f"; {len(unaided) - len(seconds)} not known" if len(unaided) > len(seconds) else ""
    return f"{said}; {len(unaided)} of {len(runs)} completed unaided{unknown}"


def _each(runs: Sequence[RunResult], column: str) -> str:
    values = [getattr(result.run, column) for result in runs]
    if not values:
        return "no runs yet"
    said = ", ".join("not known" if value is None else str(value) for value in values)
    return f"{said} (n = {len(values)})"


def _scores(
    scores: Sequence[float | None], make: Callable[[Sequence[Any]], Measure], show_own: Callable[[float], str]
) -> str:
    given = [score for score in scores if score is not None]
    if not scores:
        return "no runs yet"
    if not given:
        return f"0 of {len(scores)} answered"
    measure = make(given)
    said = estimate(measure, given, one_decimal)
    if not may_estimate(measure.n):
        said = f"{', '.join(show_own(score) for score in given)} (n = {len(given)})"
    missing = len(scores) - len(given)
    return f"{said}; {missing} did not answer" if missing else said


def _sus(visited: Sequence[Sequence[SessionArm]]) -> Figure:
    forms = [[each.sus_items for each in visits] for visits in visited]
    scores = [[questionnaires.sus_score(items).score if items else None for items in each] for each in forms]
    return Figure(
        "System Usability Scale, 0 to 100",
        [_scores(each, questionnaires.sus, one_decimal) for each in scores],
        "Not a percentage. From 5 people on the mean of people’s scores, 95% t interval",
    )
