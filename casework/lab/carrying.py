"""Answers of the person's earlier assessment, beside the questions that ask again: still right? Keep, or change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from casework.database import Db
from casework.errors import NotFound
from casework.lab.working import Work
from casework.records.models import Worker
from casework.records.queries.known import earlier_answers
from casework.workflows import engine
from casework.workflows.definition import PUBLIC_ROLES, Question
from casework.workflows.values import is_empty

KEPT = "kept:"
"""What a draft notes under, before the key of an answer, when the worker has said that it is still right."""


@dataclass(frozen=True)
class Carried:
    """One earlier answer. key: the question's id, or "outcomes:nutrition" for one of the ten.

    value: as an answer to the question. kept_at: when the worker said that it is still right.
    is_open: nobody has kept or answered it yet.
    """

    key: str
    question: Question
    code: str
    page_id: str
    value: Any
    by: Worker | None
    on: date
    kept_at: datetime | None
    is_open: bool


def carried_forward(db: Db, work: Work) -> dict[str, Carried]:
    """Every earlier answer to what the step asks now, by its key, in the order of its pages."""
    step = work.step
    if not step.is_open or step.role in PUBLIC_ROLES:
        return {}
    earlier = earlier_answers(db, step.person, step.case)
    found: dict[str, Carried] = {}
    for state in work.state.pages if earlier else []:
        if state.page.repeat:
            continue
        for shown in state.shown:
            question = shown.question
            if not question.asks or question.fact is None or question.fact not in earlier:
                continue
            before = earlier[question.fact]
            value = engine.known_of(question, {question.fact: before.value})
            answer = work.answers.get(question.id)
            parts = value if question.type == "outcomes" and isinstance(value, Mapping) else {"": value}
            for code, part in parts.items():
                key = f"{question.id}:{code}" if code else question.id
                mine = answer.get(code) if code and isinstance(answer, Mapping) else None if code else answer
                kept = work.answers.get(KEPT + key)
                found[key] = Carried(
                    key=key,
                    question=question,
                    code=code,
                    page_id=state.page.id,
                    value=part,
                    by=before.by,
                    on=before.on,
                    kept_at=datetime.fromisoformat(str(kept)) if kept else None,
                    is_open=is_empty(mine) and not kept,
                )
    return found


def keep_answer(db: Db, work: Work, key: str, *, at: datetime) -> Carried:
    """Copy an earlier answer into the worker's draft, and note that she looked at it and when.

    The draft must be there: what is typed on a page is saved before anything on it is kept. Raises NotFound for an
    answer that is not carried forward.
    """
    one = carried_forward(db, work).get(key)
    draft = work.draft
    if one is None or draft is None:
        raise NotFound(f"earlier answer {key}")
    answers = dict(draft.answers)
    if one.code:
        before = answers.get(one.question.id)
        answers[one.question.id] = {**(before if isinstance(before, Mapping) else {}), one.code: one.value}
    else:
        answers[one.question.id] = one.value
    answers[KEPT + key] = at.isoformat()
    draft.revision += 1
    draft.answers = answers
    draft.posted = {**draft.posted, one.question.id: answers[one.question.id]}
    draft.pages = draft.pages | {one.page_id: draft.revision}
    draft.saved_at = at
    db.flush()
    return one
