"""A step at work: what is typed into it, what is wrong with it, finishing it, and what comes next.

Joins the record (steps, drafts, facts) to workflows (versions, the engine), which do not know each other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from casework.clock import in_story
from casework.database import Db
from casework.errors import DomainError
from casework.records.models import Case, Draft, Person, Step, Worker
from casework.records.operations.case_notes import record_case_note
from casework.records.operations.recording import record_facts
from casework.records.operations.versions import keep_versions
from casework.records.queries.known import known_facts, needs_of
from casework.records.vocabulary import ContactKind, StepKind, StepStatus
from casework.workflows import engine
from casework.workflows.calendar import due_on
from casework.workflows.definition import PUBLIC_ROLES, Action, Definition, Page
from casework.workflows.definition import Step as StepPlan
from casework.workflows.versions import definition_of
from casework.workflows.wording import fill

WITH_CHANGE = "agreed_with_change"
"""The action of an approval that agrees with a change; its note is the change."""


OUTCOMES, NEEDS = "assessment.outcomes", "plan.needs"


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
    if step.is_open and step.answers is None:  # what came back begins with her own needs
        answers |= _needs_found_here(definition, step.definition_id, answers, draft)
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
    finished = [other for other in finished if other.version_id == step.version_id]
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


def _needs_found_here(
    definition: Definition, step_id: str, answers: Mapping[str, Any], draft: Draft | None
) -> dict[str, Any]:
    """The needs a plan begins with, where assessment and plan are one step: until she has been on the plan's page."""
    asked = [question for page in definition.pages(step_id) for question in page.questions]
    found = next((answers[q.id] for q in asked if q.fact == OUTCOMES and q.id in answers), None)
    if not isinstance(found, Mapping):
        return {}
    return {
        page.id: _items(page, needs_of(found))
        for page in definition.pages(step_id)
        if page.repeat and page.repeat.fact == NEEDS and (draft is None or page.id not in draft.pages)
    }


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
    """A step that was finished, and the steps that came of it. not_started: what could not begin, and why, in words."""

    step: Step
    facts: dict[str, Any]
    next_steps: list[Step]
    not_started: list[str]


class NotFinished(Exception):
    """A step that cannot be finished yet: what is wrong, each with the page or action it belongs to."""

    def __init__(self, problems: Sequence[engine.FinishProblem]) -> None:
        super().__init__("the step cannot be finished yet")
        self.problems = list(problems)


def finishing_problems(work: Work, chosen: Sequence[str], notes: Mapping[str, str]) -> list[engine.FinishProblem]:
    """What stands against finishing a step with these next actions; empty where nothing does."""
    ended = engine.finish(work.definition, work.state, chosen, notes)
    return ended if isinstance(ended, list) else []


