"""Conditions that can be read, about what has been asked by then."""

import re
from collections.abc import Iterator

from casework.workflows.checks.inspection import Inspection, reached
from casework.workflows.checks.words import slots
from casework.workflows.definition import Page, Question
from casework.workflows.expressions import (
    Compiled,
    ExpressionError,
    Reference,
    compile_condition,
    compile_text,
    names_in,
)
from casework.workflows.names import WorkflowNames
from casework.workflows.parsing import Path


def check_conditions(checked: Inspection) -> None:
    for name, text in checked.definition.conditions.items():
        _compile(checked, text, ("conditions", name), checked.names, truth=True)
    _circles(checked)
    for s, step in enumerate(checked.definition.steps):
        for a, action in enumerate(step.actions):
            if action.when:
                _expression(checked, action.when, ("steps", s, "actions", a, "when"), step.id, None, None)
    for s, section in enumerate(checked.definition.sections):
        for p, page in enumerate(section.pages):
            path: Path = ("sections", s, "pages", p)
            before = checked.page_order.get((section.step, page.id), 0)
            if page.when:
                _expression(checked, page.when, (*path, "when"), section.step, before, None)
            for q, question in enumerate(page.questions):
                _of_question(checked, question, (*path, "questions", q), section.step, page)


def _expression(
    checked: Inspection, text: str, path: Path, step: str, before: int | None, page: Page | None, *, truth: bool = True
) -> None:
    names = WorkflowNames(checked.definition, checked.catalogue, page, checked.spoilt) if page else checked.names
    compiled = _compile(checked, text, path, names, truth=truth)
    if compiled is None:
        return
    for reference in compiled.references:
        for name, by_way_of in _questions_behind(checked, reference, ()):
            _in_order(checked, name, by_way_of, reference, path, step, before)


def _of_question(checked: Inspection, question: Question, path: Path, step: str, page: Page) -> None:
    before = checked.order_of[path]
    inside = page if page.repeat else None
    if question.when:
        _expression(checked, question.when, (*path, "when"), step, before, inside)
    if question.type in ("computed", "quote"):
        _expression(checked, question.value, (*path, "value"), step, before, inside, truth=False)
    for name in ("warns", "must"):
        written = getattr(question, name)
        whole = checked.tree is not None and not isinstance(checked.raw((*path, name)), list)
        for w, each in enumerate(written):
            here = (*path, name) if whole else (*path, name, w)
            key = "when" if name == "warns" else "check"
            _expression(checked, getattr(each, key), (*here, key), step, None, inside)
            slots(checked, each.say, (*here, "say"))


def _compile(checked: Inspection, text: str, path: Path, names: WorkflowNames, *, truth: bool) -> Compiled | None:
    try:
        return compile_condition(text, names) if truth else compile_text(text, names)
    except ExpressionError as error:
        wrong, right = _membership(text[error.at :]) if error.code == "L15" else ("", "")
        checked.tell(path, error.code, error.message, at=error.at, wrong=wrong, right=right)
        return None


def _membership(text: str) -> tuple[str, str]:
    """`needs == "eating"`, which a text begins with, and what was meant: `"eating" in needs`."""
    found = re.match(r"([a-z][\w.]*) *(==|!=) *(\"[\w-]+\"|'[\w-]+')", text)
    if found is None:
        return "", ""
    return found[0], f"{found[3]} {'in' if found[2] == '==' else 'not in'} {found[1]}"


def _questions_behind(checked: Inspection, reference: Reference, seen: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Each question a reference depends on, and the named condition it comes by."""
    if reference.sort == "condition" and reference.name not in seen:
        text = checked.definition.conditions[reference.name]
        try:
            inner = compile_condition(text, checked.names)
        except ExpressionError:
            return
        for each in inner.references:
            for name, _ in _questions_behind(checked, each, (*seen, reference.name)):
                yield name, reference.name
    elif reference.sort in ("question", "page"):
        yield reference.name.split(".")[0], ""


def _in_order(
    checked: Inspection, name: str, by_way_of: str, reference: Reference, path: Path, step: str, before: int | None
) -> None:
    by = f", which the condition {by_way_of} asks," if by_way_of else ""
    asked = checked.asked.get(name)
    if asked is not None:
        asked_in, order = asked.section.step, asked.order
    elif name in checked.repeated:
        asked_in = checked.repeated[name]
        order = checked.page_order[asked_in, name]
    else:
        return
    if asked_in != step:
        reads = next((each.reads for each in checked.definition.steps if each.id == step), ())
        if asked_in not in reads:
            fact = asked.question.fact if asked else None
            instead = f" or use record.{fact}" if fact and not fact.startswith(".") else ""
            checked.tell(
                path,
                "L21",
                f"{name}{by} is asked in the step {asked_in}, which {step} does not read; "
                f"write reads: [{asked_in}] at the step{instead}",
                at=reference.at,
            )
    elif before is not None and order >= before:
        checked.tell(
            path,
            "L21",
            f"{name}{by} is asked later, so nobody has answered it yet; move one of them",
            at=reference.at,
        )


def _circles(checked: Inspection) -> None:
    uses = {
        name: {used for used in names_in(text) if used in checked.definition.conditions}
        for name, text in checked.definition.conditions.items()
    }
    for name, used in uses.items():
        if name in reached(used, uses):
            checked.tell(
                ("conditions", name), "L09", f"the condition {name} depends on itself; say one of them another way"
            )
