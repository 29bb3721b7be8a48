"""The robot at work in a sandbox: the next thing it does there, by the operations that people's pages use.

What it does next follows from what the record holds by then, so that it can be asked for one thing at a time, hours
apart, and goes on where it was.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import select

from casework.database import Db
from casework.errors import DomainError
from casework.lab import colleagues, flagging, working
from casework.lab.models import Arm, ExpertAnswer, Sandbox, Study, StudyCase
from casework.lab.vocabulary import EventKind
from casework.records.models import Person, Step, Worker
from casework.records.operations.case_notes import record_case_note
from casework.records.queries.work import OPEN
from casework.records.vocabulary import ContactKind
from casework.rehearsal.answering import Answering, outcomes_from
from casework.rehearsal.people import everybody
from casework.rehearsal.robot import Onward, ways_on, why_stuck
from casework.workflows.definition import Definition, Page
from casework.workflows.values import JSON, is_empty

Tell = Callable[..., None]
"""Called with the kind of event and its data for each thing that happens."""

MOST_ACTS = 300
NOTE = "Noted by the robot: the reasons are in this step."


@dataclass(frozen=True)
class Desk:
    """Where the robot sits: the arm, its sandbox, which has been entered, whose work it is and what it knows.

    known: fact to value, in the codes of the record.
    """

    study: Study
    arm: Arm
    sandbox: Sandbox
    worker: Worker
    person: Person
    known: Mapping[str, Any]

    @property
    def today(self) -> date:
        return self.sandbox.story_date

    def answering(self) -> Answering:
        carer = everybody()[self.person.id].words["carer"] if self.person.id in everybody() else "whoever helps"
        words = {
            "person": self.person.called,
            "worker": self.worker.name,
            "carer": carer,
            "person_id": self.person.id,
            "worker_id": self.worker.id,
        }
        return Answering(self.known, self.today, words)


@dataclass(frozen=True)
class Did:
    """One thing done. said: its page or step by title, or why nothing can be done.

    facts: what a finished step recorded. empty_too: whether it could have been finished with nothing filled in.
    """

    kind: Literal["opened", "typed", "finished", "stuck"]
    said: str
    step_id: str = ""
    facts: Mapping[str, Any] | None = None
    empty_too: bool = False


def sit_down(db: Db, study: Study, arm: Arm, sandbox: Sandbox, person_id: str, known: Mapping[str, Any]) -> Desk:
    """The robot in a sandbox that has been entered. Raises DomainError where worker or person are not there."""
    worker = working.find_worker(db, study.worker_id)
    person = db.scalar(select(Person).where(Person.id == person_id))
    if worker is None or person is None:
        raise DomainError(f"The sandbox has no {person_id if worker else study.worker_id}. Make the county first")
    return Desk(study, arm, sandbox, worker, person, known)


def known_of(db: Db, study: Study, person_id: str, case: StudyCase | None) -> dict[str, Any]:
    """What the robot goes by: what is usual for the person, what the case says, and before both what experts say."""
    known = dict(everybody()[person_id].known) if person_id in everybody() else {}
    if case is not None and case.person_id == person_id:
        known |= case.content.get("known", {})
        known |= {fact: as_recorded(fact, each["value"]) for fact, each in experts_of(db, study, case).items()}
    return known


def experts_of(db: Db, study: Study, case: StudyCase) -> dict[str, dict[str, Any]]:
    """The experts' answers to a case: fact to {"value", "acceptable"}."""
    wanted = select(ExpertAnswer).where(ExpertAnswer.study_id == study.id, ExpertAnswer.case_key == case.key)
    return {answer.fact: answer.value for answer in db.scalars(wanted)}


def as_recorded(fact: str, value: Any) -> Any:
    """An expert's answer in the shape in which the record has it."""
    return outcomes_from(value) if fact == "assessment.outcomes" and isinstance(value, list) else value


def act(db: Db, desk: Desk, target: str, *, at: datetime, tell: Tell) -> Did:
    """The next thing on the way to finishing the step `target`: open a step, fill in one page, or hand it over."""
    step = _step_to_do(db, desk, target)
    if step is None:
        return Did("stuck", f"no work is left for {desk.person.called} before “{target}” is finished", target)
    title = step.title
    if working.start(db, step, today=desk.today):
        tell(EventKind.PAGE_VIEWED, path=f"/steps/{step.id}", page=title)
        tell(EventKind.STEP_STARTED, step=step.definition_id, step_row_id=step.id)
        return Did("opened", title, step.definition_id or "")
    work = working.open_work(db, step, desk.worker, desk.today)
    onward = _way_on(work, desk, target)
    if onward is None:
        record, read = work.record, _read(work)
        why = why_stuck(work.definition, work.plan.id, desk.answering(), record=record, read=read)
        return Did("stuck", f"at “{title}”: {'; '.join(why[:3])}", work.plan.id)
    page = _page_left(work, onward)
    if page is not None:
        return _fill(db, desk, work, page, onward, at=at, tell=tell)
    return _hand_over(db, desk, work, onward, at=at, tell=tell)


def _step_to_do(db: Db, desk: Desk, target: str) -> Step | None:
    found = db.scalars(
        select(Step)
        .where(
            Step.person_id == desk.person.id,
            Step.worker_id == desk.worker.id,
            Step.status.in_(OPEN),
            Step.version_id == desk.arm.version_id,
        )
        .order_by(Step.received_at.desc(), Step.id)
    ).all()
    return next((step for step in found if step.definition_id == target), found[0] if found else None)


