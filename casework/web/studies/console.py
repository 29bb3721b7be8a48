"""The console: a session as it goes on, with what the facilitator does and what is noted.

`/live` gives the changing parts of the same page, which a script asks for every two seconds; without a script
the page has a link that shows it afresh.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.errors import DomainError, NotFound
from casework.extensions import db
from casework.lab import by_hand, facilitating, interruptions, observations, planning, queries
from casework.lab.events import events_after, events_of_run
from casework.lab.models import Event, Observation, Session, TaskRun
from casework.lab.task_runs import outcome_of
from casework.lab.vocabulary import AssistKind, EventKind, ObservationKind, RunStatus, Stage, TaskKind
from casework.statistics.present import clock
from casework.web import current
from casework.web.access import LAB, NOTING, WATCHING, allow
from casework.web.studies.blueprint import bp, by, session_of
from casework.web.studies.event_words import sentence
from casework.web.studies.forms import ActForm, EndForm, NoteForm, VoidForm
from casework.web.studies.ways_in import ways_in
from casework.web.studies.wording import (
    KEYS,
    NOTE_COLOURS,
    STAGES,
    case_of,
    read_note,
    sign_of,
    task_number,
    time_worked,
    title_of,
)

EVENTS_SHOWN = 12
EVENTS_READ = 60
CAN_BE_PASSED = (Stage.WORKING, Stage.RATING, Stage.QUESTIONNAIRE)


@bp.get("/studies/<study_id>/sessions/<session_id>")
@allow(*WATCHING)
def console(study_id: str, session_id: str) -> ResponseReturnValue:
    return _console(session_of(study_id, session_id), NoteForm())


@bp.get("/studies/<study_id>/sessions/<session_id>/live")
@allow(*WATCHING)
def live(study_id: str, session_id: str) -> ResponseReturnValue:
    """What has changed since the page showed `after`; of what has not, only the strip with its clocks."""
    session = session_of(study_id, session_id)
    seen = _watched(session)
    return render_template("studies/live.html", **seen, has_news=request.args.get("after", "") != str(seen["shown"]))


def _console(session: Session, form: NoteForm, problems: list[str] | None = None) -> str:
    return render_template(
        "studies/console.html",
        **_watched(session),
        form=form,
        problems=[{"text": problem} for problem in problems or []],
        keys=KEYS,
        ready=planning.ready_session(db.session(), session.study) if not session.is_rehearsal else None,
    )


def _watched(session: Session) -> dict[str, Any]:
    """What the parts of the page that change are drawn from. shown: rises with every event and note."""
    at = current.moment()
    handle = db.session()
    events = events_after(handle, session.id, max(0, session.event_count - EVENTS_READ), EVENTS_READ)
    notes = observations.notes_of(handle, session.id)
    last = queries.last_page(handle, session.id)
    runs = {run.id: run for run in session.runs}
    tasks = {run.id: title_of(run.task, run.session_arm) for run in session.runs}
    told = [event for event in reversed(events) if event.kind is not EventKind.CLICKED][:EVENTS_SHOWN]
    return {
        "session": session,
        "study": session.study,
        "strip": _strip(session, at),
        "at": at,
        "page_seen": last.data.get("page") if last and session.stage is Stage.WORKING else "",
        "events": [_event_line(event, runs, tasks) for event in told],
        "notes": [_note_line(note, runs) for note in notes],
        "plan": _plan(session, at),
        "shown": session.event_count + len(notes),
        "meant": meant_now(session),
        "assists": list(AssistKind),
        "can_move_on": session.stage in CAN_BE_PASSED,
        "is_working": session.stage is Stage.WORKING,
        "is_paused": session.current_run is not None and session.current_run.is_paused,
        "past": {Stage.RATING: "the rating", Stage.QUESTIONNAIRE: "the questionnaire"}.get(session.stage, ""),
        "urls": _urls(session),
        "calls": _calls(session),
        "waiting": _waiting(session),
        "ways": ways_in(session) if not session.joined_at and not session.ended_at else None,
    }


def _urls(session: Session) -> dict[str, Any]:
    of: dict[str, Any] = {"study_id": session.study_id, "session_id": session.id}
    urls: dict[str, Any] = {name: url_for(f".{name}", **of) for name in ("move_on", "pause", "go_on")}
    urls["assist"] = {kind.value: url_for(".assist", kind=kind.value, **of) for kind in AssistKind}
    urls["void"] = url_for(".void_run", run_id=session.current_run_id, **of) if session.current_run_id else ""
    urls["end"] = url_for(".end_session", **of)
    urls["code"] = url_for(".show_code", **of)
    return urls


def _calls(session: Session) -> list[dict[str, Any]]:
    """The calls that may come in during the arm under way, each with how it stands."""
    if session.ended_at:
        return []
    handle = db.session()
    came = interruptions.of_arm(handle, session)
    rows = []
    for part in interruptions.planned(session):
        one = came.get(part.id)
        cost = None
        if one is not None:
            costs = interruptions.costs_of(events_of_run(handle, one.task_run_id))
            cost = next((each for each in costs if each.key == part.id), None)
        rows.append(
            {
                "caller": part.caller,
                "says": part.says,
                "when": f"by itself after {part.after_minutes} min" if part.after_minutes is not None else "by you",
                "came_at": one.came_at if one else None,
                "cost": said_cost(cost) if cost else "",
                "url": url_for(".bring_in", study_id=session.study_id, session_id=session.id, key=part.id),
            }
        )
    return rows


def said_cost(cost: interruptions.Cost) -> str:
    """What an interruption cost, in words: "taken after 8 s, on it 95 s, back in her work after 14 s"."""
    said = [
        f"{words} {round(seconds)} s"
        for words, seconds in (
            ("taken after", cost.until_taken),
            ("on it", cost.on_it),
            ("back at work after", cost.until_resumed),
        )
        if seconds is not None
    ]
    return ", ".join(said) or "not taken yet"


def _waiting(session: Session) -> list[dict[str, Any]]:
    """Colleagues with whom her work waits, each with the address at which their part can be done by hand."""
    handle = db.session()
    found: dict[str, dict[str, Any]] = {}
    for step in by_hand.waiting(handle, session):
        whose = step.worker
        if whose is None:
            continue
        row = found.setdefault(whose.id, {"name": whose.name, "role": whose.role_label, "steps": [], "address": ""})
        row["steps"].append(f"{step.title}, {step.person.name}")
        row["url"] = url_for(".do_by_hand", study_id=session.study_id, session_id=session.id, worker_id=whose.id)
        link = by_hand.link_of(handle, session, whose.id, current.moment())
        if link is not None:
            row["address"] = url_for("colleague.work_view", token=link.token, _external=True)
    return list(found.values())


@dataclass(frozen=True)
class Strip:
    """What stands at the top. working, session: clocks, or empty. heard: how long ago the participant did anything."""

    where: str
    mark: str
    visit: str
    nth: str
    task: str
    title: str
    working: str
    limit: str
    paused: str
    lasted: str
    heard: str


def _strip(session: Session, at: datetime) -> Strip:
    arm, run = session.current_arm, session.current_run
    is_on = run is not None and run.status is RunStatus.RUNNING
    open_pause = next((pause for pause in run.pauses if pause.ended_at is None), None) if run and is_on else None
    until = session.ended_at or at
    return Strip(
        where=STAGES[session.stage] if session.joined_at else "not joined yet",
        mark=arm.arm.mark if arm else "",
        visit=f"with {case_of(arm)}" if arm else "",
        nth=f"arm {arm.position + 1} of {len(session.arms)}" if arm else "",
        task=task_number(run) if run else "",
        title=title_of(run.task, run.session_arm) if run else "",
        working=clock(int(time_worked(run, at))) if run and is_on else "",
        limit=f"of {run.task.minutes}:00" if run and is_on and run.task.minutes else "",
        paused=clock(int((at - open_pause.started_at).total_seconds())) if open_pause else "",
        lasted=clock(int((until - session.joined_at).total_seconds())) if session.joined_at else "",
        heard=ago(at, session.last_heard_at) if session.last_heard_at and not session.ended_at else "",
    )


def ago(at: datetime, then: datetime) -> str:
    """4 s ago, 3 min ago"""
    seconds = max(0, int((at - then).total_seconds()))
    return f"{seconds} s ago" if seconds < 100 else f"{seconds // 60} min ago"


def _event_line(event: Event, runs: dict[str, TaskRun], tasks: dict[str, str]) -> dict[str, Any]:
    run = runs.get(event.task_run_id or "")
    return {
        "at": event.at,
        "time": clock(int(time_worked(run, event.at))) if run else "",
        "text": sentence(event.kind, event.data, tasks),
        "is_error": event.kind is EventKind.ERRORS_SHOWN,
    }


def _note_line(note: Observation, runs: dict[str, TaskRun]) -> dict[str, Any]:
    run = runs.get(note.task_run_id or "")
    return {
        "at": note.at,
        "time": clock(int(time_worked(run, note.at))) if run else "",
        "colour": NOTE_COLOURS[note.kind],
        "word": f"{KEYS[note.kind]} {note.kind.label.lower()}",
        "text": note.text,
        "page": note.page or "",
        "by": "".join(part[0] for part in note.by.split()).upper(),
        "who": note.by,
    }


def _plan(session: Session, at: datetime) -> list[dict[str, Any]]:
    """The arms in order, each with its runs and their states, and the questionnaire."""
    return [
        {
            "mark": arm.arm.mark,
            "title": arm.arm.title,
            "case": arm.case.person_name,
            "runs": [
                {
                    "run": run,
                    "sign": sign_of(run),
                    "title": title_of(run.task, run.session_arm),
                    "is_warm_up": run.task.kind is TaskKind.WARM_UP,
                    "is_now": run.status is RunStatus.RUNNING,
                    "state": _run_state(run, at),
                    "void_url": url_for(".void_run", study_id=session.study_id, session_id=session.id, run_id=run.id),
                    "can_be_left_out": run.status is not RunStatus.NOT_STARTED and run.voided_at is None,
                }
                for run in session.runs
                if run.session_arm_id == arm.id
            ],
            "sus": "✓" if arm.sus_items else "▶" if _is_asked(session, arm.id) else "○",
            "sus_words": "answered" if arm.sus_items else "now" if _is_asked(session, arm.id) else "not answered",
        }
        for arm in session.arms
    ]


def _is_asked(session: Session, arm_id: str) -> bool:
    return session.stage is Stage.QUESTIONNAIRE and session.current_arm_id == arm_id


def _run_state(run: TaskRun, at: datetime) -> str:
    said = [str(outcome_of(run))]
    if run.voided_at is not None:
        said = [f"left out: {run.voided_because} ({run.voided_by})"]
    elif run.status is RunStatus.RUNNING:
        said = ["now"]
    elif run.task.kind is TaskKind.WARM_UP and run.status is RunStatus.ENDED:
        said = ["done, never counts"]
    if run.status is not RunStatus.NOT_STARTED:
        said.append(clock(int(time_worked(run, at))))
    if run.status is RunStatus.ENDED and run.task.kind is TaskKind.TASK:
        said.append(f"rated {run.seq} of 7" if run.seq else "not rated")
    if run.assists:
        said.append(f"{len(run.assists)} {'assist' if len(run.assists) == 1 else 'assists'}")
    return ", ".join(said)


# --- what the facilitator does -------------------------------------------------------------------


@bp.post("/studies/<study_id>/sessions/<session_id>/move-on")
@allow(*LAB)
def move_on(study_id: str, session_id: str) -> ResponseReturnValue:
    return _act(
        study_id, session_id, lambda session: facilitating.move_on(db.session(), session, by=by(), at=current.moment())
    )


@bp.post("/studies/<study_id>/sessions/<session_id>/pause")
@allow(*LAB)
def pause(study_id: str, session_id: str) -> ResponseReturnValue:
    return _act(
        study_id, session_id, lambda session: facilitating.pause(db.session(), session, by=by(), at=current.moment())
    )


@bp.post("/studies/<study_id>/sessions/<session_id>/go-on")
@allow(*LAB)
def go_on(study_id: str, session_id: str) -> ResponseReturnValue:
    return _act(
        study_id, session_id, lambda session: facilitating.resume(db.session(), session, by=by(), at=current.moment())
    )


@bp.post("/studies/<study_id>/sessions/<session_id>/assist/<kind>")
@allow(*LAB)
def assist(study_id: str, session_id: str, kind: str) -> ResponseReturnValue:
    if kind not in list(AssistKind):
        raise NotFound(f"assist {kind}")
    return _act(
        study_id,
        session_id,
        lambda session: facilitating.assist(db.session(), session, AssistKind(kind), by=by(), at=current.moment()),
    )


@bp.post("/studies/<study_id>/sessions/<session_id>/calls/<key>")
@allow(*LAB)
def bring_in(study_id: str, session_id: str, key: str) -> ResponseReturnValue:
    """Let a call come in now."""
    return _act(
        study_id,
        session_id,
        lambda session: interruptions.bring_in(db.session(), session, key, by=by(), at=current.moment()),
    )


@bp.post("/studies/<study_id>/sessions/<session_id>/by-hand/<worker_id>")
@allow(*LAB)
def do_by_hand(study_id: str, session_id: str, worker_id: str) -> ResponseReturnValue:
    """Make the address at which a colleague's part is done by hand."""
    return _act(
        study_id,
        session_id,
        lambda session: by_hand.make_link(db.session(), session, worker_id, by=by(), at=current.moment()),
    )


