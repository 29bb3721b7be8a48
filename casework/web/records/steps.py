"""The workflow at work: an incoming step, its task list or pages, check answers, finishing, what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.errors import DomainError, NotFound
from casework.extensions import db
from casework.lab import by_hand, carrying, colleagues, flagging, working
from casework.lab.vocabulary import EventKind
from casework.lab.working import Work
from casework.records.models import Step, Worker
from casework.records.queries import work as queries
from casework.records.real_data import looks_real
from casework.records.vocabulary import StepKind
from casework.web import current, incoming_call
from casework.web.access import AT_WORK, allow
from casework.web.page import time_of_day
from casework.web.records.approval import above_limit_without_why, approval_of
from casework.web.records.beside_tasks import own_words, still_to_look_at, to_put_straight
from casework.web.records.blueprint import bp, identity_of
from casework.web.records.check import (
    actions,
    answered_sections,
    came_of_it,
    finishing_problems,
    index_of,
    next_page,
    place_of,
    places_of,
    set_aside,
    summary_of,
    tasks,
    unanswered,
)
from casework.web.records.concerns import BEGUN, begin_from_page, way_back
from casework.web.records.incoming import came_in
from casework.web.records.questions import draw_page, items_words, words_of
from casework.web.records.then_now import plan_then_and_now
from casework.web.records.wording import labels
from casework.workflows import answers as fields
from casework.workflows import engine
from casework.workflows.definition import PUBLIC_ROLES, Page
from casework.workflows.wording import fill

WHOLE = "all"
"""The address of a step shown on one page."""


@bp.route("/steps/<step_id>")
@allow(*AT_WORK)
def step(step_id: str) -> ResponseReturnValue:
    """Where a step is entered: what came in, its tasks or pages, or what it was finished with."""
    found = queries.get_step(db.session(), step_id)
    current.looked_at(found.person, found.title, found)
    if not working.can_be_worked(found):
        current.viewing(f"{found.title}: elsewhere")
        return _page("records/step_elsewhere.html", found, **came_in(found))
    work = working.open_work(db.session(), found, _whose(found), current.story_date())
    if found.role in PUBLIC_ROLES and not found.is_open:
        current.viewing(f"{found.title}: sent")
        return _page(
            "records/public_sent.html", found, reference=_reference(found), said=_said(work), following=_next_of(found)
        )
    if not found.is_open or found.worker_id != _whose(found).id:
        current.viewing(f"{found.title}: read")
        return _page(
            "records/step_read.html",
            found,
            work=work,
            sections=answered_sections(work, with_links=False),
            came_of_it=came_of_it(db.session(), found),
            worker=current.worker(),
            **came_in(found),
        )
    if found.status == "incoming" and found.role in PUBLIC_ROLES:
        current.viewing(f"{found.title}: start")
        return _page("records/public_start.html", found, hint=fill(work.plan.hint, work.words))
    if found.status == "incoming":
        current.viewing(f"{found.title}: incoming")
        return _page("records/step_incoming.html", found, work=work, read=_read_steps(work), **came_in(found))
    if found.kind == StepKind.APPROVAL:
        return redirect(url_for(".check_answers", step_id=step_id))
    return redirect(_where_she_was(work)) if work.presentation != "task_list" else _task_list(work)


def _reference(step: Step) -> str:
    """What somebody may give when they ring about what they sent."""
    return f"{step.person.number}-{step.position}"


def _said(work: Work) -> list[str]:
    """The messages that what was chosen shows, and does not send."""
    actions = [action for action in work.plan.actions if action.id in (work.step.actions or [])]
    return [fill(action.tells, work.words) for action in actions if action.tells]


def _next_of(step: Step) -> Step | None:
    """Work that is waiting because of it, for who goes on as a practitioner."""
    return next((other for other in step.case.steps if other.is_open and other.role not in PUBLIC_ROLES), None)


def _task_list(work: Work) -> str:
    current.viewing(f"{work.step.title}: task list")
    return _page(
        "records/task_list.html",
        work.step,
        work=work,
        tasks=tasks(work),
        upcoming=next_page(work),
        said=own_words(work),
        both=plan_then_and_now(db.session(), work),
        straight=to_put_straight(work),
        carried=still_to_look_at(work),
        read=_read_steps(work),
        saved=time_of_day(work.draft.saved_at) if work.draft else "",
    )


def _where_she_was(work: Work) -> str:
    """The page to go on at: the whole step, the first page not complete, or the check at the end."""
    if work.presentation == "single_page":
        return url_for(".page", step_id=work.step.id, page_id=WHOLE)
    state = next_page(work)
    if state is None:
        return url_for(".check_answers", step_id=work.step.id)
    return url_for(".page", step_id=work.step.id, page_id=state.page.id)


@bp.route("/steps/<step_id>/start", methods=["POST"])
@allow(*AT_WORK)
def start(step_id: str) -> ResponseReturnValue:
    work = _own_work(step_id)
    if working.start(db.session(), work.step, today=current.story_date()):
        current.happened(EventKind.STEP_STARTED, step=work.step.definition_id, step_row_id=work.step.id)
    there = url_for(".step", step_id=step_id)
    db.session.commit()
    return redirect(there, 303)


def _whose(step: Step) -> Worker:
    """Whose draft a step is worked in: her own, or the colleague's for whom she acts."""
    return current.for_step(step) or current.worker()


