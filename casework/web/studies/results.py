"""What a study showed, on a page and as tables; rehearsals on a page of their own."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from casework.database import Db
from casework.extensions import db
from casework.findings import tables
from casework.findings.claims import claims_of
from casework.findings.exporting import export_to_share, zipped
from casework.findings.results import results
from casework.lab import queries
from casework.lab.models import Study
from casework.lab.planning import is_between
from casework.lab.study_file import file_of
from casework.lab.titles import title_of
from casework.web.access import LAB, WATCHING, allow
from casework.web.erasing import keep_download
from casework.web.studies.blueprint import bp, parts_of
from casework.web.studies.overview import described
from casework.web.studies.report import paper_links
from casework.web.studies.resting import resting
from casework.web.studies.wording import ENDINGS, state_of


@bp.get("/studies/<study_id>/results")
@allow(*WATCHING)
def show_results(study_id: str) -> ResponseReturnValue:
    found = queries.get_study(db.session(), study_id)
    shown = _shown(found, rehearsals=False)
    claims = claims_of(db.session(), found, shown["results"])
    rests_on = resting(db.session(), found, claims)
    papers = paper_links(found.id)
    return render_template("studies/results.html", claims=claims, rests_on=rests_on, papers=papers, **shown)


@bp.get("/studies/<study_id>/rehearsals")
@allow(*WATCHING)
def show_rehearsals(study_id: str) -> ResponseReturnValue:
    found = queries.get_study(db.session(), study_id)
    return render_template("studies/rehearsals.html", **_shown(found, rehearsals=True))


def _shown(study: Study, *, rehearsals: bool) -> dict[str, Any]:
    held = queries.sessions_of(db.session(), study, rehearsals=rehearsals)
    return {
        "study": study,
        "is_between": is_between(study),
        "is_alone": file_of(study).mode == "unmoderated",
        "parts": parts_of(study, "show_rehearsals" if rehearsals else "show_results"),
        "results": results(db.session(), study, rehearsals=rehearsals),
        "took_part": sum(each.joined_at is not None for each in held),
        "held": [(each, state_of(each), described(each)) for each in held],
        "title_of": title_of,
        "endings": ENDINGS,
    }


@bp.get("/studies/<study_id>/to-share.zip")
@allow(*LAB)
def tables_to_share(study_id: str) -> ResponseReturnValue:
    """Claims and findings as tables with their description, in which nobody can be picked out."""
    study = queries.get_study(db.session(), study_id)
    with TemporaryDirectory() as folder:
        export_to_share(db.session(), study, Path(folder))
        reply = Response(zipped(Path(folder)), content_type="application/zip")
    reply.headers["Content-Disposition"] = f'attachment; filename="{study.id}-to-share.zip"'
    return reply


@bp.get("/studies/<study_id>/results.csv")
@allow(*LAB)
def results_csv(study_id: str) -> ResponseReturnValue:
    return _csv(study_id, "results", tables.runs_table)


@bp.get("/studies/<study_id>/facts.csv")
@allow(*LAB)
def facts_csv(study_id: str) -> ResponseReturnValue:
    return _csv(study_id, "facts", tables.facts_table)


@bp.get("/studies/<study_id>/events.csv")
@allow(*LAB)
def events_csv(study_id: str) -> ResponseReturnValue:
    return _csv(study_id, "events", tables.events_table)


@bp.get("/studies/<study_id>/notes.csv")
@allow(*LAB)
def notes_csv(study_id: str) -> ResponseReturnValue:
    return _csv(study_id, "notes", tables.notes_table)


@bp.get("/studies/<study_id>/findings.csv")
@allow(*LAB)
def findings_csv(study_id: str) -> ResponseReturnValue:
    return _csv(study_id, "findings", tables.findings_table)


def _csv(study_id: str, name: str, table_of: Callable[[Db, Study], tables.Table]) -> Response:
    study = queries.get_study(db.session(), study_id)
    # With its byte order mark, or a spreadsheet takes UTF-8 for something else.
    reply = Response(
        tables.as_csv(table_of(db.session(), study)).encode("utf-8-sig"), content_type="text/csv; charset=utf-8"
    )
    reply.headers["Content-Disposition"] = f'attachment; filename="{study.id}-{name}.csv"'
    keep_download(study_id, f"{name}.csv")
    return reply
