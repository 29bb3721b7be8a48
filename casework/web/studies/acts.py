"""What the facilitator does with the buttons of her console."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.errors import DomainError, NotFound
from casework.extensions import db
from casework.lab import by_hand, facilitating, interruptions, success, withdrawing
from casework.lab.models import Session, TaskRun
from casework.lab.titles import title_of
from casework.lab.vocabulary import AssistKind, RunEnd
from casework.web import current
from casework.web.access import LAB, allow
from casework.web.erasing import LIMITS, finish_erasing
from casework.web.forms import choices_of
from casework.web.studies.blueprint import bp, by, session_of
from casework.web.studies.console import console_page, meant_now
from casework.web.studies.forms import ActForm, DeleteForm, EndForm, HandOverForm, JudgeForm, NoteForm, VoidForm
from casework.web.studies.wording import task_number


@bp.post("/studies/<study_id>/sessions/<session_id>/move-on")
@allow(*LAB)
def move_on(study_id: str, session_id: str) -> ResponseReturnValue:
    return _act(study_id, session_id, facilitating.move_on)


@bp.post("/studies/<study_id>/sessions/<session_id>/pause")
@allow(*LAB)
def pause(study_id: str, session_id: str) -> ResponseReturnValue:
    return _act(study_id, session_id, facilitating.pause)


@bp.post("/studies/<study_id>/sessions/<session_id>/go-on")
@allow(*LAB)
def go_on(study_id: str, session_id: str) -> ResponseReturnValue:
    return _act(study_id, session_id, facilitating.resume)


@bp.post("/studies/<study_id>/sessions/<session_id>/assist/<kind>")
@allow(*LAB)
def assist(study_id: str, session_id: str, kind: str) -> ResponseReturnValue:
    if kind not in list(AssistKind):
        raise NotFound(f"assist {kind}")
    return _act(study_id, session_id, facilitating.assist, AssistKind(kind))


@bp.post("/studies/<study_id>/sessions/<session_id>/calls/<key>")
@allow(*LAB)
def bring_in(study_id: str, session_id: str, key: str) -> ResponseReturnValue:
    """Let a call come in now."""
    return _act(study_id, session_id, interruptions.bring_in, key)


@bp.post("/studies/<study_id>/sessions/<session_id>/by-hand/<worker_id>")
@allow(*LAB)
def do_by_hand(study_id: str, session_id: str, worker_id: str) -> ResponseReturnValue:
    """Make the address at which a colleague's part is done by hand."""
    return _act(study_id, session_id, by_hand.make_link, worker_id)


def _act(study_id: str, session_id: str, do: Callable[..., object], *what: object) -> ResponseReturnValue:
    """What one button of the console does. do: an operation on the session, which takes `what`, by whom and when."""
    session = session_of(study_id, session_id, lock=True)
    if ActForm().validate_on_submit():
        # The page may be older than the session: a button for what is no longer under way acts on nothing.
        meant = request.form.get("meant", "")
        try:
            if meant != meant_now(session):
                raise DomainError("The session has moved on since this page was opened, so nothing was done")
            do(db.session(), session, *what, by=by(), at=current.moment())
        except DomainError as error:
            return refused(study_id, session_id, error)
    return back(study_id, session_id)


def back(study_id: str, session_id: str, anchor: str | None = None) -> ResponseReturnValue:
    there = url_for(".console", study_id=study_id, session_id=session_id, _anchor=anchor)
    current.reply_is(there)
    db.session.commit()
    return redirect(there, 303)


def refused(study_id: str, session_id: str, error: DomainError, form: NoteForm | None = None) -> ResponseReturnValue:
    db.session.rollback()
    current.forget()
    session = session_of(study_id, session_id)
    if form is not None:
        form.show(error)
        return console_page(session, form)
    return console_page(session, NoteForm(formdata=None), [error.message])


@bp.post("/studies/<study_id>/sessions/<session_id>/undo")
@allow(*LAB)
def undo(study_id: str, session_id: str) -> ResponseReturnValue:
    """Take moving on back."""
    return _act(study_id, session_id, facilitating.undo)


@bp.post("/studies/<study_id>/sessions/<session_id>/finished")
@allow(*LAB)
def finish_for_her(study_id: str, session_id: str) -> ResponseReturnValue:
    """She says that she has finished, and presses nothing."""
    return _end_task(study_id, session_id, RunEnd.SAID_FINISHED)


@bp.post("/studies/<study_id>/sessions/<session_id>/gave-up")
@allow(*LAB)
def give_up(study_id: str, session_id: str) -> ResponseReturnValue:
    """She says that she cannot do it, and presses nothing."""
    return _end_task(study_id, session_id, RunEnd.SAID_CANNOT)


def _end_task(study_id: str, session_id: str, how: RunEnd) -> ResponseReturnValue:
    return _act(study_id, session_id, facilitating.finish_for_her, how)


@bp.post("/studies/<study_id>/sessions/<session_id>/story")
@allow(*LAB)
def move_story(study_id: str, session_id: str) -> ResponseReturnValue:
    """Let days of the story pass."""
    days = request.form.get("days", "")
    return _act(study_id, session_id, facilitating.move_story, int(days) if days.isdecimal() and len(days) < 4 else 0)


