"""Each event as a line that a researcher reads."""

from collections.abc import Callable, Mapping
from typing import Any

from casework.lab.vocabulary import AssistKind, EventKind, RunEnd
from casework.web.studies.wording import COLLEAGUES_DID, ENDINGS, in_words, plainly, several

SAID: Mapping[EventKind, str] = {
    EventKind.ABOUT_YOU_ANSWERED: "answered about role, years and systems",
    EventKind.ACCESS_ASKED_FOR: "asked to open a restricted record",
    EventKind.ACTING_STARTED: "began to act for a colleague",
    EventKind.ACTING_STOPPED: "no longer acts for a colleague",
    EventKind.ACTION_TAKEN: "next action chosen: {action}",
    EventKind.ALERT_ACKNOWLEDGED: "alert acknowledged",
    EventKind.ANSWER_KEPT: "kept an earlier answer",
    EventKind.CAPACITY_QUESTIONED: "began an assessment of capacity",
    EventKind.CASE_NOTE_RECORDED: "case note added",
    EventKind.CHRONOLOGY_ENTRY_ADDED: "event added to the chronology",
    EventKind.CHRONOLOGY_SELECTION_CHANGED: "own selection of the chronology changed",
    EventKind.COMPREHENSION_ANSWERED: "said what she had understood",
    EventKind.CONCERN_RAISED: "safeguarding concern raised",
    EventKind.DELETION_ASKED_FOR: "asked for everything kept of her to be deleted",
    EventKind.DOCUMENT_MADE: "letter made",
    EventKind.DRAFT_KEPT_ASIDE: "a draft was kept aside",
    EventKind.FACT_CHANGED: "key fact changed",
    EventKind.FLAG_ANSWERED: "said why something that does not agree stays",
    EventKind.HELP_ASKED: "asks: “{says}”",
    EventKind.INTERRUPTION_CAME: "a call came in: {interruption}{by}",
    EventKind.KEEPING_CHANGED: "kept until {until} instead of {was}{by}",
    EventKind.INTERRUPTION_DEALT_WITH: "call dealt with: {interruption}",
    EventKind.INTERRUPTION_TAKEN: "call taken: {interruption}",
    EventKind.MOVE_ON_UNDONE: "moving on was undone{by}",
    EventKind.PAGE_VIEWED: "page viewed: {page}",
    EventKind.QUESTIONNAIRE_ANSWERED: "questionnaire answered",
    EventKind.RELATIONSHIP_ADDED: "somebody added around the person",
    EventKind.RELATIONSHIP_ENDED: "a relationship ended",
    EventKind.ROW_OVERRIDDEN: "given row {row} instead of {was}: “{because}”{by}",
    EventKind.RUN_PAUSED: "clock paused{by}",
    EventKind.RUN_RESUMED: "clock went on{by}",
    EventKind.SAME_PERSON_DECIDED: "decided whether two records are of one person",
    EventKind.STEP_ALLOCATED: "allocated: {step}",
    EventKind.STEP_FINISHED: "step finished: {step}",
    EventKind.STEP_OPENED_AGAIN: "finished work opened again",
    EventKind.STEP_STARTED: "step started: {step}",
    EventKind.STEP_TAKEN: "took from the tray: {step}",
    EventKind.WARNING_ADDED: "warning added",
    EventKind.WARNING_ENDED: "warning ended",
    EventKind.WARNING_REVIEWED: "warning reviewed",
}
"""What is said as it stands. {by} is who did it; any other name in braces is an id of the event's, written as words."""

AS_THEY_ARE = ("page", "because", "says")
"""What an event names in words already."""


def sentence(kind: EventKind, data: Mapping[str, Any], tasks: Mapping[str, str]) -> str:
    """One event as a line of the console. tasks: run id → the task's title."""
    by = f", {data['by']}" if data.get("by") else ""
    if kind in SAID:
        return SAID[kind].format_map(_Words(data, by))
    return WORKED_OUT[kind](data, tasks.get(str(data.get("run")), "the task"), by)


class _Words(dict[str, str]):
    def __init__(self, data: Mapping[str, Any], by: str) -> None:
        super().__init__({name: str(value) if name in AS_THEY_ARE else plainly(value) for name, value in data.items()})
        self["by"] = by

    def __missing__(self, name: str) -> str:
        return ""


