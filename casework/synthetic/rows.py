"""Rows of a sandbox, gathered before they are written."""

from collections import defaultdict
from typing import Any

from casework.database import Base
from casework.synthetic.factories import RecordFactory


class Rows:
    """Rows of one sandbox, by table, in the order they were added."""

    def __init__(self, sandbox_id: str) -> None:
        self.sandbox_id = sandbox_id
        self.by_model: dict[type[Base], list[dict[str, Any]]] = defaultdict(list)
        self._counts: dict[str, int] = defaultdict(int)

    def add(self, made_by: type[RecordFactory], owner: str, part: str = "", **columns: Any) -> str:
        """Add a row and give its id: that of its owner, or `owner-part-3` for the third part of it."""
        row_id = owner
        if part:
            self._counts[f"{owner}-{part}"] += 1
            row_id = f"{owner}-{part}-{self._counts[f'{owner}-{part}']}"
        self.by_model[made_by._meta.model].append(made_by.row(sandbox_id=self.sandbox_id, id=row_id, **columns))
        return row_id

    def of(self, made_by: type[RecordFactory]) -> list[dict[str, Any]]:
        return self.by_model[made_by._meta.model]

    def take(self) -> dict[type[Base], list[dict[str, Any]]]:
        """Hand over what has been gathered and forget it. Nothing may be added to parts begun before."""
        taken, self.by_model = self.by_model, defaultdict(list)
        self._counts.clear()
        return taken
