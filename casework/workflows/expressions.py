"""Conditions and sums of the workflow language: a whitelist on Python's own grammar, compiled once to closures.

Three-valued: what is unanswered or hidden is unknown (None), `unknown and false` is false, and only true shows.
"""

import ast
import keyword
import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Protocol

from casework.workflows.problems import nearest

MOST_CHARACTERS = 500
MOST_NODES = 200
MOST_DEPTH = 24

FUNCTIONS = (
    "answered",
    "count",
    "score",
    "date",
    "days_between",
    "years_between",
    "any_item",
    "all_item",
    "weekly_cost",
    "weekly_amount",
    "tariff_income",
    "least",
    "most",
)
_TAKES = {
    **dict.fromkeys(("days_between", "years_between", "any_item", "all_item", "weekly_amount", "least", "most"), 2),
    "tariff_income": 4,
}
_IN_WORDS = {1: "one value", 2: "two values", 4: "four values"}
RESERVED = frozenset((*FUNCTIONS, "true", "false", "today", "record", *keyword.kwlist, *keyword.softkwlist))
"""Words that cannot be the id of a question or a condition."""


class Kind(StrEnum):
    """What sort of value an expression has. `ANY` is known only when it runs."""

    TRUTH = "true or false"
    TEXT = "text"
    CODE = "a code"
    CODES = "a list of codes"
    NUMBER = "a number"
    DATE = "a date"
    TIME = "a time"
    ITEMS = "a list"
    WHOLE = "an answer of several parts"
    ANY = "any value"


class ExpressionError(Exception):
    """What is wrong with an expression; at: the character of its text, from 0."""

    def __init__(self, message: str, at: int, code: str = "L09") -> None:
        super().__init__(message)
        self.message = message
        self.at = at
        self.code = code


@dataclass(frozen=True)
class Name:
    """What a name stands for: its kind of value, and the codes it may have where they are known."""

    kind: Kind
    codes: tuple[str, ...] = ()
    sort: str = "question"


class Scope(Protocol):
    """What an expression sees when it runs."""

    today: date

    def value(self, name: str) -> object:
        """The value of a question, condition or `record.` fact; None when it is unknown."""
        ...

    def score(self, section: str) -> int | None: ...

    def items(self, page: str) -> "Sequence[Scope] | None":
        """A scope for each item of a repeated page."""
        ...


class Names(Protocol):
    """What names there are, asked while compiling."""

    def find(self, name: str) -> Name | None: ...

    def known(self) -> list[str]: ...

    def sections(self) -> list[str]: ...

    def inside(self, page: str) -> "Names | None":
        """The names inside a repeated page, or None when there is no such page."""
        ...

    def pages(self) -> list[str]: ...


@dataclass(frozen=True)
class Reference:
    """A name used in an expression. sort: question, condition, record, section or page."""

    name: str
    sort: str
    at: int


Run = Callable[[Scope], object]


@dataclass(frozen=True)
class Compiled:
    """An expression ready to run."""

    text: str
    kind: Kind
    run: Run
    references: tuple[Reference, ...]
    compared: tuple[tuple[Reference, str, int], ...] = ()
    """Each name compared with a code: the name, the code, and where the code stands."""


@dataclass
class _Part:
    run: Run
    kind: Kind
    node: ast.expr
    name: Reference | None = None
    codes: tuple[str, ...] = ()
    literal: bool = False
    value: object = None


@lru_cache(maxsize=1024)
def parse(text: str) -> ast.expr:
    """The tree of an expression, only to be read: the same text has the same tree. Raises ExpressionError."""
    if len(text) > MOST_CHARACTERS:
        raise ExpressionError(
            f"the condition has {len(text)} characters; at most {MOST_CHARACTERS}, so name a part under conditions",
            MOST_CHARACTERS,
        )
    _tell_kindly(text)
    flat = re.sub(r"[\n\r\t]", " ", text)
    lead = len(flat) - len(flat.lstrip())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(flat.strip(), mode="eval").body
    except SyntaxError as error:
        at = (min(error.offset - 1, len(flat.strip())) if error.offset else len(flat.strip())) + lead
        raise ExpressionError(_syntax(error, flat.strip()), at) from error
    except (ValueError, MemoryError, RecursionError) as error:
        raise ExpressionError("the condition cannot be read", 0) from error
    for node in ast.walk(tree):
        if hasattr(node, "col_offset"):
            node.col_offset = len(flat.strip().encode()[: node.col_offset].decode(errors="ignore")) + lead
    if sum(1 for _ in ast.walk(tree)) > MOST_NODES:
        raise ExpressionError(f"the condition has more than {MOST_NODES} parts; name some under conditions", 0)
    _limit_depth(tree, 1)
    return tree