def _own_work(step_id: str) -> Work:
    """A step that is hers to work in, or the colleague's for whom she acts. Raises NotFound for any other."""
    found = queries.get_step(db.session(), step_id)
    if not working.can_be_worked(found) or found.worker_id != _whose(found).id:
        raise NotFound(f"step {step_id}")
    return working.open_work(db.session(), found, _whose(found), current.story_date())


# --- pages -------------------------------------------------------------------------------------


@bp.route("/steps/<step_id>/pages/<page_id>", methods=["GET", "POST"])
@allow(*AT_WORK)
def page(step_id: str, page_id: str) -> ResponseReturnValue:
    work = _own_work(step_id)
    if not work.step.is_open:
        if current.is_post():
            return current.show_what_was_typed("This work is already finished", 409)
        return redirect(url_for(".step", step_id=step_id))
    if current.is_post():
        return _post_page(work, page_id)
    _pages_at(work, page_id)
    return _show_page(work, page_id, [], opened="opened" in request.args)


def _pages_at(work: Work, page_id: str) -> list[engine.PageState]:
    """The pages at an address. Raises NotFound for one the answers do not lead to."""
    if page_id == WHOLE:
        return list(work.state.pages)
    found = [state for state in work.state.pages if state.page.id == page_id]
    if not found:
        raise NotFound(f"page {page_id}")
    return found


def _pages_of(work: Work, page_id: str) -> list[Page]:
    """The pages a post is for, also one that the answers have hidden since."""
    sections = work.definition.sections_of(work.step.definition_id or "")
    shown = {state.page.id for state in work.state.pages}
    pages = [page for section in sections for page in section.pages]
    return [page for page in pages if (page.id in shown if page_id == WHOLE else page.id == page_id)]


def _typed_on(pages: Sequence[Page]) -> dict[str, Any]:
    """What was typed on pages: question id → value, page id → items. What was left empty is not in it."""
    removed, added = request.form.get("remove", ""), request.form.get("add", "")
    form = dict(request.form.lists())
    typed: dict[str, Any] = {}
    for one in pages:
        dropped = f"i-{removed.rpartition(':')[2]}-" if removed.startswith(f"{one.id}:") else None
        kept = {name: values for name, values in form.items() if dropped is None or not name.startswith(dropped)}
        read = fields.read_page(one, kept)
        if added == one.id:
            read[one.id] = [*(read[one.id] or []), {}]
        typed |= {key: value for key, value in read.items() if value not in (None, [])}
    return typed | {flagging.WHY + key: text for key, text in _reasons().items()}


