"""Events, stages and runs in the words of whoever watches."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from casework.lab.models import Session, SessionArm, TaskRun
from casework.lab.vocabulary import ObservationKind, RunEnd, RunStatus, Stage, TaskKind
from casework.statistics import working_seconds

LONGEST_ANSWER = 80

KEYS = {
    ObservationKind.SAID: "s",
    ObservationKind.DID: "d",
    ObservationKind.PROBLEM: "!",
    ObservationKind.QUESTION: "?",
    ObservationKind.GOOD: "*",
}
"""What a note begins with, to say what it is about."""

NOTE_COLOURS = {
    ObservationKind.SAID: "blue",
    ObservationKind.DID: "grey",
    ObservationKind.PROBLEM: "red",
    ObservationKind.QUESTION: "amber",
    ObservationKind.GOOD: "green",
}

STAGES = {
    Stage.CONSENT: "reading about consent",
    Stage.ABOUT_YOU: "answering about role and years",
    Stage.BRIEFING: "reading the task",
    Stage.WORKING: "working",
    Stage.RATING: "rating the task",
    Stage.QUESTIONNAIRE: "answering the questionnaire",
    Stage.THANKS: "finished",
}

COLLEAGUES_DID = {
    "agree": "agreed",
    "agreed": "agreed",
    "allocated": "gave it to a social worker",
    "arranged": "arranged it",
    "not_found": "found nobody who can do it",
    "passed_on": "passed it on",
    "worked_out": "worked out the charges",
    "back": "sent it back",
    "send_back": "sent it back",
    "sent_back": "sent it back",
}

ENDINGS = {
    RunEnd.SAID_FINISHED: "said “I have finished”",
    RunEnd.SAID_CANNOT: "said “I cannot do this”",
    RunEnd.STOPPED: "stopped her session",
    RunEnd.MOVED_ON: "moved on by the facilitator",
}


# --- notes ---------------------------------------------------------------------------------------


def read_note(typed: str) -> tuple[ObservationKind, str]:
    """What a note is about and its text: "! looks for the carer" is a problem. Without a key it is something said.

    Letters need a space after them, or every note beginning with s or d would lose its first letter.
    """
    text = typed.strip()
    for kind, key in KEYS.items():
        if key.isalpha() and text[:2].casefold() == f"{key} ":
            return kind, text[2:].strip()
        if not key.isalpha() and text.startswith(key):
            return kind, text[1:].strip()
    return ObservationKind.SAID, text


# --- values ----------------------------------------------------------------------------------------


def plainly(name: Any) -> str:
    """An id as words: "decision_reasons" is "decision reasons"."""
    return str(name or "").replace("_", " ").replace("-", " ")


def in_words(value: Any) -> str:
    """An answer as words, shortened."""
    if value in (None, "", [], {}):
        return "nothing"
    said = _plain(value)
    return said if len(said) <= LONGEST_ANSWER else f"{said[: LONGEST_ANSWER - 1].rstrip()}…"


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{plainly(name)}: {_plain(one)}" for name, one in value.items() if one not in (None, "", []))
    if isinstance(value, list):
        return ", ".join(_plain(one) for one in value)
    said = str(value)
    # Codes have no spaces in them; what a person typed keeps its hyphens.
    return said.replace("-", " ") if said.isascii() and said.islower() and " " not in said else said


def several(values: Any) -> str:
    return ", ".join(plainly(value) for value in values or []) or "none"


# --- where a session is --------------------------------------------------------------------------


def time_worked(run: TaskRun, until: datetime) -> float:
    """Seconds of a run's working time at a moment: what was paused is left out, also where it goes on."""
    if run.started_at is None:
        return 0.0
    end = min(until, run.ended_at) if run.ended_at else until
    if end <= run.started_at:
        return 0.0
    pauses = [(pause.started_at, pause.ended_at or end) for pause in run.pauses if pause.started_at < end]
    return working_seconds(run.started_at, end, pauses).value or 0.0


def state_of(session: Session) -> tuple[str, str]:
    """Where a session is, as kind of tag and words."""
    if session.ended_at and session.joined_at is None:
        return "plain", "Not held"
    if session.ended_at and any(run.voided_at for run in session.runs):
        return "look", "Done, a run left out"
    if session.ended_at:
        return "done", "Done"
    if session.joined_at:
        return "now", "Under way"
    return "planned", "Planned"


def task_number(run: TaskRun) -> str:
    """Which task of its arm a run is: "Warm-up", "Task 1 of 2"."""
    if run.task.kind is TaskKind.WARM_UP:
        return "Warm-up"
    tasks = [
        other
        for other in run.session.runs
        if other.session_arm_id == run.session_arm_id and other.task.kind is TaskKind.TASK
    ]
    return f"Task {tasks.index(run) + 1} of {len(tasks)}"


def case_of(arm: SessionArm) -> str:
    """The first name of the person whose case it is: names of matched cases are told apart by it."""
    return arm.case.person_name.split()[0]


def sign_of(run: TaskRun) -> str:
    """✓ ended, ▶ now, ○ not yet, ✕ left out."""
    if run.voided_at:
        return "✕"
    return {RunStatus.ENDED: "✓", RunStatus.RUNNING: "▶", RunStatus.NOT_STARTED: "○"}[run.status]
