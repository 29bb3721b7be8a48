"""A step at work: what is typed into it, what is wrong with it, finishing it, and what comes next.

Joins the record (steps, drafts, facts) to workflows (versions, the engine), which do not know each other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from casework.database import Db
from casework.errors import DomainError
from casework.records.models import Draft, Person, Step, Worker
from casework.records.operations.recording import record_facts
from casework.records.queries.known import known_facts
from casework.records.vocabulary import StepKind, StepStatus
from casework.workflows import engine
from casework.workflows.calendar import due_on
from casework.workflows.definition import Action, Definition, Page
from casework.workflows.versions import definition_of
from casework.workflows.wording import fill


@dataclass(frozen=True)
class Work:
    """A step that can be worked in: its definition, what is typed so far, and what the engine says of it.

    read: the finished steps of its case whose answers it shows, which its conditions may ask about too.
    """

    step: Step
    definition: Definition
    draft: Draft | None
    answers: dict[str, Any]
    read: list[Step]
    record: Mapping[str, Any]
    state: engine.StepState
    words: dict[str, str]

    @property
    def revision(self) -> int:
        return self.draft.revision if self.draft else 0

    @property
    def plan(self) -> Any:
        """The step as the workflow defines it."""
        return self.definition.step(self.step.definition_id or "")

    @property
    def presentation(self) -> str:
        return str(self.plan.presentation or self.definition.presentation)


def can_be_worked(step: Step) -> bool:
    """Whether the workflow under test has this step: the county's other work can be read only."""
    return step.version_id is not None and step.definition_id is not None


def open_work(db: Db, step: Step, worker: Worker, today: date, *, record: Mapping[str, Any] | None = None) -> Work:
    """The step with the worker's draft, or with the answers it was finished with.

    record: what is known of the step's person and case, where it was read before.
    Raises DomainError where the workflow under test does not have it.
    """
    if step.version_id is None or step.definition_id is None:
        raise DomainError("This work is not part of the way of working in use here")
    definition = definition_of(db, step.version_id)
    draft = find_draft(step, worker) if step.is_open else None
    if record is None:
        record = known_facts(db, step.person, step.case, today, at=step)
    if draft:
        answers = dict(draft.answers)
    elif step.is_open:
        answers = {**_prefilled(definition, step.definition_id, record), **(step.answers or {})}
    else:
        answers = dict(step.answers or {})
    read = _steps_read(step, definition)
    return Work(
        step=step,
        definition=definition,
        draft=draft,
        answers=answers,
        read=read,
        record=record,
        state=engine.look(definition, step.definition_id, _answers_of(read) | answers, record, today),
        words=words_for(step.person, worker),
    )


def _steps_read(step: Step, definition: Definition) -> list[Step]:
    """The last finished one of each step that this one reads."""
    reads = definition.step(step.definition_id or "").reads
    if not reads:
        return []
    finished = [other for other in step.case.steps if other.status == StepStatus.FINISHED and other is not step]
    latest = {other.definition_id: other for other in sorted(finished, key=lambda other: other.position)}
    return [latest[step_id] for step_id in reads if step_id in latest]


def _answers_of(steps: Sequence[Step]) -> dict[str, Any]:
    return {question_id: value for step in steps for question_id, value in (step.answers or {}).items()}


def with_answers(work: Work, answers: dict[str, Any], today: date) -> Work:
    """The same step as it would be with other answers, nothing saved."""
    known = _answers_of(work.read) | answers
    state = engine.look(work.definition, work.step.definition_id or "", known, work.record, today)
    return replace(work, answers=answers, state=state)


def words_for(person: Person, worker: Worker) -> dict[str, str]:
    """What ((person)) and ((worker)) stand for in a question's wording."""
    return {"person": person.called, "worker": worker.name}


def find_draft(step: Step, worker: Worker) -> Draft | None:
    return next((draft for draft in step.drafts if draft.worker_id == worker.id), None)


def _prefilled(definition: Definition, step_id: str, record: Mapping[str, Any]) -> dict[str, Any]:
    """What the record knows, for questions that ask to be shown it."""
    known: dict[str, Any] = {}
    for section in definition.sections_of(step_id):
        for page in section.pages:
            if page.repeat and page.repeat.fact and page.repeat.fact in record:
                known[page.id] = _items(page, record[page.repeat.fact])
            for question in page.questions:
                if question.prefill != "none" and question.fact and question.fact in record and not page.repeat:
                    known[question.id] = engine.known_of(question, record)
    return known