Data = Mapping[str, Any]


def _joined(data: Data, task: str, by: str) -> str:
    return "joined again, from another browser" if data.get("again") else "joined"


def _choices(data: Data, task: str, by: str) -> str:
    told = [("took back", data.get("taken_back")), ("agreed to", data.get("given"))]
    return f"changed her choices: {', '.join(f'{did} {several(what)}' for did, what in told if what)}"


def _ended(data: Data, task: str, by: str) -> str:
    return f"task ended: {task}, {ENDINGS[RunEnd(data['ended_by'])]}"


def _judged(data: Data, task: str, by: str) -> str:
    return f"{task} judged {'done' if data.get('is_success') else 'not done'}: “{data.get('because')}”{by}"


def _session_ended(data: Data, task: str, by: str) -> str:
    return f"session ended early: “{data['because']}”{by}" if data.get("because") else "session ended"


def _errors(data: Data, task: str, by: str) -> str:
    said = [str(message) for message in data.get("messages", [])]
    return f"{len(said)} {'error' if len(said) == 1 else 'errors'} shown: {'; '.join(said)}"


def _answer(data: Data, task: str, by: str) -> str:
    return f"answer changed: {plainly(data.get('question'))}: {in_words(data.get('old'))} → {in_words(data.get('new'))}"


def _colleague(data: Data, task: str, by: str) -> str:
    did = COLLEAGUES_DID.get(str(data.get("action")), f"chose {plainly(data.get('action'))}")
    return f"{data.get('worker')} {did}" + (f": “{data['note']}”" if data.get("note") else "")


def _story(data: Data, task: str, by: str) -> str:
    days = data.get("days")
    return f"the story moved on {days} {'day' if days == 1 else 'days'}, to {data.get('to')}"


def _clicks(data: Data, task: str, by: str) -> str:
    return f"{data.get('clicks')} {'click' if data.get('clicks') == 1 else 'clicks'}"


def _typed(data: Data, task: str, by: str) -> str:
    return f"{sum(int(keys) for _, keys in data.get('typing', []))} keys pressed in boxes"


WORKED_OUT: Mapping[EventKind, Callable[[Data, str, str], str]] = {
    EventKind.ANSWER_CHANGED: _answer,
    EventKind.ASSIST_GIVEN: lambda data, task, by: f"help given: {AssistKind(data['kind_of_help']).label.lower()}{by}",
    EventKind.CHOICES_CHANGED: _choices,
    EventKind.CLICKED: _clicks,
    EventKind.COLLEAGUE_ACTED: _colleague,
    EventKind.CONSENT_GIVEN: lambda data, task, by: f"consent given: {several(data.get('choices'))}",
    EventKind.ERRORS_SHOWN: _errors,
    EventKind.MOVED_ON: lambda data, task, by: f"moved on past the {data.get('past')}{by}",
    EventKind.RUN_ENDED: _ended,
    EventKind.RUN_JUDGED: _judged,
    EventKind.RUN_STARTED: lambda data, task, by: f"task started: {task}",
    EventKind.RUN_VOIDED: lambda data, task, by: f"run left out: {task}, “{data.get('because')}”{by}",
    EventKind.SEARCHED: lambda data, task, by: f"searched for “{data.get('text')}”",
    EventKind.SESSION_ENDED: _session_ended,
    EventKind.SESSION_JOINED: _joined,
    EventKind.WORDS_STRUCK_OUT: lambda data, task, by: (
        f"something real was typed, and struck out{by}"
        + (": the files still hold it, strike it out once more when nobody is working" if data.get("left") else "")
    ),
    EventKind.STEP_PASSED_ON: lambda data, task, by: f"passed on: {plainly(data.get('step'))}: “{data.get('note')}”",
    EventKind.STEP_RETURNED: lambda data, task, by: (
        f"returned to the sender: {plainly(data.get('step'))}: “{data.get('note')}”"
    ),
    EventKind.STORY_MOVED: _story,
    EventKind.TYPED: _typed,
    EventKind.TASK_RATED: lambda data, task, by: f"task rated {data.get('seq')} of 7: {task}",
}
"""What has to be worked out: kind to a function of the event's data, the title of its task, and who did it."""
