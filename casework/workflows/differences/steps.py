"""Who does it and what comes next: steps and their next actions."""

from collections.abc import Iterator, Sequence

from casework.workflows.definition import Action, Definition, Part, Step
from casework.workflows.differences.pairing import Pairs
from casework.workflows.differences.telling import (
    Difference,
    Found,
    Head,
    Line,
    Sort,
    gathered,
    listed,
    quoted,
    role_of,
    title_of,
)
from casework.workflows.saying import said
from casework.workflows.wording import plain

PRESENTATIONS = {
    "task_list": "as a task list",
    "one_per_page": "one page at a time",
    "single_page": "on a single page",
}
_NOTES = {"required": "needs a note", "optional": "may have a note", "none": "has no note"}
_MODES = {"offered": "is offered", "must": "must be chosen", "automatic": "happens by itself"}


def steps(a: Definition, b: Definition, pairs: Pairs) -> Iterator[Difference]:
    """Approvals first, then what is new and gone, then what is done otherwise in steps that both have."""
    before = {step.id: step for step in a.steps}
    for old in a.steps:
        if old.id not in pairs.steps.values():
            who = f" by {role_of(old.role)}" if old.role else ""
            what = f"No approval{who}: " if old.kind == "approval" else ""
            sentence = f"{what}there is no step {quoted(old.title)}{who if not what else ''}."
            yield Difference(Head.WHO, Sort.GONE, f"steps/{old.id}", "", sentence[0].upper() + sentence[1:])
    for new in b.steps:
        if new.id not in pairs.steps:
            who = f", done by {role_of(new.role)}" if new.role else ""
            what = "an approval" if new.kind == "approval" else "a step"
            yield Difference(Head.WHO, Sort.NEW, "", f"steps/{new.id}", f"There is {what} {quoted(new.title)}{who}.")
    known = [(before[pairs.steps[new.id]], new) for new in b.steps if new.id in pairs.steps]
    yield from _approvals(a, b, known)
    yield from gathered(_shown_first(b, known), _shown_line)
    for old, new in known:
        yield from _step(a, b, old, new, pairs)


def _step(a: Definition, b: Definition, old: Step, new: Step, pairs: Pairs) -> Iterator[Difference]:
    roots = (f"steps/{old.id}", f"steps/{new.id}")
    name = quoted(new.title)
    if old.id != new.id:
        who = f", done by {role_of(new.role)}" if new.role else ""
        was = f" ({role_of(old.role)})" if old.role != new.role else ""
        sentence = f"{name}{who}, stands in place of {quoted(old.title)}{was}."
        yield Difference(Head.WHO, Sort.CHANGED, *roots, sentence)
    elif old.role != new.role:
        sentence = f"{name} is done by {role_of(new.role)} instead of {role_of(old.role)}."
        yield Difference(Head.WHO, Sort.CHANGED, *roots, sentence)
    if old.id == new.id and old.title != new.title:
        yield Difference(Head.WORDS, Sort.REWORDED, *roots, f"The step {quoted(old.title)} is called {name}.")
    if old.due != new.due:
        yield Difference(
            Head.WHO, Sort.CHANGED, *roots, f"{name} is due {_within(new.due)}; it was {_within(old.due)}."
        )
    if old.presentation != new.presentation:
        now, was = b.presentation_of(new.id), a.presentation_of(old.id)
        before = f" instead of {PRESENTATIONS[was]}" if now != was else ", by its own setting"
        yield Difference(Head.WORDS, Sort.CHANGED, *roots, f"{name} is shown {PRESENTATIONS[now]}{before}.")
    if old.ends != new.ends:
        yield Difference(Head.WHO, Sort.CHANGED, *roots, f"{name} {'ends' if new.ends else 'does not end'} the work.")
    if old.kind != new.kind:
        words = f"{name} makes another part of the record: {new.kind or 'none'} instead of {old.kind or 'none'}."
        yield Difference(Head.WHO, Sort.CHANGED, *roots, words)
    for key in others(old, new, _TOLD_OF_STEPS):
        yield Difference(Head.WORDS, Sort.CHANGED, *roots, f"{name} has another {key}.")
    yield from gathered(_actions(a, b, old, new, pairs), _line(name), *roots)


