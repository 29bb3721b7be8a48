"""Mistakes in a workflow file, each with its place and a way to mend it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from casework.workflows.kinds import KINDS as KINDS
from casework.workflows.kinds import Kind as Kind
from casework.workflows.kinds import Severity as Severity

FIRST_SILENCEABLE = "L30"
"""Codes from here on may be silenced by `# check: allow`."""
MOST_TOLD = 400


@dataclass(frozen=True)
class Place:
    """Where something begins in a file: line and column count from 1, in characters.

    start, end: the offsets of the text in the file, for replacing just that text.
    source: the text as written, quotes included, when it is a scalar; style: "", "'", '"', "|" or ">".
    """

    file: str
    line: int
    col: int
    start: int = 0
    end: int = 0
    source: str = ""
    style: str = ""

    def inside(self, offset: int) -> "Place":
        """The place of the character at `offset` of the value that was read here.

        Exact for text on one line and for `|` blocks; the place where the text begins otherwise.
        """
        if self.style in ("|", ">"):
            return self._inside_block(offset)
        if "\n" in self.source:
            return self
        column = offset
        if self.style:
            column = 1 + _written_length(self.source[1:-1], self.style, offset)
        return Place(self.file, self.line, self.col + column)

    def _inside_block(self, offset: int) -> "Place":
        if self.style == ">":
            return Place(self.file, self.line, self.col)
        body = self.source.split("\n")[1:]
        indents = [len(line) - len(line.lstrip(" ")) for line in body if line.strip()]
        indent = min(indents, default=0)
        for number, line in enumerate(body, start=1):
            length = len(line[indent:]) + 1
            if offset < length:
                return Place(self.file, self.line + number, indent + offset + 1)
            offset -= length
        return Place(self.file, self.line, self.col)


def _written_length(source: str, style: str, offset: int) -> int:
    """How many characters of a quoted source make the first `offset` characters of its value."""
    at = 0
    for _ in range(offset):
        if at >= len(source):
            break
        doubled = style == "'" and source.startswith("''", at)
        escaped = style == '"' and source[at] == "\\"
        at += 2 if doubled or escaped else 1
    return at


NOWHERE = Place("", 1, 1)


@dataclass(frozen=True)
class Problem:
    """One mistake. As text it is a compiler's line: "FILE:LINE:COL: error L03: what is wrong; a way to mend it".

    wrong, right: the text that stands at the place and what to put there instead, where one replacement mends it.
    """

    file: str
    line: int
    col: int
    severity: Severity
    code: str
    message: str
    wrong: str = ""
    right: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.col}: {self.severity} {self.code}: {self.message}"

    @property
    def kind(self) -> Kind:
        """What sort of mistake it is, with why it matters and how it is mended."""
        return KINDS[self.code]


class WorkflowError(Exception):
    """A workflow that cannot be used, with every mistake that was found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = list(problems)


def problem(
    place: Place, code: str, message: str, severity: Severity = "error", *, wrong: str = "", right: str = ""
) -> Problem:
    """A problem at a place, on one line of bearable length whatever was written there."""
    told = " ".join(message.split())
    told = told if len(told) <= MOST_TOLD else f"{told[:MOST_TOLD]}…"
    return Problem(place.file, place.line, place.col, severity, code, told, wrong, right)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once, by file and place."""
    return sorted(set(problems), key=lambda p: (p.file, p.line, p.col, p.code, p.message))


def closest(word: str, known: Iterable[str]) -> str:
    """The known word that was most likely meant, or ""."""
    names = list(dict.fromkeys(known))
    word = word[:80]
    found = get_close_matches(word, names, n=1, cutoff=0.6) or get_close_matches(
        word.casefold(), [name for name in names if name.casefold() == name], n=1, cutoff=0.6
    )
    return found[0] if found else ""


def nearest(word: str, known: Iterable[str]) -> str:
    """The end of a message: "; did you mean need_appears?", or else what there is to choose from."""
    names = list(dict.fromkeys(known))
    close = closest(word, names)
    if close:
        return f"; did you mean {close}?"
    if not names:
        return ""
    listed = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
    return f"; there is {listed}" if len(names) == 1 else f"; choose from {listed}"
