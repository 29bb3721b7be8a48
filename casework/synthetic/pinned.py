"""People written by hand in seed_data/people/, put into a sandbox as they stand in their files."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from sqlalchemy import JSON, Boolean, Date, Enum, Integer
from sqlalchemy.types import TypeEngine

from casework.database import Base, Db, Moment, insert_rows
from casework.errors import DomainError
from casework.records import models
from casework.records.vocabulary import StepStatus
from casework.synthetic.factories import blank_row, moment

WORKERS_FILE = "workers.yaml"

SECTIONS: dict[str, tuple[type[Base], str, dict[str, str]]] = {
    # section: what each entry is, what its id is made of, and words of the file for columns of the table
    "details": (models.PersonDetail, "detail", {}),
    "relationships": (models.Relationship, "relationship", {"other": "other_id"}),
    "warnings": (models.Warning, "warning", {"added_by": "added_by_id"}),
    "involvements": (models.Involvement, "involvement", {"worker": "worker_id"}),
    "notes": (models.CaseNote, "note", {"author": "author_id"}),
    "chronology": (models.ChronologyEntry, "event", {}),
}
ORDERED = (models.PersonDetail, models.Relationship)
TOP = ("id", "person", "others", *SECTIONS, "cases", "match")
CASE_WORDS = ("title", "opened_on", "closed_on", "closed_because", "steps")
STEP_WORDS = (
    "title",
    "kind",
    "role",
    "worker",
    "team",
    "status",
    "received_on",
    "started_on",
    "due_on",
    "finished_on",
    "came_from",
    "note",
)
TEAM_WORDS = ("id", "name")
WORKER_WORDS = ("id", "name", "role", "team", "left_on", "last_signed_in_at")


def load_pinned(
    source: Path | Mapping[str, Any], db: Db, sandbox_id: str, *, workers: Mapping[str, Any] | None = None
) -> str:
    """Put one person's file into a sandbox, with the teams and workers; gives the person's id.

    source: the file, or what is in it. workers: what is in workers.yaml; without it, the file of that
    name beside the person's. Raises DomainError naming the file and the place in it for whatever is
    unknown, missing or of the wrong kind.
    """
    name = source.name if isinstance(source, Path) else str(source.get("id", "person"))
    content = read_yaml(source) if isinstance(source, Path) else source
    if workers is None:
        if not isinstance(source, Path):
            raise ValueError("a person given as a mapping needs the workers too")
        workers = read_yaml(source.parent / WORKERS_FILE)
    load_workers(workers, db, sandbox_id)
    rows = _File(name, content, worker_ids(workers), team_ids(workers)).rows()
    for model, some in rows.items():
        insert_rows(db, model, [{**row, "sandbox_id": sandbox_id} for row in some])
    return str(content["id"])


def load_workers(content: Mapping[str, Any], db: Db, sandbox_id: str) -> None:
    """Put the teams and workers of workers.yaml into a sandbox. Raises DomainError as load_pinned does."""
    _only(content, ("teams", "workers"), WORKERS_FILE)
    teams, people = [], []
    for place, entry in _entries(content, "teams", WORKERS_FILE):
        _only(entry, TEAM_WORDS, place)
        teams.append(_row(models.Team, str(_needed(entry, "id", place)), entry, place))
    known = team_ids(content)
    for place, entry in _entries(content, "workers", WORKERS_FILE):
        _only(entry, WORKER_WORDS, place)
        columns = {name: value for name, value in entry.items() if name != "team"}
        if entry.get("team") is not None:
            columns["team_id"] = _one_of(str(entry["team"]), known, f"{place}.team")
        people.append(_row(models.Worker, str(_needed(entry, "id", place)), columns, place))
    insert_rows(db, models.Team, [{**row, "sandbox_id": sandbox_id} for row in teams])
    insert_rows(db, models.Worker, [{**row, "sandbox_id": sandbox_id} for row in people])


def worker_ids(content: Mapping[str, Any]) -> list[str]:
    """The ids of all workers of workers.yaml."""
    return [str(entry["id"]) for _, entry in _entries(content, "workers", WORKERS_FILE)]


def team_ids(content: Mapping[str, Any]) -> list[str]:
    """The ids of all teams of workers.yaml."""
    return [str(entry["id"]) for _, entry in _entries(content, "teams", WORKERS_FILE)]


def read_yaml(path: Path) -> dict[str, Any]:
    """What is in a YAML file whose top is a mapping. Raises DomainError naming the file and the line."""
    try:
        content = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DomainError(f"{path} is not there") from None
    except UnicodeDecodeError:
        raise DomainError(f"{path.name} must be saved as UTF-8") from None
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
        raise DomainError(f"{path.name}{line}: {getattr(error, 'problem', None) or error}") from None
    if not isinstance(content, dict):
        raise DomainError(f"{path.name} must be made of names and values")
    return content


class _File:
    """One person's file, and the rows in it."""

    def __init__(self, name: str, content: Mapping[str, Any], workers: Sequence[str], teams: Sequence[str]) -> None:
        self.name = name
        self.content = content
        self.workers = workers
        self.teams = teams
        _only(content, TOP, name)
        self.id = str(_needed(content, "id", name))
        self.people = [
            self.id,
            *(str(_needed(other, "id", place)) for place, other in _entries(content, "others", name)),
        ]

    def rows(self) -> dict[type[Base], list[dict[str, Any]]]:
        """Rows without their sandbox, by table, parents before children."""
        found: dict[type[Base], list[dict[str, Any]]] = {models.Person: self._people()}
        for section, (model, part, words) in SECTIONS.items():
            found[model] = [
                self._entry(model, f"{self.id}-{part}-{n}", entry, place, words, n)
                for n, (place, entry) in enumerate(_entries(self.content, section, self.name), start=1)
            ]
        found[models.Case], found[models.Step] = self._cases()
        return found

    def _people(self) -> list[dict[str, Any]]:
        place = f"{self.name}: person"
        person = _needed(self.content, "person", self.name)
        if not isinstance(person, Mapping):
            raise DomainError(f"{place} must be made of names and values")
        rows = [_row(models.Person, self.id, {**person, "id": self.id}, place)]
        for place, other in _entries(self.content, "others", self.name):
            rows.append(_row(models.Person, str(other["id"]), other, place))
        return rows

    def _entry(
        self, model: type[Base], row_id: str, entry: Mapping[str, Any], place: str, words: Mapping[str, str], n: int
    ) -> dict[str, Any]:
        columns = {"person_id": self.id, **{words.get(word, word): value for word, value in entry.items()}}
        for word, column in words.items():
            if columns.get(column) is not None:
                known = self.people if word == "other" else self.workers
                columns[column] = _one_of(str(columns[column]), known, f"{place}.{word}")
        if "recorded_on" in blank_row(model):
            columns.setdefault("recorded_on", columns.get("happened_on"))
        if model in ORDERED:
            columns.setdefault("position", n - 1)
        return _row(model, row_id, columns, place)

    def _cases(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        cases, steps = [], []
        for n, (place, case) in enumerate(_entries(self.content, "cases", self.name), start=1):
            _only(case, CASE_WORDS, place)
            case_id = f"{self.id}-case-{n}"
            columns = {name: value for name, value in case.items() if name != "steps"}
            cases.append(_row(models.Case, case_id, {**columns, "person_id": self.id}, place))
            for m, (where, step) in enumerate(_entries(case, "steps", place), start=1):
                _only(step, STEP_WORDS, where)
                steps.append(self._step(f"{case_id}-step-{m}", case_id, m - 1, step, where))
        return cases, steps

    def _step(self, step_id: str, case_id: str, position: int, step: Mapping[str, Any], place: str) -> dict[str, Any]:
        same = ("title", "kind", "role", "status", "started_on", "due_on", "finished_on", "came_from", "note")
        columns = {name: step[name] for name in same if name in step}
        received_on = _needed(step, "received_on", place)
        if not isinstance(received_on, date):
            raise DomainError(f"{place}.received_on must be a date")
        if step.get("worker") is not None:
            columns["worker_id"] = _one_of(str(step["worker"]), self.workers, f"{place}.worker")
        if step.get("team") is not None:
            columns["team_id"] = _one_of(str(step["team"]), self.teams, f"{place}.team")
        finished = step.get("finished_on") is not None
        columns.setdefault("status", (StepStatus.FINISHED if finished else StepStatus.INCOMING).value)
        columns |= {
            "case_id": case_id,
            "person_id": self.id,
            "position": position,
            "received_at": moment(received_on),
            "finished_by_id": columns.get("worker_id") if finished else None,
        }
        return _row(models.Step, step_id, columns, place)


def _entries(content: Mapping[str, Any], section: str, place: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each entry of a list in the file, with where it is: `edna_farrow.yaml: notes[3]`, counted from 1."""
    entries = content.get(section) or []
    inside = f"{place}.{section}" if ": " in place else f"{place}: {section}"
    if not isinstance(entries, Sequence) or isinstance(entries, str):
        raise DomainError(f"{inside} must be a list")
    for n, entry in enumerate(entries, start=1):
        if not isinstance(entry, Mapping):
            raise DomainError(f"{inside}[{n}] must be made of names and values")
        yield f"{inside}[{n}]", entry


def _only(entry: Mapping[str, Any], known: Sequence[str], place: str) -> None:
    for name in entry:
        if name not in known:
            raise DomainError(f"{place}: there is no “{name}” here{_nearest(str(name), known)}")


def _needed(entry: Mapping[str, Any], name: str, place: str) -> Any:
    if entry.get(name) is None:
        raise DomainError(f"{place} must have “{name}”")
    return entry[name]


def _one_of(value: str, known: Sequence[str], place: str) -> str:
    if value not in known:
        raise DomainError(f"{place}: nobody has the id “{value}”{_nearest(value, known)}")
    return value


def _nearest(word: str, known: Sequence[str]) -> str:
    near = get_close_matches(word, known, 1)
    return f": did you mean “{near[0]}”?" if near else f". There are: {', '.join(known)}"


def _row(model: type[Base], row_id: str, columns: Mapping[str, Any], place: str) -> dict[str, Any]:
    """A whole row of the table, each value of its column's kind. Raises DomainError."""
    row = blank_row(model)
    row["id"] = row_id
    table = Base.metadata.tables[model.__tablename__]
    _only(columns, [name for name in row if name != "sandbox_id"], place)
    for name, value in columns.items():
        if name != "id" and value is not None:
            row[name] = _value(table.columns[name].type, value, f"{place}.{name}")
    for name, value in row.items():
        if value is None and name != "sandbox_id" and not table.columns[name].nullable:
            raise DomainError(f"{place} must have “{name}”")
    return row


def _value(kind: TypeEngine[Any], value: Any, place: str) -> Any:
    """The value, if it is of the column's kind."""
    if isinstance(kind, Enum):
        if value not in kind.enums:
            raise DomainError(f"{place} cannot be “{value}”{_nearest(str(value), kind.enums)}")
        return kind.enum_class(value) if kind.enum_class else value
    if isinstance(kind, Moment):
        if not isinstance(value, datetime):
            raise DomainError(f"{place} must be a date and time")
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(kind, Date):
        if isinstance(value, datetime) or not isinstance(value, date):
            raise DomainError(f"{place} must be a date, such as 2026-11-10")
        return value
    if isinstance(kind, Boolean):
        if not isinstance(value, bool):
            raise DomainError(f"{place} must be true or false")
        return value
    if isinstance(kind, Integer):
        if isinstance(value, bool) or not isinstance(value, int):
            raise DomainError(f"{place} must be a whole number")
        return value
    if isinstance(kind, JSON):
        return value
    if not isinstance(value, str):
        raise DomainError(f"{place} must be text: put it in quotation marks")
    return value.strip()
