"""The wall: notes of all sessions as cards that people put into groups together, and who met which problem."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms import BooleanField, RadioField, SelectField, StringField, SubmitField

from casework.errors import DomainError
from casework.extensions import db
from casework.findings import wall as walls
from casework.findings.found import findings_of
from casework.findings.rainbow import discovery_said, rainbow
from casework.findings.replay import seconds_into
from casework.findings.wall import Card, Wall, met_in, wall_of
from casework.lab import queries
from casework.lab.models import NoteGroup, Study
from casework.lab.observations import SEVERITIES
from casework.lab.titles import title_of
from casework.statistics.present import clock
from casework.web import current
from casework.web.access import NOTING, WATCHING, allow
from casework.web.forms import choices_of
from casework.web.page import time_of_day
from casework.web.studies.blueprint import bp, by, parts_of
from casework.web.studies.forms import ActForm, StaffForm
from casework.web.studies.replay import address
from casework.web.studies.tracing import trace_of
from casework.web.studies.wording import KEYS, NOTE_COLOURS

ARRANGED = {"theme": "Theme", "page": "Page", "task": "Task"}
NEW, NONE = "new", "none"
SHOWN_AT_ONCE = 6
"""How many cards of a column stand open; the rest are one press away."""


class GroupForm(StaffForm):
    """A group, by what it is about."""

    title = StringField("Name of a new group")
    submit = SubmitField("Make the group")


class MoveForm(StaffForm):
    """Where a note goes."""

    # The operation says in words of ours that a group has gone meanwhile.
    group = RadioField("Move to", validate_choice=False)
    title = StringField("Name of the new group")
    submit = SubmitField("Move the note")


class ChangeGroupForm(StaffForm):
    title = StringField("What the group is about")
    is_problem = BooleanField("It is a problem that people met, and counts in the table")
    into = SelectField("Merge into", validate_choice=False)
    submit = SubmitField("Save the group")


@bp.get("/studies/<study_id>/wall")
@allow(*WATCHING)
def wall(study_id: str) -> ResponseReturnValue:
    return _page(queries.get_study(db.session(), study_id), GroupForm(formdata=None))


def _page(study: Study, form: GroupForm) -> str:
    return render_template("studies/wall.html", parts=parts_of(study, "wall"), form=form, **_shown(study))


@bp.get("/studies/<study_id>/wall/live")
@allow(*WATCHING)
def wall_live(study_id: str) -> ResponseReturnValue:
    """What the page's script asks for every two seconds: nothing while the wall is as it was."""
    shown = _shown(queries.get_study(db.session(), study_id))
    if request.args.get("after") == shown["after"]:
        return "", 204
    return render_template("studies/wall_live.html", **shown)


@bp.post("/studies/<study_id>/wall/here")
@allow(*WATCHING)
def at_the_wall(study_id: str) -> ResponseReturnValue:
    """A sign of whoever looks at the wall."""
    study = queries.get_study(db.session(), study_id)
    if ActForm().validate_on_submit():
        walls.is_here(db.session(), study, current_user.account.id, name=by(), at=current.moment())
        db.session.commit()
    return ("", 204) if request.form.get("by_script") else redirect(url_for(".wall", study_id=study_id), 303)


# --- groups --------------------------------------------------------------------------------------


@bp.post("/studies/<study_id>/wall/groups")
@allow(*NOTING)
def add_group(study_id: str) -> ResponseReturnValue:
    study = queries.get_study(db.session(), study_id)
    form = GroupForm()
    if form.validate_on_submit():
        try:
            walls.hold(db.session(), study)
            walls.make_group(db.session(), study, form.title.data or "", by=by(), at=current.moment())
        except DomainError as error:
            study = _undone(study_id)
            form.show(error)
        else:
            return _back(study_id)
    return _page(study, form)


