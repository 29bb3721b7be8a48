"""A definition with every expression compiled, once, and what those expressions see when they run."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.workflows.definition import Computed, Definition, Page, Question, Quote, Section
from casework.workflows.expressions import ExpressionError, compile_condition, compile_text
from casework.workflows.names import WorkflowNames
from casework.workflows.values import JSON, of_record, seen

_Run = Callable[[Any], object]


@dataclass(frozen=True)
class CompiledQuestion:
    question: Question
    when: _Run | None
    value: _Run | None
    warns: tuple[tuple[_Run, str], ...]
    must: tuple[tuple[_Run, str], ...]
    points: Mapping[str, int]


@dataclass(frozen=True)
class CompiledPage:
    section: Section
    page: Page
    when: _Run | None
    questions: tuple[CompiledQuestion, ...]


@dataclass(frozen=True)
class Program:
    """A definition with every expression compiled. An expression that cannot be is always unknown."""

    conditions: Mapping[str, _Run]
    pages: Mapping[str, tuple[CompiledPage, ...]]
    actions: Mapping[tuple[str, str], _Run]
    repeated: Mapping[str, CompiledPage]


def _unknown(scope: Any) -> object:
    return None


def program_of(definition: Definition) -> Program:
    if "program" not in definition.kept:
        definition.kept["program"] = _compiled(definition)
    program: Program = definition.kept["program"]
    return program


def _compiled(definition: Definition) -> Program:
    whole = WorkflowNames(definition, None)

    def run(text: str | None, names: WorkflowNames, truth: bool = True) -> _Run:
        if text is None:
            return _unknown
        try:
            return _careful((compile_condition if truth else compile_text)(text, names).run)
        except ExpressionError:
            return _unknown

    def question(each: Question, names: WorkflowNames) -> CompiledQuestion:
        return CompiledQuestion(
            each,
            run(each.when, names) if each.when else None,
            run(each.value, names, truth=False) if isinstance(each, Computed | Quote) else None,
            tuple((run(warn.when, names), warn.say) for warn in each.warns),
            tuple((run(must.check, names), must.say) for must in each.must),
            {option.code: option.points for option in each.choices},
        )

    pages: dict[str, list[CompiledPage]] = {step.id: [] for step in definition.steps}
    for section in definition.sections:
        for page in section.pages:
            names = WorkflowNames(definition, None, page) if page.repeat else whole
            compiled = CompiledPage(
                section,
                page,
                run(page.when, whole) if page.when else None,
                tuple(question(each, names) for each in page.questions),
            )
            pages.setdefault(section.step, []).append(compiled)
    return Program(
        {name: run(text, whole) for name, text in definition.conditions.items()},
        {step: tuple(each) for step, each in pages.items()},
        {
            (step.id, action.id): run(action.when, whole)
            for step in definition.steps
            for action in step.actions
            if action.when
        },
        {each.page.id: each for listed in pages.values() for each in listed if each.page.repeat},
    )


def _careful(run: _Run) -> _Run:
    """What compares values of kinds that the record mixed up is unknown."""

    def carefully(scope: Any) -> object:
        try:
            return run(scope)
        except (TypeError, ArithmeticError):
            return None

    return carefully


class Scope:
    """What conditions see: values of shown questions, and behind them the record."""

    def __init__(self, program: Program, record: Mapping[str, object], today: date) -> None:
        self.program = program
        self.record = record
        self.today = today
        self.values: dict[str, object] = {}
        self.points: dict[str, int] = {}
        self.inside: dict[str, list[Scope]] = {}
        self.outer: Scope | None = None
        self.memo: dict[str, object] = {}
        self.running: set[str] = set()

    def item(self) -> "Scope":
        scope = Scope(self.program, self.record, self.today)
        scope.outer = self
        return scope

    def put(self, compiled: CompiledQuestion, value: JSON, section: str) -> None:
        question = compiled.question
        for ending, part in seen(question, value, self.today).items():
            self.values[question.id + ending] = part
            if ending == "" and any(compiled.points.values()):
                chosen = value if isinstance(value, list | tuple) else [value]
                points = sum(compiled.points.get(code, 0) for code in chosen if isinstance(code, str))
                whole = self.outer or self
                whole.points[section] = whole.points.get(section, 0) + points
        self.forget()

    def forget(self) -> None:
        self.memo.clear()
        if self.outer:
            self.outer.memo.clear()

    def value(self, name: str) -> object:
        if name in self.values:
            return self.values[name]
        if name in self.program.conditions and self.outer is None:
            return self._condition(name)
        if self.outer is not None:
            return self.outer.value(name)
        if name in self.inside:
            return self.inside[name]
        return of_record(self.record, name.removeprefix("record.")) if name.startswith("record.") else None

    def _condition(self, name: str) -> object:
        if name in self.running:
            return None
        if name not in self.memo:
            self.running.add(name)
            self.memo[name] = self.program.conditions[name](self)
            self.running.discard(name)
        return self.memo[name]

    def score(self, section: str) -> int | None:
        return (self.outer or self).points.get(section)

    def items(self, page: str) -> "Sequence[Scope] | None":
        return (self.outer or self).inside.get(page)
