"""Writing a plan: a new study, its draft as text with the checks beside it, and reading it in."""

import secrets
import time
from dataclasses import dataclass
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.errors import DomainError
from casework.extensions import db
from casework.lab import queries, study_drafts
from casework.lab.models import StudyDraft
from casework.lab.studies import known_here
from casework.lab.study_file import StudyFile
from casework.lab.study_mistakes import Known
from casework.lab.study_reading import StudyError, StudyProblem, read_study_text
from casework.web import current
from casework.web.access import LAB, allow
from casework.web.front.routes import themes
from casework.web.page import time_of_day
from casework.web.studies.blueprint import bp, by
from casework.web.studies.forms import ActForm
from casework.web.studies.plan_parts import PARTS, part_of
from casework.workflows.wordings import load_packs
from config import ROOT

MOST_DIGITS = 10
LINES_ROUND = 2
LARGEST_SEED = 10**8


@dataclass(frozen=True)
class Checked:
    """A draft's text with what is wrong with it; file is None while there are mistakes."""

    text: str
    problems: list[StudyProblem]
    file: StudyFile | None
    milliseconds: int


def known() -> Known:
    """What a draft may name: what is in use here."""
    packs = load_packs(ROOT / "seed_data" / "wordings")
    return known_here(db.session(), study_drafts.versions_in_use(db.session()), themes=themes(), packs=packs)


def checked(draft: StudyDraft, text: str) -> Checked:
    began, file, problems = time.perf_counter(), None, []
    try:
        file = read_study_text(text, study_drafts.file_name(draft), known())
    except StudyError as error:
        problems = error.found
    return Checked(text, problems, file, round((time.perf_counter() - began) * 1000))


def revision_sent() -> int:
    sent = request.form.get("revision", "")
    return int(sent) if sent.isdecimal() and len(sent) <= MOST_DIGITS else 0


def _text_sent() -> str:
    return request.form.get("text", "").replace("\r\n", "\n").replace("\r", "\n")


def _new_seed() -> int:
    return secrets.randbelow(LARGEST_SEED)


# --- beginning -------------------------------------------------------------------------------------


@bp.route("/studies/new", methods=["GET", "POST"])
@allow(*LAB)
def new_study() -> ResponseReturnValue:
    form = ActForm()
    studies = list(queries.studies(db.session()))
    if form.validate_on_submit():
        like = next((study for study in studies if study.id == request.form.get("like")), None)
        draft = study_drafts.begin(db.session(), by=by(), at=current.moment(), like=like, seed=_new_seed())
        return _to_draft(draft)
    return render_template(
        "studies/plan_new.html",
        form=form,
        studies=studies,
        drafts=study_drafts.drafts(db.session()),
        title_of=title_of_draft,
    )


@bp.post("/studies/<study_id>/plan/change")
@allow(*LAB)
def change_plan(study_id: str) -> ResponseReturnValue:
    if not ActForm().validate_on_submit():
        return redirect(url_for(".show_plan", study_id=study_id), 303)
    study = queries.get_study(db.session(), study_id)
    return _to_draft(study_drafts.change(db.session(), study, by=by(), at=current.moment(), seed=_new_seed()))


def _to_draft(draft: StudyDraft) -> ResponseReturnValue:
    there = url_for(".draft", draft_id=draft.id)
    current.reply_is(there)
    db.session.commit()
    return redirect(there, 303)


def title_of_draft(draft: StudyDraft) -> str:
    """What the draft calls its study, where that can be read."""
    for line in draft.text.splitlines():
        if line.startswith("title:") and (title := line.removeprefix("title:").strip().strip("'\"")):
            return title
    return "A study without a title"


# --- the draft, its parts in short -----------------------------------------------------------------


@bp.get("/studies/drafts/<draft_id>")
@allow(*LAB)
def draft(draft_id: str) -> ResponseReturnValue:
    return _draft_page(study_drafts.get_draft(db.session(), draft_id))


def _draft_page(found: StudyDraft, *, refused: str = "") -> str:
    result = checked(found, found.text)
    counts = {part.id: 0 for part in PARTS}
    elsewhere = []
    for problem in result.problems:
        part = part_of(problem.key)
        if part is None:
            elsewhere.append(problem)
        else:
            counts[part.id] += 1
    return render_template(
        "studies/plan_draft.html",
        draft=found,
        title=title_of_draft(found),
        form=ActForm(),
        form_parts=[(part, counts[part.id]) for part in PARTS],
        elsewhere=elsewhere,
        checked=result,
        problems=[{"text": refused, "href": "#parts"}] if refused else [],
    )


