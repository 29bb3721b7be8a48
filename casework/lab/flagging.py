"""Flags on a step at work: which are open, and the reasons that were written for letting them stand."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from casework.database import Db
from casework.lab.working import Work
from casework.records.flags import Flag, flags_of
from casework.records.models import FlagAnswer, Step, Worker
from casework.workflows import engine
from casework.workflows.definition import PUBLIC_ROLES, Definition

WHY = "why:"
"""What a draft keeps a reason under, before the flag's key."""


def flags_here(work: Work, today: date) -> list[Flag]:
    """What does not agree in a step's answers, with the record as they leave it; beside a fact that it asks itself.

    What no step of the workflow has asked for by now is not missed: that is for its designer, and told by the checks of
    duties. Nobody but the council's workers is asked: a person's own words stand as they are.
    """
    if work.step.role in PUBLIC_ROLES:
        return []
    here = _facts_asked(work.definition, work.step.definition_id or "")
    by_now = set(work.record) | here
    for plan in work.definition.steps:
        if plan.id == work.step.definition_id:
            break
        by_now |= _facts_asked(work.definition, plan.id)
    known = {name: value for name, value in work.record.items() if name not in here}
    found: list[Flag] = []
    for flag in flags_of(known | work.state.facts, today):
        compared = (flag.about, *flag.looks_at)
        beside = next((name for name in compared if name in here), None)
        if beside and by_now.issuperset(compared):
            found.append(replace(flag, about=beside))
    return found


def _facts_asked(definition: Definition, step_id: str) -> set[str]:
    """The facts that a step of a workflow records."""
    names: set[str] = set()
    for section in definition.sections_of(step_id):
        for page in section.pages:
            if page.repeat:
                names |= {page.repeat.fact} if page.repeat.fact else set()
            else:
                names |= {question.fact for question in page.questions if question.fact}
    return names


def open_flags(db: Db, work: Work, today: date) -> list[Flag]:
    """The flags here for which nobody has written a reason while they said what they say now."""
    answered = {(one.code, one.said) for one in answers_of_case(db, work.step)}
    return [flag for flag in flags_here(work, today) if (flag.key, flag.says) not in answered]


def answers_of_case(db: Db, step: Step) -> list[FlagAnswer]:
    """Every reason written in a step's case, the first one first."""
    return list(
        db.scalars(
            select(FlagAnswer)
            .join(Step, FlagAnswer.step_id == Step.id)
            .where(Step.case_id == step.case_id)
            .order_by(FlagAnswer.answered_at, FlagAnswer.id)
        )
    )


def reasons_typed(work: Work) -> dict[str, str]:
    """The reasons that the worker's draft holds: flag key → text."""
    return {
        name.removeprefix(WHY): str(text).strip()
        for name, text in work.answers.items()
        if name.startswith(WHY) and isinstance(text, str)
    }


def unexplained(flags: Sequence[Flag], reasons: Mapping[str, str]) -> list[engine.FinishProblem]:
    """What stands against finishing: a flag that stays without a reason."""
    return [
        engine.FinishProblem(f"why-{flag.key}", f"Say why, or change your answer: {flag.says}")
        for flag in flags
        if not reasons.get(flag.key, "").strip()
    ]


def keep_reasons(
    db: Db,
    step: Step,
    flags: Sequence[Flag],
    reasons: Mapping[str, str],
    *,
    by: Worker,
    acted_for: Worker | None,
    today: date,
    at: datetime,
) -> list[FlagAnswer]:
    """Keep, beside the record, why somebody let each of these flags stand."""
    columns: dict[str, Any] = {
        "step_id": step.id,
        "person_id": step.person_id,
        "by_id": by.id,
        "for_id": acted_for.id if acted_for else None,
        "answered_on": today,
        "answered_at": at,
    }
    kept = [
        FlagAnswer(code=flag.key[:60], said=flag.says, reason=reasons[flag.key].strip(), **columns) for flag in flags
    ]
    db.add_all(kept)
    db.flush()
    return kept
