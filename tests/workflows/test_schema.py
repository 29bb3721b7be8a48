"""The JSON Schema for editors says what the loader accepts."""

import json
import re
from typing import Any

from casework.workflows.definition import QUESTION_TYPES
from casework.workflows.schema import json_schema

SCHEMA = json_schema()
PARTS: dict[str, Any] = SCHEMA["$defs"]


def test_every_reference_leads_to_a_part() -> None:
    named = set(re.findall(r'"#/\$defs/(\w+)"', json.dumps(SCHEMA)))
    assert named <= set(PARTS)
    assert {"Step", "Action", "Section", "Page", "Radios", "Option"} <= named


def test_a_file_is_a_whole_workflow_or_one_that_extends_another() -> None:
    whole, child = SCHEMA["anyOf"]
    assert set(whole["required"]) == {"id", "title", "begins", "steps"}
    assert set(child["required"]) == {"id", "title", "extends"}


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
