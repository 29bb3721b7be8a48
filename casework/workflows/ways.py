"""The ways through a workflow: which steps may follow one another, what may begin beside them, and what shows on each.

A way is a list of steps, each with the action that leaves it, from where the workflow begins to a step that ends it,
never back to a step already done.
"""

from collections.abc import Iterator

from casework.workflows.definition import Action, Definition, Step
from casework.workflows.expressions import ExpressionError, compile_text
from casework.workflows.names import WorkflowNames
from casework.workflows.reasoning import Goal, can_be, must_hold

MOST_WAYS = 5_000
"""Ways through one workflow that are looked at; beyond these, what is said is said of those only."""

Way = tuple[tuple[Step, Action], ...]


def ways_of(definition: Definition) -> "Ways":
    """The ways of a definition; what was decided about one is kept with it."""
    if "ways" not in definition.kept:
        definition.kept["ways"] = Ways(definition)
    ways: Ways = definition.kept["ways"]
    return ways


class Ways:
    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.steps = {step.id: step for step in definition.steps}
        self._possible: dict[tuple[object, ...], bool] = {}
        self._certain: dict[tuple[object, ...], bool] = {}
        self._asks: dict[str, frozenset[str]] = {}
        self._shown_when = {
            question.id: [text for text in (page.when, question.when) if text]
            for _, page, question in definition.every_question()
        }

    def all(self) -> tuple[list[Way], bool]:
        """Every way, and whether these are all there are."""
        found: list[Way] = []
        for way in self.onward(self.definition.begins):
            if len(found) == MOST_WAYS:
                return found, False
            found.append(way)
        return found, True

    def onward(self, step_id: str, before: Way = (), joins: frozenset[str] = frozenset()) -> Iterator[Way]:
        """Every way on from a step. joins: steps where it ends too, because they are done already."""
        step = self.steps[step_id]
        done = {each.id for each, _ in before}
        for action in self.exits(step):
            after = (*before, (step, action))
            target = self.target_of(action)
            if target is None or target.ends or target.id in joins:
                yield after
            elif target.id not in done and target.id != step_id:
                yield from self.onward(target.id, after, joins)

    def exits(self, step: Step) -> list[Action]:
        """The actions that lead on to a step; where there is none, those that start something."""
        leading = [action for action in step.actions if action.to in self.steps]
        return leading or [action for action in step.actions if action.starts]

    def target_of(self, action: Action) -> Step | None:
        name = action.to or next((each for each in action.starts if each in self.steps), "")
        return self.steps.get(name)

    def beside(self, step: Step, chosen: Action) -> list[tuple[Action, bool]]:
        """Actions that start something beside the one that leaves the step, and whether they must be taken."""
        return [
            (action, action.mode != "offered" and (action.when is None or action.when == chosen.when))
            for action in step.actions
            if action.id != chosen.id
            and action.starts
            and action.to is None
            and (action.one_of is None or action.one_of != chosen.one_of)
            and self.can(step, [text for text in (action.when, chosen.when) if text], is_complete(chosen))
        ]

    def shows(self, step: Step, when: str | None, given: list[str], complete: bool) -> tuple[bool, bool]:
        """Whether a condition must, and whether it can, hold where the given ones do."""
        if not when or when in given:
            return True, True
        can = self.can(step, [when, *given], complete)
        key = (step.id, when, complete, *given)
        if key not in self._certain:
            held = can and must_hold(self.definition, step.id, when, given, complete=complete).answer == "yes"
            self._certain[key] = held
        return self._certain[key], can

    def asks(self, condition: str) -> frozenset[str]:
        """The questions and facts a condition hangs on, also through the conditions that show those questions."""
        if condition not in self._asks:
            names = WorkflowNames(self.definition, None)
            found, left, seen = set[str](), [condition], set[str]()
            while left:
                text = left.pop()
                if text in seen:
                    continue
                seen.add(text)
                try:
                    references = compile_text(text, names).references
                except ExpressionError:
                    continue
                for reference in references:
                    if reference.sort == "condition":
                        left.append(self.definition.conditions[reference.name])
                    else:
                        first = reference.name if reference.sort == "record" else reference.name.partition(".")[0]
                        found.add(first)
                        left += self._shown_when.get(first, [])
            self._asks[condition] = frozenset(found)
        return self._asks[condition]

    def can(self, step: Step, texts: list[str], complete: bool) -> bool:
        """Whether conditions can hold together in a step; true when that cannot be decided."""
        key = (step.id, complete, *sorted(set(texts)))
        if key not in self._possible:
            goals = [Goal(text) for text in sorted(set(texts))]
            verdict = can_be(self.definition, step.id, goals, complete=complete) if goals else None
            self._possible[key] = verdict is None or verdict.answer != "no"
        return self._possible[key]


def is_complete(action: Action) -> bool:
    """Whether a step that is left by this action has every compulsory answer."""
    return action.requires == "complete"
