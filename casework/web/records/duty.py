"""The duty tray, and work changing hands: taken, allocated, passed on with a note, returned with a reason."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import DateField, SelectField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Optional

from casework.errors import DomainError, NotFound
from casework.extensions import db
from casework.lab.vocabulary import EventKind
from casework.records.models import Step, StepMove, Team, Worker
from casework.records.operations import moves
from casework.records.queries import work as queries
from casework.records.queries.access import hidden_ids
from casework.records.vocabulary import StepStatus
from casework.web import current
from casework.web.access import AT_WORK, allow
from casework.web.forms import Form
from casework.web.records.answering import answered
from casework.web.records.blueprint import bp, identity_of
from casework.web.records.incoming import came_in
from casework.web.records.work_rows import Row, step_row


class AllocateForm(Form):
    to_id = SelectField("Allocate to", validators=[DataRequired("Select a colleague")])
    due_on = DateField("Due date (optional)", format="%d %m %Y", validators=[Optional()])
    submit = SubmitField("Allocate")


class PassOnForm(Form):
    to = SelectField("Pass on to", validators=[DataRequired("Select a colleague or a team")])
    note = TextAreaField("Hand-over note", validators=[DataRequired("Enter a hand-over note")])
    submit = SubmitField("Pass on")


class ReturnForm(Form):
    reason = TextAreaField("Why do you return it?", validators=[DataRequired("Enter why you return it")])
    submit = SubmitField("Return to sender")


@bp.route("/duty")
@allow(*AT_WORK)
def duty() -> ResponseReturnValue:
    current.viewing("Duty tray")
    worker = current.worker()
    tray = queries.tray_of(db.session(), worker)
    people = [step.person for step in (*tray.waiting, *tray.given)]
    hidden = hidden_ids(db.session(), worker, people, current.story_date(), current.acting_for())

    def line(step: Step, act: str, under: str) -> Row:
        return step_row(
            step,
            act,
            under=under,
            mark=("Returned", "amber") if step.is_returned else None,
            move=tray.moves.get(step.id),
            is_hidden=step.person_id in hidden,
            to_the_minute=True,
        )

    return render_template(
        "records/duty.html",
        waiting=[line(step, "Read", _how_it_came(step, tray.moves.get(step.id))) for step in tray.waiting],
        given=[line(step, "Read", f"With {step.worker.name}") for step in tray.given if step.worker],
        may_allocate=worker.role in moves.MANAGERS,
        team=worker.team,
    )


def _how_it_came(step: Step, move: StepMove | None) -> str:
    if move and move.note:
        return f"“{move.note}” {move.by.name}"
    return f"“{step.note}”" if step.note else step.action_label or ""


def _movable(step_id: str) -> Step:
    """A step that may be handed on from here: not started, and hers, her team's, or of the colleague she acts for.

    A manager may also hand on what somebody of the team has not started. Raises NotFound for any other.
    """
    step = queries.get_step(db.session(), step_id)
    worker = current.worker()
    manages = worker.role in moves.MANAGERS and step.worker is not None and step.worker.team_id == worker.team_id
    if step.status != StepStatus.INCOMING or not (manages or came_in(step)["can_hand_on"]):
        raise NotFound(f"step {step_id}")
    return step


def _for_whom(step: Step) -> Worker | None:
    """For whom it is moved: the colleague she acts for, if it is theirs."""
    return current.for_step(step)


def _told(kind: EventKind, step: Step, move: StepMove) -> str:
    """Keep that it was moved, and where the worker goes on."""
    current.happened(
        kind,
        step=step.definition_id,
        step_row_id=step.id,
        person_id=step.person_id,
        to_worker=move.to_worker_id,
        to_team=move.to_team_id,
        note=move.note or "",
    )
    return url_for(".work_view", of="acting") if move.for_id else url_for(".work_view", of="mine")


@bp.route("/steps/<step_id>/take", methods=["POST"])
@allow(*AT_WORK)
def take(step_id: str) -> ResponseReturnValue:
    step = queries.get_step(db.session(), step_id)
    if step.worker_id is None and step.team_id != current.worker().team_id:
        raise NotFound(f"step {step_id}")
    if step.worker_id == current.worker().id:
        return redirect(url_for(".step", step_id=step_id), 303)
    try:
        move = moves.take(
            db.session(),
            step,
            by=current.worker(),
            acted_for=None,
            today=current.story_date(),
            at=current.story_moment(),
        )
    except DomainError as error:
        current.refused(error)
        return current.show_what_was_typed(error.message, 409)
    _told(EventKind.STEP_TAKEN, step, move)
    there = url_for(".step", step_id=step_id)
    current.reply_is(there)
    db.session.commit()
    return redirect(there, 303)


@bp.route("/steps/<step_id>/allocate", methods=["GET", "POST"])
@allow(*AT_WORK)
def allocate(step_id: str) -> ResponseReturnValue:
    _movable(step_id)
    worker, form = current.worker(), AllocateForm()
    whom = queries.colleagues_of(db.session(), worker, current.story_date())
    whom = whom if worker.role in moves.MANAGERS else [one for one in whom if one.id == worker.id]
    form.to_id.choices = [SelectChoice("", "Select"), *(SelectChoice(one.id, _who(one)) for one in whom)]

    def do() -> str:
        moved = _movable(step_id)
        move = moves.allocate(
            db.session(),
            moved,
            queries.get_worker(db.session(), form.to_id.data),
            by=current.worker(),
            acted_for=_for_whom(moved),
            due_on=form.due_on.data,
            today=current.story_date(),
            at=current.story_moment(),
        )
        _told(EventKind.STEP_ALLOCATED, moved, move)
        return url_for(".duty")

    return answered(form, do, lambda real: _show("allocate", step_id, form, real))


@bp.route("/steps/<step_id>/pass-on", methods=["GET", "POST"])
@allow(*AT_WORK)
def pass_on(step_id: str) -> ResponseReturnValue:
    step, worker = _movable(step_id), current.worker()
    form = PassOnForm()
    whom = [
        one for one in queries.colleagues_of(db.session(), worker, current.story_date()) if one.id != step.worker_id
    ]
    form.to.choices = [
        SelectChoice("", "Select"),
        *(SelectChoice(f"worker:{one.id}", _who(one)) for one in whom),
        *(SelectChoice(f"team:{one.id}", f"Team: {one.name}") for one in queries.teams(db.session())),
    ]

    def do() -> str:
        moved = _movable(step_id)
        move = moves.pass_on(
            db.session(),
            moved,
            _worker_or_team(form.to.data),
            note=form.note.data or "",
            by=current.worker(),
            acted_for=_for_whom(moved),
            today=current.story_date(),
            at=current.story_moment(),
        )
        return _told(EventKind.STEP_PASSED_ON, moved, move)

    return answered(form, do, lambda real: _show("pass_on", step_id, form, real))


@bp.route("/steps/<step_id>/return", methods=["GET", "POST"])
@allow(*AT_WORK)
def return_step(step_id: str) -> ResponseReturnValue:
    _movable(step_id)
    form = ReturnForm()

    def do() -> str:
        moved = _movable(step_id)
        move = moves.return_to_sender(
            db.session(),
            moved,
            reason=form.reason.data or "",
            by=current.worker(),
            acted_for=_for_whom(moved),
            today=current.story_date(),
            at=current.story_moment(),
        )
        return _told(EventKind.STEP_RETURNED, moved, move)

    return answered(form, do, lambda real: _show("return_step", step_id, form, real))


def _show(what: str, step_id: str, form: Form, real: list[str]) -> str:
    step = _movable(step_id)
    titles = {"allocate": "Allocate this work", "pass_on": "Pass this work on", "return_step": "Return to sender"}
    current.viewing(f"{step.title}: {titles[what]}")
    sender = moves.sender_of(db.session(), step, not_=_for_whom(step) or current.worker())
    return render_template(
        "records/move.html",
        what=what,
        heading=titles[what],
        step=step,
        person=step.person,
        identity=identity_of(step.person),
        sender=sender,
        form=form,
        real=real,
    )


def _who(worker: Worker) -> str:
    return f"{worker.name}, {worker.role_label}"


def _worker_or_team(value: str) -> Worker | Team:
    kind, _, row_id = value.partition(":")
    if kind == "worker":
        return queries.get_worker(db.session(), row_id)
    found = next((team for team in queries.teams(db.session()) if team.id == row_id), None)
    if found is None:
        raise NotFound(f"team {row_id}")
    return found
