"""A planned claim task by task: what each arm has, drawn with a mark to each person, and in words for the table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from casework.findings import charts
from casework.findings.claim_values import OfArm, sides_of
from casework.findings.claim_words import WORDS, ease
from casework.findings.results import Results, RunResult, Visit
from casework.lab.study_file import ClaimPart
from casework.lab.titles import title_of
from casework.statistics import completion, decision_accuracy, questionnaires, task_time, wilson
from casework.statistics.measure import Measure
from casework.statistics.present import count_of


@dataclass(frozen=True)
class Part:
    """A task of a claim, a decision, or what was asked once.

    said: of each arm of the claim, in their order; panel: its picture. counts: of each arm, how many are counted of
    how many there could be: those who finished of all, those who answered of all, decisions that match of all.
    """

    label: str
    said: list[str]
    panel: charts.Panel | None
    counts: list[tuple[int, int]]


def parts_of(found: Results, claim: ClaimPart, *, within: bool) -> tuple[list[Part], str]:
    """The parts of a claim, and what the axis of their pictures counts. Tasks it says nothing about are there too."""
    if claim.measure == "correct":
        return _decisions(found, claim)
    if claim.measure == "sus":
        sides = sides_of(found, claim)
        said = [WORDS["sus"].row(side) for side in sides]
        drawn = charts.placed("", [_drawn(side, _sus(side)) for side in sides], charts.USABILITY)
        return [Part("All of an arm", said, drawn, [_counted(claim, side) for side in sides])], charts.USABILITY.under
    by_task = [(task, sides_of(found, claim.model_copy(update={"task": task.task.key}))) for task in found.tasks]
    scale = _scale(claim, [value for _, sides in by_task for side in sides for value in side.of_people])
    parts = [
        Part(
            title_of(task.task),
            [WORDS[claim.measure].row(side) for side in sides],
            _panel(claim, f"{number} {title_of(task.task)}", sides, scale, within=within),
            [_counted(claim, side) for side in sides],
        )
        for number, (task, sides) in enumerate(by_task, 1)
    ]
    return parts, scale.under


def runs_of_claim(found: Results, claim: ClaimPart) -> list[RunResult]:
    """The counted runs of the arms and the task that a claim is about, in the order of the participants."""
    places = [place for place, arm in enumerate(found.arms) if arm.key in claim.arms]
    about = None if claim.measure in ("correct", "sus") else claim.task
    runs = [
        run for task in found.tasks if about in (None, task.task.key) for place in places for run in task.by_arm[place]
    ]
    return sorted(runs, key=lambda each: (each.run.session.number, each.run.position))


def _scale(claim: ClaimPart, values: Sequence[float]) -> charts.Scale:
    if claim.measure == "completion":
        return charts.RATES
    return charts.minutes(values) if claim.measure == "time" else charts.EASE


def _panel(claim: ClaimPart, title: str, sides: Sequence[OfArm], scale: charts.Scale, *, within: bool) -> charts.Panel:
    if claim.measure == "completion":
        return charts.counted(
            title,
            [
                _drawn(
                    side,
                    completion(int(sum(side.values)), len(side.values)),
                    f"{sum(side.values):g} of {len(side.values)}",
                )
                for side in sides
            ],
        )
    make: Callable[[OfArm], Measure] = _time if claim.measure == "time" else ease
    is_joined = within and claim.measure == "time"
    return charts.placed(title, [_drawn(side, make(side)) for side in sides], scale, joined=is_joined)


def _drawn(side: OfArm, made: Measure | None, said: str = "") -> charts.Side:
    means = {who: sum(values) / len(values) for who, values in side.by_person.items()}
    return charts.Side(side.arm.mark, means, made, said)


def _time(side: OfArm) -> Measure:
    return task_time(side.of_people)


def _sus(side: OfArm) -> Measure:
    return questionnaires.sus(side.of_people)


def _decisions(found: Results, claim: ClaimPart) -> tuple[list[Part], str]:
    """One picture of what each person had right; in the table a row for each decision, and all together."""
    sides = sides_of(found, claim)
    asked = {len(values) for side in sides for values in side.by_person.values()}
    scale = charts.right_of(asked.pop()) if len(asked) == 1 else charts.SHARES
    drawn = [right_side(side, scale) for side in sides]
    visits = {side.arm.id: [v for v in found.visits if v.session_arm.arm_id == side.arm.id] for side in sides}
    labels = dict.fromkeys((each.fact, each.label) for visit in found.visits for each in visit.decisions)
    judged = {fact: [_judged(visits[side.arm.id], fact) for side in sides] for fact, _ in labels}
    rows = [Part(label, [_matches(*each) for each in judged[fact]], None, judged[fact]) for fact, label in labels]
    said = [WORDS["correct"].row(side) for side in sides]
    counts = [_counted(claim, side) for side in sides]
    together = Part("All decisions", said, charts.placed("", drawn, scale), counts)
    return [*rows, together], scale.under


def right_side(side: OfArm, scale: charts.Scale) -> charts.Side:
    """How many, or which share, of her decisions each person had right; the estimate on the same scale."""
    made = decision_accuracy(_as_decided(side.by_person), seed=side.seed)
    most = scale.high

    def on_scale(share: float | None) -> float | None:
        return None if share is None else share * most

    shares = {who: most * sum(values) / len(values) for who, values in side.by_person.items()}
    placed = Measure(
        on_scale(made.value), on_scale(made.low), on_scale(made.high), made.n, made.method, made.status, made.reason
    )
    return charts.Side(side.arm.mark, shares, placed)


def _as_decided(by_person: Mapping[str, list[float]]) -> dict[str, list[bool]]:
    return {who: [bool(value) for value in values] for who, values in by_person.items()}


def _counted(claim: ClaimPart, side: OfArm) -> tuple[int, int]:
    """Of a task, who finished of all who tried; of a scale, who answered; of decisions, how many match."""
    if claim.measure in ("completion", "correct"):
        return int(sum(side.values)), len(side.values)
    return len(side.values), side.asked


def _judged(visits: Sequence[Visit], fact: str) -> tuple[int, int]:
    judged = [each.matches for visit in visits for each in visit.decisions if each.fact == fact]
    return sum(bool(each) for each in judged), sum(each is not None for each in judged)


def _matches(k: int, n: int) -> str:
    return count_of(k, n, wilson) if n else "not asked here, or nobody yet"
