"""What conditions ask of answers and facts, read from their trees: the constants that each is compared with."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from casework.facts import Fact
from casework.workflows.compiling import CompiledPage, CompiledQuestion, program_of
from casework.workflows.definition import Definition, Step
from casework.workflows.expressions import ExpressionError, Kind, Name, Run, parse
from casework.workflows.names import WorkflowNames
from casework.workflows.possible import Uses, dotted

Key = tuple[str, str, str]
"""Whose view, what sort (question, record, page or open) and which name. A step that is read has a view of its own:
what it knew of the record, and of steps before it, may have changed since."""

_SOME_NUMBERS = (Decimal(0), Decimal(100), Decimal(50_000))


@dataclass(frozen=True)
class Placed:
    """Where a question or a repeated page is asked. question: None for the page itself."""

    step: str
    order: int
    page: CompiledPage
    question: CompiledQuestion | None


@dataclass(frozen=True)
class _Side:
    """One side of a comparison.

    sort: const, list, today; name, count, cost, days, years of one answer; score; reckoned (several sides); other
    (what is never known, or is judged by itself). part: the ending of the name.
    """

    sort: str
    key: Key | None = None
    part: str = ""
    value: object = None


class OpaqueNames(WorkflowNames):
    """The names of a workflow, and those of comparisons left open."""

    def __init__(self, definition: Definition, page: str) -> None:
        found = next(
            (each for section in definition.sections for each in section.pages if page and each.id == page), None
        )
        super().__init__(definition, None, found)

    def find(self, name: str) -> Name | None:
        return Name(Kind.TRUTH) if name.startswith("open:") else super().find(name)


def placed_in(definition: Definition) -> dict[str, Placed]:
    """Where every question and repeated page is asked, by id."""
    if "placed" not in definition.kept:
        found: dict[str, Placed] = {}
        order = 0
        for step, pages in program_of(definition).pages.items():
            for page in pages:
                order += 1
                for question in page.questions:
                    order += 1
                    found.setdefault(question.question.id, Placed(step, order, page, question))
                order += 1
                if page.page.repeat:
                    found.setdefault(page.page.id, Placed(step, order, page, None))
        definition.kept["placed"] = found
    placed: dict[str, Placed] = definition.kept["placed"]
    return placed


class Asking:
    """How the conditions of one search ask about every answer.

    inexact: answers whose cases could not be told apart before. opaque: comparisons about those, and those that
    cannot be cut into cases, are left open: they become names of their own that may be true, false or unknown.
    """

    def __init__(
        self,
        definition: Definition,
        step: Step,
        facts: Mapping[str, Fact],
        today: date,
        inexact: frozenset[Key],
        opaque: bool,
    ) -> None:
        self.definition = definition
        self.step = step
        self.facts = facts
        self.today = today
        self.inexact = inexact
        self.opaque = opaque
        self.placed = placed_in(definition)
        self.reads = {each.id: each.reads for each in definition.steps}
        self.step_order = {each.id: index for index, each in enumerate(definition.steps)}
        self.uses: dict[Key, Uses] = {}
        self.is_loose = False
        self.kept: dict[tuple[str, str, str], tuple[Run, set[Key]]] = {}
        self.ruled: set[Key] = {
            (placed.step, "question" if placed.question else "page", name)
            for name, placed in self.placed.items()
            if placed.step == step.id or placed.step in step.reads
        }
        self._open: dict[str, str] = {}
        self._reading: list[str] = []

    def uses_of(self, key: Key) -> Uses:
        return self.uses.setdefault(key, Uses())

    def loose_keys(self) -> frozenset[Key]:
        return frozenset(key for key, uses in self.uses.items() if uses.loose)

    def read(self, tree: ast.expr, step: str, page: str) -> tuple[ast.expr, set[Key]]:
        """The tree to run, and what it asks about. Raises ExpressionError for conditions that go in a circle."""
        reader = _Reader(self, step, page)
        return reader.truth(tree), reader.needs

    def key_of(self, name: str, step: str, page: str) -> tuple[Key, str] | None:
        """What a dotted name stands for in the view of a step, and the part of it; None for what is never known."""
        if name.startswith("record."):
            fact = name.removeprefix("record.")
            before, _, part = fact.rpartition(".")
            is_part = fact not in self.facts and (before in self.facts or part in ("not_met", "answered", "minutes"))
            return ((step, "record", before), f".{part}") if is_part else ((step, "record", fact), "")
        first, _, part = name.partition(".")
        placed = self.placed.get(first)
        if placed is None:
            return None
        sort = "question" if placed.question else "page"
        if sort == "question" and placed.page.page.repeat and placed.page.page.id != page:
            return None
        if placed.step != step and placed.step not in self.reads.get(step, ()):
            return None
        view = placed.step if step == self.step.id else step
        return (view, sort, first), f".{part}" if part else ""

    def circle(self, name: str) -> bool:
        return name in self._reading

    def open_name(self, tree: ast.expr, step: str) -> tuple[ast.expr, Key]:
        told = f"{step}:{ast.unparse(tree)}"
        name = self._open.setdefault(told, f"open:{len(self._open)}")
        return ast.Name(id=name), (step, "open", name)


class _Reader:
    def __init__(self, asking: Asking, step: str, page: str) -> None:
        self.asking = asking
        self.step = step
        self.page = page
        self.needs: set[Key] = set()

    def truth(self, node: ast.expr) -> ast.expr:
        match node:
            case ast.BoolOp(op=op, values=values):
                return ast.BoolOp(op=op, values=[self.truth(value) for value in values])
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return ast.UnaryOp(op=ast.Not(), operand=self.truth(operand))
            case ast.Name(id=name) if name in self.asking.definition.conditions:
                return self._condition(name, node)
            case ast.Compare(left=left, comparators=rights):
                before = set(self.needs)
                sides = [self._side(side) for side in (left, *rights)]
                loose = False
                for one, other in pairwise(sides):
                    loose = self._pair(one, other) or loose
                return self._atom(node, loose, before)
            case ast.Call(func=ast.Name(id="any_item" | "all_item"), args=[page, inner]):
                return self._items(node, page, inner)
            case ast.Call(func=ast.Name(id="answered"), args=[argument]):
                before = set(self.needs)
                side = self._side(argument)
                if side.key is not None and side.sort == "name":
                    self.asking.uses_of(side.key).counts.setdefault(side.part, set()).add(0)
                return self._atom(node, side.sort not in ("name", "other"), before)
        before = set(self.needs)
        self._side(node)
        return self._atom(node, False, before)

    def _condition(self, name: str, node: ast.expr) -> ast.expr:
        if self.asking.circle(name):
            raise ExpressionError(f"the condition {name} depends on itself", 0)
        self.asking._reading.append(name)
        page, self.page = self.page, ""
        inner = self.truth(parse(self.asking.definition.conditions[name]))
        self.page = page
        self.asking._reading.pop()
        return inner if self.asking.opaque else node

    def _atom(self, node: ast.expr, loose: bool, before: set[Key]) -> ast.expr:
        """A comparison as it is run: itself, or the name of an open one."""
        asked = self.needs - before
        if not self.asking.opaque:
            self.asking.is_loose = self.asking.is_loose or loose
            return node
        own = set(_keys_in(node, self))
        if not loose and not (own | asked) & self.asking.inexact:
            return node
        self.needs = before
        opened, key = self.asking.open_name(node, self.step)
        self.needs.add(key)
        return opened

    def _items(self, node: ast.Call, page: ast.expr, inner: ast.expr) -> ast.expr:
        before = set(self.needs)
        name = dotted(page) or ""
        found = self.asking.key_of(name, self.step, "")
        loose = False
        if found is not None:
            key, _ = found
            uses = self.asking.uses_of(key)
            loose = uses.loose = uses.loose or bool(uses.in_part) or bool(uses.counts)
            uses.in_part.setdefault("asked", set()).add("once")
            self.needs.add(key)
            if not self.asking.opaque:
                self._inside(name, key, inner)
        return self._atom(node, loose, before)

    def _inside(self, name: str, key: Key, inner: ast.expr) -> None:
        """What is asked of an item, by the condition and by the questions of its page."""
        view = _Reader(self.asking, key[0], name)
        view.truth(inner)
        for each in self.asking.placed[name].page.questions:
            if each.question.when:
                view.truth(parse(each.question.when))
        self.needs |= {each for each in view.needs if not (each[1] == "question" and self._is_of_item(each[2], name))}

    def _is_of_item(self, question: str, page: str) -> bool:
        placed = self.asking.placed[question]
        return placed.page.page.repeat is not None and placed.page.page.id == page

    # --- sides of comparisons

    def _side(self, node: ast.expr) -> _Side:
        match node:
            case ast.Constant(value=value):
                return _Side("const", value=Decimal(str(value)) if isinstance(value, int | float) else value)
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
                return _Side("const", value=-Decimal(str(number)))
            case ast.List(elts=elements):
                return _Side("list", value=[self._side(element).value for element in elements])
            case ast.Call(func=ast.Name(id="date"), args=[ast.Constant(value=str() as day)]):
                return _Side("const", value=date.fromisoformat(day))
            case ast.Call(func=ast.Name(id="count" | "weekly_cost" as call), args=[argument]):
                inner = self._side(argument)
                sort = "count" if call == "count" else "cost"
                return _Side(sort, inner.key, inner.part) if inner.sort == "name" else _Side("other")
            case ast.Call(func=ast.Name(id="days_between" | "years_between" as call), args=[one, other]):
                sides = (self._side(one), self._side(other))
                named = [side for side in sides if side.sort == "name" and not side.part]
                if len(named) == 1 and any(side.sort == "today" for side in sides):
                    return _Side("days" if call == "days_between" else "years", named[0].key)
                return self._sampled(sides)
            case ast.Call(func=ast.Name(id="score"), args=[section]):
                return self._score(dotted(section) or "")
            case ast.Name(id="today"):
                return _Side("today")
            case ast.Name() | ast.Attribute():
                return self._named(dotted(node) or "", node)
            case ast.BinOp(left=left, right=right):
                return self._sampled((self._side(left), self._side(right)))
            case ast.Call(args=arguments):
                return self._sampled(tuple(self._side(argument) for argument in arguments))
        self.truth(node)
        return _Side("other")

    def _sampled(self, sides: tuple[_Side, ...]) -> _Side:
        """What is reckoned with several values: tried at its constants only."""
        for side in sides:
            if side.key is not None:
                uses = self.asking.uses_of(side.key)
                uses.numbers |= {each.value for each in sides if isinstance(each.value, Decimal)}
                uses.by_today = uses.by_today or any(each.sort == "today" for each in sides)
        return _Side("reckoned", value=[side for side in sides if side.key is not None])

    def _named(self, name: str, node: ast.expr) -> _Side:
        if name in ("true", "false"):
            return _Side("const", value=name == "true")
        if name in self.asking.definition.conditions:
            self.truth(node)
            return _Side("other")
        found = self.asking.key_of(name, self.step, self.page)
        if found is None:
            return _Side("other")
        key, part = found
        self.needs.add(key)
        self.asking.uses_of(key)
        placed = self.asking.placed.get(key[2]) if key[1] == "question" else None
        question = placed.question.question if placed and placed.question else None
        if question is not None and question.type == "computed":
            return self._computed(question.id, question.value, question.override is not None, key)
        return _Side("name", key, part)

    def _computed(self, question_id: str, value: str, is_overridable: bool, key: Key) -> _Side:
        if self.asking.circle(question_id):
            raise ExpressionError(f"{question_id} depends on itself", 0)
        self.asking._reading.append(question_id)
        before = set(self.needs)
        view = _Reader(self.asking, key[0], self.page)
        side = view._side(parse(value))
        self.needs = before | view.needs if self.asking.opaque else before
        self.needs.add(key)
        self.asking._reading.pop()
        if is_overridable:
            return _Side("reckoned", value=[side, _Side("name", key)])
        return side if side.sort != "const" else _Side("reckoned", value=[])

    def _score(self, section: str) -> _Side:
        for name, placed in self.asking.placed.items():
            if placed.page.section.id != section or placed.question is None:
                continue
            if not any(placed.question.points.values()):
                continue
            found = self.asking.key_of(name, self.step, placed.page.page.id)
            if found is not None:
                uses = self.asking.uses_of(found[0])
                uses.by_points = True
                uses.loose = uses.loose or placed.page.page.repeat is not None
                self.needs.add(found[0])
        return _Side("score")

    # --- pairs

    def _pair(self, one: _Side, other: _Side) -> bool:
        """Notes what a comparison asks. Returns whether it cannot be cut into cases."""
        for named, against in ((one, other), (other, one)):
            if named.key is not None and self._noted(named, against):
                return self._is_about_another_today(named, against)
        if "reckoned" in (one.sort, other.sort):
            return self._reckoned(one, other)
        if {one.sort, other.sort} <= {"const", "list", "other"}:
            return False
        if {one.sort, other.sort} <= {"const", "score", "other"}:
            return False
        if one.sort == "other" or other.sort == "other":
            return False
        self._all_of(one, other)
        return True

    def _noted(self, named: _Side, against: _Side) -> bool:
        assert named.key is not None
        uses = self.asking.uses_of(named.key)
        value = against.value
        match named.sort, against.sort:
            case "name", "const":
                self._note_constant(uses, named.part, value)
            case "name", "list":
                for each in value if isinstance(value, list) else ():
                    self._note_constant(uses, named.part, each)
            case "name", "today":
                uses.by_today = True
            case "count", "const" if isinstance(value, Decimal):
                uses.counts.setdefault(named.part, set()).add(int(value))
                uses.loose = uses.loose or (named.key[1] == "page" and bool(uses.in_part))
            case "cost", "const" if isinstance(value, Decimal):
                uses.costs.add(value)
            case "days", "const" if isinstance(value, Decimal):
                uses.days.add(int(value))
            case "years", "const" if isinstance(value, Decimal):
                uses.years.add(int(value))
            case _:
                return False
        return True

    def _note_constant(self, uses: Uses, part: str, value: object) -> None:
        if isinstance(value, str):
            (uses.in_part.setdefault(part, set()) if part else uses.codes).add(value)
            found = _a_day(value)
            if found:
                uses.dates.add(found)
        elif isinstance(value, Decimal):
            uses.numbers.add(value)
        elif isinstance(value, date):
            uses.dates.add(value)

    def _is_about_another_today(self, named: _Side, against: _Side) -> bool:
        relative = named.sort in ("days", "years") or against.sort == "today"
        return relative and self.step != self.asking.step.id

    def _reckoned(self, *sides: _Side) -> bool:
        constants = [side for side in sides if side.sort == "const"]
        for side in sides:
            for each in _leaves(side):
                for constant in constants:
                    self._noted(each, constant)
        self._all_of(*sides)
        return True

    def _all_of(self, *sides: _Side) -> None:
        """Of answers compared or reckoned with each other every choice is tried, and a few sizes of number."""
        for side in sides:
            for each in _leaves(side):
                if each.key is not None:
                    uses = self.asking.uses_of(each.key)
                    uses.loose = True
                    (uses.costs if each.sort == "cost" else uses.numbers).update(_SOME_NUMBERS)


def _leaves(side: _Side) -> list[_Side]:
    if side.sort == "reckoned" and isinstance(side.value, list):
        return [leaf for each in side.value for leaf in _leaves(each)]
    return [side] if side.key is not None else []


def _keys_in(node: ast.AST, reader: _Reader) -> list[Key]:
    """What the names of a node stand for, those behind computed answers too."""
    view = _Reader(reader.asking, reader.step, reader.page)
    for each in ast.walk(node):
        if isinstance(each, ast.Name | ast.Attribute):
            name = dotted(each)
            if name and name not in reader.asking.definition.conditions:
                view._named(name, each)
    return list(view.needs)


def _a_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