def _limit_depth(node: ast.AST, depth: int) -> None:
    if depth > MOST_DEPTH:
        raise ExpressionError(
            f"the condition is more than {MOST_DEPTH} levels deep; name some parts under conditions", 0
        )
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            _limit_depth(child, depth + 1)


def _syntax(error: SyntaxError, text: str) -> str:
    what = (error.msg or "").lower()
    if "was never closed" in what:
        return "a bracket is never closed"
    if "unmatched" in what:
        return "a closing bracket has no opening one"
    if "unterminated" in what:
        return "the quotation mark is never closed"
    if not text:
        return "there is nothing here; write a condition"
    return 'the condition cannot be read here; write like: need == "yes" and count(outcomes.not_met) > 1'


_TEXTS = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'')
_KINDLY = (
    (re.compile(r"[“”‘’]"), 'curly quotation marks; write straight ones: "'),
    (re.compile(r"&&"), "&& is not a word here; write and"),
    (re.compile(r"\|\|"), "|| is not a word here; write or"),
    (re.compile(r"<>"), "<> is not a word here; write !="),
    (re.compile(r"!(?!=)"), "! is not a word here; write not"),
    (re.compile(r"(?<![=!<>:])=(?!=)"), "= sets nothing here; write == to compare"),
    (re.compile(r"\?"), "? is not a word here; write conditions with and, or, not"),
)


def _tell_kindly(text: str) -> None:
    plain = _TEXTS.sub(lambda found: '"' + "x" * (len(found[0]) - 2) + '"', text)
    found = [(match.start(), message) for pattern, message in _KINDLY if (match := pattern.search(plain))]
    if found:
        at, message = min(found)
        raise ExpressionError(message, at)


def compile_text(text: str, names: Names) -> Compiled:
    """An expression ready to run, its names found and its kinds checked. Raises ExpressionError."""
    return compile_tree(parse(text), names, text)


def compile_tree(tree: ast.expr, names: Names, text: str = "") -> Compiled:
    """As compile_text, for a tree that `parse` made, whole or changed."""
    compiler = _Compiler(names)
    part = compiler.part(tree)
    return Compiled(text, part.kind, part.run, tuple(compiler.references), tuple(compiler.compared))


def compile_condition(text: str, names: Names) -> Compiled:
    """As compile_text, for what must be true or false."""
    compiled = compile_text(text, names)
    if compiled.kind not in (Kind.TRUTH, Kind.ANY):
        hint = ""
        if compiled.kind in (Kind.CODE, Kind.TEXT) and len(compiled.references) == 1:
            hint = f'; write {compiled.text.strip()} == "…" or answered({compiled.text.strip()})'
        raise ExpressionError(f"expected true or false, and this is {compiled.kind}{hint}", 0)
    return compiled


def names_in(text: str) -> set[str]:
    """The names an expression uses, for who cannot compile it yet. Empty when it cannot be read."""
    try:
        return {name for name, _ in _dotted_names(parse(text))}
    except ExpressionError:
        return set()


def _dotted_names(tree: ast.AST) -> Iterator[tuple[str, int]]:
    if isinstance(tree, (ast.Name, ast.Attribute)):
        dotted = _dotted(tree)
        if dotted:
            yield dotted, getattr(tree, "col_offset", 0)
            return
    for child in ast.iter_child_nodes(tree):
        yield from _dotted_names(child)


def _dotted(node: ast.AST) -> str | None:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = _dotted(node.value)
        return f"{before}.{node.attr}" if before else None
    return None


_COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.In: "in",
    ast.NotIn: "not in",
}
_ORDERED: dict[str, Callable[..., bool]] = {
    "<": lambda a, b: bool(a < b),
    "<=": lambda a, b: bool(a <= b),
    ">": lambda a, b: bool(a > b),
    ">=": lambda a, b: bool(a >= b),
}
_TEXTUAL = (Kind.TEXT, Kind.CODE, Kind.TIME)


