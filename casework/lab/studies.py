"""Reads study files: what is compared, on which cases, with which tasks, and what the experts decided."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from sqlalchemy import delete, exists, select

from casework.database import Db
from casework.errors import DomainError
from casework.facts import Fact, FactType
from casework.lab.models import Arm, ExpertAnswer, Session, Study, StudyCase, TestTask
from casework.lab.sandboxes import inside, person_template
from casework.lab.study_file import ArmPart, StudyFile, TaskPart
from casework.lab.vocabulary import TaskKind
from casework.records.facts import CATALOGUE, OUTCOMES
from casework.records.models import Person
from casework.workflows.definition import ONWARDS, Definition
from casework.workflows.parsing import place_of, plain
from casework.workflows.problems import WorkflowError, nearest
from casework.workflows.reader import Document, read_file
from casework.workflows.versions import WorkflowVersion, definition_of, keep_content
from casework.workflows.wordings import Pack, worded

Key = tuple[str | int, ...]
"""Where something stands in a study file: ("cases", 0, "known")."""


class StudyError(Exception):
    """A study file that cannot be read in, with every mistake as "FILE:LINE:COL: error: key: what is wrong"."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class StudyInUse(DomainError):
    """The file of a study says something new, but people have already been planned into it as it was."""


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
    people. Raises StudyError with every mistake found, and StudyInUse when the study says something else but
    already has sessions: what people took part in is never changed. Give the file another id then.
    """
    document, file = _read(path)
    problems = [
        _told(document, key, message)
        for key, message in [
            *_mistakes(file, workflows),
            *_unknown_looks(file, workflows, themes, packs or {}),
            *_missing_people(db, file),
            *_missing_steps(db, file, workflows),
        ]
    ]
    if problems:
        raise StudyError(problems)
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


def _read(path: Path) -> tuple[Document, StudyFile]:
    try:
        document = read_file(path)
        if document.problems:
            raise WorkflowError(document.problems)
    except WorkflowError as error:
        raise StudyError([f"{p.file}:{p.line}:{p.col}: {p.severity}: {p.message}" for p in error.problems]) from error
    try:
        return document, StudyFile.model_validate(plain(document.data))
    except ValidationError as error:
        raise StudyError([_told(document, each["loc"], _plainly(each)) for each in error.errors()]) from error


def _plainly(error: ErrorDetails) -> str:
    """What is wrong with one value, in our words where the library's are hard to read."""
    if error["type"] == "extra_forbidden":
        known = StudyFile.model_fields if len(error["loc"]) == 1 else ()
        return "there is no such key" + nearest(str(error["loc"][-1]), known)
    if error["type"] == "missing":
        return "this is missing"
    if error["type"] == "string_pattern_mismatch":
        return f"“{error['input']}” cannot be an id; ids hold a-z, 0-9, - and _"
    return error["msg"]


def _told(document: Document, key: Key, message: str) -> str:
    place = place_of(document.data, key, key=True)
    return f"{document.file}:{place.line}:{place.col}: error: {'.'.join(map(str, key))}: {message}"


# --- what the shape alone cannot say -------------------------------------------------------------


def _mistakes(file: StudyFile, workflows: Mapping[str, WorkflowVersion]) -> Iterator[tuple[Key, str]]:
    yield from _repeats("arms", [arm.id for arm in file.arms])
    yield from _repeats("cases", [case.id for case in file.cases])
    yield from _repeats("tasks", [file.warm_up_task.id, *(task.id for task in file.tasks)])
    yield from _design_mistakes(file)
    people: list[str] = [*(case.person for case in file.cases), *(arm.warm_up for arm in file.arms)]
    if len(set(people)) < len(people):
        yield ("cases",), "nobody meets the same person twice: each case and each warm-up needs a person of their own"
    for number, arm in enumerate(file.arms):
        if (arm.workflow is None) is (arm.external is None):
            yield ("arms", number), "an arm is worked in a workflow, or in an external system: name one of the two"
        elif arm.workflow and not arm.start_at:
            yield ("arms", number), "start_at is missing: say which step she is given"
        elif arm.workflow and arm.workflow not in workflows:
            yield (
                ("arms", number, "workflow"),
                f"there is no workflow “{arm.workflow}”{nearest(arm.workflow, workflows)}",
            )
    for place, case in enumerate(file.cases):
        if case.due_on and case.due_on < case.received_on:
            yield ("cases", place, "due_on"), "this is before the day it was received"
        if case.received_on > file.story_date:
            yield ("cases", place, "received_on"), "this is after the story begins"
        for name, value in case.known.items():
            yield from _fact_mistakes(("cases", place, "known", name), name, [value])
    yield from _repeats("interruptions", [one.id for one in file.interruptions or []])
    for place, one in enumerate(file.interruptions or []):
        if one.case and one.case not in {case.id for case in file.cases}:
            yield (
                ("interruptions", place, "case"),
                f"there is no case “{one.case}”{nearest(one.case, [case.id for case in file.cases])}",
            )
    for case_id, answers in file.expert_answers.items():
        if case_id not in {case.id for case in file.cases}:
            yield ("expert_answers", case_id), "there is no such case" + nearest(case_id, [c.id for c in file.cases])
        for name, answer in answers.items():
            key = ("expert_answers", case_id, name)
            ends = [end for each in answer.acceptable for end in (_ends(each) or [each])]
            yield from _fact_mistakes(key, name, [answer.value, *ends])


