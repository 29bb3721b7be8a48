"""A section's condition holds for each of its pages: it is joined to theirs by "and" before anything else looks."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from casework.workflows.problems import NOWHERE, Place
from casework.workflows.reader import Keyed


@dataclass(frozen=True)
class JoinedPlace(Place):
    """Where a text made of two stands: what is in the first is told there, the rest at the second."""

    length: int = 0
    second: Place = NOWHERE

    def inside(self, offset: int) -> Place:
        first = Place(self.file, self.line, self.col, self.start, self.end, self.source, self.style)
        before = offset - len("(")
        if before <= self.length:
            return first.inside(max(before, 0))
        return self.second.inside(max(before - self.length - len(") and ("), 0))


def joined(definition: dict[str, Any]) -> dict[str, Any]:
    """The data of a definition with the conditions of its sections put into their pages, as a copy."""
    return definition | {
        "sections": [
            section | {"pages": [page | {"when": when} for page, when in _pages(section)]}
            if isinstance(section.get("when"), str)
            else section
            for section in definition.get("sections", ())
        ]
    }


def join(tree: Keyed) -> None:
    """Puts the conditions of sections into their pages, in what was read; each keeps its place."""
    sections = tree.get("sections")
    for section in sections if isinstance(sections, list) else ():
        if not isinstance(section, Keyed) or not isinstance(section.get("when"), str):
            continue
        key, place = section.key_places["when"], section.value_places["when"]
        for page, when in _pages(section):
            if not isinstance(page, Keyed):
                continue
            if "when" not in page:
                page.put("when", when, key, place)
            elif isinstance(page["when"], str):
                own = page.value_places["when"]
                parts = {
                    name: getattr(own, name) for name in ("file", "line", "col", "start", "end", "source", "style")
                }
                both = JoinedPlace(**parts, length=len(page["when"]), second=place)
                page.put("when", when, page.key_places["when"], both)


def _pages(section: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    """Each page of a section that has a condition, and when it shows."""
    when: str = section["when"]
    pages = section.get("pages")
    for page in pages if isinstance(pages, list | tuple) else ():
        own = page.get("when") if isinstance(page, dict) else None
        there = own == when or str(own).endswith(f") and ({when})")
        yield page, f"({own}) and ({when})" if own and not there else own or when
