"""Versions of workflows: immutable, kept whole, known by the SHA-256 of what they say."""

from datetime import datetime
from typing import Any

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import AppendOnly, Base


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
