"""The decision lab: how often decisions are right against the experts' key, how far practitioners agree with each
other, and where they part.

Each person decides on a case once. What nobody was asked in an arm is in none of its figures.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from sqlalchemy import select

from casework.database import Db
from casework.facts import Fact, FactType
from casework.findings import charts
from casework.findings.answers import in_words
from casework.findings.claim_parts import right_side
from casework.findings.claim_values import OfArm
from casework.findings.claim_words import WORDS
from casework.findings.results import NOT_RECORDED, Results, Visit
from casework.lab.agreeing import not_achieved
from casework.lab.models import Arm, Event, ExpertAnswer, StudyCase
from casework.lab.panel import Answered, PanelCase, comparable
from casework.lab.queries import expert_answers
from casework.lab.vocabulary import EventKind
from casework.records.facts import CATALOGUE
from casework.records.vocabulary import OUTCOME_LABELS
from casework.statistics import Measure, krippendorff_alpha, percent_agreement, wilson
from casework.statistics.present import count_of, half_up, may_estimate, whole_percent

DECIDES = "assessment.decision"
"""What is opened after this was decided came too late for it."""

MOST_ALIKE = 2 / 3
"""Where at most this share of people gave the same answer, they part."""

RELIED_ON, TENTATIVE = 0.800, 0.667
"""The least alpha to rely on, and the least for even tentative conclusions. Source: Krippendorff (2004)."""

NOT_KNOWN = "Not known"


@dataclass(frozen=True)
class Row:
    """A line of a table: of each arm, in words."""

    label: str
    said: list[str]


@dataclass(frozen=True)
class Answer:
    """One answer and how many of each arm gave it. is_experts: the key has it, or accepts it."""

    label: str
    counts: list[int]
    is_experts: bool


@dataclass(frozen=True)
class Parting:
    """What was answered to one question about a case. parts: whether the people of each arm part over it."""

    label: str
    answers: list[Answer]
    parts: list[bool]


@dataclass(frozen=True)
class OfCase:
    """One case: how each question was answered, and which parts of the record were not opened before deciding."""

    case: StudyCase
    people: list[int]
    questions: list[Parting]
    unopened: list[Row]


@dataclass(frozen=True)
class DecisionLab:
    """arms: of the study. right: by case, by question and together. people: everybody's own count, drawn."""

    arms: list[Arm]
    people: list[int]
    by_case: list[Row]
    by_question: list[Row]
    together: Row
    drawn: charts.Panel
    under: str
    agreement: list[Row]
    budget: Row | None
    cases: list[OfCase]
    silent: list[int]


def decisions_of(db: Db, found: Results) -> DecisionLab | None:
    """What the decision lab knows of a study; None where no decision can be held against anything."""
    visits = [[visit for visit in found.visits if visit.session_arm.arm_id == arm.id] for arm in found.arms]
    sides = [_side(arm, theirs, found.study.seed) for arm, theirs in zip(found.arms, visits, strict=True)]
    if not any(side.values for side in sides):
        return None
    asked = {len(values) for side in sides for values in side.by_person.values()}
    scale = charts.right_of(asked.pop()) if len(asked) == 1 else charts.SHARES
    facts = list(dict.fromkeys((each.fact, each.label) for visit in found.visits for each in visit.decisions))
    key = expert_answers(db, found.study)
    cases = [case for case in found.study.cases if case.key in key]
    opened = _opened(db, found)
    return DecisionLab(
        arms=found.arms,
        people=[len(side.by_person) for side in sides],
        by_case=[Row(case.person_name, [_right(theirs, case=case.key) for theirs in visits]) for case in cases],
        by_question=[Row(label, [_right(theirs, fact=fact) for theirs in visits]) for fact, label in facts],
        together=Row("All decisions", [WORDS["correct"].row(side) for side in sides]),
        drawn=charts.placed("", [right_side(side, scale) for side in sides], scale),
        under=scale.under,
        agreement=_agreement(visits, cases, [CATALOGUE[fact] for fact, _ in facts], found.study.seed),
        budget=_budget(visits, key),
        cases=[_of_case(case, visits, key[case.key], opened) for case in cases],
        silent=[sum(each.said == NOT_RECORDED for visit in theirs for each in visit.decisions) for theirs in visits],
    )


def _side(arm: Arm, visits: Sequence[Visit], seed: int) -> OfArm:
    by_person: dict[str, list[float]] = {}
    for visit in visits:
        values = [float(each.matches) for each in visit.decisions if each.matches is not None]
        if values:
            by_person.setdefault(visit.participant, []).extend(values)
    return OfArm(arm, by_person, len(visits), seed)


def _right(visits: Sequence[Visit], *, case: str = "", fact: str = "") -> str:
    """How many decisions match, of one case or one question. Of one question each person has one: Wilson's interval."""
    judged = [
        each.matches
        for visit in visits
        if case in ("", visit.session_arm.case.key)
        for each in visit.decisions
        if fact in ("", each.fact) and each.matches is not None
    ]
    if not judged:
        return "nobody yet"
    if case:
        people = sum(visit.session_arm.case.key == case for visit in visits)
        return f"{sum(judged)} of {len(judged)}, by {people} {'person' if people == 1 else 'people'}"
    return count_of(sum(judged), len(judged), wilson)


