"""From what was read to a Definition: every mistake is told at its place, and the rest is still checked."""

from collections.abc import Mapping
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from casework.workflows.definition import (
    QUESTION_TYPES,
    Action,
    Definition,
    Must,
    Option,
    Page,
    Part,
    Repeat,
    Section,
    Step,
    Warn,
)
from casework.workflows.problems import NOWHERE, Place, Problem, closest, nearest, problem
from casework.workflows.reader import Keyed, Listed

Path = tuple[str | int, ...]

_MODELS: dict[str, type[Part]] = {
    "steps": Step,
    "actions": Action,
    "sections": Section,
    "pages": Page,
    "repeat": Repeat,
    "warns": Warn,
    "must": Must,
    "options": Option,
    "units": Option,
    "met_by": Option,
}
_LISTS = frozenset({"steps", "actions", "sections", "pages", "questions", "options"})
_ROUNDS = 6
_TRUTHS = {"yes": "true", "on": "true", "true": "true", "no": "false", "off": "false", "false": "false"}
_ASKED_FOR = {
    "string_type": "text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "dict_type": "keys with values",
    "model_type": "keys with values",
    "model_attributes_type": "keys with values",
}


def place_of(tree: object, path: Path, *, key: bool = False) -> Place:
    """Where the value at a path is, or its key; the nearest thing above it when the path is not there."""
    place = getattr(tree, "place", NOWHERE)
    value = tree
    for depth, step in enumerate(path):
        last = depth == len(path) - 1
        if isinstance(value, Keyed) and step in value:
            found = value.key_places[str(step)] if key and last else value.value_places[str(step)]
        elif isinstance(value, Listed) and isinstance(step, int) and step < len(value):
            found = value.value_places[step]
        else:
            return place
        if found.file:
            place = found
        value = value[step]  # type: ignore[index]
    return place


