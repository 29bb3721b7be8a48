"""The shipped workflows, each loaded once and only when a test asks for it."""

from functools import cache
from pathlib import Path

from casework.records.facts import CATALOGUE
from casework.workflows.definition import Definition
from casework.workflows.loader import Lists, load_file, load_lists

SEED_DATA = Path(__file__).parents[2] / "seed_data"
FILES = {path.stem: path for path in sorted((SEED_DATA / "workflows").glob("*.yaml"))}
NAMES = tuple(FILES)
LISTS: Lists = load_lists(SEED_DATA / "lists")


@cache
def shipped(name: str) -> Definition:
    return load_file(FILES[name], lists=LISTS, catalogue=CATALOGUE).definition
