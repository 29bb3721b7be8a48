"""The console: a session as it goes on, for whoever leads it.

`/live` gives the changing parts of the same page, which a script asks for every two seconds; without a script
the page has a link that shows it afresh.
"""

from datetime import datetime
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from casework.extensions import db
from casework.lab import facilitating, observations, pictures, planning, queries, success, watchers
from casework.lab.events import events_after
from casework.lab.models import Observation, Session, TaskRun
from casework.lab.study_file import file_of
from casework.lab.titles import title_of
from casework.lab.vocabulary import AssistKind, EventKind, Stage
from casework.statistics.present import clock
from casework.web import current
from casework.web.access import LAB, WATCHING, allow
from casework.web.studies.blueprint import bp, session_of
from casework.web.studies.console_parts import (
    calls_of,
    event_line,
    now_strip,
    plan_of,
    waiting_of,
)
from casework.web.studies.forms import NoteForm
from casework.web.studies.ways_in import ways_in
from casework.web.studies.wording import KEYS, NOTE_COLOURS, time_worked
from casework.web.task_card import task_text

EVENTS_SHOWN = 5
EVENTS_READ = 60
NOTES_SHOWN = 12
CAN_BE_PASSED = (Stage.WORKING, Stage.RATING, Stage.QUESTIONNAIRE)
LATE = 15
"""After so many seconds of work without a new picture the frame says how old it is."""

STORY_DAYS = {1: "+ 1 day", 7: "+ 1 week", 14: "+ 2 weeks"}


@bp.get("/studies/<study_id>/sessions/<session_id>")
@allow(*WATCHING)
def console(study_id: str, session_id: str) -> ResponseReturnValue:
    session = session_of(study_id, session_id)
    if not current_user.may(*LAB):
        return redirect(url_for(".watch", study_id=study_id, session_id=session_id))
    return console_page(session, NoteForm())


@bp.get("/studies/<study_id>/sessions/<session_id>/live")
@allow(*LAB)
def live(study_id: str, session_id: str) -> ResponseReturnValue:
    """What has changed since the page showed `after`; of what has not, only the strip with its clocks."""
    session = session_of(study_id, session_id)
    seen = watched(session) | led(session)
    return render_template("studies/live.html", **seen, has_news=request.args.get("after", "") != seen["shown"])


def console_page(session: Session, form: NoteForm, problems: list[str] | None = None) -> str:
    return render_template(
        "studies/console.html",
        **watched(session),
        **led(session),
        form=form,
        problems=[{"text": problem} for problem in problems or []],
        keys=KEYS,
        tags=observations.tags_of(db.session(), session.study),
        ready=planning.ready_session(db.session(), session.study) if not session.is_rehearsal else None,
    )


def watched(session: Session) -> dict[str, Any]:
    """What anybody who may watch is shown: the picture, what happened, the notes."""
    at = current.moment()
    handle = db.session()
    events = events_after(handle, session.id, max(0, session.event_count - EVENTS_READ), EVENTS_READ)
    notes = observations.notes_of(handle, session.id)
    runs = {run.id: run for run in session.runs}
    tasks = {run.id: title_of(run.task, run.session_arm) for run in session.runs}
    told = [event for event in reversed(events) if event.kind not in (EventKind.CLICKED, EventKind.TYPED)]
    picture = pictures.latest(handle, session)
    here = watchers.present(handle, session, at)
    questions = watchers.questions_of(handle, session)
    return {
        "session": session,
        "study": session.study,
        "strip": now_strip(session, at),
        "at": at,
        "picture": _picture(session, at),
        "page_seen": _page_seen(session),
        "events": [event_line(event, runs, tasks) for event in told[:EVENTS_SHOWN]],
        "notes": [note_line(note, runs) for note in notes[:NOTES_SHOWN]],
        "number_of_notes": len(notes),
        "here": here,
        "questions": questions,
        "most_watch": file_of(session.study).watchers,
        # Any change of what is shown changes this; the page asks with what it shows.
        "shown": "-".join(
            [
                str(session.event_count),
                str(len(notes)),
                picture.id if picture else "",
                "".join(each.id[:4] for each in here),
                str(len(questions)),
                str(sum(bool(each.asked_at or each.put_off_at) for each in questions)),
                session.stage.value,
                str(facilitating.seconds_to_undo(session, at)),
            ]
        ),
    }


def _page_seen(session: Session) -> str:
    last = queries.last_page(db.session(), session.id) if session.stage is Stage.WORKING else None
    return str(last.data.get("page", "")) if last else ""


