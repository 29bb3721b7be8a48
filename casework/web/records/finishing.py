"""Check answers and hand over: what is still open, what comes next, why flags stay, and what came of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from casework.errors import DomainError
from casework.extensions import db
from casework.lab import by_hand, colleagues, flagging, working
from casework.lab.vocabulary import EventKind
from casework.lab.working import Work
from casework.records.models import Step, Worker
from casework.records.vocabulary import StepKind
from casework.web import current
from casework.web.access import AT_WORK, allow
from casework.web.page import time_of_day
from casework.web.records.approval import above_limit_without_why, approval_of
from casework.web.records.at_step import (
    WHOLE,
    own_work,
    pages_of,
    read_steps,
    real_data,
    reread,
    save_typed,
    step_page,
    typed_on,
    typed_reasons,
    with_typed,
)
from casework.web.records.blueprint import bp
from casework.web.records.check import (
    actions,
    answered_sections,
    finishing_problems,
    places_of,
    set_aside,
    unanswered,
)
from casework.web.records.concerns import way_back
from casework.web.records.costs import rates_that_are_missing
from casework.web.records.questions import draw_page
from casework.workflows import engine


@bp.route("/steps/<step_id>/check")
@allow(*AT_WORK)
def check_answers(step_id: str) -> ResponseReturnValue:
    work = own_work(step_id)
    if not work.step.is_open:
        return redirect(url_for(".step", step_id=step_id))
    return _show_check(work, [], {}, {})


def _show_check(
    work: Work,
    problems: Sequence[engine.FinishProblem],
    notes: Mapping[str, str],
    reasons: Mapping[str, str],
    *,
    real: Sequence[str] = (),
) -> str:
    current.viewing(f"{work.step.title}: check answers")
    flags = flagging.open_flags(db.session(), work, current.story_date())
    return step_page(
        "records/approval.html" if work.step.kind == StepKind.APPROVAL else "records/check.html",
        work.step,
        work=work,
        **(_of_approval(work) if work.step.kind == StepKind.APPROVAL else {}),
        sections=answered_sections(work, with_links=True),
        set_aside=set_aside(work),
        unanswered=unanswered(work),
        actions=actions(work, request.form.getlist("action"), notes, current.story_date()),
        problems=finishing_problems(problems),
        flags=flags,
        flag_errors={problem.field: problem.message for problem in problems},
        reasons={**flagging.reasons_typed(work), **reasons},
        places=places_of(work, flags),
        real=real,
        saved=time_of_day(work.draft.saved_at) if work.draft else "",
    )


def _of_approval(work: Work) -> dict[str, Any]:
    """What the manager's own screen shows beside the decision, and the step's questions, which stand in it."""
    return {
        "approval": approval_of(db.session(), work, current.acting_for() or current.worker(), current.story_date()),
        "pages": [draw_page(work, state, []) for state in work.state.pages],
        "read": read_steps(work),
    }


def _decision(work: Work) -> Work:
    """An approval with what was typed into its questions beside the decision, nothing saved."""
    if "inline" not in request.form or not work.step.is_open:
        return work
    pages = pages_of(work, WHOLE)
    return with_typed(work, pages, typed_on(pages))


def _keep_decision(work: Work) -> Work:
    """The same, saved in the draft that is finished next."""
    if "inline" not in request.form:
        return work
    pages = pages_of(work, WHOLE)
    saved = save_typed(work, pages, typed_on(pages), posted=True)
    for change in saved.changes:
        current.happened(
            EventKind.ANSWER_CHANGED,
            question=change.question_id,
            page=WHOLE,
            step=work.step.definition_id,
            step_row_id=work.step.id,
            old=change.old,
            new=change.new,
        )
    return reread(work)


@bp.route("/steps/<step_id>/finish", methods=["POST"])
@allow(*AT_WORK)
def finish(step_id: str) -> ResponseReturnValue:
    work = own_work(step_id)
    chosen = [action for action in request.form.getlist("action") if action]
    notes = {
        name.removeprefix("note-"): text.strip() for name, text in request.form.items() if name.startswith("note-")
    }
    if not work.step.is_open:
        return current.show_what_was_typed("This work is already finished", 409)
    reasons = typed_reasons()
    if real := real_data():
        current.refused(*real, place="check")
        return _show_check(_decision(own_work(step_id)), [], notes, reasons, real=real)
    work = _keep_decision(work)
    flags = flagging.open_flags(db.session(), work, current.story_date())
    standing = [
        *flagging.unexplained(flags, reasons),
        *rates_that_are_missing(work, current.story_date()),
        *above_limit_without_why(work, current.worker(), current.story_date(), chosen, notes),
    ]
    acted_for = current.for_step(work.step)
    try:
        if standing:
            raise working.NotFinished([*working.finishing_problems(work, chosen, notes), *standing])
        flagging.keep_reasons(
            db.session(),
            work.step,
            flags,
            reasons,
            by=current.worker(),
            acted_for=acted_for,
            today=current.story_date(),
            at=current.moment(),
        )
        finished = working.finish(
            db.session(),
            work,
            current.worker(),
            chosen=chosen,
            notes=notes,
            own_role=current.own_role(),
            today=current.story_date(),
            at=current.moment(),
            beside=current.beside(),
            acted_for=acted_for,
        )
    except working.NotFinished as error:
        current.refused(*[problem.message for problem in error.problems], place="check")
        return _show_check(_decision(own_work(step_id)), error.problems, notes, reasons)
    except DomainError as error:
        current.refused(error, place="check")
        return current.show_what_was_typed(error.message, 409)
    for flag in flags:
        current.happened(EventKind.FLAG_ANSWERED, code=flag.key, said=flag.says, step_row_id=work.step.id)
    _tell(work.step, finished, chosen)
    for what in finished.not_started:
        flash(f"Not started: {what}.")
    there = url_for(".step", step_id=step_id)
    if back := way_back(work.step):
        flash(f"{work.step.title}: finished. You are back where you were.")
        there = str(back["href"])
    current.reply_is(there)
    db.session.commit()
    return redirect(there, 303)


def _tell(step: Step, finished: working.Finished, chosen: Sequence[str]) -> None:
    """Keep that the step was finished and what was chosen, then let colleagues do their part; nothing of a trial."""
    if current.trial():
        return
    if current.colleague():
        _tell_by_hand(step, finished, chosen)
        return
    for action in chosen:
        current.happened(EventKind.ACTION_TAKEN, action=action, step=step.definition_id, step_row_id=step.id)
    current.happened(
        EventKind.STEP_FINISHED,
        step=step.definition_id,
        step_row_id=step.id,
        person_id=step.person_id,
        facts=sorted(finished.facts),
        **({"not_started": finished.not_started} if finished.not_started else {}),
    )
    _let_colleagues_act(current.worker(), finished.next_steps)


def _tell_by_hand(step: Step, finished: working.Finished, chosen: Sequence[str]) -> None:
    """Somebody did a colleague's part: what comes of it goes to the participant, or on to other colleagues."""
    participant = by_hand.participant_of(db.session(), current.sitting())
    by_hand.give_back(finished.next_steps, participant)
    current.happened(
        EventKind.COLLEAGUE_ACTED,
        worker=current.worker().name,
        role=current.worker().role,
        step=step.definition_id,
        step_row_id=step.id,
        action=chosen[0] if chosen else "",
        note=next((one.note for one in finished.next_steps if one.note), ""),
        by_hand=True,
    )
    _let_colleagues_act(participant, finished.next_steps)


def _let_colleagues_act(worker: Worker, steps: Sequence[Step]) -> None:
    arm = current.arm()
    for acted in colleagues.act(
        db.session(), arm.arm.study, current.sandbox(), worker, steps, at=current.moment(), beside=arm.arm.beside
    ):
        current.happened(
            EventKind.COLLEAGUE_ACTED,
            worker=acted.worker.name,
            role=acted.worker.role,
            step=acted.step.definition_id,
            step_row_id=acted.step.id,
            action=acted.action_id,
            note=acted.note,
        )
        if acted.days:
            current.happened(EventKind.STORY_MOVED, days=acted.days, to=acted.on.isoformat())
