"""A resolved workflow written out as a file that somebody can read: one thing a line, short things in braces."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from casework.workflows.editing import in_braces, written

WIDTH = 120
_FIRST = ("id", "code", "type", "title", "label", "hint")
_ALWAYS_OPEN = ("steps", "sections", "pages", "questions", "actions", "conditions", "repeat")


def dump(definition: Mapping[str, Any]) -> str:
    """The text of a definition as it is stored in a version's content: lists by name, nothing left to resolve.

    Read again, it is the same workflow and, with the same lists and facts, the same version.
    """
    return "".join(f"{line}\n" for line in _mapping(definition, 0))


def _mapping(value: Mapping[str, Any], indent: int) -> Iterator[str]:
    space = " " * indent
    for key in sorted(value, key=lambda name: _FIRST.index(name) if name in _FIRST else len(_FIRST)):
        inner = value[key]
        if isinstance(inner, Mapping | list | tuple) and inner and not _is_short(key, inner, indent):
            yield f"{space}{key}:"
            yield from _mapping(inner, indent + 2) if isinstance(inner, Mapping) else _list(inner, indent + 2)
        else:
            said = "" if inner is None else written(inner, indent=indent + 2, flow=not isinstance(inner, str))
            yield f"{space}{key}: {said}".rstrip()


def _list(values: Sequence[Any], indent: int) -> Iterator[str]:
    space = " " * indent
    for value in values:
        if value is None:
            yield f"{space}-"
            continue
        if not isinstance(value, Mapping) or (_is_flat(value) and len(f"{space}- {in_braces(value)}") <= WIDTH):
            yield f"{space}- {in_braces(value)}"
            continue
        first, *rest = _mapping(value, indent + 2)
        yield f"{space}- {first.strip()}"
        yield from rest


def _is_flat(value: Mapping[str, Any]) -> bool:
    return not any(_has_parts(inner) or (isinstance(inner, str) and "\n" in inner) for inner in value.values())


def _has_parts(value: object) -> bool:
    return isinstance(value, Mapping) or (isinstance(value, list | tuple) and None in value)


def _is_short(key: str, value: Any, indent: int) -> bool:
    if key in _ALWAYS_OPEN or (isinstance(value, Mapping) and not _is_flat(value)):
        return False
    if isinstance(value, list | tuple) and any(inner is None or isinstance(inner, Mapping) for inner in value):
        return False
    return len(f"{' ' * indent}{key}: {in_braces(value)}") <= WIDTH
