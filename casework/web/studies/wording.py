"""Events, stages and runs in the words of whoever watches."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from casework.lab.models import Session, SessionArm, TaskRun, TestTask
from casework.lab.vocabulary import AssistKind, EventKind, ObservationKind, RunEnd, RunStatus, Stage, TaskKind
from casework.statistics import working_seconds
from casework.workflows.wording import fill

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


# --- events --------------------------------------------------------------------------------------


def sentence(kind: EventKind, data: Mapping[str, Any], tasks: Mapping[str, str]) -> str:
    """One event as a line of the console. tasks: run id → the task's title."""
    task = tasks.get(str(data.get("run")), "the task")
    by = f", {data['by']}" if data.get("by") else ""
    match kind:
        case EventKind.SESSION_JOINED:
            return "joined again, from another browser" if data.get("again") else "joined"
        case EventKind.CONSENT_GIVEN:
            return f"consent given: {_several(data.get('choices'))}"
        case EventKind.ABOUT_YOU_ANSWERED:
            return "answered about role, years and systems"
        case EventKind.RUN_STARTED:
            return f"task started: {task}"
        case EventKind.RUN_ENDED:
            return f"task ended: {task}, {ENDINGS[RunEnd(data['ended_by'])]}"
        case EventKind.RUN_VOIDED:
            return f"run left out: {task}, “{data.get('because')}”{by}"
        case EventKind.RUN_PAUSED:
            return f"clock paused{by}"
        case EventKind.RUN_RESUMED:
            return f"clock went on{by}"
        case EventKind.ASSIST_GIVEN:
            return f"help given: {AssistKind(data['kind_of_help']).label.lower()}{by}"
        case EventKind.TASK_RATED:
            return f"task rated {data.get('seq')} of 7: {task}"
        case EventKind.QUESTIONNAIRE_ANSWERED:
            return "questionnaire answered"
        case EventKind.MOVED_ON:
            return f"moved on past the {data.get('past')}{by}"
        case EventKind.SESSION_ENDED:
            return f"session ended early: “{data['because']}”{by}" if data.get("because") else "session ended"
        case EventKind.PAGE_VIEWED:
            return f"page viewed: {data.get('page')}"
        case EventKind.SEARCHED:
            return f"searched for “{data.get('text')}”"
        case EventKind.ANSWER_CHANGED:
            change = f"{in_words(data.get('old'))} → {in_words(data.get('new'))}"
            return f"answer changed: {plainly(data.get('question'))}: {change}"
        case EventKind.ERRORS_SHOWN:
            said = [str(message) for message in data.get("messages", [])]
            return f"{len(said)} {'error' if len(said) == 1 else 'errors'} shown: {'; '.join(said)}"
        case EventKind.STEP_STARTED:
            return f"step started: {plainly(data.get('step'))}"
        case EventKind.STEP_FINISHED:
            return f"step finished: {plainly(data.get('step'))}"
        case EventKind.STEP_TAKEN:
            return f"took from the tray: {plainly(data.get('step'))}"
        case EventKind.STEP_ALLOCATED:
            return f"allocated: {plainly(data.get('step'))}"
        case EventKind.STEP_PASSED_ON:
            return f"passed on: {plainly(data.get('step'))}: “{data.get('note')}”"
        case EventKind.STEP_RETURNED:
            return f"returned to the sender: {plainly(data.get('step'))}: “{data.get('note')}”"
        case EventKind.ACTING_STARTED:
            return "began to act for a colleague"
        case EventKind.ACTING_STOPPED:
            return "no longer acts for a colleague"
        case EventKind.ALERT_ACKNOWLEDGED:
            return "alert acknowledged"
        case EventKind.ACTION_TAKEN:
            return f"next action chosen: {plainly(data.get('action'))}"
        case EventKind.CASE_NOTE_RECORDED:
            return "case note added"
        case EventKind.COLLEAGUE_ACTED:
            did = COLLEAGUES_DID.get(str(data.get("action")), f"chose {plainly(data.get('action'))}")
            note = f": “{data['note']}”" if data.get("note") else ""
            return f"{data.get('worker')} {did}{note}"
        case EventKind.STORY_MOVED:
            days = data.get("days")
            return f"the story moved on {days} {'day' if days == 1 else 'days'}, to {data.get('to')}"
        case EventKind.DRAFT_KEPT_ASIDE:
            return "a draft was kept aside"
        case EventKind.INTERRUPTION_CAME:
            return f"a call came in: {plainly(data.get('interruption'))}{by}"
        case EventKind.INTERRUPTION_TAKEN:
            return f"call taken: {plainly(data.get('interruption'))}"
        case EventKind.INTERRUPTION_DEALT_WITH:
            return f"call dealt with: {plainly(data.get('interruption'))}"
        case EventKind.CLICKED:
            clicks = data.get("clicks")
            return f"{clicks} {'click' if clicks == 1 else 'clicks'}"
        case EventKind.ACCESS_ASKED_FOR:
            return "asked to open a restricted record"
        case EventKind.ANSWER_KEPT:
            return "kept an earlier answer"
        case EventKind.CAPACITY_QUESTIONED:
            return "began an assessment of capacity"
        case EventKind.CHRONOLOGY_ENTRY_ADDED:
            return "event added to the chronology"
        case EventKind.CHRONOLOGY_SELECTION_CHANGED:
            return "own selection of the chronology changed"
        case EventKind.CONCERN_RAISED:
            return "safeguarding concern raised"
        case EventKind.DOCUMENT_MADE:
            return "letter made"
        case EventKind.FACT_CHANGED:
            return "key fact changed"
        case EventKind.FLAG_ANSWERED:
            return "said why something that does not agree stays"
        case EventKind.RELATIONSHIP_ADDED:
            return "somebody added around the person"
        case EventKind.RELATIONSHIP_ENDED:
            return "a relationship ended"
        case EventKind.SAME_PERSON_DECIDED:
            return "decided whether two records are of one person"
        case EventKind.STEP_OPENED_AGAIN:
            return "finished work opened again"
        case EventKind.WARNING_ADDED:
            return "warning added"
        case EventKind.WARNING_ENDED:
            return "warning ended"
        case EventKind.WARNING_REVIEWED:
            return "warning reviewed"


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


def _several(values: Any) -> str:
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


def title_of(task: TestTask, arm: SessionArm | None = None) -> str:
    """A task's title, with the name of the person whose case it is; outside a session, of nobody in particular."""
    named = arm is not None and task.kind is TaskKind.TASK
    title = fill(task.title, {"person": arm.case.person_name if arm and named else "the person"}).strip().rstrip(".")
    return f"{title[:1].upper()}{title[1:]}"


def case_of(arm: SessionArm) -> str:
    """The first name of the person whose case it is: names of matched cases are told apart by it."""
    return arm.case.person_name.split()[0]


def sign_of(run: TaskRun) -> str:
    """✓ ended, ▶ now, ○ not yet, ✕ left out."""
    if run.voided_at:
        return "✕"
    return {RunStatus.ENDED: "✓", RunStatus.RUNNING: "▶", RunStatus.NOT_STARTED: "○"}[run.status]
