"""What every column of a study's tables means, for those who read them elsewhere (CSV on the Web)."""

from typing import Any
from urllib.parse import quote

from casework.records.facts import CATALOGUE

YES_NO: dict[str, str] = {"base": "boolean", "format": "yes|no"}

TEXT = {
    "study": "The study's id",
    "participant": "The participant's code; nobody's name is in any table",
    "arm": "The letter of the arm",
    "arm_title": "The arm's title",
    "workflow_version": "The version of the workflow that was used",
    "case": "The case that was worked on",
    "task": "The test task, by its id in the study's plan",
    "planned": "The claim, as it was planned",
    "verdict": "What may be said of the claim, in a word",
    "may_be_said": "What the data carry of the claim, and what would do for more",
    "part": "The task, or the decision, that the row is about",
    "seen": "What was seen in the arm, with its n; [c] where a count is hidden",
    "met_by": "How many of how many people met it, where that may be told",
    "why_not": "Why the run does not count; empty where it counts",
    "left_out_by": "Who left the run out",
    "outcome": "How the task went: unaided, with help, failed or gave up",
    "ended_by": "What ended the run",
    "seq_comment": "What was typed beside the Single Ease Question",
    "sus_comment": "What was typed beside the System Usability Scale",
    "fact": "The fact of the record, by its name",
    "label": "The fact in words",
    "value": "What was recorded; JSON where it is more than one value",
    "decided": "What was decided, in words",
    "expert": "What the experts decided, in words",
    "no_answer": "Why there is none: withdrawn, not asked, left out, not reached or left empty",
    "question": "The question that recorded it",
    "wording": "The question as it was asked",
    "step": "The step of the workflow",
    "event": "What happened",
    "page": "The page the participant was on",
    "kind": "The kind of note",
    "note": "What was noted",
    "by": "Who noted it",
    "tags": "The note's tags, with spaces between",
    "group": "The group on the wall the note is in",
    "title": "The finding in one line",
    "what": "The finding in words",
    "recommendation": "What is suggested",
    "workflow": "The workflow the finding is about",
    "arms": "The letters of the arms in which it was met",
    "severity_because": "Why it is that serious",
    "changed_version": "The workflow version made because of it",
    "followed_by": "The study that shows whether it went away",
    "gone": "Whether it went away: yes, no or cannot tell; empty where nobody has judged",
    "reader": "The reader's code; nobody's name is in any table",
    "reader_question": "The question of the reader test, by its id in the study's plan",
    "answer": "What the reader answered: a code, or her own words",
    "reader_comment": "What the reader said of reading the record",
    "gone_because": "Why it is judged to have gone, or not",
}

NUMBERS = {
    "session": "The session's number in the study",
    "row": "The row of the crossing the session was dealt, from 1",
    "arm_order": "Which arm of the session it was, from 1",
    "pages": "Pages opened in the run",
    "clicks": "Clicks in the run; empty where no script was there to see them",
    "searches": "Searches in the run",
    "errors": "Messages of something to put right in the run",
    "assists": "How often the facilitator helped",
    "seq": "Single Ease Question, 1 (very difficult) to 7 (very easy)",
    "reader_ease": "How easy it was to find out, 1 (very difficult) to 7 (very easy)",
    "severity": "1 (minor) to 4 (serious)",
    "claim": "The number of the planned claim, in the order of the plan",
    "finding": "The finding's number in the study",
    "notes": "How many notes it rests on",
    "people_met": "How many people met it",
    "people": "Of how many people who took part",
    "judged_by": "How many people have judged how serious it is",
    "gone_met": "How many people still met it in the study that followed",
    "gone_of": "Of how many people in the study that followed",
    "evidence_withdrawn": "How many people's notes it rested on that were withdrawn since",
}

ABOUT: dict[str, tuple[Any, str]] = {
    **{name: ("string", says) for name, says in TEXT.items()},
    **{name: ("integer", says) for name, says in NUMBERS.items()},
    "counted": (YES_NO, "Whether the run counts in the results"),
    "agrees": (YES_NO, "Whether it agrees with the experts; empty where there is no answer to judge"),
    "in_report": (YES_NO, "Whether it is in the report"),
    "started_at": ("dateTime", "When the run began, in UTC"),
    "ended_at": ("dateTime", "When the run ended, in UTC"),
    "at": ("dateTime", "When, in UTC"),
    "story_date": ("date", "The day it was in the story of the case"),
    "working_seconds": ("number", "Seconds of work without the pauses"),
    "right": (YES_NO, "Whether the answer is right; empty until it was judged"),
    "answer_seconds": ("number", "Seconds from the question before to this answer"),
    "reading_seconds": ("number", "Seconds from opening the record to the last answer"),
    "sus": ("number", "System Usability Scale score of the arm, 0 to 100"),
    "data": ("json", "What belongs to the event, as JSON"),
}

OF_TABLE: dict[tuple[str, str], tuple[Any, str]] = {
    ("readings", "no_answer"): ("string", "Where the reader said that the record does not have it"),
    ("readings", "participant"): ("string", "The code of whoever wrote the record"),
    ("readings", "counted"): (YES_NO, "Whether the reading counts"),
    ("readings", "why_not"): ("string", "Why the reading does not count; empty where it counts"),
    ("events", "seq"): ("integer", "The event's number in its session, from 1 without gaps"),
}

AGREES = " agrees"


def described(table: str, column: str) -> dict[str, Any]:
    """The description of one column, as CSV on the Web has it. Raises KeyError for a column nobody has described."""
    kind, says = OF_TABLE.get((table, column)) or ABOUT.get(column) or _about_fact(column)
    return {
        "name": quote(column.replace(" ", "_"), safe=""),
        "titles": column,
        "dc:description": says,
        "datatype": kind,
        "null": "",
    }


def _about_fact(column: str) -> tuple[str, str]:
    fact = CATALOGUE[column.removesuffix(AGREES)].label
    if column.endswith(AGREES):
        return "string", f"{fact}: whether it agrees with the experts, or why that cannot be said"
    return "string", f"{fact}, as recorded in the run; empty where nothing was"
