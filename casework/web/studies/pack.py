"""The pack of a study: taken away, and brought in."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import FileField, SubmitField

from casework.errors import DomainError
from casework.extensions import db
from casework.lab import queries
from casework.lab.packs.archive import LARGEST_PACK
from casework.lab.packs.writing import LooksReal, export_pack, files_of, looks_real, people_of
from casework.lab.study_file import file_of
from casework.synthetic.packed import Imported, import_pack
from casework.web import current
from casework.web.access import LAB, allow
from casework.web.studies.blueprint import bp, by, parts_of
from casework.web.studies.forms import StaffForm
from config import ROOT

SEED_DATA = ROOT / "seed_data"


class ImportForm(StaffForm):
    pack = FileField("Pack")
    submit = SubmitField("Import the study")


@bp.get("/studies/<study_id>/pack")
@allow(*LAB)
def pack(study_id: str) -> ResponseReturnValue:
    """What the pack would hold, and what keeps it from leaving."""
    study = queries.get_study(db.session(), study_id)
    files, missing = {}, ""
    try:
        files = files_of(db.session(), study, seed_folder=SEED_DATA)
    except DomainError as error:
        missing = error.message
    return render_template(
        "studies/pack.html",
        study=study,
        parts=parts_of(study, "pack"),
        files=[(name, len(content)) for name, content in sorted(files.items())],
        size=sum(len(content) for content in files.values()),
        missing=missing,
        found=looks_real(files),
        people=len(people_of(file_of(study))),
    )


@bp.get("/studies/<study_id>/pack.zip")
@allow(*LAB)
def download_pack(study_id: str) -> ResponseReturnValue:
    study = queries.get_study(db.session(), study_id)
    try:
        packed = export_pack(db.session(), study, seed_folder=SEED_DATA)
    except LooksReal:
        return redirect(url_for(".pack", study_id=study_id))
    except DomainError:
        return redirect(url_for(".pack", study_id=study_id))
    reply = Response(packed, content_type="application/zip")
    reply.headers["Content-Disposition"] = f'attachment; filename="{study.id}-pack.zip"'
    return reply


@bp.route("/packs/import", methods=["GET", "POST"])
@allow(*LAB)
def import_a_pack() -> ResponseReturnValue:
    """Bring in a study that others made. Read in memory, checked whole, then put in whole or not at all."""
    form = ImportForm()
    if form.validate_on_submit():
        packed = _sent()
        try:
            if not packed:
                raise DomainError("Select the file of a pack", field="pack")
            found = import_pack(db.session(), packed, seed_folder=SEED_DATA, by=by(), at=current.moment())
        except DomainError as error:
            db.session.rollback()
            current.forget()
            form.show(DomainError(error.message, field="pack"))
        else:
            there = url_for(".study", study_id=found.study.id)
            current.reply_is(there)
            db.session.commit()
            flash(_said(found))
            return redirect(there, 303)
    return render_template("studies/import_pack.html", form=form, largest=LARGEST_PACK // 1_000_000)


def _sent() -> bytes:
    """What was sent, or as much of it as shows that it is too large."""
    sent = request.files.get("pack")
    if sent is None:
        return b""
    with sent.stream as file:
        return file.read(LARGEST_PACK + 1)


def _said(found: Imported) -> str:
    if found.was_there:
        return "This study was here already, the same. Nothing was changed"
    new = f", and {len(found.people)} people who are new here" if found.people else ""
    return f"Imported with {found.versions} workflow versions{new}. Run the pre-flight check next"