def _unknown_looks(
    file: StudyFile, workflows: Mapping[str, WorkflowVersion], themes: Collection[str], packs: Mapping[str, Pack]
) -> Iterator[tuple[Key, str]]:
    for number, arm in enumerate(file.arms):
        for key, named, known in (
            ("behind", arm.behind, workflows),
            ("theme", arm.theme, themes),
            ("wording", arm.wording, packs),
        ):
            if named and named not in known:
                yield ("arms", number, key), f"there is no {key} “{named}”{nearest(named, known)}"


def _design_mistakes(file: StudyFile) -> Iterator[tuple[Key, str]]:
    if file.design == "single":
        if len(file.arms) > 1:
            yield ("arms",), f"a single design has one arm, and here are {len(file.arms)}; write design: crossed"
    elif len(file.arms) == 1:
        yield ("arms",), "nothing is crossed with one arm; write design: single"
    elif len(file.cases) != len(file.arms):
        yield ("cases",), f"each arm needs a case of its own: {len(file.arms)} arms and {len(file.cases)} cases"


def _repeats(what: str, ids: list[str]) -> Iterator[tuple[Key, str]]:
    for repeated in sorted({each for each in ids if ids.count(each) > 1}):
        yield (what,), f"“{repeated}” is there twice"


def _fact_mistakes(key: Key, name: str, values: list[Any]) -> Iterator[tuple[Key, str]]:
    if name not in CATALOGUE:
        yield key, f"the record has no such fact{nearest(name, CATALOGUE)}"
        return
    for value in values:
        if wrong := _value_mistake(CATALOGUE[name], value):
            yield key, wrong


def _ends(value: object) -> list[Any] | None:
    """The two ends of {from: …, to: …}, or None for any other value."""
    return [value["from"], value["to"]] if isinstance(value, dict) and set(value) == {"from", "to"} else None


def _value_mistake(fact: Fact, value: Any) -> str | None:
    codes = ("yes", "no") if fact.type is FactType.YES_NO else fact.codes
    match fact.type:
        case FactType.YES_NO | FactType.CODE:
            return None if value in codes else f"“{value}” is not one of {', '.join(codes)}"
        case FactType.CODES:
            right = isinstance(value, list) and set(value) <= set(codes)
            return None if right else f"this is a list of {', '.join(codes)}"
        case FactType.MONEY:
            return None if isinstance(value, int) and not isinstance(value, bool) else "this is whole pence"
        case FactType.DATE:
            return None if _is_date(value) else "this is a date: write 2026-11-10"
        case FactType.OUTCOMES if isinstance(value, list):
            return None if set(value) <= set(OUTCOMES) else f"this is a list of {', '.join(OUTCOMES)}"
        case FactType.TEXT:
            return None if isinstance(value, str) and value else "this is text"
        case _:
            return None if isinstance(value, dict | list) and value else "this needs its parts"


def _is_date(value: object) -> bool:
    try:
        return bool(date.fromisoformat(str(value)))
    except ValueError:
        return False


def _missing_people(db: Db, file: StudyFile) -> Iterator[tuple[Key, str]]:
    wanted: list[tuple[Key, str]] = [(("cases", n, "person"), case.person) for n, case in enumerate(file.cases)]
    wanted += [(("arms", n, "warm_up"), arm.warm_up) for n, arm in enumerate(file.arms)]
    for key, person_id in wanted:
        if _person(db, person_id) is None:
            yield key, f"nobody has been made as “{person_id}”"


def _missing_steps(db: Db, file: StudyFile, workflows: Mapping[str, WorkflowVersion]) -> Iterator[tuple[Key, str]]:
    definitions = {
        arm.id: definition_of(db, workflows[arm.workflow].id)
        for arm in file.arms
        if arm.workflow and arm.workflow in workflows
    }
    tasks: list[tuple[Key, TaskPart]] = [(("tasks", number), task) for number, task in enumerate(file.tasks)]
    for number, arm in enumerate(file.arms):
        if arm.id in definitions and arm.start_at:
            yield from _step_mistake(("arms", number, "start_at"), definitions[arm.id], arm.start_at)
    for place, task in [(("warm_up_task",), file.warm_up_task), *tasks]:
        for arm_id, step in task.finishes.items():
            if arm_id not in {arm.id for arm in file.arms}:
                yield (*place, "finishes", arm_id), "there is no such arm"
            elif arm_id in definitions:
                yield from _step_mistake((*place, "finishes", arm_id), definitions[arm_id], step)
    for place, task in tasks:
        for arm_id in definitions:
            if arm_id not in task.finishes:
                yield (*place, "finishes"), f"say which step completes it in {arm_id}"
    yield from _colleagues_mistakes(file, definitions.values())


def _colleagues_mistakes(file: StudyFile, definitions: Collection[Definition]) -> Iterator[tuple[Key, str]]:
    """What each colleague does must be an action of the step, in every arm that has the step."""
    steps = [step for definition in definitions for step in definition.steps]
    for number, colleague in enumerate(file.colleagues):
        if not colleague.does and not colleague.by_hand:
            yield ("colleagues", number, "does"), "say what they do, or write by_hand: true"
        theirs = [step for step in steps if step.id == colleague.step]
        if definitions and not theirs:
            ids = [step.id for step in steps]
            yield (
                ("colleagues", number, "step"),
                f"no arm has the step “{colleague.step}”{nearest(colleague.step, ids)}",
            )
        for step in theirs:
            actions = [action.id for action in step.actions]
            for does in colleague.does:
                if does not in actions:
                    yield ("colleagues", number, "does"), f"{step.id} has no action “{does}”{nearest(does, actions)}"


def _step_mistake(key: Key, definition: Definition, step_id: str) -> Iterator[tuple[Key, str]]:
    steps = [step.id for step in definition.steps]
    if step_id not in steps:
        yield key, f"{definition.id} has no step “{step_id}”{nearest(step_id, steps)}"


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
