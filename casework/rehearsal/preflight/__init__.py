"""The pre-flight check: everything that could spoil a day of sessions, looked at before anybody joins."""

from datetime import datetime
from time import monotonic

from casework.database import Db
from casework.lab.models import Preflight, Study
from casework.lab.standing import last_preflight
from casework.lab.study_file import file_of
from casework.rehearsal.preflight.agreed import whole_plan
from casework.rehearsal.preflight.checks import Check, check_of, in_order, several
from casework.rehearsal.preflight.definitions import definitions, sealed
from casework.rehearsal.preflight.machine import Machine, machine
from casework.rehearsal.preflight.tasks import Went, as_checks, task_name, walk_everything
from casework.workflows.versions import definition_of

__all__ = ["Check", "Machine", "Went", "checks_of", "last", "run", "said_of", "task_name", "went_of"]


def run(db: Db, study: Study, here: Machine, *, by: str, at: datetime) -> Preflight:
    """Look at everything, and keep what was found. The robot's sandboxes are gone again when it returns."""
    began = monotonic()
    study_id = study.id
    went = walk_everything(db, study, at=at)
    study = db.get_one(Study, study_id)
    workflows = {arm.key: definition_of(db, arm.version_id).id for arm in study.arms if arm.version_id}
    checks = in_order(
        [
            *as_checks(study, went, workflows),
            *definitions(db, study),
            *whole_plan(db, study),
            *sealed(db, study),
            *machine(db, study, file_of(study), here, at=at),
        ]
    )
    states = [check.state for check in checks]
    found = Preflight(
        study_id=study.id,
        at=at,
        by=by,
        seconds=round(monotonic() - began, 1),
        seed=study.seed,
        to_fix=states.count("fix"),
        to_look_at=states.count("look"),
        passed=states.count("passed"),
        results=[{"checks": [check.as_json() for check in checks], "went": [each.as_json() for each in went]}],
    )
    db.add(found)
    db.flush()
    return found


def last(db: Db, study: Study) -> Preflight | None:
    """The last check of a study, if there was one."""
    return last_preflight(db, study)


def checks_of(found: Preflight) -> list[Check]:
    """What was looked at, worst first."""
    return [check_of(each) for each in found.results[0]["checks"]]


def went_of(found: Preflight) -> list[Went]:
    """What the robot did, in the order in which it did it."""
    return [Went(**{**each, "pages": tuple(each["pages"])}) for each in found.results[0]["went"]]


def said_of(found: Preflight | None) -> str:
    """The check in a sentence without its time: “passed, with 2 things to look at”."""
    if found is None:
        return "has not been run"
    if found.to_fix:
        return f"found {several(found.to_fix, 'thing')} to fix"
    return "passed" + (f", with {several(found.to_look_at, 'thing')} to look at" if found.to_look_at else "")
