"""What the console is drawn from: the strip at its top, events in words, calls, colleagues, the plan of the session."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from casework.extensions import db
from casework.lab import by_hand, interruptions
from casework.lab.events import events_of_run
from casework.lab.models import Event, Session, TaskRun
from casework.lab.task_runs import outcome_of
from casework.lab.titles import title_of
from casework.lab.vocabulary import EventKind, RunStatus, Stage, TaskKind
from casework.statistics.present import clock
from casework.web import current
from casework.web.studies.event_words import sentence
from casework.web.studies.wording import STAGES, case_of, sign_of, task_number, time_worked


def calls_of(session: Session) -> list[dict[str, Any]]:
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


def waiting_of(session: Session) -> list[dict[str, Any]]:
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


def now_strip(session: Session, at: datetime) -> Strip:
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


def event_line(event: Event, runs: dict[str, TaskRun], tasks: dict[str, str]) -> dict[str, Any]:
    run = runs.get(event.task_run_id or "")
    return {
        "at": event.at,
        "time": clock(int(time_worked(run, event.at))) if run else "",
        "text": sentence(event.kind, event.data, tasks),
        "is_error": event.kind is EventKind.ERRORS_SHOWN,
    }


def plan_of(session: Session, at: datetime) -> list[dict[str, Any]]:
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
                    "replay_url": url_for(".replay", study_id=session.study_id, session_id=session.id, run_id=run.id)
                    if run.status is RunStatus.ENDED
                    else "",
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
