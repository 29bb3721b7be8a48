"""A workflow's text with the checks beside it; kept as it is typed, saved with a reason, never over somebody else's."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.database import ask_to_write
from casework.errors import DomainError
from casework.extensions import db
from casework.findings.found import find_finding, reason_for_change, was_changed
from casework.lab.models import Finding, Study
from casework.records.facts import CATALOGUE
from casework.web import current
from casework.web.access import BENCH, allow
from casework.web.page import time_of_day
from casework.web.studies.forms import StaffForm
from casework.web.workflows.blueprint import Shown, bp, by, parts_of, shown
from casework.web.workflows.duties import in_use
from casework.web.workflows.feasibility import capabilities
from casework.web.workflows.files import SEED_DATA
from casework.web.workflows.snippets import SNIPPETS
from casework.workflows import drafts
from casework.workflows.checks import Summary, summary
from casework.workflows.definition import Definition
from casework.workflows.differences import differences, summary_of
from casework.workflows.duties import duties_of
from casework.workflows.editing import CannotChange, mended
from casework.workflows.feasibility import demands_of
from casework.workflows.loader import Loaded
from casework.workflows.map import map_of
from casework.workflows.problems import Problem, WorkflowError
from casework.workflows.reading_in import load_draft
from casework.workflows.versions import LARGEST_NUMBER, WorkflowDraft, WorkflowSave

MOST_DIGITS = 10
LINES_ROUND = 2
"""How many lines stand before and after one that has a mistake, for who reads without scripts."""


@dataclass(frozen=True)
class Checked:
    """A text with what the checks say of it; loaded is None while it has errors."""

    text: str
    problems: list[Problem]
    loaded: Loaded | None
    milliseconds: int

    @property
    def counts(self) -> Summary:
        return summary(self.problems)

    @property
    def told(self) -> list[Problem]:
        """Errors before what is to look at, each in the order of the text."""
        return sorted(
            (found for found in self.problems if found.severity != "note"),
            key=lambda found: (found.severity != "error", found.line, found.col),
        )


def checked(workflow_id: str, text: str) -> Checked:
    began = time.perf_counter()
    loaded: Loaded | None = None
    try:
        loaded = load_draft(db.session(), workflow_id, text, SEED_DATA, CATALOGUE)
        problems = loaded.problems
    except WorkflowError as error:
        problems = error.problems
    return Checked(text, list(problems), loaded, round((time.perf_counter() - began) * 1000))


def _account() -> str:
    return str(current_user.account.id)


def _number(name: str) -> int:
    sent = request.form.get(name, "")
    return min(int(sent), LARGEST_NUMBER) if sent.isdecimal() and len(sent) <= MOST_DIGITS else 0


def _typed_text() -> str:
    return request.form.get("text", "").replace("\r\n", "\n").replace("\r", "\n")


@bp.route("/workflows/<workflow_id>/edit", methods=["GET", "POST"])
@allow(*BENCH)
def edit(workflow_id: str) -> ResponseReturnValue:
    here = shown(workflow_id)
    if not current.is_post():
        draft = drafts.find_draft(db.session(), workflow_id, _account())
        return _show(here, draft, draft.text if draft else here.save.source, why=_reason())
    press, text = request.form.get("press", "check"), _typed_text()
    if press == "discard":
        drafts.drop_draft(db.session(), workflow_id, _account())
        db.session.commit()
        return redirect(_here_again(workflow_id), 303)
    if press.startswith("mend "):
        text = _mended(workflow_id, text, press)
    kept = drafts.keep_draft(
        db.session(),
        workflow_id,
        _account(),
        text,
        made_from=_number("made_from") or here.save.number,
        revision=_number("revision"),
        at=current.moment(),
    )
    if kept is None:
        return _two_tabs(here, text)
    db.session.commit()
    if press == "save":
        # The draft is kept whatever comes of saving it; what follows is a transaction of its own, and writes too.
        ask_to_write(db.session())
        return _save(here, kept, text)
    if press.startswith("mend "):
        return redirect(_here_again(workflow_id), 303)
    return _show(here, kept, text, why=request.form.get("why") or _reason())


def _here_again(workflow_id: str) -> str:
    """The address of this page, with the finding because of which the workflow is changed."""
    return url_for(".edit", workflow_id=workflow_id, finding=request.args.get("finding") or None)


def _because_of() -> Finding | None:
    """The finding that the address names."""
    return find_finding(db.session(), request.args.get("finding", ""))


def _reason() -> str:
    """What stands in "why this change" to begin with."""
    finding = _because_of()
    study = db.session.get(Study, finding.study_id) if finding else None
    return reason_for_change(study, finding) if study and finding else ""


def _mended(workflow_id: str, text: str, press: str) -> str:
    """The text with one mistake mended, named by its place and code: "mend 27:17 L20"."""
    for found in checked(workflow_id, text).problems:
        if press == f"mend {found.line}:{found.col} {found.code}":
            try:
                return mended(text, found)
            except CannotChange:
                return text
    return text


def _save(here: Shown, draft: WorkflowDraft, text: str) -> ResponseReturnValue:
    why = request.form.get("why", "")
    try:
        made = drafts.save_text(
            db.session(),
            here.save.workflow_id,
            text,
            made_from=draft.made_from,
            why=why,
            by=by(),
            at=current.moment(),
            folder=SEED_DATA,
            catalogue=CATALOGUE,
        )
    except drafts.SavedMeanwhile as meanwhile:
        return _saved_meanwhile(here, meanwhile.newest, text, why)
    except WorkflowError:
        return _show(here, draft, text, why=why)
    except DomainError as error:
        return _show(here, draft, text, why=why, refused=error)
    drafts.drop_draft(db.session(), here.save.workflow_id, _account())
    finding = _because_of()
    if finding is not None:
        was_changed(db.session(), finding, made.version_id, by=by(), at=current.moment())
    there = url_for(".show_differences", workflow_id=here.save.workflow_id, save=made.number)
    current.reply_is(there)
    db.session.commit()
    return redirect(there, 303)


def _show(
    here: Shown, draft: WorkflowDraft | None, text: str, *, why: str = "", refused: DomainError | None = None
) -> str:
    found = checked(here.save.workflow_id, text)
    form = StaffForm()
    problems = [{"text": refused.message, "href": f"#{refused.field or 'text'}"}] if refused else []
    return render_template(
        "workflows/edit.html",
        here=here,
        parts=parts_of(here),
        form=form,
        text=text,
        why=why,
        because_of=_because_of(),
        own_address=_here_again(here.save.workflow_id),
        problems=problems,
        refused=refused,
        revision=draft.revision if draft else 0,
        made_from=draft.made_from if draft else here.save.number,
        is_draft=draft is not None and text != here.save.source,
        kept_at=time_of_day(draft.saved_at) if draft else "",
        also=drafts.also_editing(db.session(), here.save.workflow_id, _account(), current.moment()),
        snippets=SNIPPETS,
        **_panel(here, found),
    )


def _panel(here: Shown, found: Checked) -> dict[str, Any]:
    """What stands beside the text: the checks, and what the draft does."""
    lines, own_file = found.text.split("\n"), f"{here.save.workflow_id}.yaml"
    return {
        "checked": found,
        "excerpts": [
            (
                line,
                [
                    (at, lines[at - 1])
                    for at in range(line - LINES_ROUND, line + LINES_ROUND + 1)
                    if 0 < at <= len(lines)
                ],
            )
            for line in sorted({problem.line for problem in found.told if problem.file == own_file})
        ],
        "does": _does(here.definition, found.loaded.definition) if found.loaded else [],
        "own_file": own_file,
    }


def _does(now: Definition, draft: Definition) -> list[dict[str, str]]:
    """What a draft does against the version in use, a line for each tab that tells more."""
    found = differences(now, draft)
    drawn_now, drawn = map_of(now).summary, map_of(draft).summary
    others = in_use()
    before = {each.duty.id: each.status for each in duties_of(now, others)}
    other_duties = [each for each in duties_of(draft, others) if each.status != before.get(each.duty.id)]
    demands, demanded = len(demands_of(draft, capabilities())), len(demands_of(now, capabilities()))
    asked = _questions(draft) - _questions(now)
    return [
        {
            "part": "show_map",
            "title": "Map",
            "text": "The same steps and arrows" if drawn == drawn_now else drawn,
        },
        {
            "part": "show_differences",
            "title": "Differences",
            "text": _first(summary_of(now, draft, found), f"{len(found)} differences" if found else "None"),
        },
        {
            "part": "show_burden",
            "title": "Burden",
            "text": f"{abs(asked)} questions {'more' if asked > 0 else 'fewer'}" if asked else "As many questions",
        },
        {
            "part": "show_duties",
            "title": "Duties",
            "text": "; ".join(f"{each.duty.id}: {each.status}" for each in other_duties) or "As before",
            "mark": "wrong" if any(not each.is_met for each in other_duties) else "",
        },
        {
            "part": "show_feasibility",
            "title": "Feasibility",
            "text": f"{demands} capabilities demanded" + ("" if demands == demanded else f"; in use {demanded}"),
        },
    ]


def _first(sentences: list[str], otherwise: str) -> str:
    return sentences[0] if sentences else otherwise


def _questions(definition: Definition) -> int:
    return sum(question.asks for _, _, question in definition.every_question())


# --- nothing is overwritten silently ---------------------------------------------------------------


def _two_tabs(here: Shown, text: str) -> ResponseReturnValue:
    """Another tab of the same designer kept another text: both are shown."""
    draft = drafts.find_draft(db.session(), here.save.workflow_id, _account())
    assert draft is not None
    return _choose(
        here, mine=text, theirs=draft.text, whose="your other tab", made_from=draft.made_from, revision=draft.revision
    )


def _saved_meanwhile(here: Shown, newest: WorkflowSave, text: str, why: str) -> ResponseReturnValue:
    draft = drafts.find_draft(db.session(), here.save.workflow_id, _account())
    return _choose(
        here,
        mine=text,
        theirs=newest.source,
        whose=f"{newest.by}, who saved number {newest.number} meanwhile",
        made_from=newest.number,
        revision=draft.revision if draft else 0,
        why=why,
    )


def _choose(
    here: Shown, *, mine: str, theirs: str, whose: str, made_from: int, revision: int, why: str = ""
) -> ResponseReturnValue:
    ours, other = checked(here.save.workflow_id, mine), checked(here.save.workflow_id, theirs)
    found = differences(other.loaded.definition, ours.loaded.definition) if ours.loaded and other.loaded else []
    page = render_template(
        "workflows/choose.html",
        here=here,
        parts=parts_of(here),
        mine=mine,
        theirs=theirs,
        whose=whose,
        made_from=made_from,
        revision=revision,
        why=why,
        own_address=_here_again(here.save.workflow_id),
        sentences=[each.sentence for each in found],
    )
    return page, 409


@bp.post("/workflows/<workflow_id>/draft")
@allow(*BENCH)
def keep_draft(workflow_id: str) -> ResponseReturnValue:
    """What the page's script sends while somebody types: the draft is kept and checked."""
    here, text = shown(workflow_id), _typed_text()
    kept = drafts.keep_draft(
        db.session(),
        workflow_id,
        _account(),
        text,
        made_from=_number("made_from") or here.save.number,
        revision=_number("revision"),
        at=current.moment(),
    )
    if kept is None:
        return jsonify(message="Not kept: your other tab has another text. Press Check to see both."), 409
    found = checked(workflow_id, text)
    reply: Mapping[str, Any] = {
        "revision": kept.revision,
        "kept": time_of_day(current.moment()),
        "panel": render_template("workflows/checks.html", here=here, **_panel(here, found)),
        "state": render_template("workflows/draft_state.html", checked=found, is_draft=text != here.save.source),
        "may_save": render_template("workflows/may_save.html", checked=found),
        "marks": [{"line": problem.line, "kind": problem.severity} for problem in found.told],
    }
    db.session.commit()
    return jsonify(reply)