@bp.route("/studies/<study_id>/wall/groups/<group_id>", methods=["GET", "POST"])
@allow(*NOTING)
def change_group(study_id: str, group_id: str) -> ResponseReturnValue:
    """Rename a group, say whether it is a problem, move it along, merge it, or delete it when it is empty."""
    study = queries.get_study(db.session(), study_id)
    group = walls.get_group(db.session(), study, group_id)
    form = ChangeGroupForm(title=group.title, is_problem=group.is_problem)
    others = [each for each in walls.groups_of(db.session(), study) if each.id != group_id]
    form.into.choices = choices_of({each.id: each.title for each in others})
    if form.validate_on_submit():
        try:
            walls.hold(db.session(), study)
            _do(study, group, form)
        except DomainError as error:
            study = _undone(study_id)
            form.show(error)
        else:
            return _back(study_id)
    group = walls.get_group(db.session(), study, group_id)
    found = wall_of(db.session(), study)
    held = found.cards_of(group)
    return render_template(
        "studies/wall_group.html",
        study=study,
        parts=parts_of(study, "wall"),
        group=group,
        form=form,
        held=len(held),
        said=_counted(held, found.people),
    )


def _do(study: Study, group: NoteGroup, form: ChangeGroupForm) -> None:
    match request.form.get("press"):
        case "left":
            walls.shift_group(db.session(), study, group, -1)
        case "right":
            walls.shift_group(db.session(), study, group, 1)
        case "delete":
            walls.delete_group(db.session(), group)
            flash(f"“{group.title}” is deleted")
        case "merge":
            into = next(
                (each for each in walls.groups_of(db.session(), study) if each.id == form.into.data),
                None,
            )
            if into is None:
                raise DomainError("Select the group to merge into", field="into")
            walls.merge_groups(db.session(), study, group, into, by=by(), at=current.moment())
            flash(f"Merged into “{into.title}”")
        case _:
            walls.change_group(db.session(), study, group, form.title.data or "", is_problem=bool(form.is_problem.data))


# --- moving a card -------------------------------------------------------------------------------


@bp.route("/studies/<study_id>/wall/notes/<note_id>/move", methods=["GET", "POST"])
@allow(*NOTING)
def move_note(study_id: str, note_id: str) -> ResponseReturnValue:
    """Put a note into a group: a plain form, and what the wall's script posts."""
    study = queries.get_study(db.session(), study_id)
    walls.get_note(db.session(), study, note_id)
    by_script = bool(request.form.get("by_script"))
    form = MoveForm()
    refused = ""
    if form.validate_on_submit():
        try:
            walls.hold(db.session(), study)
            said = _move(study, note_id, form)
        except DomainError as error:
            study = _undone(study_id)
            form.show(error)
            refused = error.message
        else:
            if by_script:
                db.session.commit()
                return render_template("studies/wall_live.html", said=said, **_shown(study))
            flash(said)
            return _back(study_id)
    if by_script:
        refused = refused or "Not moved: this page is too old. Load it again"
        return render_template("studies/wall_live.html", said=refused, refused=True, **_shown(study))
    found = wall_of(db.session(), study)
    card = next(card for card in found.cards if card.note.id == note_id)
    groups = {group.id: group.title for group in found.groups}
    form.group.choices = choices_of({**groups, NEW: "A new group", NONE: "Not grouped"})
    if not current.is_post():
        form.group.data = card.group.id if card.group else (NONE if found.groups else NEW)
    return render_template(
        "studies/wall_move.html", study=study, parts=parts_of(study, "wall"), card=_card(card), form=form
    )


def _move(study: Study, note_id: str, form: MoveForm) -> str:
    wanted = form.group.data or NONE
    if wanted == NEW:
        wanted = walls.make_group(db.session(), study, form.title.data or "", by=by(), at=current.moment()).id
    group = walls.move_card(
        db.session(),
        study,
        note_id,
        "" if wanted == NONE else wanted,
        before=request.form.get("before", ""),
        by=by(),
        at=current.moment(),
    )
    return f"Moved to “{group.title}”" if group else "Taken out of its group"


def _undone(study_id: str) -> Study:
    """The study again, after what a refused attempt began is undone."""
    db.session.rollback()
    current.forget()
    return queries.get_study(db.session(), study_id)


