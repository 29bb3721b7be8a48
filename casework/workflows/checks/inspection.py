"""One workflow being checked: where everything stands, and what was found so far."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from casework.facts import Catalogue, Fact
from casework.workflows.definition import PUBLIC_ROLES, Definition, OptionList, Page, Question, Section, Step
from casework.workflows.names import WorkflowNames
from casework.workflows.parsing import Path, place_of
from casework.workflows.problems import Place, Problem, Severity, problem
from casework.workflows.reader import Keyed
from casework.workflows.reasoning import MOST_CASES, Goal, Verdict, can_be

_MEANT = re.compile(r"^(.*); did you mean (.+)\?$")
_WORD = re.compile(r"\"[^\"]*\"|'[^']*'|[\w.-]+")

MOST_CASES_IN_ALL = 2 * MOST_CASES
"""How many cases all conditions of one workflow may take together, so that checks end while somebody types."""


@dataclass(frozen=True)
class Asked:
    """A question with where it stands, in the file and in the order of its step."""

    question: Question
    page: Page
    section: Section
    path: Path
    order: int

    @property
    def conditions(self) -> list[str]:
        """What must hold for it to show."""
        return [text for text in (self.page.when, self.question.when) if text is not None]


@dataclass
class Inspection:
    """A definition with what it is checked against. tree, tainted: as for `checks.check`."""

    definition: Definition
    catalogue: Catalogue
    lists: Mapping[str, OptionList]
    workflows: frozenset[str]
    tree: Keyed | None
    tainted: tuple[Path, ...]
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.misnamed: list[Path] = []
        self.cases_left = MOST_CASES_IN_ALL
        self.never: set[Path] = set()
        """Pages, questions and actions that are proved never to show, or to be taken."""
        self.asked: dict[str, Asked] = {}
        self.order_of: dict[Path, int] = {}
        self.page_order: dict[tuple[str, str], int] = {}
        self.repeated: dict[str, str] = {}
        self.facts: dict[str, Fact] = dict(self.catalogue)
        order = 0
        for s, section in enumerate(self.definition.sections):
            for p, page in enumerate(section.pages):
                order += 1
                self.page_order[section.step, page.id] = order
                if page.repeat:
                    self.repeated.setdefault(page.id, section.step)
                for q, question in enumerate(page.questions):
                    order += 1
                    path = ("sections", s, "pages", p, "questions", q)
                    self.order_of[path] = order
                    self.asked.setdefault(question.id, Asked(question, page, section, path, order))
        self.spoilt = frozenset(
            name
            for name, asked in self.asked.items()
            if any(taint[: len(asked.path)] == asked.path for taint in self.tainted)
        )
        self.names = WorkflowNames(self.definition, self.catalogue, None, self.spoilt)
        self.steps: dict[str, Step] = {step.id: step for step in self.definition.steps}

    def place(self, path: Path, *, key: bool = False) -> Place:
        return place_of(self.tree, path, key=key) if self.tree is not None else Place(self.definition.id, 1, 1)

    def tell(
        self,
        path: Path,
        code: str,
        message: str,
        severity: Severity = "error",
        at: int | None = None,
        *,
        wrong: str = "",
        right: str = "",
    ) -> None:
        """Keeps a problem of the value at a path, or of the character `at` in it.

        wrong, right: what stands there, and what to put instead. Without them the nearest word of the message is it.
        """
        if any(path[: len(taint)] == taint for taint in self.tainted):
            return
        place = self.place(path)
        if code in ("L08", "L11", "L31") and path[0] == "steps" and len(path) > 1:
            self.misnamed.append(path)
        if not wrong:
            wrong, right = self._mending(path, message, at)
        place = place.inside(at) if at is not None else place
        self.problems.append(problem(place, code, message, severity, wrong=wrong, right=right))

    def warn(self, path: Path, code: str, message: str, at: int | None = None) -> None:
        self.tell(path, code, message, "warning", at)

    def _mending(self, path: Path, message: str, at: int | None) -> tuple[str, str]:
        """The text that stands there and what to put instead, when that one replacement mends it."""
        written = self.raw(path)
        if not isinstance(written, str):
            return "", ""
        meant = _MEANT.match(message)
        word = _WORD.match(written, at or 0)
        if meant is None or word is None or (at is None and word[0] != written):
            return "", ""
        bare = word[0].strip("\"'")
        if not re.search(rf"(?<![\w.-]){re.escape(bare)}(?![\w-])", meant[1]):
            return "", ""
        quote = word[0][0] if word[0][0] in "\"'" else ""
        if quote and self.place(path).style == quote:
            return "", ""
        return word[0], f"{quote}{meant[2]}{quote}"

    def can_be(self, step: str, goals: Sequence[Goal], *, complete: bool = False, hidden_too: bool = False) -> Verdict:
        """As reasoning.can_be, with what is left of the cases that one check may try in all."""
        verdict = can_be(
            self.definition,
            step,
            goals,
            facts=self.facts,
            complete=complete,
            hidden_too=hidden_too,
            most_cases=min(MOST_CASES, self.cases_left),
        )
        self.cases_left -= verdict.cases
        return verdict

    def raw(self, path: Path) -> object:
        """What stands at a path as it was read; None when nothing does."""
        value: object = self.tree
        for part in path:
            try:
                value = value[part]  # type: ignore[index]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    def is_spoilt(self, path: Path) -> bool:
        """Whether something below a path is already wrong, so that what follows from it is not told too."""
        return any(wrong[: len(path)] == path for wrong in (*self.tainted, *self.misnamed))

    def is_public(self, step_id: str) -> bool:
        """Whether a step is the public's, read by people who know none of our words."""
        step = self.steps.get(step_id)
        return step is not None and step.role in PUBLIC_ROLES

    @property
    def can_be_reasoned_about(self) -> bool:
        """Whether every name and condition leads somewhere; else what follows from them is not told."""
        return not self.tainted and not any(
            found.code in ("L08", "L09", "L11", "L15", "L20", "L21", "L22", "L34") for found in self.problems
        )


def reached(start: set[str], ahead: Mapping[str, set[str]]) -> set[str]:
    """Everything that can be come to from some names."""
    found: set[str] = set()
    waiting = list(start)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(ahead.get(name, ()))
    return found