@dataclass
class _Compiler:
    names: Names
    references: list[Reference] = field(default_factory=list)
    compared: list[tuple[Reference, str, int]] = field(default_factory=list)

    def part(self, node: ast.expr) -> _Part:
        match node:
            case ast.Constant():
                return self._constant(node)
            case ast.Name() | ast.Attribute():
                return self._name(node)
            case ast.List(elts=elements):
                parts = [self._literal(element) for element in elements]
                values = [part.value for part in parts]
                kind = Kind.ITEMS if any(part.kind is not Kind.TEXT for part in parts) else Kind.CODES
                return _Part(lambda scope: values, kind, node, literal=True, value=values)
            case ast.BoolOp(op=op, values=values_):
                return self._all_or_any([self._truth(value) for value in values_], isinstance(op, ast.And), node)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                inner = self._truth(operand).run

                def negated(scope: Scope) -> object:
                    value = inner(scope)
                    return None if value is None else not value

                return _Part(negated, Kind.TRUTH, node)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                number = self._number(operand)
                run = number.run

                def minus(scope: Scope) -> object:
                    value = run(scope)
                    return None if value is None else -value  # type: ignore[operator]

                return _Part(minus, Kind.NUMBER, node, literal=number.literal)
            case ast.BinOp(op=ast.Add() | ast.Sub() as op, left=left, right=right):
                return self._sum(self._number(left), self._number(right), isinstance(op, ast.Add), node)
            case ast.Compare(left=left, ops=ops, comparators=rights):
                sides = [self.part(side) for side in (left, *rights)]
                parts = [
                    self._comparison(a, _COMPARISONS.get(type(op), "is"), b, node)
                    for a, op, b in zip(sides, ops, sides[1:], strict=False)
                ]
                return parts[0] if len(parts) == 1 else self._all_or_any(parts, True, node)
            case ast.Call():
                return self._call(node)
            case ast.BinOp():
                raise self._error(node, "only + and - may be reckoned with here")
            case ast.Subscript():
                raise self._error(node, "square brackets after a name are not understood; name the answer itself")
            case ast.Tuple():
                raise self._error(node, 'write a list in square brackets: ["a", "b"]')
            case ast.IfExp():
                raise self._error(node, "if … else is not understood; write two conditions")
        raise self._error(node, "this is not understood; write names, text, numbers, and, or, not, == and the like")

    def _error(self, node: ast.AST, message: str, code: str = "L09") -> ExpressionError:
        return ExpressionError(message, getattr(node, "col_offset", 0), code)

    def _constant(self, node: ast.Constant) -> _Part:
        value = node.value
        if isinstance(value, bool):
            raise self._error(node, f"write {str(value).lower()}")
        if isinstance(value, str):
            return _Part(lambda scope: value, Kind.TEXT, node, literal=True, value=value)
        if isinstance(value, int):
            return _Part(lambda scope: value, Kind.NUMBER, node, literal=True, value=value)
        if isinstance(value, float):
            exact = Decimal(str(value))
            return _Part(lambda scope: exact, Kind.NUMBER, node, literal=True, value=exact)
        if value is None:
            raise self._error(node, "None is not a value here; write not answered(…)")
        raise self._error(node, "only text, numbers, true and false may stand here")

    def _name(self, node: ast.expr) -> _Part:
        name = _dotted(node)
        if name is None:
            raise self._error(node, "a dot may only follow a name")
        if name in ("true", "false"):
            truth = name == "true"
            return _Part(lambda scope: truth, Kind.TRUTH, node, literal=True, value=truth)
        if name == "today":
            return _Part(lambda scope: scope.today, Kind.DATE, node)
        found = self.names.find(name)
        if found is None:
            raise self._error(node, self._unknown(name), "L20")
        reference = Reference(name, found.sort, getattr(node, "col_offset", 0))
        self.references.append(reference)
        return _Part(lambda scope: scope.value(name), found.kind, node, reference, found.codes)

    def _unknown(self, name: str) -> str:
        if name in FUNCTIONS:
            return f"{name} needs brackets: {name}(…)"
        known = self.names.known()
        if name.startswith("record."):
            return f"there is no fact {name} in the record" + nearest(
                name, [known_name for known_name in known if known_name.startswith("record.")]
            )
        own = [known_name for known_name in known if not known_name.startswith("record.")]
        first, _, rest = name.partition(".")
        if rest and first in own:
            parts = [known_name for known_name in own if known_name.startswith(first + ".")]
            return f"{first} has no part {rest}" + nearest(name, parts)
        return f"there is no question or condition {name}" + nearest(name, own)

    def _literal(self, node: ast.expr) -> _Part:
        part = self.part(node)
        if not part.literal or isinstance(part.value, list) or part.kind is Kind.TRUTH:
            raise self._error(node, "a list holds only texts and numbers")
        return part

    def _truth(self, node: ast.expr) -> _Part:
        part = self.part(node)
        if part.kind not in (Kind.TRUTH, Kind.ANY):
            hint = f'; write {part.name.name} == "…"' if part.name and part.kind in _TEXTUAL else ""
            raise self._error(node, f"expected true or false, and this is {part.kind}{hint}")
        return part

    def _number(self, node: ast.expr) -> _Part:
        part = self.part(node)
        if part.kind not in (Kind.NUMBER, Kind.ANY):
            raise self._error(node, f"+ and - reckon with numbers, and this is {part.kind}")
        return part

    def _all_or_any(self, parts: Sequence[_Part], every: bool, node: ast.expr) -> _Part:
        runs = [part.run for part in parts]
        decisive = not every

        def combined(scope: Scope) -> object:
            unknown = False
            for run in runs:
                value = run(scope)
                if value is None:
                    unknown = True
                elif value is decisive:
                    return decisive
            return None if unknown else every

        return _Part(combined, Kind.TRUTH, node)

    def _sum(self, left: _Part, right: _Part, plus: bool, node: ast.expr) -> _Part:
        a_run, b_run = left.run, right.run

        def total(scope: Scope) -> object:
            a, b = a_run(scope), b_run(scope)
            if a is None or b is None:
                return None
            return a + b if plus else a - b  # type: ignore[operator]

        return _Part(total, Kind.NUMBER, node)

    def _comparison(self, left: _Part, op: str, right: _Part, node: ast.expr) -> _Part:
        if op == "is":
            raise self._error(node, "write == to compare")
        if op in ("in", "not in"):
            return self._membership(left, op == "in", right, node)
        self._must_compare(left, op, right)
        a_run, b_run = left.run, right.run
        if op in ("==", "!="):
            same = op == "=="

            def equal(scope: Scope) -> object:
                a, b = a_run(scope), b_run(scope)
                return None if a is None or b is None else (a == b) is same

            return _Part(equal, Kind.TRUTH, node)
        ordered = _ORDERED[op]

        def compared(scope: Scope) -> object:
            a, b = a_run(scope), b_run(scope)
            return None if a is None or b is None else ordered(a, b)

        return _Part(compared, Kind.TRUTH, node)

    def _must_compare(self, left: _Part, op: str, right: _Part) -> None:
        for part in (left, right):
            if part.kind in (Kind.CODES, Kind.ITEMS):
                name = part.name.name if part.name else "needs"
                raise self._error(
                    part.node,
                    f'a list cannot be compared with {op}; write "…" in {name}, or count({name}) > 0',
                    "L15",
                )
            if part.kind is Kind.WHOLE:
                raise self._error(part.node, f"{part.kind} cannot be compared; name one part of it")
        if Kind.ANY in (left.kind, right.kind):
            return
        if left.kind is Kind.TRUTH or right.kind is Kind.TRUTH:
            if left.kind is right.kind and op in ("==", "!="):
                return
            other = left if right.kind is Kind.TRUTH else right
            hint = '; write == "yes" or == "no"' if set(other.codes) == {"yes", "no"} else ""
            raise self._error(other.node, f"{other.kind} cannot be compared with true or false{hint}")
        if (left.kind in _TEXTUAL) != (right.kind in _TEXTUAL) or (
            left.kind not in _TEXTUAL and left.kind is not right.kind
        ):
            wrong = right if right.literal or not left.literal else left
            other = left if wrong is right else right
            hint = '; write date("2026-11-10")' if Kind.DATE in (left.kind, right.kind) else ""
            raise self._error(wrong.node, f"{other.kind} cannot be compared with {wrong.kind}{hint}")
        if op not in ("==", "!=") and left.kind in _TEXTUAL and Kind.TIME not in (left.kind, right.kind):
            raise self._error(left.node, f"text has no order, so {op} cannot compare it")
        for named, literal in ((left, right), (right, left)):
            if named.name and literal.literal and isinstance(literal.value, str):
                self._compare_code(named, literal.value, literal.node)

    def _compare_code(self, named: _Part, code: str, node: ast.AST) -> None:
        at = getattr(node, "col_offset", 0)
        assert named.name
        self.compared.append((named.name, code, at))
        if named.codes and code not in named.codes:
            raise ExpressionError(
                f"{named.name.name} has no option {code}" + nearest(code, named.codes),
                at,
                "L22",
            )

    def _membership(self, left: _Part, inside: bool, right: _Part, node: ast.expr) -> _Part:
        word = "in" if inside else "not in"
        if right.kind in _TEXTUAL:
            raise self._error(
                right.node, f'{word} looks in a list, and this is text; write == or a list: {word} ["a", "b"]'
            )
        if right.kind not in (Kind.CODES, Kind.ITEMS, Kind.ANY):
            raise self._error(right.node, f"{word} looks in a list, and this is {right.kind}")
        if left.kind in (Kind.CODES, Kind.ITEMS, Kind.WHOLE, Kind.TRUTH):
            raise self._error(left.node, f"one value is looked for with {word}, and this is {left.kind}")
        if right.literal and isinstance(right.value, list):
            if left.name and isinstance(right.node, ast.List):
                for element, value in zip(right.node.elts, right.value, strict=True):
                    if (left.kind is Kind.NUMBER) != (not isinstance(value, str)) and left.kind is not Kind.ANY:
                        raise self._error(element, f"{left.kind} cannot be in a list with this")
                    if isinstance(value, str):
                        self._compare_code(left, value, element)
        elif right.name and left.literal and isinstance(left.value, str):
            self._compare_code(right, left.value, left.node)
        a_run, b_run = left.run, right.run

        def is_in(scope: Scope) -> object:
            a, b = a_run(scope), b_run(scope)
            if a is None or not isinstance(b, (list, tuple)):
                return None
            return (a in b) is inside

        return _Part(is_in, Kind.TRUTH, node)

    def _call(self, node: ast.Call) -> _Part:
        name = _dotted(node.func)
        if name is None or name not in FUNCTIONS:
            raise self._error(node.func, f"there is no function {name or 'here'}" + nearest(name or "", FUNCTIONS))
        if node.keywords or any(isinstance(argument, ast.Starred) for argument in node.args):
            raise self._error(node, f"{name} takes values between its brackets, without = or *")
        wanted = _TAKES.get(name, 1)
        if len(node.args) != wanted:
            raise self._error(node, f"{name} takes {_IN_WORDS[wanted]}, and here {len(node.args)}")
        if name == "score":
            return self._score(node)
        if name in ("any_item", "all_item"):
            return self._items(node, name == "all_item")
        if name == "date":
            return self._date(node)
        parts = [self.part(argument) for argument in node.args]
        if name == "answered":
            if not parts[0].name:
                raise self._error(node.args[0], "answered takes the name of a question")
            run = parts[0].run
            return _Part(lambda scope: run(scope) not in (None, "", [], {}), Kind.TRUTH, node)
        if name in _SUMS:
            return self._of_numbers(name, parts, node)
        if name in ("count", "weekly_cost"):
            return self._count(parts[0], node) if name == "count" else self._weekly_cost(parts[0], node)
        return self._between(parts, name == "years_between", node)

    def _count(self, part: _Part, node: ast.Call) -> _Part:
        if part.kind not in (Kind.CODES, Kind.ITEMS, Kind.ANY):
            hint = "; count outcomes.not_met or outcomes.answered" if part.kind is Kind.WHOLE else ""
            raise self._error(part.node, f"count takes a list, and this is {part.kind}{hint}")
        run = part.run

        def counted(scope: Scope) -> object:
            value = run(scope)
            return len(value) if isinstance(value, (list, tuple)) else None

        return _Part(counted, Kind.NUMBER, node)

    def _weekly_cost(self, part: _Part, node: ast.Call) -> _Part:
        if part.kind not in (Kind.ITEMS, Kind.ANY):
            raise self._error(part.node, f"weekly_cost takes the lines of a services question, and this is {part.kind}")
        run = part.run
        return _Part(lambda scope: weekly_cost(run(scope)), Kind.NUMBER, node)

    def _of_numbers(self, name: str, parts: Sequence[_Part], node: ast.Call) -> _Part:
        for part in parts:
            if part.kind not in (Kind.NUMBER, Kind.ANY):
                raise self._error(part.node, f"{name} reckons with numbers, and this is {part.kind}")
        runs, reckon = [part.run for part in parts], _SUMS[name]

        def reckoned(scope: Scope) -> object:
            values = [run(scope) for run in runs]
            return reckon(*values) if all(_is_exact(value) for value in values) else None

        return _Part(reckoned, Kind.NUMBER, node)

    def _between(self, parts: Sequence[_Part], years: bool, node: ast.Call) -> _Part:
        for part in parts:
            if part.kind not in (Kind.DATE, Kind.ANY):
                raise self._error(part.node, f'expected a date, and this is {part.kind}; write date("2026-11-10")')
        first, second = parts[0].run, parts[1].run

        def between(scope: Scope) -> object:
            a, b = first(scope), second(scope)
            if not isinstance(a, date) or not isinstance(b, date):
                return None
            return _years(a, b) if years else (b - a).days

        return _Part(between, Kind.NUMBER, node)

    def _date(self, node: ast.Call) -> _Part:
        argument = node.args[0]
        if not isinstance(argument, ast.Constant) or not isinstance(argument.value, str):
            raise self._error(argument, 'date takes a date in quotation marks: date("2026-11-10")')
        try:
            day = date.fromisoformat(argument.value)
        except ValueError as error:
            raise self._error(argument, f"“{argument.value}” is not a date; write 2026-11-10") from error
        return _Part(lambda scope: day, Kind.DATE, node, value=day)

    def _score(self, node: ast.Call) -> _Part:
        section = _dotted(node.args[0])
        if section is None or section not in self.names.sections():
            raise self._error(
                node.args[0],
                f"there is no section {section or 'here'}" + nearest(section or "", self.names.sections()),
                "L20",
            )
        self.references.append(Reference(section, "section", getattr(node.args[0], "col_offset", 0)))
        return _Part(lambda scope: scope.score(section), Kind.NUMBER, node)

    def _items(self, node: ast.Call, every: bool) -> _Part:
        page = _dotted(node.args[0])
        inside = self.names.inside(page) if page else None
        if page is None or inside is None:
            raise self._error(
                node.args[0],
                f"there is no repeated page {page or 'here'}" + nearest(page or "", self.names.pages()),
                "L20",
            )
        self.references.append(Reference(page, "page", getattr(node.args[0], "col_offset", 0)))
        own = _Compiler(inside, self.references, self.compared)
        run = own._truth(node.args[1]).run
        decisive = not every

        def over_items(scope: Scope) -> object:
            items = scope.items(page)
            if not items:
                return None
            values = [run(item) for item in items]
            if decisive in values:
                return decisive
            return None if None in values else every

        return _Part(over_items, Kind.TRUTH, node)


