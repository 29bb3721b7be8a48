"""Changing a workflow's text in place: what is not changed stays as it was written, comments and order with it.

A value is replaced between the marks where it stands, so that the difference of the file is one line. What a workflow
inherits from the one it extends is reworded by a line under `changes`.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from casework.workflows.definition import Option
from casework.workflows.parsing import Path
from casework.workflows.problems import Place, Problem
from casework.workflows.reader import Document, Keyed, Listed, read_bytes

FILE = "workflow.yaml"
WIDTH = 110

_PLAIN = re.compile(r"[^\W_](?:[^:#\[\]{},\"'\n]|(?<=\S)'|:(?=\S))*", re.UNICODE)
_PLAIN_LINE = re.compile(r"[^\W_](?:[^:#\n]|(?<=\S)#|:(?=\S))*", re.UNICODE)
_NOT_TEXT = re.compile(r"true|false|-?(0|[1-9][0-9]*)")


class CannotChange(ValueError):
    """What was to be changed is not in the text, or cannot be changed in place; the message says why."""


def replace_value(text: str, path: Path, value: object) -> str:
    """The text with another value at a path of keys and positions; a key that is missing is added, None takes it away.

    Raises CannotChange where nothing stands at the path's parent, or something with parts of its own at the path.
    """
    document = _read(text)
    holder: object = document.data
    for part in path[:-1]:
        holder = _inside(holder, part)
    key = path[-1]
    if isinstance(holder, Listed) and isinstance(key, int) and key < len(holder):
        return _replaced(text, holder.value_places[key], value, indent=0, flow=True)
    if not isinstance(holder, Keyed) or not isinstance(key, str):
        raise CannotChange(f"there is nothing at {'.'.join(map(str, path))}")
    if value is None:
        return _without(text, holder, key)
    if key not in holder:
        return _with(text, holder, key, value)
    if isinstance(holder[key], Keyed | Listed):
        raise CannotChange(f"{key} has parts of its own; change one of them")
    place = holder.value_places[key]
    indent = holder.key_places[key].col + 1
    if holder[key] is None:
        at = text.index(":", _offset(text, holder.key_places[key])) + 1
        return f"{text[:at]} {written(value, indent=indent, flow=_is_flow(text, holder))}{text[at:]}"
    return _replaced(text, place, value, indent=indent, flow=_is_flow(text, holder))


def mended(text: str, found: Problem) -> str:
    """The text with a problem's wrong words replaced by the right ones, at its place.

    Raises CannotChange where the words no longer stand there.
    """
    lines = text.split("\n")
    if not found.wrong or found.line > len(lines):
        raise CannotChange("this has no mend of its own")
    line = lines[found.line - 1]
    at = line.find(found.wrong, max(found.col - 1, 0))
    if at < 0:
        raise CannotChange(f"“{found.wrong}” no longer stands on line {found.line}")
    lines[found.line - 1] = line[:at] + found.right + line[at + len(found.wrong) :]
    return "\n".join(lines)


def reword(text: str, at: str, words: Mapping[str, str], options: Sequence[Option] = ()) -> str:
    """The text with other words for the thing at a path of ids, such as sections/goals/matters/goal.

    words: by key, such as label, hint or title; "" takes a key away. options: all options of a question with their new
    words, where one of those changes. Raises CannotChange where the text neither holds the thing nor extends another.
    """
    kind = (at.split("/")[0], at.count("/"))
    path = _own(_read(text).data, at, kind)
    if path is None and "extends" not in _read(text).data:
        raise CannotChange(f"there is no {at}")
    for key, said in words.items():
        text = _put(text, path, at, key, said or None)
    if options:
        text = _put_options(text, path, at, options)
    return text


# --- where a thing of the workflow stands in its text --------------------------------------------------

_SHAPES: dict[tuple[str, int], tuple[str, ...]] = {
    ("sections", 1): ("pages",),
    ("sections", 2): ("questions",),
    ("sections", 3): ("type",),
    ("steps", 1): ("actions", "ends"),
    ("steps", 2): ("to", "starts", "label"),
}
"""What something at each depth of a path has, by which it is told from other things of the same id."""


def _own(data: Keyed, at: str, kind: tuple[str, int]) -> Path | None:
    """The way to a thing that the text itself holds, also inside what its changes insert or replace.

    Actions and pages of different steps may have the same id; what a change moved stands elsewhere than its path says.
    """
    shape, name = _SHAPES.get(kind, ()), at.rsplit("/", 1)[-1]
    found = [path for path, node in _nodes(data, ()) if node.get("id") == name and any(key in node for key in shape)]
    changes = data.get("changes")
    moved = [
        str(change.get("at"))
        for change in (changes if isinstance(changes, Listed) else ())
        if isinstance(change, Keyed) and "move" in change
    ]
    exact = [path for path in found if _ids_to(data, path) == at]
    elsewhere = [path for path in found if any(f"{_ids_to(data, path)}/".startswith(f"{each}/") for each in moved)]
    return next(iter((*exact, *elsewhere)), None)


def _ids_to(data: Keyed, path: Path) -> str:
    """The path of ids of what stands at a path of keys and positions."""
    ids, start = [str(path[0])], 1
    if path[0] == "changes":
        change = _at(data, path[:2])
        into = change.get("insert") in ("first", "last")
        ids, start = str(change.get("at")).split("/")[: None if into else -1], 2
    for length in range(start, len(path) + 1):
        node = _reached(data, path[:length])
        if isinstance(node, Keyed) and "id" in node:
            ids.append(str(node["id"]))
    return "/".join(ids)


def _nodes(value: object, path: Path) -> Iterator[tuple[Path, Keyed]]:
    if isinstance(value, Keyed):
        yield path, value
        for key, inner in value.items():
            yield from _nodes(inner, (*path, key))
    elif isinstance(value, Listed):
        for index, inner in enumerate(value):
            yield from _nodes(inner, (*path, index))


def _put(text: str, path: Path | None, at: str, key: str, value: object) -> str:
    if path is not None:
        node = _at(_read(text).data, path)
        if value is None and key not in node:
            return text
        return replace_value(text, (*path, key), value)
    return _put_change(text, at, key, value)


def _put_options(text: str, path: Path | None, at: str, options: Sequence[Option]) -> str:
    path = path or _setting(text, at, "options")
    if path is None:
        lines = "".join(f"\n      - {in_braces(_as_data(option))}" for option in options)
        return _appended(text, _read(text).data, f"- at: {at}\n  set:\n    options:{lines}")
    node = _at(_read(text).data, path)
    if not isinstance(node.get("options"), Listed):
        return _spelt_out(text, node, options)
    for index, option in enumerate(options):
        for key in ("label", "hint"):
            now = _at(_read(text).data, path)["options"][index]
            said = getattr(option, key) or None
            if said != now.get(key):
                text = replace_value(text, (*path, "options", index, key), said)
    return text


def _spelt_out(text: str, node: Keyed, options: Sequence[Option]) -> str:
    """`options: list:NAME` with the options in its place."""
    if "options" not in node:
        raise CannotChange("this question’s answers have no words of their own to change")
    place = node.value_places["options"]
    if _is_flow(text, node):
        return text[: place.start] + in_braces([_as_data(option) for option in options]) + text[place.end :]
    indent = " " * (node.key_places["options"].col + 1)
    lines = "".join(f"\n{indent}- {in_braces(_as_data(option))}" for option in options)
    return text[: place.start].rstrip(" ") + lines + text[place.end :]


def _as_data(option: Option) -> dict[str, Any]:
    return option.model_dump(exclude_defaults=True)


def _setting(text: str, at: str, key: str | None = None) -> Path | None:
    """The way to the `set` of a change of the thing at a path; with key, of one that sets it."""
    changes = _read(text).data.get("changes")
    for index, change in enumerate(changes if isinstance(changes, Listed) else ()):
        values = change.get("set") if isinstance(change, Keyed) and change.get("at") == at else None
        if isinstance(values, Keyed) and (key is None or key in values):
            return ("changes", index, "set")
    return None


def _put_change(text: str, at: str, key: str, value: object) -> str:
    """The text with a key set under `changes`, in the change that sets others of the same thing, or in a new one."""
    path = _setting(text, at, key) or _setting(text, at)
    if path is None:
        said = "" if value is None else in_braces(value)
        return _appended(text, _read(text).data, f"- at: {at}\n  set:\n    {key}: {said}".rstrip())
    node = _at(_read(text).data, path)
    if value is not None:
        return replace_value(text, (*path, key), value)
    return _emptied(text, node, key) if key in node else _with(text, node, key, None)


def _emptied(text: str, holder: Keyed, key: str) -> str:
    """The text with nothing after a key, which in a change takes away what is inherited."""
    if holder[key] is None:
        return text
    place = holder.value_places[key]
    end = place.start + len(text[place.start : place.end].rstrip()) if place.style in ("|", ">") else place.end
    before = text[: place.start]
    return (before if _is_flow(text, holder) else before.rstrip(" ")) + text[end:]


def _appended(text: str, data: Keyed, change: str) -> str:
    """The text with another change after the last."""
    changes = data.get("changes")
    if not isinstance(changes, Listed) or not changes:
        if "changes" in data:
            raise CannotChange("write changes as a list, a line for each, each beginning with - at: …")
        return text.rstrip("\n") + "\n\nchanges:\n" + _indented(change, 2) + "\n"
    lines = text.split("\n")
    last = changes.value_places[-1].line - 1
    dash = lines[last].find("- ")
    if dash < 0 or lines[last][:dash].strip():
        raise CannotChange("write changes as a list, a line for each, each beginning with - at: …")
    end = last
    for number in range(last + 1, len(lines)):
        line = lines[number]
        if line.strip() and not line.lstrip().startswith("#") and len(line) - len(line.lstrip()) <= dash:
            break
        if line.strip() and not (line.lstrip().startswith("#") and len(line) - len(line.lstrip()) <= dash):
            end = number
    lines[end + 1 : end + 1] = _indented(change, dash).split("\n")
    return "\n".join(lines)


def _indented(block: str, by: int) -> str:
    return "\n".join(" " * by + line for line in block.split("\n"))


# --- replacing, adding and taking away -----------------------------------------------------------------


def _read(text: str) -> Document:
    return read_bytes(text.encode(), FILE)


def _inside(holder: object, part: str | int) -> object:
    try:
        return holder[part]  # type: ignore[index]
    except (KeyError, IndexError, TypeError):
        raise CannotChange(f"there is no {part} there") from None


def _reached(data: Keyed, path: Path) -> object:
    value: object = data
    for part in path:
        value = _inside(value, part)
    return value


def _at(data: Keyed, path: Path) -> Keyed:
    value = _reached(data, path)
    assert isinstance(value, Keyed)
    return value


def _offset(text: str, place: Place) -> int:
    return sum(len(line) + 1 for line in text.split("\n")[: place.line - 1]) + place.col - 1


def _is_flow(text: str, holder: Keyed) -> bool:
    return text[_offset(text, holder.place)] == "{"


def _replaced(text: str, place: Place, value: object, *, indent: int, flow: bool) -> str:
    end = place.end
    if place.style in ("|", ">"):
        end = place.start + len(text[place.start : place.end].rstrip())
    return text[: place.start] + written(value, indent=indent, flow=flow) + text[end:]


def _with(text: str, holder: Keyed, key: str, value: object) -> str:
    """The text with a key added to a mapping, after its label or else its last plain value."""
    scalars = [name for name, inner in holder.items() if not isinstance(inner, Keyed | Listed)]
    if not scalars:
        raise CannotChange(f"there is no place for {key}")
    beside = next((name for name in ("label", "title", "type", "id") if name in scalars), scalars[-1])
    place = holder.value_places[beside]
    end = place.start + len(text[place.start : place.end].rstrip()) if place.style in ("|", ">") else place.end
    indent = holder.key_places[beside].col + 1
    if _is_flow(text, holder):
        return f"{text[:end]}, {key}: {'' if value is None else written(value, indent=indent, flow=True)}{text[end:]}"
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    said = "" if value is None else f" {written(value, indent=indent, flow=False)}"
    return f"{text[:line_end]}\n{' ' * (indent - 2)}{key}:{said}{text[line_end:]}"


def _without(text: str, holder: Keyed, key: str) -> str:
    if key not in holder:
        return text
    if isinstance(holder[key], Keyed | Listed):
        raise CannotChange(f"{key} has parts of its own; change one of them")
    start = _offset(text, holder.key_places[key])
    place = holder.value_places[key]
    end = place.start + len(text[place.start : place.end].rstrip()) if place.style in ("|", ">") else place.end
    if _is_flow(text, holder):
        following = re.compile(r"\s*,\s*").match(text, end)
        if following:
            return text[:start] + text[following.end() :]
        before = re.compile(r",\s*$").search(text[:start])
        return text[: before.start() if before else start] + text[end:]
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    if text[line_start:start].strip():
        raise CannotChange(f"{key} is the first of its keys; give it other words in place of none")
    return text[:line_start] + (text[line_end + 1 :] if line_end >= 0 else "")


# --- values as they are written ------------------------------------------------------------------------


def written(value: object, *, indent: int, flow: bool) -> str:
    """A scalar as YAML: plain where nothing in it could be taken for something else."""
    if isinstance(value, str) and "\n" in value and not flow and value == value.strip():
        body = "\n".join(" " * indent + line if line.strip() else "" for line in value.split("\n"))
        return f"|-\n{body}"
    if isinstance(value, str) and not flow and _PLAIN_LINE.fullmatch(value) and _is_bare_text(value):
        return value
    return in_braces(value)


def in_braces(value: object) -> str:
    """A value on one line of YAML, its parts in braces and brackets; nothing at all for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {in_braces(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(in_braces, value)) + "]"
    return _quoted(str(value))


def _quoted(text: str) -> str:
    if _PLAIN.fullmatch(text) and _is_bare_text(text):
        return text
    if text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return json.dumps(text, ensure_ascii=False)


def _is_bare_text(text: str) -> bool:
    return not _NOT_TEXT.fullmatch(text) and text == text.strip() and text.isprintable()
