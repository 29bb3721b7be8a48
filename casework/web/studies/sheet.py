"""The sheet of a session and of a study: to be read, printed, and taken away as a table."""

from collections.abc import Sequence

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from casework.extensions import db
from casework.findings.sheet import SessionSheet, session_sheet, sheet_table, study_sheet
from casework.findings.tables import as_csv
from casework.lab import queries
from casework.lab.titles import title_of
from casework.web.access import LAB, WATCHING, allow
from casework.web.erasing import keep_download
from casework.web.studies.blueprint import bp, parts_of, session_of
from casework.web.studies.overview import described
from casework.web.studies.replay import address
from casework.web.studies.wording import case_of


@bp.get("/studies/<study_id>/sessions/<session_id>/sheet")
@allow(*WATCHING)
def sheet(study_id: str, session_id: str) -> ResponseReturnValue:
    session = session_of(study_id, session_id)
    return render_template(
        "studies/sheet.html",
        study=session.study,
        session=session,
        parts=parts_of(session.study, "sheet_of_study"),
        described=described(session),
        sheet=session_sheet(session),
        **_words(),
    )


@bp.get("/studies/<study_id>/sheet")
@allow(*WATCHING)
def sheet_of_study(study_id: str) -> ResponseReturnValue:
    study = queries.get_study(db.session(), study_id)
    return render_template(
        "studies/sheet_of_study.html",
        study=study,
        parts=parts_of(study, "sheet_of_study"),
        sheet=study_sheet(db.session(), study),
        **_words(),
    )


@bp.get("/studies/<study_id>/sheet.csv")
@allow(*LAB)
def sheet_csv(study_id: str) -> ResponseReturnValue:
    study = queries.get_study(db.session(), study_id)
    return _csv(study_sheet(db.session(), study).sessions, f"{study.id}-sheet", study.id)


@bp.get("/studies/<study_id>/sessions/<session_id>/sheet.csv")
@allow(*LAB)
def session_sheet_csv(study_id: str, session_id: str) -> ResponseReturnValue:
    session = session_of(study_id, session_id)
    return _csv([session_sheet(session)], f"{session.study_id}-{session.participant.code}-sheet", study_id)


def _words() -> dict[str, object]:
    return {"title_of": title_of, "case_of": case_of, "replay_of": address}


def _csv(sheets: Sequence[SessionSheet], name: str, study_id: str) -> Response:
    # With its byte order mark, or a spreadsheet takes UTF-8 for something else.
    reply = Response(as_csv(sheet_table(sheets)).encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    reply.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    keep_download(study_id, f"{name}.csv")
    return reply
