"""Every shipped workflow, read once for all tests of a process."""

from functools import cache

from casework.records.facts import CATALOGUE
from casework.workflows.definition import Definition
from casework.workflows.loader import load_folder, load_lists
from config import ROOT

FOLDER = ROOT / "seed_data" / "workflows"
NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml"))


@cache
def shipped_workflows() -> dict[str, Definition]:
    """The definitions by id. A new file is among them by itself."""
    loaded = load_folder(FOLDER, lists=load_lists(ROOT / "seed_data" / "lists"), catalogue=CATALOGUE)
    return {name: each.definition for name, each in loaded.items()}
