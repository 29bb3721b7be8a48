"""Reads a workflow file: YAML without its surprises, every value with its place.

Only bare `true` and `false`, whole numbers and nothing at all are not text, so that `No`, `22:30`, `1.10` and
`010` stay what was written. Anchors, aliases, tags, a second document, duplicate keys and great depth are refused.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from casework.workflows.problems import FIRST_SILENCEABLE, NOWHERE, Place, Problem, WorkflowError, in_order, problem

MOST_BYTES = 300_000
MOST_DEPTH = 12

_WHOLE_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)")
_TAB_IN_INDENT = re.compile(r"^ *\t", re.MULTILINE)
_COMMENT = re.compile(r"[ \t]+#")
_ALLOW = re.compile(r"#\s*check: allow (L\d\d)(?: because (\S.*))?")


class Keyed(dict[str, Any]):
    """A mapping that was read, which knows where each of its keys and values is."""

    def __init__(self, place: Place = NOWHERE) -> None:
        super().__init__()
        self.place = place
        self.key_places: dict[str, Place] = {}
        self.value_places: dict[str, Place] = {}

    def put(self, key: str, value: object, key_place: Place, value_place: Place) -> None:
        self[key] = value
        self.key_places[key] = key_place
        self.value_places[key] = value_place


class Listed(list[Any]):
    """A sequence that was read, which knows where each of its items is."""

    def __init__(self, place: Place = NOWHERE) -> None:
        super().__init__()
        self.place = place
        self.value_places: list[Place] = []

    def put(self, at: int, value: object, place: Place) -> None:
        self.insert(at, value)
        self.value_places.insert(at, place)

    def take(self, at: int) -> tuple[Any, Place]:
        return self.pop(at), self.value_places.pop(at)


class Document:
    """What one file says: its data, what is wrong with its text, and where a check is allowed to be broken."""

    def __init__(self, data: Keyed, text: str, file: str, problems: Sequence[Problem] = ()) -> None:
        self.data = data
        self.problems = list(problems)
        self.text = text
        self.file = file
        self.allowed: set[tuple[str, int]] = set()
        for number, line in enumerate(text.splitlines(), start=1):
            for found in _ALLOW.finditer(line):
                if found[2]:
                    own_line = line.lstrip().startswith("#")
                    self.allowed.add((found[1], number + 1 if own_line else number))

    def allows(self, found: Problem) -> bool:
        """Whether the file says that this check may be broken here. Names that lead nowhere are never allowed."""
        silenceable = found.code >= FIRST_SILENCEABLE
        return silenceable and found.file == self.file and (found.code, found.line) in self.allowed


def read_file(path: Path) -> Document:
    """The mapping in a file, with what can be read in spite of mistakes.

    Raises WorkflowError when nothing can be made of it.
    """
    name = str(path)
    start = Place(name, 1, 1)
    try:
        found = path.stat()
        if not S_ISREG(found.st_mode):
            message = "this is a folder" if S_ISDIR(found.st_mode) else "this is no file of its own"
            raise WorkflowError([problem(start, "L01", f"{message}; expected a file of text")])
        if found.st_size > MOST_BYTES:
            message = f"the file has {found.st_size:,} bytes; a workflow file has at most {MOST_BYTES:,}"
            raise WorkflowError([problem(start, "L01", message)])
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)  # it may have grown since
    except OSError as error:
        raise WorkflowError(
            [problem(start, "L01", f"the file cannot be opened: {(error.strerror or 'unknown reason').lower()}")]
        ) from error
    return read_bytes(raw, name)


def read_bytes(raw: bytes, file: str) -> Document:
    """As read_file, for text that has not been saved to a file."""
    if len(raw) > MOST_BYTES:
        message = f"the text has {len(raw):,} bytes; a workflow has at most {MOST_BYTES:,}"
        raise WorkflowError([problem(Place(file, 1, 1), "L01", message)])
    if raw.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        message = "the file begins with a byte order mark; save it as UTF-8 without one (“UTF-8”, not “UTF-8 with BOM”)"
        raise WorkflowError([problem(Place(file, 1, 1), "L01", message)])
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
        place = Place(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
        message = f"the byte 0x{raw[error.start]:02x} is not UTF-8; save the file as UTF-8"
        raise WorkflowError([problem(place, "L01", message)]) from error
    return _Reader(text.replace("\r\n", "\n").replace("\r", "\n"), file).read()


class _Reader:
    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self.problems: list[Problem] = []
        self.line_starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def at(self, index: int) -> Place:
        line = bisect_right(self.line_starts, index)
        return Place(self.file, line, index - self.line_starts[line - 1] + 1)

    def complain(self, place: Place, code: str, message: str) -> None:
        self.problems.append(problem(place, code, message))

    def read(self) -> Document:
        tab = _TAB_IN_INDENT.search(self.text)
        if tab:
            self.complain(self.at(tab.end() - 1), "L02", "a tab in the indentation; use spaces")
            raise WorkflowError(self.problems)
        try:
            data = self._document(YAML(typ="safe", pure=True).parse(self.text))
        except ReaderError as error:
            self.complain(
                self.at(error.position), "L02", f"the character {_shown(error.character)} may not stand in the file"
            )
            raise WorkflowError(self.problems) from error
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self.complain(self.at(mark.index) if mark else Place(self.file, 1, 1), "L02", self._told(error))
            raise WorkflowError(in_order(self.problems)) from error
        if not isinstance(data, Keyed):
            self.complain(
                Place(self.file, 1, 1), "L06", "the file holds no keys; expected `id: …`, `title: …` and so on"
            )
            raise WorkflowError(in_order(self.problems))
        return Document(data, self.text, self.file, in_order(self.problems))

    def _told(self, error: MarkedYAMLError) -> str:
        what = error.problem or "the text cannot be read"
        mark = error.problem_mark
        if "\\t" in what:
            return "a tab where text should begin; use spaces"
        if "mapping values are not allowed here" in what:
            return "a colon inside the wording; quote the text: 'like: this'"
        if "found character '%'" in what or "found character '@'" in what or "found character '`'" in what:
            return f"text may not begin with {self.text[mark.index]}; quote the text" if mark else what
        if "end of stream" in what and "quoted" in (error.context or ""):
            opened = error.context_mark
            where = f" opened on line {opened.line + 1}" if opened else ""
            return f"the quotation mark{where} is never closed"
        if "flow" in (error.context or "") and error.context_mark:
            opened = self.at(error.context_mark.index)
            bracket = self.text[error.context_mark.index : error.context_mark.index + 1]
            if bracket not in ("[", "{"):
                return "a bracket is never closed" if "stream end" in what else "expected a value here"
            return f"expected a comma or the end of the {bracket} opened on line {opened.line}, column {opened.col}"
        if "could not find expected ':'" in what:
            return "expected `key: value`; is a colon or a quotation mark missing on the line before?"
        context = f" {error.context}" if error.context else ""
        return f"{what}{context}"

    def _document(self, events: Iterator[Event]) -> object:
        value: object = None
        seen = False
        for event in events:
            if isinstance(event, DocumentStartEvent):
                if seen:
                    self.complain(
                        self.at(event.start_mark.index), "L02", "a second document; a file holds one workflow"
                    )
                    raise WorkflowError(self.problems)
                seen = True
            elif isinstance(event, (ScalarEvent, AliasEvent, MappingStartEvent, SequenceStartEvent)):
                value, _ = self._value(event, events, 1)
        return value

    def _value(self, event: Event, events: Iterator[Event], depth: int) -> tuple[object, Place]:
        place = self.at(event.start_mark.index)
        if isinstance(event, AliasEvent):
            self.complain(place, "L13", f"the alias *{event.anchor}; write the text out again")
            return None, place
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if anchor:
            self.complain(place, "L13", f"the anchor &{anchor}; workflows have no anchors, write the text out again")
        if tag:
            self.complain(place, "L13", f"the tag {tag}; workflows have no tags, quote the text if the ! belongs to it")
        if isinstance(event, ScalarEvent):
            return self._scalar(event), self._scalar_place(event)
        if depth > MOST_DEPTH:
            self.complain(place, "L02", f"more than {MOST_DEPTH} levels, one inside another")
            raise WorkflowError(in_order(self.problems))
        if isinstance(event, SequenceStartEvent):
            return self._sequence(event, events, depth, place), place
        return self._mapping(event, events, depth, place), place

    def _sequence(self, start: Event, events: Iterator[Event], depth: int, place: Place) -> Listed:
        listed = Listed(place)
        in_flow = bool(getattr(start, "flow_style", False))
        for event in events:
            if isinstance(event, SequenceEndEvent):
                break
            if in_flow:
                self._refuse_comment(event)
            value, value_place = self._value(event, events, depth + 1)
            listed.put(len(listed), value, value_place)
        return listed

    def _mapping(self, start: Event, events: Iterator[Event], depth: int, place: Place) -> Keyed:
        keyed = Keyed(place)
        in_flow = bool(getattr(start, "flow_style", False))
        for event in events:
            if isinstance(event, MappingEndEvent):
                break
            key_place = self.at(event.start_mark.index)
            key, _ = self._value(event, events, depth + 1)
            following = next(events)
            if in_flow:
                self._refuse_comment(event)
                self._refuse_comment(following)
            value, value_place = self._value(following, events, depth + 1)
            if not isinstance(event, ScalarEvent) or key is None:
                self.complain(key_place, "L06", "expected a key before the colon")
                continue
            key = str(event.value)
            if in_flow and self._is_cut(event, following):
                self.complain(
                    key_place,
                    "L14",
                    f"a comma inside {{…}} cut the wording before “{key}”; put the whole text in quotation marks, "
                    "or use one line for each key",
                )
                continue
            if key in keyed:
                first = keyed.key_places[key]
                self.complain(key_place, "L03", f"the key {key} again; it is already on line {first.line}; keep one")
                continue
            keyed.put(key, value, key_place, value_place)
        return keyed

    def _is_cut(self, key: ScalarEvent, value: Event) -> bool:
        if not isinstance(value, ScalarEvent) or value.value != "" or value.style:
            return False
        return not self.text[key.end_mark.index : key.end_mark.index + 20].lstrip().startswith(":")

    def _refuse_comment(self, event: Event) -> None:
        if not isinstance(event, ScalarEvent) or event.style:
            return
        found = _COMMENT.match(self.text, event.end_mark.index)
        if found:
            self.complain(
                self.at(found.end() - 1),
                "L14",
                "a # after a space begins a comment, also inside {…}; put the text in quotation marks, "
                "or the comment on a line of its own",
            )

    def _scalar_place(self, event: ScalarEvent) -> Place:
        place = self.at(event.start_mark.index)
        start, end = event.start_mark.index, event.end_mark.index
        return Place(self.file, place.line, place.col, start, end, self.text[start:end], event.style or "")

    def _scalar(self, event: ScalarEvent) -> str | int | bool | None:
        text: str = event.value
        if event.style:
            return text
        if text == "":
            return None
        if text in ("true", "false"):
            return text == "true"
        if _WHOLE_NUMBER.fullmatch(text) and len(text) <= 15:
            return int(text)
        return text


def _shown(character: object) -> str:
    number = character if isinstance(character, int) else ord(str(character)[0])
    return f"U+{number:04X}"
