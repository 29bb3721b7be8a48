"""Whether conditions can all hold at once, judged by what their `and` parts ask of one answer."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from casework.workflows.definition import Definition
from casework.workflows.expressions import ExpressionError, parse


@dataclass(frozen=True)
class _Asked:
    """What one part asks of one name: to be among values, or not to be."""

    name: str
    values: frozenset[object]
    among: bool


def can_both_hold(conditions: Sequence[str], definition: Definition) -> bool:
    """False only when two parts that must hold together ask of one answer what cannot be.

    Cautious: parts joined by `or`, and comparisons by order, are taken to be possible.
    """
    asked = [each for text in conditions for each in _parts(text, definition, 0)]
    for index, one in enumerate(asked):
        for other in asked[:index]:
            if one.name == other.name and _contradict(one, other):
                return False
    return True


def _contradict(one: _Asked, other: _Asked) -> bool:
    if one.among and other.among:
        return not one.values & other.values
    if one.among:
        return one.values <= other.values
    return other.among and other.values <= one.values


def _parts(text: str, definition: Definition, depth: int) -> Iterator[_Asked]:
    try:
        tree = parse(text)
    except ExpressionError:
        return
    yield from _of(tree, True, definition, depth)


def _of(node: ast.expr, holds: bool, definition: Definition, depth: int) -> Iterator[_Asked]:
    match node:
        case ast.BoolOp(op=ast.And(), values=values) if holds:
            for value in values:
                yield from _of(value, True, definition, depth)
        case ast.BoolOp(op=ast.Or(), values=values) if not holds:
            for value in values:
                yield from _of(value, False, definition, depth)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield from _of(operand, not holds, definition, depth)
        case ast.Name(id=name) if name in definition.conditions:
            yield _Asked(f"condition {name}", frozenset([True]), holds)
            if depth < 10:
                inner = definition.conditions[name]
                try:
                    yield from _of(parse(inner), holds, definition, depth + 1)
                except ExpressionError:
                    return
        case ast.Compare(left=left, ops=[ast.Eq() | ast.NotEq() as op], comparators=[ast.Constant(value=value)]):
            yield _Asked(ast.unparse(left), frozenset([value]), isinstance(op, ast.Eq) is holds)
        case ast.Compare(left=left, ops=[ast.In() | ast.NotIn() as op], comparators=[ast.List(elts=elements)]):
            values_ = frozenset(element.value for element in elements if isinstance(element, ast.Constant))
            yield _Asked(ast.unparse(left), values_, isinstance(op, ast.In) is holds)