# --- how far they agree with each other ------------------------------------------------------------


def _agreement(
    visits: Sequence[Sequence[Visit]], cases: Sequence[StudyCase], facts: Sequence[Fact], seed: int
) -> list[Row]:
    rows = []
    for fact in facts:
        if fact.type in (FactType.CODE, FactType.YES_NO, FactType.OUTCOMES):
            rated = [_ratings(theirs, cases, fact) for theirs in visits]
            rows.append(Row(f"{fact.label}: pairs who agree", [_pairs(each) for each in rated]))
            alphas = [krippendorff_alpha(each, "nominal", seed=seed) for each in rated]
            if any(each.low is not None for each in alphas):
                rows.append(Row(f"{fact.label}: Krippendorff’s alpha", [_alpha(each) for each in alphas]))
    return rows


def _ratings(visits: Sequence[Visit], cases: Sequence[StudyCase], fact: Fact) -> list[list[Hashable | None]]:
    """A row to each person, a column to each case, or to each outcome of each case; None where she gave no answer."""
    units = [
        (case.key, outcome)
        for case in cases
        for outcome in (OUTCOME_LABELS if fact.type is FactType.OUTCOMES else [None])
    ]
    by_person: dict[str, dict[Any, Hashable]] = {}
    for visit in visits:
        value = _value(visit, fact.name)
        if value is None:
            continue
        given = by_person.setdefault(visit.participant, {})
        for case, outcome in units:
            if case == visit.session_arm.case.key:
                given[case, outcome] = value if outcome is None else outcome in not_achieved(value)
    return [[given.get(unit) for unit in units] for given in by_person.values()]


def _value(visit: Visit, fact: str) -> Any:
    return next((each.value for each in visit.decisions if each.fact == fact), None)


def _pairs(ratings: Sequence[Sequence[Hashable | None]]) -> str:
    made = percent_agreement(ratings) if ratings else None
    if made is None or made.value is None:
        return "nobody to compare"
    if not may_estimate(len(ratings)):
        return f"{len(ratings)} people: too few for a share"
    return f"{whole_percent(made.value)} of pairs, {len(ratings)} people, {made.n} units"


def _alpha(made: Measure) -> str:
    if made.value is None:
        return made.reason
    said = half_up(made.value, 2)
    if made.low is None or made.high is None:
        return f"{said} ({made.reason}; {made.n} units)"
    reach = "can be relied on" if made.low >= RELIED_ON else "tentative" if made.low >= TENTATIVE else "not to rely on"
    return f"{said} (95% interval {half_up(made.low, 2)}–{half_up(made.high, 2)}; {made.n} units): {reach}"


def experts_agree(cases: Sequence[PanelCase], seed: int) -> list[tuple[str, str]]:
    """How far the experts agreed before anything was ruled: by question in how many cases all said the same, and over
    all questions and cases. Empty until two have answered. Amounts are left out: the key takes all between them.
    """
    asked = [one for case in cases for one in case.facts if one.fact.type is not FactType.MONEY]
    answers = [one for one in asked if len(one.answers) > 1]
    if not answers:
        return []
    labels = {one.fact.name: one.fact.label for one in answers}
    by_fact = {name: [one.agree for one in answers if one.fact.name == name] for name in labels}
    rows = [(label, f"alike in {sum(by_fact[name])} of {len(by_fact[name])}") for name, label in labels.items()]
    experts = sorted({by for one in answers for by, _ in one.answers})
    ratings = [[_said(expert, one) for one in answers] for expert in experts]
    alpha = krippendorff_alpha(ratings, "nominal", seed=seed)
    return [*rows, (f"All questions and cases, {len(experts)} experts: Krippendorff’s alpha", _alpha(alpha))]


def _said(expert: str, one: Answered) -> str | None:
    """What an expert answered, in a form in which two are the same; None where she did not answer."""
    return next((f"{one.fact.name} {comparable(one.fact, value)}" for by, value in one.answers if by == expert), None)


# --- the weekly budget -----------------------------------------------------------------------------


def _budget(visits: Sequence[Sequence[Visit]], key: Mapping[str, Mapping[str, ExpertAnswer]]) -> Row | None:
    """How far amounts are from the experts', in pounds: the middle one, from five people on."""
    fact = next((CATALOGUE[name] for each in key.values() for name in each if _is_money(name)), None)
    if fact is None:
        return None
    return Row(f"{fact.label}: distance from the experts’", [_apart(theirs, key, fact) for theirs in visits])


def _is_money(fact: str) -> bool:
    return CATALOGUE[fact].type is FactType.MONEY


