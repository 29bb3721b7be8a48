"""The pre-flight check of a study: what is to be fixed, what to look at, what the robot did, and what passed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SubmitField

from casework.extensions import db
from casework.lab import queries
from casework.lab.models import Arm, Study, TestTask
from casework.lab.vocabulary import TaskKind
from casework.rehearsal import preflight
from casework.rehearsal.preflight import Check, Machine, Went
from casework.web import current
from casework.web.access import LAB, WATCHING, allow
from casework.web.studies.blueprint import bp, by, parts_of
from casework.web.studies.forms import StaffForm


class CheckForm(StaffForm):
    submit = SubmitField("Check again")


@dataclass(frozen=True)
class Shown:
    """A check with the address at which it is mended, empty where there is none."""

    check: Check
    href: str


@bp.get("/studies/<study_id>/preflight")
@allow(*WATCHING)
def show_preflight(study_id: str) -> ResponseReturnValue:
    study = queries.get_study(db.session(), study_id)
    found = preflight.last(db.session(), study)
    checks = preflight.checks_of(found) if found else []
    shown = [Shown(check, _href(check)) for check in checks]
    went = preflight.went_of(found) if found else []
    return render_template(
        "studies/preflight.html",
        study=study,
        parts=parts_of(study, "show_preflight"),
        found=found,
        form=CheckForm(),
        to_fix=[each for each in shown if each.check.state == "fix"],
        to_look_at=[each for each in shown if each.check.state == "look"],
        passed=[each for each in shown if each.check.state == "passed"],
        arms=study.arms,
        rows_=_rows(study, went),
        walks=_walks(study, went),
        people=", ".join(dict.fromkeys(each.person for each in went if each.pages and _is_task(study, each))),
    )


@bp.post("/studies/<study_id>/preflight")
@allow(*LAB)
def check_again(study_id: str) -> ResponseReturnValue:
    """Look at everything again, and show what was found."""
    study = queries.get_study(db.session(), study_id)
    preflight.run(db.session(), study, here(), by=by(), at=current.moment())
    there = url_for(".show_preflight", study_id=study_id)
    current.reply_is(there)
    db.session.commit()
    return redirect(there, 303)


def here() -> Machine:
    """This machine, as the settings have it."""
    known = current.settings()
    return Machine(db.engine, known.instance, known.is_reached_from_elsewhere, known.over_tls)


def _href(check: Check) -> str:
    if check.endpoint not in current_app.view_functions:
        return ""
    return url_for(check.endpoint, **dict[str, Any](check.args))


# --- what the robot did ---------------------------------------------------------------------------

TOLD: dict[str, tuple[str, str]] = {
    "both": ("done", "Both told"),
    "wrong counted": ("wrong", "Wrong counted right"),
    "right not counted": ("wrong", "Right not counted"),
    "finishing is all": ("look", "Finishing is all"),
    "judged": ("plain", "Facilitator judges"),
    "not reached": ("look", "Not reached"),
}


def _rows(study: Study, went: Sequence[Went]) -> list[dict[str, Any]]:
    """For each task its name, and for each arm whether it can be finished, then whether right is told from wrong."""
    return [
        {
            "name": f"{number} {task.title}" if task.kind is TaskKind.TASK else "Warm-up",
            "finished": [(arm.mark, _finished(went, task, arm)) for arm in study.arms],
            "told": [(arm.mark, _told(went, task, arm)) for arm in study.arms],
        }
        for number, task in enumerate(study.tasks)
    ]


def _of(went: Sequence[Went], task: TestTask, arm: Arm) -> list[Went]:
    return [each for each in went if each.task == task.key and each.arm == arm.key]


def _finished(went: Sequence[Went], task: TestTask, arm: Arm) -> tuple[str, str] | None:
    if arm.external:
        return None
    found = _of(went, task, arm)
    if not found:
        return ("planned", "Not walked yet")
    stopped = [each for each in found if each.stopped]
    if stopped:
        return ("wrong", f"Stops with {stopped[0].person}")
    pages = sorted({len(each.pages) for each in found})
    return ("done", f"Finishes, {pages[0]} pages" if len(pages) == 1 else f"Finishes, {pages[0]} to {pages[-1]} pages")


def _told(went: Sequence[Went], task: TestTask, arm: Arm) -> tuple[str, str] | None:
    found = _of(went, task, arm)
    if task.kind is TaskKind.WARM_UP or not found:
        return None
    worst = min(found, key=lambda each: [*TOLD].index(each.told) if each.told != "both" else len(TOLD))
    return TOLD[worst.told]


def _walks(study: Study, went: Sequence[Went]) -> list[dict[str, Any]]:
    """Each walk page by page."""
    marks = {arm.key: arm.mark for arm in study.arms}
    titles = {task.key: task.title for task in study.tasks}
    return [
        {
            "title": f"{titles.get(each.task, each.task)}, arm {marks.get(each.arm, each.arm)}, {each.person}",
            "pages": each.pages,
            "stopped": each.stopped,
        }
        for each in went
        if each.pages
    ]


def _is_task(study: Study, went: Went) -> bool:
    return any(task.key == went.task and task.kind is TaskKind.TASK for task in study.tasks)
