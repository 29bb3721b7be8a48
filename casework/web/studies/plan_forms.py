"""One part of a plan as a form. What was typed goes into the draft, mistakes and all; those stand beside it."""

from collections import defaultdict

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.errors import NotFound
from casework.extensions import db
from casework.lab import study_drafts
from casework.lab.models import StudyDraft
from casework.web import current
from casework.web.access import LAB, allow
from casework.web.studies.blueprint import bp, by
from casework.web.studies.forms import ActForm
from casework.web.studies.plan_editing import checked, known, revision_sent, title_of_draft, two_texts
from casework.web.studies.plan_parts import PARTS, Around, Part, part_of, rows_at, shown, take, tree_of


def _part(part_id: str) -> Part:
    for part in PARTS:
        if part.id == part_id:
            return part
    raise NotFound(f"part {part_id} of a plan")


@bp.route("/studies/drafts/<draft_id>/parts/<part_id>", methods=["GET", "POST"])
@allow(*LAB)
def draft_part(draft_id: str, part_id: str) -> ResponseReturnValue:
    part, found = _part(part_id), study_drafts.get_draft(db.session(), draft_id)
    if not current.is_post():
        return _page(found, part)
    tree = tree_of(found.text)
    if tree is None:
        return redirect(url_for(".draft_text", draft_id=draft_id), 303)
    press = request.form.get("press", "keep")
    text = take(tree, part, request.form.to_dict(flat=False), press)
    if not study_drafts.keep(db.session(), found, text, revision=revision_sent(), by=by(), at=current.moment()):
        return two_texts(found, text)
    db.session.commit()
    if press == "go on" and not _mistakes(found, part):
        after = PARTS.index(part) + 1
        if after < len(PARTS):
            return redirect(url_for(".draft_part", draft_id=draft_id, part_id=PARTS[after].id), 303)
        return redirect(url_for(".draft", draft_id=draft_id), 303)
    return _page(found, part, show_mistakes=press in ("keep", "go on"))


def _mistakes(found: StudyDraft, part: Part) -> dict[str, list[str]]:
    """What is wrong with a part, by the key where it stands."""
    told: dict[str, list[str]] = defaultdict(list)
    for problem in checked(found, found.text).problems:
        if part_of(problem.key) is part:
            told[problem.key].append(problem.message)
    return told


def _page(found: StudyDraft, part: Part, *, show_mistakes: bool = False) -> str:
    tree = tree_of(found.text)
    told = _mistakes(found, part)
    errors = told if show_mistakes else {}
    around = Around(tree, tree, known())
    fields = [one for each in part.fields for one in shown(each, each.key, tree, around, errors)] if tree else []
    groups = []
    for group in part.rows if tree else ():
        rows = []
        for number, row in enumerate(rows_at(tree, group.key)):
            beside = Around(tree, row, around.known)
            name = f"{group.key}.{number}"
            rows.append(
                [one for each in group.fields for one in shown(each, f"{name}.{each.key}", row, beside, errors)]
            )
        groups.append((group, rows))
    every = [*fields, *(one for _, rows in groups for row in rows for one in row)]
    beside_fields = {message for one in every for message in one.errors}
    problems = [
        {"text": f"{one.field.label}: {message}", "href": f"#{one.name}"} for one in every for message in one.errors
    ]
    problems += [
        {"text": f"{key}: {message}", "href": url_for(".draft_text", draft_id=found.id)}
        for key, messages in errors.items()
        for message in messages
        if message not in beside_fields
    ]
    return render_template(
        "studies/plan_part.html",
        draft=found,
        title=title_of_draft(found),
        part=part,
        can_be_read=tree is not None,
        form=ActForm(),
        fields=fields,
        groups=groups,
        problems=problems,
        mistakes=sum(map(len, told.values())),
        last=part is PARTS[-1],
    )
