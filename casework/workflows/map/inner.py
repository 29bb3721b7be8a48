"""The inner map of a step: its sections and pages, with what is asked and under which conditions."""

from dataclasses import dataclass

from casework.workflows.definition import Definition, Page, Question, Section
from casework.workflows.saying import said
from casework.workflows.wording import plain

ANSWERED = {
    "text": "one line of text",
    "textarea": "free text",
    "number": "a number",
    "money": "an amount of money",
    "date": "a date",
    "time": "a time",
    "radios": "one of these",
    "select": "one from a list",
    "checkboxes": "any of these",
    "yes_no": "yes or no",
    "person": "a person",
    "worker": "a worker",
    "address": "an address",
    "outcomes": "the ten outcomes, each with how it is achieved and why",
    "weekly_timetable": "a timetable of the week",
    "services": "lines of support with their cost",
    "computed": "worked out, not typed",
    "quote": "an earlier answer, to read",
    "guidance": "words to read",
}


@dataclass(frozen=True)
class InnerQuestion:
    """A question as it is read, with what stands behind it. when: its condition in words; empty when always asked."""

    question: Question
    label: str
    hint: str
    answered: str
    options: tuple[str, ...]
    when: str
    fact: str

    @property
    def is_compulsory(self) -> bool:
        return self.question.asks and not self.question.optional


@dataclass(frozen=True)
class InnerPage:
    """A page of a step. heading: its section's; when: under which condition it shows; repeated: for each of what."""

    section: Section
    page: Page
    number: int
    heading: str
    title: str
    when: str
    repeated: str
    questions: tuple[InnerQuestion, ...]


def inner_map(definition: Definition, step_id: str) -> list[InnerPage]:
    """The pages of a step in the order they are asked."""
    found: list[InnerPage] = []
    for section in definition.sections_of(step_id):
        for page in section.pages:
            found.append(
                InnerPage(
                    section,
                    page,
                    len(found) + 1,
                    plain(section.title),
                    plain(page.title),
                    _when(page.when, definition),
                    f"once for each {page.repeat.each}, at most {page.repeat.most}" if page.repeat else "",
                    tuple(_question(question, page, definition) for question in page.questions),
                )
            )
    return found


def _when(condition: str | None, definition: Definition) -> str:
    return plain(said(condition, definition)) if condition else ""


def _question(question: Question, page: Page, definition: Definition) -> InnerQuestion:
    fact = question.fact or ""
    if fact.startswith(".") and page.repeat and page.repeat.fact:
        fact = page.repeat.fact + fact
    shown = question.type not in ("yes_no", "outcomes")
    return InnerQuestion(
        question,
        plain(question.label or str(getattr(question, "text", ""))),
        plain(question.hint),
        ANSWERED.get(question.type, question.type.replace("_", " ")),
        tuple(plain(option.label) for option in question.choices) if shown else (),
        _when(question.when, definition),
        fact,
    )
