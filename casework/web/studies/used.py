"""How the pages of each workflow were used: a row to a page, with bars and marks beside its numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log2
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from casework.extensions import db
from casework.findings.pages_used import ArmUsed, PageUsed, pages_used
from casework.findings.results import results
from casework.findings.steps_used import ArmSteps, steps_used
from casework.lab import queries
from casework.lab.titles import title_of
from casework.web.access import WATCHING, allow
from casework.web.studies import replay
from casework.web.studies.blueprint import bp, parts_of
from casework.workflows.map import drawn, drawn_lanes

WIDTH = 200
SHORTEST, LONGEST = 4.0, 1024.0
"""Seconds at the ends of the axis of time, on which every doubling is as wide as the last."""


@dataclass(frozen=True)
class Drawn:
    """One page's row: how wide its bar is, where the marks are, and from where to where its burden was reckoned."""

    came: float
    marks: list[tuple[float, str]]
    least: float
    most: float
    typical: float | None


@bp.get("/studies/<study_id>/used")
@allow(*WATCHING)
def show_used(study_id: str) -> ResponseReturnValue:
    study = queries.get_study(db.session(), study_id)
    found = results(db.session(), study)
    used = pages_used(db.session(), found)
    return render_template(
        "studies/used.html",
        study=study,
        parts=parts_of(study, "show_used"),
        found=found,
        used=[
            (
                task.task,
                [
                    (arm, _drawn(arm), _on_map(steps, f"map-{task.task.key}-{arm.arm.key}"))
                    for arm, steps in zip(task.arms, by_arm, strict=True)
                ],
            )
            for task, (_, by_arm) in zip(used, steps_used(db.session(), found), strict=True)
        ],
        outside=[arm for arm in found.arms if arm.external],
        title_of=title_of,
        address=replay.address,
        width=WIDTH,
    )


def _on_map(steps: ArmSteps, name: str) -> dict[str, Any]:
    """The map with its counts, and the same in words."""
    return {
        "steps": steps,
        "lanes": Markup(drawn_lanes(steps.drawing)),
        "drawing": Markup(drawn(steps.drawing, lanes=False, name=name)),
        "printed": Markup(drawn(steps.drawing, name=f"{name}-printed")),
    }


def _drawn(used: ArmUsed) -> Sequence[Drawn]:
    return [_row(page) for page in used.pages]


def _row(page: PageUsed) -> Drawn:
    return Drawn(
        came=round(100 * page.came / page.of, 1) if page.of else 0.0,
        marks=[(_at(seconds), who) for who, seconds in page.seconds.items()],
        least=_at(page.least),
        most=_at(page.most),
        typical=_at(page.typical.value) if page.typical and page.typical.value else None,
    )


def _at(seconds: float) -> float:
    here = min(max(seconds, SHORTEST), LONGEST)
    return round(WIDTH * log2(here / SHORTEST) / log2(LONGEST / SHORTEST), 1)