def _reasons() -> dict[str, str]:
    """What was written about the flags of a page: flag key → text."""
    return {name.removeprefix("why-"): text.strip() for name, text in request.form.items() if name.startswith("why-")}


def _revision() -> int:
    revision = request.form.get("revision", "0")
    return int(revision) if revision.isdecimal() else 0


def _save(work: Work, pages: Sequence[Page], typed: Mapping[str, Any], *, posted: bool) -> working.Saved:
    return working.save_pages(
        db.session(),
        work,
        _whose(work.step),
        pages,
        typed,
        revision=_revision(),
        at=current.story_moment(),
        posted=posted,
    )


def _again(work: Work) -> Work:
    """The step with what was just saved; saving a draft changes nothing that the record knows."""
    return working.open_work(db.session(), work.step, _whose(work.step), current.story_date(), record=work.record)


def _real_data() -> list[str]:
    """What looks like a real person's details in what was typed, unless she has said that it is not."""
    if request.form.get("fictional") == "yes":
        return []
    return looks_real("\n".join(value for values in current.typed().values() for value in values))


def _post_page(work: Work, page_id: str) -> ResponseReturnValue:
    pages = _pages_of(work, page_id)
    if not pages:
        raise NotFound(f"page {page_id}")
    typed = _typed_on(pages)
    if real := _real_data():
        current.refused(*real, place=page_id)
        work = _with_typed(_own_work(work.step.id), pages, typed)
        return _show_page(work, page_id, [], real=real)
    saved = _save(work, pages, typed, posted=True)
    if saved.conflict:
        current.refused("This page was changed in another tab", place=page_id)
        return _show_conflict(_own_work(work.step.id), pages, typed, page_id)
    for change in saved.changes:
        current.happened(
            EventKind.ANSWER_CHANGED,
            question=change.question_id,
            page=page_id,
            step=work.step.definition_id,
            step_row_id=work.step.id,
            old=change.old,
            new=change.new,
        )
    work = _again(work)
    if (there := _without_checking(work, page_id)) is not None:
        db.session.commit()
        return redirect(there, 303)
    problems = [
        replace(problem, message=fill(problem.message, work.words))
        for one in pages
        for problem in engine.check_page(work.state, one.id)
    ]
    seen = request.form.get("shown", "").split()
    if problems and seen and all(p.missing and _question_field(p) not in seen for p in problems):
        there = url_for(".page", step_id=work.step.id, page_id=page_id, opened="yes")
        db.session.commit()
        return redirect(there, 303)
    if problems:
        current.happened(
            EventKind.ERRORS_SHOWN, messages=[p.message for p in problems], path=request.path, page=page_id
        )
        html = _show_page(work, page_id, problems)
        db.session.commit()
        return html
    there = _after(work, page_id)
    db.session.commit()
    return redirect(there, 303)


def _question_field(problem: engine.QuestionProblem) -> str:
    """The name of the question a problem is about, as the page's list of what it shows has it."""
    return fields.field_of(replace(problem, part=""))


def _without_checking(work: Work, page_id: str) -> str | None:
    """Where buttons lead that only save: add, remove, leave."""
    added, removed = request.form.get("add"), request.form.get("remove")
    here = url_for(".page", step_id=work.step.id, page_id=page_id)
    if added:
        count = len(work.answers.get(added) or [])
        return f"{here}#{added}-{max(count - 1, 0)}"
    if removed:
        return here
    if "take_call" in request.form and (there := incoming_call.take_from(request.path)):
        return there
    if line := request.form.get("line"):
        return f"{here}#{line}-first"
    if key := request.form.get("keep"):
        kept = carrying.keep_answer(db.session(), work, key, at=current.story_moment())
        current.happened(
            EventKind.ANSWER_KEPT,
            question=kept.question.id,
            part=kept.code,
            step=work.step.definition_id,
            step_row_id=work.step.id,
            assessed_on=kept.on.isoformat(),
        )
        return f"{here}#earlier-{key.replace(':', '-')}"
    if (what := request.form.get("begin")) and (title := _title_of(work, page_id)):
        return begin_from_page(work.step, page_id, title, what) or here
    if "leave" in request.form and (back := way_back(work.step)):
        return str(back["href"])
    if "leave" in request.form:
        return url_for(".step", step_id=work.step.id) if work.presentation == "task_list" else url_for(".work_view")
    return None


