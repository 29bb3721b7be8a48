"""What a workflow costs practitioners, computed from its definition: for each way somebody took, and at least and most.

Least and most are taken over every way from where the workflow begins to a step that ends it, none going back to a
step already done; what begins beside the way is counted with it. In each step, pages and questions that hang on the
same answers are looked at together: of all the ways in which their conditions can come out, the cheapest and the
dearest count. Each measure is least or most by itself. Where that cannot be decided, or no single set of answers gives
it, the figure is a bound and is said to be one. A page repeated for each of something counts as often as it must, and
as often as it may.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from casework.workflows.costs import MEASURES as MEASURES
from casework.workflows.costs import NOTHING, between_steps, by_field, cost_of_way
from casework.workflows.costs import Cost as Cost
from casework.workflows.costs import Passed as Passed
from casework.workflows.definition import Action, Definition, Step
from casework.workflows.extremes import Ends, StepCosts
from casework.workflows.ways import Way, is_complete, ways_of


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


@dataclass
class _Sum:
    """The least and the most of one way, and whether each is reached."""

    least: Cost = NOTHING
    most: Cost = NOTHING
    least_is_exact: bool = True
    most_is_exact: bool = True


class _Counting:
    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.ways = ways_of(definition)
        self.known: dict[tuple[str, str, bool], Ends] = {}

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
            low, high = by_field(min, low, other.least), by_field(max, high, other.most)
        return _Sum(low, high, all(each.least_is_exact for each in sums), all(each.most_is_exact for each in sums))

    def cost_of(self, way: Way) -> _Sum:
        total = _Sum()
        maybe, surely = set[str](), set[str]()
        done = {step.id for step, _ in way}
        begun: dict[str, bool] = {}
        for step, action in way:
            ends = self.ends_of(step, action)
            over = between_steps(self.definition, step, [action])
            total.least += ends.least + over + Cost(asked_again=self.again(step, surely, always=True))
            total.most += ends.most + over + Cost(asked_again=self.again(step, maybe, always=False))
            total.least_is_exact &= ends.least_is_exact
            total.most_is_exact &= ends.most_is_exact and self.all_beside(step, action)
            maybe |= ends.facts
            surely |= ends.surely
            for other, must in self.ways.beside(step, action):
                over = between_steps(self.definition, step, [other])
                total.least += over if must else Cost()
                total.most += over
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

    def ends_of(self, step: Step, action: Action) -> Ends:
        key = (step.id, action.when or "", is_complete(action))
        if key not in self.known:
            self.known[key] = StepCosts(self.ways, step, action).ends()
        return self.known[key]
