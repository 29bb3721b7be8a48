"""Versions of workflows: immutable, kept whole, known by the SHA-256 of what they say.

Each time somebody saves, copies, brings in or goes back is a row of its own: the newest names the version in use.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import AppendOnly, Base, Db, new_id
from casework.errors import NotFound
from casework.workflows.definition import Definition
from casework.workflows.loader import Loaded, from_content, version_of

LARGEST_NUMBER = 2**31 - 1
"""The largest that a column of whole numbers keeps in every database; an address may hold any."""


class WorkflowVersion(AppendOnly, Base):
    """One version of a workflow: the resolved definition, its lists and the facts it uses."""

    __tablename__ = "workflow_version"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    workflow_id: Mapped[str] = mapped_column(String(60), index=True)
    title: Mapped[str] = mapped_column(String(160))
    content: Mapped[dict[str, Any]]
    base_version_id: Mapped[str | None] = mapped_column(String(64))
    source: Mapped[str | None] = mapped_column(Text)
    made_at: Mapped[datetime]


class SaveWay(StrEnum):
    """How a version came to be the one in use."""

    FILE = "file"
    EDITED = "edited"
    COPIED = "copied"
    WENT_BACK = "went-back"


class WorkflowSave(AppendOnly, Base):
    """A version becoming the one in use: who did it, when and why. `number` counts from 1 in each workflow.

    source: the text as it was written, which a browser goes on editing and `flask workflows write` puts into a file.
    """

    __tablename__ = "workflow_save"
    __table_args__ = (UniqueConstraint("workflow_id", "number"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    workflow_id: Mapped[str] = mapped_column(String(64))
    number: Mapped[int]
    version_id: Mapped[str] = mapped_column(ForeignKey("workflow_version.id"), index=True)
    source: Mapped[str] = mapped_column(Text)
    way: Mapped[SaveWay]
    why: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]


class WorkflowDraft(Base):
    """The text somebody is editing, kept as it is typed. made_from: the number of the save it began with."""

    __tablename__ = "workflow_draft"

    workflow_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    made_from: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    revision: Mapped[int]
    saved_at: Mapped[datetime]


def keep_version(db: Db, loaded: Loaded, at: datetime) -> WorkflowVersion:
    """Keep a workflow as it was loaded; the same content is the same version, kept once."""
    version = db.get(WorkflowVersion, loaded.version)
    if version is None:
        version = WorkflowVersion(
            id=loaded.version,
            workflow_id=loaded.definition.id,
            title=loaded.definition.title,
            content=loaded.content,
            base_version_id=loaded.base_version,
            made_at=at,
        )
        db.add(version)
        db.flush()
    return version


def keep_content(
    db: Db, content: dict[str, Any], *, like: WorkflowVersion | None = None, base: str | None = None, at: datetime
) -> WorkflowVersion:
    """Keep what a version says under other words, as a version of its own; or, without `like`, content from elsewhere.

    base: the id of the version that content from elsewhere was made from.
    """
    version_id = version_of(content)
    version = db.get(WorkflowVersion, version_id)
    if version is None:
        version = WorkflowVersion(
            id=version_id,
            workflow_id=like.workflow_id if like else str(content["definition"]["id"]),
            title=str(content["definition"]["title"]),
            content=content,
            base_version_id=like.id if like else base,
            made_at=at,
        )
        db.add(version)
        db.flush()
    return version


def definition_of(db: Db, version_id: str) -> Definition:
    """What a kept version says. Read from the database once in each process, since versions never change.

    Raises NotFound.
    """
    if version_id not in _definitions:
        version = db.get(WorkflowVersion, version_id)
        if version is None:
            raise NotFound(f"workflow version {version_id}")
        _definitions[version_id] = from_content(version.content)
    return _definitions[version_id]


_definitions: dict[str, Definition] = {}


def find_save(db: Db, workflow_id: str, number: int | None = None) -> WorkflowSave | None:
    """A save of a workflow by its number; the newest, whose version is in use, without one."""
    if number is not None and number > LARGEST_NUMBER:
        return None
    query = select(WorkflowSave).where(WorkflowSave.workflow_id == workflow_id)
    if number is not None:
        query = query.where(WorkflowSave.number == number)
    return db.scalar(query.order_by(WorkflowSave.number.desc()).limit(1))


def find_file_save(db: Db, workflow_id: str) -> WorkflowSave | None:
    """The last save that came from a file."""
    query = select(WorkflowSave).where(WorkflowSave.workflow_id == workflow_id, WorkflowSave.way == SaveWay.FILE)
    return db.scalar(query.order_by(WorkflowSave.number.desc()).limit(1))


def newest_saves(db: Db) -> list[WorkflowSave]:
    """The newest save of every workflow, by the workflow's id."""
    newest = (
        select(WorkflowSave.workflow_id, func.max(WorkflowSave.number).label("number"))
        .group_by(WorkflowSave.workflow_id)
        .subquery()
    )
    return list(
        db.scalars(
            select(WorkflowSave)
            .join(
                newest,
                (WorkflowSave.workflow_id == newest.c.workflow_id) & (WorkflowSave.number == newest.c.number),
            )
            .order_by(WorkflowSave.workflow_id)
        )
    )


def saves_of(db: Db, workflow_id: str) -> list[WorkflowSave]:
    """Every save of a workflow, newest first."""
    return list(
        db.scalars(
            select(WorkflowSave).where(WorkflowSave.workflow_id == workflow_id).order_by(WorkflowSave.number.desc())
        )
    )


def save(db: Db, loaded: Loaded, source: str, *, way: SaveWay, why: str, by: str, at: datetime) -> WorkflowSave:
    """Keep a workflow as it was loaded and make it the version in use."""
    version = keep_version(db, loaded, at)
    last = find_save(db, loaded.definition.id)
    row = WorkflowSave(
        workflow_id=loaded.definition.id,
        number=last.number + 1 if last else 1,
        version_id=version.id,
        source=source,
        way=way,
        why=why,
        by=by,
        at=at,
    )
    db.add(row)
    db.flush()
    return row
