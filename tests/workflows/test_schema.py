"""The JSON Schema for editors says what the loader accepts."""

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from casework.workflows.definition import QUESTION_TYPES
from casework.workflows.loader import KEYS_OF_A_CHILD
from casework.workflows.parsing import plain
from casework.workflows.reader import read_file
from casework.workflows.schema import json_schema
from tests.workflows.shipped import FILES

SCHEMA = json_schema()
PARTS: dict[str, Any] = SCHEMA["$defs"]
TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "array": list,
    "object": dict,
    "null": type(None),
}


def wrongs(value: object, schema: dict[str, Any], at: str = "") -> Iterator[str]:
    """What a schema has against a value: as much of JSON Schema as ours is made of."""
    if "$ref" in schema:
        yield from wrongs(value, PARTS[schema["$ref"].rpartition("/")[2]], at)
    if "discriminator" in schema and isinstance(value, dict):
        chosen = schema["discriminator"]["mapping"].get(value.get("type"))
        yield from wrongs(value, {"$ref": chosen}, at) if chosen else [f"{at}: no type {value.get('type')}"]
        return
    for several in ("anyOf", "oneOf"):
        fitting = [list(wrongs(value, each, at)) for each in schema.get(several, ())]
        if fitting and [] not in fitting:
            yield from min(fitting, key=len)
    if "const" in schema and value != schema["const"]:
        yield f"{at}: {value} is not {schema['const']}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at}: {value} is none of {schema['enum']}"
    kind = schema.get("type")
    if kind == "boolean" and not isinstance(value, bool):
        yield f"{at}: {value} is not true or false"
    elif kind in TYPES and (not isinstance(value, TYPES[kind]) or isinstance(value, bool)):
        yield f"{at}: {value} is no {kind}"
    elif "pattern" in schema and not re.search(schema["pattern"], str(value)):
        yield f"{at}: {value} does not fit {schema['pattern']}"
    elif isinstance(value, dict) and kind == "object":
        properties, more = schema.get("properties", {}), schema.get("additionalProperties", True)
        yield from (f"{at}: no {name}" for name in schema.get("required", ()) if name not in value)
        for name, inner in value.items():
            if name not in properties and more is False:
                yield f"{at}: {name} is not known"
            rest = more if isinstance(more, dict) else {}
            yield from wrongs(inner, properties.get(name, rest), f"{at}/{name}")
    elif isinstance(value, list):
        first = schema.get("prefixItems", [])
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            yield f"{at}: {len(value)} items"
        for number, inner in enumerate(value):
            inside = first[number] if number < len(first) else schema.get("items", {})
            yield from wrongs(inner, inside, f"{at}/{number}")


def of_file(name: str) -> dict[str, Any]:
    data: dict[str, Any] = plain(read_file(FILES[name]).data)
    return data


@pytest.mark.parametrize("name", FILES)
def test_every_shipped_workflow_fits_the_schema(name: str) -> None:
    assert list(wrongs(of_file(name), SCHEMA)) == []


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        pytest.param(("steps", 0), "rle", "panel", id="unknown key of a step"),
        pytest.param(("steps", 0, "actions", 0), "mode", "mst", id="unknown word"),
        pytest.param(("steps", 0, "actions", 0), "label", 4, id="number for text"),
        pytest.param(("sections", 0, "pages", 0, "questions", 0), "type", "radio", id="unknown type of question"),
        pytest.param(("sections", 0, "pages", 0, "questions", 0), "optional", "yes", id="text for true or false"),
    ],
)
def test_what_the_loader_refuses_does_not_fit_the_schema(path: tuple[str | int, ...], key: str, value: object) -> None:
    data: Any = deepcopy(of_file("traditional"))
    holder = data
    for part in path:
        holder = holder[part]
    holder[key] = value
    assert list(wrongs(data, SCHEMA)) != []


def test_every_reference_leads_to_a_part() -> None:
    named = set(re.findall(r'"#/\$defs/(\w+)"', json.dumps(SCHEMA)))
    assert named <= set(PARTS)
    assert {"Step", "Action", "Section", "Page", "Radios", "Option"} <= named


def test_a_file_is_a_whole_workflow_or_one_that_extends_another() -> None:
    whole, child = SCHEMA["anyOf"]
    assert set(whole["required"]) == {"id", "title", "begins", "steps"}
    assert set(child["required"]) == {"id", "title", "extends"}


def test_a_workflow_that_extends_another_has_the_keys_that_the_loader_takes() -> None:
    assert set(SCHEMA["anyOf"][1]["properties"]) == set(KEYS_OF_A_CHILD)


def test_a_key_that_is_not_known_is_refused_in_every_part() -> None:
    assert [name for name, part in PARTS.items() if part.get("additionalProperties") is not False] == []


def test_every_type_of_question_is_there() -> None:
    types = {part["properties"]["type"]["const"] for part in PARTS.values() if "type" in part.get("properties", {})}
    assert types == set(QUESTION_TYPES)


def test_options_may_be_a_list_of_the_seed_data() -> None:
    options = PARTS["Radios"]["properties"]["options"]["anyOf"]
    assert {"type": "string", "pattern": "^list:"}.items() <= options[1].items()


def test_an_action_is_for_somebody_by_the_word_the_file_uses() -> None:
    assert "for" in PARTS["Action"]["properties"]
    assert "for_" not in PARTS["Action"]["properties"]
