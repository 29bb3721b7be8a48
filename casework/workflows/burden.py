"""What a workflow costs practitioners, computed from its definition: for each way somebody took, and at least and most.

Least and most are taken over every way from where the workflow begins to a step that ends it, none going back to a
step already done; what begins beside the way is counted with it. In each step, a page or question counts as least
where it must show for the way that was taken, and as most where it can. Where several of those cannot all be hidden,
or all be shown, at once, the figure is a bound and is said to be one. A page repeated for each of something counts as
often as it must, and as often as it may.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace

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
            total.most_is_exact &= ends.most_is_exact
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


@dataclass
class _Step:
    """Counting one step, left by one action."""

    ways: Ways
    step: Step
    action: Action
    least: Cost = Cost()
    most: Cost = Cost()
    facts: set[str] = field(default_factory=set)
    surely: set[str] = field(default_factory=set)
    hidden: list[Goal] = field(default_factory=list)
    shown: list[Goal] = field(default_factory=list)

    def ends(self) -> _Ends:
        self.least = self.most = _heading(self.step)
        given = [self.action.when] if self.action.when else []
        for page in self.ways.definition.pages(self.step.id):
            self.page(page, given)
        return _Ends(
            self.least,
            self.most,
            frozenset(self.facts),
            frozenset(self.surely),
            self.at_once(given, self.hidden),
            self.at_once(given, self.shown),
        )

    def page(self, page: Page, given: list[str]) -> None:
        complete = is_complete(self.action)
        must, can = self.ways.shows(self.step, page.when, given, complete)
        if not can:
            return
        self.note(page.when, must)
        self.least += _of_page(page) if must else Cost()
        self.most += _of_page(page)
        fewest, as_many = (page.repeat.least, page.repeat.most) if page.repeat else (1, 1)
        inside = [*given, page.when] if page.when else given
        one_of_fact: dict[str, Cost] = {}
        for question in page.questions:
            if page.repeat:
                inner_must, inner_can = question.when is None, True
            else:
                inner_must, inner_can = self.ways.shows(self.step, question.when, inside, complete)
            if not inner_can:
                continue
            if not page.repeat:
                self.note(question.when, inner_must)
            self.facts |= {question.fact} if question.fact else set()
            if must and inner_must:
                answer = least_answer(question) if complete else None
                self.least += _of_question(question, answer, set()).times(fewest)
                self.surely |= {question.fact} if question.fact else set()
            dearest = _of_question(question, most_answer(question), set()).times(as_many)
            if question.fact and question.when:
                # Two questions on one fact never both show: the dearer one is enough.
                one_of_fact[question.fact] = _by_field(max, one_of_fact.get(question.fact, Cost()), dearest)
            else:
                self.most += dearest
        for cost in one_of_fact.values():
            self.most += cost

    def note(self, when: str | None, must: bool) -> None:
        """Keeps a condition, to see at the end whether all may hold at once, and none."""
        if when:
            self.shown.append(Goal(when))
            if not must:
                self.hidden.append(Goal(when, "not true"))

    def at_once(self, given: list[str], goals: list[Goal]) -> bool:
        wanted = [*(Goal(text) for text in given), *goals]
        complete = is_complete(self.action)
        return not goals or can_be(self.ways.definition, self.step.id, wanted, complete=complete).answer == "yes"


def _by_field(pick: Callable[[float, float], float], one: Cost, other: Cost) -> Cost:
    return Cost(*(pick(getattr(one, each.name), getattr(other, each.name)) for each in fields(Cost)))  # type: ignore[arg-type]
