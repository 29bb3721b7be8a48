"""Two workflows against each other: what each costs practitioners, and which duties each meets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from casework.rehearsal.people import STORY_DATE, Known
from casework.rehearsal.robot import walk
from casework.workflows.burden import MEASURES, Burden, Passed, burden_of
from casework.workflows.definition import Definition
from casework.workflows.duties import DutyResult, Status, duties_of

_WEIGHT: dict[Status, int] = {
    "every path": 3,
    "does not apply": 3,
    "some paths": 2,
    "cannot tell": 1,
    "no path": 0,
}


@dataclass(frozen=True)
class Costs:
    """One measure of one workflow. person: None where the robot finds no way through for her."""

    least: int
    person: int | None
    most: int


@dataclass(frozen=True)
class CostRow:
    """One measure of both. words: what B costs the person against A; at most, where there is no way for her."""

    measure: str
    name: str
    a: Costs
    b: Costs
    words: str
    is_more: bool


@dataclass(frozen=True)
class DutyRow:
    """One duty in both. differs: what makes the difference; lost: A meets it on more paths than B."""

    a: DutyResult
    b: DutyResult
    differs: str
    lost: bool


@dataclass(frozen=True)
class Against:
    """A and B for one person. bounds: whether a least or most is a bound that no way goes beyond."""

    costs: list[CostRow]
    duties: list[DutyRow]
    headline: str
    is_worse: bool
    bounds: bool


def set_against(a: Definition, b: Definition, person: Known, others: Mapping[str, Definition]) -> Against:
    """B against A. others: workflows by id, for those that these start."""
    burdens = (_burden(a, person), _burden(b, person))
    costs = [_cost_row(measure, name, *burdens) for measure, name in MEASURES.items()]
    duties = [_duty_row(*pair) for pair in zip(duties_of(a, others), duties_of(b, others), strict=True)]
    lost = [row for row in duties if row.lost]
    bounds = not all(each.least_is_exact and each.most_is_exact for each in burdens)
    return Against(costs, duties, _headline(costs, lost, person.words.get("person", "")), bool(lost), bounds)


_PERSON = "person"


def _burden(definition: Definition, person: Known) -> Burden:
    found = walk(definition, person.known, today=STORY_DATE, words=person.words)
    ways: dict[str, Sequence[Passed]] = {}
    if found.finished:
        ways[_PERSON] = [Passed(visit.state, visit.chosen) for visit in found.visits]
    return burden_of(definition, ways)


def _costs(burden: Burden, measure: str) -> Costs:
    own = burden.people.get(_PERSON)
    return Costs(getattr(burden.least, measure), getattr(own, measure) if own else None, getattr(burden.most, measure))


def _cost_row(measure: str, name: str, burden_a: Burden, burden_b: Burden) -> CostRow:
    a, b = _costs(burden_a, measure), _costs(burden_b, measure)
    if a.person is None or b.person is None:
        more, where = b.most - a.most, " at most"
    else:
        more, where = b.person - a.person, ""
    words = f"{abs(more):,} {'more' if more > 0 else 'fewer'}{where}" if more else f"the same{where}"
    return CostRow(measure, name, a, b, words, more > 0)


def _duty_row(a: DutyResult, b: DutyResult) -> DutyRow:
    differs = ""
    if a.status != b.status:
        less, letter = (b, "B") if _WEIGHT[b.status] < _WEIGHT[a.status] else (a, "A")
        reason = "; ".join(less.missing) or less.why or less.example
        differs = f"{letter}: {reason}" if reason else ""
    return DutyRow(a, b, differs, _WEIGHT[b.status] < _WEIGHT[a.status] and not b.explained)


def _headline(costs: Sequence[CostRow], lost: Sequence[DutyRow], name: str) -> str:
    by_measure = {row.measure: row for row in costs}
    asked, minutes = by_measure["questions"], by_measure["minutes"]
    if asked.a.person is None or asked.b.person is None or minutes.a.person is None or minutes.b.person is None:
        said = f"B asks at most {asked.b.most} questions, A at most {asked.a.most}"
    else:
        said = (
            f"For {name}, B asks {_than(asked.b.person - asked.a.person, 'question')} "
            f"and takes {_about(minutes.b.person - minutes.a.person)}"
        )
    duties = {0: "", 1: "; one duty is met on fewer paths"}.get(
        len(lost), f"; {len(lost)} duties are met on fewer paths"
    )
    return said + duties


def _than(more: int, what: str) -> str:
    if not more:
        return f"as many {what}s"
    return f"{abs(more)} {'more' if more > 0 else 'fewer'} {what}{'' if abs(more) == 1 else 's'}"


def _about(more: int) -> str:
    if not more:
        return "about as long"
    return f"about {abs(more)} {'minute' if abs(more) == 1 else 'minutes'} {'more' if more > 0 else 'less'}"
