"""From the text of a study to its shape, with every mistake told at its line and column."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from casework.lab.study_file import StudyFile
from casework.lab.study_mistakes import Key, Known, mistakes
from casework.workflows.parsing import place_of, plain
from casework.workflows.problems import WorkflowError, nearest
from casework.workflows.reader import Document, read_bytes, read_file

_ASKED_FOR = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "list_type": "a list",
    "dict_type": "keys with values",
    "model_type": "keys with values",
    "date_type": "a date; write 2026-11-10",
    "date_parsing": "a date; write 2026-11-10",
    "date_from_datetime_parsing": "a date; write 2026-11-10",
}


@dataclass(frozen=True)
class StudyProblem:
    """One mistake. As text it is "FILE:LINE:COL: error: key: what is wrong"; key is "" where the text is no study."""

    file: str
    line: int
    col: int
    key: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.col}: error: {self.key + ': ' if self.key else ''}{self.message}"


class StudyError(Exception):
    """A study that cannot be read in. problems: every mistake as text; found: the same, with their places."""

    def __init__(self, found: Iterable[StudyProblem]) -> None:
        self.found = sorted(found, key=lambda problem: (problem.file, problem.line, problem.col))
        self.problems = [str(problem) for problem in self.found]
        super().__init__("\n".join(self.problems))


def read_study_file(path: Path, known: Known) -> StudyFile:
    """The study of a file. Raises StudyError with every mistake found."""
    try:
        document = read_file(path)
    except WorkflowError as error:
        raise _unreadable(error) from error
    return _whole(document, known)


def read_study_text(text: str, name: str, known: Known) -> StudyFile:
    """The study of a text that may never have been in a file. name: by what its mistakes call it."""
    try:
        document = read_bytes(text.encode(), name)
    except WorkflowError as error:
        raise _unreadable(error) from error
    return _whole(document, known)


def _unreadable(error: WorkflowError) -> StudyError:
    return StudyError(StudyProblem(p.file, p.line, p.col, "", p.message) for p in error.problems)


def _whole(document: Document, known: Known) -> StudyFile:
    if document.problems:
        raise _unreadable(WorkflowError(document.problems))
    data = plain(document.data)
    try:
        file = StudyFile.model_validate(data)
    except ValidationError as error:
        raise StudyError(_told(document, _key(each["loc"], data), _plainly(each)) for each in error.errors()) from error
    if found := [_told(document, key, message) for key, message in mistakes(file, known)]:
        raise StudyError(found)
    return file


def _told(document: Document, key: Key, message: str) -> StudyProblem:
    place = place_of(document.data, key, key=True)
    return StudyProblem(document.file, place.line, place.col, ".".join(map(str, key)), message)


def _key(loc: tuple[str | int, ...], data: object) -> Key:
    """Where a mistake is, without what the library adds about which of several shapes it tried."""
    found: list[str | int] = []
    for step in loc:
        there = (isinstance(data, Mapping) and step in data) or (
            isinstance(data, list) and isinstance(step, int) and step < len(data)
        )
        if there:
            data = data[step]  # type: ignore[index]
        elif isinstance(step, str) and (step.startswith(("function-", "literal[")) or step == "QuestionnairePart"):
            continue
        else:
            data = None
        found.append(step)
    return tuple(found)


def _plainly(error: ErrorDetails) -> str:
    """What is wrong with one value, in our words where the library's are hard to read."""
    value, context = error["input"], error.get("ctx") or {}
    match error["type"]:
        case "extra_forbidden":
            return "there is no such key" + nearest(str(error["loc"][-1]), _keys_beside(error["loc"]))
        case "missing":
            return "this is missing"
        case "string_pattern_mismatch":
            return f"“{value}” cannot be an id; ids hold a-z, 0-9, - and _"
        case "literal_error":
            return f"this cannot be “{value}”; choose from {str(context.get('expected', '')).replace(chr(39), '')}"
        case "string_too_short":
            return "this is empty"
        case "string_too_long":
            return f"this is longer than {context.get('max_length')} characters"
        case "too_short" | "too_long" as kind:
            least = kind == "too_short"
            limit = context.get("min_length" if least else "max_length")
            return f"this holds {context.get('actual_length')}; expected {'at least' if least else 'at most'} {limit}"
        case "greater_than_equal" | "less_than_equal" as kind:
            least = kind == "greater_than_equal"
            limit = context.get("ge" if least else "le")
            return f"this is {value}; expected {'at least' if least else 'at most'} {limit}"
        case kind if kind in _ASKED_FOR:
            return f"this is {_named(value)}; expected {_ASKED_FOR[kind]}"
        case _:
            return error["msg"]


def _named(value: object) -> str:
    if isinstance(value, dict | list):
        return "keys with values" if isinstance(value, dict) else "a list"
    return "empty" if value in (None, "") else f"“{value}”"


def _keys_beside(loc: tuple[str | int, ...]) -> list[str]:
    """The keys that could stand where an unknown one does."""
    model: type[BaseModel] = StudyFile
    for step in loc[:-1]:
        if isinstance(step, str) and step in model.model_fields:
            models = _models_in(model.model_fields[step].annotation)
            if not models:
                return []
            model = models[0]
    return list(model.model_fields)


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for inner in get_args(annotation) for found in _models_in(inner)]
