"""Facts of the record against workflows: what each records, works out, or leaves out and why."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.records.facts import CATALOGUE
from casework.web.access import STAFF, allow
from casework.web.workflows.blueprint import bp
from casework.web.workflows.duties import in_use
from casework.workflows.facts_table import facts_by_workflow


@bp.get("/workflows/facts")
@allow(*STAFF)
def show_facts() -> ResponseReturnValue:
    """One part of the record at a time: ?part=assessment."""
    definitions = in_use()
    rows = facts_by_workflow(definitions, CATALOGUE)
    by_part: dict[str, int] = {}
    for row in rows:
        part = row.fact.name.partition(".")[0]
        by_part[part] = by_part.get(part, 0) + 1
    wanted = request.args.get("part", "assessment")
    part = wanted if wanted in by_part else next(iter(by_part))
    tabs = [
        {
            "text": f"{name.replace('_', ' ').capitalize()} ({count})",
            "href": url_for(".show_facts", part=name),
            "current": name == part,
        }
        for name, count in by_part.items()
    ]
    shown = [row for row in rows if row.fact.name.startswith(f"{part}.")]
    making = [id for id in definitions if any(row.treated[id].how != "leaves out" for row in shown)]
    return render_template(
        "workflows/facts.html",
        rows=shown,
        making=making,
        titles=[definitions[id].title for id in making],
        others=[definition.title for id, definition in definitions.items() if id not in making],
        definitions=definitions,
        tabs=tabs,
        part=part.replace("_", " "),
        n=len(rows),
    )