def _title_of(work: Work, page_id: str) -> str:
    """What the page at an address is called."""
    states = _pages_at(work, page_id)
    return draw_page(work, states[0], []).title if len(states) == 1 else work.step.title


def _after(work: Work, page_id: str) -> str:
    """The page after one that is complete."""
    checking = url_for(".check_answers", step_id=work.step.id)
    if page_id == WHOLE or request.form.get("back") == "check":
        return checking
    following = engine.next_page(work.state, page_id)
    if following is None:
        return checking
    if work.presentation == "task_list":
        section = {state.page.id: state.section.id for state in work.state.pages}
        if section.get(following) != section.get(page_id):
            return url_for(".step", step_id=work.step.id)
    return url_for(".page", step_id=work.step.id, page_id=following)


def _with_typed(work: Work, pages: Sequence[Page], typed: Mapping[str, Any]) -> Work:
    """The step as it would be with what was typed, for showing it again unsaved."""
    asked = {key for one in pages for key in working.asked_on(one)}
    answers = {key: value for key, value in work.answers.items() if key not in asked} | dict(typed)
    return working.with_answers(work, answers, current.story_date())


def _show_page(
    work: Work,
    page_id: str,
    problems: Sequence[engine.QuestionProblem],
    *,
    real: Sequence[str] = (),
    opened: bool = False,
) -> str:
    states = _pages_at(work, page_id)
    flags = flagging.open_flags(db.session(), work, current.story_date())
    carried = carrying.carried_forward(db.session(), work)
    drawn = [draw_page(work, state, problems, flags, carried) for state in states]
    title = drawn[0].title if len(drawn) == 1 else work.step.title
    current.viewing(f"{work.step.title}: {title}")
    current.looked_at(work.step.person, f"{work.step.title}: {title}", work.step)
    return _page(
        "records/page.html",
        work.step,
        work=work,
        page_id=page_id,
        pages=drawn,
        title=title,
        problems=summary_of(problems, drawn),
        reasons=flagging.reasons_typed(work),
        both=plan_then_and_now(db.session(), work),
        may_begin=[name for name in BEGUN if name in current.beside() and work.step.role not in PUBLIC_ROLES],
        real=real,
        opened=opened,
        place=place_of(work, page_id),
        previous=engine.previous_page(work.state, page_id) if page_id != WHOLE else None,
        index=index_of(work, page_id),
        read=_read_steps(work),
        back=request.values.get("back", ""),
        saved=time_of_day(work.draft.saved_at) if work.draft else "",
    )


def _show_conflict(work: Work, pages: Sequence[Page], typed: Mapping[str, Any], page_id: str) -> ResponseReturnValue:
    """Both texts, side by side: what is saved, and what this tab sent. She chooses; neither is lost."""
    label = labels()
    differing: list[dict[str, str]] = []
    for one in pages:
        for question in [q for q in one.questions if q.asks]:
            key = one.id if one.repeat else question.id
            mine, kept = typed.get(key), work.answers.get(key)
            if mine != kept and key not in [row["key"] for row in differing]:
                differing.append(
                    {
                        "key": key,
                        "label": one.title if one.repeat else question.label,
                        "kept": items_words(one, kept, label) if one.repeat else words_of(question, kept, label),
                        "mine": items_words(one, mine, label) if one.repeat else words_of(question, mine, label),
                    }
                )
    typed_fields = [(name, value) for name, values in current.typed().items() for value in values]
    html = _page(
        "records/conflict.html", work.step, work=work, page_id=page_id, differing=differing, fields=typed_fields
    )
    return html, 409


