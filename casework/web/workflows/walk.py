"""The robot's way through every workflow, with every person it knows."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from casework.rehearsal.people import everybody, pinned_people
from casework.rehearsal.walks import Walked, burden_for, walk_all
from casework.web.access import STAFF, allow
from casework.web.workflows.blueprint import bp
from casework.web.workflows.duties import in_use
from casework.workflows.wording import plain


@bp.get("/workflows/walk")
@allow(*STAFF)
def show_walk() -> ResponseReturnValue:
    """With pinned people; with ?people=all also the further cases that the robot knows."""
    definitions = in_use()
    all_people = request.args.get("people") == "all"
    people = everybody() if all_people else pinned_people()
    walks = walk_all(definitions, people.values(), definitions)
    costs = {id: burden_for(definition, people).people for id, definition in definitions.items()}
    groups: dict[str, list[Walked]] = {}
    for each in walks:
        groups.setdefault(each.definition.id, []).append(each)
    return render_template(
        "workflows/walk.html",
        groups=groups,
        definitions=definitions,
        costs=costs,
        people=people,
        all_people=all_people,
        n=len(walks),
        stuck=[each for each in walks if each.walk.stuck],
        bent=sum(bool(visit.steered) for each in walks for visit in each.walk.visits),
        plain=plain,
    )
