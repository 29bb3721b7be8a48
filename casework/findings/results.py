"""What a study showed so far: per arm, what happened, what was decided, and how it compares with the experts.

Reads recorded facts and runs, never a sandbox. The rules for small numbers are in `statistics/present.py`:
under five people only counts and each run's own value.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from casework.database import Db
from casework.lab.models import Arm, ExpertAnswer, RecordedFact, Study, TaskRun
from casework.lab.queries import expert_answers, facts_of_run, runs_of
from casework.lab.task_runs import outcome_of
from casework.lab.vocabulary import RunStatus, TaskKind
from casework.records.facts import CATALOGUE
from casework.statistics import measure, questionnaires, times
from casework.statistics.present import clock, count_of, estimate, half_up, one_decimal
from casework.workflows.definition import Definition
from casework.workflows.versions import definition_of

OUTCOMES = ("unaided", "with help", "failed", "gave up")
NOT_ACHIEVED = ("with-help", "unable")


@dataclass(frozen=True)
class Decision:
    """One fact of one run beside the experts' answer.

    said: in words, or why there is none ("not asked here", "not recorded"). matches: None where it was not asked.
    """

    fact: str
    label: str
    said: str
    expert: str
    matches: bool | None


@dataclass(frozen=True)
class RunResult:
    """One counted run and what was decided in it."""

    run: TaskRun
    outcome: str
    decisions: list[Decision]

    @property
    def participant(self) -> str:
        return self.run.session.participant.code

    @property
    def case(self) -> str:
        return self.run.session_arm.case.person_name


@dataclass(frozen=True)
class Figure:
    """One row of the side-by-side table: a label and its words for each arm, with n in them, and how it was made."""

    label: str
    values: list[str]
    method: str = ""


@dataclass(frozen=True)
class ArmResult:
    arm: Arm
    runs: list[RunResult]

    @property
    def people(self) -> int:
        return len({result.run.session_id for result in self.runs})


@dataclass(frozen=True)
class LeftOut:
    """A run that does not count, with why and who decided."""

    run: TaskRun
    why: str
    by: str


@dataclass(frozen=True)
class Results:
    """A study's results: arms in their order, figures side by side, decisions side by side, and what was left out."""

    study: Study
    arms: list[ArmResult]
    figures: list[Figure]
    decisions: list[Figure]
    left_out: list[LeftOut]
    under_way: int
    warm_ups: int

    @property
    def counted(self) -> int:
        return sum(len(arm.runs) for arm in self.arms)


def results(db: Db, study: Study, *, rehearsals: bool = False) -> Results:
    """Everything the results page shows, of real sessions or of rehearsals, never of both."""
    runs = runs_of(db, study, rehearsals=rehearsals)
    tasks = [run for run in runs if run.task.kind is TaskKind.TASK]
    ended = [run for run in tasks if run.status is RunStatus.ENDED and run.voided_at is None]
    experts = expert_answers(db, study)
    arms = [
        ArmResult(arm, [_result(db, run, experts) for run in ended if run.session_arm.arm_id == arm.id])
        for arm in study.arms
    ]
    return Results(
        study=study,
        arms=arms,
        figures=_figures(arms),
        decisions=_decision_figures(arms),
        left_out=[LeftOut(r, r.voided_because or "", r.voided_by or "") for r in runs if r.voided_at is not None],
        under_way=sum(run.status is RunStatus.RUNNING for run in tasks),
        warm_ups=sum(run.task.kind is TaskKind.WARM_UP and run.status is RunStatus.ENDED for run in runs),
    )


# --- decisions ---------------------------------------------------------------------------------


def _result(db: Db, run: TaskRun, experts: Mapping[str, Mapping[str, ExpertAnswer]]) -> RunResult:
    recorded = facts_of_run(db, run.id)
    definition = definition_of(db, run.session_arm.arm.version_id)
    asked = facts_asked(definition)
    answers = experts.get(run.session_arm.case.key, {})
    return RunResult(
        run, outcome_of(run), [_decision(answer, recorded.get(fact), fact in asked) for fact, answer in answers.items()]
    )


def facts_asked(definition: Definition) -> set[str]:
    """The facts that a workflow's questions record."""
    repeated = {page.repeat.fact for _, page, _ in definition.every_question() if page.repeat and page.repeat.fact}
    return {question.fact for _, _, question in definition.every_question() if question.fact} | repeated


def _decision(answer: ExpertAnswer, recorded: RecordedFact | None, is_asked: bool) -> Decision:
    fact = answer.fact
    label = CATALOGUE[fact].label
    expert = in_words(fact, answer.value["value"])
    if not is_asked:
        return Decision(fact, label, "not asked here", expert, None)
    if recorded is None:
        return Decision(fact, label, "not recorded", expert, matches=False)
    value = recorded.value["value"]
    return Decision(fact, label, in_words(fact, value), expert, agrees(fact, value, answer.value))


def agrees(fact: str, value: Any, answer: Mapping[str, Any]) -> bool:
    """Whether a value is the experts' answer, or one of those that they accept.

    answer: {"value", "acceptable": [values, or {"from", "to"} for an amount]}. Of outcomes, the set of those
    not achieved counts.
    """
    said = _comparable(fact, value)
    if said == _comparable(fact, answer["value"]):
        return True
    for other in answer.get("acceptable") or []:
        if isinstance(other, Mapping) and {"from", "to"} <= other.keys():
            if isinstance(said, int | float) and other["from"] <= said <= other["to"]:
                return True
        elif said == _comparable(fact, other):
            return True
    return False


