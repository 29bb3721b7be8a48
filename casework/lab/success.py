"""How success at a task is told from failure: the step it names is finished, and what its study asks for holds.

A rule decides where it can; where it cannot, and in a system outside ours, the facilitator does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from casework.database import Db
from casework.errors import DomainError
from casework.lab.agreeing import agrees
from casework.lab.events import happened
from casework.lab.models import ExpertAnswer, RecordedFact, TaskRun
from casework.lab.study_file import SuccessPart
from casework.lab.vocabulary import EventKind, RunStatus, TaskKind
from casework.records.facts import CATALOGUE
from casework.workflows.over_facts import compile_over_facts, holds

BY_FACILITATOR = "whether what was to be done was done"


@dataclass(frozen=True)
class Verdict:
    """What a rule says of a run. is_success: None where somebody has to judge. said: why, in a sentence."""

    is_success: bool | None
    said: str


def verdict(
    rule: SuccessPart,
    *,
    finished: bool | None,
    recorded: Mapping[str, Any],
    experts: Mapping[str, Mapping[str, Any]],
    today: date,
) -> Verdict:
    """Whether a run succeeded: everything that the rule names must hold.

    finished: whether the step that the task names was finished; None where it names none. recorded: fact to value.
    experts: fact to {"value", "acceptable"}. What was not recorded does not hold, whatever the rule says of it.
    """
    if finished is False:
        return Verdict(False, "The work was not finished")
    if rule.when and not holds(compile_over_facts(rule.when, CATALOGUE), recorded, today):
        return Verdict(False, f"What was recorded does not meet: {rule.when}")
    for fact in rule.expert:
        label = CATALOGUE[fact].label.lower()
        if fact not in recorded:
            return Verdict(False, f"Nothing was recorded for {label}")
        if not agrees(fact, recorded[fact], experts[fact]):
            return Verdict(False, f"What was recorded for {label} is not what experts decided or accept")
    if rule.judged:
        return Verdict(None, f"To be judged: {rule.judged}")
    return Verdict(True, "Finished, and as the study asks")


def rule_of(run: TaskRun) -> SuccessPart | None:
    """The rule of the run's task. In a system outside ours somebody judges, also where the study says nothing."""
    given = SuccessPart.model_validate(run.task.success) if run.task.success else None
    if run.task.kind is TaskKind.WARM_UP or not run.session_arm.arm.external:
        return given
    return SuccessPart(judged=(given.judged if given else None) or BY_FACILITATOR)


def draw(db: Db, run: TaskRun) -> None:
    """Write what the rule says of an ended run into its row. What a person has judged stays."""
    rule = rule_of(run)
    if rule is None or run.judged_at is not None:
        return
    found = verdict(
        rule,
        finished=run.completed_step,
        recorded=_recorded(db, run),
        experts=_experts(db, run),
        today=run.session.study.story_date,
    )
    run.is_success, run.success_said = found.is_success, found.said
    db.flush()


def needs_judging(run: TaskRun) -> bool:
    """Whether an ended run waits for the facilitator to say whether it succeeded."""
    return (
        run.status is RunStatus.ENDED
        and run.task.kind is TaskKind.TASK
        and run.is_success is None
        and (rule := rule_of(run)) is not None
        and rule.judged is not None
    )


def judge(db: Db, run: TaskRun, is_success: bool, *, because: str, by: str, at: datetime) -> None:
    """Say whether a run succeeded that no rule can decide, or say it again.

    Raises DomainError on `because` without a reason, and for a run that a rule decides or that has not ended.
    """
    because = because.strip()
    if not because:
        raise DomainError("Enter what you saw that shows it", field="because")
    rule = rule_of(run)
    if run.status is not RunStatus.ENDED or rule is None or rule.judged is None:
        raise DomainError("Whether this run succeeded is not for anybody to judge")
    if run.judged_at is None and run.is_success is not None:
        raise DomainError(f"This run did not succeed: {run.success_said}")
    run.is_success, run.success_said, run.judged_by, run.judged_at = is_success, because, by, at
    happened(db, run.session, EventKind.RUN_JUDGED, at=at, run=run.id, is_success=is_success, because=because, by=by)
    db.flush()


def _recorded(db: Db, run: TaskRun) -> dict[str, Any]:
    rows = db.scalars(select(RecordedFact).where(RecordedFact.task_run_id == run.id).order_by(RecordedFact.id))
    return {row.name: row.value["value"] for row in rows}


def _experts(db: Db, run: TaskRun) -> dict[str, dict[str, Any]]:
    wanted = select(ExpertAnswer).where(
        ExpertAnswer.study_id == run.session.study_id, ExpertAnswer.case_key == run.session_arm.case.key
    )
    return {answer.fact: answer.value for answer in db.scalars(wanted)}
