"""Conditions in plain words: `carer_present == "yes"` as “Does anybody help unpaid?” is “Yes”."""

import ast

from casework.workflows.definition import Definition
from casework.workflows.expressions import ExpressionError, parse

_OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.GtE,
    ast.GtE: ast.Lt,
    ast.Gt: ast.LtE,
    ast.LtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_WORDS: dict[type[ast.cmpop], str] = {
    ast.Eq: "is",
    ast.NotEq: "is not",
    ast.Lt: "is less than",
    ast.LtE: "is at most",
    ast.Gt: "is more than",
    ast.GtE: "is at least",
    ast.In: "is",
    ast.NotIn: "is not",
}

MOST_DEEP = 24
"""How far an amount is followed through questions that are worked out from others."""


def said(text: str, definition: Definition) -> str:
    """A condition as a clause. Wording keeps its ((words)); what cannot be said otherwise stays as written."""
    try:
        return _say(parse(text), definition, True)
    except ExpressionError:
        return text


def _say(node: ast.expr, definition: Definition, holds: bool) -> str:
    match node:
        case ast.BoolOp(op=op, values=values):
            together = isinstance(op, ast.And) is holds
            parts = [_say(value, definition, holds) for value in values]
            mixed = [
                f"({part})" if isinstance(value, ast.BoolOp) else part
                for value, part in zip(values, parts, strict=True)
            ]
            return (" and " if together else " or ").join(mixed)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return _say(operand, definition, not holds)
        case ast.Name(id=name) if name in definition.conditions:
            return ("" if holds else "not ") + f"“{name.replace('_', ' ')}”"
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            kind = type(op) if holds else _OPPOSITE.get(type(op), type(op))
            if isinstance(op, ast.In | ast.NotIn) and not isinstance(right, ast.List):
                verb = "includes" if kind is ast.In else "does not include"
                return f"{_value(right, definition)} {verb} {_value(left, definition, right)}"
            return f"{_value(left, definition, right)} {_WORDS.get(kind, 'is')} {_value(right, definition, left)}"
        case ast.Call(func=ast.Name(id="answered"), args=[argument]):
            return f"{_value(argument, definition)} is {'' if holds else 'not '}answered"
        case ast.Call(func=ast.Name(id=("any_item" | "all_item") as name), args=[page, inner]):
            whole = "for one of" if (name == "any_item") is holds else "for each of"
            return f"{whole} {_value(page, definition)}: {_say(inner, definition, holds)}"
    return _value(node, definition) if holds else f"not {_value(node, definition)}"


def _value(node: ast.expr, definition: Definition, other: ast.expr | None = None) -> str:
    match node:
        case ast.Constant(value=str() as code):
            return f"“{_label_of(code, other, definition)}”"
        case ast.Constant(value=int() as number) if other is not None and _is_money(other, definition):
            return f"£{number // 100:,}" + (f".{number % 100:02d}" if number % 100 else "")
        case ast.Constant(value=number):
            return str(number)
        case ast.List(elts=elements):
            return " or ".join(_value(element, definition, other) for element in elements)
        case ast.Call(func=ast.Name(id="count"), args=[argument]):
            return f"the number of {_value(argument, definition)}"
        case ast.Call(func=ast.Name(id="date"), args=[ast.Constant(value=day)]):
            return str(day)
        case ast.Call(func=ast.Name(id="score"), args=[ast.Name(id=section)]):
            titles = {each.id: each.title for each in definition.sections}
            return f"the score of “{titles.get(section, section)}”"
        case ast.Call(func=ast.Name(id="weekly_cost"), args=[argument]):
            return f"the weekly cost of {_value(argument, definition)}"
        case ast.Name() | ast.Attribute():
            return _name(ast.unparse(node), definition)
    return ast.unparse(node)


def _is_money(node: ast.expr, definition: Definition, depth: int = 0) -> bool:
    """Whether a value is an amount, in pence."""
    if depth > MOST_DEEP:
        return False
    match node:
        case ast.Call(func=ast.Name(id=("weekly_cost" | "weekly_amount" | "tariff_income"))):
            return True
        case ast.Call(func=ast.Name(id=("least" | "most")), args=parts):
            return any(_is_money(part, definition, depth + 1) for part in parts)
        case ast.BinOp(left=left, right=right):
            return _is_money(left, definition, depth + 1) or _is_money(right, definition, depth + 1)
        case ast.Name(id=name):
            try:
                question = definition.question(name)
            except KeyError:
                return False
            if question.type == "computed":
                return _is_money(parse(question.value), definition, depth + 1)
            return question.type == "money"
    return False


def _name(name: str, definition: Definition) -> str:
    if name.startswith("record."):
        return name.removeprefix("record.").rpartition(".")[2].replace("_", " ") + " in the record"
    first, _, part = name.partition(".")
    try:
        question = definition.question(first)
    except KeyError:
        return name.replace("_", " ")
    named = {
        "not_met": "outcomes not achieved",
        "answered": "outcomes answered",
        "minutes": f"minutes a week in “{question.label}”",
    }
    return named.get(part, f"“{question.label}”")


def _label_of(code: str, other: ast.expr | None, definition: Definition) -> str:
    if isinstance(other, ast.Name | ast.Attribute):
        try:
            question = definition.question(ast.unparse(other).partition(".")[0])
        except KeyError:
            return code
        return next((option.label for option in question.choices if option.code == code), code)
    return code
