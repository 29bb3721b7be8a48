"""How far a worker has come in a step: which of its parts she was in last."""

from casework.database import Db
from casework.records.models import Draft, Step
from casework.workflows.versions import definition_of


def part_reached(db: Db, step: Step, draft: Draft) -> tuple[int, int] | None:
    """(6, 11): she was last in the sixth of eleven parts. None for a step that has no parts, or none that she saved.

    The definition is read once in each process, so that a list of steps asks the database for nothing more.
    """
    if step.version_id is None or step.definition_id is None or draft.page_id is None:
        return None
    sections = definition_of(db, step.version_id).sections_of(step.definition_id)
    for number, section in enumerate(sections, 1):
        if any(page.id == draft.page_id for page in section.pages):
            return number, len(sections)
    return None
