"""Trying a workflow out: a practitioner's screens for a designer, or for somebody she sends a link to."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.database import Base, new_id
from casework.lab.models.studies import Sandbox


class ShownLink(Base):
    """A link that shows one version to somebody without an account, until it expires. `token` is its address."""

    __tablename__ = "shown_link"

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    token: Mapped[str] = mapped_column(String(64), unique=True)
    workflow_id: Mapped[str] = mapped_column(String(64), index=True)
    version_id: Mapped[str] = mapped_column(ForeignKey("workflow_version.id"))
    beside: Mapped[dict[str, Any]]
    person_id: Mapped[str] = mapped_column(String(64))
    start_at: Mapped[str] = mapped_column(String(64))
    theme: Mapped[str | None] = mapped_column(String(60))
    made_by: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class Trial(Base):
    """One go at a workflow, in a sandbox of its own. Nothing of it counts, and no study reads it.

    beside: other workflows that actions may start, workflow id → version id. worker_id: whom it is worked as.
    """

    __tablename__ = "trial"

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    token: Mapped[str] = mapped_column(String(64), unique=True)
    shown_link_id: Mapped[str | None] = mapped_column(ForeignKey("shown_link.id"), index=True)
    workflow_id: Mapped[str] = mapped_column(String(64), index=True)
    version_id: Mapped[str] = mapped_column(ForeignKey("workflow_version.id"))
    beside: Mapped[dict[str, Any]]
    person_id: Mapped[str] = mapped_column(String(64))
    worker_id: Mapped[str] = mapped_column(String(64))
    start_at: Mapped[str] = mapped_column(String(64))
    theme: Mapped[str | None] = mapped_column(String(60))
    sandbox_id: Mapped[str] = mapped_column(String(64))
    made_by: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]

    sandbox: Mapped["Sandbox | None"] = relationship(
        primaryjoin="foreign(Trial.sandbox_id) == Sandbox.id", viewonly=True
    )


class WorkflowComment(Base):
    """What somebody said about a question or a step while trying a workflow or being shown it."""

    __tablename__ = "workflow_comment"

    id: Mapped[str] = mapped_column(String(64), primary_key=True, default=new_id)
    workflow_id: Mapped[str] = mapped_column(String(64), index=True)
    version_id: Mapped[str] = mapped_column(ForeignKey("workflow_version.id"))
    step_id: Mapped[str] = mapped_column(String(64))
    question_id: Mapped[str | None] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
