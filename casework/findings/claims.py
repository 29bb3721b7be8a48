"""Each planned claim beside what was seen: a headline in counts, what may be said of it, and its table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from casework.database import Db
from casework.findings.results import Results, results
from casework.lab import claims as plans
from casework.lab.models import Arm, Study
from casework.lab.study_file import ClaimPart, StudyFile, file_of
from casework.statistics import (
    Compared,
    accuracy_difference,
    compare_completion,
    compare_completion_paired,
    compare_means,
    compare_means_paired,
    compare_times,
    compare_times_paired,
    decision_accuracy,
    holm,
    power,
    questionnaires,
    task_time,
)
from casework.statistics.claiming import Kind, Verdict, verdict
from casework.statistics.intervals import mean
from casework.statistics.measure import Measure
from casework.statistics.present import clock, count_of, estimate, half_up, may_estimate, one_decimal, whole_percent

TAGS: dict[Kind, tuple[str, str]] = {
    "shown": ("done", "Shown here"),
    "not shown": ("plain", "Not shown"),
    "description": ("look", "Description only"),
}


@dataclass(frozen=True)
class OfArm:
    """What one arm has of a claim. by_person: code → her values; asked: how many values there could have been."""

    arm: Arm
    by_person: Mapping[str, list[float]]
    asked: int
    seed: int

    @property
    def values(self) -> list[float]:
        return [value for values in self.by_person.values() for value in values]

    @property
    def of_people(self) -> list[float]:
        """One value to a person: the mean of hers, for those of one person are not independent."""
        return [sum(values) / len(values) for values in self.by_person.values()]


@dataclass(frozen=True)
class ClaimFound:
    """One planned claim. says: as it was planned. tag: the kind of sign and its words. rows: (arm, what it has, n)."""

    number: int
    says: str
    is_primary: bool
    headline: str
    verdict: Verdict
    tag: tuple[str, str]
    limit: str
    rows: list[tuple[Arm, str, int]]
    method: str
    compared: Compared = field(repr=False)


def claims_of(db: Db, study: Study, found: Results | None = None) -> list[ClaimFound]:
    """The claims of a study's plan in its order, with the runs that count; empty where it plans none."""
    file = file_of(study)
    shown = found or results(db, study)
    sides = [_sides(shown, claim) for claim in file.claims]
    compared = [_compare(file, claim, *side) for claim, side in zip(file.claims, sides, strict=True)]
    adjusted = holm([each.p if claim.primary else None for claim, each in zip(file.claims, compared, strict=True)])
    return [
        _claim(study, file, number, claim, side, difference, p)
        for number, (claim, side, difference, p) in enumerate(
            zip(file.claims, sides, compared, adjusted, strict=True), 1
        )
    ]


def _claim(
    study: Study,
    file: StudyFile,
    number: int,
    claim: ClaimPart,
    sides: tuple[OfArm, OfArm],
    compared: Compared,
    adjusted_p: float | None,
) -> ClaimFound:
    people = _people(file, sides)
    said = verdict(
        compared,
        none=1.0 if claim.measure == "time" else 0.0,
        adjusted_p=adjusted_p if claim.primary else compared.p,
        people=people,
        is_powered=_is_powered(file, claim, people),
        is_sealed=study.sealed_at is not None,
    )
    words = WORDS[claim.measure]
    return ClaimFound(
        number=number,
        says=claim.says,
        is_primary=claim.primary,
        headline=words.headline(*sides),
        verdict=said,
        tag=TAGS[said.kind],
        limit=_limit(file, claim, said, compared, adjusted_p),
        rows=[(side.arm, words.row(side), len(side.by_person)) for side in sides],
        method=f"{words.method}. {_difference(claim, compared)}" if said.kind != "description" else words.method,
        compared=compared,
    )


# --- what each arm has -----------------------------------------------------------------------------


def _sides(found: Results, claim: ClaimPart) -> tuple[OfArm, OfArm]:
    first, second = (_of_arm(found, claim, next(arm for arm in found.arms if arm.key == key)) for key in claim.arms)
    return first, second


