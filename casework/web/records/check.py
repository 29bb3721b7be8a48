"""What a step's pages say of it: how far it is, what was answered, what may come next, what came of it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy import select

from casework.database import Db
from casework.lab.working import Work
from casework.records.flags import Flag
from casework.records.models import Step
from casework.web.records.questions import DrawnPage, words_of
from casework.web.records.wording import labels
from casework.workflows import answers as fields
from casework.workflows import engine
from casework.workflows.calendar import due_on
from casework.workflows.saying import said
from casework.workflows.wording import fill

FIRST_PART = {
    "date": "-day",
    "address": "-line-1",
    "outcomes": "-first",
    "weekly_timetable": "-first",
    "services": "-first",
}

ACHIEVED = {"able": "Able", "with-help": "Able with help", "unable": "Unable", "not-applicable": "Does not apply"}

BECAUSE = {
    "needs-assistance": "needs assistance",
    "pain-distress": "pain, distress or anxiety",
    "endangers": "endangers",
    "takes-longer": "takes longer",
}
"""The four reasons of SI 2015/313 regulation 2(3), in a word or two."""

STATUS = {
    "done": ("Done", "done"),
    "started": ("Started", "blue"),
    "not_started": ("Not started", "blue"),
    "nothing_to_do": ("Nothing to do", "nothing"),
}


def next_page(work: Work) -> engine.PageState | None:
    """The first page that is not complete, or that has not been looked at; None when nothing is left."""
    seen = looked_at(work)
    return next((state for state in work.state.pages if not state.complete or state.page.id not in seen), None)


def looked_at(work: Work) -> set[str]:
    """The pages the worker has been on; all of them for work that came back, which begins with her own answers."""
    if work.step.answers is not None:
        return {state.page.id for state in work.state.pages}
    return set(work.draft.pages) if work.draft else set()


def tasks(work: Work) -> list[dict[str, Any]]:
    """The sections of a step, each with how far it is and a line on what was said or is asked."""
    rows = []
    seen = looked_at(work)
    for number, section in enumerate(work.state.sections, 1):
        states = list(section.pages)
        status = section.status
        if not any(state.page.id in seen for state in states) and status != "nothing_to_do":
            status = "not_started"  # what the record filled in is not yet her answer
        elif status == "done" and any(state.page.id not in seen for state in states):
            status = "started"
        text, kind = STATUS[status]
        rows.append(
            {
                "text": f"{number}. {fill(section.section.title, work.words)}",
                "href": url_for(".page", step_id=work.step.id, page_id=states[0].page.id) if states else "",
                "status": text,
                "kind": kind,
                "hint": _hint(work, section) if states else _asked_when(work, section),
            }
        )
    return rows


def _hint(work: Work, section: engine.SectionState) -> str:
    """The first thing answered in a section, or what it begins by asking."""
    for state in section.pages:
        for shown in state.shown:
            if shown.question.asks and shown.value not in (None, "", [], {}):
                said = words_of(shown.question, shown.value, labels()).split("\n")[0]
                return said if len(said) <= 90 else said[:87].rsplit(" ", 1)[0] + "…"
    return ""


def _asked_when(work: Work, section: engine.SectionState) -> str:
    """Why nothing of a section is asked."""
    if not section.section.when:
        return ""
    return f"Asked only when {fill(said(section.section.when, work.definition), work.words)}"


def place_of(work: Work, page_id: str) -> str:
    """ "Section 5 of 11", or "Page 3 of 14" where pages come one after another."""
    if page_id == "all":
        return ""
    if work.presentation == "task_list":
        for number, section in enumerate(work.state.sections, 1):
            if any(state.page.id == page_id for state in section.pages):
                return f"Section {number} of {len(work.state.sections)}"
    ids = [state.page.id for state in work.state.pages]
    return f"Page {ids.index(page_id) + 1} of {len(ids)}" if page_id in ids else ""


def index_of(work: Work, page_id: str) -> list[dict[str, Any]]:
    """All pages of a step shown one after another, so that she can see where she is and go back."""
    if work.presentation != "one_per_page":
        return []
    seen = looked_at(work)
    rows = []
    for section in work.state.sections:
        states = list(section.pages)
        if not states:
            continue
        here = any(state.page.id == page_id for state in states)
        done = all(state.complete and state.page.id in seen for state in states)
        begun = any(state.page.id in seen for state in states)
        rows.append(
            {
                "text": fill(section.section.title, work.words),
                "href": url_for(".page", step_id=work.step.id, page_id=states[0].page.id),
                "current": here,
                "status": "Now" if here else "Done" if done else "Started" if begun else "–",
            }
        )
    return rows


def answered_sections(work: Work, *, with_links: bool) -> list[dict[str, Any]]:
    """Every answer by section: [{title, rows: [{key, value, href, under}]}]. Nothing is left out that was asked."""
    return [
        {"title": fill(section.section.title, work.words) + _counted(section), "rows": rows}
        for section in work.state.sections
        if (rows := [row for state in section.pages for row in _rows(work, state, with_links)])
    ]


def _counted(section: engine.SectionState) -> str:
    """ ": 6 not achieved, 3 able, 1 does not apply", where a section asks about the ten outcomes."""
    for state in section.pages:
        for shown in state.shown:
            if shown.question.type == "outcomes" and isinstance(shown.value, Mapping):
                given = [one.get("achieves") for one in shown.value.values() if isinstance(one, Mapping)]
                counts = (
                    (len([one for one in given if one in ("with-help", "unable")]), "not achieved"),
                    (given.count("able"), "able"),
                    (given.count("not-applicable"), "does not apply"),
                )
                return ": " + ", ".join(
                    f"{count} {what}" for count, what in counts if count or what != "does not apply"
                )
    return ""


def _rows(work: Work, state: engine.PageState, with_links: bool) -> list[dict[str, Any]]:
    href = url_for(".page", step_id=work.step.id, page_id=state.page.id, back="check") if with_links else ""
    if not state.page.repeat:
        return [row for shown in state.shown for row in _rows_of(work, shown, href)]
    rows = []
    for number, item in enumerate(state.items, 1):
        for shown in item:
            if row := _row(work, shown, href):
                rows.append(row | {"key": f"{state.page.repeat.each.capitalize()} {number}: {row['key']}"})
    return rows


def _rows_of(work: Work, shown: engine.QuestionState, href: str) -> list[dict[str, Any]]:
    """One row for a question; of the ten outcomes one for each, with why it is not achieved."""
    row = _row(work, shown, href)
    if shown.question.type != "outcomes" or row is None or not row["answered"]:
        return [row] if row else []
    name = fields.field_name(shown.question, "")
    rows = []
    for option in shown.question.choices:
        answer = shown.value.get(option.code) or {}
        because = ", ".join(BECAUSE.get(limb, str(limb)) for limb in answer.get("limbs") or [])
        said = ACHIEVED.get(str(answer.get("achieves")), "")
        under = [answer.get("how_met"), answer.get("reason")]
        rows.append(
            {
                "key": option.label,
                "value": f"{said}: {because}" if because else said or "Not answered",
                "answered": bool(said),
                "href": f"{href}#{name}-{option.code}-part" if href else "",
                "under": ". ".join(str(text).strip().rstrip(".") for text in under if text),
            }
        )
    return rows


def _row(work: Work, shown: engine.QuestionState, href: str) -> dict[str, Any] | None:
    question = shown.question
    if question.type == "guidance":
        return None
    value = shown.computed if not question.asks else shown.value
    words = words_of(question, value, labels())
    if shown.overridden:
        words = f"{words_of(question, shown.value.get('value'), labels())} ({shown.value.get('reason')})"
    return {
        "key": (work.step.wording or {}).get(question.id) or fill(question.label, work.words),
        "value": words or "Not answered",
        "answered": bool(words),
        "href": href if question.asks or shown.overridden else "",
        "under": " ".join(fill(text, work.words) for text in shown.warnings),
    }


def set_aside(work: Work) -> list[dict[str, Any]]:
    """Answers that are kept but not handed over, each with why."""
    return [
        {
            "key": fill(aside.question.label, work.words),
            "value": words_of(aside.question, aside.value, labels()) or "Answered",
            "why": fill(aside.because, work.words),
        }
        for aside in work.state.set_aside
    ]


def unanswered(work: Work) -> list[dict[str, str]]:
    """What is still to answer or to put right, each with its page."""
    return [
        {
            "text": fill(problem.message, work.words),
            "href": url_for(".page", step_id=work.step.id, page_id=problem.page_id, back="check"),
        }
        for problem in work.state.problems
    ]


def places_of(work: Work, flags: Sequence[Flag]) -> dict[str, str]:
    """Where each flag's answer can be changed: flag key → address; nothing for a page that is not shown now."""
    found: dict[str, str] = {}
    for state in work.state.pages:
        facts = {question.fact for question in state.page.questions if question.fact}
        if state.page.repeat and state.page.repeat.fact:
            facts.add(state.page.repeat.fact)
        for flag in flags:
            if flag.about in facts:
                here = url_for(".page", step_id=work.step.id, page_id=state.page.id, back="check")
                found[flag.key] = f"{here}#flag-{flag.key}"
    return found