def _apart(visits: Sequence[Visit], key: Mapping[str, Mapping[str, ExpertAnswer]], fact: Fact) -> str:
    apart = [
        abs(value - key[visit.session_arm.case.key][fact.name].value["value"])
        for visit in visits
        if fact.name in key.get(visit.session_arm.case.key, {}) and (value := _value(visit, fact.name)) is not None
    ]
    if not apart:
        return "no amount recorded"
    if not may_estimate(len(apart)):
        return f"{', '.join(f'£{half_up(each / 100)}' for each in sorted(apart))} (n = {len(apart)})"
    middle, least, most = (half_up(each / 100) for each in (median(apart), min(apart), max(apart)))
    return f"median £{middle}, from £{least} to £{most} (n = {len(apart)})"


# --- where they part -------------------------------------------------------------------------------


def _of_case(
    case: StudyCase,
    visits: Sequence[Sequence[Visit]],
    key: Mapping[str, ExpertAnswer],
    opened: Mapping[str, Mapping[str, str]],
) -> OfCase:
    theirs = [[visit for visit in each if visit.session_arm.case.key == case.key] for each in visits]
    questions: list[Parting] = []
    for name, answer in key.items():
        fact = CATALOGUE[name]
        if fact.type is FactType.OUTCOMES:
            questions += [_outcome(fact, code, label, theirs, answer) for code, label in OUTCOME_LABELS.items()]
        elif fact.type in (FactType.CODE, FactType.YES_NO):
            questions.append(_question(fact, theirs, answer))
    return OfCase(case, [len(each) for each in theirs], questions, _unopened(theirs, opened))


def _outcome(fact: Fact, code: str, label: str, visits: Sequence[Sequence[Visit]], answer: ExpertAnswer) -> Parting:
    def said(value: Any) -> str:
        return "Cannot" if code in not_achieved(value) else "Can"

    return _parting(label, ["Can", "Cannot"], fact, said, visits, answer)


def _question(fact: Fact, visits: Sequence[Sequence[Visit]], answer: ExpertAnswer) -> Parting:
    def said(value: Any) -> str:
        return in_words(fact, value).capitalize()

    codes = ("yes", "no") if fact.type is FactType.YES_NO else fact.codes
    return _parting(fact.label, [said(code) for code in codes], fact, said, visits, answer)


def _parting(
    label: str,
    answers: Sequence[str],
    fact: Fact,
    said: Callable[[Any], str],
    visits: Sequence[Sequence[Visit]],
    answer: ExpertAnswer,
) -> Parting:
    experts = {said(value) for value in [answer.value["value"], *answer.value.get("acceptable", [])]}
    given = [[_value(visit, fact.name) for visit in theirs] for theirs in visits]
    counts = [Counter(NOT_KNOWN if value is None else said(value) for value in values) for values in given]
    return Parting(
        label,
        [Answer(each, [of_arm[each] for of_arm in counts], each in experts) for each in [*answers, NOT_KNOWN]],
        [bool(of_arm) and max(of_arm.values()) <= MOST_ALIKE * of_arm.total() for of_arm in counts],
    )


# --- what was not opened before deciding -----------------------------------------------------------


def _opened(db: Db, found: Results) -> dict[str, dict[str, str]]:
    """Visit id → address → name of the pages of the person's record that were open before the decision was made."""
    arms = {visit.session_arm.id: visit.session_arm for visit in found.visits}
    runs = {each.run.id: each.run.session_arm_id for task in found.tasks for each in task.runs}
    opened: dict[str, dict[str, str]] = {arm: {} for arm in arms}
    decided: set[str] = set()
    rows = db.execute(
        select(Event.task_run_id, Event.kind, Event.data)
        .where(Event.task_run_id.in_(runs), Event.kind.in_([EventKind.PAGE_VIEWED, EventKind.STEP_FINISHED]))
        .order_by(Event.session_id, Event.seq)
    )
    for run_id, kind, data in rows:
        visit = runs[run_id]
        if kind is EventKind.STEP_FINISHED and DECIDES in data.get("facts", []):
            decided.add(visit)
        path = str(data.get("path", ""))
        if kind is EventKind.PAGE_VIEWED and visit not in decided and visit in arms:
            record = f"/people/{arms[visit].case.person_id}"
            if path == record or path.startswith(f"{record}/"):
                opened[visit][path.partition("?")[0]] = str(data.get("page", ""))
    return opened


def _unopened(visits: Sequence[Sequence[Visit]], opened: Mapping[str, Mapping[str, str]]) -> list[Row]:
    """Of each page of the record that somebody opened: how many did not, the most first."""
    names: dict[str, str] = {}
    for theirs in visits:
        for visit in theirs:
            names |= opened.get(visit.session_arm.id, {})
    rows = [
        (
            name,
            [sum(path not in opened.get(visit.session_arm.id, {}) for visit in theirs) for theirs in visits],
        )
        for path, name in names.items()
    ]
    rows.sort(key=lambda each: (-sum(each[1]), each[0]))
    return [
        Row(
            name,
            [f"{k} of {len(theirs)}" if theirs else "nobody yet" for k, theirs in zip(counts, visits, strict=True)],
        )
        for name, counts in rows
    ]
