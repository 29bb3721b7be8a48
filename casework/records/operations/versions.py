"""Keeping what a finished step leaves in the record, so that no later change can alter what was said then."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from casework.database import Db
from casework.records.models import Assessment, CarePlan, FinishedVersion, Step, Worker
from casework.records.queries.known import known_facts

NOT_VERSIONED = {"person", "authorisation"}
"""The person's own details, which each have their source and date; and approvals, of which each is a row of its own."""


def keep_versions(
    db: Db,
    step: Step,
    recorded: dict[str, Any],
    *,
    by: Worker | None,
    acted_for: Worker | None,
    reason: str | None,
    today: date,
    at: datetime,
) -> list[FinishedVersion]:
    """One version for each part of the record that a finished step wrote to, as the whole part now stands.

    recorded: the step's facts, name → value, already written. reason: what the step came back with or why it was
    opened again; None the first time.
    """
    parts = list(dict.fromkeys(name.split(".", 1)[0] for name in recorded))
    parts = [part for part in parts if part not in NOT_VERSIONED]
    if not parts:
        return []
    _read_again(db, step, parts)
    known = known_facts(db, step.person, step.case, today, at=step) | recorded
    counted = select(FinishedVersion.part, func.max(FinishedVersion.number)).where(
        FinishedVersion.case_id == step.case_id
    )
    last = {row[0]: row[1] for row in db.execute(counted.group_by(FinishedVersion.part))}
    kept = [
        FinishedVersion(
            case_id=step.case_id,
            person_id=step.person_id,
            step_id=step.id,
            part=part,
            number=(last.get(part) or 0) + 1,
            content={name: value for name, value in known.items() if name.startswith(f"{part}.")},
            by_id=by.id if by else None,
            for_id=acted_for.id if acted_for else None,
            reason=reason,
            finished_on=today,
            finished_at=at,
        )
        for part in parts
    ]
    db.add_all(kept)
    db.flush()
    return kept


def _read_again(db: Db, step: Step, parts: Iterable[str]) -> None:
    """The rows that were just written anew are not those that were read before."""
    if "assessment" in parts:
        for assessment in db.scalars(select(Assessment).where(Assessment.case_id == step.case_id)):
            db.expire(assessment, ["outcomes"])
    if {"plan", "budget"} & set(parts):
        for plan in db.scalars(select(CarePlan).where(CarePlan.case_id == step.case_id)):
            db.expire(plan, ["needs", "services", "budgets"])
