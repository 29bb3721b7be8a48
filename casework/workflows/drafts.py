"""What designers are editing: drafts kept as they are typed, and saves that never overwrite one another silently."""

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from casework.accounts.models import Account
from casework.database import Db
from casework.errors import DomainError
from casework.facts import Catalogue
from casework.workflows.editing import written
from casework.workflows.reading_in import load_draft
from casework.workflows.versions import SaveWay, WorkflowDraft, WorkflowSave, find_save, save

STILL_EDITING = timedelta(minutes=30)


class SavedMeanwhile(Exception):
    """Somebody else saved since the text was begun. Nothing is stored; `newest` is what is in use now."""

    def __init__(self, newest: WorkflowSave) -> None:
        super().__init__(f"{newest.by} saved number {newest.number} of {newest.workflow_id} meanwhile")
        self.newest = newest


def find_draft(db: Db, workflow_id: str, account_id: str) -> WorkflowDraft | None:
    return db.get(WorkflowDraft, (workflow_id, account_id))


def keep_draft(
    db: Db, workflow_id: str, account_id: str, text: str, *, made_from: int, revision: int, at: datetime
) -> WorkflowDraft | None:
    """Keep a text as it was typed. revision: the draft's when the page was opened, 0 for none.

    None where another tab has kept another text since: then nothing is stored, and both are to be shown.
    """
    draft = find_draft(db, workflow_id, account_id)
    if draft is None:
        draft = WorkflowDraft(workflow_id=workflow_id, account_id=account_id, text="", revision=0, made_from=made_from)
        db.add(draft)
    elif draft.text != text and draft.revision != revision:
        return None
    if draft.text != text:
        draft.text = text
        draft.revision += 1
    draft.made_from = made_from
    draft.saved_at = at
    db.flush()
    return draft


def drop_draft(db: Db, workflow_id: str, account_id: str) -> None:
    draft = find_draft(db, workflow_id, account_id)
    if draft is not None:
        db.delete(draft)
        db.flush()


def also_editing(db: Db, workflow_id: str, account_id: str, at: datetime) -> list[str]:
    """The names of others who kept a draft of this workflow within the last half hour."""
    query = (
        select(Account.name)
        .join(WorkflowDraft, WorkflowDraft.account_id == Account.id)
        .where(
            WorkflowDraft.workflow_id == workflow_id,
            WorkflowDraft.account_id != account_id,
            WorkflowDraft.saved_at > at - STILL_EDITING,
        )
        .order_by(Account.name)
    )
    return list(db.scalars(query))


def save_text(
    db: Db,
    workflow_id: str,
    text: str,
    *,
    made_from: int,
    why: str,
    by: str,
    at: datetime,
    folder: Path,
    catalogue: Catalogue,
) -> WorkflowSave:
    """Make a text the version in use.

    made_from: the number of the save it was begun with. Raises WorkflowError while it has errors, SavedMeanwhile when
    somebody else was first, and DomainError without a reason, with another id, or where nothing differs.
    """
    if not why.strip():
        raise DomainError("Enter why you made this change", field="why")
    newest = find_save(db, workflow_id)
    if newest is not None and newest.number != made_from and newest.source != text:
        raise SavedMeanwhile(newest)
    if newest is not None and newest.source == text:
        raise DomainError(f"Nothing differs from save {newest.number}, which is in use", field="text")
    loaded = load_draft(db, workflow_id, text, folder, catalogue)
    if loaded.definition.id != workflow_id:
        message = f"The id must stay {workflow_id}. To make another workflow, copy this one"
        raise DomainError(message, field="text")
    return save(db, loaded, text, way=SaveWay.EDITED, why=why.strip(), by=by, at=at)


def copy(
    db: Db,
    original: WorkflowSave,
    *,
    workflow_id: str,
    title: str,
    extends: bool,
    by: str,
    at: datetime,
    folder: Path,
    catalogue: Catalogue,
) -> WorkflowSave:
    """Another workflow like this one: a small text that extends it, or the whole of its text under another id.

    Raises DomainError where the id is taken, and WorkflowError where the copy would not load.
    """
    if find_save(db, workflow_id) is not None:
        raise DomainError(f"There is a workflow {workflow_id} already. Choose another id", field="workflow_id")
    said = written(title, indent=2, flow=False)
    if extends:
        text = (
            f"id: {workflow_id}\nextends: {original.workflow_id}\ntitle: {said}\n\n"
            "# Under changes, each is a sentence in the difference: set, insert, move, replace or remove.\n"
        )
    else:
        text = _under_another_name(original.source, workflow_id, said)
    loaded = load_draft(db, workflow_id, text, folder, catalogue)
    why = f"A copy of {original.workflow_id}, save {original.number}"
    return save(db, loaded, text, way=SaveWay.COPIED, why=why, by=by, at=at)


def _under_another_name(source: str, workflow_id: str, title: str) -> str:
    lines = source.split("\n")
    for number, line in enumerate(lines):
        if line.startswith("id:"):
            lines[number] = f"id: {workflow_id}"
        elif line.startswith("title:"):
            lines[number] = f"title: {title}"
    return "\n".join(lines)


def go_back(db: Db, old: WorkflowSave, *, by: str, at: datetime, folder: Path, catalogue: Catalogue) -> WorkflowSave:
    """Put an earlier save to use again, as a new save with its text. Raises WorkflowError where it no longer loads."""
    loaded = load_draft(db, old.workflow_id, old.source, folder, catalogue)
    why = f"Went back to save {old.number}"
    return save(db, loaded, old.source, way=SaveWay.WENT_BACK, why=why, by=by, at=at)