def _picture(session: Session, at: datetime) -> dict[str, Any] | None:
    """The page as she sees it: where the copy is, what it is called, when it was taken, and what she typed since."""
    found = pictures.latest(db.session(), session)
    if found is None:
        return None
    return {
        "src": url_for(".picture", study_id=session.study_id, session_id=session.id, picture_id=found.id),
        "title": found.title,
        "at": found.at,
        "is_error": found.status >= 400,
        "typed": _typed(session, at, since=found.at),
    }


def _typed(session: Session, at: datetime, *, since: datetime) -> str:
    """How long ago her browser last kept what she is typing into the page of the picture."""
    saved = pictures.last_typed(db.session(), session)
    if saved is None or saved <= since:
        return ""
    ago = int((at - saved).total_seconds())
    return "typing" if ago < 6 else f"typing paused, {ago} s"


def led(session: Session) -> dict[str, Any]:
    """What only whoever leads is shown: the buttons, the ways in, the plan, the story, who watches."""
    at, run = current.moment(), session.current_run
    arm = session.current_arm
    return {
        "plan": plan_of(session, at),
        "meant": meant_now(session),
        "assists": list(AssistKind),
        "can_move_on": session.stage in CAN_BE_PASSED,
        "is_working": session.stage is Stage.WORKING,
        "is_paused": run is not None and run.is_paused,
        "is_on_a_break": session.break_since is not None,
        "past": {Stage.RATING: "the rating", Stage.QUESTIONNAIRE: "the questionnaire"}.get(session.stage, ""),
        "undo": facilitating.seconds_to_undo(session, at),
        "urls": _urls(session),
        "calls": calls_of(session),
        "waiting": waiting_of(session),
        "ways": ways_in(session) if not session.joined_at and not session.ended_at else None,
        "read_out": task_text(run) if run is not None else "",
        "success": said_success(run) if run is not None else "",
        "to_judge": [_to_judge(session, each) for each in session.runs if success.needs_judging(each)],
        "story": arm.sandbox.story_date if arm and arm.sandbox and session.stage is Stage.WORKING else None,
        "story_days": STORY_DAYS,
        "agreed": session.participant.consent_choices,
        "external": arm.arm.external if arm else None,
    }


def said_success(run: TaskRun) -> str:
    """How success at a task is recognised, in a sentence."""
    rule = success.rule_of(run)
    if rule is None:
        return "the work is finished" if run.task.finishes else ""
    said = ["the work is finished"] if run.session_arm.arm.key in run.task.finishes else []
    said += [f"what is recorded meets: {rule.when}"] if rule.when else []
    said += ["the decision is one that experts accept"] if rule.expert else []
    said += [f"you judge {rule.judged}"] if rule.judged else []
    return "; ".join(said)


def _to_judge(session: Session, run: TaskRun) -> dict[str, str]:
    return {
        "title": title_of(run.task, run.session_arm),
        "mark": run.session_arm.arm.mark,
        "by": run.success_said or "",
        "url": url_for(".judge_run", study_id=session.study_id, session_id=session.id, run_id=run.id),
    }


def _urls(session: Session) -> dict[str, Any]:
    of: dict[str, Any] = {"study_id": session.study_id, "session_id": session.id}
    names = ("move_on", "undo", "pause", "go_on", "finish_for_her", "give_up", "move_story", "hand_over")
    urls: dict[str, Any] = {name: url_for(f".{name}", **of) for name in names}
    urls["assist"] = {kind.value: url_for(".assist", kind=kind.value, **of) for kind in AssistKind}
    urls["void"] = url_for(".void_run", run_id=session.current_run_id, **of) if session.current_run_id else ""
    urls["end"] = url_for(".end_session", **of)
    urls["delete"] = url_for(".stop_and_delete", **of)
    urls["code"] = url_for(".show_code", **of)
    return urls


def meant_now(session: Session) -> str:
    """What a button of the console acts on: the stage, and the run or arm of it."""
    return "/".join([session.stage.value, session.current_run_id or "", session.current_arm_id or ""])


def note_line(note: Observation, runs: dict[str, TaskRun]) -> dict[str, Any]:
    run = runs.get(note.task_run_id or "")
    return {
        "id": note.id,
        "at": note.at,
        "time": clock(int(time_worked(run, note.at))) if run else "",
        "colour": NOTE_COLOURS[note.kind],
        "word": f"{KEYS[note.kind]} {note.kind.label.lower()}",
        "text": note.text,
        "page": note.page or "",
        "tags": note.tags or [],
        "severity": note.severity,
        "by": "".join(part[0] for part in note.by.split()).upper(),
        "who": note.by,
    }