def _read(work: working.Work) -> dict[str, JSON]:
    return {key: value for step in work.read for key, value in (step.answers or {}).items()}


def _way_on(work: working.Work, desk: Desk, target: str) -> Onward | None:
    """The first way that leads to the target, or the likeliest where none is known to."""
    ways = ways_on(work.definition, work.plan.id, desk.answering(), record=work.record, read=_read(work))
    first = None
    for onward in ways:
        if work.plan.id == target or leads_to(work.definition, onward.to, target):
            return onward
        first = first or onward
    return first


def leads_to(definition: Definition, step_id: str | None, target: str) -> bool:
    """Whether a way leads from one step to another, whatever the answers."""
    seen: set[str] = set()
    ahead = [step_id] if step_id else []
    steps = {step.id: step for step in definition.steps}
    while ahead:
        name = ahead.pop()
        if name == target:
            return True
        if name in seen or name not in steps:
            continue
        seen.add(name)
        for action in steps[name].actions:
            ahead += [each for each in (action.to, *action.starts) if each]
    return False


def _page_left(work: working.Work, onward: Onward) -> Page | None:
    for state in onward.filled.state.pages:
        for key in working.asked_on(state.page):
            wanted = onward.filled.answers.get(key)
            if wanted != work.answers.get(key) and not (is_empty(wanted) and is_empty(work.answers.get(key))):
                return state.page
    return None


def _fill(db: Db, desk: Desk, work: working.Work, page: Page, onward: Onward, *, at: datetime, tell: Tell) -> Did:
    tell(EventKind.PAGE_VIEWED, path=f"/steps/{work.step.id}/{page.id}", page=page.title or work.step.title)
    answers = onward.filled.answers
    typed = {key: answers[key] for key in working.asked_on(page) if key in answers}
    saved = working.save_pages(db, work, desk.worker, [page], typed, revision=work.revision, at=at, posted=True)
    for change in saved.changes:
        tell(
            EventKind.ANSWER_CHANGED,
            question=change.question_id,
            page=page.id,
            step=work.step.definition_id,
            step_row_id=work.step.id,
            old=change.old,
            new=change.new,
        )
    return Did("typed", page.title or work.step.title, work.plan.id)


def _hand_over(db: Db, desk: Desk, work: working.Work, onward: Onward, *, at: datetime, tell: Tell) -> Did:
    step, chosen = work.step, onward.chosen
    tell(EventKind.PAGE_VIEWED, path=f"/steps/{step.id}/check", page=f"{step.title}: check answers")
    empty = working.with_answers(work, {}, desk.today)
    notes = {each.id: NOTE for each in work.plan.actions if each.id in chosen and each.note != "none"}
    empty_too = not working.finishing_problems(empty, chosen, notes)
    flags = flagging.open_flags(db, work, desk.today)
    reasons = {flag.key: "The robot has looked, and leaves it as it is." for flag in flags}
    flagging.keep_reasons(db, step, flags, reasons, by=desk.worker, acted_for=None, today=desk.today, at=at)
    try:
        finished = working.finish(
            db,
            work,
            desk.worker,
            chosen=chosen,
            notes=notes,
            own_role=desk.worker.role,
            today=desk.today,
            at=at,
            beside=desk.arm.beside,
        )
    except working.NotFinished as error:
        why = "; ".join(problem.message for problem in error.problems[:3])
        tell(EventKind.ERRORS_SHOWN, messages=[problem.message for problem in error.problems], place="check")
        return Did("stuck", f"at “{step.title}”: {why}", work.plan.id)
    for action in chosen:
        tell(EventKind.ACTION_TAKEN, action=action, step=step.definition_id, step_row_id=step.id)
    tell(
        EventKind.STEP_FINISHED,
        step=step.definition_id,
        step_row_id=step.id,
        person_id=step.person_id,
        facts=sorted(finished.facts),
    )
    for acted in colleagues.act(
        db, desk.study, desk.sandbox, desk.worker, finished.next_steps, at=at, beside=desk.arm.beside
    ):
        tell(
            EventKind.COLLEAGUE_ACTED,
            worker=acted.worker.name,
            role=acted.worker.role,
            step=acted.step.definition_id,
            step_row_id=acted.step.id,
            action=acted.action_id,
            note=acted.note,
        )
        if acted.days:
            tell(EventKind.STORY_MOVED, days=acted.days, to=acted.on.isoformat())
    return Did("finished", step.title, work.plan.id, finished.facts, empty_too)


def look_around(db: Db, desk: Desk, *, at: datetime, tell: Tell) -> Did:
    """A task that names no step: the person's record is opened and a call noted in it."""
    tell(EventKind.SEARCHED, text=desk.person.called)
    tell(EventKind.PAGE_VIEWED, path=f"/people/{desk.person.id}", page=f"{desk.person.called}: summary")
    tell(EventKind.PAGE_VIEWED, path=f"/people/{desk.person.id}/notes/new", page="Add a case note")
    note = record_case_note(
        db,
        desk.person,
        author=desk.worker,
        kind=ContactKind.CALL_OUT,
        happened_on=desk.today,
        title="Telephone call",
        text="The robot rang today, and they are well.",
        today=desk.today,
        at=at,
    )
    tell(EventKind.CASE_NOTE_RECORDED, case_note=note.id, person_id=desk.person.id)
    return Did("finished", "Case note added", facts={})
