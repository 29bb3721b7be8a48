"""A study of one arm and one task, made by one press from what was just tried."""

from datetime import date, datetime

from sqlalchemy import func, select

from casework.database import Db
from casework.errors import DomainError
from casework.lab.models import Study
from casework.lab.studies import put_in
from casework.lab.study_file import StudyFile
from casework.workflows.definition import Definition
from casework.workflows.versions import WorkflowVersion, definition_of
from casework.workflows.wording import plain

MINUTES = 20
PEOPLE = 5
LAWFUL_BASIS = "Public task; consent beside it, as good practice in research."
CONSENT = {
    "version": "1",
    "title": "Taking part",
    "text": [
        "We are trying out a way of working, to learn whether it helps practitioners. We are not testing you.",
        "The people in it are fictional. Type nothing about a real person.",
        "We keep what you do in the system, how long it takes, what you say about it and our notes. We know you by a "
        "code, not by your name.",
        "You can stop at any time without giving a reason, and ask us to delete what we kept.",
    ],
    "choices": [
        {"id": "take_part", "label": "I agree to take part", "required": True},
        {"id": "observed", "label": "Colleagues of the researcher may watch while I work"},
        {"id": "pictures", "label": "Pictures of the pages I saw may be kept with the notes"},
        {"id": "quoted", "label": "What I say may be quoted, without my name or team"},
    ],
}
ABOUT_YOU = {"intro": "Three questions, so that we can say who took part. Nothing here says who you are."}


def make_one_arm_study(
    db: Db,
    version: WorkflowVersion,
    *,
    in_use: dict[str, WorkflowVersion],
    person_id: str,
    warm_up: str,
    worker_id: str,
    start_at: str,
    behind: str | None,
    theme: str | None,
    story_date: date,
    at: datetime,
) -> Study:
    """A study with this version as its only arm and one task: to work from the step to its end.

    in_use: the versions in use of other workflows by id. warm_up: another person, to get used to it with.
    Raises DomainError where the step is not one of the workflow, or both people are the same.
    """
    definition = definition_of(db, version.id)
    if start_at not in {step.id for step in definition.steps if not step.ends}:
        raise DomainError(f"The workflow has no step {start_at} to begin with", field="start_at")
    if person_id == warm_up:
        raise DomainError("The warm-up needs another person than the case", field="person_id")
    file = _file(db, definition, person_id, warm_up, worker_id, start_at, behind, theme, story_date)
    workflows = {**in_use, definition.id: version}
    return put_in(db, file, workflows=workflows, at=at, packs={}, name=file.id)


def _file(
    db: Db,
    definition: Definition,
    person_id: str,
    warm_up: str,
    worker_id: str,
    start_at: str,
    behind: str | None,
    theme: str | None,
    story_date: date,
) -> StudyFile:
    step = plain(definition.step(start_at).title)
    prefix = f"{definition.id[:40]}-alone-"
    number = 1 + (db.scalar(select(func.count()).select_from(Study).where(Study.id.startswith(prefix))) or 0)
    return StudyFile.model_validate(
        {
            "id": f"{prefix}{number}",
            "title": f"{definition.title}, alone",
            "question": definition.asks_whether or f"Can a practitioner work “{step}” without help?",
            "story_date": story_date,
            "people": PEOPLE,
            "lawful_basis": LAWFUL_BASIS,
            "seed": number,
            "worker": worker_id,
            "design": "single",
            "consent": CONSENT,
            "about_you": ABOUT_YOU,
            "arms": [
                {
                    "id": "a",
                    "workflow": definition.id,
                    "warm_up": warm_up,
                    "start_at": start_at,
                    "behind": behind,
                    "theme": theme,
                }
            ],
            "cases": [{"id": "case", "person": person_id, "came_from": "Duty desk", "received_on": story_date}],
            "warm_up_task": {
                "id": "warm-up",
                "title": "Have a look round",
                "text": "Find ((person)) and open the work that waits. Look round until you feel at home.",
                "finishes": {"a": start_at},
            },
            "tasks": [
                {
                    "id": "task",
                    "title": step[:160],
                    "text": f"“{step}” for ((person)) waits for you. Work it from beginning to end, as you would.",
                    "finishes": {"a": start_at},
                    "minutes": MINUTES,
                }
            ],
        }
    )