def _shown_first(b: Definition, known: Sequence[tuple[Step, Step]]) -> Iterator[Found]:
    """What a step shows before it asks: the answers of other steps, and words."""
    for old, new in known:
        paths, name = (f"steps/{old.id}", f"steps/{new.id}"), quoted(new.title)
        if old.reads != new.reads:
            shown = listed([title_of(b, each) for each in new.reads], 9) if new.reads else "no other step"
            yield Found(Head.WHO, Sort.CHANGED, *paths, f"{name} shows the answers of {shown}.", "reads")
        if old.hint != new.hint:
            hint = f"says first: {quoted(new.hint)}" if new.hint else "no longer says anything first"
            yield Found(Head.WORDS, Sort.REWORDED, *paths, f"{name} {hint}.", "hints")


def _shown_line(group: Sequence[Found]) -> str:
    if group[0].among == "reads":
        return f"{len(group)} steps show the answers of other steps than before."
    return f"{len(group)} steps say something else first."


_TOLD_OF_STEPS = frozenset(("id", "title", "role", "due", "presentation", "reads", "hint", "ends", "kind", "actions"))


def others(old: Part, new: Part, told: frozenset[str]) -> list[str]:
    """The keys, in words, that differ and have no sentence of their own."""
    fields = dict.fromkeys((*type(old).model_fields, *type(new).model_fields))
    return [
        key.strip("_").replace("_", " ")
        for key in fields
        if key not in told and getattr(old, key, None) != getattr(new, key, None)
    ]


def _within(due: str | None) -> str:
    return f"in {due}" if due else "at no set time"


# --- next actions


def _line(name: str) -> Line:
    said_of = {
        Sort.NEW: "one can also choose",
        Sort.GONE: "one can no longer choose",
        Sort.CHANGED: "these next actions differ",
        Sort.REWORDED: "these next actions are called otherwise",
        Sort.MOVED: "next actions come in another order",
    }

    def line(group: Sequence[Found]) -> str:
        return f"After {name}, {said_of[group[0].sort]}: {listed([each.short for each in group], 6)}."

    return line


def _actions(a: Definition, b: Definition, old: Step, new: Step, pairs: Pairs) -> Iterator[Found]:
    at = (f"steps/{old.id}", f"steps/{new.id}")
    before, after = {each.id: each for each in old.actions}, {each.id: each for each in new.actions}
    name = quoted(new.title)
    for key, action in before.items():
        if key not in after:
            label = quoted(action.label)
            sentence = f"After {name}, one can no longer choose {label}, which led to {_leads(a, action)}."
            yield Found(Head.WHO, Sort.GONE, f"{at[0]}/{key}", at[1], sentence, "actions", label)
    for key, action in after.items():
        label = quoted(action.label)
        if key not in before:
            sentence = f"After {name}, one {_can(action)} {label}, which leads to {_leads(b, action)}{_if(b, action)}."
            short = f"{label} (to {_leads(b, action)})"
            yield Found(Head.WHO, Sort.NEW, at[0], f"{at[1]}/{key}", sentence, "actions", short)
            continue
        paths = (f"{at[0]}/{key}", f"{at[1]}/{key}")
        was = before[key]
        if was.label != action.label:
            sentence = f"After {name}, {quoted(was.label)} is called {label}."
            yield Found(Head.WORDS, Sort.REWORDED, *paths, sentence, "labels", label)
        told = list(_action(a, b, was, action, pairs, to_approval=_is_told(a, b, was, action, pairs)))
        if told:
            sentence = f"After {name}, {label} {'; it '.join(told)}."
            yield Found(Head.WHO, Sort.CHANGED, *paths, sentence, "actions", label)
    kept = [key for key in before if key in after]
    if kept != [key for key in after if key in before]:
        sentence = f"The next actions of {name} stand in another order."
        yield Found(Head.ORDER, Sort.MOVED, *at, sentence)


def _is_told(a: Definition, b: Definition, old: Action, new: Action, pairs: Pairs) -> bool:
    """Whether `_approvals` tells of this action's condition: it alone leads to an approval that both have."""
    step = next((step for step in b.steps if step.id == new.to and step.kind == "approval"), None)
    if step is None or old.to is None or pairs.steps.get(step.id) != old.to:
        return False
    return len(_asked_for(b, step)) == 1 == len(_asked_for(a, a.step(old.to)))