@bp.route("/steps/<step_id>/pages/<page_id>/draft", methods=["POST"])
@allow(*AT_WORK)
def save_draft(step_id: str, page_id: str) -> ResponseReturnValue:
    """What the page's script sends every few seconds. Not an event."""
    work = _own_work(step_id)
    pages = _pages_of(work, page_id)
    if not work.step.is_open or not pages:
        return jsonify(message="This work is already finished. Copy what you typed before you leave."), 409
    if real := _real_data():
        return jsonify(
            message=f"Not saved: {real[0]}. Change it, or press the button to say that it is fictional."
        ), 409
    saved = _save(work, pages, _typed_on(pages), posted=False)
    if saved.conflict:
        return jsonify(message="Not saved: this page was changed in another tab. Press the button to see both."), 409
    work = _again(work)
    shown = [name for state in work.state.pages for name in draw_page(work, state, []).shown_names]
    reply = jsonify(saved=time_of_day(current.moment()), revision=saved.revision, shown=shown)
    db.session.commit()
    return reply


# --- checking and finishing --------------------------------------------------------------------


@bp.route("/steps/<step_id>/check")
@allow(*AT_WORK)
def check_answers(step_id: str) -> ResponseReturnValue:
    work = _own_work(step_id)
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
    return _page(
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
        "read": _read_steps(work),
    }


def _decision(work: Work) -> Work:
    """An approval with what was typed into its questions beside the decision, nothing saved."""
    if "inline" not in request.form or not work.step.is_open:
        return work
    pages = _pages_of(work, WHOLE)
    return _with_typed(work, pages, _typed_on(pages))


def _keep_decision(work: Work) -> Work:
    """The same, saved in the draft that is finished next."""
    if "inline" not in request.form:
        return work
    pages = _pages_of(work, WHOLE)
    saved = _save(work, pages, _typed_on(pages), posted=True)
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
    return _again(work)


@bp.route("/steps/<step_id>/finish", methods=["POST"])
@allow(*AT_WORK)
def finish(step_id: str) -> ResponseReturnValue:
    work = _own_work(step_id)
    chosen = [action for action in request.form.getlist("action") if action]
    notes = {
        name.removeprefix("note-"): text.strip() for name, text in request.form.items() if name.startswith("note-")
    }
    if not work.step.is_open:
        return current.show_what_was_typed("This work is already finished", 409)
    reasons = _reasons()
    if real := _real_data():
        current.refused(*real, place="check")
        return _show_check(_decision(_own_work(step_id)), [], notes, reasons, real=real)
    work = _keep_decision(work)
    flags = flagging.open_flags(db.session(), work, current.story_date())
    standing = [
        *flagging.unexplained(flags, reasons),
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
        return _show_check(_decision(_own_work(step_id)), error.problems, notes, reasons)
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


def _read_steps(work: Work) -> list[dict[str, Any]]:
    """The answers of the steps this one reads."""
    worker, today = current.worker(), current.story_date()
    return [
        {
            "step": one,
            "sections": answered_sections(
                working.open_work(db.session(), one, worker, today, record=work.record), with_links=False
            ),
        }
        for one in work.read
    ]


def _page(template: str, found: Step, **values: Any) -> str:
    public = found.role in PUBLIC_ROLES
    return render_template(
        template,
        step=found,
        person=found.person,
        identity=None if public else identity_of(found.person),
        label=labels(),
        public=public,
        way_back=way_back(found),
        layout="layouts/public.html" if public else "layouts/record.html",
        **values,
    )
