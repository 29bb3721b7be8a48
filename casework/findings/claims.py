"""Each planned claim beside what was seen: a headline in counts, what may be said of it, and its table."""

from dataclasses import dataclass, field

from casework.database import Db
from casework.findings.claim_parts import Part, parts_of, runs_of_claim
from casework.findings.claim_values import OfArm, sides_of
from casework.findings.claim_words import WORDS
from casework.findings.results import Results, RunResult, results
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
    holm,
    power,
)
from casework.statistics.claiming import Kind, Verdict, verdict
from casework.statistics.present import half_up, one_decimal, whole_percent

TAGS: dict[Kind, tuple[str, str]] = {
    "shown": ("done", "Shown here"),
    "not shown": ("plain", "Not shown"),
    "cannot be known": ("look", "Cannot be known yet"),
    "description": ("look", "Description only"),
}

COMPARED: tuple[Kind, ...] = ("shown", "not shown")


@dataclass(frozen=True)
class ClaimFound:
    """One planned claim. says: as it was planned. tag: the kind of sign and its words. rows: (arm, what it has, n).

    parts: the same for each task, or each decision, drawn and in a table. under: what the pictures' axis counts;
    what: the head of the parts; drawn_as: what a mark is.
    runs: the task runs that all of it rests on.
    """

    number: int
    says: str
    is_primary: bool
    headline: str
    verdict: Verdict
    tag: tuple[str, str]
    limit: str
    rows: list[tuple[Arm, str, int]]
    parts: list[Part]
    under: str
    what: str
    drawn_as: str
    method: str
    runs: list[RunResult]
    compared: Compared = field(repr=False)


def claims_of(db: Db, study: Study, found: Results | None = None) -> list[ClaimFound]:
    """The claims of a study's plan in its order, with the runs that count; empty where it plans none."""
    file = file_of(study)
    shown = found or results(db, study)
    sides = [sides_of(shown, claim) for claim in file.claims]
    compared = [_compare(file, claim, *side) for claim, side in zip(file.claims, sides, strict=True)]
    adjusted = holm([each.p if claim.primary else None for claim, each in zip(file.claims, compared, strict=True)])
    return [
        _claim(shown, file, number, claim, side, difference, p)
        for number, (claim, side, difference, p) in enumerate(
            zip(file.claims, sides, compared, adjusted, strict=True), 1
        )
    ]


def _claim(
    found: Results,
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
        is_sealed=found.study.sealed_at is not None,
    )
    words = WORDS[claim.measure]
    parts, under = parts_of(found, claim, within=plans.is_within(file))
    return ClaimFound(
        number=number,
        says=claim.says,
        is_primary=claim.primary,
        headline=words.headline(*sides),
        verdict=said,
        tag=TAGS[said.kind],
        limit=_limit(file, claim, said, compared, adjusted_p),
        rows=[(side.arm, words.row(side), len(side.by_person)) for side in sides],
        parts=parts,
        under=under,
        what="Task" if claim.measure in ("completion", "time", "ease") else "What",
        drawn_as=words.drawn_as,
        method=f"{words.method}. {_difference(claim, compared)}" if said.kind in COMPARED else words.method,
        runs=runs_of_claim(found, claim),
        compared=compared,
    )


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
