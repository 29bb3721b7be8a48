"""How Alembic runs here: on the connection it is given, in that connection's transaction."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Enum

from casework.accounts import models as _accounts
from casework.database import Base, Moment
from casework.lab import models as _lab
from casework.records import models as _records
from casework.workflows import systems as _systems
from casework.workflows import versions as _versions

ALL_MODELS = (_accounts, _lab, _records, _systems, _versions)


def render(kind: str, item: Any, autogen: Any) -> str | Literal[False]:
    """Types as the database has them: a migration must not change when a list of codes does."""
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=render,
)
with context.begin_transaction():
    context.run_migrations()
