"""A planned claim's figures in words: counts first, and each run's own value where there are few."""

from collections.abc import Callable
from dataclasses import dataclass

from casework.findings.claim_values import OfArm
from casework.statistics import decision_accuracy, questionnaires, task_time
from casework.statistics.intervals import mean
from casework.statistics.measure import Measure
from casework.statistics.present import clock, count_of, estimate, half_up, may_estimate, one_decimal, whole_percent


@dataclass(frozen=True)
class Words:
    headline: Callable[[OfArm, OfArm], str]
    row: Callable[[OfArm], str]
    method: str
    drawn_as: str


def _counted(verb: str, noun: str = "") -> Callable[[OfArm, OfArm], str]:
    def headline(a: OfArm, b: OfArm) -> str:
        said = [f"{int(sum(each.values))} of {len(each.values)}" for each in (a, b)]
        return f"{said[0]}{noun} {verb} with {a.arm.mark}, {said[1]} with {b.arm.mark}"

    return headline


def _took(a: OfArm, b: OfArm) -> str:
    return "; ".join(_took_in(each) for each in (a, b))


def _took_in(side: OfArm) -> str:
    if not side.values:
        return f"with {side.arm.mark}, nobody finished without help"
    said = estimate(task_time(side.of_people), side.of_people, clock)
    if not may_estimate(len(side.by_person)):
        return f"with {side.arm.mark}, {len(side.by_person)} finished, in {said}"
    return f"with {side.arm.mark}, those who finished took {said}"


def _rated(what: str, measure: Callable[[OfArm], Measure]) -> Callable[[OfArm, OfArm], str]:
    def headline(a: OfArm, b: OfArm) -> str:
        return f"{what}: {', '.join(_rated_in(side, measure(side)) for side in (a, b))}"

    return headline


def _rated_in(side: OfArm, measure: Measure) -> str:
    n = len(side.by_person)
    if may_estimate(n):
        return f"{estimate(measure, side.of_people, one_decimal)} with {side.arm.mark}"
    values = ", ".join(f"{value:g}" for value in side.of_people) or "nobody yet"
    return f"{values} with {side.arm.mark} (n = {n})"


def _decided(side: OfArm) -> str:
    right = {person: [bool(value) for value in values] for person, values in side.by_person.items()}
    measure = decision_accuracy(right, seed=side.seed)
    said = f"{int(sum(side.values))} of {len(side.values)}"
    if measure.low is None or measure.high is None or measure.value is None:
        return f"{said}, by {len(right)} {'person' if len(right) == 1 else 'people'}"
    ends = f"{half_up(100 * measure.low)}–{whole_percent(measure.high)}"
    return f"{said} ({whole_percent(measure.value)}; 95% interval {ends}), by {len(right)} people"


def _finished(side: OfArm) -> str:
    """With its interval where each person has one task; the runs of one person are not independent."""
    done, n = int(sum(side.values)), len(side.values)
    return count_of(done, n) if n == len(side.by_person) else f"{done} of {n}, by {len(side.by_person)} people"


def ease(side: OfArm) -> Measure:
    return mean(side.of_people, method="mean, t interval", low=1, high=7)


def usability(side: OfArm) -> Measure:
    return questionnaires.sus(side.of_people)


WORDS: dict[str, Words] = {
    "completion": Words(
        _counted("finished without help"),
        _finished,
        "Adjusted Wald interval, 95%",
        "Each mark is a person: solid finished without help, open with a cross did not. Bar: interval; tick: share.",
    ),
    "correct": Words(
        _counted("matched the experts", " decisions"),
        _decided,
        "From 10 people on people are resampled with all their decisions",
        "Each mark is a person, at how many of her decisions the experts made too. Bar: interval; tick: share.",
    ),
    "time": Words(
        lambda a, b: _took(a, b)[:1].upper() + _took(a, b)[1:],
        lambda side: (
            f"{estimate(task_time(side.values), side.values, clock)}; {len(side.values)} of {side.asked}"
            if side.values
            else f"none of {side.asked}"
        ),
        "Of those who finished, pauses taken out: from 5 people on the geometric mean, 95% t interval on logs",
        "Each mark is a person who finished without help. Bar: interval; tick: geometric mean.",
    ),
    "sus": Words(
        _rated("System Usability Scale, 0 to 100", usability),
        lambda side: estimate(usability(side), side.of_people, one_decimal),
        "From 5 people on the mean of people’s scores, 95% t interval",
        "Each mark is a person. Bar: interval; tick: mean.",
    ),
    "ease": Words(
        _rated("Ease, 1 very difficult to 7 very easy", ease),
        lambda side: estimate(ease(side), side.of_people, one_decimal),
        "From 5 people on the mean, 95% t interval; asked after failures too",
        "Each mark is a person. Bar: interval; tick: mean.",
    ),
}
