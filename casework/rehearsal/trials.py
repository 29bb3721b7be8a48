"""Trying a workflow out: a county of its own, and everything before the chosen step done by the robot."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from casework.clock import in_story
from casework.database import Db, copy_sandbox, new_id
from casework.errors import DomainError
from casework.lab import working
from casework.lab.models import Sandbox, ShownLink, Trial
from casework.lab.sandboxes import COUNTY, drop, inside, person_template
from casework.lab.vocabulary import SandboxKind
from casework.records.models import Case, Person, Step, Worker
from casework.records.vocabulary import StepKind, StepStatus
from casework.rehearsal.people import Known, pinned_people
from casework.rehearsal.robot import Visit
from casework.rehearsal.walks import walk_of
from casework.workflows.calendar import due_on
from casework.workflows.definition import ONWARDS, Definition
from casework.workflows.versions import definition_of, newest_saves
from casework.workflows.wording import fill

A_TRIAL_LASTS = timedelta(hours=12)
WORKS_AS = "social_worker"
NOTE = "Noted by the robot on the way here."


def beside_of(db: Db, definition: Definition, *, onwards: str | None = None) -> dict[str, str]:
    """The versions in use of every workflow that this one may start, and those may: workflow id → version id.

    onwards: the workflow that stands behind a front door.
    """
    in_use = {each.workflow_id: each.version_id for each in newest_saves(db)}
    found: dict[str, str] = {}
    waiting = [definition]
    if onwards and onwards in in_use:
        found[ONWARDS] = in_use[onwards]
        waiting.append(definition_of(db, in_use[onwards]))
    while waiting:
        for name in started_by(waiting.pop()):
            if name in in_use and name not in found:
                found[name] = in_use[name]
                waiting.append(definition_of(db, in_use[name]))
    return found


def started_by(definition: Definition) -> Sequence[str]:
    """The names of other workflows that a workflow's actions start, each once."""
    own = {step.id for step in definition.steps}
    names = [name for step in definition.steps for action in step.actions for name in action.starts]
    return list(dict.fromkeys(name for name in names if name not in own and name != ONWARDS))


def begin_trial(
    db: Db,
    *,
    workflow_id: str,
    version_id: str,
    beside: Mapping[str, str],
    person_id: str,
    start_at: str,
    theme: str | None,
    by: str,
    at: datetime,
    link: ShownLink | None = None,
) -> Trial:
    """A go at a version in a sandbox of its own, at a step, with everything before it filled in by the robot.

    Raises DomainError where nobody has been made as this person, or the workflow has no such step.
    """
    drop_expired(db, at)
    definition = definition_of(db, version_id)
    if start_at not in {step.id for step in definition.steps if not step.ends}:
        raise DomainError(f"The workflow has no step {start_at} to begin with", field="start_at")
    county = db.get(Sandbox, COUNTY)
    known = pinned_people().get(person_id)
    if county is None or known is None or db.get(Sandbox, person_template(person_id)) is None:
        raise DomainError(f"Nobody has been made as {person_id}. Make the county first", field="person_id")
    sandbox = Sandbox(
        id=new_id(), kind=SandboxKind.TRIAL, name=f"try {workflow_id}", story_date=county.story_date, made_at=at
    )
    db.add(sandbox)
    db.flush()
    copy_sandbox(db, COUNTY, sandbox.id)
    copy_sandbox(db, person_template(person_id), sandbox.id, onto_others=True)
    with inside(db, sandbox.id):
        worker = working.colleague_of(db, WORKS_AS)
        if worker is None:
            raise DomainError("The county has no social worker. Make the county first")
        _tell_story(db, definition, version_id, beside, known, worker, sandbox, start_at, at)
        worker_id = worker.id
    trial = Trial(
        token=secrets.token_urlsafe(18),
        shown_link_id=link.id if link else None,
        workflow_id=workflow_id,
        version_id=version_id,
        beside=dict(beside),
        person_id=person_id,
        worker_id=worker_id,
        start_at=start_at,
        theme=theme,
        sandbox_id=sandbox.id,
        made_by=by,
        made_at=at,
        expires_at=link.expires_at if link else at + A_TRIAL_LASTS,
    )
    db.add(trial)
    db.flush()
    return trial


def drop_expired(db: Db, at: datetime) -> int:
    """Delete the sandboxes of trials that are over; how many."""
    over = db.scalars(select(Trial).where(Trial.expires_at < at, Trial.sandbox_id != "")).all()
    for trial in over:
        drop(db, trial.sandbox_id)
        trial.sandbox_id = ""
    db.flush()
    return len(over)


