"""How a participant likes her pages: chosen without saying why, kept for her session on any device, and nobody else's.

What she chose is no observation: it is in no event, no measure and no export.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from casework.lab.models import Session


@dataclass(frozen=True)
class Option:
    """One thing that can be set: its label and its values in order, the first of which is how pages are anyway."""

    label: str
    values: dict[str, str]


OPTIONS = {
    "text": Option("Size of the text", {"100": "As it is", "120": "Larger", "140": "Largest"}),
    "contrast": Option("Contrast", {"normal": "As it is", "high": "High: black on white, with strong lines"}),
    "spacing": Option(
        "Space between lines and letters",
        {"normal": "As it is", "lines": "More between lines", "wide": "More between lines, words and letters"},
    ),
    "font": Option(
        "Typeface", {"normal": "As it is", "reading": "Plain and wide, made for easy reading", "serif": "With serifs"}
    ),
    "motion": Option("Movement", {"normal": "As it is", "none": "Nothing moves or fades"}),
}


def chosen(session: Session) -> dict[str, str]:
    """The value of every option, as she set it or as it is anyway."""
    kept = session.display or {}
    return {
        name: kept[name] if kept.get(name) in option.values else next(iter(option.values))
        for name, option in OPTIONS.items()
    }


def choose(session: Session, values: Mapping[str, str]) -> None:
    """Keep how she likes her pages. values: option → one of its values; what is left out is as it is anyway."""
    wrong = {name: value for name, value in values.items() if value not in OPTIONS[name].values}
    if wrong:
        raise ValueError(f"no such way to show a page: {wrong}")
    session.display = {
        name: value for name, value in values.items() if value != next(iter(OPTIONS[name].values))
    } or None


def classes(session: Session) -> str:
    """The classes of the page's body that show it her way: "app-display-text-120 app-display-contrast-high"."""
    return " ".join(f"app-display-{name}-{value}" for name, value in sorted((session.display or {}).items()))
