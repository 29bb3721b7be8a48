"""What the engine says of a step: its pages, questions, problems, facts and next actions, and what finishing begins."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from casework.workflows.definition import Action, Definition, Page, Question, Section, Step
from casework.workflows.values import JSON

Answers = Mapping[str, JSON]
"""Question id to value. A repeated page's answers stand under the page's id: a list of {question id: value}."""

PageStatus = Literal["done", "started", "not_started", "nothing_to_do"]


@dataclass(frozen=True)
class QuestionProblem:
    """What is wrong with the answer to one question. part: the ending of its field ("month", "nutrition-limbs")."""

    page_id: str
    question_id: str
    item_index: int | None
    message: str
    missing: bool
    part: str = ""


@dataclass(frozen=True)
class QuestionState:
    """One question that shows.

    problem: the first thing wrong, or None; kind: whether an answer is missing or wrong. computed: what was worked out
    or is quoted. known: what the record says, when the question is to be filled in from it.
    """

    question: Question
    value: JSON
    required: bool
    problem: str | None = None
    kind: Literal["", "missing", "wrong"] = ""
    problems: tuple[QuestionProblem, ...] = ()
    warnings: tuple[str, ...] = ()
    computed: JSON = None
    known: JSON = None

    @property
    def overridden(self) -> bool:
        """Whether a worker put another value in place of what is computed."""
        return self.question.type == "computed" and isinstance(self.value, Mapping)


@dataclass(frozen=True)
class PageState:
    """One page that shows: `shown` for its questions or, when it is repeated, `items` with the questions of each."""

    page: Page
    section: Section
    shown: list[QuestionState]
    items: list[list[QuestionState]]
    status: PageStatus
    complete: bool
    problems: tuple[QuestionProblem, ...] = ()


@dataclass(frozen=True)
class SectionState:
    section: Section
    status: PageStatus
    pages: list[PageState]


@dataclass(frozen=True)
class SetAside:
    """An answer to what is hidden now: kept while working, set aside at the end. because: why it is not asked."""

    question: Question
    value: JSON
    because: str
    item_index: int | None = None


@dataclass(frozen=True)
class ActionState:
    action: Action
    available: bool
    why_not: str
    compulsory: bool


@dataclass(frozen=True)
class StepState:
    """One step as it stands. Lists are in the order of the workflow; `pages` has only those that show.

    facts: name to value, of shown and answered questions whose value is of the right shape. order: every page id of
    the step. cleared: hidden questions whose answers are to be dropped at once.
    """

    definition: Definition
    step: Step
    sections: list[SectionState]
    pages: list[PageState]
    set_aside: list[SetAside]
    problems: list[QuestionProblem]
    computed: dict[str, JSON]
    facts: dict[str, JSON]
    actions: list[ActionState]
    complete: bool
    order: tuple[str, ...]
    cleared: tuple[str, ...] = ()


@dataclass(frozen=True)
class FinishProblem:
    """Why a step cannot be finished yet. field: "action", or "note-" with an action's id."""

    field: str
    message: str


@dataclass(frozen=True)
class Start:
    """Something that begins: a step of this workflow, or another workflow."""

    step_id: str | None
    workflow_id: str | None
    role: str | None
    due: str | None
    note: str
    from_action: str
    for_: str | None = None
    worker: str | None = None
    after: str | None = None
    waits_for: str | None = None


@dataclass(frozen=True)
class Finish:
    """What finishing a step does.

    finished: False when the worker only leaves it for now. tells: messages that are shown and never sent.
    """

    starts: list[Start]
    closes: bool
    finished: bool = True
    tells: tuple[str, ...] = ()
