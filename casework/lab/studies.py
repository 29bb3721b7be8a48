"""Reads studies in: what is compared, on which cases, with which tasks, and what the experts decided."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, exists, select

from casework.database import Db
from casework.errors import DomainError
from casework.lab.models import Arm, ExpertAnswer, Sandbox, Session, Study, StudyCase, TestTask
from casework.lab.sandboxes import COUNTY, inside, person_template
from casework.lab.study_file import ArmPart, StudyFile
from casework.lab.study_mistakes import Known
from casework.lab.study_reading import StudyError, read_study_file, read_study_text
from casework.lab.vocabulary import SandboxKind, TaskKind
from casework.records.models import Person, Worker
from casework.workflows.definition import ONWARDS
from casework.workflows.versions import WorkflowVersion, definition_of, keep_content
from casework.workflows.wordings import Pack, worded

__all__ = ["StudyError", "StudyInUse", "known_here", "put_in", "read_study", "read_study_text"]


class StudyInUse(DomainError):
    """The file of a study says something new, but people have already been planned into it as it was."""


def known_here(
    db: Db,
    workflows: Mapping[str, WorkflowVersion],
    *,
    themes: Collection[str] = (),
    packs: Collection[str] = (),
) -> Known:
    """What a study may name in this database. workflows: the version to pin, by workflow id."""
    before = person_template("")
    templates = db.scalars(select(Sandbox.id).where(Sandbox.kind == SandboxKind.TEMPLATE))
    people = [name.removeprefix(before) for name in templates if name.startswith(before)]
    with inside(db, COUNTY):
        workers = db.scalars(select(Worker.id).order_by(Worker.id)).all()
    return Known(workflows, lambda name: definition_of(db, workflows[name].id), sorted(people), workers, themes, packs)


def read_study(
    db: Db,
    path: Path,
    *,
    workflows: Mapping[str, WorkflowVersion],
    at: datetime,
    themes: Collection[str] = (),
    packs: Mapping[str, Pack] | None = None,
) -> Study:
    """The study of a file, read in unless it is already there word for word with the same versions.

    themes, packs: the themes and wording packs that an arm may name.
    workflows: the version to pin, by workflow id; already kept in this database, as are the templates of the
    people. Raises StudyError with every mistake found, and StudyInUse when the study says something else but is sealed
    or has sessions: what people took part in is never changed. Give the file another id then.
    """
    file = read_study_file(path, known_here(db, workflows, themes=themes, packs=packs or {}))
    return put_in(db, file, workflows=workflows, at=at, packs=packs or {}, name=path.name)


def put_in(
    db: Db,
    file: StudyFile,
    *,
    workflows: Mapping[str, WorkflowVersion],
    at: datetime,
    packs: Mapping[str, Pack],
    name: str,
) -> Study:
    """The study that a file says, put into the database unless it is there already. Raises StudyInUse."""
    content = file.model_dump(mode="json", exclude_none=True)
    pinned = [_pinned(db, arm, workflows, packs, at) if arm.workflow else None for arm in file.arms]
    versions = [(each[0].id, each[1]) if each else (None, {}) for each in pinned]
    study = db.get(Study, file.id)
    if study is None:
        study = Study(id=file.id, made_at=at)
        db.add(study)
    elif study.content == content and [(arm.version_id, arm.beside) for arm in study.arms] == versions:
        return study
    elif why := _why_it_stays(db, study):
        raise StudyInUse(
            f"Study {study.id} was left as it is, because {why}. "
            f"Give {name} another id to read it in as a study of its own"
        )
    study.title, study.question, study.hypothesis = file.title, file.question, file.hypothesis
    study.story_date, study.seed, study.worker_id = file.story_date, file.seed, file.worker
    study.content = content
    db.flush()
    _replace_parts(db, study, file, pinned)
    return study


def _why_it_stays(db: Db, study: Study) -> str | None:
    if study.sealed_at is not None:
        return "its plan is sealed"
    has_sessions = db.scalar(select(exists().where(Session.study_id == study.id)))
    return "it has sessions" if has_sessions else None


def _pinned(
    db: Db, arm: ArmPart, workflows: Mapping[str, WorkflowVersion], packs: Mapping[str, Pack], at: datetime
) -> tuple[WorkflowVersion, dict[str, str]]:
    """The version of an arm, under its words, and those that stand beside it."""
    assert arm.workflow is not None, "arms outside our system are pinned to nothing"
    version = workflows[arm.workflow]
    if arm.wording:
        version = keep_content(db, worded(version.content, packs[arm.wording]), like=version, at=at)
    return version, _beside(db, arm.workflow, workflows, behind=arm.behind)


# --- into the tables -----------------------------------------------------------------------------


def _replace_parts(
    db: Db, study: Study, file: StudyFile, pinned: Sequence[tuple[WorkflowVersion, dict[str, str]] | None]
) -> None:
    for table in (Arm, StudyCase, TestTask, ExpertAnswer):
        db.execute(delete(table).where(table.study_id == study.id))
    for position, (arm, inside_ours) in enumerate(zip(file.arms, pinned, strict=True)):
        version, beside = inside_ours or (None, {})
        db.add(
            Arm(
                study_id=study.id,
                key=arm.id,
                position=position,
                version_id=version.id if version else None,
                external=arm.external,
                title=version.title if version else arm.external,
                warm_up_person=arm.warm_up,
                start_at=arm.start_at,
                beside=beside,
                theme=arm.theme,
                wording=arm.wording,
            )
        )
    for position, case in enumerate(file.cases):
        person = _person(db, case.person)
        assert person is not None, "people were looked for before anything was written"
        content = case.model_dump(mode="json")
        db.add(
            StudyCase(
                study_id=study.id,
                key=case.id,
                position=position,
                person_id=person.id,
                person_name=person.name,
                content=content,
            )
        )
    for position, task in enumerate([file.warm_up_task, *file.tasks]):
        db.add(
            TestTask(
                study_id=study.id,
                key=task.id,
                position=position,
                kind=TaskKind.TASK if position else TaskKind.WARM_UP,
                title=task.title,
                text=task.text,
                finishes=task.finishes,
                minutes=task.minutes,
                success=task.success.model_dump(mode="json", exclude_none=True) if task.success else None,
                start_at=task.start_at,
                first_click=task.first_click.model_dump(mode="json") if task.first_click else None,
                comprehension=[each.model_dump(mode="json") for each in task.comprehension]
                if task.comprehension
                else None,
            )
        )
    for case_id, answers in file.expert_answers.items():
        for fact, answer in answers.items():
            db.add(
                ExpertAnswer(
                    study_id=study.id,
                    case_key=case_id,
                    fact=fact,
                    value=answer.model_dump(mode="json", include={"value", "acceptable", "note"}),
                    who=answer.who,
                    decided_on=answer.when,
                    status=answer.status,
                )
            )
    db.flush()
    db.expire(study, ["arms", "cases", "tasks"])


def _beside(
    db: Db, workflow_id: str, workflows: Mapping[str, WorkflowVersion], *, behind: str | None = None
) -> dict[str, str]:
    """The versions of the workflows that one may start, and of those that they start in turn, by workflow id.

    behind: the workflow that a front door hands over to, which stands there under the name for it.

    What a workflow starts and nobody has read in is left out: finishing its step says so.
    """
    found: dict[str, str] = {ONWARDS: workflows[behind].id} if behind else {}
    waiting = [workflow_id, *([behind] if behind else [])]
    while waiting:
        definition = definition_of(db, workflows[waiting.pop()].id)
        own = {step.id for step in definition.steps}
        names = {name for step in definition.steps for action in step.actions for name in action.starts} - own
        for name in sorted(names & workflows.keys() - found.keys()):
            found[name] = workflows[name].id
            waiting.append(name)
    return found


def _person(db: Db, person_id: str) -> Person | None:
    template = person_template(person_id)
    with inside(db, template):
        return db.get(Person, (template, person_id))
