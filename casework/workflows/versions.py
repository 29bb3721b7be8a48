"""Versions of workflows: immutable, kept whole, known by the SHA-256 of what they say."""

from datetime import datetime
from typing import Any

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import AppendOnly, Base, Db
from casework.errors import NotFound
from casework.workflows.definition import Definition
from casework.workflows.loader import Loaded, from_content


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
