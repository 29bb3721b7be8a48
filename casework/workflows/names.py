"""What a name in a condition stands for: questions, their parts, named conditions, facts of the record."""

from collections.abc import Iterable, Mapping

from casework.facts import Fact, FactType
from casework.workflows.definition import OUTCOMES, Definition, Page, Question
from casework.workflows.expressions import ExpressionError, Kind, Name, compile_text

_QUESTION_KINDS = {
    "text": Kind.TEXT,
    "textarea": Kind.TEXT,
    "number": Kind.NUMBER,
    "money": Kind.NUMBER,
    "date": Kind.DATE,
    "time": Kind.TIME,
    "radios": Kind.CODE,
    "select": Kind.CODE,
    "yes_no": Kind.CODE,
    "checkboxes": Kind.CODES,
    "person": Kind.TEXT,
    "worker": Kind.TEXT,
    "address": Kind.WHOLE,
    "outcomes": Kind.WHOLE,
    "weekly_timetable": Kind.WHOLE,
    "services": Kind.ITEMS,
    "quote": Kind.ANY,
}

_FACT_KINDS = {
    FactType.TEXT: Kind.TEXT,
    FactType.YES_NO: Kind.CODE,
    FactType.CODE: Kind.CODE,
    FactType.CODES: Kind.CODES,
    FactType.NUMBER: Kind.NUMBER,
    FactType.MONEY: Kind.NUMBER,
    FactType.DATE: Kind.DATE,
    FactType.TIME: Kind.TIME,
    FactType.ADDRESS: Kind.WHOLE,
    FactType.PERSON: Kind.TEXT,
    FactType.WORKER: Kind.TEXT,
    FactType.OUTCOMES: Kind.WHOLE,
    FactType.TIMETABLE: Kind.WHOLE,
    FactType.SERVICES: Kind.ITEMS,
    FactType.ITEMS: Kind.ITEMS,
}

_PARTS: dict[str, dict[str, Name]] = {
    "outcomes": {
        "not_met": Name(Kind.CODES, tuple(option.code for option in OUTCOMES)),
        "answered": Name(Kind.CODES, tuple(option.code for option in OUTCOMES)),
    },
    "weekly_timetable": {"minutes": Name(Kind.NUMBER)},
}
_PARTS["timetable"] = _PARTS["weekly_timetable"]
"""Parts of an answer that have names of their own, by type of question or fact."""


class WorkflowNames:
    """The names of one workflow, for compiling its expressions.

    page: inside a repeated page, whose questions are then known by name. facts: the facts of the record; None when
    they are not at hand, and then every `record.` name may stand. spoilt: questions with mistakes of their own, of
    which everything may be asked.
    """

    def __init__(
        self,
        definition: Definition,
        facts: Mapping[str, Fact] | None,
        page: Page | None = None,
        spoilt: frozenset[str] = frozenset(),
    ) -> None:
        self.definition = definition
        self.facts = facts
        self.page = page
        self.spoilt = spoilt
        self._questions: dict[str, Question] = {}
        self._pages: dict[str, Page] = {}
        self._running: set[str] = set()
        for _, each, question in definition.every_question():
            if each.repeat is None or (page is not None and each.id == page.id):
                self._questions.setdefault(question.id, question)
            if each.repeat is not None:
                self._pages.setdefault(each.id, each)

    def find(self, name: str) -> Name | None:
        if name.startswith("record."):
            return self._fact(name.removeprefix("record."))
        if name in self.definition.conditions:
            return Name(Kind.TRUTH, sort="condition")
        first, _, part = name.partition(".")
        question = self._questions.get(first)
        if question is None:
            return Name(Kind.ITEMS, sort="page") if name in self._pages else None
        if first in self.spoilt:
            return Name(Kind.ANY)
        if part:
            return _PARTS.get(question.type, {}).get(part)
        if question.type == "guidance":
            return None
        if question.type == "computed":
            return Name(self._computed_kind(question.id, question.value))
        return Name(_QUESTION_KINDS[question.type], tuple(option.code for option in question.choices))

    def _computed_kind(self, question_id: str, value: str) -> Kind:
        if question_id in self._running:
            return Kind.ANY
        self._running.add(question_id)
        try:
            return compile_text(value, self).kind
        except ExpressionError:
            return Kind.ANY
        finally:
            self._running.discard(question_id)

    def _fact(self, name: str) -> Name | None:
        return Name(Kind.ANY, sort="record") if self.facts is None else name_of_fact(name, self.facts)

    def known(self) -> list[str]:
        names = [*self.definition.conditions, *self._pages]
        for name, question in self._questions.items():
            names.append(name)
            names.extend(f"{name}.{part}" for part in _PARTS.get(question.type, {}))
        names.extend(f"record.{fact}" for fact in self.facts or ())
        return names

    def sections(self) -> list[str]:
        return [section.id for section in self.definition.sections]

    def inside(self, page: str) -> "WorkflowNames | None":
        found = self._pages.get(page)
        return WorkflowNames(self.definition, self.facts, found, self.spoilt) if found else None

    def pages(self) -> list[str]:
        return list(self._pages)


def name_of_fact(name: str, facts: Mapping[str, Fact]) -> Name | None:
    """What `record.NAME` stands for: a fact, or a part of one that has parts with names."""
    fact = facts.get(name)
    if fact is not None:
        codes = ("yes", "no") if fact.type is FactType.YES_NO else fact.codes
        return Name(_FACT_KINDS[fact.type], codes, "record")
    before, _, part = name.rpartition(".")
    whole = facts.get(before)
    found = _PARTS.get(whole.type.value, {}).get(part) if whole else None
    return Name(found.kind, found.codes, "record") if found else None


def fact_named(name: str, facts: Mapping[str, Fact]) -> Fact | None:
    """The fact that `record.NAME` reads, when the name has a part after it too."""
    return facts.get(name) or facts.get(name.rpartition(".")[0])


def words_for(names: Iterable[str]) -> str:
    """Names as a list in a sentence: "a, b and c"."""
    listed = list(names)
    return listed[0] if len(listed) == 1 else ", ".join(listed[:-1]) + " and " + listed[-1] if listed else ""
