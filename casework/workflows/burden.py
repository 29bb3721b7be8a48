"""What a workflow costs practitioners, computed from its definition: for each way somebody took, and at least and most.

Least and most are taken over every way from where the workflow begins to a step that ends it, none going back to a
step already done; what begins beside the way is counted with it. In each step, a page or question counts as least
where it must show for the way that was taken, and as most where it can. Where several of those cannot all be hidden,
or all be shown, at once, the figure is a bound and is said to be one. A page repeated for each of something counts as
often as it must, and as often as it may.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace

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
from casework.workflows.reasoning import Goal, can_be, must_hold
from casework.workflows.states import StepState
from casework.workflows.values import JSON

MOST_WAYS = 5_000
"""Ways through one workflow that are counted; beyond these, least and most are said to be bounds."""

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
    least, most, least_is_exact, most_is_exact, ways = definition.kept["burden"]
    costs = {name: cost_of_way(definition, way) for name, way in people.items()}
    return Burden(least, most, costs, least_is_exact, most_is_exact, ways)


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


_Way = tuple[tuple[str, Action], ...]


@dataclass(frozen=True)
class _Ends:
    """What one step costs at least and at most when it is left by one action; facts: what it may, and must, record."""

    least: Cost
    most: Cost
    facts: frozenset[str]
    surely: frozenset[str]
    least_is_exact: bool = True
    most_is_exact: bool = True


class _Counting:
    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.steps = {step.id: step for step in definition.steps}
        self.known: dict[tuple[str, str], _Ends] = {}
        self.possible: dict[tuple[str, ...], bool] = {}
        self.certain: dict[tuple[str, ...], bool] = {}

    def over_all_ways(self) -> tuple[Cost, Cost, bool, bool, int]:
        least: Cost | None = None
        most = Cost()
        least_exact = most_exact = True
        count = 0
        for way in self.ways(self.definition.begins, ()):
            count += 1
            if count > MOST_WAYS:
                least_exact = most_exact = False
                break
            low, high, low_exact, high_exact = self.cost_of(way)
            least = low if least is None else _by_field(min, least, low)
            most = _by_field(max, most, high)
            least_exact, most_exact = least_exact and low_exact, most_exact and high_exact
        return least or Cost(), most, least_exact, most_exact, min(count, MOST_WAYS)

    def ways(self, step_id: str, before: _Way, joins: frozenset[str] = frozenset()) -> Iterator[_Way]:
        """Every way from a step to one that ends, as pairs of a step and the action that leaves it.

        joins: steps where the way ends too, because they are done already.
        """
        step = self.steps[step_id]
        done = {each for each, _ in before}
        for action in self.exits(step):
            after = (*before, (step_id, action))
            target = self.target_of(action)
            if target is None or target.ends or target.id in joins:
                yield after
            elif target.id not in done and target.id != step_id:
                yield from self.ways(target.id, after, joins)

    def exits(self, step: Step) -> list[Action]:
        leading = [action for action in step.actions if action.to is not None and action.to in self.steps]
        return leading or [action for action in step.actions if action.starts]

    def target_of(self, action: Action) -> Step | None:
        name = action.to or next((each for each in action.starts if each in self.steps), "")
        return self.steps.get(name)

    def cost_of(self, way: _Way) -> tuple[Cost, Cost, bool, bool]:
        low, high = Cost(), Cost()
        low_exact = high_exact = True
        maybe, surely = set[str](), set[str]()
        done = {step_id for step_id, _ in way}
        beside: dict[str, bool] = {}
        for step_id, action in way:
            step, ends = self.steps[step_id], self.ends_of(step_id, action)
            low += ends.least + Cost(asked_again=self.again(step, surely, always=True))
            high += ends.most + Cost(asked_again=self.again(step, maybe, always=False))
            low_exact, high_exact = low_exact and ends.least_is_exact, high_exact and ends.most_is_exact
            low += _between(self.definition, step, [action])
            high += _between(self.definition, step, [action])
            maybe |= ends.facts
            surely |= ends.surely
            for other in self.sides(step, action):
                must = other.mode != "offered" and (other.when is None or other.when == action.when)
                low += _between(self.definition, step, [other]) if must else Cost()
                high += _between(self.definition, step, [other])
                for name in (*((other.to,) if other.to else ()), *other.starts):
                    if name in self.steps and not self.steps[name].ends and name not in done:
                        beside[name] = beside.get(name, False) or must
        for name, must in beside.items():
            low_side, high_side, exact = self.beside(name, frozenset(done))
            low += low_side if must else Cost()
            high += high_side
            high_exact = high_exact and exact
        return low, high, low_exact, high_exact

    def beside(self, step_id: str, done: frozenset[str]) -> tuple[Cost, Cost, bool]:
        """A step begun beside the way, and what follows it: its cheapest and its dearest way to an end."""
        found = [self.cost_of(way) for way in self.ways(step_id, (), done)]
        if not found:
            return Cost(), Cost(), True
        low, high = found[0][0], found[0][1]
        for other in found[1:]:
            low, high = _by_field(min, low, other[0]), _by_field(max, high, other[1])
        return low, high, all(each[3] for each in found)

    def sides(self, step: Step, chosen: Action) -> list[Action]:
        """Actions that may be taken with the one that leaves the step."""
        return [
            action
            for action in step.actions
            if action.id != chosen.id
            and action.starts
            and action.to is None
            and (action.one_of is None or action.one_of != chosen.one_of)
            and self.can(step, [text for text in (action.when, chosen.when) if text])
        ]

    def can(self, step: Step, texts: list[str]) -> bool:
        """Whether conditions can hold together in a step; true when that cannot be decided."""
        key = (step.id, *sorted(set(texts)))
        if key not in self.possible:
            goals = [Goal(text) for text in key[1:]]
            self.possible[key] = not goals or can_be(self.definition, step.id, goals, complete=True).answer != "no"
        return self.possible[key]

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

    def ends_of(self, step_id: str, action: Action) -> _Ends:
        key = (step_id, action.when or "")
        if key not in self.known:
            self.known[key] = self._ends_of(self.steps[step_id], action)
        return self.known[key]

    def _ends_of(self, step: Step, action: Action) -> _Ends:
        given = [action.when] if action.when else []
        least = most = _heading(step)
        facts, surely = set[str](), set[str]()
        may_hide: list[Goal] = []
        may_show: list[Goal] = []
        of_fact: dict[str, Cost] = {}
        for page in self.definition.pages(step.id):
            must, can = self.shows(step, page.when, given)
            if not can:
                continue
            self.note(page.when, "", must, may_hide, may_show)
            page_cost = _of_page(page)
            fewest, as_many = (page.repeat.least, page.repeat.most) if page.repeat else (1, 1)
            least += page_cost if must else Cost()
            most += page_cost
            for question in page.questions:
                inner_must, inner_can = self.shows(step, question.when, [*given, *([page.when] if page.when else [])])
                if not inner_can or (page.repeat and question.when):
                    inner_must = False
                if not inner_can:
                    continue
                if not page.repeat:
                    self.note(question.when, page.when or "", inner_must, may_hide, may_show)
                if must and inner_must:
                    least += _of_question(question, least_answer(question), set()).times(fewest)
                    surely |= {question.fact} if question.fact else set()
                dearest = _of_question(question, most_answer(question), set()).times(as_many)
                if question.fact and not page.repeat and question.when:
                    # Two questions on one fact never both show: the dearer one is enough.
                    before = of_fact.get(question.fact)
                    of_fact[question.fact] = dearest if before is None else _by_field(max, before, dearest)
                else:
                    most += dearest
                facts |= {question.fact} if question.fact else set()
        for cost in of_fact.values():
            most += cost
        base = [Goal(text) for text in given]
        return _Ends(
            least,
            most,
            frozenset(facts),
            frozenset(surely),
            not may_hide or can_be(self.definition, step.id, [*base, *may_hide], complete=True).answer == "yes",
            not may_show or can_be(self.definition, step.id, [*base, *may_show], complete=True).answer == "yes",
        )

    def note(self, when: str | None, outer: str, must: bool, may_hide: list[Goal], may_show: list[Goal]) -> None:
        if when:
            may_show.append(Goal(when))
            if not must:
                may_hide.append(Goal(when, "not true"))

    def shows(self, step: Step, when: str | None, given: list[str]) -> tuple[bool, bool]:
        """Whether a condition must, and whether it can, hold on the way that is taken."""
        if not when:
            return True, True
        if when in given:
            return True, True
        can = self.can(step, [when, *given])
        key = (step.id, when, *given)
        if key not in self.certain:
            self.certain[key] = can and must_hold(self.definition, step.id, when, given).answer == "yes"
        return self.certain[key], can


def _by_field(pick: object, one: Cost, other: Cost) -> Cost:
    assert callable(pick)
    return Cost(*(pick(getattr(one, each.name), getattr(other, each.name)) for each in fields(Cost)))
