"""Finishing a step: whether the chosen next actions may be taken, and what they begin."""

from collections.abc import Mapping, Sequence

from casework.workflows.definition import Action, Definition, Step
from casework.workflows.states import ActionState, Finish, FinishProblem, Start, StepState
from casework.workflows.values import is_empty


def finish(
    definition: Definition, state: StepState, chosen: Sequence[str], notes: Mapping[str, str]
) -> Finish | list[FinishProblem]:
    """What finishing the step with these actions begins, or everything that stands against it.

    chosen: ids of actions; automatic ones need no choosing. notes: hand-over notes by action id.
    """
    by_id = {each.action.id: each for each in state.actions}
    problems: list[FinishProblem] = []
    for action_id in chosen:
        if action_id not in by_id:
            problems.append(FinishProblem("action", "Select one of the next actions"))
        elif not by_id[action_id].available:
            each = by_id[action_id]
            problems.append(FinishProblem("action", f"{each.action.label}: {_begun_low(each.why_not)}"))
    takes = [
        each
        for each in state.actions
        if each.action.id in chosen or (each.action.mode == "automatic" and each.available)
    ]
    pausing = bool(takes) and not any(each.action.leads_on for each in takes)
    if pausing and not problems:
        return Finish([], closes=False, finished=False, tells=_tells(takes))
    if not any(each.action.leads_on for each in takes) and not problems:
        problems.append(FinishProblem("action", "Select what happens next"))
    problems.extend(_left_out(state.actions, takes))
    problems.extend(_at_odds(definition, takes))
    for each in takes:
        if each.action.note == "required" and is_empty(notes.get(each.action.id)):
            problems.append(FinishProblem(f"note-{each.action.id}", f"Enter a note to go with “{each.action.label}”"))
    if problems:
        return list(dict.fromkeys(problems))
    starts = [start for each in takes for start in _starts(definition, each.action, notes.get(each.action.id) or "")]
    closes = any(_ends(definition, each.action) for each in takes)
    return Finish(starts, closes, tells=_tells(takes))


def _begun_low(text: str) -> str:
    return text[:1].lower() + text[1:]


def _tells(takes: Sequence[ActionState]) -> tuple[str, ...]:
    return tuple(each.action.tells for each in takes if each.action.tells)


def _left_out(actions: Sequence[ActionState], takes: Sequence[ActionState]) -> list[FinishProblem]:
    problems = []
    taken = {each.action.id for each in takes}
    for each in actions:
        if each.compulsory and each.action.id not in taken and _still_open(each):
            problems.append(FinishProblem("action", f"“{each.action.label}” must be one of the next actions"))
    for group in dict.fromkeys(each.action.one_of for each in actions if each.action.one_of):
        open_ = [each for each in actions if each.action.one_of == group and _still_open(each)]
        chosen = [each for each in open_ if each.action.id in taken]
        if open_ and len(chosen) != 1:
            labels = " or ".join(f"“{each.action.label}”" for each in open_)
            problems.append(FinishProblem("action", f"Select {'one of ' if len(open_) > 1 else ''}{labels}"))
    for group in dict.fromkeys(each.action.all_of for each in actions if each.action.all_of):
        open_ = [each for each in actions if each.action.all_of == group and _still_open(each)]
        chosen = [each for each in open_ if each.action.id in taken]
        if chosen and len(chosen) != len(open_):
            labels = " and ".join(f"“{each.action.label}”" for each in open_)
            problems.append(FinishProblem("action", f"Select {labels} together"))
    return problems


def _still_open(each: ActionState) -> bool:
    """Whether its condition allows the action, though answers may still be missing."""
    return each.available or not each.why_not.startswith("Only when")


def _at_odds(definition: Definition, takes: Sequence[ActionState]) -> list[FinishProblem]:
    """An action that ends the work cannot go with one that carries it on to another step."""
    ends = [each for each in takes if _ends(definition, each.action)]
    goes_on = [each for each in takes if each.action.to is not None and not _ends(definition, each.action)]
    if ends and goes_on:
        return [FinishProblem("action", f"Select “{ends[0].action.label}” or “{goes_on[0].action.label}”, not both")]
    return []


def _ends(definition: Definition, action: Action) -> bool:
    target = _step_named(definition, action.to)
    return target is not None and target.ends


def _step_named(definition: Definition, name: str | None) -> Step | None:
    return next((step for step in definition.steps if step.id == name), None)


def _starts(definition: Definition, action: Action, note: str) -> list[Start]:
    """What an action begins. Its due date, role and worker go with the step it leads to, else with what it starts."""
    starts = []
    goes_on = action.to is not None and not _ends(definition, action)
    for name in (*((action.to,) if goes_on and action.to else ()), *action.starts):
        target = _step_named(definition, name)
        own = not goes_on or name == action.to
        starts.append(
            Start(
                step_id=target.id if target else None,
                workflow_id=None if target else name,
                role=(action.role if own else None) or (target.role if target else None),
                due=(action.due if own else None) or (target.due if target else None),
                note=note,
                from_action=action.id,
                for_=None if name == action.to else action.for_,
                worker=action.worker if own else None,
                after=action.after,
                waits_for=action.waits_for,
            )
        )
    return starts