def actions(
    work: Work, chosen: Sequence[str], notes: Mapping[str, str], today: date
) -> dict[str, list[dict[str, Any]]]:
    """The next actions that the answers leave: compulsory, alternatives (one is chosen), and offered."""
    groups: dict[str, list[dict[str, Any]]] = {"compulsory": [], "alternatives": [], "offered": [], "not_now": []}
    for state in work.state.actions:
        action = state.action
        drawn = {
            "id": action.id,
            "label": fill(action.label, work.words),
            "hint": fill(action.hint, work.words),
            "note": action.note,
            "note_text": notes.get(action.id, ""),
            "tells": fill(action.tells or "", work.words),
            "due": action.due or "",
            "by": due_on(_due(work, action), today),
            "after": action.after or "",
            "waits": bool(action.waits_for),
            "whom": _whom(work, action),
            "chosen": action.id in chosen,
            "why_not": state.why_not,
        }
        if not state.available:
            if not action.when:
                groups["not_now"].append(drawn)
        elif not action.leads_on:
            continue
        elif state.compulsory:
            groups["compulsory"].append(drawn)
        elif action.one_of:
            groups["alternatives"].append(drawn)
        else:
            groups["offered"].append(drawn)
    if len(groups["alternatives"]) == 1:
        groups["alternatives"][0]["chosen"] = True
    return groups


