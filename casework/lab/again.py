"""Opening finished work again: the next version, with why; what was finished stays as it was."""

from datetime import date, datetime

from sqlalchemy import func, select

from casework.database import Db
from casework.errors import DomainError
from casework.lab.working import can_be_worked
from casework.records.models import Step, Worker
from casework.records.vocabulary import StepStatus


def open_again(db: Db, step: Step, *, worker: Worker, reason: str, today: date, at: datetime) -> Step:
    """Begin a finished step anew in its case, with the answers it was finished with, as the worker's own.

    Raises DomainError on reason when none is given; and when the step is not finished, cannot be worked in here, or is
    under way again already.
    """
    if not reason.strip():
        raise DomainError("Enter why it is opened again", field="reason")
    if step.status != StepStatus.FINISHED or not can_be_worked(step):
        raise DomainError("Only finished work of the way of working in use here can be opened again")
    others = db.scalars(select(Step).where(Step.case_id == step.case_id, Step.definition_id == step.definition_id))
    if any(other.is_open for other in others):
        raise DomainError("It is open again already")
    again = Step(
        case_id=step.case_id,
        person_id=step.person_id,
        version_id=step.version_id,
        definition_id=step.definition_id,
        position=1 + (db.scalar(select(func.max(Step.position)).where(Step.case_id == step.case_id)) or 0),
        title=step.title,
        kind=step.kind,
        role=step.role,
        worker_id=worker.id,
        team_id=worker.team_id,
        status=StepStatus.STARTED,
        started_on=today,
        came_from=worker.name,
        from_step_id=step.id,
        action_label="Opened again",
        note=reason.strip(),
        received_at=at,
        answers=step.answers,
    )
    db.add(again)
    step.case.closed_on = None
    step.case.closed_because = None
    db.flush()
    db.expire(step.case, ["steps"])
    return again
