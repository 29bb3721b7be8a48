"""People written by hand in seed_data/people/, put into a sandbox as they stand in their files."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from casework.database import Base, Db, insert_rows
from casework.errors import DomainError
from casework.records import models
from casework.synthetic.pinned.believable import days_in_order, told_from_both_sides, unsafe_texts
from casework.synthetic.pinned.filling import Filling, Names, Row
from casework.synthetic.pinned.mistakes import Mistakes, PeopleError, as_read
from casework.synthetic.pinned.sections import COVER, ORGANISATION, PERSON, SECTIONS, TEAM, WORKER
from casework.workflows.problems import Place, Problem, WorkflowError
from casework.workflows.reader import Document, Keyed, read_file

WORKERS_FILE = "workers.yaml"
TOP = ("id", "person", "others", "organisations", *SECTIONS, "match")
MATCH_WORDS = ("contradictions", "out_of_date")
WORKER_SECTIONS = ("teams", "workers", "covers")

Source = Path | Mapping[str, Any]


def load_pinned(source: Source, db: Db, sandbox_id: str, *, workers: Mapping[str, Any] | None = None) -> str:
    """Put one person's file into a sandbox, with the teams and workers; gives the person's id.

    source: the file, or what is in it. workers: what is in workers.yaml; without it, the file of that
    name beside the person's. Raises PeopleError with every mistake at its line and column.
    """
    staff: Source
    if workers is not None:
        staff = workers
    elif isinstance(source, Path):
        staff = source.parent / WORKERS_FILE
    else:
        raise ValueError("a person given as a mapping needs the workers too")
    mistakes = Mistakes()
    council = _council(staff, mistakes)
    tree = _tree(source, str(source) if isinstance(source, Path) else f"{source.get('id', 'person')}.yaml", mistakes)
    filling = _person(tree, council.names, _there(council), mistakes)
    mistakes.stop_if_any()
    _insert(db, council.rows, sandbox_id)
    _insert(db, filling.rows, sandbox_id)
    return str(tree["id"])


def load_workers(content: Source, db: Db, sandbox_id: str) -> None:
    """Put the teams, workers and covers of workers.yaml into a sandbox. Raises PeopleError as load_pinned does."""
    mistakes = Mistakes()
    council = _council(content, mistakes)
    mistakes.stop_if_any()
    _insert(db, council.rows, sandbox_id)


def check_people(files: list[Path]) -> list[Problem]:
    """What is wrong with files of people, each beside its workers.yaml; nothing is kept.

    An id, a number or an NHS number that two of the files have is told of the later one.
    """
    mistakes = Mistakes()
    councils: dict[Path, Filling] = {}
    taken: dict[tuple[str, str], str] = {}
    for file in files:
        staff = file.parent / WORKERS_FILE
        try:
            if staff not in councils:
                councils[staff] = _council(staff, mistakes)
            if file.name == WORKERS_FILE:
                continue
            tree = _tree(file, str(file), mistakes)
            filling = _person(tree, councils[staff].names, _there(councils[staff]), mistakes)
        except PeopleError as error:
            mistakes.problems += error.problems
            continue
        for row in filling.rows[models.Person]:
            for word in ("id", "number", "nhs_number"):
                value = row[word]
                first = taken.setdefault((word, str(value)), file.name)
                if value is not None and first != file.name:
                    mistakes.tell(
                        filling.place_of(row["id"], word), "P09", f"the {word} “{value}” is already in {first}"
                    )
    return list(dict.fromkeys(mistakes.problems))


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


def _tree(source: Source, name: str, mistakes: Mistakes) -> Keyed:
    """What a file says, with its places. Raises PeopleError when nothing can be made of it."""
    if not isinstance(source, Path):
        tree = as_read(source, Place(name, 1, 1))
        return tree if isinstance(tree, Keyed) else Keyed()
    try:
        document: Document = read_file(source)
    except WorkflowError as error:
        raise PeopleError(error.problems) from error
    mistakes.problems += document.problems
    return document.data


def _council(source: Source, mistakes: Mistakes) -> Filling:
    """Teams, workers and covers."""
    tree = _tree(source, str(source) if isinstance(source, Path) else WORKERS_FILE, mistakes)
    filling = Filling(mistakes, Names())
    _only(tree, WORKER_SECTIONS, "the file", mistakes)
    unsafe_texts(tree, mistakes)
    for what, word in (("team", "teams"), ("worker", "workers")):
        for _, where, entry in filling.entries(tree, word, ""):
            _take_id(filling, what, entry, where)
    for section, word in ((TEAM, "teams"), (WORKER, "workers")):
        for _, where, entry in filling.entries(tree, word, ""):
            filling.fill(section, entry, str(entry.get("id")), where, {})
    for n, where, entry in filling.entries(tree, "covers", ""):
        filling.fill(COVER, entry, f"cover-{n}", where, {}, n)
    return filling


def _there(council: Filling) -> dict[str, tuple[date | None, date | None]]:
    """By worker: when they joined and left."""
    return {row["id"]: (row["joined_on"], row["left_on"]) for row in council.rows[models.Worker]}


def _person(
    tree: Keyed, staff: Names, there: dict[str, tuple[date | None, date | None]], mistakes: Mistakes
) -> Filling:
    """The rows of one person's file: of the person, and of whoever else has a record in it."""
    names = Names()
    names.known |= {what: dict(staff.known[what]) for what in ("team", "worker")}
    filling = Filling(mistakes, names)
    _only(tree, TOP, "the file", mistakes)
    _match(filling, tree, mistakes)
    unsafe_texts(tree, mistakes)
    for word in ("id", "person"):
        if tree.get(word) is None:
            mistakes.left_out(tree, word, "the file")
    everyone = list(_everyone(filling, tree))
    for person_id, where, entry, own in everyone:
        if person_id and not names.add("person", person_id, person_id):
            mistakes.tell(entry.place, "P09", f"{where}: the id “{person_id}” is there twice")
        _name_the_rest(filling, own, person_id, where)
    for _, where, entry in filling.entries(tree, "organisations", ""):
        _take_id(filling, "organisation", entry, where)
        filling.fill(ORGANISATION, entry, str(entry.get("id")), where, {})
    for person_id, where, entry, own in everyone:
        filling.fill(PERSON, entry, person_id, where, {})
        if own is not entry:
            for word, section in SECTIONS.items():
                filling.section(section, own, word, "", person_id, {"person_id": person_id})
    told_from_both_sides(filling, mistakes)
    days_in_order(filling, there, mistakes)
    return filling