def finish(
    db: Db,
    work: Work,
    worker: Worker,
    *,
    chosen: Sequence[str],
    notes: Mapping[str, str],
    own_role: str | None,
    today: date,
    at: datetime,
    beside: Mapping[str, str] | None = None,
    acted_for: Worker | None = None,
) -> Finished:
    """Finish a step: check all of it, write its facts to the record, start what comes next.

    own_role: the role whose next steps come back to `worker`; others fall to a colleague of that role, public ones to
    whoever takes part. None: whoever tries a workflow out does the work of every role.
    beside: the version of each other workflow that may be started, by its id.
    acted_for: the colleague whose work it is, where she covers for one.
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
    step.finished_for_id = acted_for.id if acted_for else None
    reason = _why_again(step)
    step.is_returned = False
    if step.started_on is None:
        step.started_on = today
    step.actions = list(chosen)
    facts = dict(work.state.facts)
    record_facts(db, step, facts | _authorisation(work, chosen, notes), by=worker, today=today)
    keep_versions(db, step, facts, by=worker, acted_for=acted_for, reason=reason, today=today, at=at)
    for draft in list(step.drafts):
        db.delete(draft)
    starting = _Starting(db, work.definition, step, worker, acted_for, own_role, beside or {}, today, at)
    for begin in ended.starts:
        if begin.waits_for is None:
            starting.start(begin)
    starting.start_what_waited()
    _keep_notes(db, work, chosen, notes, ended.starts, worker, acted_for, today, at)
    goes_on = starting.started or any(other.is_open for other in step.case.steps)
    if ended.closes and not goes_on:
        step.case.closed_on = today
        step.case.closed_because = step.title
    db.flush()
    return Finished(step=step, facts=facts, next_steps=starting.started, not_started=starting.not_started)


def _why_again(step: Step) -> str | None:
    """What a step came back with, or why it was opened again; None for one that is done for the first time."""
    before = step.from_step
    opened_again = before is not None and (before.version_id, before.definition_id) == (
        step.version_id,
        step.definition_id,
    )
    return step.note if step.is_returned or opened_again else None


def _keep_notes(
    db: Db,
    work: Work,
    chosen: Sequence[str],
    notes: Mapping[str, str],
    starts: Sequence[engine.Start],
    worker: Worker,
    acted_for: Worker | None,
    today: date,
    at: datetime,
) -> None:
    """A note that goes over to nobody, because the work ends with it, is kept as a case note."""
    handed_over = {begin.from_action for begin in starts}
    for action_id in chosen:
        text = notes.get(action_id, "").strip()
        if text and action_id not in handed_over:
            action = _action(work.definition, work.step, action_id)
            record_case_note(
                db,
                work.step.person,
                author=worker,
                acted_for=acted_for,
                kind=ContactKind.MANAGEMENT_DECISION,
                happened_on=today,
                title=fill(action.label, work.words)[:160],
                text=text,
                today=today,
                at=at,
            )


def _authorisation(work: Work, chosen: Sequence[str], notes: Mapping[str, str]) -> dict[str, Any]:
    """What an approval decided, which its action says: sent back when it leads to an earlier step.

    Nothing yet when it goes on to another approval.
    """
    step = work.step
    if step.kind != StepKind.APPROVAL or step.from_step is None:
        return {}
    order = [each.id for each in work.definition.steps]
    leads_to = [_action(work.definition, step, action_id).to for action_id in chosen]
    targets = [work.definition.step(to) for to in leads_to if to is not None]
    went_back = any(order.index(to.id) < order.index(step.definition_id or "") for to in targets)
    said = " ".join(text for text in notes.values() if text)
    comment = work.state.facts.get("authorisation.comment") or said
    passed_on = not went_back and any(to.kind == "approval" for to in targets)
    decided = {} if passed_on else {"authorisation.decision": "sent-back" if went_back else "agreed"}
    if WITH_CHANGE in chosen:
        decided = {"authorisation.decision": "agreed-with-change", "authorisation.change": notes.get(WITH_CHANGE, "")}
    elif passed_on and any(to.role == "panel" for to in targets):
        decided = {"authorisation.decision": "to-panel"}
    return decided | ({"authorisation.comment": comment} if comment else {})


def _action(definition: Definition, step: Step, action_id: str) -> Action:
    actions = definition.step(step.definition_id or "").actions
    return next(action for action in actions if action.id == action_id)


def _answered(state: engine.StepState) -> list[engine.QuestionState]:
    return [
        question
        for page in state.pages
        if not page.page.repeat
        for question in page.shown
        if question.value is not None and question.question.asks
    ]


@dataclass
class _Starting:
    """What a finished step begins: steps of its own workflow, and other workflows that stand beside it."""

    db: Db
    definition: Definition
    before: Step
    worker: Worker
    acted_for: Worker | None
    own_role: str | None
    beside: Mapping[str, str]
    today: date
    at: datetime
    started: list[Step] = field(default_factory=list)
    not_started: list[str] = field(default_factory=list)

    def start_what_waited(self) -> None:
        """The next actions of an approved step that waited for approval: each once, when the last approval agrees.

        Not when it is sent back, and not when it goes on to another approval, such as a panel's.
        """
        approval, approved = self.before, self.before.from_step
        while approved is not None and approved.kind == StepKind.APPROVAL:
            approved = approved.from_step
        if approval.kind != StepKind.APPROVAL or approved is None or approved.version_id != approval.version_id:
            return
        led_to = [_action(self.definition, approval, action_id).to for action_id in approval.actions or []]
        order = [step.id for step in self.definition.steps]
        here = order.index(approval.definition_id or "")
        targets = [self.definition.step(to) for to in led_to if to is not None]
        if any(order.index(to.id) < here or to.kind == "approval" for to in targets):
            return
        waiting = [_action(self.definition, approved, action_id) for action_id in approved.actions or []]
        own_steps = {step.id for step in self.definition.steps}
        later = replace(self, before=approved)
        for action in waiting:
            for name in action.starts if action.waits_for else ():
                later.start(
                    engine.Start(
                        step_id=name if name in own_steps else None,
                        workflow_id=None if name in own_steps else name,
                        role=None,
                        due=action.due,
                        note="",
                        from_action=action.id,
                        for_=action.for_,
                        worker=action.worker,
                        after=action.after,
                    )
                )

    def start(self, begin: engine.Start) -> None:
        found = self._target(begin)
        if found is None:
            return
        definition, version_id, plan = found
        person, case = self.before.person, self.before.case
        if begin.for_:
            related = _related(self.before.person, begin.for_)
            if related is None:
                self.not_started.append(f"{definition.title}: nobody on the record is the {begin.for_}")
                return
            person, case = related, self._case_of(related, definition, version_id)
        self.started.append(self._step(begin, definition, version_id, plan, person, case))

    def _target(self, begin: engine.Start) -> tuple[Definition, str, StepPlan] | None:
        """The step that begins, with its workflow; None for an end and for a workflow that is not there."""
        if begin.step_id is not None:
            plan = self.definition.step(begin.step_id)
            return None if plan.ends else (self.definition, str(self.before.version_id), plan)
        version_id = self.beside.get(begin.workflow_id or "")
        if version_id is None:
            name = (begin.workflow_id or "").replace("_", " ")
            self.not_started.append(f"{name}: this workflow is not part of what is being tried")
            return None
        definition = definition_of(self.db, version_id)
        return definition, version_id, definition.step(definition.begins)

    def _case_of(self, person: Person, definition: Definition, version_id: str) -> Case:
        case = Case(person_id=person.id, title=definition.title[:120], version_id=version_id, opened_on=self.today)
        self.db.add(case)
        self.db.flush()
        return case

    def _whose(self, role: str, named: str | None) -> Worker | None:
        if found := find_worker(self.db, named):
            return found
        if self.own_role is None or role == self.own_role or role in PUBLIC_ROLES:
            return self.acted_for or self.worker
        return colleague_of(self.db, role)

    def _step(
        self, begin: engine.Start, definition: Definition, version_id: str, plan: StepPlan, person: Person, case: Case
    ) -> Step:
        before, db = self.before, self.db
        action = _action(definition_of(db, before.version_id or ""), before, begin.from_action)
        role = begin.role or plan.role
        whose = self._whose(role, begin.worker)
        earlier = db.scalar(
            select(Step)
            .where(Step.case_id == case.id, Step.definition_id == plan.id, Step.version_id == version_id)
            .order_by(Step.position.desc())
            .limit(1)
        )
        is_returned = earlier is not None and before.kind == StepKind.APPROVAL
        keeps_answers = is_returned or (earlier is not None and plan.id in _reads(definition, before, version_id))
        words = words_for(person, self.worker)
        absent = self.acted_for
        step = Step(
            case_id=case.id,
            person_id=person.id,
            version_id=version_id,
            definition_id=plan.id,
            position=1 + (db.scalar(select(func.max(Step.position)).where(Step.case_id == case.id)) or 0),
            title=fill(plan.title, words),
            kind=StepKind(plan.kind) if plan.kind else StepKind.SUPPORT,
            role=role,
            worker_id=whose.id if whose else None,
            team_id=whose.team_id if whose else self.worker.team_id,
            status=StepStatus.INCOMING,
            came_from=f"{self.worker.name} for {absent.name}" if absent else self.worker.name,
            from_step_id=before.id,
            action_label=fill(action.label, words),
            note=begin.note or None,
            is_returned=is_returned,
            received_at=in_story(self.today, self.at),
            due_on=due_on(begin.due or plan.due, due_on(begin.after, self.today) or self.today),
            answers=earlier.answers if keeps_answers and earlier else None,
        )
        db.add(step)
        db.flush()
        db.expire(case, ["steps"])
        return step


def _reads(definition: Definition, before: Step, version_id: str) -> tuple[str, ...]:
    """The steps that the one before reads: going back to one of them is going on with it, not beginning afresh."""
    if before.version_id != version_id:
        return ()
    return definition.step(before.definition_id or "").reads


def _related(person: Person, what: str) -> Person | None:
    """Somebody around the person whom the council knows too: the carer, or whoever stands in that relation."""
    for relationship in person.relationships:
        if relationship.other is not None and (relationship.is_carer if what == "carer" else relationship.kind == what):
            return relationship.other
    return None


def find_worker(db: Db, worker_id: str | None) -> Worker | None:
    """The worker whom a next action names, unless they have left."""
    return db.scalar(select(Worker).where(Worker.id == worker_id, Worker.left_on.is_(None))) if worker_id else None


def colleague_of(db: Db, role: str) -> Worker | None:
    """Who does a role's work in this county: its first worker by name who has not left."""
    return db.scalar(select(Worker).where(Worker.role == role, Worker.left_on.is_(None)).order_by(Worker.name).limit(1))
