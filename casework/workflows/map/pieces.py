"""What a laid out map is made of: everything with its place, in pixels."""

from dataclasses import dataclass

from casework.workflows.map.reading import Stop, Way


@dataclass(frozen=True)
class Box:
    """A step. x, y: its upper left corner."""

    stop: Stop
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    under: str


@dataclass(frozen=True)
class Mark:
    """An end, or another workflow, as a small mark at the tip of its arrow."""

    way: Way
    x: float
    y: float
    width: float
    height: float
    text: str


@dataclass(frozen=True)
class Label:
    """What stands at a way out of a step: of which step, and by which action."""

    of: tuple[str, str]
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Arrow:
    """One way out of a step. of: the step and the action. points: its corners, the tip last.

    joins: it ends where it meets another arrow to the same step. width: of its line; is_marked: it has a band under it.
    """

    of: tuple[str, str]
    points: tuple[tuple[float, float], ...]
    joins: bool
    back: bool
    begins: bool
    sentence: str
    width: float = 1.6
    is_marked: bool = False


@dataclass(frozen=True)
class Lane:
    name: str
    lines: tuple[str, ...]
    y: float
    height: float


@dataclass(frozen=True)
class Drawing:
    """Everything in pixels; x counts from the right edge of the lanes' names."""

    title: str
    summary: str
    width: float
    height: float
    lanes: tuple[Lane, ...]
    boxes: tuple[Box, ...]
    marks: tuple[Mark, ...]
    labels: tuple[Label, ...]
    arrows: tuple[Arrow, ...]
