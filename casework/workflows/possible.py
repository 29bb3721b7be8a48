"""Which values of an answer a condition can tell apart: a finite list that stands for all of them.

Two answers between which no comparison of a condition falls are one case. So a number is tried at each constant it is
compared with and on either side of it; a choice at each code that is named and at one that is not; several choices as
sets of the named codes with as many others as a count can notice.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from math import floor

from casework.facts import Fact, FactType
from casework.workflows.definition import OUTCOMES, Option, Question
from casework.workflows.values import read_day

SOME_TEXT = "…"
Value = Mapping[str, object]
"""What conditions see of one answer, by the ending of its name: "" for itself, ".not_met" for a part."""


@dataclass
class Uses:
    """How conditions ask about one answer.

    counts: the numbers its count is compared with, by part. days, years: what its distance from today is compared with.
    loose: something else is asked of it, so that trying these values proves nothing about all others.
    """

    codes: set[str] = field(default_factory=set)
    in_part: dict[str, set[str]] = field(default_factory=dict)
    numbers: set[Decimal] = field(default_factory=set)
    costs: set[Decimal] = field(default_factory=set)
    dates: set[date] = field(default_factory=set)
    days: set[int] = field(default_factory=set)
    years: set[int] = field(default_factory=set)
    counts: dict[str, set[int]] = field(default_factory=dict)
    by_today: bool = False
    by_points: bool = False
    loose: bool = False


@dataclass(frozen=True)
class Values:
    """The values to try, and whether they stand for all there are."""

    values: tuple[Value, ...]
    exact: bool


class TooMany(Exception):
    """More values than can be tried."""


def values_of_question(question: Question, uses: Uses, today: date, *, whole: bool) -> Values:
    """The answers to try, without "not answered". whole: outcomes are answered for all ten."""
    match question.type:
        case "radios" | "select" | "yes_no":
            return _choices(question.choices, uses)
        case "checkboxes":
            return _sets(question.choices, uses, can_be_empty=False)
        case "outcomes":
            return _outcomes(uses, whole=whole and not question.optional)
        case "number" | "money":
            is_whole = question.type == "money" or question.whole
            return _numbers(uses.numbers, question.limits, is_whole, uses.loose)
        case "date":
            least, most = question.between or (None, None)
            return _dates(uses, today, least, most)
        case "weekly_timetable":
            found = _numbers(uses.numbers, (Decimal(0), None), True, uses.loose)
            return Values(tuple({"": {"…": {"mon": 1}}, ".minutes": value[""]} for value in found.values), found.exact)
        case "services":
            return _services(uses)
        case "time":
            return _times(uses)
    return _texts(uses)


def values_of_fact(fact: Fact | None, uses: Uses, today: date) -> Values:
    """The values of a fact of the record to try, without "not known". None: a fact of which nothing is known."""
    if fact is None:
        return Values(_anything(uses, today), False)
    match fact.type:
        case FactType.YES_NO:
            return _choices([Option(code=code, label=code) for code in ("yes", "no")], uses)
        case FactType.CODE:
            return _choices([Option(code=code, label=code) for code in fact.codes], uses)
        case FactType.CODES:
            return _sets([Option(code=code, label=code) for code in fact.codes], uses, can_be_empty=True)
        case FactType.NUMBER | FactType.MONEY:
            return _numbers(uses.numbers, (None, None), fact.type is FactType.MONEY, uses.loose)
        case FactType.DATE:
            return _dates(uses, today, None, None)
        case FactType.OUTCOMES:
            return _outcomes(uses, whole=False)
        case FactType.SERVICES:
            return _services(uses)
        case FactType.ITEMS:
            sizes = _sizes(uses.counts.get("", set()), 1_000, 0)
            return Values(tuple({"": [{"…": SOME_TEXT}] * size} for size in sizes), not uses.loose)
        case FactType.TIME:
            return _times(uses)
        case FactType.TIMETABLE:
            return Values(({"": {SOME_TEXT: {}}, ".minutes": 0}, {"": {SOME_TEXT: {}}, ".minutes": 60}), False)
    return _texts(uses)


def values_of_override(uses: Uses, today: date) -> Values:
    """What a worker may put in place of a computed value."""
    return Values(_anything(uses, today), not (uses.loose or uses.dates or uses.days or uses.years))


def sizes_of_list(uses: Uses, most: int) -> tuple[int, ...]:
    """How many items of a repeated page to try."""
    return tuple(_sizes(uses.counts.get("", set()), most + 1, 0))


def _anything(uses: Uses, today: date) -> tuple[Value, ...]:
    found: list[Value] = [{"": code} for code in sorted(uses.codes)]
    if uses.numbers or not found:
        found.extend(_numbers(uses.numbers, (None, None), False, False).values)
    if uses.dates or uses.days or uses.years or uses.by_today:
        found.extend(_dates(uses, today, None, None).values)
    if uses.counts:
        found.extend({"": ["…"] * size} for size in _sizes(uses.counts.get("", set()), 1_000, 0))
    return (*found, {"": SOME_TEXT}) if uses.codes else tuple(found)


def _choices(options: Sequence[Option], uses: Uses) -> Values:
    if uses.loose:
        return Values(tuple({"": option.code} for option in options), False)
    named = [option for option in options if option.code in uses.codes]
    others = [option for option in options if option.code not in uses.codes]
    if uses.by_points:
        others = list({option.points: option for option in reversed(others)}.values())[::-1]
    else:
        others = others[:1]
    return Values(tuple({"": option.code} for option in options if option in named or option in others), True)


def _sets(options: Sequence[Option], uses: Uses, *, can_be_empty: bool) -> Values:
    exclusive = [option.code for option in options if option.none]
    asked = uses.codes | uses.in_part.get("", set())
    if uses.by_points:
        asked = asked | {option.code for option in options if option.points}
    free = [option.code for option in options if not option.none]
    named = [code for code in free if code in asked]
    others = [code for code in free if code not in asked]
    if len(named) > 11:
        raise TooMany
    counts = uses.counts.get("")
    sizes = _sizes(counts, len(free), 0) if counts is not None else None
    found: list[Value] = [{"": [code]} for code in exclusive]
    if can_be_empty:
        found.append({"": []})
    for picked in _subsets(named):
        more = range(len(others) + 1) if sizes is not None else range(min(len(others), 1) + 1)
        for size in more:
            chosen = [*picked, *others[:size]]
            if chosen and (sizes is None or len(chosen) in sizes):
                found.append({"": chosen})
    return Values(tuple(found), not uses.loose)


def _subsets(codes: Sequence[str]) -> Iterator[list[str]]:
    for chosen in product((False, True), repeat=len(codes)):
        yield [code for code, is_in in zip(codes, chosen, strict=True) if is_in]


def _sizes(thresholds: set[int] | None, most: int, least: int) -> list[int]:
    near = {size + by for size in thresholds or () for by in (-1, 0, 1)} | {least, least + 1, most}
    return sorted(size for size in near if least <= size <= most)


def _outcomes(uses: Uses, *, whole: bool) -> Values:
    codes = [option.code for option in OUTCOMES]
    named = sorted(uses.in_part.get(".not_met", set()) | uses.in_part.get(".answered", set()))
    if len(named) > 5:
        raise TooMany
    others = [code for code in codes if code not in named]
    asks_answered = ".answered" in uses.counts or ".answered" in uses.in_part
    states = ("met", "not met") if whole or not asks_answered else ("met", "not met", "not answered")
    found = {}
    for chosen in product(states, repeat=len(named)):
        for answered in (len(others),) if whole or not asks_answered else range(len(others) + 1):
            for not_met in range(answered + 1) if ".not_met" in uses.counts else (0, answered):
                unmet = [code for code, state in zip(named, chosen, strict=True) if state == "not met"]
                told = [code for code, state in zip(named, chosen, strict=True) if state != "not answered"]
                key = (tuple(chosen), answered, not_met)
                found[key] = {
                    "": {"…": {"achieves": "able"}},
                    ".not_met": [*unmet, *others[:not_met]],
                    ".answered": [*told, *others[:answered]],
                }
    return Values(tuple(found.values()), not uses.loose)


def _numbers(
    thresholds: Iterable[Decimal], limits: tuple[Decimal | None, Decimal | None], is_whole: bool, loose: bool
) -> Values:
    least, most = limits
    edges = sorted({*thresholds, *(end for end in limits if end is not None)})
    tried: list[Decimal] = []
    if not edges:
        tried = [Decimal(1), Decimal(0)]
    for index, edge in enumerate(edges):
        before = edges[index - 1] if index else edge - 2
        after = Decimal(floor(before) + 1)
        between = after if is_whole or after < edge else (before + edge) / 2
        tried.extend([between, edge] if before < between < edge else [edge])
    if edges:
        tried.append(Decimal(floor(edges[-1]) + 1))
    kept = [
        number
        for number in tried
        if (least is None or number >= least)
        and (most is None or number <= most)
        and (not is_whole or number == number.to_integral_value())
    ]
    return Values(tuple({"": int(n) if n == n.to_integral_value() else n} for n in kept), not loose)


def _dates(uses: Uses, today: date, least: str | None, most: str | None) -> Values:
    ends = [end for end in (least, most) if end]
    fixed = uses.dates | {day for end in ends if (day := read_day(end))}
    relative = {today + timedelta(days=by * sign) for by in uses.days for sign in (1, -1) if abs(by) < 100_000}
    for number in uses.years:
        for years in (number, number + 1, -number, -number - 1, number - 1):
            if 1 < today.year + years < 9_000:
                relative.add(today.replace(year=today.year + years))
    by_today = bool(relative) or uses.by_today or "today" in ends
    edges = fixed | relative | ({today} if by_today or not fixed else set())
    tried = sorted({edge + timedelta(days=by) for edge in edges for by in (-1, 0, 1)})
    lowest, highest = (today if end == "today" else read_day(end) for end in (least, most))
    kept = [day for day in tried if (lowest is None or day >= lowest) and (highest is None or day <= highest)]
    return Values(tuple({"": day} for day in kept), not uses.loose and not (fixed and by_today))


def _times(uses: Uses) -> Values:
    tried = {"12:00"}
    for text in uses.codes:
        hours, _, minutes = text.partition(":")
        if hours.isdecimal() and minutes.isdecimal():
            at = int(hours) * 60 + int(minutes)
            tried |= {f"{near // 60:02}:{near % 60:02}" for near in (at - 1, at, at + 1) if 0 <= near < 24 * 60}
    return Values(tuple({"": text} for text in sorted(tried)), not uses.loose)


def _texts(uses: Uses) -> Values:
    named = sorted(uses.codes | uses.in_part.get("", set()))
    return Values(tuple({"": text} for text in (*named, SOME_TEXT)), not uses.loose)


def _services(uses: Uses) -> Values:
    sizes = _sizes(uses.counts.get("", set()), 40, 1)
    costs = [value[""] for value in _numbers(uses.costs, (Decimal(0), None), True, False).values]
    lines = [
        {"": [{"service": SOME_TEXT, "units": 1, "rate_pence": cost}, *([{"service": SOME_TEXT}] * (size - 1))]}
        for size in sizes
        for cost in (costs if uses.costs else [0])
    ]
    return Values(tuple(lines), not uses.loose)


# --- reading how a condition asks


@dataclass(frozen=True)
class Atom:
    """One comparison or call of a condition, and the names it asks about. loose: not told apart by a few constants."""

    node: ast.expr
    names: frozenset[str]
    loose: bool


def dotted(node: ast.AST) -> str | None:
    """ "outcomes.not_met" for the node of that name."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else None
    return None
