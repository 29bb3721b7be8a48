"""The local directory: whom one may ring, by kind."""

from itertools import groupby

from flask import render_template, request
from flask.typing import ResponseReturnValue

from casework.extensions import db
from casework.records.queries.directory import organisations
from casework.records.vocabulary import OrganisationKind
from casework.web import current
from casework.web.access import AT_WORK, allow
from casework.web.records.blueprint import bp


@bp.route("/directory")
@allow(*AT_WORK)
def directory() -> ResponseReturnValue:
    text, kind = request.args.get("q", "").strip()[:100], request.args.get("kind", "")
    chosen = OrganisationKind(kind) if kind in set(OrganisationKind) else None
    current.viewing("Local directory")
    found = organisations(db.session(), text, chosen)
    by_kind = {label: list(rows) for label, rows in groupby(found, key=lambda each: OrganisationKind(each.kind).label)}
    return render_template(
        "records/directory.html",
        text=text,
        kind=chosen or "",
        kinds=[(each.value, each.label) for each in OrganisationKind],
        groups=by_kind,
        count=len(found),
    )
