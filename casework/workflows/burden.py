"""What a workflow costs practitioners, computed from its definition: for each way somebody took, and at least and most.

Least and most are taken over every way from where the workflow begins to a step that ends it, none going back to a
step already done; what begins beside the way is counted with it. In each step, pages and questions that hang on the
same answers are looked at together: of all the ways in which their conditions can come out, the cheapest and the
dearest count. Each measure is least or most by itself. Where that cannot be decided, or no single set of answers gives
it, the figure is a bound and is said to be one. A page repeated for each of something counts as often as it must, and
as often as it may.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import product

from casework.workflows.calendar import read_period
from casework.workflows.definition import Action, Definition, Page, Question, Step
from casework.workflows.effort import (
    PAGE_TURN,
    acts_for,
    asked_in,
    is_free_text,
    least_answer,
    most_answer,
    reading_seconds,
    words_in,
    words_of_action,
    words_of_page,
    words_of_question,
)
from casework.workflows.reasoning import Goal, can_be
from casework.workflows.states import StepState
from casework.workflows.values import JSON
from casework.workflows.ways import Way, Ways, is_complete, ways_of

MOST_TOGETHER = 6
"""Conditions that are looked at together; where more hang on the same answers, least and most are bounds."""

_WORKING_DAYS = {"working day": 1.0, "day": 5 / 7, "week": 5.0, "month": 21.0, "year": 252.0}
_KNOWN_BEFOREHAND = "person."
"""Facts the record has of everybody, before any workflow asks."""


@dataclass(frozen=True)
class Cost:
    """Counts of one way through. waiting_days: working days until work that went to somebody else is due."""

    questions: int = 0
    compulsory: int = 0
    pages: int = 0
    free_text: int = 0
    words: int = 0
    asked_again: int = 0
    hand_overs: int = 0
    waits: int = 0
    waiting_days: int = 0
    seconds: float = 0.0

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))

    def times(self, number: int) -> "Cost":
        return Cost(*(getattr(self, each.name) * number for each in fields(self)))

    @property
    def minutes(self) -> int:
        return round(self.seconds / 60)


MEASURES = {
    "questions": "Questions asked",
    "compulsory": "of them compulsory",
    "pages": "Pages",
    "free_text": "Free-text boxes",
    "words": "Words to read",
    "asked_again": "Asked again",
    "hand_overs": "Hand-overs",
    "waits": "Waits",
    "waiting_days": "Waiting, in working days",
    "minutes": "Minutes, estimated",
}


@dataclass(frozen=True)
class Passed:
    """One step somebody did: how it stood when it was finished, and the ids of the next actions taken."""

    state: StepState
    chosen: tuple[str, ...]


@dataclass(frozen=True)
class Burden:
    """Least and most over every way through, and what each way that was given costs.

    least_is_exact, most_is_exact: otherwise the figures are bounds, which no way goes below or above. ways: how many
    were counted; 0 when none leads to an end.
    """

    least: Cost
    most: Cost
    people: Mapping[str, Cost]
    least_is_exact: bool
    most_is_exact: bool
    ways: int


def burden_of(definition: Definition, people: Mapping[str, Sequence[Passed]]) -> Burden:
    """The burden of a workflow. people: by name, the steps of each way through it that is to be counted too."""
    if "burden" not in definition.kept:
        definition.kept["burden"] = _Counting(definition).over_all_ways()
    whole, ways = definition.kept["burden"]
    costs = {name: cost_of_way(definition, way) for name, way in people.items()}
    return Burden(whole.least, whole.most, costs, whole.least_is_exact, whole.most_is_exact, ways)


# --- a way that was taken


def cost_of_way(definition: Definition, way: Sequence[Passed]) -> Cost:
    """What one way through costs, in the order its steps were done."""
    total, recorded = Cost(), set[str]()
    for passed in way:
        own, facts = _cost_of_step(passed.state, recorded)
        taken = [action for action in passed.state.step.actions if action.id in passed.chosen]
        total += own + _between(definition, passed.state.step, taken)
        recorded |= facts
    return total


def _cost_of_step(state: StepState, recorded: set[str]) -> tuple[Cost, set[str]]:
    total, facts = _heading(state.step), set[str]()
    for page in state.pages:
        total += _of_page(page.page)
        for item in page.items if page.page.repeat else [page.shown]:
            for each in item:
                total += _of_question(each.question, each.value, recorded)
                facts |= {each.question.fact} if each.question.fact else set()
    return total, facts


def _heading(step: Step) -> Cost:
    """Reading what the step is about and its next actions, and taking one."""
    words = words_in(step.title, step.hint) + sum(words_of_action(action) for action in step.actions)
    return Cost(words=words, seconds=reading_seconds(words) + PAGE_TURN)


def _of_page(page: Page) -> Cost:
    words = words_of_page(page)
    return Cost(pages=1, words=words, seconds=reading_seconds(words) + PAGE_TURN)


def _of_question(question: Question, value: JSON, recorded: set[str]) -> Cost:
    words = words_of_question(question)
    cost = Cost(words=words, seconds=reading_seconds(words))
    if not question.asks:
        return cost
    known = question.fact is not None and (question.fact in recorded or question.fact.startswith(_KNOWN_BEFOREHAND))
    return replace(
        cost,
        questions=asked_in(question),
        compulsory=0 if question.optional else asked_in(question),
        free_text=int(is_free_text(question)),
        asked_again=int(known and question.prefill == "none"),
        seconds=cost.seconds + acts_for(question, value).seconds,
    )


def _between(definition: Definition, step: Step, taken: Sequence[Action]) -> Cost:
    """What goes over to somebody else when these actions are taken, and how long that may take."""
    total = Cost()
    ids = {each.id: each for each in definition.steps}
    for action in taken:
        for name in (*((action.to,) if action.to else ()), *action.starts):
            target = ids.get(name)
            goes_over = target is None or (not target.ends and (action.role or target.role) != step.role)
            days = 0.0
            if target is not None and name == action.to and goes_over and target.kind != "review":
                days = _working_days(action.due or target.due)
            total += Cost(hand_overs=int(goes_over), waiting_days=round(days))
        waits = bool(action.waits_for or action.after)
        total += Cost(waits=int(waits), waiting_days=round(_working_days(action.after)) if action.to else 0)
    return total


def _working_days(period: str | None) -> float:
    """5 of 7 days, 21 a month and 252 a year."""
    if period is None:
        return 0.0
    number, unit = read_period(period)
    return number * _WORKING_DAYS[unit]


# --- every way


@dataclass(frozen=True)
class _Ends:
    """What one step costs at least and at most when it is left by one action; facts: what it may, and must, record."""

    least: Cost
    most: Cost
    facts: frozenset[str]
    surely: frozenset[str]
    least_is_exact: bool
    most_is_exact: bool


@dataclass
class _Sum:
    """The least and the most of one way, and whether each is reached."""

    least: Cost = Cost()
    most: Cost = Cost()
    least_is_exact: bool = True
    most_is_exact: bool = True


class _Counting:
    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.ways = ways_of(definition)
        self.known: dict[tuple[str, str, bool], _Ends] = {}

    def over_all_ways(self) -> tuple[_Sum, int]:
        ways, all_of_them = self.ways.all()
        whole = self.together([self.cost_of(way) for way in ways])
        if not all_of_them:
            whole.least_is_exact = whole.most_is_exact = False
        return whole, len(ways)

    def together(self, sums: Sequence[_Sum]) -> _Sum:
        """The least of several and the most of several, each measure by itself."""
        if not sums:
            return _Sum()
        low, high = sums[0].least, sums[0].most
        for other in sums[1:]:
            low, high = _by_field(min, low, other.least), _by_field(max, high, other.most)
        return _Sum(low, high, all(each.least_is_exact for each in sums), all(each.most_is_exact for each in sums))

    def cost_of(self, way: Way) -> _Sum:
        total = _Sum()
        maybe, surely = set[str](), set[str]()
        done = {step.id for step, _ in way}
        begun: dict[str, bool] = {}
        for step, action in way:
            ends = self.ends_of(step, action)
            between = _between(self.definition, step, [action])
            total.least += ends.least + between + Cost(asked_again=self.again(step, surely, always=True))
            total.most += ends.most + between + Cost(asked_again=self.again(step, maybe, always=False))
            total.least_is_exact &= ends.least_is_exact
            total.most_is_exact &= ends.most_is_exact and self.all_beside(step, action)
            maybe |= ends.facts
            surely |= ends.surely
            for other, must in self.ways.beside(step, action):
                between = _between(self.definition, step, [other])
                total.least += between if must else Cost()
                total.most += between
                for name in other.starts:
                    if name in self.ways.steps and not self.ways.steps[name].ends and name not in done:
                        begun[name] = begun.get(name, False) or must
        for name, must in begun.items():
            side = self.together([self.cost_of(each) for each in self.ways.onward(name, joins=frozenset(done))])
            total.least += side.least if must else Cost()
            total.most += side.most
            total.most_is_exact &= side.most_is_exact
        return total

    def all_beside(self, step: Step, action: Action) -> bool:
        """Whether everything that may begin beside a step can begin at once."""
        conditions = [other.when for other, _ in self.ways.beside(step, action)]
        texts = [text for text in (action.when, *conditions) if text]
        return len(texts) < 2 or self.ways.can(step, texts, is_complete(action))

    def again(self, step: Step, recorded: set[str], *, always: bool) -> int:
        """Questions of a step about what was recorded before it: those that always show, or all."""
        return sum(
            1
            for page in self.definition.pages(step.id)
            for question in page.questions
            if question.asks
            and question.fact in recorded
            and question.prefill == "none"
            and not (always and (page.when or question.when))
        )

    def ends_of(self, step: Step, action: Action) -> _Ends:
        key = (step.id, action.when or "", is_complete(action))
        if key not in self.known:
            self.known[key] = _Step(self.ways, step, action).ends()
        return self.known[key]


@dataclass(frozen=True)
class _Item:
    """A page or a question, and the conditions that show it."""

    conditions: frozenset[str]
    least: Cost
    most: Cost


class _Step:
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

    def ends(self) -> _Ends:
        for page in self.ways.definition.pages(self.step.id):
            self.page(page)
        low = high = _heading(self.step)
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
        return _Ends(
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
        self.add(conditions, _of_page(page), _of_page(page))
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
            low = _of_question(question, answer, set()).times(0 if page.repeat and question.when else fewest)
            self.add(conditions | own, low, _of_question(question, most_answer(question), set()).times(as_many))
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
            dearest = _total([item.most for item in items])
            return _Extremes(Cost(), dearest, least_is_exact=False, most_is_exact=False)
        found = []
        for outcome in product((False, True), repeat=len(conditions)):
            holds = {text for text, true in zip(conditions, outcome, strict=True) if true}
            goals = [Goal(text, "true" if text in holds else "not true") for text in conditions]
            if self.possible([*(Goal(text) for text in self.given), *goals], sure=False):
                shown = [item for item in items if item.conditions <= holds]
                found.append((goals, _total([i.least for i in shown]), _total([i.most for i in shown])))
        if not found:
            return _Extremes(Cost(), _total([item.most for item in items]), least_is_exact=False, most_is_exact=False)
        low = found[0][1]
        high = found[0][2]
        for _, least, most in found[1:]:
            low, high = _by_field(min, low, least), _by_field(max, high, most)
        cheapest = [goals for goals, least, _ in found if _same(least, low)]
        dearest_of = [goals for goals, _, most in found if _same(most, high)]
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


def _total(costs: Sequence[Cost]) -> Cost:
    total = Cost()
    for cost in costs:
        total += cost
    return total


def _same(one: Cost, other: Cost) -> bool:
    return all(abs(getattr(one, each.name) - getattr(other, each.name)) < 1e-6 for each in fields(Cost))


def _by_field(pick: Callable[[float, float], float], one: Cost, other: Cost) -> Cost:
    return Cost(*(pick(getattr(one, each.name), getattr(other, each.name)) for each in fields(Cost)))  # type: ignore[arg-type]