def plain(value: object) -> Any:
    """What was read, as ordinary dictionaries and lists."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value


def parse(tree: Keyed) -> tuple[Definition | None, list[Problem], list[Path]]:
    """The definition, what is wrong with its shape, and the paths whose values are not to be judged further."""
    data = plain(tree)
    problems: list[Problem] = []
    tainted: list[Path] = []
    for turn in range(_ROUNDS):
        try:
            return Definition.model_validate(data), problems, tainted
        except ValidationError as error:
            details = [(_path(detail["loc"], data), detail) for detail in error.errors(include_url=False)]
        deeper = {path[:length] for path, _ in details for length in range(len(path))}
        for path, detail in details:
            if detail["type"] == "too_short" and path in deeper:
                continue
            if turn == 0:
                problems.append(_told(path, detail, tree, data))
        for number, (path, detail) in enumerate(sorted(details, key=lambda pair: -len(pair[0]))):
            tainted.append(_mend(data, path, detail["type"], f"unnamed{turn}{number}"))
    return None, problems, tainted


def _path(loc: tuple[str | int, ...], data: object) -> Path:
    """The path in the data of a pydantic error, which also names the type of question on its way."""
    path: list[str | int] = []
    value: Any = data
    for step in loc:
        at_question = path[-2:-1] == ["questions"] and isinstance(value, Mapping) and value.get("type") == step
        if step == "[key]" or (at_question and step in QUESTION_TYPES):
            continue
        path.append(step)
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            value = None
    return tuple(path)


def _at(data: Any, path: Path) -> Any:
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _model_at(path: Path, data: object) -> type[Part]:
    """The model of the mapping at a path."""
    names = [step for step in path if isinstance(step, str)]
    if not names:
        return Definition
    if names[-1] == "questions":
        return QUESTION_TYPES.get(str((_at(data, path) or {}).get("type")), QUESTION_TYPES["text"])
    return _MODELS.get(names[-1], Definition)


def keys_of(model: type[Part]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def _thing(path: Path, data: object) -> str:
    names = [step for step in path if isinstance(step, str)]
    if not names:
        return "a workflow"
    if names[-1] == "questions":
        kind = str((_at(data, path) or {}).get("type", ""))
        return f"a question of type {kind}" if kind else "a question"
    words = {
        "steps": "a step",
        "actions": "an action",
        "sections": "a section",
        "pages": "a page",
        "repeat": "repeat",
        "warns": "a warning",
        "must": "must",
    }
    return words.get(names[-1], "an option")


def _told(path: Path, detail: ErrorDetails, tree: Keyed, data: object) -> Problem:
    kind = detail["type"]
    value = detail["input"]
    place = place_of(tree, path)
    key = str(path[-1]) if path else ""
    if kind == "extra_forbidden":
        holder = path[:-1]
        known = keys_of(_model_at(holder, data))
        if holder == () and key in ("extends", "changes"):
            message = f"{key} goes with the other: a workflow that extends another has extends and changes"
        else:
            message = f"{_thing(holder, data)} has no key {key}" + nearest(key, known)
        free = [name for name in known if name not in (_at(data, holder) or {})]
        meant = closest(key, known)
        return _mendable(place_of(tree, path, key=True), "L04", message, key, meant if meant in free else "")
    if kind == "missing" and isinstance(path[-1], int):
        return problem(place_of(tree, path[:-1]), "L06", f"{path[-2]} holds too few items; write two")
    if kind == "missing":
        code = "L33" if key in ("label", "title") else "L05"
        return problem(place_of(tree, path[:-1]), code, f"{_thing(path[:-1], data)} has no {key}; write {key}: …")
    if kind == "union_tag_invalid":
        written = str(value.get("type")) if isinstance(value, Mapping) else ""
        message = f"there is no question type {written}" + nearest(written, QUESTION_TYPES)
        return _mendable(place_of(tree, (*path, "type")), "L07", message, written, closest(written, QUESTION_TYPES))
    if kind == "union_tag_not_found":
        return problem(place, "L05", "a question has no type; write type: text, radios, yes_no or another")
    if kind == "value_error":
        message = detail["msg"].removeprefix("Value error, ")
        return problem(
            place, "L08" if "cannot be an id" in message or "cannot be a code" in message else "L06", message
        )
    if kind == "literal_error":
        choices = words_of(_model_at(path[:-1], data), key)
        message = f"{key} cannot be {_named(value)}" + nearest(str(value), choices)
        return _mendable(place, "L06", message, str(value), closest(str(value), choices))
    if kind in ("too_short", "too_long"):
        found = len(value) if isinstance(value, list | tuple) else 0
        return problem(place, "L06", f"{key} holds {found} {'item' if found == 1 else 'items'}; {_length(detail)}")
    if kind in ("greater_than_equal", "less_than_equal"):
        limit = (detail.get("ctx") or {}).get("ge", (detail.get("ctx") or {}).get("le"))
        word = "at least" if kind == "greater_than_equal" else "at most"
        return problem(place, "L06", f"{key} is {_named(value)}; expected {word} {limit}")
    wanted = _ASKED_FOR.get(kind, "another kind of value")
    if path and isinstance(path[-1], str) and path[-1] in ("options", "met_by", "units"):
        wanted = "a list of options, or list:NAME"
    where = f"{key} is" if isinstance(path[-1] if path else None, str) else "this is"
    message = f"{where} {_named(value)}; expected {wanted}"
    if kind == "string_type" and isinstance(value, bool | int):
        return _mendable(
            place,
            "L06",
            f"{message}; put it in quotation marks",
            place.source,
            f"'{place.source}'" if place.source else "",
        )
    meant = _TRUTHS.get(value.lower(), "") if kind == "bool_type" and isinstance(value, str) else ""
    return _mendable(place, "L06", message, place.source, meant)


def _mendable(place: Place, code: str, message: str, wrong: str, right: str) -> Problem:
    """A problem that one replacement mends, where it is known what was meant."""
    return problem(place, code, message, wrong=wrong if right else "", right=right)


def _length(detail: ErrorDetails) -> str:
    context = detail.get("ctx") or {}
    if detail["type"] == "too_short":
        return f"expected at least {context.get('min_length')}"
    return f"expected at most {context.get('max_length')}"


def words_of(model: type[Part], key: str) -> list[str]:
    """The words that a key may have; none where any will do."""
    for name, field in model.model_fields.items():
        if (field.alias or name) == key:
            found = get_args(field.annotation)
            nested = [inner for each in found for inner in (get_args(each) or (each,))]
            return [str(choice) for choice in nested if isinstance(choice, str)]
    return []


def _named(value: object) -> str:
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f"the text “{value[:40]}{'…' if len(value) > 40 else ''}”"
    if isinstance(value, int):
        return f"the number {value}"
    return "a list" if isinstance(value, list | tuple) else "keys with values"


def _mend(data: Any, path: Path, kind: str, unique: str) -> Path:
    """Takes out or fills in what is wrong, so that the rest can be looked at. Returns what is not to be judged."""
    if not path:
        return ()
    holder, key = _at(data, path[:-1]), path[-1]
    if isinstance(key, int):
        if isinstance(holder, list) and key < len(holder):
            if len(path) > 1 and path[-2] == "questions":
                before = holder[key].get("id") if isinstance(holder[key], Mapping) else None
                holder[key] = {"id": before if isinstance(before, str) else unique, "type": "guidance", "text": "…"}
            else:
                holder[key] = _filled(str(path[-2]), unique)
        return path
    if not isinstance(holder, dict):
        return path
    if kind == "missing" or key in _needed(_model_at(path[:-1], data)):
        holder[key] = _placeholder(key, unique, data)
    else:
        holder.pop(key, None)
    return path


def _needed(model: type[Part]) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items() if field.is_required()}


def _filled(holder: str, unique: str) -> object:
    return {
        "steps": {"id": unique, "title": "…"},
        "actions": {"id": unique, "label": "…"},
        "sections": {"id": unique, "title": "…", "step": unique, "pages": []},
        "pages": {"id": unique, "questions": []},
        "options": {"code": unique, "label": "…"},
        "met_by": {"code": unique, "label": "…"},
        "units": {"code": unique, "label": "…"},
        "warns": {"when": "false", "say": "…"},
        "must": {"check": "true", "say": "…"},
    }.get(holder, "…")


def _placeholder(key: str, unique: str, data: Any) -> object:
    if key in ("id", "code", "step", "each"):
        return unique
    if key in ("when", "check", "value"):
        return "true"
    if key == "type":
        return "guidance"
    if key == "options":
        return [{"code": unique, "label": "…"}]
    if key == "steps":
        return [{"id": unique, "title": "…"}]
    if key == "begins":
        steps = data.get("steps")
        first = steps[0] if isinstance(steps, list) and steps else None
        return first.get("id", unique) if isinstance(first, Mapping) else unique
    return [] if key in _LISTS else "…"
