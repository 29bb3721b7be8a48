"""What a study's claims need: from the study file to the comparison whose power is worked out."""

from casework.lab.study_file import ClaimPart, StudyFile
from casework.statistics import Comparison, Power, curve, people_needed, power, spreads

PLAUSIBLE = {
    "completion": (0.0, 1.0),
    "correct": (0.0, 1.0),
    "time": (0.4, 0.6),
    "sus": (14.0, 20.0),
    "ease": (1.1, 1.6),
}
"""How much people differ where the plan says nothing, in the unit of `ClaimPart.spread`. Source: docs/studies.md."""

SIZES = (4, 6, 8, 10, 12, 16, 20, 24, 30, 40, 60, 80, 120)
"""Numbers of people that a curve is drawn over, as far as it is worth it."""

FEWEST_POINTS = 6


def is_within(file: StudyFile) -> bool:
    """Whether the same people work in both arms of a claim."""
    return file.design == "crossed"


def comparison_of(file: StudyFile, claim: ClaimPart) -> Comparison:
    """What is compared, and on what. Where the plan leaves the spread out, what is plausible for the measure."""
    decided = [len(answers) for answers in file.expert_answers.values() if answers]
    generalises = claim.generalises == "cases like these"
    varies = (claim.cases_spread or [0.5]) if generalises else []
    return Comparison(
        measure=claim.measure,
        a=claim.expected_a,
        b=claim.expected_b,
        within=is_within(file),
        spreads=spreads(claim.spread or PLAUSIBLE[claim.measure], alike=claim.alike, cases=varies),
        cases=max(len(file.cases), 1),
        results=min(decided) if claim.measure == "correct" and decided else 1,
        generalises=generalises,
    )


def planned(file: StudyFile, claim: ClaimPart) -> Power:
    """The power with the people that the claim counts on."""
    return power(comparison_of(file, claim), claim.people, seed=file.seed)


def needed(file: StudyFile, claim: ClaimPart) -> Power | None:
    """The fewest people with whom the claim could be made; None where a thousand are too few."""
    return people_needed(comparison_of(file, claim), seed=file.seed)


def curve_of(file: StudyFile, claim: ClaimPart) -> list[Power]:
    """The power over numbers of people, those planned and those needed among them."""
    enough = needed(file, claim)
    most = max(claim.people, enough.people if enough else SIZES[-1])
    upto = [size for size in SIZES if size <= most * 1.3]
    sizes = {*(upto if len(upto) >= FEWEST_POINTS else SIZES[:FEWEST_POINTS]), claim.people}
    if enough:
        sizes.add(enough.people)
    return curve(comparison_of(file, claim), sorted(sizes), seed=file.seed)
