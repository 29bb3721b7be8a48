"""What can never show, be taken or be answered, and what always holds: reasoned over all answers, with an example."""

import ast
from decimal import Decimal

from casework.workflows.checks.inspection import Inspection
from casework.workflows.definition import Action, Definition, Page, Question, Step
from casework.workflows.expressions import ExpressionError, names_in, parse
from casework.workflows.parsing import Path
from casework.workflows.reasoning import MOST_CASES, Goal, answers_without_action
from casework.workflows.saying import said


def check_what_can_be(checked: Inspection) -> None:
    if not checked.can_be_reasoned_about:
        return
    definition = checked.definition
    for s, section in enumerate(definition.sections):
        if section.step not in checked.steps:
            continue
        for p, page in enumerate(section.pages):
            path: Path = ("sections", s, "pages", p)
            if page.when and _never(
                checked, section.step, [Goal(page.when)], path, page.when, f"the page {page.id}", "L40"
            ):
                continue
            for q, question in enumerate(page.questions):
                _question(checked, section.step, page, question, (*path, "questions", q))
    for s, step in enumerate(definition.steps):
        for a, action in enumerate(step.actions):
            _action(checked, step, action, ("steps", s, "actions", a))
        _left_without(checked, step, ("steps", s))
    _unused(checked)


def _never(
    checked: Inspection, step: str, goals: list[Goal], path: Path, when: str, what: str, code: str, verb: str = "show"
) -> bool:
    """Tells what can never be, and whether it was so."""
    verdict = checked.can_be(step, goals)
    if verdict.answer == "not checked":
        checked.tell(
            (*path, "when"), "L39", f"whether {what} can {verb} was not checked: there is too much to try", "note"
        )
    elif verdict.answer == "yes":
        _always(checked, step, when, goals, path, what)
    if verdict.answer != "no":
        return False
    checked.never.add(path)
    shown = checked.can_be(step, goals, hidden_too=True)
    if shown.answer == "yes":
        hidden = _hidden_questions(checked, when)
        of = f" ({', '.join(hidden)})" if hidden else ""
        checked.tell(
            (*path, "when"),
            "L44",
            f"{what} can never {verb}: when the rest of its condition is true, a question it asks about{of} is hidden, "
            f"and a hidden answer is unknown; it would need {shown.example_said()}",
        )
    else:
        checked.tell(
            (*path, "when"),
            code,
            f"{what} can never {verb}, since no answers make its condition true"
            + (" while its page shows" if len(goals) > 1 else "")
            + f": {_said(checked, when)}; change the condition, or remove it",
        )
    return True


def _hidden_questions(checked: Inspection, when: str) -> list[str]:
    """The questions with conditions of their own that a condition asks about."""
    names = _names(checked.definition, when)
    return [name for name in names if name in checked.asked and checked.asked[name].conditions]


def _names(definition: Definition, text: str, depth: int = 0) -> list[str]:
    found: dict[str, None] = {}
    for name in sorted(names_in(text)):
        if name in definition.conditions and depth < 10:
            found |= dict.fromkeys(_names(definition, definition.conditions[name], depth + 1))
        else:
            found[name.split(".")[0]] = None
    return list(found)


def _said(checked: Inspection, text: str) -> str:
    """A condition in words; a named one with what it says."""
    told = said(text, checked.definition)
    inner = checked.definition.conditions.get(text.strip())
    if inner is not None:
        told = f"{told}, which is that {said(inner, checked.definition)}"
    return told if len(told) < 160 else f"{told[:160]}…"


def _always(checked: Inspection, step: str, when: str, goals: list[Goal], path: Path, what: str) -> None:
    page = goals[-1].page
    if page or not _is_about_answers(checked, when):
        return
    given = [goal.text for goal in goals[:-1]]
    unmet = [*(Goal(text) for text in given), Goal(when, "not true")]
    if checked.can_be(step, unmet, complete=True).answer == "no":
        checked.warn(
            (*path, "when"),
            "L43",
            f"the condition of {what} always holds, whatever is answered; leave it out, or write what was meant",
        )


