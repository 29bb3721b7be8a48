"""What a participant is asked to do, in the words of her own case."""

from casework.extensions import db
from casework.lab.models import TaskRun
from casework.lab.sandboxes import inside, person_template
from casework.lab.vocabulary import TaskKind
from casework.records.models import Person
from casework.workflows.wording import fill


def task_text(run: TaskRun) -> str:
    """The task's words for this run, its paragraphs parted by empty lines."""
    return fill(run.task.text, {"person": person_name(run)}).strip()


def person_name(run: TaskRun) -> str:
    """Whom a run is about: the person of this arm's warm-up, or of its case."""
    arm = run.session_arm
    if run.task.kind is TaskKind.TASK:
        return arm.case.person_name
    template = person_template(arm.arm.warm_up_person)
    with inside(db.session(), template):
        return db.session.get_one(Person, (template, arm.arm.warm_up_person)).name
