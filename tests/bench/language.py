"""The workflow language beside the plainest thing: its checks, reading the largest file, and the engine.

Plain parsing is ruamel's own, of the same text. The bare loop asks the same conditions as Python of a dictionary, and
keeps which questions show.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from ruamel.yaml import YAML

from casework.records.facts import CATALOGUE
from casework.workflows.checks import check
from casework.workflows.definition import Definition
from casework.workflows.engine import look
from casework.workflows.loader import Lists, Loaded, load_lists, load_text
from casework.workflows.reader import MOST_BYTES
from config import ROOT

QUESTIONS = 300
TODAY = date(2026, 11, 10)
_HEAD = """\
id: long
title: A long workflow
begins: ask
steps:
  - id: ask
    title: Ask
    role: social_worker
    actions:
      - {id: on, label: Go on, to: agree, when: q1 == "yes" or q2 == "a", requires: complete}
      - {id: no, label: Not now, to: end, when: not (q1 == "yes" or q2 == "a")}
  - id: agree
    title: Agree
    role: team_manager
    kind: approval
    reads: [ask]
    actions:
      - {id: agreed, label: Agree, to: end}
      - {id: back, label: Send back, to: ask, note: required}
  - {id: end, title: End, ends: true}
sections:
"""
_KINDS = ("yes_no", "radios", "checkboxes", "number", "textarea")
_OPTIONS = "\n            options: [{code: a, label: At home}, {code: b, label: Elsewhere}, {code: c, label: Nowhere}]"


def long_workflow(questions: int, hint: str = "In a few words") -> str:
    """A workflow of so many questions, ten on a page, every third asked only after some answer before it."""
    lines = [_HEAD]
    for number in range(1, questions + 1):
        if number % 50 == 1:
            lines.append(f"  - id: s{number}\n    step: ask\n    title: Part {number}\n    pages:\n")
        if number % 10 == 1:
            lines.append(f"      - id: p{number}\n        questions:\n")
        kind = _KINDS[(number - 1) % len(_KINDS)]
        lines.append(f"          - id: q{number}\n            type: {kind}\n            label: Question {number}?\n")
        lines.append(f"            hint: {hint}\n            records: nothing\n            because: measured only")
        if kind in ("radios", "checkboxes"):
            lines.append(_OPTIONS)
        if kind == "number":
            lines.append("\n            unit: hours")
        if number > 10 and number % 3 == 0:
            lines.append(f"\n            when: '{_asks(number - 10)}'")
        lines.append("\n")
    return "".join(lines)


def _asks(number: int) -> str:
    """A condition about an earlier question, of its kind."""
    return {
        "yes_no": f'q{number} == "yes"',
        "radios": f'q{number} in ["a", "b"] and not q{number} == "c"',
        "checkboxes": f'"a" in q{number} or count(q{number}) > 1',
        "number": f"q{number} > 7",
        "textarea": f"answered(q{number})",
    }[_KINDS[(number - 1) % len(_KINDS)]]


def largest_text() -> str:
    """The long workflow with hints that make it as large as a file may be."""
    room = MOST_BYTES - len(long_workflow(QUESTIONS, "").encode())
    return long_workflow(QUESTIONS, ("word " * (room // QUESTIONS // 5)).strip())


def load(text: str, lists: Lists) -> Loaded:
    return load_text(text, "long.yaml", lists=lists, catalogue=CATALOGUE, siblings={})


def plainly(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text)


def some_answers(definition: Definition) -> dict[str, Any]:
    values = {"yes_no": "yes", "radios": "a", "checkboxes": ["a", "b"], "number": 9, "textarea": "Her own kitchen."}
    return {question.id: values[question.type] for _, _, question in definition.every_question()}


def bare_loop(definition: Definition) -> Callable[[dict[str, Any]], list[str]]:
    """The same conditions as Python, asked of a dictionary one after the other."""
    asked: list[tuple[str, Callable[[dict[str, Any]], bool]]] = []
    for number, (_, _, question) in enumerate(definition.every_question(), start=1):
        asked.append((question.id, _bare(number - 10) if question.when else lambda answers: True))

    def loop(answers: dict[str, Any]) -> list[str]:
        known: dict[str, Any] = {}
        for name, shows in asked:
            if shows(known):
                known[name] = answers.get(name)
        return list(known)

    return loop


def _bare(number: int) -> Callable[[dict[str, Any]], bool]:
    name = f"q{number}"
    return {
        "yes_no": lambda answers: answers.get(name) == "yes",
        "radios": lambda answers: answers.get(name) in ("a", "b") and answers.get(name) != "c",
        "checkboxes": lambda answers: "a" in answers.get(name, ()) or len(answers.get(name, ())) > 1,
        "number": lambda answers: answers.get(name, 0) > 7,
        "textarea": lambda answers: bool(answers.get(name)),
    }[_KINDS[(number - 1) % len(_KINDS)]]


def language(medians: Callable[..., list[float]], tell: Callable[..., None]) -> None:
    """Measures and tells. medians, tell: as of the bench."""
    lists = load_lists(ROOT / "seed_data" / "lists")
    text = long_workflow(QUESTIONS)
    loaded = load(text, lists)
    mine, plain = medians(
        7,
        lambda: check(loaded.definition, catalogue=CATALOGUE, lists=lists, tree=loaded.tree),
        lambda: plainly(text),
    )
    ratio = mine / plain
    tell(f"checks of {QUESTIONS} questions / plain parsing of their file", ratio, "≤ 1.0", ratio <= 1.0, mine, plain)
    whole = largest_text()
    mine, plain = medians(3, lambda: load(whole, lists), lambda: plainly(whole))
    ratio = mine / plain
    size = f"{len(whole.encode()) // 1000} kB"
    tell(f"a definition of {size} loaded / plain parsing", ratio, "≤ 2.0", ratio <= 2.0, mine, plain)
    answers, loop = some_answers(loaded.definition), bare_loop(loaded.definition)
    state = look(loaded.definition, "ask", answers, {}, TODAY)
    assert [each.question.id for page in state.pages for each in page.shown] == loop(answers)
    mine, plain = medians(
        60, lambda: look(loaded.definition, "ask", answers, {}, TODAY), lambda: [loop(answers) for _ in range(10)]
    )
    ratio = mine / (plain / 10)
    what = f"the engine on a step of {QUESTIONS}, {1 / mine:,.0f} a second / a bare loop"
    tell(what, ratio, "≤ 100", ratio <= 100, mine, plain / 10)
