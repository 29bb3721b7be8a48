"""Work that is begun beside other work: a concern or a question of capacity, from wherever somebody is."""

from collections.abc import Mapping
from datetime import date, datetime

from casework.database import Db
from casework.errors import DomainError
from casework.lab.working import words_for
from casework.records.models import Case, Person, Step, Worker
from casework.records.vocabulary import StepKind, StepStatus
from casework.workflows.calendar import due_on
from casework.workflows.versions import definition_of
from casework.workflows.wording import fill

WHAT = {"safeguarding": "A safeguarding concern", "capacity": "An assessment of capacity"}


def start_beside(
    db: Db,
    person: Person,
    workflow_id: str,
    *,
    worker: Worker,
    beside: Mapping[str, str],
    came_from: Step | None,
    back_to: Mapping[str, str] | None,
    today: date,
    at: datetime,
) -> Step:
    """Begin a workflow's first step for a person, started and the worker's own, in a case of its own.

    So nothing that is finished or closed elsewhere closes it. came_from: the step she was in, if any. back_to: where
    she goes back to, {"path", "label"}. beside: the version of each workflow that may be started, by its id.
    Raises DomainError where this workflow is not among them.
    """
    version_id = beside.get(workflow_id)
    if version_id is None:
        what = WHAT.get(workflow_id, workflow_id)
        raise DomainError(f"{what} cannot be begun here: its workflow is not part of what is being tried")
    definition = definition_of(db, version_id)
    plan = definition.step(definition.begins)
    case = Case(person_id=person.id, title=definition.title[:120], version_id=version_id, opened_on=today)
    db.add(case)
    db.flush()
    step = Step(
        case_id=case.id,
        person_id=person.id,
        version_id=version_id,
        definition_id=plan.id,
        position=1,
        title=fill(plan.title, words_for(person, worker)),
        kind=StepKind(plan.kind) if plan.kind else StepKind.SUPPORT,
        role=plan.role,
        worker_id=worker.id,
        team_id=worker.team_id,
        status=StepStatus.STARTED,
        started_on=today,
        came_from=worker.name,
        from_step_id=came_from.id if came_from else None,
        back_to=dict(back_to) if back_to else None,
        received_at=at,
        due_on=due_on(plan.due, today),
    )
    db.add(step)
    db.flush()
    return step