def _approvals(a: Definition, b: Definition, known: Sequence[tuple[Step, Step]]) -> Iterator[Difference]:
    """Approvals that both have, asked for under other conditions."""
    for old, new in known:
        if new.kind != "approval":
            continue
        before, after = _asked_for(a, old), _asked_for(b, new)
        if before == after:
            continue
        paths, who = (f"steps/{old.id}", f"steps/{new.id}"), f"{quoted(new.title)} by {role_of(new.role)}"
        if None in after or not after:
            words = f"{who} is always asked for; before, if {_any_of(before, a)}." if None not in before else ""
        elif None in before:
            not_asked = clause(f"not ({' or '.join(f'({each})' for each in after)})", b)
            words = f"No approval by {role_of(new.role)} ({quoted(new.title)}) if {not_asked}."
        else:
            words = f"{who} is asked for if {_any_of(after, b)}; before, if {_any_of(before, a)}."
        if words:
            yield Difference(Head.WHO, Sort.CHANGED, *paths, words)


def _asked_for(definition: Definition, step: Step) -> list[str | None]:
    """The conditions under which a next action leads to a step; None for always."""
    return [action.when for each in definition.steps for action in each.actions if action.to == step.id]


def _any_of(conditions: Sequence[str | None], definition: Definition) -> str:
    return " or ".join(clause(each, definition) for each in conditions if each) or "nothing leads to it"


def clause(condition: str, definition: Definition) -> str:
    """A condition in words, for a reader who has no case in front of her."""
    return plain(said(condition, definition))


def _can(action: Action) -> str:
    return {"offered": "can also choose", "must": "must choose", "automatic": "goes on by itself with"}[action.mode]


def _leads(definition: Definition, action: Action) -> str:
    names = [name for name in (action.to, *action.starts) if name]
    return listed([title_of(definition, name) for name in names], 9) if names else "nothing yet"


def _if(definition: Definition, action: Action) -> str:
    return f", if {clause(action.when, definition)}" if action.when else ""


def _same_way(old: Action, new: Action, pairs: Pairs) -> bool:
    before, after = (old.to, *old.starts), (new.to, *new.starts)
    return before == tuple(pairs.steps.get(name or "", name) for name in after) and (len(old.starts) == len(new.starts))


def _action(
    a: Definition, b: Definition, old: Action, new: Action, pairs: Pairs, *, to_approval: bool
) -> Iterator[str]:
    """What one next action does otherwise, as ends of a sentence that begins with its label."""
    if not _same_way(old, new, pairs):
        yield f"leads to {_leads(b, new)} instead of {_leads(a, old)}"
    elif (old.to, old.starts) != (new.to, new.starts):
        yield f"leads to {_leads(b, new)}, which stands for {_leads(a, old)}"
    if old.for_ != new.for_:
        yield f"is for {new.for_ or 'the person'} instead of {old.for_ or 'the person'}"
    if old.when != new.when and not to_approval:
        yield f"is offered only if {clause(new.when, b)}" if new.when else "is always offered"
    if old.mode != new.mode:
        yield f"{_MODES[new.mode]}, where before it {_MODES[old.mode]}"
    if (old.one_of, old.all_of) != (new.one_of, new.all_of):
        yield "goes together with other actions than before"
    if old.note != new.note:
        yield f"{_NOTES[new.note]}, where before it {_NOTES[old.note]}"
    if old.requires != new.requires:
        yield f"can be chosen {'only when every answer is given' if new.requires else 'before every answer is given'}"
    if (old.role, old.worker) != (new.role, new.worker):
        who = f"the {new.worker.replace('_', ' ')}" if new.worker else role_of(new.role)
        yield f"hands over to {who}"
    if old.due != new.due:
        yield f"is due {_within(new.due)} instead of {_within(old.due)}"
    if old.after != new.after:
        yield f"happens {f'after {new.after}' if new.after else 'at once'}"
    if old.waits_for != new.waits_for:
        yield f"waits for {new.waits_for or 'nothing'} instead of {old.waits_for or 'nothing'}"
    if old.tells != new.tells:
        yield (
            "tells people in other words"
            if new.tells and old.tells
            else "tells people"
            if new.tells
            else "tells nobody"
        )
    if old.hint != new.hint:
        yield f"says beside it: {quoted(new.hint)}" if new.hint else "has no hint"
    if old.duty != new.duty:
        yield f"is evidence for {new.duty or 'no duty'} instead of {old.duty or 'none'}"
    for key in others(old, new, _TOLD_OF_ACTIONS):
        yield f"has another {key}"


_TOLD_OF_ACTIONS = frozenset(
    (
        *("id", "label", "to", "starts", "for_", "when", "mode", "one_of", "all_of", "note", "requires"),
        *("role", "worker", "due", "after", "waits_for", "tells", "hint", "duty"),
    )
)
