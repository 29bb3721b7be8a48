"""Workflow files with random damage: every mistake is told at a place, and nothing else is raised."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from time import process_time

import pytest

from casework.facts import Catalogue
from casework.records.facts import CATALOGUE
from casework.workflows.engine import look
from casework.workflows.loader import Lists, Loaded, Siblings, load_file, load_lists, load_text
from casework.workflows.problems import WorkflowError

FOLDER = Path(__file__).parent / "data" / "workflows"
FILES = sorted(FOLDER.glob("*.yaml"))
SIBLINGS: Siblings = {path.stem: path for path in FILES}
SEED_DATA = Path(__file__).parents[2] / "seed_data"
SHIPPED = SEED_DATA / "workflows" / "guided_conversation.yaml"
MUTANTS = 10_000
MOST_SECONDS = 10
"""Of the processor, for one file; what a hang would take is without end."""

PIECES = [
    *("true", "5", "''", "[]", "{}", "null", "id", "when", "a b", "list:impact", "((x))", "not", 'yes == "yes"', "&a"),
    *("*a", "- ", "  ", "\t", "#", ":", "\n", "“", "count(x)", "end", '"', "extends: look_then_agree"),
]
BYTES = [
    b"\x00",
    b"\xff",
    b"\xc3",
    b"\xef\xbb\xbf",
    b"\r",
    b"\t",
    b"[" * 40,
    b"{" * 40,
    b"!!x ",
    b"<<: *a\n",
    b"a" * 9000,
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


def broken(raw: bytes, rng: random.Random) -> bytes:
    """The file with bytes changed, put in, taken out, or cut off."""
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(raw) + 1)
        raw = rng.choice(
            [
                raw[:at] + rng.choice(BYTES) + raw[at:],
                raw[:at] + bytes([rng.randrange(256)]) + raw[at + 1 :],
                raw[:at] + raw[at + rng.randint(1, 40) :],
                raw[: max(at, 1)],
                raw[:at] + raw[rng.randrange(len(raw)) :][:200] + raw[at:],
            ]
        )
        raw = raw or b"#"
    return raw


def outcome(load: Callable[[], Loaded]) -> Loaded | WorkflowError:
    try:
        return load()
    except WorkflowError as error:
        return error


def judged(found: Loaded | WorkflowError, written: object) -> list[str]:
    """The codes of what is told, each at a place and on one line; none where the workflow can be used."""
    if isinstance(found, Loaded):
        for step in found.definition.steps:
            look(found.definition, step.id, {"helped": "yes", "any_helper": "yes"}, {}, date(2026, 11, 10))
        return []
    assert all(each.line >= 1 and each.col >= 1 and "\n" not in each.message for each in found.problems), written
    assert any(each.severity == "error" for each in found.problems), written
    return [each.code for each in found.problems]


@pytest.mark.parametrize("seed", range(5))
def test_a_damaged_file_is_loaded_or_told_about(seed: int, lists: Lists, catalogue: Catalogue) -> None:
    rng = random.Random(seed)
    texts = [damaged(rng.choice(FILES).read_text(), rng) for _ in range(25)]
    told = [
        text
        for text in texts
        if judged(
            outcome(partial(load_text, text, "mutant.yaml", lists=lists, catalogue=catalogue, siblings=SIBLINGS)), text
        )
    ]
    assert len(told) > 10


def test_a_file_with_broken_bytes_is_loaded_or_told_about(tmp_path: Path, lists: Lists, catalogue: Catalogue) -> None:
    rng = random.Random(7)
    told = 0
    for _ in range(60):
        source = rng.choice(FILES)
        path = tmp_path / source.name
        path.write_bytes(broken(source.read_bytes(), rng))
        found = outcome(partial(load_file, path, lists=lists, catalogue=catalogue, siblings=SIBLINGS))
        told += bool(judged(found, path.read_bytes()))
    assert told > 30


@pytest.mark.evidence
def test_ten_thousand_damaged_files_are_loaded_or_told_about(
    tmp_path: Path, lists: Lists, catalogue: Catalogue
) -> None:
    rng = random.Random(20261122)
    small = partial(load_file, lists=lists, catalogue=catalogue, siblings=SIBLINGS)
    large = partial(load_file, lists=load_lists(SEED_DATA / "lists"), catalogue=CATALOGUE, siblings={})
    seconds: list[float] = []
    codes: Counter[str] = Counter()
    loaded = 0
    for number in range(MUTANTS):
        is_large = number % 20 == 0
        source = SHIPPED if is_large else rng.choice(FILES)
        raw, path = source.read_bytes(), tmp_path / source.name
        path.write_bytes(broken(raw, rng) if number % 3 == 0 else damaged(raw.decode(), rng).encode())
        before = process_time()
        told = judged(outcome(partial(large if is_large else small, path)), path.read_bytes())
        seconds.append(process_time() - before)
        assert seconds[-1] < MOST_SECONDS, path.read_bytes()
        codes.update(told)
        loaded += not told
    seconds.sort()
    print(
        f"\n{MUTANTS:,} damaged files: {loaded:,} loaded, {MUTANTS - loaded:,} told, each at a line, "
        f"{len(codes)} kinds of mistake; half within {seconds[MUTANTS // 2] * 1000:.0f} ms of the processor, "
        f"the slowest in {seconds[-1] * 1000:.0f} ms"
    )
