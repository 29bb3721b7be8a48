"""What a test task is called, with or without the person whose case it is."""

from casework.lab.models import SessionArm, TestTask
from casework.lab.vocabulary import TaskKind
from casework.workflows.wording import fill


def title_of(task: TestTask, arm: SessionArm | None = None) -> str:
    """A task's title, with the name of the person whose case it is; outside a session, of nobody in particular."""
    named = arm is not None and task.kind is TaskKind.TASK
    title = fill(task.title, {"person": arm.case.person_name if arm and named else "the person"}).strip().rstrip(".")
    return f"{title[:1].upper()}{title[1:]}"