def _is_about_answers(checked: Inspection, when: str) -> bool:
    """Whether it asks for more than that something is answered, which is always so once a step is complete."""
    try:
        tree = parse(when)
    except ExpressionError:
        return False
    compares = any(isinstance(node, ast.Compare) for node in ast.walk(tree))
    return compares or any(name in checked.definition.conditions for name in names_in(when))


def _question(checked: Inspection, step: str, page: Page, question: Question, path: Path) -> None:
    inside = page.id if page.repeat else ""
    goals = [Goal(page.when)] if page.when else []
    what = f"the question {question.id}"
    if question.when:
        goals.append(Goal(question.when, page=inside))
        if _never(checked, step, goals, path, question.when, what, "L41"):
            return
    for key, code in (("warns", "L46"), ("must", "L45")):
        rules = getattr(question, key)
        whole = not isinstance(checked.raw((*path, key)), list)
        for r, rule in enumerate(rules):
            here = (*path, key) if whole else (*path, key, r)
            if key == "warns":
                verdict = checked.can_be(step, [*goals, Goal(rule.when, page=inside)])
                if verdict.answer == "no":
                    checked.warn(
                        (*here, "when"),
                        code,
                        f"this warning can never be shown, since no answers make its condition true: "
                        f"{_said(checked, rule.when)}; change the condition, or remove the warning",
                    )
            elif _is_never_kept(checked, step, goals, rule.check, question, inside):
                checked.tell(
                    (*here, "check"),
                    code,
                    f"no answer to {question.id} keeps this rule: {_said(checked, rule.check)}; change the check",
                )
    _limits(checked, question, path)
    if question.asks and not question.optional and checked.steps[step].ends:
        checked.tell(
            path, "L48", f"{question.id} is compulsory, and nobody opens {step}, which ends the workflow; move it"
        )


def _is_never_kept(
    checked: Inspection, step: str, goals: list[Goal], check: str, question: Question, inside: str
) -> bool:
    asked = Goal(f"answered({question.id})", page=inside)
    if question.type == "computed" or checked.can_be(step, [*goals, asked]).answer == "no":
        return False
    verdict = checked.can_be(step, [*goals, asked, Goal(check, "not false", page=inside)])
    return verdict.answer == "no"


def _limits(checked: Inspection, question: Question, path: Path) -> None:
    """Tells limits that leave no value."""
    key, least, most = "", None, None
    if question.type in ("number", "money"):
        key = "between"
        least, most = question.limits
    elif question.type in ("text", "textarea") and question.length:
        key = "length"
        least, most = (Decimal(end) for end in question.length)
    elif question.type == "date" and question.between and "today" not in question.between:
        key = "between"
        if all(question.between) and str(question.between[0]) > str(question.between[1]):
            least, most = Decimal(1), Decimal(0)
    if least is not None and most is not None and least > most:
        checked.tell(
            (*path, key),
            "L48",
            f"nobody can answer {question.id}: nothing is within its {key}; put the smaller end first",
        )


def _action(checked: Inspection, step: Step, action: Action, path: Path) -> None:
    if action.when:
        _never(checked, step.id, [Goal(action.when)], path, action.when, f"the action {action.id}", "L42", "be taken")


def _left_without(checked: Inspection, step: Step, path: Path) -> None:
    verdict = answers_without_action(
        checked.definition, step, facts=checked.facts, most_cases=min(MOST_CASES, checked.cases_left)
    )
    checked.cases_left -= verdict.cases
    if verdict.answer == "yes":
        checked.tell(
            (*path, "actions"),
            "L49",
            f"some answers leave no next action at {step.id}: {verdict.example_said(5)}; "
            "add an action for them, or widen the condition of one",
        )


def _unused(checked: Inspection) -> None:
    definition = checked.definition
    used: set[str] = set()
    for text in _every_condition(definition):
        used |= names_in(text)
    for name in definition.conditions:
        if name not in used:
            checked.warn(("conditions", name), "L47", f"nothing uses the condition {name}; use it, or remove it")


def _every_condition(definition: Definition) -> list[str]:
    found = list(definition.conditions.values())
    found += [action.when for step in definition.steps for action in step.actions if action.when]
    for _, page, question in definition.every_question():
        found += [text for text in (page.when, question.when) if text]
        found += [warn.when for warn in question.warns] + [must.check for must in question.must]
        if question.type in ("computed", "quote"):
            found.append(question.value)
    return found
