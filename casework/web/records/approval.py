"""The manager's own screen: what is proposed, what changed since it was returned, duties, history, what follows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.database import Db
from casework.lab.working import Work
from casework.records.facts import CATALOGUE
from casework.records.models import CarePlan, Step, Worker
from casework.records.queries.plans import authorisations_in, plan_of_case
from casework.records.versions import changes_between, versions_of
from casework.records.vocabulary import StepStatus
from casework.web.page import day, money
from casework.web.records.costs import Costs, costs_of
from casework.web.records.wording import labels
from casework.workflows.definition import Action
from casework.workflows.duty_list import DUTY_LIST
from casework.workflows.states import FinishProblem
from casework.workflows.wording import fill

STAGES = ("assessed", "planned")
OF_A_REVIEW = {"review.involved", "review.advocate", "review.outcome"}
WORDS_OF_PARTS = {"at": "at", "carers": "carers", "because": "stays because"}


@dataclass(frozen=True)
class Changed:
    """One thing that the last two submissions say differently, in words."""

    part: str
    old: str
    new: str


@dataclass(frozen=True)
class Evidence:
    """What the record holds for a duty. missing: in words, what was not found; a person judges whether it is enough."""

    duty: str
    found: int
    of: int
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Said:
    """One entry of the history: what was done, on which day, by whom, and with which words."""

    what: str
    on: date | None
    by: Worker | None
    acted_for: Worker | None
    words: str


@dataclass(frozen=True)
class Follows:
    """One thing that comes next, for whom, and when: at once, or after approval."""

    what: str
    whom: str
    when: str


@dataclass(frozen=True)
class Approval:
    """All that the screen shows beside the decision."""

    submitted: Step | None
    plan: CarePlan | None
    costs: Costs | None
    changed: list[Changed]
    duties: list[Evidence]
    history: list[Said]
    follows: list[Follows]
    agreeing: list[str]
    """The actions that agree: those that lead neither back nor on to somebody else's approval."""


def approval_of(db: Db, work: Work, worker: Worker, today: date) -> Approval:
    """What a step of kind approval is about. Costs are None where nothing with a cost is agreed in it."""
    step = work.step
    costs = costs_of(work, today, limit_pence=worker.approval_limit_pence)
    return Approval(
        submitted=step.from_step,
        plan=plan_of_case(db, step.case_id) if costs else None,
        costs=costs,
        changed=list(_changed(db, step)),
        duties=list(evidence_of(work.record, with_plan=costs is not None)),
        history=_history(db, work),
        follows=list(_follows(work)),
        agreeing=[action.id for action in work.plan.actions if _agrees(work, action)],
    )


def above_limit_without_why(
    work: Work, worker: Worker, today: date, chosen: Sequence[str], notes: Mapping[str, str]
) -> list[FinishProblem]:
    """Whoever agrees to more than her limit may do so, and says why: what is wrong where she does not."""
    agreed = [a for a in work.plan.actions if a.id in chosen and a.note != "none" and _agrees(work, a)]
    unsaid = [action for action in agreed if not notes.get(action.id, "").strip()]
    if work.step.kind != "approval" or not unsaid or worker.approval_limit_pence is None:
        return []
    costs = costs_of(work, today, limit_pence=worker.approval_limit_pence)
    above = costs.above_limit_pence if costs else None
    if not above:
        return []
    return [
        FinishProblem(f"note-{action.id}", f"Say why you agree to {money(above)} a week above your limit")
        for action in unsaid
    ]


# --- what changed --------------------------------------------------------------------------------


def _changed(db: Db, step: Step) -> Iterator[Changed]:
    """What the last two times it was submitted say differently; nothing the first time."""
    if step.from_step is None:
        return
    part = "assessment" if step.from_step.kind == "assessment" else "plan"
    for each in (part, "budget") if part == "plan" else (part,):
        versions = versions_of(db, step.case_id, each)
        if len(versions) < 2:
            continue
        for change in changes_between(versions[-2].content, versions[-1].content):
            about = labels()(change.about) if change.about else ""
            title = f"{change.label}: {about}" if about else change.label
            old, new = words_of_fact(change.fact, change.old), words_of_fact(change.fact, change.new)
            if old != new:
                yield Changed(title, old, new)


