"""The decision lab of a study: what was decided beside the experts' key, and where practitioners part."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from casework.extensions import db
from casework.findings.claims import claims_of
from casework.findings.decisions import decisions_of, experts_agree
from casework.findings.results import results
from casework.lab import panel, queries
from casework.lab.study_file import file_of
from casework.web.access import WATCHING, allow
from casework.web.studies.blueprint import bp, parts_of
from casework.web.studies.resting import resting


@bp.get("/studies/<study_id>/decisions")
@allow(*WATCHING)
def show_decisions(study_id: str) -> ResponseReturnValue:
    """Hidden while experts are asked. One case at a time: the first, unless the address names another."""
    study = queries.get_study(db.session(), study_id)
    handle = db.session()
    is_blind = panel.is_blind(handle, study)
    found = None if is_blind else results(handle, study)
    lab = decisions_of(handle, found) if found else None
    about = [number for number, claim in enumerate(file_of(study).claims) if claim.measure == "correct"]
    every = claims_of(handle, study, found) if lab else []
    claims = [every[number] for number in about if every]
    asked = panel.panel_of(handle, study)
    opinions = panel.answered(handle, study) if asked else []
    cases = lab.cases if lab else []
    shown = next((each for each in cases if each.case.key == request.args.get("case")), next(iter(cases), None))
    return render_template(
        "studies/decisions.html",
        study=study,
        parts=parts_of(study, "show_decisions"),
        panel=asked,
        is_blind=is_blind,
        lab=lab,
        found=found,
        claims=list(zip(claims, resting(handle, study, claims), strict=True)),
        shown=shown,
        left_out=[each for each in opinions if each.is_left_out],
        experts=experts_agree(opinions, study.seed),
    )
