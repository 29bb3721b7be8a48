"""What conditions see while cases are tried: like the engine's scope, with answers put in and taken out again."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import product
from typing import cast

from casework.workflows.asking import Asking, placed_in
from casework.workflows.compiling import CompiledPage, CompiledQuestion
from casework.workflows.definition import Definition
from casework.workflows.possible import TooMany, Uses, Value, sizes_of_list, values_of_question

NOTHING: Value = {}
"""An answer that is not given, or hidden."""

MOST_ITEMS = 400

Item = Mapping[str, Value]


class World:
    """What one step knows. condition: runs a named condition in a world."""

    def __init__(
        self, definition: Definition, step: str, today: date, condition: Callable[[str, "World"], object]
    ) -> None:
        self.definition = definition
        self.step = step
        self.today = today
        self.condition = condition
        self.values: dict[str, object] = {}
        self.inside: dict[str, list[World]] = {}
        self.outer: World | None = None
        self._endings: dict[str, tuple[str, ...]] = {}

    def put(self, name: str, value: Value, page: CompiledPage | None = None) -> None:
        """An answer, by what conditions see of it; for a repeated page its items."""
        self.forget(name)
        if page is not None:
            if "items" in value:
                self.inside[name] = [self._item(item, page) for item in cast(Sequence[Item], value["items"])]
            return
        self._endings[name] = tuple(value)
        for ending, part in value.items():
            self.values[name + ending] = part

    def forget(self, name: str) -> None:
        for ending in self._endings.pop(name, ()):
            self.values.pop(name + ending, None)
        self.inside.pop(name, None)

    def _item(self, item: Item, page: CompiledPage) -> "World":
        world = World(self.definition, self.step, self.today, self.condition)
        world.outer = self
        for compiled in page.questions:
            if compiled.when is not None and compiled.when(world) is not True:
                continue
            if compiled.question.type == "computed":
                worked_out = compiled.value(world) if compiled.value else None
                given: Value = NOTHING if worked_out is None else {"": worked_out}
            else:
                given = item.get(compiled.question.id, NOTHING)
            if given:
                world.put(compiled.question.id, given)
        return world

    def value(self, name: str) -> object:
        if name in self.values:
            return self.values[name]
        if self.outer is not None:
            return self.outer.value(name)
        if name in self.definition.conditions:
            return self.condition(name, self)
        return self.inside.get(name)

    def whole(self, name: str) -> dict[str, object] | None:
        """Every part of an answer, or None when there is none."""
        endings = self._endings.get(name)
        return {ending: self.values[name + ending] for ending in endings} if endings else None

    def score(self, section: str) -> int | None:
        found: list[int] = []
        for name, placed in placed_in(self.definition).items():
            if placed.page.section.id == section and placed.question and any(placed.question.points.values()):
                value = self.values.get(name)
                if value is not None:
                    chosen = value if isinstance(value, list) else [value]
                    found.append(sum(placed.question.points.get(str(code), 0) for code in chosen))
        return sum(found) if found else None

    def items(self, page: str) -> "Sequence[World] | None":
        return self.outer.items(page) if self.outer else self.inside.get(page)


def item_values(page: CompiledPage, uses: Uses, asking: Asking, step: str, complete: bool) -> tuple[Value, ...]:
    """The lists of items to try for a repeated page: none, as many as a count can notice, and each sort of item."""
    repeat = page.page.repeat
    assert repeat is not None
    sizes = sizes_of_list(uses, min(repeat.most, 40))
    found: list[Value] = [{"items": [{}] * size} for size in sizes if not complete or size >= repeat.least]
    if not uses.in_part:
        return tuple(found)
    answers: list[tuple[CompiledQuestion, list[Value]]] = []
    count = 1
    for compiled in page.questions:
        key = (step, "question", compiled.question.id)
        if key in asking.uses and compiled.question.type == "computed" and compiled.question.override:
            uses.loose = True
        if key in asking.uses and compiled.question.asks:
            tried = values_of_question(compiled.question, asking.uses[key], asking.today, whole=complete)
            uses.loose = uses.loose or not tried.exact
            unanswered = [NOTHING] if not complete or compiled.question.optional or compiled.question.when else []
            answers.append((compiled, [*tried.values, *unanswered]))
            count *= len(answers[-1][1])
    if count > MOST_ITEMS:
        raise TooMany
    for chosen in product(*(values for _, values in answers)):
        item = {compiled.question.id: value for (compiled, _), value in zip(answers, chosen, strict=True)}
        found.append({"items": [item]})
    return tuple(found)
