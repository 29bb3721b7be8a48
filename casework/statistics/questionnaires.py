"""What people say afterwards: the Single Ease Question, SUS, UMUX-Lite, raw NASA-TLX, satisfaction, own scales."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import sqrt

from casework.statistics.intervals import Z, mean
from casework.statistics.measure import Measure

SUS_ITEMS = 10
SUS_MAY_BE_MISSING = 2
FEWEST_FOR_A_GRADE = 5
FEWEST_FOR_NET = 20
TLX_SUBSCALES = ("mental", "physical", "temporal", "performance", "effort", "frustration")

SUS_GRADES = (
    ("F", "0", "51.6", 0, 14),
    ("D", "51.7", "62.6", 15, 34),
    ("C−", "62.7", "64.9", 35, 40),
    ("C", "65.0", "71.0", 41, 59),
    ("C+", "71.1", "72.5", 60, 64),
    ("B−", "72.6", "74.0", 65, 69),
    ("B", "74.1", "77.1", 70, 79),
    ("B+", "77.2", "78.8", 80, 84),
    ("A−", "78.9", "80.7", 85, 89),
    ("A", "80.8", "84.0", 90, 95),
    ("A+", "84.1", "100", 96, 100),
)
"""Grade, its lowest and highest mean score, and the percentiles of those: Sauro and Lewis's curved grading scale."""


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


@dataclass(frozen=True)
class SusGrade:
    """Where a study's mean SUS stands among general products. percentile: "about the 73rd" of them."""

    grade: str
    percentile: float


def sus_grade(score: float, n: int) -> SusGrade | None:
    """The grade of a study's mean SUS, or of an end of its interval; None where it rests on fewer than five people.

    A comparison with general products on the market, not a pass mark for a prototype. Not a normal curve: that would
    give 10 for a score of 52. Raises ValueError for a score outside 0 to 100.
    Source: Sauro and Lewis, Quantifying the User Experience (2nd edition, 2016), the curved grading scale.
    """
    if not 0 <= score <= 100:
        raise ValueError(f"SUS scores are between 0 and 100: {score}")
    if n < FEWEST_FOR_A_GRADE:
        return None
    rounded = Decimal(str(score)).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    grade, low, high, first, last = next(each for each in SUS_GRADES if rounded <= Decimal(each[2]))
    share = (float(rounded) - float(low)) / (float(high) - float(low))
    return SusGrade(grade, first + (last - first) * share)


@dataclass(frozen=True)
class UmuxLiteForm:
    """One person's UMUX-Lite. raw: 0 to 100. sus_equivalent: what a regression gives, 22.9 to 87.9; never to be
    averaged with real SUS scores. Both None where an item is missing.
    """

    raw: float | None
    sus_equivalent: float | None


def umux_lite_score(meets_requirements: int | None, easy_to_use: int | None) -> UmuxLiteForm:
    """One person's UMUX-Lite from its two items, each 1 (strongly disagree) to 7 (strongly agree).

    Raises ValueError for an answer off the scale. Source: Lewis, Utesch and Maher (CHI 2013).
    """
    if meets_requirements is None or easy_to_use is None:
        return UmuxLiteForm(None, None)
    _check([meets_requirements, easy_to_use], 7)
    raw = (meets_requirements + easy_to_use - 2) * 100 / 12
    return UmuxLiteForm(raw, 0.65 * raw + 22.9)


def umux_lite(scores: Sequence[float]) -> Measure:
    """The study's UMUX-Lite: the mean of people's raw scores, with a t interval cut off at 0 and 100."""
    return _of_100(scores, "UMUX-Lite")


@dataclass(frozen=True)
class TlxForm:
    """One person's raw NASA-TLX: the mean of six ratings, 0 to 100, None unless all six are there; and those."""

    score: float | None
    subscales: dict[str, int | None]


def raw_tlx_score(ratings: Sequence[int | None]) -> TlxForm:
    """One person's workload from six ratings of 0 to 100, in the order of TLX_SUBSCALES, None where blank.

    Nothing is reversed: performance runs from perfect (0) to failure (100). There is no pass mark.
    Raises ValueError unless there are six, each 0 to 100 or None. Source: Hart (2006), on the unweighted NASA-TLX.
    """
    if len(ratings) != len(TLX_SUBSCALES):
        raise ValueError(f"a TLX form has {len(TLX_SUBSCALES)} ratings, not {len(ratings)}")
    given = [rating for rating in ratings if rating is not None]
    if any(not 0 <= rating <= 100 for rating in given):
        raise ValueError(f"TLX ratings are between 0 and 100: {given}")
    score = sum(given) / len(given) if len(given) == len(ratings) else None
    return TlxForm(score, dict(zip(TLX_SUBSCALES, ratings, strict=True)))


def raw_tlx(scores: Sequence[float]) -> Measure:
    """The study's raw NASA-TLX, or one of its subscales: the mean, with a t interval cut off at 0 and 100."""
    return _of_100(scores, "TLX")


def net_satisfaction(satisfied: int, neutral: int, dissatisfied: int) -> Measure:
    """Net satisfaction in points, -100 to 100: the share satisfied less the share dissatisfied.

    Neutrals stay in the base; who does not know, or left it blank, is in none of the three. Under 20 people the status
    is `too_few`: show the counts. It is not the Net Promoter Score. Raises ValueError for counts below 0.
    """
    method = "difference of shares, large-sample interval"
    counts = (satisfied, neutral, dissatisfied)
    if any(count < 0 for count in counts):
        raise ValueError(f"counts are 0 or more: {counts}")
    if (n := sum(counts)) == 0:
        return Measure.undefined("nobody answered", method=method)
    net = (satisfied - dissatisfied) / n
    if n < FEWEST_FOR_NET:
        why = f"under {FEWEST_FOR_NET} people only counts are shown"
        return Measure(100 * net, None, None, n, method, "too_few", why)
    margin = Z * sqrt(((satisfied + dissatisfied) / n - net**2) / n)
    return Measure(100 * net, 100 * max(-1.0, net - margin), 100 * min(1.0, net + margin), n, method)


@dataclass(frozen=True)
class OwnScale:
    """What people answered to a question of the study's own: how many gave each point, the median, who left it blank.

    median: of those who answered, None where nobody did. There is no mean: whether the points of a question nobody has
    tested are equal steps is not known.
    """

    counts: dict[int, int]
    median: float | None
    n: int
    blank: int


def own_scale(answers: Sequence[int | None], points: int) -> OwnScale:
    """A question of the study's own, 1 to so many points, None where blank. Raises ValueError for one off the scale."""
    given = sorted(answer for answer in answers if answer is not None)
    _check(given, points)
    counted = Counter(given)
    middle = len(given) // 2
    median = None if not given else (given[middle] if len(given) % 2 else (given[middle - 1] + given[middle]) / 2)
    counts = {point: counted[point] for point in range(1, points + 1)}
    return OwnScale(counts, median, len(given), len(answers) - len(given))


def _of_100(scores: Sequence[float], name: str) -> Measure:
    if any(not 0 <= score <= 100 for score in scores):
        raise ValueError(f"{name} scores are between 0 and 100")
    return mean(scores, method="mean, t interval", low=0, high=100)


def _check(ratings: Sequence[int], highest: int) -> None:
    wrong = [rating for rating in ratings if rating not in range(1, highest + 1)]
    if wrong:
        raise ValueError(f"ratings must be whole numbers from 1 to {highest}: {wrong}")
