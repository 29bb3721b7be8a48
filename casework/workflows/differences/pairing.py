"""What in B stands for what in A: by its id, else by what it records and how it is worded."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from casework.workflows.definition import Definition, Page, Question, Section, Step

MOST_WORDS_STAY = 0.55
NEARLY_THE_SAME = 0.8


@dataclass(frozen=True)
class Stands:
    """A question where it stands."""

    question: Question
    page: Page
    section: Section

    @property
    def at(self) -> str:
        return f"sections/{self.section.id}/{self.page.id}/{self.question.id}"

    @property
    def fact(self) -> str:
        """The fact it records, by its whole name; empty when it records none."""
        fact = self.question.fact or ""
        if not fact.startswith("."):
            return fact
        return self.page.repeat.fact + fact if self.page.repeat and self.page.repeat.fact else ""


@dataclass(frozen=True)
class Pairs:
    """Ids of B's to ids of A's: what is one thing in both."""

    steps: dict[str, str]
    sections: dict[str, str]
    questions: list[tuple[Stands, Stands]]
    only_a: list[Stands]
    only_b: list[Stands]


def questions_of(definition: Definition) -> list[Stands]:
    return [Stands(question, page, section) for section, page, question in definition.every_question()]


def pairs_of(a: Definition, b: Definition) -> Pairs:
    """Every question, section and step of both, paired or left alone."""
    questions = list(_questions(questions_of(a), questions_of(b)))
    in_a = {old.question.id for old, _ in questions}
    in_b = {new.question.id for _, new in questions}
    return Pairs(
        _steps(a, b),
        _sections(a, b, questions),
        questions,
        [each for each in questions_of(a) if each.question.id not in in_a],
        [each for each in questions_of(b) if each.question.id not in in_b],
    )


def likeness(one: str, other: str) -> float:
    """How many words stay, from 0 to 1."""
    words, others = _words(one), _words(other)
    return SequenceMatcher(None, words, others, autojunk=False).ratio() if words or others else 1.0


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9’']+", text.lower())


def _questions(before: list[Stands], after: list[Stands]) -> Iterator[tuple[Stands, Stands]]:
    by_id = {each.question.id: each for each in before}
    ids = {each.question.id for each in after}
    left = [each for each in before if each.question.id not in ids]
    for new in after:
        old = by_id.get(new.question.id)
        if old is None:
            like = [(_alike(each, new), -index) for index, each in enumerate(left)]
            best, place = max(like, default=(0.0, 0))
            if best <= 0:
                continue
            old = left.pop(-place)
        yield old, new


def _alike(old: Stands, new: Stands) -> float:
    """More than 0 when one may stand for the other: the same fact, or nothing recorded in nearly the same words."""
    like = likeness(old.question.label, new.question.label)
    if old.fact or new.fact:
        return 1 + like if old.fact == new.fact else 0
    return like if old.question.type == new.question.type and like >= NEARLY_THE_SAME else 0


def _sections(a: Definition, b: Definition, questions: list[tuple[Stands, Stands]]) -> dict[str, str]:
    ids_a, ids_b = {each.id for each in a.sections}, {each.id for each in b.sections}
    pairs = {name: name for name in ids_b if name in ids_a}
    shared = Counter(
        (new.section.id, old.section.id)
        for old, new in questions
        if new.section.id not in ids_a and old.section.id not in ids_b
    )
    for (new_id, old_id), count in shared.most_common():
        size = sum(len(page.questions) for section in b.sections if section.id == new_id for page in section.pages)
        if 2 * count > size and new_id not in pairs and old_id not in pairs.values():
            pairs[new_id] = old_id
    return pairs


def _steps(a: Definition, b: Definition) -> dict[str, str]:
    ids_a, ids_b = {step.id for step in a.steps}, {step.id for step in b.steps}
    pairs = {name: name for name in ids_b if name in ids_a}
    alone_a = _by_kind([step for step in a.steps if step.id not in ids_b])
    alone_b = _by_kind([step for step in b.steps if step.id not in ids_a])
    for kind, steps in alone_b.items():
        if len(steps) == 1 == len(alone_a.get(kind, ())):
            pairs[steps[0].id] = alone_a[kind][0].id
    return pairs


def _by_kind(steps: list[Step]) -> dict[str, list[Step]]:
    kinds: dict[str, list[Step]] = {}
    for step in steps:
        if step.kind:
            kinds.setdefault(step.kind, []).append(step)
    return kinds
