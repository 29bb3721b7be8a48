"""What is asked, and when: twice, though it is known, without "not known", money first, and compared as if fixed."""

import ast
from collections.abc import Iterator

from casework.workflows.checks.inspection import Asked, Inspection
from casework.workflows.definition import Page, Question
from casework.workflows.expressions import ExpressionError, parse
from casework.workflows.parsing import Path
from casework.workflows.possible import dotted
from casework.workflows.reasoning import Goal

NOT_KNOWN = ("not-known", "not-sure", "not-asked")
_LOOKS_AGAIN = ("review", "approval")
_CHANGES_EACH_TIME = ("authorisation.", "contact.", "case_note.", "review.")


def check_asking(checked: Inspection) -> None:
    _labels_twice(checked)
    _known_already(checked)
    _money_first(checked)
    _free_words(checked)
    for s, section in enumerate(checked.definition.sections):
        for p, page in enumerate(section.pages):
            path: Path = ("sections", s, "pages", p)
            if not page.questions:
                checked.warn(path, "L68", f"the page {page.id} has no questions; remove it, or ask something")
            for q, question in enumerate(page.questions):
                _one(checked, page, question, (*path, "questions", q))


def _one(checked: Inspection, page: Page, question: Question, path: Path) -> None:
    if question.prefill != "none" and question.fact is None:
        checked.warn((*path, "prefill"), "L69", f"{question.id} records nothing, so nothing is known; remove prefill")
    if question.type in ("radios", "select") and len(question.choices) == 1:
        checked.warn((*path, "options"), "L72", f"{question.id} offers one choice only; add what else can be said")
    fact = checked.facts.get(question.fact or "")
    if fact is not None and fact.law and question.asks and question.choices:
        offered = {question.codes.get(option.code, option.code) for option in question.choices}
        missing = [code for code in fact.codes if code in NOT_KNOWN]
        if missing and not offered & set(missing) and not question.optional:
            checked.warn(
                (*path, "options") if checked.raw((*path, "options")) else (*path, "type"),
                "L59",
                f"{question.id} cannot be answered with {missing[0]}, which {fact.law} leaves room for; "
                f"offer {missing[0]}, or make the question optional",
            )


def _labels_twice(checked: Inspection) -> None:
    """The same words twice on one page; on another page its title says what they are about."""
    same: dict[tuple[str, str, str], list[Asked]] = {}
    for asked in checked.asked.values():
        if asked.question.asks and asked.question.label:
            words = " ".join(asked.question.label.casefold().split()).rstrip("?:. ")
            same.setdefault((asked.section.id, asked.page.id, words), []).append(asked)
    for first, *others in same.values():
        again = [each for each in others if _can_both_show(checked, first, each)]
        if again:
            line = checked.place((*first.path, "label")).line
            more = f", and so do {len(again) - 1} more" if len(again) > 1 else ""
            checked.warn(
                (*again[0].path, "label"),
                "L55",
                f"{first.question.id} on line {line} asks “{first.question.label}” on this page too{more}; "
                "say what makes each one different, or ask once",
            )


def _can_both_show(checked: Inspection, earlier: Asked, later: Asked) -> bool:
    if not checked.can_be_reasoned_about:
        return True
    goals = [Goal(text) for text in (*earlier.conditions, *later.conditions)]
    return checked.can_be(later.section.step, goals).answer == "yes"


def _known_already(checked: Inspection) -> None:
    """Facts that an earlier step records, or that the record has of every person, asked from nothing."""
    order = list(checked.steps)
    recorded: dict[str, Asked] = {}
    for step in order:
        here = [asked for asked in checked.asked.values() if asked.section.step == step and asked.question.fact]
        for asked in here:
            fact = asked.question.fact or ""
            if asked.page.repeat or asked.question.prefill != "none" or not asked.question.asks:
                continue
            if fact.startswith(_CHANGES_EACH_TIME) or checked.steps[step].kind in _LOOKS_AGAIN:
                continue
            known = recorded.get(fact)
            if known is not None and not checked.is_public(step):
                line = checked.place(known.path).line
                checked.warn(
                    (*asked.path, "records"),
                    "L57",
                    f"{known.question.id} on line {line} has asked for {fact}, and {asked.question.id} asks again from "
                    "nothing; write prefill: confirm, or leave it out",
                )
            elif fact.startswith("person.") and not checked.is_public(step):
                checked.warn(
                    (*asked.path, "records"),
                    "L57",
                    f"the record may know {fact} already; write prefill: confirm, so that it is only looked over",
                )
        for asked in here:
            if not asked.page.repeat and asked.question.asks:
                recorded.setdefault(asked.question.fact or "", asked)


def _money_first(checked: Inspection) -> None:
    order = list(checked.steps)

    def place(asked: Asked) -> tuple[int, int]:
        return order.index(asked.section.step) if asked.section.step in order else len(order), asked.order

    decisions = [
        asked
        for asked in checked.asked.values()
        if "eligible" in (checked.facts[asked.question.fact].codes if asked.question.fact in checked.facts else ())
    ]
    if not decisions:
        return
    decided = min(decisions, key=place)
    for asked in checked.asked.values():
        if asked.question.type == "money" and place(asked) < place(decided):
            checked.warn(
                (*asked.path, "type"),
                "L65",
                f"{asked.question.id} asks about money before {decided.question.id} decides on eligible needs, "
                "which do not depend on it; ask afterwards",
            )


def _free_words(checked: Inspection) -> None:
    for text, path in _conditions(checked):
        try:
            tree = parse(text)
        except ExpressionError:
            continue
        for node in ast.walk(tree):
            match node:
                case ast.Compare(left=left, ops=[ast.Eq() | ast.NotEq()], comparators=[right]):
                    sides = (left, right)
                case _:
                    continue
            named = [name for side in sides if (name := dotted(side)) and name in checked.asked]
            fixed = [side for side in sides if isinstance(side, ast.Constant) and side.value]
            if named and fixed and checked.asked[named[0]].question.type in ("text", "textarea"):
                checked.warn(
                    path,
                    "L67",
                    f"{named[0]} is typed freely, so it is hardly ever exactly this; ask with options",
                    at=node.col_offset,
                )


def _conditions(checked: Inspection) -> Iterator[tuple[str, Path]]:
    definition = checked.definition
    for name, text in definition.conditions.items():
        yield text, ("conditions", name)
    for s, step in enumerate(definition.steps):
        for a, action in enumerate(step.actions):
            if action.when:
                yield action.when, ("steps", s, "actions", a, "when")
    for s, section in enumerate(definition.sections):
        for p, page in enumerate(section.pages):
            if page.when:
                yield page.when, ("sections", s, "pages", p, "when")
            for q, question in enumerate(page.questions):
                if question.when:
                    yield question.when, ("sections", s, "pages", p, "questions", q, "when")
