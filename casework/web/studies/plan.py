"""The plan of a study on one page, with what the planned people can show, and its seal."""

from typing import Any

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from pydantic import ValidationError

from casework.errors import DomainError
from casework.extensions import db
from casework.lab import claims, queries, sealing
from casework.lab.models import Study
from casework.lab.study_file import ClaimPart, StudyFile, file_of
from casework.statistics.power import MADE_WITH, MOST_PEOPLE, STUDIES
from casework.web import current
from casework.web.access import LAB, WATCHING, allow
from casework.web.studies import plan_words
from casework.web.studies.blueprint import bp, by, parts_of
from casework.web.studies.forms import ActForm
from casework.web.studies.power_chart import drawn


@bp.get("/studies/<study_id>/plan")
@allow(*WATCHING)
def show_plan(study_id: str) -> ResponseReturnValue:
    return _plan_page(queries.get_study(db.session(), study_id))


def _plan_page(study: Study, refused: str = "") -> str:
    try:
        file = file_of(study)
    except ValidationError:
        file = None
    return render_template(
        "studies/plan.html",
        study=study,
        parts=parts_of(study, "show_plan"),
        file=file,
        form=ActForm(),
        problems=[{"text": refused, "href": "#seal"}] if refused else [],
        missing=sealing.missing(db.session(), study) if study.sealed_at is None else [],
        is_unchanged=study.sealed_at is not None and sealing.is_unchanged(study),
        words=plan_words,
        arms=list(zip(study.arms, file.arms, strict=True)) if file else [],
        cases={case.key: case.person_name for case in study.cases},
        claims=[_claim(study, file, claim) for claim in file.claims] if file else [],
        studies=STUDIES,
        most=MOST_PEOPLE,
        made_with=MADE_WITH,
    )


def _claim(study: Study, file: StudyFile, claim: ClaimPart) -> dict[str, Any]:
    """A claim with the people it needs, and its curve."""
    marks = {arm.key: arm for arm in study.arms}
    powers = claims.curve_of(file, claim)
    comparison = claims.comparison_of(file, claim)
    return {
        "claim": claim,
        "arms": [marks[key] for key in claim.arms],
        "planned": claims.planned(file, claim),
        "needed": claims.needed(file, claim),
        "powers": powers,
        "chart": drawn(powers, claim.people),
        "comparison": comparison,
    }


@bp.post("/studies/<study_id>/plan/seal")
@allow(*LAB)
def seal_plan(study_id: str) -> ResponseReturnValue:
    if not ActForm().validate_on_submit():
        return redirect(url_for(".show_plan", study_id=study_id), 303)
    study = queries.get_study(db.session(), study_id)
    try:
        sealing.seal(db.session(), study, by=by(), at=current.moment())
    except DomainError as error:
        db.session.rollback()
        return _plan_page(queries.get_study(db.session(), study_id), refused=error.message)
    there = url_for(".show_plan", study_id=study_id)
    current.reply_is(there)
    sealed_hash = study.sealed_hash
    db.session.commit()
    current_app.logger.info("plan sealed: study %s, sha256 %s", study_id, sealed_hash)
    flash("The plan is sealed. It cannot be changed now; a copy of the study can")
    return redirect(there, 303)