def _act(study_id: str, session_id: str, do: Callable[[Session], object]) -> ResponseReturnValue:
    session = session_of(study_id, session_id, lock=True)
    if ActForm().validate_on_submit():
        # The page may be older than the session: a button for what is no longer under way acts on nothing.
        meant = request.form.get("meant", "")
        try:
            if meant != meant_now(session):
                raise DomainError("The session has moved on since this page was opened, so nothing was done")
            do(session)
        except DomainError as error:
            return _refused(study_id, session_id, error)
    return _back(study_id, session_id)


def meant_now(session: Session) -> str:
    """What a button of the console acts on: the stage, and the run or arm of it."""
    return "/".join([session.stage.value, session.current_run_id or "", session.current_arm_id or ""])


def _back(study_id: str, session_id: str, anchor: str | None = None) -> ResponseReturnValue:
    there = url_for(".console", study_id=study_id, session_id=session_id, _anchor=anchor)
    current.reply_is(there)
    db.session.commit()
    return redirect(there, 303)


def _refused(study_id: str, session_id: str, error: DomainError, form: NoteForm | None = None) -> ResponseReturnValue:
    db.session.rollback()
    current.forget()
    session = session_of(study_id, session_id)
    if form is not None:
        form.show(error)
        return _console(session, form)
    return _console(session, NoteForm(formdata=None), [error.message])


