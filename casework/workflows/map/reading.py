"""What a map shows, before it is drawn: steps, ways from one to another, and the pages of a step."""

from collections.abc import Iterator
from dataclasses import dataclass

from casework.workflows.definition import Action, Definition, Step
from casework.workflows.saying import said
from casework.workflows.wording import plain


@dataclass(frozen=True)
class Way:
    """A next action: the arrow and its line in words.

    to: the step it leads to, or the other workflow; empty when one only leaves the step. begins: it starts work beside
    this step, which goes on. elsewhere: `to` is another workflow. back: it leads to a step that came before.
    """

    action: str
    label: str
    to: str
    title: str
    number: int
    role: str
    begins: bool
    elsewhere: bool
    ends: bool
    back: bool
    when: str
    needs: tuple[str, ...]

    def sentence(self, start: str) -> str:
        """“From Needs assessment: if may be eligible, to Check and agree (team manager), note required.”"""
        return f"From {start}: {self.said}."

    @property
    def said(self) -> str:
        """Under which condition it leads where, and what it needs."""
        condition = f"if {self.when}, " if self.when else ""
        return ", ".join((f"{condition}{self.leads}", *self.needs))

    @property
    def leads(self) -> str:
        """Where it leads, in words."""
        if not self.to:
            return "stays with it"
        name = f"{self.number} {self.title}" if self.number else self.title
        who = f" ({self.role})" if self.role else ""
        if self.begins:
            return f"begins {name}{who}{', another workflow,' if self.elsewhere else ''} beside it"
        return f"{'back ' if self.back else ''}to {name}{who}"


@dataclass(frozen=True)
class Stop:
    """A step on the map. number: as in the list, 0 for an end; waits: for somebody else; pages: how many it has."""

    step: str
    number: int
    title: str
    role: str
    due: str
    waits: bool
    ends: bool
    pages: int
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class Map:
    """A workflow as a map: its stops in the order of time."""

    title: str
    stops: tuple[Stop, ...]

    @property
    def summary(self) -> str:
        """“8 steps, 5 roles, 2 waits, 3 ways back.”"""
        steps = [stop for stop in self.stops if not stop.ends]
        ways = [way for stop in self.stops for way in stop.ways]
        parts = (
            (len(steps), "step", "steps"),
            (len({stop.role for stop in steps if stop.role}), "role", "roles"),
            (sum(stop.waits for stop in steps), "wait", "waits"),
            (sum(way.back for way in ways), "way back", "ways back"),
        )
        return ", ".join(f"{number} {one if number == 1 else many}" for number, one, many in parts)

    @property
    def sentences(self) -> list[str]:
        return [way.sentence(stop.title) for stop in self.stops for way in stop.ways]


def map_of(definition: Definition) -> Map:
    """The map of a workflow: its steps in the order one comes to them, then any that nothing leads to."""
    steps = {step.id: step for step in definition.steps}
    order, back = _walked(definition)
    order.sort(key=lambda name: steps[name].ends)
    number = {name: 0 if steps[name].ends else index for index, name in enumerate(order, start=1)}
    stops = tuple(
        Stop(
            name,
            number[name],
            plain(steps[name].title),
            role_words(steps[name].role),
            steps[name].due or "",
            steps[name].kind == "approval",
            steps[name].ends,
            len(definition.pages(name)),
            tuple(_ways(definition, steps, number, steps[name], back)),
        )
        for name in order
    )
    return Map(definition.title, stops)


def role_words(role: str) -> str:
    return role.replace("_", " ")


def _targets(action: Action) -> Iterator[tuple[str, bool]]:
    """Where an action leads, and whether it only begins there."""
    if action.to:
        yield action.to, False
    for name in action.starts:
        yield name, True


def _walked(definition: Definition) -> tuple[list[str], set[tuple[str, str]]]:
    """The steps in the order of time, and the pairs that lead back: to a step one is still on the way from."""
    steps = {step.id: step for step in definition.steps}
    back: set[tuple[str, str]] = set()
    open_steps: set[str] = set()
    done: list[str] = []
    seen: set[str] = set()
    for root in (definition.begins, *steps):
        if root in seen or root not in steps:
            continue
        seen.add(root)
        open_steps.add(root)
        stack = [(root, iter(_next(steps[root], steps)))]
        while stack:
            name, rest = stack[-1]
            for follower in rest:
                if follower in open_steps:
                    back.add((name, follower))
                elif follower not in seen:
                    seen.add(follower)
                    open_steps.add(follower)
                    stack.append((follower, iter(_next(steps[follower], steps))))
                    break
            else:
                stack.pop()
                open_steps.discard(name)
                done.append(name)
    return _in_time(definition, back), back


def _next(step: Step, steps: dict[str, Step]) -> list[str]:
    return [name for action in step.actions for name, _ in _targets(action) if name in steps]


def _in_time(definition: Definition, back: set[tuple[str, str]]) -> list[str]:
    """Steps so that all that leads on leads to the right; those that may come at any time as the file has them."""
    steps = {step.id: step for step in definition.steps}
    waiting = dict.fromkeys(steps, 0)
    for name, step in steps.items():
        for follower in set(_next(step, steps)):
            if (name, follower) not in back:
                waiting[follower] += 1
    order: list[str] = []
    place = {name: (steps[name].ends, name != definition.begins, index) for index, name in enumerate(steps)}
    ready = [name for name, count in waiting.items() if not count]
    while ready:
        ready.sort(key=place.__getitem__)
        name = ready.pop(0)
        order.append(name)
        for follower in set(_next(steps[name], steps)):
            if (name, follower) not in back:
                waiting[follower] -= 1
                if not waiting[follower]:
                    ready.append(follower)
    return order


def _ways(
    definition: Definition, steps: dict[str, Step], number: dict[str, int], step: Step, back: set[tuple[str, str]]
) -> Iterator[Way]:
    for action in step.actions:
        targets = list(_targets(action)) or [("", False)]
        for name, begins in targets:
            target = steps.get(name)
            yield Way(
                action.id,
                plain(action.label),
                name,
                plain(target.title) if target else name.replace("_", " "),
                number[name] if target else 0,
                role_words(action.role or (target.role if target else "")),
                begins,
                bool(name) and target is None,
                target is not None and target.ends,
                (step.id, name) in back,
                plain(said(action.when, definition)) if action.when else "",
                tuple(_needs(action)),
            )


def _needs(action: Action) -> Iterator[str]:
    if action.mode == "must":
        yield "compulsory"
    if action.mode == "automatic":
        yield "by itself"
    if action.requires:
        yield "when all is answered"
    if action.note != "none":
        yield f"note {action.note}"
    if action.due:
        yield "the same day" if action.due == "same day" else f"within {action.due}"
    if action.after:
        yield f"after {action.after}"
    if action.waits_for:
        yield f"waits for {action.waits_for.replace('_', ' ')}"
    if action.tells:
        yield "people are told"
