"""What each arm of a planned claim has: the values of its participants, from the runs that count."""

from collections.abc import Mapping
from dataclasses import dataclass

from casework.findings.results import Results
from casework.lab.models import Arm
from casework.lab.study_file import ClaimPart
from casework.statistics import questionnaires


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


def sides_of(found: Results, claim: ClaimPart) -> tuple[OfArm, OfArm]:
    first, second = (of_arm(found, claim, next(arm for arm in found.arms if arm.key == key)) for key in claim.arms)
    return first, second


def of_arm(found: Results, claim: ClaimPart, arm: Arm) -> OfArm:
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