def _items(page: Page, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    names = {question.id: question.fact.lstrip(".") for question in page.questions if question.fact}
    return [{qid: row[name] for qid, name in names.items() if row.get(name) not in (None, "")} for row in rows]


def start(db: Db, step: Step, *, today: date) -> bool:
    """Open an incoming step. False when it was open already."""
    if step.status != StepStatus.INCOMING:
        return False
    step.status = StepStatus.STARTED
    step.started_on = today
    db.flush()
    return True


# --- drafts ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """One question whose answer a page post changed."""

    question_id: str
    old: Any
    new: Any


@dataclass(frozen=True)
class Saved:
    """What became of a save: the draft's revision now, and what changed since the last page she sent.

    conflict: the page was changed in another tab after this one was opened; nothing was stored.
    """

    revision: int
    changes: list[Change]
    conflict: bool = False


def asked_on(page: Page) -> list[str]:
    """The keys of a page's answers."""
    return [page.id] if page.repeat else [question.id for question in page.questions if question.asks]


def save_pages(
    db: Db,
    work: Work,
    worker: Worker,
    pages: Sequence[Page],
    typed: Mapping[str, Any],
    *,
    revision: int,
    at: datetime,
    posted: bool,
) -> Saved:
    """Keep what was typed on pages in the worker's draft.

    revision: the one the pages were made from. The same text again is the same reply; other text on a page
    that has changed since is a conflict, and nothing is stored.
    posted: she sent the pages herself (autosaves in between are told as one change when she does).
    """
    draft = work.draft
    before = work.answers
    asked = [key for page in pages for key in asked_on(page)]
    dropped = {*asked, *work.state.cleared}
    after = {key: value for key, value in before.items() if key not in dropped} | dict(typed)
    changed = [page for page in pages if any(before.get(key) != after.get(key) for key in asked_on(page))]
    if draft is None:
        draft = Draft(
            step_id=work.step.id, worker_id=worker.id, answers={}, revision=0, saved_at=at, pages={}, posted=before
        )
        work.step.drafts.append(draft)
    elif any(draft.pages.get(page.id, 0) > revision for page in changed):
        return Saved(revision=draft.revision, changes=[], conflict=True)
    if changed:
        draft.revision += 1
    draft.pages = {page.id: 0 for page in pages} | draft.pages | {page.id: draft.revision for page in changed}
    draft.answers = after
    draft.page_id = pages[0].id if pages else None
    draft.saved_at = at
    changes: list[Change] = []
    if posted:
        told = draft.posted
        changes = [Change(key, told.get(key), after.get(key)) for key in asked if told.get(key) != after.get(key)]
        draft.posted = {key: value for key, value in told.items() if key not in asked} | {
            key: after[key] for key in asked if key in after
        }
    db.flush()
    return Saved(revision=draft.revision, changes=changes)


# --- finishing ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Finished:
    """A step that was finished, and the steps that came of it."""

    step: Step
    facts: dict[str, Any]
    next_steps: list[Step]


class NotFinished(Exception):
    """A step that cannot be finished yet: what is wrong, each with the page or action it belongs to."""

    def __init__(self, problems: Sequence[engine.FinishProblem]) -> None:
        super().__init__("the step cannot be finished yet")
        self.problems = list(problems)


def finish(
    db: Db,
    work: Work,
    worker: Worker,
    *,
    chosen: Sequence[str],
    notes: Mapping[str, str],
    own_role: str,
    today: date,
    at: datetime,
) -> Finished:
    """Finish a step: check all of it, write its facts to the record, start what comes next.

    own_role: the role whose next steps come back to `worker`; others fall to a colleague of that role.
    Raises NotFinished with every problem, and DomainError when the step is finished already.
    """
    step = work.step
    if not step.is_open:
        raise DomainError("This work is already finished")
    ended = engine.finish(work.definition, work.state, chosen, notes)
    if isinstance(ended, list):
        raise NotFinished(ended)
    if not ended.finished:
        raise DomainError("Select what happens next, or leave this work for now")
    kept = {state.question.id: state.value for state in _answered(work.state)}
    kept |= {page.page.id: work.answers[page.page.id] for page in work.state.pages if page.page.id in work.answers}
    overridden = {
        state.question.id: state.value for page in work.state.pages for state in page.shown if state.overridden
    }
    step.answers = kept | {key: value for key, value in work.state.computed.items() if value is not None} | overridden
    step.wording = {
        question.id: fill(question.label, work.words)
        for section in work.definition.sections_of(step.definition_id or "")
        for page in section.pages
        for question in page.questions
    }
    step.status = StepStatus.FINISHED
    step.finished_on = today
    step.finished_by_id = worker.id
    step.is_returned = False
    if step.started_on is None:
        step.started_on = today
    step.actions = list(chosen)
    facts = dict(work.state.facts)
    record_facts(db, step, facts | _authorisation(work, chosen, notes), by=worker, today=today)
    for draft in list(step.drafts):
        db.delete(draft)
    begins = [begin for begin in ended.starts if begin.waits_for is None]
    started = [_start_next(db, work.definition, step, begin, worker, own_role, today, at) for begin in begins]
    started += _start_what_waited(db, work.definition, step, worker, own_role, today, at)
    goes_on = any(started) or any(other.is_open for other in step.case.steps)
    if ended.closes and not goes_on:
        step.case.closed_on = today
        step.case.closed_because = step.title
    db.flush()
    return Finished(step=step, facts=facts, next_steps=[following for following in started if following])


def _authorisation(work: Work, chosen: Sequence[str], notes: Mapping[str, str]) -> dict[str, Any]:
    """What an approval decided, which its action says: sent back when it leads to the step it is about."""
    step = work.step
    if step.kind != StepKind.APPROVAL or step.from_step is None:
        return {}
    actions = [_action(work.definition, step, action_id) for action_id in chosen]
    went_back = any(action.to == step.from_step.definition_id for action in actions)
    said = " ".join(text for text in notes.values() if text)
    comment = work.state.facts.get("authorisation.comment") or said
    return {
        "authorisation.decision": "sent-back" if went_back else "agreed",
        **({"authorisation.comment": comment} if comment else {}),
    }


def _action(definition: Definition, step: Step, action_id: str) -> Action:
    actions = definition.step(step.definition_id or "").actions
    return next(action for action in actions if action.id == action_id)


def _start_what_waited(
    db: Db, definition: Definition, approval: Step, worker: Worker, own_role: str, today: date, at: datetime
) -> list[Step | None]:
    """The next actions of the approved step that waited for this approval: each fires once, unless it is sent back."""
    approved = approval.from_step
    if approval.kind != StepKind.APPROVAL or approved is None or approved.definition_id is None:
        return []
    led_to = {_action(definition, approval, action_id).to for action_id in approval.actions or []}
    if approved.definition_id in led_to:
        return []
    waited = [_action(definition, approved, action_id) for action_id in approved.actions or []]
    return [
        _start_next(
            db,
            definition,
            approved,
            engine.Start(
                step_id=step_id,
                workflow_id=None,
                role=definition.step(step_id).role,
                due=action.due,
                note="",
                from_action=action.id,
                for_=action.for_,
                worker=action.worker,
                after=action.after,
            ),
            worker,
            own_role,
            today,
            at,
        )
        for action in waited
        if action.waits_for
        for step_id in action.starts
    ]


def _answered(state: engine.StepState) -> list[engine.QuestionState]:
    return [
        question
        for page in state.pages
        if not page.page.repeat
        for question in page.shown
        if question.value is not None and question.question.asks
    ]


def _start_next(
    db: Db,
    definition: Definition,
    before: Step,
    begin: engine.Start,
    worker: Worker,
    own_role: str,
    today: date,
    at: datetime,
) -> Step | None:
    if begin.step_id is None or definition.step(begin.step_id).ends:
        return None
    plan, action = definition.step(begin.step_id), _action(definition, before, begin.from_action)
    role = begin.role or plan.role
    whose = find_worker(db, begin.worker) or (worker if role == own_role else colleague_of(db, role))
    earlier = db.scalar(
        select(Step)
        .where(Step.case_id == before.case_id, Step.definition_id == plan.id)
        .order_by(Step.position.desc())
        .limit(1)
    )
    is_returned = earlier is not None and before.kind == StepKind.APPROVAL
    words = words_for(before.person, worker)
    step = Step(
        case_id=before.case_id,
        person_id=before.person_id,
        version_id=before.version_id,
        definition_id=plan.id,
        position=1 + (db.scalar(select(func.max(Step.position)).where(Step.case_id == before.case_id)) or 0),
        title=fill(plan.title, words),
        kind=StepKind(plan.kind) if plan.kind else StepKind.SUPPORT,
        role=role,
        worker_id=whose.id if whose else None,
        team_id=whose.team_id if whose else worker.team_id,
        status=StepStatus.INCOMING,
        came_from=worker.name,
        from_step_id=before.id,
        action_label=fill(action.label, words),
        note=begin.note or None,
        is_returned=is_returned,
        received_at=at,
        due_on=due_on(begin.due or plan.due, due_on(begin.after, today) or today),
        answers=earlier.answers if is_returned and earlier else None,
    )
    db.add(step)
    db.flush()
    db.expire(before.case, ["steps"])
    return step


def find_worker(db: Db, worker_id: str | None) -> Worker | None:
    """The worker whom a next action names, unless they have left."""
    return db.scalar(select(Worker).where(Worker.id == worker_id, Worker.left_on.is_(None))) if worker_id else None


def colleague_of(db: Db, role: str) -> Worker | None:
    """Who does a role's work in this county: its first worker by name who has not left."""
    return db.scalar(select(Worker).where(Worker.role == role, Worker.left_on.is_(None)).order_by(Worker.name).limit(1))
