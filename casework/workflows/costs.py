"""What one page, one question and one hand-over cost; added up, what a way somebody took costs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace

from casework.workflows.calendar import read_period
from casework.workflows.definition import Action, Definition, Page, Question, Step
from casework.workflows.effort import (
    PAGE_TURN,
    acts_for,
    asked_in,
    is_free_text,
    reading_seconds,
    words_in,
    words_of_action,
    words_of_page,
    words_of_question,
)
from casework.workflows.states import StepState
from casework.workflows.values import JSON

_WORKING_DAYS = {"working day": 1.0, "day": 5 / 7, "week": 5.0, "month": 21.0, "year": 252.0}
_KNOWN_BEFOREHAND = "person."
"""Facts the record has of everybody, before any workflow asks."""


@dataclass(frozen=True)
class Cost:
    """Counts of one way through. waiting_days: working days until work that went to somebody else is due."""

    questions: int = 0
    compulsory: int = 0
    pages: int = 0
    free_text: int = 0
    words: int = 0
    asked_again: int = 0
    hand_overs: int = 0
    waits: int = 0
    waiting_days: int = 0
    seconds: float = 0.0

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))

    def times(self, number: int) -> "Cost":
        return Cost(*(getattr(self, each.name) * number for each in fields(self)))

    @property
    def minutes(self) -> int:
        return round(self.seconds / 60)


NOTHING = Cost()

MEASURES = {
    "questions": "Questions asked",
    "compulsory": "of them compulsory",
    "pages": "Pages",
    "free_text": "Free-text boxes",
    "words": "Words to read",
    "asked_again": "Asked again",
    "hand_overs": "Hand-overs",
    "waits": "Waits",
    "waiting_days": "Waiting, in working days",
    "minutes": "Minutes, estimated",
}


@dataclass(frozen=True)
class Passed:
    """One step somebody did: how it stood when it was finished, and the ids of the next actions taken."""

    state: StepState
    chosen: tuple[str, ...]


def cost_of_way(definition: Definition, way: Sequence[Passed]) -> Cost:
    """What one way through costs, in the order its steps were done."""
    total, recorded = Cost(), set[str]()
    for passed in way:
        own, facts = _cost_of_step(passed.state, recorded)
        taken = [action for action in passed.state.step.actions if action.id in passed.chosen]
        total += own + between_steps(definition, passed.state.step, taken)
        recorded |= facts
    return total


def _cost_of_step(state: StepState, recorded: set[str]) -> tuple[Cost, set[str]]:
    total, facts = heading(state.step), set[str]()
    for page in state.pages:
        total += of_page(page.page)
        for item in page.items if page.page.repeat else [page.shown]:
            for each in item:
                total += of_question(each.question, each.value, recorded)
                facts |= {each.question.fact} if each.question.fact else set()
    return total, facts


def heading(step: Step) -> Cost:
    """Reading what the step is about and its next actions, and taking one."""
    words = words_in(step.title, step.hint) + sum(words_of_action(action) for action in step.actions)
    return Cost(words=words, seconds=reading_seconds(words) + PAGE_TURN)


def of_page(page: Page) -> Cost:
    words = words_of_page(page)
    return Cost(pages=1, words=words, seconds=reading_seconds(words) + PAGE_TURN)


def of_question(question: Question, value: JSON, recorded: set[str]) -> Cost:
    words = words_of_question(question)
    cost = Cost(words=words, seconds=reading_seconds(words))
    if not question.asks:
        return cost
    known = question.fact is not None and (question.fact in recorded or question.fact.startswith(_KNOWN_BEFOREHAND))
    return replace(
        cost,
        questions=asked_in(question),
        compulsory=0 if question.optional else asked_in(question),
        free_text=int(is_free_text(question)),
        asked_again=int(known and question.prefill == "none"),
        seconds=cost.seconds + acts_for(question, value).seconds,
    )


def between_steps(definition: Definition, step: Step, taken: Sequence[Action]) -> Cost:
    """What goes over to somebody else when these actions are taken, and how long that may take."""
    total = Cost()
    ids = {each.id: each for each in definition.steps}
    for action in taken:
        for name in (*((action.to,) if action.to else ()), *action.starts):
            target = ids.get(name)
            goes_over = target is None or (not target.ends and (action.role or target.role) != step.role)
            days = 0.0
            if target is not None and name == action.to and goes_over and target.kind != "review":
                days = _working_days(action.due or target.due)
            total += Cost(hand_overs=int(goes_over), waiting_days=round(days))
        waits = bool(action.waits_for or action.after)
        total += Cost(waits=int(waits), waiting_days=round(_working_days(action.after)) if action.to else 0)
    return total


def _working_days(period: str | None) -> float:
    """5 of 7 days, 21 a month and 252 a year."""
    if period is None:
        return 0.0
    number, unit = read_period(period)
    return number * _WORKING_DAYS[unit]


def total_of(costs: Sequence[Cost]) -> Cost:
    total = Cost()
    for cost in costs:
        total += cost
    return total


def same(one: Cost, other: Cost) -> bool:
    return all(abs(getattr(one, each.name) - getattr(other, each.name)) < 1e-6 for each in fields(Cost))


def by_field(pick: Callable[[float, float], float], one: Cost, other: Cost) -> Cost:
    return Cost(*(pick(getattr(one, each.name), getattr(other, each.name)) for each in fields(Cost)))  # type: ignore[arg-type]
