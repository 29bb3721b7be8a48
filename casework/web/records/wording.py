"""The words people read for the record's codes, from the lists a council may edit."""

from collections.abc import Callable
from functools import lru_cache

from casework.records.vocabulary import OUTCOME_LABELS
from casework.workflows.loader import load_lists
from config import ROOT


@lru_cache(maxsize=1)
def _labels() -> dict[str, str]:
    found: dict[str, str] = {}
    for options in load_lists(ROOT / "seed_data" / "lists").values():
        for option in options.options:
            found.setdefault(option.code, option.label)
    return found | {code.value: label for code, label in OUTCOME_LABELS.items()}


def labels() -> Callable[[str | None], str]:
    """The label of a code; a code without one is shown as words."""
    known = _labels()

    def label(code: str | None) -> str:
        if not code:
            return ""
        return known.get(code) or code.replace("-", " ").replace("_", " ").capitalize()

    return label
