"""The JSON Schema of a workflow file, for editors that complete and check while one types."""

from typing import Any

from casework.workflows.definition import Definition
from casework.workflows.extends import OPERATIONS

_LIST = {"type": "string", "pattern": "^list:", "description": "The options of a list of seed_data/lists/."}


def json_schema() -> dict[str, Any]:
    """The schema of both sorts of file: a whole workflow, and one that extends another."""
    whole = Definition.model_json_schema(by_alias=True, ref_template="#/$defs/{model}")
    parts: dict[str, Any] = whole.pop("$defs", {})
    for part in parts.values():
        for name in ("options", "met_by", "units"):
            if name in part.get("properties", {}):
                part["properties"][name] = {"anyOf": [part["properties"][name], _LIST]}
        for name in ("warns", "must", "starts"):
            if name in part.get("properties", {}):
                listed = part["properties"][name]
                part["properties"][name] = {"anyOf": [listed, listed.get("items", {})]}
    change = {
        "type": "object",
        "required": ["at"],
        "additionalProperties": False,
        "properties": {
            "at": {"type": "string", "description": "A path of ids: sections/day/ten/outcomes, steps/assess/send."},
            "set": {"type": "object"},
            "insert": {"enum": ["before", "after", "first", "last"]},
            "value": {},
            "move": {"type": "string"},
            "replace": {},
            "remove": {"const": True},
            "because": {"type": "string"},
        },
        "oneOf": [{"required": [operation]} for operation in OPERATIONS],
    }
    header = ("id", "title", "summary", "asks_whether", "because", "leaves_out", "begins")
    own = {name: whole["properties"][name] for name in header}
    child = {
        "type": "object",
        "title": "A workflow that extends another",
        "required": ["id", "title", "extends"],
        "additionalProperties": False,
        "properties": {
            **own,
            "presentation": whole["properties"]["presentation"],
            "conditions": whole["properties"]["conditions"],
            "extends": {"type": "string"},
            "changes": {"type": "array", "items": change},
        },
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Casework workflow",
        "anyOf": [whole, child],
        "$defs": parts,
    }