def _back(study_id: str) -> ResponseReturnValue:
    there = url_for(".wall", study_id=study_id, _anchor="notes")
    current.reply_is(there)
    db.session.commit()
    return redirect(there, 303)


# --- what is shown -------------------------------------------------------------------------------


def _shown(study: Study) -> dict[str, Any]:
    arranged = request.values.get("by", "theme")
    arranged = arranged if arranged in ARRANGED else "theme"
    found = wall_of(db.session(), study)
    others = walls.others_here(db.session(), study, current_user.account.id, current.moment())
    seen = rainbow(db.session(), found)
    findings = findings_of(db.session(), study, found)
    asked = request.values.get("finding", "")
    shown = next((each for each in findings if str(each.finding.number) == asked), findings[0] if findings else None)
    return {
        "study": study,
        "wall": found,
        "notes": f"{len(found.cards)} {'note' if len(found.cards) == 1 else 'notes'}",
        "people": f"{len(found.people)} {'person' if len(found.people) == 1 else 'people'}",
        "others": others,
        "after": f"{walls.state_of(found)}-{len(findings)}-{len(others)}",
        "mover": walls.last_mover(db.session(), study),
        "arranged": arranged,
        "ways": [
            {
                "text": text,
                "href": url_for(".wall", study_id=study.id, by=name, _anchor="notes"),
                "is_on": name == arranged,
            }
            for name, text in ARRANGED.items()
        ],
        "columns": _columns(found, arranged),
        "move_to": [(group.id, group.title) for group in found.groups],
        "rainbow": seen,
        "marks": [arm.mark for arm in study.arms],
        "severities": SEVERITIES,
        "discovery": discovery_said(seen.discovery),
        "shown_finding": shown,
        "trace": trace_of(shown) if shown else [],
        "can_be_moved": current_user.may(*NOTING),
    }


def _columns(found: Wall, arranged: str) -> list[dict[str, Any]]:
    if arranged == "theme":
        loose = found.cards_of(None)
        columns = [_column(group.title, found.cards_of(group), found.people, group) for group in found.groups]
        return [
            *columns,
            _column("Not grouped", loose, found.people) | {"said": f"{len(loose)} of {len(found.cards)} notes"},
        ]
    by_name: dict[str, list[Card]] = {}
    for card in sorted(found.cards, key=lambda card: _order(card, arranged)):
        by_name.setdefault(_name(card, arranged), []).append(card)
    return [_column(name, cards, found.people) for name, cards in by_name.items()]


def _order(card: Card, arranged: str) -> tuple[bool, int, str]:
    if arranged == "task":
        return card.run is None, card.run.task.position if card.run else 0, ""
    return not card.note.page, 0, (card.note.page or "").casefold()


def _name(card: Card, arranged: str) -> str:
    if arranged == "task":
        return title_of(card.run.task) if card.run else "Outside the tasks"
    return card.note.page or "No page"


def _column(title: str, cards: Sequence[Card], people: Sequence[str], group: NoteGroup | None = None) -> dict[str, Any]:
    shown = [_card(card) for card in cards]
    return {
        "title": title,
        "group": group,
        "said": _counted(cards, people),
        "cards": shown[:SHOWN_AT_ONCE],
        "more": shown[SHOWN_AT_ONCE:],
    }


def _counted(cards: Sequence[Card], people: Sequence[str]) -> str:
    notes = f"{len(cards)} {'note' if len(cards) == 1 else 'notes'}"
    return f"{notes}, {len(met_in(cards, people).by)} of {len(people)} people"


def _card(card: Card) -> dict[str, Any]:
    note, run = card.note, card.run
    return {
        "id": note.id,
        "text": note.text,
        "key": KEYS[note.kind],
        "kind": note.kind.value,
        "colour": NOTE_COLOURS[note.kind],
        "code": card.code,
        "arm": card.arm,
        "page": note.page or "",
        "time": clock(seconds_into(run, note.at)) if run and run.started_at else time_of_day(note.at),
        "href": address(run, seconds_into(run, note.at)) if run and run.ended_at else "",
        "counts": card.counts,
        "group": card.group.title if card.group else "",
        "group_id": card.group.id if card.group else "",
    }