def _of_arm(found: Results, claim: ClaimPart, arm: Arm) -> OfArm:
    """One value to a person and task; for decisions, one to a decision; for SUS, one to a person."""
    by_person: dict[str, list[float]] = {}
    asked = 0
    if claim.measure in ("correct", "sus"):
        for visit in (each for each in found.visits if each.session_arm.arm_id == arm.id):
            asked += 1
            if claim.measure == "correct":
                values = [float(each.matches) for each in visit.decisions if each.matches is not None]
            else:
                items = visit.session_arm.sus_items
                score = questionnaires.sus_score(items).score if items else None
                values = [] if score is None else [score]
            if values:
                by_person.setdefault(visit.participant, []).extend(values)
        return OfArm(arm, by_person, asked, found.study.seed)
    place = found.arms.index(arm)
    for task in found.tasks:
        if claim.task in (None, task.task.key):
            for result in task.by_arm[place]:
                asked += 1
                value = _value(claim, result.outcome, result.run.working_seconds, result.run.seq)
                if value is not None:
                    by_person.setdefault(result.participant, []).append(value)
    return OfArm(arm, by_person, asked, found.study.seed)


def _value(claim: ClaimPart, outcome: str, seconds: float | None, ease: int | None) -> float | None:
    if claim.measure == "completion":
        return None if outcome == "not judged" else float(outcome == "unaided")
    if claim.measure == "time":
        return seconds if outcome == "unaided" and seconds else None
    return None if ease is None else float(ease)


def _people(file: StudyFile, sides: tuple[OfArm, OfArm]) -> int:
    """How many the comparison rests on: with a result in both arms, or in the smaller one."""
    first, second = (set(side.by_person) for side in sides)
    return len(first & second) if plans.is_within(file) else min(len(first), len(second))


def _is_powered(file: StudyFile, claim: ClaimPart, people: int) -> bool:
    """With the people analysed, for the planned difference. Only for these cases: cases are no sample here."""
    if claim.generalises != "these cases":
        return False
    try:
        return power(plans.comparison_of(file, claim), people, seed=file.seed).is_enough
    except ValueError:
        return False


# --- the comparison --------------------------------------------------------------------------------


def _compare(file: StudyFile, claim: ClaimPart, a: OfArm, b: OfArm) -> Compared:
    """As the plan's power was worked out: one result a person, or the mean of hers."""
    within = plans.is_within(file)
    both = sorted(set(a.by_person) & set(b.by_person))
    if claim.measure == "correct":
        right_a, right_b = (
            {person: [bool(value) for value in values] for person, values in side.by_person.items()} for side in (a, b)
        )
        return accuracy_difference(right_a, right_b, paired=within, seed=file.seed)
    is_single = all(len(values) == 1 for side in (a, b) for values in side.by_person.values())
    if claim.measure == "completion" and is_single:
        if within:
            pairs = [(bool(a.by_person[person][0]), bool(b.by_person[person][0])) for person in both]
            return compare_completion_paired(
                *(pairs.count(cell) for cell in ((True, True), (True, False), (False, True), (False, False)))
            )
        return compare_completion(int(sum(a.values)), len(a.values), int(sum(b.values)), len(b.values))
    mean_a, mean_b = ({person: sum(v) / len(v) for person, v in side.by_person.items()} for side in (a, b))
    if claim.measure == "time":
        if within:
            everybody = sorted(set(mean_a) | set(mean_b))
            return compare_times_paired([(mean_a.get(person), mean_b.get(person)) for person in everybody])
        return compare_times(list(mean_a.values()), list(mean_b.values()))
    if within:
        return compare_means_paired([(mean_a[person], mean_b[person]) for person in both])
    return compare_means(list(mean_a.values()), list(mean_b.values()))


def _limit(file: StudyFile, claim: ClaimPart, said: Verdict, compared: Compared, adjusted_p: float | None) -> str:
    """What may be said, and what would do for more."""
    if said.kind == "shown":
        return f"On these {len(file.cases)} cases: {_difference(claim, compared)}"
    if said.kind == "not shown":
        return f"No difference was shown; the data fit anything from {_ends(claim, compared)}."
    because = said.because[:1].upper() + said.because[1:]
    if claim.generalises != "these cases":
        return f"{because}. The claim is about cases like these, and these cases are too few to stand for them."
    enough = plans.needed(file, claim)
    if enough is None:
        return f"{because}. More than a thousand people would be needed for the planned difference."
    where = "in both arms" if plans.is_within(file) else "in each arm"
    return f"{because}. {enough.people} people {where} would do for the planned difference ({_planned(claim)})."


