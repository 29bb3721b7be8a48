"""Filling in one step as a willing worker would: every shown question, looking again after what each answer opens."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from casework.rehearsal.answering import Answering, candidates, known_of
from casework.workflows.definition import Definition, Page
from casework.workflows.engine import PageState, QuestionState, StepState, look
from casework.workflows.values import JSON, is_empty

MOST_LOOKS = 40
"""Answers that open and shut one another end here; what is still open is said."""


@dataclass(frozen=True)
class Filled:
    """One step filled in. unanswered: what the robot could not answer, each in the words a worker would be shown."""

    answers: dict[str, JSON]
    state: StepState
    unanswered: tuple[str, ...] = ()


def answers_for(
    definition: Definition,
    step_id: str,
    known: Mapping[str, Any],
    read: Mapping[str, Any],
    *,
    today: date,
    words: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Complete and plausible answers to one step: question id to value, as the engine takes them.

    known: fact name to value, which decides before everything else. read: the answers of the steps that this one
    reads. words: "person", "worker" and "carer" for the wording, "person_id" and "worker_id" for questions that
    choose one. What cannot be answered is left out: `fill_in` says which.
    """
    return fill_in(definition, step_id, Answering(known, today, words or {}), read).answers


def fill_in(
    definition: Definition,
    step_id: str,
    by: Answering,
    read: Mapping[str, Any],
    record: Mapping[str, Any] | None = None,
) -> Filled:
    """One step filled in; never raises. record: what conditions see of the record, what is known unless told."""
    filling = _Filling(definition, step_id, by, dict(read), by.known if record is None else record)
    return filling.run()


@dataclass
class _Filling:
    definition: Definition
    step_id: str
    by: Answering
    read: dict[str, Any]
    record: Mapping[str, Any]
    answers: dict[str, JSON] = field(default_factory=dict)
    left: dict[tuple[str, int | None, str], list[JSON]] = field(default_factory=dict)

    def run(self) -> Filled:
        for _ in range(MOST_LOOKS):
            state = self.look()
            if not sum(self.page(page) for page in state.pages):
                break
        for aside in state.set_aside:
            if aside.item_index is None:
                self.answers.pop(aside.question.id, None)
        state = self.look()
        problems = (f"{found.question_id or found.page_id}: {found.message}" for found in state.problems)
        return Filled(self.answers, state, tuple(problems))

    def look(self) -> StepState:
        return look(self.definition, self.step_id, {**self.read, **self.answers}, self.record, self.by.today)

    def page(self, state: PageState) -> int:
        """Answers what is open on a page; how many answers that were."""
        page = state.page
        if page.repeat is None:
            return sum(self.question(page, each, None, self.answers, None) for each in state.shown)
        changed = 0
        if page.id not in self.answers:
            self.answers[page.id] = [{} for _ in range(self.how_many(page))]
            return len(self.answers[page.id])
        known = self.known_items(page)
        for index, (item, questions) in enumerate(zip(self.answers[page.id], state.items, strict=False)):
            about = known[index] if index < len(known) else None
            changed += sum(self.question(page, each, index, item, about) for each in questions)
        return changed

    def known_items(self, page: Page) -> list[Any]:
        listed = self.by.known.get(page.repeat.fact) if page.repeat and page.repeat.fact else None
        return [item for item in listed if isinstance(item, Mapping)] if isinstance(listed, list | tuple) else []

    def how_many(self, page: Page) -> int:
        assert page.repeat is not None
        return min(max(len(self.known_items(page)), page.repeat.least), page.repeat.most)

    def question(
        self,
        page: Page,
        state: QuestionState,
        index: int | None,
        answers: dict[str, JSON],
        item: Mapping[str, Any] | None,
    ) -> bool:
        """Answers one question that is empty or wrong with the next value to try; whether there was one."""
        question = state.question
        if not question.asks:
            return False
        empty = is_empty(state.value)
        if not empty and state.problem is None:
            return False
        known = known_of(question, self.by, item)
        if empty and question.optional and is_empty(known) and question.id not in self.by.instead:
            return False
        key = (page.id, index, question.id)
        if key not in self.left:
            self.left[key] = candidates(question, known, self.by)
        if not self.left[key]:
            return False
        answers[question.id] = self.left[key].pop(0)
        return not is_empty(answers[question.id])