def find_trial(db: Db, token: str, at: datetime) -> Trial | None:
    """The trial at an address, while it lasts."""
    trial = db.scalar(select(Trial).where(Trial.token == token))
    return trial if trial is not None and trial.expires_at > at and trial.sandbox is not None else None


def find_link(db: Db, token: str, at: datetime) -> ShownLink | None:
    """The shown link at an address, until it expires."""
    link = db.scalar(select(ShownLink).where(ShownLink.token == token))
    return link if link is not None and link.expires_at > at else None


def show_link(
    db: Db,
    *,
    workflow_id: str,
    version_id: str,
    beside: Mapping[str, str],
    person_id: str,
    start_at: str,
    theme: str | None,
    days: int,
    by: str,
    at: datetime,
) -> ShownLink:
    """A link that shows a version to somebody without an account, for a number of days."""
    if not 1 <= days <= 60:
        raise DomainError("Enter how many days the link lasts, 1 to 60", field="days")
    link = ShownLink(
        token=secrets.token_urlsafe(18),
        workflow_id=workflow_id,
        version_id=version_id,
        beside=dict(beside),
        person_id=person_id,
        start_at=start_at,
        theme=theme,
        made_by=by,
        made_at=at,
        expires_at=at + timedelta(days=days),
    )
    db.add(link)
    db.flush()
    return link


# --- what happened before ------------------------------------------------------------------------


def _tell_story(
    db: Db,
    definition: Definition,
    version_id: str,
    beside: Mapping[str, str],
    known: Known,
    worker: Worker,
    sandbox: Sandbox,
    start_at: str,
    at: datetime,
) -> None:
    """The case up to the chosen step: each step before it done by the robot, as though it had been worked.

    Where the robot's way does not lead there, the step begins with nothing before it.
    """
    person = db.scalars(select(Person).where(Person.id == known.id)).one()
    case = Case(person_id=person.id, title=definition.title[:120], version_id=version_id, opened_on=sandbox.story_date)
    db.add(case)
    db.flush()
    visits = list(walk_of(definition, known).visits)
    before = [visit.step.id for visit in visits]
    done = visits[: before.index(start_at)] if start_at in before else []
    first = _begin(db, definition, version_id, case, person, worker, done[0].step.id if done else start_at, sandbox, at)
    waiting = {str(first.definition_id): first}
    for visit in done:
        step = waiting.pop(visit.step.id, None)
        if step is None:
            break
        for started in _finish(db, step, visit, worker, beside, sandbox, at):
            waiting[str(started.definition_id)] = started
    if start_at not in waiting:
        _begin(db, definition, version_id, case, person, worker, start_at, sandbox, at)


def _begin(
    db: Db,
    definition: Definition,
    version_id: str,
    case: Case,
    person: Person,
    worker: Worker,
    step_id: str,
    sandbox: Sandbox,
    at: datetime,
) -> Step:
    plan = definition.step(step_id)
    step = Step(
        case_id=case.id,
        person_id=person.id,
        version_id=version_id,
        definition_id=plan.id,
        position=1,
        title=fill(plan.title, working.words_for(person, worker)),
        kind=StepKind(plan.kind) if plan.kind else StepKind.SUPPORT,
        role=plan.role,
        worker_id=worker.id,
        team_id=worker.team_id,
        status=StepStatus.INCOMING,
        came_from="Duty desk",
        received_at=in_story(sandbox.story_date, at),
        due_on=due_on(plan.due, sandbox.story_date),
    )
    db.add(step)
    db.flush()
    return step


def _finish(
    db: Db, step: Step, visit: Visit, worker: Worker, beside: Mapping[str, str], sandbox: Sandbox, at: datetime
) -> list[Step]:
    today = sandbox.story_date
    work = working.with_answers(working.open_work(db, step, worker, today), dict(visit.answers), today)
    notes: dict[str, Any] = {action.id: NOTE for action in visit.step.actions if action.note == "required"}
    try:
        finished = working.finish(
            db,
            work,
            worker,
            chosen=visit.chosen,
            notes={name: text for name, text in notes.items() if name in visit.chosen},
            own_role=None,
            today=today,
            at=at,
            beside=beside,
        )
    except working.NotFinished:
        return []
    return finished.next_steps
