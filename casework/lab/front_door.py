"""What is asked of a test of a public front door: where she presses first, and what she understood.

Source of both measures: docs/studies.md. Several first presses may be right; which, the study file fixes beforehand.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from casework.database import Db
from casework.errors import DomainError
from casework.lab.models import TaskRun
from casework.lab.study_file import ComprehensionPart, FirstClickPart
from casework.lab.task_runs import person_of
from casework.records.models import Step

HOW_SURE = range(1, 6)
SURE = 4
"""From here on she is sure: 4 or 5 of 5."""

DOES_NOT_KNOW = "I do not know"


def begins_at(db: Db, run: TaskRun) -> str | None:
    """The step whose page she begins at, in the sandbox that is entered; None where she begins at her work view."""
    plan_id = (run.task.start_at or {}).get(run.session_arm.arm.key)
    if plan_id is None:
        return None
    wanted = select(Step.id).where(Step.definition_id == plan_id, Step.person_id == person_of(run))
    return db.scalar(wanted.order_by(Step.position.desc()).limit(1))


# --- the first press -----------------------------------------------------------------------------


def waits_for_first_page(run: TaskRun) -> bool:
    """Whether the page she begins with is still to be shown to her."""
    return run.task.first_click is not None and run.first_click is None


def waits_for_first_press(run: TaskRun) -> bool:
    """Whether she has seen the page she begins with, and has pressed nothing yet."""
    return run.first_click is not None and "pressed" not in run.first_click


def page_was_shown(run: TaskRun, *, path: str, offers: Mapping[str, str], at: datetime) -> None:
    """The page she begins with is before her. offers: what each press sends, → what is written on it."""
    run.first_click = {"page": path, "shown_at": at.isoformat(), "offers": dict(offers)}


def was_pressed(run: TaskRun, pressed: list[str], *, at: datetime) -> None:
    """Keep where she pressed first, whether that was right, and after how many seconds.

    pressed: what is written on it, and on what she chose with it.
    """
    if not waits_for_first_press(run) or run.first_click is None or run.task.first_click is None:
        return
    right = {_same(text) for text in FirstClickPart.model_validate(run.task.first_click).right}
    seen = datetime.fromisoformat(run.first_click["shown_at"])
    run.first_click = {
        "page": run.first_click["page"],
        "pressed": "; ".join(pressed),
        "right": any(_same(text) in right for text in pressed),
        "seconds": round((at - seen).total_seconds(), 1),
    }


def stop_looking(run: TaskRun) -> None:
    """The run is over: whoever pressed nothing has no first press, which is not a wrong one."""
    if waits_for_first_press(run) and run.first_click is not None:
        run.first_click = {"page": run.first_click["page"], "pressed": "", "right": None, "seconds": None}


def _same(text: str) -> str:
    return " ".join(text.split()).casefold()


# --- what she understood -------------------------------------------------------------------------


def questions(run: TaskRun) -> list[ComprehensionPart]:
    """What is asked about what she read, in order."""
    return [ComprehensionPart.model_validate(part) for part in run.task.comprehension or []]


def understood(run: TaskRun, answers: Mapping[str, str], sure: Mapping[str, int | None]) -> None:
    """Keep her answers by the question's id: what she answered, whether it is right, how sure she is, 1 to 5.

    Where she chose among answers, the key tells right from wrong; what she wrote a researcher reads, and it is None.
    Raises DomainError on `understood_` and the id of a question without an answer.
    """
    kept: dict[str, Any] = {}
    for question in questions(run):
        answer = (answers.get(question.id) or "").strip()
        if not answer:
            raise DomainError(
                f"Answer “{question.asks}”, or say that you do not know", field=f"understood_{question.id}"
            )
        if question.answers and answer not in (*question.answers, DOES_NOT_KNOW):
            raise ValueError(f"{question.id} does not offer {answer!r}")
        level = sure.get(question.id)
        if level is not None and level not in HOW_SURE:
            raise ValueError(f"how sure she is, is 1 to 5, not {level!r}")
        kept[question.id] = {
            "answer": answer,
            "right": answer in question.right if question.answers else None,
            "sure": level,
        }
    run.comprehension = kept


def confident_and_wrong(run: TaskRun) -> list[str]:
    """The ids of questions whose answer is wrong and of which she is sure: the dangerous ones."""
    return [
        question
        for question, kept in (run.comprehension or {}).items()
        if kept["right"] is False and (kept["sure"] or 0) >= SURE
    ]