@bp.post("/studies/drafts/<draft_id>/read-in")
@allow(*LAB)
def read_in_draft(draft_id: str) -> ResponseReturnValue:
    found = study_drafts.get_draft(db.session(), draft_id)
    if not ActForm().validate_on_submit():
        return redirect(url_for(".draft", draft_id=draft_id), 303)
    try:
        study = study_drafts.read_in(
            db.session(),
            found,
            known=known(),
            workflows=study_drafts.versions_in_use(db.session()),
            packs=load_packs(ROOT / "seed_data" / "wordings"),
            at=current.moment(),
        )
    except (StudyError, DomainError) as error:
        db.session.rollback()
        many = len(error.problems) if isinstance(error, StudyError) else 0
        told = f"Mend {'the mistake' if many == 1 else f'the {many} mistakes'} first"
        found = study_drafts.get_draft(db.session(), draft_id)
        return _draft_page(found, refused=error.message if isinstance(error, DomainError) else told)
    there = url_for(".show_plan", study_id=study.id)
    current.reply_is(there)
    db.session.commit()
    flash("The study is read in. Its plan is not sealed yet")
    return redirect(there, 303)


@bp.post("/studies/drafts/<draft_id>/drop")
@allow(*LAB)
def drop_draft(draft_id: str) -> ResponseReturnValue:
    found = study_drafts.get_draft(db.session(), draft_id)
    if ActForm().validate_on_submit():
        db.session.delete(found)
        current.reply_is(url_for(".new_study"))
        db.session.commit()
        flash("The draft is gone")
    return redirect(url_for(".new_study"), 303)


# --- as text -----------------------------------------------------------------------------------------


@bp.route("/studies/drafts/<draft_id>/text", methods=["GET", "POST"])
@allow(*LAB)
def draft_text(draft_id: str) -> ResponseReturnValue:
    found = study_drafts.get_draft(db.session(), draft_id)
    if not current.is_post():
        return _text_page(found, found.text)
    text = _text_sent()
    if not study_drafts.keep(db.session(), found, text, revision=revision_sent(), by=by(), at=current.moment()):
        return two_texts(found, text)
    db.session.commit()
    if request.form.get("press") == "done":
        return redirect(url_for(".draft", draft_id=draft_id), 303)
    return _text_page(found, text)


def two_texts(found: StudyDraft, mine: str) -> ResponseReturnValue:
    """Somebody, or another tab, kept another text meanwhile: both are shown, and nothing is stored."""
    page = render_template(
        "studies/plan_choose.html", draft=found, title=title_of_draft(found), form=ActForm(), mine=mine
    )
    return page, 409


def _text_page(found: StudyDraft, text: str) -> str:
    return render_template(
        "studies/plan_text.html",
        draft=found,
        title=title_of_draft(found),
        form=ActForm(),
        text=text,
        kept_at=time_of_day(found.at),
        **_panel(found, checked(found, text)),
    )


def _panel(found: StudyDraft, result: Checked) -> dict[str, Any]:
    lines = result.text.split("\n")
    around = range(-LINES_ROUND, LINES_ROUND + 1)
    return {
        "checked": result,
        "own_file": study_drafts.file_name(found),
        "excerpts": [
            (line, [(line + by, lines[line + by - 1]) for by in around if 0 < line + by <= len(lines)])
            for line in sorted({problem.line for problem in result.problems})
        ],
    }


@bp.post("/studies/drafts/<draft_id>/keep")
@allow(*LAB)
def keep_draft(draft_id: str) -> ResponseReturnValue:
    """What the page's script sends while somebody types: the draft is kept and checked."""
    found, text = study_drafts.get_draft(db.session(), draft_id), _text_sent()
    if not study_drafts.keep(db.session(), found, text, revision=revision_sent(), by=by(), at=current.moment()):
        return jsonify(message="Not kept: another text was kept meanwhile. Press Check to see both."), 409
    result = checked(found, text)
    reply = {
        "revision": found.revision,
        "kept": time_of_day(current.moment()),
        "panel": render_template("studies/plan_checks.html", **_panel(found, result)),
        "state": render_template("studies/plan_state.html", checked=result),
        "may_save": render_template("studies/plan_may_save.html", checked=result),
        "marks": [{"line": problem.line, "kind": "error"} for problem in result.problems],
    }
    db.session.commit()
    return jsonify(reply)