def _due(work: Work, action: Any) -> str | None:
    """By when what an action begins is to be done: as the action says, or the step that it leads to."""
    plans = {step.id: step for step in work.definition.steps}
    if action.due or action.after or action.waits_for:
        return None if action.after or action.waits_for else str(action.due)
    target = plans.get(action.to or "")
    return target.due if target else None


def _whom(work: Work, action: Any) -> str:
    target = action.to or next(iter(action.starts), None)
    if target is None or target not in {step.id for step in work.definition.steps}:
        return ""
    step = work.definition.step(target)
    role = action.role or step.role
    return "" if step.ends or not role else role.replace("_", " ")


def finishing_problems(problems: Sequence[engine.FinishProblem]) -> list[dict[str, str]]:
    """The error summary of "check your answers"."""
    return [
        {"text": problem.message, "href": "#what-next" if problem.field == "action" else f"#{problem.field}"}
        for problem in problems
    ]


def summary_of(problems: Sequence[engine.QuestionProblem], pages: Sequence[DrawnPage]) -> list[dict[str, str]]:
    """The error summary of a page: each message linked to the field it is about."""
    types = {question.id: question.type for page in pages for question in page.page.questions}
    return [
        {"text": problem.message, "href": f"#{_first_field(types.get(problem.question_id, ''), problem)}"}
        for problem in problems
    ]


def _first_field(question_type: str, problem: engine.QuestionProblem) -> str:
    """The id of the field that a link to a problem lands in."""
    name = fields.field_of(problem)
    if problem.part:
        return name
    return name + FIRST_PART.get(question_type, "")


def came_of_it(db: Db, step: Step) -> list[Step]:
    """The steps that followed from this one, and from those, in order."""
    found: list[Step] = []
    waiting = [step.id]
    while waiting:
        following = list(db.scalars(select(Step).where(Step.from_step_id.in_(waiting)).order_by(Step.position)))
        found.extend(following)
        waiting = [one.id for one in following]
    return found
