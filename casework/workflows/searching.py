"""The search through cases: every answer that conditions ask about, tried in the order in which it is known."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from casework.facts import Fact
from casework.workflows.asking import Asking, Key, OpaqueNames
from casework.workflows.compiling import CompiledPage, CompiledQuestion
from casework.workflows.definition import Definition, Question
from casework.workflows.expressions import Compiled, ExpressionError, Run, compile_tree, parse
from casework.workflows.possible import TooMany, Value, values_of_fact, values_of_override, values_of_question
from casework.workflows.values import day_said, number_said, pounds
from casework.workflows.worlds import NOTHING, World, item_values

MOST_CASES = 200_000
A_DAY = date(2026, 6, 15)
"""The story date that examples are given for, where a condition asks about today."""

Wanted = Literal["true", "not true", "not false"]
Answer = Literal["yes", "no", "not checked"]


@dataclass(frozen=True)
class Verdict:
    """Whether it can be so, and for which answers: the label of a question or fact, and its answer in words.

    cases: how many were tried.
    """

    answer: Answer
    example: tuple[tuple[str, str], ...] = ()
    cases: int = field(default=0, compare=False)

    def example_said(self, most: int = 4) -> str:
        """ "“Does a need show?”: No; “Age”: not answered"."""
        told = [f"“{label}”: {answer}" for label, answer in self.example]
        return "; ".join(told[:most]) + ("; …" if len(told) > most else "")


@dataclass(frozen=True)
class Goal:
    """A condition, and how it is wanted to come out. page: the repeated page whose questions it may name."""

    text: str
    wanted: Wanted = "true"
    page: str = ""


@dataclass
class _Variable:
    """One answer, fact or open comparison, in the order in which it becomes known."""

    key: Key
    order: tuple[int, int, int]
    needs: set[Key] = field(default_factory=set)
    page: CompiledPage | None = None
    compiled: CompiledQuestion | None = None
    visible: list[Run] = field(default_factory=list)
    value: Run | None = None
    values: tuple[Value, ...] = ()
    must_answer: bool = False


@dataclass
class _Aim:
    run: Run
    world: World
    wanted: Wanted
    needs: set[Key]
    only_if_answered: str = ""


_WANTED: dict[Wanted, Callable[[object], bool]] = {
    "true": lambda value: value is True,
    "not true": lambda value: value is not True,
    "not false": lambda value: value is not False,
}


class Search:
    """One question of what can be, tried. As `reasoning.can_be`; inexact, opaque: as for `Asking`."""

    def __init__(
        self,
        definition: Definition,
        step_id: str,
        facts: dict[str, Fact],
        today: date,
        complete: bool,
        hidden_too: bool,
        most_cases: int,
        inexact: frozenset[Key] = frozenset(),
        *,
        opaque: bool = False,
    ) -> None:
        self.definition = definition
        self.step = definition.step(step_id)
        self.facts = facts
        self.today = today
        self.complete = complete
        self.hidden_too = hidden_too
        self.most_cases = most_cases
        self.asking = Asking(definition, self.step, facts, today, inexact, opaque)
        self.variables: dict[Key, _Variable] = {}
        self.worlds: dict[str, World] = {}
        self.aims: list[_Aim] = []
        self.cases = 0
        self.exact = True
        self.inexact: frozenset[Key] = frozenset()

    def verdict(self, goals: Sequence[Goal]) -> Verdict:
        """What trying every case comes to; "no" of one that is not `exact` proves nothing yet."""
        try:
            found = self.run(goals)
        except (ExpressionError, TooMany):
            return Verdict("not checked", cases=self.cases)
        return Verdict("no", cases=self.cases) if found is None else Verdict("yes", found, self.cases)

    def run(self, goals: Sequence[Goal]) -> tuple[tuple[str, str], ...] | None:
        """Answers that make every goal come out as wanted, or None."""
        for goal in goals:
            run, needs = self._compiled(goal.text, self.step.id, goal.page)
            self.aims.append(_Aim(run, self._world(self.step.id), goal.wanted, needs))
        waiting = {key for aim in self.aims for key in aim.needs}
        while waiting:
            key = waiting.pop()
            if key not in self.variables:
                self.variables[key] = self._variable(key)
                waiting |= self.variables[key].needs
                waiting |= self._rules(key)
        ordered = sorted(self.variables.values(), key=lambda variable: variable.order)
        for variable in ordered:
            self._fill(variable)
            self._count(len(variable.values))
        self.inexact = self.asking.loose_keys()
        self.exact = not self.asking.is_loose and not self.inexact
        return self._try(ordered)

    def _world(self, step: str) -> World:
        if step not in self.worlds:
            self.worlds[step] = World(self.definition, step, self.today, self._condition)
        return self.worlds[step]

    def _condition(self, name: str, world: World) -> object:
        return self._compiled(self.definition.conditions[name], world.step, "")[0](world)

    def _compiled(self, text: str, step: str, page: str) -> tuple[Run, set[Key]]:
        kept = self.asking.kept
        found = kept.get((text, step, page))
        if found is None:
            tree, needs = self.asking.read(parse(text), step, page)
            compiled: Compiled = compile_tree(tree, OpaqueNames(self.definition, page))
            found = kept[text, step, page] = (careful(compiled.run), needs)
        return found

    # --- what each variable depends on

    def _variable(self, key: Key) -> _Variable:
        step, sort, name = key
        if sort in ("record", "open"):
            return _Variable(key, (0, 0, len(self.variables)))
        depth = 2 if step == self.step.id else 1
        placed = self.asking.placed[name]
        variable = _Variable(key, (depth, self.asking.step_order[step], placed.order), page=placed.page)
        if not self.hidden_too and key in self.asking.ruled:
            flat = placed.page.page.id if placed.page.page.repeat and placed.question else ""
            question = placed.question.question if placed.question else None
            for text, page in ((placed.page.page.when, ""), (question.when if question else None, flat)):
                if text:
                    run, needs = self._compiled(text, step, page)
                    variable.visible.append(run)
                    variable.needs |= needs
        if placed.question:
            variable.compiled = placed.question
            asked = placed.question.question
            variable.must_answer = self.complete and asked.asks and not asked.optional and key in self.asking.ruled
            if asked.type == "computed":
                inside = placed.page.page.id if placed.page.page.repeat else ""
                variable.value, needs = self._compiled(asked.value, step, inside)
                variable.needs |= needs
        return variable

    def _rules(self, key: Key) -> set[Key]:
        """In complete answers every `must` of a question is kept; gives what those rules ask about."""
        variable = self.variables[key]
        if not self.complete or variable.compiled is None or key not in self.asking.ruled:
            return set()
        needs: set[Key] = set()
        for must in variable.compiled.question.must:
            page = variable.page.page.id if variable.page and variable.page.page.repeat else ""
            run, asked = self._compiled(must.check, key[0], page)
            self.aims.append(_Aim(run, self._world(key[0]), "not false", {key, *asked}, key[2]))
            needs |= asked
        return needs

    def _fill(self, variable: _Variable) -> None:
        step, sort, name = variable.key
        uses = self.asking.uses_of(variable.key)
        if sort == "open":
            variable.values = ({"": True}, {"": False})
            return
        if sort == "record":
            found = values_of_fact(self.facts.get(name), uses, self.today)
        elif sort == "page":
            assert variable.page is not None
            variable.values = item_values(variable.page, uses, self.asking, step, self.complete)
            return
        else:
            assert variable.compiled is not None
            question = variable.compiled.question
            if question.type == "computed":
                if question.override is None:
                    return
                found = values_of_override(uses, self.today)
            elif not question.asks:
                return
            else:
                found = values_of_question(question, uses, self.today, whole=self.complete)
        variable.values = found.values
        if not found.exact:
            uses.loose = True

    # --- trying

    def _try(self, ordered: list[_Variable]) -> tuple[tuple[str, str], ...] | None:
        if not self._hold([aim for aim in self.aims if not aim.needs]):
            return None
        for part in self._parts(ordered):
            if not self._assign(part, 0, self._due(part)):
                return None
        return self._example(ordered)

    def _parts(self, ordered: list[_Variable]) -> list[list[_Variable]]:
        """The variables in groups that have nothing to do with one another, so that each is tried by itself."""
        group: dict[Key, Key] = {variable.key: variable.key for variable in ordered}

        def head(key: Key) -> Key:
            while group[key] != key:
                key = group[key]
            return key

        for together in [*([each.key, *each.needs] for each in ordered), *(list(aim.needs) for aim in self.aims)]:
            for key in together[1:]:
                group[head(key)] = head(together[0])
        parts: dict[Key, list[_Variable]] = {}
        for variable in ordered:
            parts.setdefault(head(variable.key), []).append(variable)
        return list(parts.values())

    def _due(self, part: list[_Variable]) -> dict[int, list[_Aim]]:
        """The aims that can be judged once each variable of a part has its value."""
        place = {variable.key: index for index, variable in enumerate(part)}
        due: dict[int, list[_Aim]] = {}
        for aim in self.aims:
            if aim.needs and next(iter(aim.needs)) in place:
                waiting, known = set(aim.needs), set[Key]()
                while waiting:
                    key = waiting.pop()
                    known.add(key)
                    waiting |= self.variables[key].needs - known
                due.setdefault(max(place[key] for key in known), []).append(aim)
        return due

    def _hold(self, aims: Sequence[_Aim]) -> bool:
        return all(
            _WANTED[aim.wanted](aim.run(aim.world))
            for aim in aims
            if not aim.only_if_answered or aim.only_if_answered in aim.world.values
        )

    def _assign(self, ordered: list[_Variable], index: int, due: dict[int, list[_Aim]]) -> bool:
        if index == len(ordered):
            return True
        variable = ordered[index]
        step, sort, name = variable.key
        world = self._world(step)
        shared = variable.key in self.asking.ruled and step != self.step.id
        worlds = [world, self._world(self.step.id)] if shared else [world]
        name = f"record.{name}" if sort == "record" else name
        aims = due.get(index, ())
        for value in self._tries(variable, world):
            self._count(1)
            for each in worlds:
                each.put(name, value, variable.page if sort == "page" else None)
            if self._hold(aims) and self._assign(ordered, index + 1, due):
                return True
        for each in worlds:
            each.forget(name)
        return False

    def _count(self, cases: int) -> None:
        self.cases += cases
        if self.cases > self.most_cases:
            raise TooMany

    def _tries(self, variable: _Variable, world: World) -> Sequence[Value]:
        if not all(run(world) is True for run in variable.visible):
            return (NOTHING,)
        if variable.value is not None:
            worked_out = variable.value(world)
            computed: Value = NOTHING if worked_out is None else {"": worked_out}
            return (computed, *variable.values)
        if variable.must_answer:
            return variable.values
        return (*variable.values, NOTHING)

    def _deciding(self, ordered: list[_Variable]) -> set[Key]:
        """The answers of which another would not do, and those that let them show."""
        deciding: set[Key] = set()
        for variable in ordered:
            if not self._may_be_otherwise(variable):
                waiting = {variable.key}
                while waiting:
                    key = waiting.pop()
                    deciding.add(key)
                    waiting |= self.variables[key].needs - deciding
        return deciding

    def _may_be_otherwise(self, variable: _Variable) -> bool:
        step, sort, name = variable.key
        world = self._world(step)
        name = f"record.{name}" if sort == "record" else name
        if sort == "page" or variable.value is not None:
            return not any(variable.key in aim.needs for aim in self.aims)
        worlds = [world, self._world(self.step.id)] if variable.key in self.asking.ruled else [world]
        now = world.whole(name) or NOTHING
        about = [aim for aim in self.aims if variable.key in aim.needs]
        same = True
        for value in variable.values:
            for each in worlds:
                each.put(name, value)
            same = same and self._hold(about)
        for each in worlds:
            each.put(name, now)
        return same

    def _example(self, ordered: list[_Variable]) -> tuple[tuple[str, str], ...]:
        told = []
        deciding = self._deciding(ordered)
        for variable in ordered:
            step, sort, name = variable.key
            world = self._world(step)
            if deciding and variable.key not in deciding:
                continue
            if sort == "record":
                fact = self.facts.get(name)
                told.append((fact.label if fact else name, _answer_said(None, world.whole(f"record.{name}"))))
            elif sort == "question" and variable.compiled is not None and variable.key in self.asking.ruled:
                question = variable.compiled.question
                if all(run(world) is True for run in variable.visible) and question.type != "quote":
                    told.append((question.label, _answer_said(question, world.whole(name))))
        return tuple(told)


def careful(run: Run) -> Run:
    """What compares values of kinds that do not go together is unknown."""

    def carefully(scope: World) -> object:
        try:
            return run(scope)
        except (TypeError, ArithmeticError):
            return None

    return carefully  # type: ignore[return-value]


def _answer_said(question: Question | None, value: object) -> str:
    labels = {option.code: option.label for option in question.choices} if question else {}
    if isinstance(value, dict):
        unmet = value.get(".not_met")
        if isinstance(unmet, list):
            named = [labels.get(code, str(code)) for code in unmet[:3]]
            return f"{len(unmet)} not achieved" + (f" ({', '.join(named)})" if 0 < len(unmet) < 4 else "")
        value = value.get(".minutes", value.get(""))
    if value is None:
        return "not answered"
    if isinstance(value, list):
        if value and isinstance(value[0], dict):
            return f"{len(value)} {'line' if len(value) == 1 else 'lines'}"
        return ", ".join(labels.get(code, str(code)) for code in value) or "none"
    if isinstance(value, date):
        return day_said(value)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return pounds(value) if question is not None and question.type == "money" else number_said(value)
    text = str(value)
    return labels.get(text, "something" if text == "…" else text)
