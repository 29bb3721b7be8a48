"""Whether the workflows are what was pinned, free of errors, and the plan is as it was sealed."""

from collections.abc import Iterator

from casework.database import Db
from casework.lab import sealing
from casework.lab.models import Study
from casework.records.facts import CATALOGUE
from casework.rehearsal.preflight.checks import Check, several
from casework.workflows.checks import check as check_workflow
from casework.workflows.loader import version_of
from casework.workflows.versions import WorkflowVersion, definition_of, newest_saves


def definitions(db: Db, study: Study) -> Iterator[Check]:
    """Each version an arm stands on, and those it may start, looked at once."""
    pinned: dict[str, str] = {}
    for arm in study.arms:
        for version_id in (arm.version_id, *(arm.beside or {}).values()):
            if version_id:
                pinned.setdefault(version_id, arm.mark)
    names = frozenset(save.workflow_id for save in newest_saves(db)) | {_workflow_of(db, each) for each in pinned}
    sound = 0
    for version_id, mark in pinned.items():
        version = db.get_one(WorkflowVersion, version_id)
        args = {"workflow_id": version.workflow_id}
        if version_of(version.content) != version_id:
            yield Check(
                f"unchanged-{version_id[:8]}",
                f"{version.title} is what was pinned",
                "fix",
                "Its content in the database is no longer what was pinned: put back a backup.",
                "How to put back",
                "admin.health",
            )
            continue
        errors = [
            problem
            for problem in check_workflow(definition_of(db, version_id), catalogue=CATALOGUE, workflows=names)
            if problem.severity == "error"
        ]
        if errors:
            yield Check(
                f"errors-{version_id[:8]}",
                f"Arm {mark}: {version.title} is free of errors",
                "fix",
                f"{several(len(errors), 'error')}. The first: {errors[0].message}",
                "Open the workflow",
                "workflows.show_map",
                args,
            )
            continue
        sound += 1
    if sound and sound == len(pinned):
        yield Check("unchanged", f"Definitions unchanged since pinned ({sound})", "passed")
        yield Check("errors", f"Definitions free of errors ({sound})", "passed")


def _workflow_of(db: Db, version_id: str) -> str:
    return db.get_one(WorkflowVersion, version_id).workflow_id


def sealed(db: Db, study: Study) -> Iterator[Check]:
    """Whether the plan is sealed, and still says what it said then."""
    at = {"study_id": study.id}
    if study.sealed_at is None:
        missing = sealing.missing(db, study)
        why = f"Before it can be: {missing[0]}." if missing else "Nothing is missing."
        yield Check(
            "sealed", "Plan sealed", "look", f"It is not sealed. {why}", "Seal the plan", "studies.show_plan", at
        )
    elif not sealing.is_unchanged(study):
        why = "The plan or a version it is pinned to is not what was sealed. Copy the study, and seal the copy."
        yield Check("sealed", "Plan as it was sealed", "fix", why, "See the plan", "studies.show_plan", at)
    else:
        yield Check("sealed", f"Plan sealed on {study.sealed_at:%-d %B %Y}, and unchanged", "passed")