def _years(first: date, second: date) -> int:
    """Whole years from one date to another; negative when the second comes before the first."""
    if second < first:
        return -_years(second, first)
    return second.year - first.year - ((second.month, second.day) < (first.month, first.day))


def weekly_cost(lines: object) -> int | None:
    """What the lines of a services question cost a week, in pence: the sum of units times rate, rounded once, half up.

    A line without units or rate (somebody unpaid) costs nothing; one with `minutes` of a timetable costs those, as
    hours. None when there are no lines.
    """
    if not isinstance(lines, list | tuple):
        return None
    total = Fraction(0)
    for line in lines:
        if isinstance(line, Mapping):
            units, rate, minutes = line.get("units"), line.get("rate_pence"), line.get("minutes")
            if _is_number(minutes) and _is_number(rate):
                total += Fraction(str(minutes)) * Fraction(str(rate)) / 60
            elif _is_number(units) and _is_number(rate):
                total += Fraction(str(units)) * Fraction(str(rate))
    return int((2 * total + 1) // 2)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e9


def _is_exact(value: object) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def weekly_amount(points: int | Decimal, rate: int | Decimal) -> int:
    """What points are worth a week, in pence: points times the pence of one, rounded once, half up."""
    return int((Decimal(str(points)) * Decimal(str(rate))).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def tariff_income(capital: int, lower: int, upper: int, step: int) -> int | None:
    """The weekly income that capital counts as, in pence: £1 for each step, or part of one, above the lower limit.

    All in pence. None above the upper limit, where no tariff applies. Source: SI 2014/2672, regulation 25.
    """
    if capital > upper or step <= 0:
        return None
    return 100 * -(-max(int(capital) - int(lower), 0) // int(step))


_SUMS: dict[str, Callable[..., object]] = {
    "weekly_amount": weekly_amount,
    "tariff_income": tariff_income,
    "least": min,
    "most": max,
}
