"""The map of a workflow, the same in words, and the pages of one step as they are read."""

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from casework.errors import NotFound
from casework.records.facts import CATALOGUE
from casework.web.access import STAFF, allow
from casework.web.workflows.blueprint import bp, parts_of, shown
from casework.workflows.map import drawn, drawn_lanes, drawn_legend, inner_map, laid_out, map_of
from casework.workflows.wording import plain


@bp.get("/workflows/<workflow_id>/map")
@allow(*STAFF)
def show_map(workflow_id: str) -> ResponseReturnValue:
    here = shown(workflow_id)
    found = map_of(here.definition)
    drawing = laid_out(found)
    number: dict[str, Any] = {} if here.is_newest else {"save": here.save.number}

    def address(step: str) -> str:
        return url_for(".show_step", workflow_id=workflow_id, workflow_step=step, **number)

    return render_template(
        "workflows/map.html",
        here=here,
        parts=parts_of(here),
        map=found,
        steps=[stop for stop in found.stops if not stop.ends],
        address=address,
        # What is drawn escapes its own words.
        lanes=Markup(drawn_lanes(drawing)),
        drawing=Markup(drawn(drawing, address, lanes=False)),
        printed=Markup(drawn(drawing, name="map-printed")),
        legend=[(Markup(shape), word) for shape, word in drawn_legend()],
    )


@bp.get("/workflows/<workflow_id>/steps/<workflow_step>")
@allow(*STAFF)
def show_step(workflow_id: str, workflow_step: str) -> ResponseReturnValue:
    here = shown(workflow_id)
    stop = next((stop for stop in map_of(here.definition).stops if stop.step == workflow_step), None)
    if stop is None:
        raise NotFound(f"step {workflow_step}")
    step = here.definition.step(workflow_step)
    return render_template(
        "workflows/step.html",
        here=here,
        parts=parts_of(here),
        stop=stop,
        hint=plain(step.hint),
        presentation=here.definition.presentation_of(workflow_step),
        pages=inner_map(here.definition, workflow_step),
        facts=CATALOGUE,
    )
