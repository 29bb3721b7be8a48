"""What differs between two workflows, in sentences a service designer can read aloud."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from casework.workflows.definition import Action, Definition, Page, Question, Section, Step
from casework.workflows.saying import said

Kind = Literal[
    "order",
    "role",
    "compulsory question",
    "next action",
    "new",
    "gone",
    "moved",
    "reworded",
    "condition",
    "recorded",
    "presentation",
    "changed",
]


@dataclass(frozen=True)
class Difference:
    """One difference. at: the path of what differs, "sections/day/ten/outcomes"; because: the reason the file gives."""

    kind: Kind
    at: str
    sentence: str
    because: str = ""


@dataclass(frozen=True)
class _Stands:
    question: Question
    page: Page
    section: Section


def differences(a: Definition, b: Definition) -> list[Difference]:
    """What `b` does otherwise than `a`: the whole workflow first, then steps, next actions, sections and questions.

    Things are the same when they have the same id. Questions with another id that record the same fact are told as
    asked in another way.
    """
    found = [*_whole(a, b), *_steps(a, b), *_sections(a, b), *_questions(a, b)]
    reasons = {**a.because, **b.because}
    return [Difference(each.kind, each.at, each.sentence, _reason(each.at, reasons)) for each in dict.fromkeys(found)]


def _reason(at: str, reasons: Mapping[str, str]) -> str:
    while at:
        if at in reasons:
            return reasons[at]
        at = at.rpartition("/")[0]
    return ""


_PRESENTATIONS = {
    "task_list": "as a task list",
    "one_per_page": "one page at a time",
    "single_page": "on a single page",
}


def _whole(a: Definition, b: Definition) -> Iterator[Difference]:
    if a.presentation != b.presentation:
        yield Difference(
            "presentation",
            "presentation",
            f"Steps are shown {_PRESENTATIONS[b.presentation]} instead of {_PRESENTATIONS[a.presentation]}.",
        )
    if a.begins != b.begins:
        yield Difference(
            "order", "begins", f"A new case begins with “{_title(b, b.begins)}” instead of “{_title(a, a.begins)}”."
        )
    for name in a.conditions.keys() & b.conditions.keys():
        if a.conditions[name] != b.conditions[name]:
            yield Difference(
                "condition",
                f"conditions/{name}",
                f"“{name.replace('_', ' ')}” now means: {said(b.conditions[name], b)}. "
                f"It meant: {said(a.conditions[name], a)}.",
            )


def _title(definition: Definition, step_id: str | None) -> str:
    return next((step.title for step in definition.steps if step.id == step_id), step_id or "nothing")


def _role(role: str) -> str:
    return role.replace("_", " ") or "nobody"


# --- steps and next actions


def _steps(a: Definition, b: Definition) -> Iterator[Difference]:
    before, after = {step.id: step for step in a.steps}, {step.id: step for step in b.steps}
    for name, step in before.items():
        if name not in after:
            yield Difference("gone", f"steps/{name}", f"There is no step “{step.title}”.")
    for name, step in after.items():
        if name not in before:
            who = f", done by the {_role(step.role)}" if step.role else ""
            yield Difference("new", f"steps/{name}", f"There is a step “{step.title}”{who}.")
    yield from _order("steps", "The step", _titles(a), _titles(b))
    for name in before:
        if name in after:
            yield from _step(a, b, before[name], after[name])
    yield from _whose(a, b)


def _titles(definition: Definition) -> dict[str, str]:
    return {step.id: step.title for step in definition.steps}


def _order(root: str, what: str, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Difference]:
    """What stands in another place among those that both have; the fewest moves that explain it.

    before, after: id to title, in order.
    """
    both_before = [name for name in before if name in after]
    both_after = [name for name in after if name in before]
    kept: set[str] = set()
    for block in SequenceMatcher(None, both_before, both_after, autojunk=False).get_matching_blocks():
        kept.update(both_after[block.b : block.b + block.size])
    for name in both_after:
        if name not in kept:
            now, was = _place(name, after), _place(name, before)
            yield Difference("order", f"{root}/{name}", f"{what} “{after[name]}” comes {now}; it came {was}.")


def _place(name: str, titles: Mapping[str, str]) -> str:
    names = list(titles)
    at = names.index(name)
    return f"after “{titles[names[at - 1]]}”" if at else "first"


def _step(a: Definition, b: Definition, old: Step, new: Step) -> Iterator[Difference]:
    at = f"steps/{new.id}"
    if old.title != new.title:
        yield Difference("reworded", at, f"The step “{old.title}” is called “{new.title}”.")
    if old.role != new.role:
        yield Difference(
            "role", at, f"“{new.title}” is done by the {_role(new.role)} instead of the {_role(old.role)}."
        )
    if old.due != new.due:
        yield Difference("changed", at, f"“{new.title}” is due {_within(new.due)} instead of {_within(old.due)}.")
    if old.presentation != new.presentation:
        shown = _PRESENTATIONS[b.presentation_of(new.id)]
        yield Difference("presentation", at, f"“{new.title}” is shown {shown}.")
    if old.reads != new.reads:
        titles = ", ".join(f"“{_title(b, name)}”" for name in new.reads) or "no other step"
        yield Difference("changed", at, f"“{new.title}” shows the answers of {titles}.")
    before, after = {action.id: action for action in old.actions}, {action.id: action for action in new.actions}
    for name, action in before.items():
        if name not in after:
            yield Difference(
                "next action", f"{at}/{name}", f"After “{new.title}” one can no longer choose “{action.label}”."
            )
    for name, action in after.items():
        if name not in before:
            yield Difference(
                "next action",
                f"{at}/{name}",
                f"After “{new.title}” one {_can(action)} choose “{action.label}”, which leads to {_leads(b, action)}.",
            )
        else:
            yield from _action(a, b, new, before[name], action)


def _within(due: str | None) -> str:
    return f"in {due}" if due else "at no set time"


def _can(action: Action) -> str:
    return {"offered": "can", "must": "must", "automatic": "need not"}[action.mode]


def _leads(definition: Definition, action: Action) -> str:
    names = [name for name in (action.to, *action.starts) if name]
    return " and ".join(f"“{_title(definition, name)}”" for name in names) or "nothing yet"


def _action(a: Definition, b: Definition, step: Step, old: Action, new: Action) -> Iterator[Difference]:
    at, name = f"steps/{step.id}/{new.id}", f"After “{step.title}”, “{new.label}”"
    if old.label != new.label:
        yield Difference("reworded", at, f"After “{step.title}”, “{old.label}” is called “{new.label}”.")
    if _leads(a, old) != _leads(b, new):
        yield Difference("next action", at, f"{name} leads to {_leads(b, new)} instead of {_leads(a, old)}.")
    if old.when != new.when:
        now = f"only when {said(new.when, b)}" if new.when else "always"
        yield Difference("next action", at, f"{name} is offered {now}.")
    if old.mode != new.mode:
        words = {"offered": "is offered", "must": "must be chosen", "automatic": "happens by itself"}
        yield Difference("next action", at, f"{name} {words[new.mode]}; before, it {words[old.mode]}.")
    if (old.one_of, old.all_of) != (new.one_of, new.all_of):
        yield Difference("next action", at, f"{name} is chosen together with other actions than before.")
    if old.note != new.note:
        words = {"required": "needs a note", "optional": "may have a note", "none": "has no note"}
        yield Difference("next action", at, f"{name} {words[new.note]}; before, it {words[old.note]}.")
    if old.requires != new.requires:
        now = "only when every answer is given" if new.requires else "also before every answer is given"
        yield Difference("next action", at, f"{name} can be chosen {now}.")
    if old.role != new.role:
        yield Difference("role", at, f"{name} hands over to the {_role(new.role or '')}.")
    if (old.due, old.after, old.waits_for) != (new.due, new.after, new.waits_for):
        yield Difference("next action", at, f"{name} happens at another time than before.")
    if old.duty != new.duty:
        yield Difference(
            "changed", at, f"{name} is evidence for {new.duty or 'no duty'} instead of {old.duty or 'none'}."
        )


def _whose(a: Definition, b: Definition) -> Iterator[Difference]:
    """The same kind of work in other hands, where the steps themselves have other names."""
    before, after = _by_kind(a), _by_kind(b)
    for kind, step in after.items():
        was = before.get(kind)
        if was is not None and was.id != step.id and was.role != step.role:
            yield Difference(
                "role",
                f"steps/{step.id}",
                f"“{step.title}” is done by the {_role(step.role)}; "
                f"“{was.title}”, which stands in its place, by the {_role(was.role)}.",
            )


def _by_kind(definition: Definition) -> dict[str, Step]:
    kinds: dict[str, Step] = {}
    for step in definition.steps:
        if step.kind:
            kinds.setdefault(step.kind, step)
    return kinds


# --- sections and questions


def _sections(a: Definition, b: Definition) -> Iterator[Difference]:
    before, after = {each.id: each for each in a.sections}, {each.id: each for each in b.sections}
    for name, section in before.items():
        if name not in after:
            yield Difference("gone", f"sections/{name}", f"There is no section “{section.title}”.")
    for name, section in after.items():
        if name not in before:
            yield Difference("new", f"sections/{name}", f"“{_title(b, section.step)}” has a section “{section.title}”.")
        elif before[name].step != section.step:
            yield Difference(
                "moved",
                f"sections/{name}",
                f"“{section.title}” is asked in “{_title(b, section.step)}” "
                f"instead of “{_title(a, before[name].step)}”.",
            )
        elif before[name].title != section.title:
            yield Difference(
                "reworded", f"sections/{name}", f"The section “{before[name].title}” is called “{section.title}”."
            )
    for step in b.steps:
        own_before = {each.id: each.title for each in a.sections_of(step.id)}
        own_after = {each.id: each.title for each in b.sections_of(step.id)}
        yield from _order("sections", "The section", own_before, own_after)
    for name, section in after.items():
        if name in before:
            yield from _pages(b, before[name], section)


def _pages(b: Definition, old: Section, new: Section) -> Iterator[Difference]:
    before, after = {page.id: page for page in old.pages}, {page.id: page for page in new.pages}
    for name, page in after.items():
        at = f"sections/{new.id}/{name}"
        was = before.get(name)
        if was is None:
            continue
        if was.when != page.when:
            now = f"only when {said(page.when, b)}" if page.when else "always"
            yield Difference("condition", at, f"The page “{page.title or new.title}” shows {now}.")
        if was.repeat != page.repeat:
            yield Difference("changed", at, f"“{page.title or new.title}” is repeated in another way.")
        if was.title != page.title:
            yield Difference("reworded", at, f"The page “{was.title}” is called “{page.title}”.")
    yield from _order(
        f"sections/{new.id}",
        "The page",
        {page.id: page.title or page.id for page in old.pages},
        {page.id: page.title or page.id for page in new.pages},
    )


def _questions(a: Definition, b: Definition) -> Iterator[Difference]:
    before = {question.id: _Stands(question, page, section) for section, page, question in a.every_question()}
    after = {question.id: _Stands(question, page, section) for section, page, question in b.every_question()}
    by_fact = {_fact(stands): stands for stands in before.values() if _fact(stands)}
    told: set[str] = set()
    for name, stands in after.items():
        was = before.get(name)
        if was is None:
            was = by_fact.get(_fact(stands)) if _fact(stands) else None
            if was is not None and was.question.id in after:
                was = None
            if was is not None:
                told.add(was.question.id)
                yield Difference(
                    "changed",
                    _at(stands),
                    f"{_fact(stands)} is asked as “{stands.question.label}” in {_where(b, stands)} "
                    f"instead of “{was.question.label}” in {_where(a, was)}.",
                )
            else:
                yield Difference("new", _at(stands), f"{_where(b, stands)} asks “{stands.question.label}”.")
        if was is None:
            if stands.question.asks and not stands.question.optional:
                yield Difference(
                    "compulsory question", _at(stands), f"“{stands.question.label}” must be answered; it was not asked."
                )
        else:
            yield from _question(a, b, was, stands)
    for name, stands in before.items():
        if name in after or name in told:
            continue
        yield Difference("gone", _at(stands), f"“{stands.question.label}” is not asked.")
        if stands.question.asks and not stands.question.optional:
            yield Difference(
                "compulsory question", _at(stands), f"“{stands.question.label}” no longer has to be answered."
            )
    yield from _question_order(a, b)


def _question_order(a: Definition, b: Definition) -> Iterator[Difference]:
    before = {(section.id, page.id): page for section in a.sections for page in section.pages}
    for section in b.sections:
        for page in section.pages:
            old = before.get((section.id, page.id))
            if old is not None:
                yield from _order(
                    f"sections/{section.id}/{page.id}",
                    "The question",
                    {question.id: question.label for question in old.questions},
                    {question.id: question.label for question in page.questions},
                )


def _fact(stands: _Stands) -> str:
    fact = stands.question.fact or ""
    if fact.startswith(".") and stands.page.repeat and stands.page.repeat.fact:
        return stands.page.repeat.fact + fact
    return "" if fact.startswith(".") else fact


def _said_fact(stands: _Stands) -> str:
    return stands.question.fact or "nothing"


def _at(stands: _Stands) -> str:
    return f"sections/{stands.section.id}/{stands.page.id}/{stands.question.id}"


def _where(definition: Definition, stands: _Stands) -> str:
    return f"“{_title(definition, stands.section.step)}”, “{stands.section.title}”"


def _question(a: Definition, b: Definition, old: _Stands, new: _Stands) -> Iterator[Difference]:
    at, label = _at(new), new.question.label
    same_id = old.question.id == new.question.id
    if same_id and _where(a, old) != _where(b, new) and old.section.id != new.section.id:
        yield Difference("moved", at, f"“{label}” is asked in {_where(b, new)} instead of {_where(a, old)}.")
    if same_id and old.question.label != label:
        yield Difference("reworded", at, f"“{old.question.label}” is asked as “{label}”.")
    if old.question.hint != new.question.hint and same_id:
        yield Difference("reworded", at, f"“{label}” has another hint: {new.question.hint or 'none'}.")
    if old.question.asks and new.question.asks and old.question.optional != new.question.optional:
        must = "may be left out" if new.question.optional else "must be answered"
        was = "had to be answered" if new.question.optional else "could be left out"
        yield Difference("compulsory question", at, f"“{label}” {must}; it {was}.")
    if old.question.when != new.question.when:
        now = f"only when {said(new.question.when, b)}" if new.question.when else "always"
        yield Difference("condition", at, f"“{label}” is asked {now}.")
    if old.question.fact != new.question.fact:
        yield Difference(
            "recorded",
            at,
            f"“{label}” records {_said_fact(new)} instead of {_said_fact(old)}.",
        )
    if old.question.type != new.question.type:
        yield Difference("changed", at, f"“{label}” is a {_typed(new)} instead of a {_typed(old)}.")
    else:
        yield from _options(at, old.question, new.question)
    rest = [name for name in _REST if getattr(old.question, name, None) != getattr(new.question, name, None)]
    if rest:
        yield Difference("changed", at, f"“{label}” has another {' and another '.join(_REST[name] for name in rest)}.")


_REST = {
    "duty": "duty",
    "prefill": "way of being filled in beforehand",
    "rows": "size",
    "between": "range",
    "length": "length",
    "pattern": "form",
    "must": "rule",
    "warns": "warning",
    "value": "way of working it out",
    "override": "way of overriding it",
    "on_hide": "fate when it is hidden",
    "unit": "unit",
    "text": "text",
}


def _typed(stands: _Stands) -> str:
    return f"{stands.question.type.replace('_', ' ')} question"


def _options(at: str, old: Question, new: Question) -> Iterator[Difference]:
    before, after = {option.code: option for option in old.choices}, {option.code: option for option in new.choices}
    for code, option in after.items():
        if code not in before:
            yield Difference("changed", at, f"“{new.label}” can be answered with “{option.label}”.")
        elif before[code].label != option.label:
            yield Difference("reworded", at, f"In “{new.label}”, “{before[code].label}” is called “{option.label}”.")
        elif (before[code].rate_pence, before[code].unit) != (option.rate_pence, option.unit):
            yield Difference("changed", at, f"In “{new.label}”, “{option.label}” has another price.")
    for code, option in before.items():
        if code not in after:
            yield Difference("changed", at, f"“{new.label}” can no longer be answered with “{option.label}”.")
    if list(before) != list(after) and set(before) == set(after):
        yield Difference("order", at, f"The answers to “{new.label}” are in another order.")