def _comparable(fact: str, value: Any) -> Any:
    if fact == "assessment.outcomes":
        if isinstance(value, Mapping):
            return frozenset(code for code, said in value.items() if said.get("achieves") in NOT_ACHIEVED)
        return frozenset(value)
    if fact == "assessment.carers" and isinstance(value, list):
        return frozenset(str(carer.get("offer")) for carer in value if isinstance(carer, Mapping))
    return frozenset(value) if isinstance(value, list) else value


def in_words(fact: str, value: Any) -> str:
    """A fact's value as a researcher reads it."""
    if fact == "assessment.outcomes":
        codes = sorted(_comparable(fact, value))
        return (
            f"{len(codes)} not achieved: {', '.join(code.replace('-', ' ') for code in codes)}"
            if codes
            else "all achieved"
        )
    if fact.endswith("_pence") and isinstance(value, int):
        return f"£{half_up(value / 100, 2)} a week"
    if isinstance(value, list):
        return ", ".join(_plain(one) for one in value)
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(str(one) for one in value.values() if one not in (None, "", []))
    return str(value).replace("-", " ")


# --- figures -----------------------------------------------------------------------------------


def _figures(arms: Sequence[ArmResult]) -> list[Figure]:
    figures = [Figure("Runs counted", [_runs_and_people(arm) for arm in arms])]
    words = {
        "unaided": "Completed unaided",
        "with help": "Completed with help",
        "failed": "Failed",
        "gave up": "Gave up",
    }
    for outcome in OUTCOMES:
        figures.append(
            Figure(
                words[outcome],
                [_count(sum(r.outcome == outcome for r in arm.runs), len(arm.runs)) for arm in arms],
                "Adjusted Wald interval, 95%",
            )
        )
    figures.append(
        Figure(
            "Working time, completed unaided",
            [_times([r.run for r in arm.runs if r.outcome == "unaided"], len(arm.runs)) for arm in arms],
            "Geometric mean, 95% t interval on logs; pauses taken out",
        )
    )
    for label, column in (
        ("Pages seen in each run", "page_count"),
        ("Searches in each run", "search_count"),
        ("Clicks in each run", "click_count"),
        ("Errors shown in each run", "error_count"),
        ("Assists in each run", "assist_count"),
    ):
        figures.append(Figure(label, [_each(arm, column) for arm in arms], "Each run’s own count, in order"))
    figures.append(
        Figure(
            "Single Ease Question, 1 very difficult to 7 very easy",
            [_scores([r.run.seq for r in arm.runs], questionnaires.seq) for arm in arms],
            "Mean, 95% t interval; asked after failures too",
        )
    )
    figures.append(
        Figure(
            "System Usability Scale, 0 to 100",
            [_scores(_sus_scores(arm), questionnaires.sus) for arm in arms],
            "Mean of people’s scores, 95% t interval; not a percentage",
        )
    )
    return figures


def _runs_and_people(arm: ArmResult) -> str:
    return f"{len(arm.runs)} of {arm.people} {'person' if arm.people == 1 else 'people'}"


def _count(k: int, n: int) -> str:
    return count_of(k, n) if n else "no runs yet"


def _times(runs: Sequence[TaskRun], attempts: int) -> str:
    seconds = [run.working_seconds for run in runs if run.working_seconds]
    if not seconds:
        return f"nobody yet (0 of {attempts})"
    return f"{estimate(times.task_time(seconds), seconds, clock)}; {len(seconds)} of {attempts} completed unaided"


def _each(arm: ArmResult, column: str) -> str:
    values = [getattr(result.run, column) for result in arm.runs]
    if not values:
        return "no runs yet"
    said = ", ".join("not known" if value is None else str(value) for value in values)
    return f"{said} (n = {len(values)})"


def _scores(scores: Sequence[float | None], make: Callable[[Sequence[Any]], measure.Measure]) -> str:
    given = [score for score in scores if score is not None]
    if not given:
        return "nobody has answered"
    missing = len(scores) - len(given)
    said = estimate(make(given), given, one_decimal)
    return f"{said}; {missing} did not answer" if missing else said


def _sus_scores(arm: ArmResult) -> list[float | None]:
    forms = {result.run.session_arm_id: result.run.session_arm.sus_items for result in arm.runs}
    return [questionnaires.sus_score(items).score if items else None for items in forms.values()]


def _decision_figures(arms: Sequence[ArmResult]) -> list[Figure]:
    facts = dict.fromkeys(
        (decision.fact, decision.label) for arm in arms for result in arm.runs for decision in result.decisions
    )
    return [
        Figure(
            label, [_matching(arm, fact) for arm in arms], "As the experts decided, or one of the answers they accept"
        )
        for fact, label in facts
    ]


def _matching(arm: ArmResult, fact: str) -> str:
    found = [d for result in arm.runs for d in result.decisions if d.fact == fact]
    asked = [decision for decision in found if decision.matches is not None]
    if not found:
        return "no runs yet"
    if not asked:
        return "not asked here"
    return _count(sum(bool(decision.matches) for decision in asked), len(asked))
