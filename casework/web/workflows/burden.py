"""What a workflow costs practitioners: counts and minutes, least, for each pinned person, most."""

from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from casework.rehearsal.people import pinned_people
from casework.rehearsal.walks import burden_for
from casework.web.access import STAFF, allow
from casework.web.workflows.blueprint import bp, parts_of, shown
from casework.workflows import effort
from casework.workflows.burden import MEASURES, Burden

WIDTH, LEFT, RIGHT, ROW, TOP = 640, 170, 40, 34, 26
"""Of the drawing, in its own units: names stand left, minutes run to the right."""


@dataclass(frozen=True)
class Bar:
    """One row of the drawing: from least to most, with a mark where one person's way lies."""

    name: str
    minutes: int
    y: int
    x: float


@dataclass(frozen=True)
class Chart:
    bars: list[Bar]
    least: float
    most: float
    ticks: list[tuple[int, float]]
    width: int
    height: int


@bp.get("/workflows/<workflow_id>/burden")
@allow(*STAFF)
def show_burden(workflow_id: str) -> ResponseReturnValue:
    here = shown(workflow_id)
    people = pinned_people()
    found = burden_for(here.definition, people)
    names = {id: who.name for id, who in people.items()}
    return render_template(
        "workflows/burden.html",
        here=here,
        parts=parts_of(here),
        burden=found,
        names=names,
        numeric_names=[{"text": name, "numeric": True} for name in names.values()],
        rows=[(words, measure, _row(found, measure)) for measure, words in MEASURES.items()],
        chart=chart_of(found, names),
        effort=effort,
    )


def _row(burden: Burden, measure: str) -> list[int]:
    costs = [burden.least, *burden.people.values(), burden.most]
    return [getattr(cost, measure) for cost in costs]


def chart_of(burden: Burden, names: dict[str, str]) -> Chart:
    """Minutes as bars on one axis from nought, as far as the most."""
    longest = max([burden.most.minutes, *(cost.minutes for cost in burden.people.values()), 1])
    step = next(size for size in (1, 2, 5, 10, 20, 30, 60, 120, 240, 10_000) if longest / size <= 6)
    end = -(-longest // step) * step

    def at(minutes: int) -> float:
        return round(LEFT + minutes * (WIDTH - LEFT - RIGHT) / end, 1)

    bars = [
        Bar(names.get(id, id), cost.minutes, TOP + ROW * number, at(cost.minutes))
        for number, (id, cost) in enumerate(burden.people.items())
    ]
    ticks = [(minutes, at(minutes)) for minutes in range(0, end + 1, step)]
    height = TOP + ROW * len(bars) + 20
    return Chart(bars, at(burden.least.minutes), at(burden.most.minutes), ticks, WIDTH, height)