def _planned(claim: ClaimPart) -> str:
    if claim.measure in ("completion", "correct"):
        return f"{whole_percent(claim.expected_a)} against {whole_percent(claim.expected_b)}"
    unit = " minutes" if claim.measure == "time" else ""
    return f"{claim.expected_a:g} against {claim.expected_b:g}{unit}"


def _difference(claim: ClaimPart, compared: Compared) -> str:
    if compared.value is None:
        return compared.reason
    if claim.measure == "time":
        said = f"the first arm took {half_up(compared.value, 2)} times as long as the second"
    else:
        said = f"a difference of {_amount(claim, compared.value)}, the first arm less the second"
    return f"{said} (95% interval {_ends(claim, compared)}; n = {compared.n}; {compared.method})."


def _ends(claim: ClaimPart, compared: Compared) -> str:
    if compared.low is None or compared.high is None:
        return compared.reason
    if claim.measure == "time":
        return f"{half_up(compared.low, 2)} to {half_up(compared.high, 2)} times as long"
    return f"{_number(claim, compared.low)} to {_amount(claim, compared.high)}"


def _amount(claim: ClaimPart, value: float) -> str:
    return f"{_number(claim, value)} points"


def _number(claim: ClaimPart, value: float) -> str:
    is_rate = claim.measure in ("completion", "correct")
    return (half_up(100 * value) if is_rate else one_decimal(value)).replace("-", "−")


# --- in words --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Words:
    headline: Callable[[OfArm, OfArm], str]
    row: Callable[[OfArm], str]
    method: str


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
    typical = task_time(side.of_people).value
    if not may_estimate(len(side.by_person)) or typical is None:
        return f"with {side.arm.mark}, {len(side.by_person)} finished, in {_listed(side.of_people, clock)}"
    return f"with {side.arm.mark}, the {len(side.by_person)} who finished took {clock(typical)}"


def _rated(what: str) -> Callable[[OfArm, OfArm], str]:
    def headline(a: OfArm, b: OfArm) -> str:
        said = []
        for side in (a, b):
            n = len(side.by_person)
            if not may_estimate(n):
                values = _listed(side.of_people, lambda value: f"{value:g}") if side.values else "nobody yet"
                said.append(f"{values} with {side.arm.mark} (n = {n})")
            else:
                said.append(f"{one_decimal(sum(side.of_people) / n)} with {side.arm.mark} (n = {n})")
        return f"{what}: {said[0]}, {said[1]}"

    return headline


def _listed(values: Sequence[float], show: Callable[[float], str]) -> str:
    return ", ".join(show(value) for value in values)


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


def _ease(side: OfArm) -> Measure:
    return mean(side.of_people, method="mean, t interval", low=1, high=7)


WORDS: dict[str, Words] = {
    "completion": Words(
        _counted("finished without help"),
        _finished,
        "Adjusted Wald interval, 95%",
    ),
    "correct": Words(
        _counted("matched the experts", " decisions"),
        _decided,
        "From 10 people on people are resampled with all their decisions",
    ),
    "time": Words(
        lambda a, b: _took(a, b)[:1].upper() + _took(a, b)[1:],
        lambda side: (
            f"{estimate(task_time(side.values), side.values, clock)}; {len(side.values)} of {side.asked}"
            if side.values
            else f"none of {side.asked}"
        ),
        "Of those who finished, pauses taken out: from 5 people on the geometric mean, 95% t interval on logs",
    ),
    "sus": Words(
        _rated("System Usability Scale, 0 to 100"),
        lambda side: estimate(questionnaires.sus(side.of_people), side.of_people, one_decimal),
        "From 5 people on the mean of people’s scores, 95% t interval",
    ),
    "ease": Words(
        _rated("Ease, 1 very difficult to 7 very easy"),
        lambda side: estimate(_ease(side), side.of_people, one_decimal),
        "From 5 people on the mean, 95% t interval; asked after failures too",
    ),
}
