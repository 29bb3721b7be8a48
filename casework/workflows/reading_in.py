"""Files becoming versions: each workflow of a folder is read in when what it says is new."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from casework.database import Db
from casework.facts import Catalogue
from casework.workflows.loader import Lists, Loaded, Source, load_file, load_lists, load_text
from casework.workflows.problems import Problem, WorkflowError, in_order
from casework.workflows.versions import (
    SaveWay,
    WorkflowVersion,
    find_file_save,
    find_save,
    keep_version,
    newest_saves,
    save,
)

BY_FILE = "the file"


@dataclass(frozen=True)
class ReadIn:
    """What reading a folder came to: the version of each workflow that could be read, and what stopped the others."""

    versions: Mapping[str, WorkflowVersion]
    problems: list[Problem] = field(default_factory=list)


def read_in(db: Db, folder: Path, *, catalogue: Catalogue, at: datetime) -> ReadIn:
    """Read in every workflow of `folder`/workflows whose content is new; it is then the one in use.

    What a file said when it was last read in is not new, also where the browser has saved something else since. A file
    with a mistake changes nothing: what is in use stays. Commits nothing.
    """
    versions: dict[str, WorkflowVersion] = {}
    problems: list[Problem] = []
    try:
        lists = load_lists(folder / "lists")
    except WorkflowError as error:
        return ReadIn({}, error.problems)
    paths = {path.stem: path for path in sorted((folder / "workflows").glob("*.yaml"))}
    for workflow_id, path in paths.items():
        try:
            found = load_file(path, lists=lists, catalogue=catalogue, siblings=paths)
        except WorkflowError as error:
            problems.extend(error.problems)
            continue
        if _is_new(db, found):
            text = path.read_text(encoding="utf-8")
            save(db, found, text, way=SaveWay.FILE, why="Read in from its file", by=BY_FILE, at=at)
        versions[workflow_id] = keep_version(db, found, at)
    return ReadIn(versions, in_order(problems))


def _is_new(db: Db, found: Loaded) -> bool:
    known = (find_save(db, found.definition.id), find_file_save(db, found.definition.id))
    return found.version not in {each.version_id for each in known if each is not None}


def load_draft(db: Db, workflow_id: str, text: str, folder: Path, catalogue: Catalogue) -> Loaded:
    """A workflow's text as it would be saved, resolved against what is in use of the others.

    Raises WorkflowError with every mistake; its file is named after the workflow.
    """
    others = {each.workflow_id: Source(f"{each.workflow_id}.yaml", each.source) for each in newest_saves(db)}
    lists = _lists(folder / "lists", signature_of(folder / "lists"))
    return load_text(text, f"{workflow_id}.yaml", lists=lists, catalogue=catalogue, siblings=others)


Signature = tuple[tuple[str, int, int], ...]


def signature_of(*folders: Path) -> Signature:
    """Name, moment of change and size of every file of folders: another one where something has changed."""
    paths = sorted(path for folder in folders for path in folder.glob("*.yaml") if path.is_file())
    return tuple((str(path), (stat := path.stat()).st_mtime_ns, stat.st_size) for path in paths)


@lru_cache(maxsize=4)
def _lists(folder: Path, signature: Signature) -> Lists:
    """The lists of a folder, read once as long as none of its files changes."""
    return load_lists(folder)
