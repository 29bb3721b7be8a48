"""What people say afterwards: the Single Ease Question and the System Usability Scale."""

from collections.abc import Sequence
from dataclasses import dataclass

from casework.statistics.intervals import mean
from casework.statistics.measure import Measure

SUS_ITEMS = 10
SUS_MAY_BE_MISSING = 2


def seq(ratings: Sequence[int]) -> Measure:
    """Mean ease of a task, 1 (very difficult) to 7 (very easy), with a t interval cut off at 1 and 7.

    ratings: one for each person asked, failures included. `undefined` when nobody answered.
    Raises ValueError for a rating off the scale.
    Source: Sauro and Dumas (CHI 2009), three one-question post-task questionnaires.
    """
    _check(ratings, 7)
    return mean(ratings, method="mean, t interval", low=1, high=7)


def seq_distribution(ratings: Sequence[int]) -> dict[int, int]:
    """How many gave each rating, 1 to 7, those nobody gave included: to show beside the mean."""
    _check(ratings, 7)
    return {rating: list(ratings).count(rating) for rating in range(1, 8)}


@dataclass(frozen=True)
class SusForm:
    """One person's form: the score, 0 to 100 in steps of 2.5, or None when too much is missing.

    all_same: the same answer to all ten items, half of which say the opposite; kept, but to be looked at.
    """

    score: float | None
    missing: int
    all_same: bool


def sus_score(items: Sequence[int | None]) -> SusForm:
    """One person's System Usability Scale: ten answers 1 to 5 in the order of the form, None where blank.

    A blank scores as 3, the middle; with more than two blanks (a rule of our own) there is no score.
    The score is not a percentage. Raises ValueError unless there are ten items, each 1 to 5 or None.
    Source: Brooke (1996), "SUS: a quick and dirty usability scale".
    """
    if len(items) != SUS_ITEMS:
        raise ValueError(f"a SUS form has {SUS_ITEMS} items, not {len(items)}")
    answered = [item for item in items if item is not None]
    _check(answered, 5)
    missing = SUS_ITEMS - len(answered)
    all_same = missing == 0 and len(set(answered)) == 1
    if missing > SUS_MAY_BE_MISSING:
        return SusForm(None, missing, all_same)
    answers = [3 if item is None else item for item in items]
    odd, even = answers[0::2], answers[1::2]
    score = 2.5 * (sum(answer - 1 for answer in odd) + sum(5 - answer for answer in even))
    return SusForm(score, missing, all_same)


def sus(scores: Sequence[float]) -> Measure:
    """The study's SUS score: the mean of people's scores, with a t interval cut off at 0 and 100.

    scores: one for each form that could be scored. `undefined` when there is none.
    Raises ValueError for a score outside 0 to 100. Source: Brooke (1996).
    """
    if any(not 0 <= score <= 100 for score in scores):
        raise ValueError("SUS scores must be between 0 and 100")
    return mean(scores, method="mean, t interval", low=0, high=100)


def _check(ratings: Sequence[int], highest: int) -> None:
    wrong = [rating for rating in ratings if rating not in range(1, highest + 1)]
    if wrong:
        raise ValueError(f"ratings must be whole numbers from 1 to {highest}: {wrong}")
