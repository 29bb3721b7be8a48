"""Simulated colleagues: steps of other roles, done by the scenario's script as soon as they fall to them.

So one participant can go the whole way round. The script says what each does, how long it takes in the
story, and what they write; the sandbox's story date moves on with them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from casework.database import Db
from casework.lab import by_hand, working
from casework.lab.models import Sandbox, Study
from casework.records.models import Step, Worker
from casework.records.vocabulary import StepStatus

MOST_IN_A_ROW = 20
"""No script leads round for ever: after so many steps in a row the next one waits."""


@dataclass(frozen=True)
class Acted:
    """One thing a colleague did, and the day of the story on which it was done."""

    step: Step
    worker: Worker
    action_id: str
    action_label: str
    days: int
    on: date
    note: str
    next_steps: list[Step]


def act(
    db: Db,
    study: Study,
    sandbox: Sandbox,
    worker: Worker,
    steps: Sequence[Step],
    *,
    at: datetime,
    beside: Mapping[str, str] | None = None,
) -> list[Acted]:
    """Let colleagues do the steps that have just begun, and what follows from them, until one is the worker's.

    beside: the versions of other workflows that may be started, by workflow id. The script says what colleagues do in
    the arm's own workflow; work in another waits with them.
    Moves sandbox.story_date on by the days that the script gives each of them.
    Raises ValueError where the script's answers do not finish a step: the study file must be mended.
    """
    waiting = list(steps)
    done: list[Acted] = []
    while waiting and len(done) < MOST_IN_A_ROW:
        step = waiting.pop(0)
        if step.worker_id in (None, worker.id):
            continue
        if step.version_id != step.case.version_id and step.version_id in (beside or {}).values():
            continue
        script = _script_for(study, step)
        if script is None or script.get("by_hand"):
            continue
        acted = _do(db, sandbox, worker, step, script, beside or {}, at)
        done.append(acted)
        waiting.extend(acted.next_steps)
    return done


def _script_for(study: Study, step: Step) -> Mapping[str, Any] | None:
    scripts: list[Mapping[str, Any]] = study.content.get("colleagues") or []
    return next((script for script in scripts if script["step"] == step.definition_id), None)


def _do(
    db: Db,
    sandbox: Sandbox,
    worker: Worker,
    step: Step,
    script: Mapping[str, Any],
    beside: Mapping[str, str],
    at: datetime,
) -> Acted:
    turn = (
        db.scalar(
            select(func.count())
            .select_from(Step)
            .where(
                Step.case_id == step.case_id,
                Step.definition_id == step.definition_id,
                Step.status == StepStatus.FINISHED,
                Step.from_step_id.is_not(None),
            )
        )
        or 0
    )
    action_id, days = _nth(script["does"], turn), int(_nth(script.get("after_days", 0), turn))
    sandbox.story_date += timedelta(days=days)
    colleague = step.worker
    if colleague is None:
        raise ValueError(f"nobody of this county does the work of a {step.role}")
    work = working.open_work(db, step, colleague, sandbox.story_date)
    _answer(db, work, colleague, script.get("answers") or {}, at)
    work = working.open_work(db, step, colleague, sandbox.story_date)
    action = next((action for action in work.plan.actions if action.id == action_id), None)
    if action is None:
        raise ValueError(f"{step.definition_id} has no action {action_id}: mend the study's colleagues")
    note = str(_nth(script.get("note", ""), turn)) if action.note != "none" else ""
    try:
        finished = working.finish(
            db,
            work,
            colleague,
            chosen=[action_id],
            notes={action_id: note} if note else {},
            own_role=step.role,
            today=sandbox.story_date,
            at=at,
            beside=beside,
        )
    except working.NotFinished as error:
        raise ValueError(f"the study's colleagues cannot finish {step.definition_id}: {error.problems}") from error
    by_hand.give_back(finished.next_steps, worker)
    db.flush()
    return Acted(step, colleague, action_id, action.label, days, sandbox.story_date, note, finished.next_steps)


def _answer(db: Db, work: working.Work, colleague: Worker, answers: Mapping[str, Any], at: datetime) -> None:
    pages = [state.page for state in work.state.pages if set(working.asked_on(state.page)) & set(answers)]
    asked = {key for page in pages for key in working.asked_on(page)}
    typed = {key: value for key, value in answers.items() if key in asked}
    working.save_pages(db, work, colleague, pages, typed, revision=work.revision, at=at, posted=True)


def _nth(value: Any, turn: int) -> Any:
    """The turn-th of several, the last one from then on; or the one there is."""
    return value[min(turn, len(value) - 1)] if isinstance(value, list) else value
