"""How long it takes to read a page and answer it, estimated from the definition: no measurement, the same for all.

Answering is taken apart into operators of the keystroke-level model, with the times of Card, Moran and Newell
(“The keystroke-level model for user performance time with interactive systems”, Communications of the ACM 23(7),
1980): K one key, 0.28 s for an average typist who is no secretary; P pointing with the mouse, 1.1 s; H moving a hand
between mouse and keys, 0.4 s; M making up one's mind, 1.35 s. A press of the mouse button counts as K.
Reading is silent reading of English non-fiction by adults, 238 words a minute (Brysbaert, “How many words do we read
per minute?”, Journal of Memory and Language 109, 2019).
Nothing is known here of what people type: a box of one line is taken as 5 words, a larger one as 30, a remark on one
outcome as 10, and a word as 6 keys with its space. Thinking about the case, talking and waiting for the page are
left out, so real sittings take longer; what may be compared is one workflow with another.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from casework.workflows.definition import ACHIEVES, DAYS, LIMBS, Action, Guidance, Option, Page, Question, Services
from casework.workflows.values import JSON, is_empty, timetable_rows

KEY = 0.28
POINT = 1.1
HOME = 0.4
MIND = 1.35
WORDS_A_MINUTE = 238
WORDS_OF_A_LINE = 5
WORDS_OF_A_BOX = 30
WORDS_OF_A_REMARK = 10
KEYS_OF_A_WORD = 6
MOST_LINES = 12
"""Lines of support, or calls of a week, counted where as many as one likes may be written."""
PAGE_TURN = MIND + POINT + KEY
"""Deciding that a page is done, and pressing its button."""

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


@dataclass(frozen=True)
class Acts:
    """What answering takes: decisions, presses of the mouse, boxes typed into, and keys."""

    minds: int = 0
    presses: int = 0
    boxes: int = 0
    keys: int = 0

    @property
    def seconds(self) -> float:
        return self.minds * MIND + self.presses * (POINT + KEY) + self.boxes * 2 * HOME + self.keys * KEY


def words_in(*texts: str) -> int:
    """How many words there are to read; a word put in, like ((person)), counts as one."""
    return sum(len(_WORD.findall(text.replace("((", "").replace("))", ""))) for text in texts)


def reading_seconds(words: int) -> float:
    return words * 60 / WORDS_A_MINUTE


def words_of_question(question: Question) -> int:
    """Label, hint and every option of a question; the reasons and levels of the ten outcomes once."""
    count = words_in(question.label, question.hint, question.text if isinstance(question, Guidance) else "")
    count += _words_of(question.choices)
    if question.type == "outcomes":
        count += _words_of(ACHIEVES) + _words_of(LIMBS)
    if isinstance(question, Services):
        count += _words_of(question.units) + _words_of(question.met_by)
    return count


def _words_of(options: tuple[Option, ...]) -> int:
    return sum(words_in(option.label, option.hint) for option in options)


def words_of_page(page: Page) -> int:
    """Its own heading and hint, without its questions."""
    return words_in(page.title, page.hint)


def words_of_action(action: Action) -> int:
    return words_in(action.label, action.hint)


def asked_in(question: Question) -> int:
    """How many questions one is: the ten outcomes are ten."""
    return len(question.choices) if question.type == "outcomes" else 1


def is_free_text(question: Question) -> bool:
    return question.type in ("text", "textarea")


def acts_for(question: Question, value: JSON) -> Acts:
    """What it takes to give this answer; nothing for an empty one. What is only confirmed takes one press."""
    if is_empty(value):
        return Acts()
    if question.prefill == "confirm":
        return Acts(1, 1)
    if question.prefill == "copy":
        return Acts(1)
    match question.type:
        case "text":
            return Acts(1, 1, 1, WORDS_OF_A_LINE * KEYS_OF_A_WORD)
        case "textarea":
            return Acts(1, 1, 1, WORDS_OF_A_BOX * KEYS_OF_A_WORD)
        case "number" | "money" | "time":
            return Acts(1, 1, 1, 5)
        case "date":
            return Acts(1, 1, 1, 10)
        case "select" | "person" | "worker":
            return Acts(1, 2)
        case "checkboxes":
            return Acts(1, len(value) if isinstance(value, list | tuple) else 1)
        case "address":
            return Acts(1, 1, 1, 40)
        case "outcomes":
            return _acts_for_outcomes(value)
        case "weekly_timetable":
            filled = sum(1 for _, days in timetable_rows(question, value) for day in DAYS if days.get(day))
            return Acts(1, 1, 1, 3 * filled)
        case "services":
            lines = len(value) if isinstance(value, list | tuple) else 1
            return Acts(2 * lines, 4 * lines, 2 * lines, 12 * lines)
    return Acts(1, 1)


def _acts_for_outcomes(value: JSON) -> Acts:
    acts = Acts()
    for outcome in value.values() if isinstance(value, Mapping) else ():
        if not isinstance(outcome, Mapping) or is_empty(outcome):
            continue
        remarks = sum(not is_empty(outcome.get(part)) for part in ("reason", "how_met", "their_words"))
        presses = 1 + len(outcome.get("limbs") or ()) + 2 * (not is_empty(outcome.get("met_by"))) + remarks
        acts = Acts(
            acts.minds + 1,
            acts.presses + presses,
            acts.boxes + remarks,
            acts.keys + remarks * WORDS_OF_A_REMARK * KEYS_OF_A_WORD,
        )
    return acts


def least_answer(question: Question) -> JSON:
    """The answer that takes least: none where none is needed."""
    return None if question.optional else _shortest(question)


def _shortest(question: Question) -> JSON:
    if question.type == "outcomes":
        return {option.code: {"achieves": "able"} for option in question.choices}
    if question.type in ("checkboxes", "services"):
        return ["one"]
    if question.type == "weekly_timetable":
        return {"call": {"mon": 30}}
    return "x"


def most_answer(question: Question) -> JSON:
    """The answer that takes most, with at most twelve lines where any number may be written."""
    if question.type == "outcomes":
        limbs = [limb.code for limb in LIMBS]
        whole = {"achieves": "unable", "limbs": limbs, "reason": "x", "how_met": "x", "met_by": "x", "their_words": "x"}
        return {option.code: whole for option in question.choices}
    if question.type == "checkboxes":
        return [option.code for option in question.choices if not option.none] or ["one"]
    if question.type == "services":
        return ["one"] * MOST_LINES
    if question.type == "weekly_timetable":
        return {f"call {number}": dict.fromkeys(DAYS, 30) for number in range(MOST_LINES)}
    return "x"
