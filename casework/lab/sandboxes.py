"""Private copies of the county: made when a session is planned, worked in, and dropped whole."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy import case as sql_case

from casework.database import (
    Db,
    copy_sandbox,
    current_sandbox,
    drop_sandbox,
    enter_sandbox,
    leave_sandbox,
    new_id,
)
from casework.errors import DomainError
from casework.lab.models import Arm, Sandbox, Study, StudyCase, TestTask
from casework.lab.vocabulary import SandboxKind, TaskKind
from casework.records.models import Case, Contact, Person, Step, Worker
from casework.records.vocabulary import StepKind, StepStatus
from casework.workflows.calendar import due_on, is_working_day
from casework.workflows.definition import Action, Definition, Question
from casework.workflows.definition import Step as StepPlan
from casework.workflows.versions import definition_of
from casework.workflows.wording import fill

COUNTY = "template:county"
"""The template of every sandbox. Each person written by hand has a template of their own."""

MOST_IN_A_SANDBOX = 2000
"""People a private copy may hold; a larger county is to look at, compare and extract."""

EARLIER_STEPS_CAME_AT = time(9, 0)
HER_STEP_CAME_AT = time(16, 58)
"""Late in the afternoon, as referrals do."""


def story_of_templates(db: Db) -> date | None:
    """The day on which the story of the county begins; None where no county was made."""
    return db.scalar(select(Sandbox.story_date).where(Sandbox.kind == SandboxKind.TEMPLATE).limit(1))


def person_template(person_id: str) -> str:
    """The template that holds one person written by hand, and whoever belongs to them."""
    return f"template:person:{person_id}"


@contextmanager
def inside(db: Db, sandbox_id: str) -> Iterator[None]:
    """Work in a sandbox for a moment, then go back to where the handle was. What was loaded stays loaded."""
    before = current_sandbox(db)
    db.flush()
    leave_sandbox(db)
    enter_sandbox(db, sandbox_id)
    try:
        yield
        db.flush()
    finally:
        leave_sandbox(db)
        if before is not None:
            enter_sandbox(db, before)


def make_sandbox(db: Db, *, study: Study, arm: Arm, case: StudyCase, at: datetime) -> Sandbox:
    """A county with one of the matched cases waiting to be worked in this arm's way.

    In it are the county, the case's person, the person of the arm's warm-up and whoever belongs to them, and
    nobody of the other cases. Work that was open in the county is the arm's work now, as far as the arm has
    steps of its kind. The case's own story is told by finished steps up to the one that waits for her.
    Raises DomainError when the county has not been made, or is too large to be copied for each session.
    """
    _is_small_enough(db)
    sandbox = Sandbox(
        id=new_id(),
        kind=SandboxKind.SESSION,
        name=f"{study.id}/{arm.mark}/{case.key}",
        story_date=study.story_date,
        made_at=at,
    )
    db.add(sandbox)
    db.flush()
    copy_sandbox(db, COUNTY, sandbox.id)
    for person_id in (case.person_id, arm.warm_up_person):
        copy_sandbox(db, person_template(person_id), sandbox.id, onto_others=True)
    version_id, start_at = arm.pinned
    definition = definition_of(db, version_id)
    with inside(db, sandbox.id):
        _people_are_there(db, study, arm, case)
        _bind_open_work(db, definition, version_id)
        story = _Story(db, study, arm, definition)
        content = case.content
        story.tell(
            case.person_id,
            upto=start_at,
            known=content.get("known", {}),
            came_from=content["came_from"],
            received_on=date.fromisoformat(content["received_on"]),
            due=content.get("due_on"),
        )
        warm_up = db.scalar(select(TestTask).where(TestTask.study_id == study.id, TestTask.kind == TaskKind.WARM_UP))
        if warm_up is not None and arm.key in warm_up.finishes:
            story.tell(
                arm.warm_up_person,
                upto=warm_up.finishes[arm.key],
                known={},
                came_from="Duty desk",
                received_on=study.story_date,
                due=None,
            )
    return sandbox


def drop(db: Db, sandbox_id: str) -> None:
    """Delete a sandbox with everything in it. Results are kept elsewhere and stay."""
    db.flush()
    drop_sandbox(db, sandbox_id)
    db.execute(delete(Sandbox).where(Sandbox.id == sandbox_id))


def _is_small_enough(db: Db) -> None:
    with inside(db, COUNTY):
        people = db.scalar(select(func.count()).select_from(Person)) or 0
    if people > MOST_IN_A_SANDBOX:
        raise DomainError(
            f"The county has {people:,} people, and a session’s copy may have {MOST_IN_A_SANDBOX:,}. "
            "Make a smaller one first: flask county make --people 500"
        )


def _people_are_there(db: Db, study: Study, arm: Arm, case: StudyCase) -> None:
    if db.scalar(select(Worker.id).where(Worker.id == study.worker_id)) is None:
        raise DomainError(f"The county has no worker {study.worker_id}. Make the county first")
    for person_id in (case.person_id, arm.warm_up_person):
        if db.scalar(select(Person.id).where(Person.id == person_id)) is None:
            raise DomainError(f"Nobody has been made as {person_id}. Make the county first")


def _bind_open_work(db: Db, definition: Definition, version_id: str) -> None:
    """Let what is open in the county be worked in this version: by kind, as the first step of each kind."""
    first: dict[StepKind, StepPlan] = {}
    for plan in definition.steps:
        if plan.kind and not plan.ends:
            first.setdefault(StepKind(plan.kind), plan)
    if not first:
        return

    def by_kind(column: Callable[[StepPlan], str]) -> ColumnElement[str]:
        return sql_case(*((Step.kind == kind, column(plan)) for kind, plan in first.items()))

    db.execute(
        update(Step)
        .where(
            Step.version_id.is_(None),
            Step.waits_because.is_(None),
            Step.status.in_([StepStatus.INCOMING, StepStatus.STARTED]),
            Step.kind.in_(list(first)),
        )
        .values(
            version_id=version_id,
            definition_id=by_kind(lambda plan: plan.id),
            # Whoever it is about is not known here: a title with words to put in says "them".
            title=by_kind(lambda plan: fill(plan.title, {"person": "them"})),
        ),
        execution_options={"synchronize_session": False},
    )
    db.execute(
        update(Case)
        .where(Case.version_id.is_(None), Case.id.in_(select(Step.case_id).where(Step.version_id == version_id)))
        .values(version_id=version_id),
        execution_options={"synchronize_session": False},
    )


class _Story:
    """Tells what has happened to a person so far: a case, its finished steps, and the one that waits."""

    def __init__(self, db: Db, study: Study, arm: Arm, definition: Definition) -> None:
        self.db = db
        self.study = study
        self.arm = arm
        self.definition = definition

    def tell(
        self,
        person_id: str,
        *,
        upto: str,
        known: Mapping[str, Any],
        came_from: str,
        received_on: date,
        due: str | None,
    ) -> None:
        """One working day for each earlier step, the last on the day the waiting one was received.

        Ids are made from the person's, so that addresses are the same for every participant.
        """
        way = way_to(self.definition, upto, known)
        days = _days_before(received_on, len(way))
        person = self.db.get_one(Person, (current_sandbox(self.db), person_id))
        case = Case(
            id=f"{person_id}-case",
            person_id=person_id,
            title=self.arm.title[:120],
            version_id=self.arm.version_id,
            opened_on=days[0] if days else received_on,
        )
        self.db.add(case)
        self.db.flush()
        contact = {name.removeprefix("contact."): known[name] for name in known if name.startswith("contact.")}
        if contact:
            self.db.add(
                Contact(
                    id=f"{person_id}-contact",
                    case_id=case.id,
                    person_id=person_id,
                    received_on=case.opened_on,
                    **contact,
                )
            )
        before: Step | None = None
        action: Action | None = None
        for position, ((plan, onward), day) in enumerate(zip(way, days, strict=True)):
            before = self._finished(plan, person, case, known, day, position, before, action)
            action = onward
        plan = self.definition.step(upto)
        self.db.add(
            Step(
                **self._step(plan, person, case, len(way), before, action),
                worker_id=self.study.worker_id,
                status=StepStatus.INCOMING,
                came_from=came_from,
                received_at=_moment(received_on, HER_STEP_CAME_AT),
                due_on=date.fromisoformat(due) if due else due_on(plan.due, received_on),
            )
        )
        self.db.flush()

    def _finished(
        self,
        plan: StepPlan,
        person: Person,
        case: Case,
        known: Mapping[str, Any],
        day: date,
        position: int,
        before: Step | None,
        action: Action | None,
    ) -> Step:
        worker = self._colleague(plan.role)
        words = {"person": person.called, "worker": worker.name if worker else ""}
        asked = [
            (question, fact)
            for page in self.definition.pages(plan.id)
            if not page.repeat
            for question in page.questions
            if (fact := question.fact) is not None and fact in known
        ]
        step = Step(
            **self._step(plan, person, case, position, before, action),
            worker_id=worker.id if worker else None,
            status=StepStatus.FINISHED,
            came_from=before.worker.name if before and before.worker else None,
            received_at=_moment(day, EARLIER_STEPS_CAME_AT),
            due_on=due_on(plan.due, day),
            started_on=day,
            finished_on=day,
            finished_by_id=worker.id if worker else None,
            answers={question.id: told_as(question, known[fact]) for question, fact in asked},
            wording={question.id: fill(question.label, words) for question, _ in asked},
        )
        self.db.add(step)
        self.db.flush()
        return step

    def _step(
        self, plan: StepPlan, person: Person, case: Case, position: int, before: Step | None, action: Action | None
    ) -> dict[str, Any]:
        words = {"person": person.called}
        return {
            "id": f"{person.id}-{plan.id}",
            "case_id": case.id,
            "person_id": person.id,
            "version_id": self.arm.version_id,
            "definition_id": plan.id,
            "position": position,
            "title": fill(plan.title, words),
            "kind": StepKind(plan.kind) if plan.kind else StepKind.SUPPORT,
            "role": plan.role,
            "from_step_id": before.id if before else None,
            "action_label": fill(action.label, words) if action else None,
        }

    def _colleague(self, role: str) -> Worker | None:
        """Somebody of this role who is not the participant, the same each time."""
        return self.db.scalar(
            select(Worker)
            .where(Worker.role == role, Worker.id != self.study.worker_id, Worker.left_on.is_(None))
            .order_by(Worker.name, Worker.id)
            .limit(1)
        )


def way_to(definition: Definition, step_id: str, known: Collection[str] = ()) -> Sequence[tuple[StepPlan, Action]]:
    """The steps from the workflow's beginning to a step, each with the action that leads on.

    Goes forward in the order of the file, by the way on which most of what is known was asked, and then by the
    shortest. known: names of facts. Empty when the workflow begins there, or when no way leads there.
    """
    ways: dict[str, _Way] = {definition.begins: _Way(0, ())}
    passed: set[str] = set()
    for step in definition.steps:
        passed.add(step.id)
        so_far = ways.get(step.id)
        if so_far is None or step.id == step_id:
            continue
        told = so_far.told + sum(
            question.fact in known for page in definition.pages(step.id) for question in page.questions
        )
        for action in step.actions:
            if action.to is not None and action.to not in passed:
                way = _Way(told, (*so_far.steps, (step, action)))
                if action.to not in ways or way.is_better_than(ways[action.to]):
                    ways[action.to] = way
    return ways[step_id].steps if step_id in ways else ()


@dataclass(frozen=True)
class _Way:
    told: int
    steps: tuple[tuple[StepPlan, Action], ...]

    def is_better_than(self, other: "_Way") -> bool:
        return (self.told, -len(self.steps)) > (other.told, -len(other.steps))


def told_as(question: Question, value: Any) -> Any:
    """A fact as the answer to this question: its own codes, where it has other codes than the record."""
    local = {record: own for own, record in question.codes.items()}
    if isinstance(value, list):
        return [local.get(each, each) if isinstance(each, str) else each for each in value]
    return local.get(value, value) if isinstance(value, str) else value


def _days_before(last: date, number: int) -> list[date]:
    """The `number` working days up to `last`, in order; `last` itself is the final one whatever day it is."""
    days = [last] if number else []
    while len(days) < number:
        day = days[0] - timedelta(days=1)
        while not is_working_day(day):
            day -= timedelta(days=1)
        days.insert(0, day)
    return days


def _moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=UTC)
