"""One place of two workflows side by side, question by question, with the words that differ."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from casework.workflows.definition import Definition
from casework.workflows.differences.pairing import Pairs, Stands, pairs_of
from casework.workflows.map.inner import InnerPage, InnerQuestion, inner_map
from casework.workflows.map.reading import map_of
from casework.workflows.wording import plain

PRESENTED = {"task_list": "in a list of tasks", "one_per_page": "on its own page", "single_page": "on one long page"}
Pieces = tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Side:
    """A question on one side. where: its step and page; label: its words in pieces, each with whether it differs."""

    where: str
    label: Pieces
    hint: Pieces
    asked: InnerQuestion


@dataclass(frozen=True)
class Row:
    """What stands level; None where one side has nothing."""

    a: Side | None
    b: Side | None


@dataclass(frozen=True)
class SideBySide:
    """A place in both. steps: the step it is in, on each side, or ""; ways: lines of its next actions."""

    title: str
    steps: tuple[str, str]
    rows: list[Row]
    ways: tuple[list[str], list[str]]


def side_by_side(a: Definition, b: Definition, in_a: str, in_b: str) -> SideBySide | None:
    """What stands at these paths; None when neither is there.

    in_a, in_b: paths as a difference gives them; "" where it is not there.
    """
    left, right = _Asked(a), _Asked(b)
    mine, theirs = left.under(in_a), right.under(in_b)
    steps = (left.step_of(in_a), right.step_of(in_b))
    ways = (left.ways(in_a), right.ways(in_b))
    if not (mine or theirs or any(ways)):
        return None
    rows = list(_rows(left, right, mine, theirs, pairs_of(a, b)))
    return SideBySide(right.title(in_b) or left.title(in_a), steps, rows, ways)


class _Asked:
    """Every question of a workflow by the path it stands at, with the page it is on."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.found: dict[str, tuple[InnerPage, InnerQuestion, str]] = {}
        for step in definition.steps:
            pages = inner_map(definition, step.id)
            shown = PRESENTED[definition.presentation_of(step.id)]
            for page in pages:
                where = f"{plain(step.title)}, page {page.number} of {len(pages)}, {shown}"
                for asked in page.questions:
                    self.found[Stands(asked.question, page.page, page.section).at] = (page, asked, where)

    def under(self, path: str) -> list[str]:
        """The paths of the questions at and below a path."""
        root, _, name = path.partition("/")
        if root == "steps" and "/" not in name:
            return [at for at, (page, _, _) in self.found.items() if page.section.step == name]
        if root != "sections" or not name:
            return []
        return [at for at in self.found if at == path or at.startswith(f"{path}/")]

    def step_of(self, path: str) -> str:
        root, _, rest = path.partition("/")
        name = rest.partition("/")[0]
        if root == "steps":
            return name if any(step.id == name for step in self.definition.steps) else ""
        return next((each.step for each in self.definition.sections if each.id == name and root == "sections"), "")

    def ways(self, path: str) -> list[str]:
        root, _, rest = path.partition("/")
        name, _, action = rest.partition("/")
        if root != "steps":
            return []
        stop = next((stop for stop in map_of(self.definition).stops if stop.step == name), None)
        lines = [] if stop is None else [way for way in stop.ways if action in ("", way.action)]
        return [f"{way.label}: {way.said}" for way in lines]

    def title(self, path: str) -> str:
        step = self.step_of(path)
        if path.startswith("steps/") and step:
            return plain(self.definition.step(step).title)
        name = path.split("/")[1] if path.startswith("sections/") else ""
        return next((plain(each.title) for each in self.definition.sections if each.id == name), "")


def _rows(left: _Asked, right: _Asked, mine: list[str], theirs: list[str], pairs: Pairs) -> Iterator[Row]:
    """B's order, with what only A has where it stood."""
    was = {new.at: old.at for old, new in pairs.questions}
    rest = list(mine)
    for at in theirs:
        old = was.get(at, "")
        if old in rest:
            while rest and rest[0] != old and rest[0] not in was.values():
                yield Row(_side(left.found[rest.pop(0)], None), None)
            rest.remove(old)
        other = left.found.get(old)
        yield Row(_side(other, right.found[at]) if other else None, _side(right.found[at], other, new=True))
    now = {old: new for new, old in was.items()}
    for at in rest:
        other = right.found.get(now.get(at, ""))
        yield Row(_side(left.found[at], other), _side(other, left.found[at], new=True) if other else None)


def _side(
    found: tuple[InnerPage, InnerQuestion, str],
    other: tuple[InnerPage, InnerQuestion, str] | None,
    *,
    new: bool = False,
) -> Side:
    _, asked, where = found
    label = other[1].label if other else asked.label
    hint = other[1].hint if other else asked.hint
    return Side(where, _pieces(label, asked.label, new), _pieces(hint, asked.hint, new), asked)


def _pieces(other: str, text: str, new: bool) -> Pieces:
    """The text in pieces, each with whether the other side words it otherwise; only the new side is marked."""
    if not new or other == text:
        return ((text, False),) if text else ()
    words, others = re.findall(r"\s*\S+", text), re.findall(r"\s*\S+", other)
    pieces: list[tuple[str, bool]] = []
    for tag, _, _, begin, end in SequenceMatcher(None, others, words, autojunk=False).get_opcodes():
        if begin < end:
            pieces.append(("".join(words[begin:end]), tag != "equal"))
    return tuple(pieces)
