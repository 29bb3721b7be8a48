"""What one step costs at least and at most, when it is left by one action.

Pages and questions that hang on the same answers are looked at together: of all the ways in which their conditions can
come out, the cheapest and the dearest count.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from casework.workflows.costs import Cost, by_field, heading, of_page, of_question, same, total_of
from casework.workflows.definition import Action, Page, Step
from casework.workflows.effort import least_answer, most_answer
from casework.workflows.reasoning import Goal, can_be
from casework.workflows.ways import Ways, is_complete

MOST_TOGETHER = 6
"""Conditions that are looked at together; where more hang on the same answers, least and most are bounds."""


@dataclass(frozen=True)
class Ends:
    """What one step costs at least and at most when it is left by one action; facts: what it may, and must, record."""

    least: Cost
    most: Cost
    facts: frozenset[str]
    surely: frozenset[str]
    least_is_exact: bool
    most_is_exact: bool


@dataclass(frozen=True)
class _Item:
    """A page or a question, and the conditions that show it."""

    conditions: frozenset[str]
    least: Cost
    most: Cost


class StepCosts:
    """Counting one step, left by one action.

    What shows in every case is added up. Conditions that hang on the same answers are looked at together: of all the
    ways in which they can come out, the cheapest and the dearest count.
    """

    def __init__(self, ways: Ways, step: Step, action: Action) -> None:
        self.ways = ways
        self.step = step
        self.given = [action.when] if action.when else []
        self.complete = is_complete(action)
        self.always: list[_Item] = []
        self.sometimes: list[_Item] = []
        self.facts: set[str] = set()
        self.surely: set[str] = set()

    def ends(self) -> Ends:
        for page in self.ways.definition.pages(self.step.id):
            self.page(page)
        low = high = heading(self.step)
        for item in self.always:
            low, high = low + item.least, high + item.most
        low_goals, high_goals = [Goal(text) for text in self.given], [Goal(text) for text in self.given]
        low_exact = high_exact = True
        for together in self.together():
            found = self.cheapest_and_dearest(together)
            low, high = low + found.least, high + found.most
            low_exact, high_exact = low_exact and found.least_is_exact, high_exact and found.most_is_exact
            low_goals += found.least_goals
            high_goals += found.most_goals
        return Ends(
            low,
            high,
            frozenset(self.facts),
            frozenset(self.surely),
            low_exact and self.possible(low_goals),
            high_exact and self.possible(high_goals),
        )

    def page(self, page: Page) -> None:
        must, can = self.ways.shows(self.step, page.when, self.given, self.complete)
        if not can:
            return
        conditions = frozenset() if must or page.when is None else frozenset([page.when])
        self.add(conditions, of_page(page), of_page(page))
        fewest, as_many = (page.repeat.least, page.repeat.most) if page.repeat else (1, 1)
        inside = [*self.given, page.when] if page.when else self.given
        for question in page.questions:
            if page.repeat:
                inner_must, inner_can = True, True
            else:
                inner_must, inner_can = self.ways.shows(self.step, question.when, inside, self.complete)
            if not inner_can:
                continue
            own = frozenset() if inner_must or question.when is None else frozenset([question.when])
            answer = least_answer(question) if self.complete else None
            low = of_question(question, answer, set()).times(0 if page.repeat and question.when else fewest)
            self.add(conditions | own, low, of_question(question, most_answer(question), set()).times(as_many))
            self.facts |= {question.fact} if question.fact else set()
            self.surely |= {question.fact} if question.fact and not conditions | own else set()

    def add(self, conditions: frozenset[str], least: Cost, most: Cost) -> None:
        (self.sometimes if conditions else self.always).append(_Item(conditions, least, most))

    def together(self) -> list[list[_Item]]:
        """What shows only sometimes, grouped by the answers it hangs on; what the way out hangs on ties groups too."""
        tied = frozenset().union(*(self.ways.asks(text) for text in self.given))
        groups: list[tuple[frozenset[str], list[_Item]]] = []
        for item in self.sometimes:
            asks = frozenset[str]().union(*(self.ways.asks(text) for text in item.conditions))
            asks |= tied if asks & tied else frozenset()
            near = [group for group in groups if group[0] & asks]
            groups = [group for group in groups if not group[0] & asks]
            groups.append((asks.union(*(g[0] for g in near)), [*(each for g in near for each in g[1]), item]))
        return [items for _, items in groups]

    def cheapest_and_dearest(self, items: Sequence[_Item]) -> "_Extremes":
        conditions = sorted({text for item in items for text in item.conditions})
        if len(conditions) > MOST_TOGETHER:
            dearest = total_of([item.most for item in items])
            return _Extremes(Cost(), dearest, least_is_exact=False, most_is_exact=False)
        found = []
        for outcome in product((False, True), repeat=len(conditions)):
            holds = {text for text, true in zip(conditions, outcome, strict=True) if true}
            goals = [Goal(text, "true" if text in holds else "not true") for text in conditions]
            if self.possible([*(Goal(text) for text in self.given), *goals], sure=False):
                shown = [item for item in items if item.conditions <= holds]
                found.append((goals, total_of([i.least for i in shown]), total_of([i.most for i in shown])))
        if not found:
            return _Extremes(Cost(), total_of([item.most for item in items]), least_is_exact=False, most_is_exact=False)
        low = found[0][1]
        high = found[0][2]
        for _, least, most in found[1:]:
            low, high = by_field(min, low, least), by_field(max, high, most)
        cheapest = [goals for goals, least, _ in found if same(least, low)]
        dearest_of = [goals for goals, _, most in found if same(most, high)]
        return _Extremes(
            low,
            high,
            tuple(cheapest[0]) if cheapest else (),
            tuple(dearest_of[0]) if dearest_of else (),
            bool(cheapest),
            bool(dearest_of),
        )

    def possible(self, goals: Sequence[Goal], *, sure: bool = True) -> bool:
        """Whether all can come out so: when that cannot be decided, only if one need not be sure."""
        verdict = can_be(self.ways.definition, self.step.id, goals, complete=self.complete) if goals else None
        return verdict is None or verdict.answer == "yes" or (verdict.answer == "not checked" and not sure)


@dataclass(frozen=True)
class _Extremes:
    """The least and most of conditions looked at together, and how they come out then.

    Not exact: no single way of coming out is the least, or the most, in every measure.
    """

    least: Cost
    most: Cost
    least_goals: tuple[Goal, ...] = ()
    most_goals: tuple[Goal, ...] = ()
    least_is_exact: bool = True
    most_is_exact: bool = True
