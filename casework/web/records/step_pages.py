"""The pages of a step: shown, saved as a draft, checked, and what was changed in two tabs at once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from casework.errors import NotFound
from casework.extensions import db
from casework.lab import carrying, flagging
from casework.lab.vocabulary import EventKind
from casework.lab.working import Work
from casework.web import current, incoming_call
from casework.web.access import AT_WORK, allow
from casework.web.page import time_of_day
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
    with_typed,
)
from casework.web.records.blueprint import bp
from casework.web.records.check import (
    index_of,
    place_of,
    summary_of,
)
from casework.web.records.concerns import BEGUN, begin_from_page, way_back
from casework.web.records.questions import draw_page, items_words, words_of
from casework.web.records.then_now import plan_then_and_now
from casework.web.records.wording import labels
from casework.workflows import answers as fields
from casework.workflows import engine
from casework.workflows.definition import PUBLIC_ROLES, Page
from casework.workflows.wording import fill


@bp.route("/steps/<step_id>/pages/<page_id>", methods=["GET", "POST"])
@allow(*AT_WORK)
def page(step_id: str, page_id: str) -> ResponseReturnValue:
    work = own_work(step_id)
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


def _post_page(work: Work, page_id: str) -> ResponseReturnValue:
    pages = pages_of(work, page_id)
    if not pages:
        raise NotFound(f"page {page_id}")
    typed = typed_on(pages)
    if real := real_data():
        current.refused(*real, place=page_id)
        work = with_typed(own_work(work.step.id), pages, typed)
        return _show_page(work, page_id, [], real=real)
    saved = save_typed(work, pages, typed, posted=True)
    if saved.conflict:
        current.refused("This page was changed in another tab", place=page_id)
        return _show_conflict(own_work(work.step.id), pages, typed, page_id)
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
    work = reread(work)
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
    return step_page(
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
        read=read_steps(work),
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
    html = step_page(
        "records/conflict.html", work.step, work=work, page_id=page_id, differing=differing, fields=typed_fields
    )
    return html, 409


@bp.route("/steps/<step_id>/pages/<page_id>/draft", methods=["POST"])
@allow(*AT_WORK)
def save_draft(step_id: str, page_id: str) -> ResponseReturnValue:
    """What the page's script sends every few seconds. Not an event."""
    work = own_work(step_id)
    pages = pages_of(work, page_id)
    if not work.step.is_open or not pages:
        return jsonify(message="This work is already finished. Copy what you typed before you leave."), 409
    if real := real_data():
        return jsonify(
            message=f"Not saved: {real[0]}. Change it, or press the button to say that it is fictional."
        ), 409
    saved = save_typed(work, pages, typed_on(pages), posted=False)
    if saved.conflict:
        return jsonify(message="Not saved: this page was changed in another tab. Press the button to see both."), 409
    work = reread(work)
    shown = [name for state in work.state.pages for name in draw_page(work, state, []).shown_names]
    reply = jsonify(saved=time_of_day(current.moment()), revision=saved.revision, shown=shown)
    db.session.commit()
    return reply
