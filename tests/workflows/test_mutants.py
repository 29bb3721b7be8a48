"""Workflow files with random damage: every mistake is told at a place, and nothing else is raised."""

import random
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from casework.facts import Catalogue
from casework.workflows.engine import look
from casework.workflows.loader import Lists, load_text
from casework.workflows.problems import WorkflowError

FOLDER = Path(__file__).parent / "data" / "workflows"
FILES = sorted(FOLDER.glob("*.yaml"))
PIECES = [
    *("true", "5", "''", "[]", "{}", "null", "id", "when", "a b", "list:impact", "((x))", "not", 'yes == "yes"', "&a"),
    *("*a", "- ", "  ", "\t", "#", ":", "\n", "“", "count(x)", "end", '"', "extends: look_then_agree"),
]


def damaged(text: str, rng: random.Random) -> str:
    lines = text.split("\n")
    for _ in range(rng.randint(1, 3)):
        at = rng.randrange(len(lines))
        line = lines[at]
        cut = rng.randint(0, len(line))
        changes: list[Callable[[], list[str]]] = [
            list,
            lambda line=line: [line, rng.choice(lines)],
            lambda line=line: [line.replace(":", f": {rng.choice(PIECES)}", 1)],
            lambda line=line, cut=cut: [line[:cut] + rng.choice(PIECES) + line[cut:]],
            lambda line=line, cut=cut: [line[:cut] + line[cut + rng.randint(1, 4) :]],
            lambda line=line: [f"{line.split(':')[0]}: {rng.choice(PIECES)}"],
            lambda line=line: ["  " * rng.randint(0, 4) + line.strip()],
        ]
        lines[at : at + 1] = rng.choice(changes)()
    return "\n".join(lines)


@pytest.mark.parametrize("seed", range(5))
def test_a_damaged_file_is_loaded_or_told_about(seed: int, lists: Lists, catalogue: Catalogue) -> None:
    rng = random.Random(seed)
    siblings = {path.stem: path for path in FILES}
    told = 0
    for _ in range(25):
        text = damaged(rng.choice(FILES).read_text(), rng)
        try:
            definition = load_text(text, "mutant.yaml", lists=lists, catalogue=catalogue, siblings=siblings).definition
        except WorkflowError as error:
            told += 1
            wrong = [str(each) for each in error.problems if each.line < 1 or each.col < 1 or "\n" in each.message]
            right = [each for each in error.problems if each.severity == "error"]
            assert (wrong, bool(right)) == ([], True), text
        else:
            for step in definition.steps:
                look(definition, step.id, {"helped": "yes", "any_helper": "yes"}, {}, date(2026, 11, 10))
    assert told > 10