def _everyone(filling: Filling, tree: Keyed) -> list[tuple[str, str, Keyed, Keyed]]:
    """Each person of a file: id, where, the entry with their columns, and the one with their sections."""
    found = []
    person = tree.get("person")
    if isinstance(person, Keyed):
        found.append((str(tree.get("id")), "person", person, tree))
    elif person is not None:
        filling.mistakes.tell(tree.value_places["person"], "P05", "person must be made of names and values")
    for _, where, entry in filling.entries(tree, "others", ""):
        if entry.get("id") is None:
            filling.mistakes.left_out(entry, "id", where)
        found.append((str(entry.get("id")), where, entry, entry))
    return found


def _name_the_rest(filling: Filling, own: Keyed, person_id: str, where: str) -> None:
    """Learn the ids that entries give themselves, and the names of those around the person."""
    at = "" if where == "person" else where
    for what, word, part in (("note", "notes", "note"), ("event", "chronology", "event")):
        for n, place, entry in filling.entries(own, word, at):
            row_id = f"{person_id}-{part}-{n}"
            if entry.get("id") is not None and not filling.names.add(what, str(entry["id"]), row_id):
                filling.mistakes.tell(
                    entry.value_places["id"], "P09", f"{place}: the id “{entry['id']}” is there twice"
                )
            if entry.get("id") is not None:
                filling.names.add("picked", str(entry["id"]), f"{'note' if what == 'note' else 'entry'}:{row_id}")
    for n, _, case in filling.entries(own, "cases", at):
        for m, place, step in filling.entries(case, "steps", ""):
            row_id = f"{person_id}-case-{n}-step-{m}"
            if step.get("id") is not None and not filling.names.add("step", str(step["id"]), row_id):
                filling.mistakes.tell(step.value_places["id"], "P09", f"{place}: the id “{step['id']}” is there twice")
    for n, _, entry in filling.entries(own, "relationships", at):
        if isinstance(entry.get("name"), str):
            filling.names.add(f"relationship of {person_id}", entry["name"], f"{person_id}-relationship-{n}")


def _match(filling: Filling, tree: Keyed, mistakes: Mistakes) -> None:
    match = tree.get("match")
    if isinstance(match, Keyed):
        _only(match, MATCH_WORDS, "match", mistakes)
    elif match is not None:
        filling.mistakes.tell(tree.value_places["match"], "P05", "match must be made of names and values")


def _take_id(filling: Filling, what: str, entry: Keyed, where: str) -> None:
    if entry.get("id") is None:
        filling.mistakes.left_out(entry, "id", where)
    elif not filling.names.add(what, str(entry["id"]), str(entry["id"])):
        filling.mistakes.tell(entry.value_places["id"], "P09", f"{where}: the id “{entry['id']}” is there twice")


def _only(entry: Keyed, known: tuple[str, ...], where: str, mistakes: Mistakes) -> None:
    for word in entry:
        if word not in known:
            mistakes.unknown(entry, word, known, where)


def _insert(db: Db, rows: Mapping[type[Base], list[Row]], sandbox_id: str) -> None:
    by_table = {model.__tablename__: (model, some) for model, some in rows.items()}
    for table in Base.metadata.sorted_tables:
        if table.name in by_table:
            model, some = by_table[table.name]
            insert_rows(db, model, [{**row, "sandbox_id": sandbox_id} for row in _parents_first(some)])


def _parents_first(rows: list[Row]) -> list[Row]:
    """Notes before what was added to them; steps as they came."""
    return sorted(rows, key=lambda row: row.get("addendum_to_id") is not None)