@bp.route("/studies/<study_id>/sessions/<session_id>/hand-over", methods=["GET", "POST"])
@allow(*LAB)
def hand_over(study_id: str, session_id: str) -> ResponseReturnValue:
    """Let a second person into the same sandbox: as a colleague who works there, or as one who only reads."""
    session = session_of(study_id, session_id, lock=current.is_post())
    form = HandOverForm()
    form.worker.choices = choices_of(
        {each.id: f"{each.name}, {each.role_label}" for each in by_hand.colleagues(db.session(), session)}
    )
    if form.validate_on_submit():
        try:
            by_hand.hand_over(
                db.session(),
                session,
                form.worker.data,
                reads_only=form.how.data == "reads",
                by=by(),
                at=current.moment(),
            )
        except DomainError as error:
            db.session.rollback()
            current.forget()
            session = session_of(study_id, session_id)
            form.show(error)
        else:
            there = url_for(".hand_over", study_id=study_id, session_id=session_id)
            current.reply_is(there)
            db.session.commit()
            return redirect(there, 303)
    links = by_hand.links_of(db.session(), session, current.moment())
    addresses = [
        (link, by_hand.worker_of(db.session(), link), url_for("colleague.work_view", token=link.token, _external=True))
        for link in links
    ]
    return render_template(
        "studies/hand_over.html", form=form, session=session, study=session.study, addresses=addresses
    )


@bp.route("/studies/<study_id>/sessions/<session_id>/runs/<run_id>/judge", methods=["GET", "POST"])
@allow(*LAB)
def judge_run(study_id: str, session_id: str, run_id: str) -> ResponseReturnValue:
    """Say whether a run succeeded that no rule can decide."""
    session = session_of(study_id, session_id, lock=current.is_post())
    run = _run_of(session, run_id)
    form = JudgeForm()
    if form.validate_on_submit():
        try:
            success.judge(
                db.session(),
                run,
                form.is_success.data == "yes",
                because=form.because.data or "",
                by=by(),
                at=current.moment(),
            )
        except DomainError as error:
            db.session.rollback()
            current.forget()
            form.show(error)
            session = session_of(study_id, session_id)
            run = _run_of(session, run_id)
        else:
            return back(study_id, session_id)
    return render_template(
        "studies/judge.html",
        form=form,
        run=run,
        session=session,
        study=session.study,
        title=title_of(run.task, run.session_arm),
    )


@bp.route("/studies/<study_id>/sessions/<session_id>/delete", methods=["GET", "POST"])
@allow(*LAB)
def stop_and_delete(study_id: str, session_id: str) -> ResponseReturnValue:
    """End the session and erase all that was kept of the participant; asked once."""
    session = session_of(study_id, session_id, lock=current.is_post())
    form = DeleteForm()
    if form.validate_on_submit():
        at, code = current.moment(), session.participant.code
        there = url_for(".study", study_id=study_id)
        try:
            if session.ended_at is None:
                facilitating.end_early(db.session(), session, form.because.data or "", by=by(), at=at)
            withdrawing.withdraw(db.session(), session.study, session.participant, by=by(), at=at)
        except DomainError as error:
            db.session.rollback()
            current.forget()
            form.show(error)
            session = session_of(study_id, session_id)
        else:
            current.reply_is(there)
            db.session.commit()
            flash(f"What was kept of {code} is deleted. {finish_erasing()} {LIMITS}")
            return redirect(there, 303)
    return render_template("studies/delete.html", form=form, session=session, study=session.study)


def _run_of(session: Session, run_id: str) -> TaskRun:
    run = next((run for run in session.runs if run.id == run_id), None)
    if run is None:
        raise NotFound(f"run {run_id} of {session.id}")
    return run


# --- leaving out, and ending ---------------------------------------------------------------------


@bp.route("/studies/<study_id>/sessions/<session_id>/runs/<run_id>/void", methods=["GET", "POST"])
@allow(*LAB)
def void_run(study_id: str, session_id: str, run_id: str) -> ResponseReturnValue:
    session = session_of(study_id, session_id, lock=current.is_post())
    run = _run_of(session, run_id)
    form = VoidForm()
    if form.validate_on_submit():
        try:
            facilitating.void_run(db.session(), run, form.because.data or "", by=by(), at=current.moment())
        except DomainError as error:
            db.session.rollback()
            current.forget()
            form.show(error)
        else:
            return back(study_id, session_id)
    return render_template(
        "studies/void.html",
        form=form,
        run=run,
        session=session,
        study=session.study,
        task=task_number(run),
        title=title_of(run.task, run.session_arm),
    )


@bp.route("/studies/<study_id>/sessions/<session_id>/end", methods=["GET", "POST"])
@allow(*LAB)
def end_session(study_id: str, session_id: str) -> ResponseReturnValue:
    session = session_of(study_id, session_id, lock=current.is_post())
    form = EndForm()
    if form.validate_on_submit():
        try:
            facilitating.end_early(db.session(), session, form.because.data or "", by=by(), at=current.moment())
        except DomainError as error:
            db.session.rollback()
            current.forget()
            form.show(error)
        else:
            return back(study_id, session_id)
    return render_template("studies/end.html", form=form, session=session, study=session.study)
