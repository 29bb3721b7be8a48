"""Files becoming versions: each workflow of a folder is read in when what it says is new."""

from datetime import datetime
from pathlib import Path

from casework.database import Db
from casework.facts import Catalogue
from casework.workflows.loader import load_folder, load_lists
from casework.workflows.versions import SaveWay, WorkflowVersion, find_save, keep_version, save

BY_FILE = "the file"


def read_in(db: Db, folder: Path, *, catalogue: Catalogue, at: datetime) -> dict[str, WorkflowVersion]:
    """The version of every workflow of `folder`/workflows by id, kept and put to use where its content is new.

    Commits nothing. Raises WorkflowError with every mistake of any file, and reads in none then.
    """
    loaded = load_folder(folder / "workflows", lists=load_lists(folder / "lists"), catalogue=catalogue)
    versions = {}
    for workflow_id, found in loaded.items():
        newest = find_save(db, workflow_id)
        if newest is None or newest.version_id != found.version:
            text = (folder / "workflows" / f"{workflow_id}.yaml").read_text(encoding="utf-8-sig")
            save(db, found, text, way=SaveWay.FILE, why="Read in from its file", by=BY_FILE, at=at)
        versions[workflow_id] = keep_version(db, found, at)
    return versions