def words_of_fact(name: str, value: Any) -> str:
    """A fact, or a part of one, as one would write it."""
    if value in (None, "", [], {}):
        return "None"
    if isinstance(value, int) and name.endswith("_pence"):
        return money(value)
    if isinstance(value, Mapping):
        parts = ((key, each) for key, each in value.items() if each not in (None, "", [], {}))
        return ", ".join(
            f"{labels()(WORDS_OF_PARTS.get(key, key)).replace('_', ' ').lower()} {_part(key, each)}"
            for key, each in parts
        )
    if isinstance(value, list | tuple):
        return "; ".join(words_of_fact(name, each) for each in value)
    if isinstance(value, str) and name in CATALOGUE and CATALOGUE[name].type == "date":
        return day(date.fromisoformat(value))
    return labels()(str(value))


def _part(key: str, value: Any) -> str:
    if key.endswith("_pence") and isinstance(value, int):
        return money(value)
    if isinstance(value, list | tuple):
        return " and ".join(labels()(str(each)) for each in value)
    return labels()(str(value))


# --- duties --------------------------------------------------------------------------------------


def evidence_of(record: Mapping[str, Any], *, with_plan: bool) -> Iterator[Evidence]:
    """What the record holds for each duty that applies when an assessment, or a plan, is agreed.

    record: fact name → value. What only a review can hold is not asked for before there is one.
    """
    known = {name for name, value in record.items() if value not in (None, "", [], {})}
    for name, value in record.items():
        for row in value if isinstance(value, list | tuple) else ():
            if isinstance(row, Mapping):
                known |= {f"{name}.{key}" for key, each in row.items() if each not in (None, "", [], {})}
    stages = STAGES if with_plan else STAGES[:1]
    for duty in DUTY_LIST:
        needs = [
            need
            for need in duty.needs
            if need.stage in stages and not need.where_it_applies and not set(need.facts) <= OF_A_REVIEW
        ]
        if needs:
            missing = tuple(need.words for need in needs if not known & set(need.facts))
            yield Evidence(duty.name, len(needs) - len(missing), len(needs), missing)


# --- history, and what follows -------------------------------------------------------------------


def _history(db: Db, work: Work) -> list[Said]:
    """Each time it was submitted and decided, the newest first."""
    step = work.step
    about = {step.definition_id, step.from_step.definition_id if step.from_step else None}
    turns = [
        other
        for other in step.case.steps
        if other.status == StepStatus.FINISHED and other.version_id == step.version_id and other.definition_id in about
    ]
    decided = [one for one in authorisations_in(db, step.case_id) if one.about == step.title]
    said: list[Said] = []
    submissions = 0
    for turn in sorted(turns, key=lambda turn: turn.position):
        note = next((other.note for other in step.case.steps if other.from_step_id == turn.id and other.note), "")
        if turn.definition_id == step.definition_id:
            one = decided.pop(0) if decided else None
            what = labels()(one.decision) if one and one.decision else _labels_of(work, turn)
            words = (one.comment if one else None) or note or ""
        else:
            submissions += 1
            what, words = (
                ("Submitted" if submissions == 1 else "Submitted again") + f", version {submissions}",
                note or "",
            )
        said.append(Said(what, turn.finished_on, turn.finished_by, turn.finished_for, words))
    return said[::-1]


def _labels_of(work: Work, turn: Step) -> str:
    plan = work.definition.step(turn.definition_id or "")
    return ", ".join(fill(action.label, work.words) for action in plan.actions if action.id in (turn.actions or []))


def _follows(work: Work) -> Iterator[Follows]:
    """What each way of agreeing begins, and what the work that is agreed has waiting."""
    step = work.step
    order = [each.id for each in work.definition.steps]
    for action in work.plan.actions:
        if action.to is None or order.index(action.to) < order.index(step.definition_id or ""):
            continue
        target = work.definition.step(action.to)
        if not target.ends:
            panel = target.kind == "approval"
            what = f"{fill(action.label, work.words)}: {fill(target.title, work.words)}"
            yield Follows(what, _role(action.role or target.role), "At once" if panel else "After approval")
    for action in _waiting(work):
        for name in action.starts:
            yield Follows(
                fill(action.label, work.words), _role(action.role) or name.replace("_", " "), "After approval"
            )


def _agrees(work: Work, action: Action) -> bool:
    if action.to is None:
        return bool(action.starts)
    order = [each.id for each in work.definition.steps]
    is_back = order.index(action.to) < order.index(work.step.definition_id or "")
    return not is_back and work.definition.step(action.to).kind != "approval"


def _waiting(work: Work) -> Sequence[Action]:
    before = work.step.from_step
    if before is None or before.version_id != work.step.version_id:
        return ()
    plan = work.definition.step(before.definition_id or "")
    return [action for action in plan.actions if action.id in (before.actions or []) and action.waits_for]


def _role(role: str | None) -> str:
    return (role or "").replace("_", " ")