# --- notes ---------------------------------------------------------------------------------------


@bp.post("/studies/<study_id>/sessions/<session_id>/notes")
@allow(*NOTING)
def add_note(study_id: str, session_id: str) -> ResponseReturnValue:
    """Keep a note; the button pressed says what it is about, or else the key it begins with."""
    session = session_of(study_id, session_id)
    form = NoteForm()
    if not form.validate_on_submit():
        return _console(session, form)
    kind, text = read_note(form.text.data or "")
    chosen = request.form.get("kind", "")
    last = queries.last_page(db.session(), session.id)
    try:
        observations.note(
            db.session(),
            session,
            kind=ObservationKind(chosen) if chosen in list(ObservationKind) else kind,
            text=text,
            page=str(last.data.get("page", "")) if last else None,
            by=by(),
            at=current.moment(),
        )
    except DomainError as error:
        return _refused(study_id, session_id, error, form)
    return _back(study_id, session_id, "text")


# --- leaving out, and ending ---------------------------------------------------------------------


@bp.route("/studies/<study_id>/sessions/<session_id>/runs/<run_id>/void", methods=["GET", "POST"])
@allow(*LAB)
def void_run(study_id: str, session_id: str, run_id: str) -> ResponseReturnValue:
    session = session_of(study_id, session_id, lock=current.is_post())
    run = next((run for run in session.runs if run.id == run_id), None)
    if run is None:
        raise NotFound(f"run {run_id} of {session_id}")
    form = VoidForm()
    if form.validate_on_submit():
        try:
            facilitating.void_run(db.session(), run, form.because.data or "", by=by(), at=current.moment())
        except DomainError as error:
            db.session.rollback()
            current.forget()
            form.show(error)
        else:
            return _back(study_id, session_id)
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
            return _back(study_id, session_id)
    return render_template("studies/end.html", form=form, session=session, study=session.study)
