"""Who gets the work: roles that nothing reaches, approvals nobody gives, notes nobody reads, groups of one."""

from casework.workflows.checks.inspection import Inspection, reached
from casework.workflows.definition import Action, Step
from casework.workflows.parsing import Path


def check_work(checked: Inspection) -> None:
    for s, step in enumerate(checked.definition.steps):
        path: Path = ("steps", s)
        _reaches_its_role(checked, step, path)
        for a, action in enumerate(step.actions):
            here = (*path, "actions", a)
            _approval(checked, step, action, here)
            _note(checked, step, action, here)
        _groups(checked, step, path)


def _reaches_its_role(checked: Inspection, step: Step, path: Path) -> None:
    """The role of an action goes with the step it leads to, else with what it starts."""
    if step.ends or not step.role or step.id == checked.definition.begins:
        return
    given: set[str] = set()
    for each in checked.definition.steps:
        for action in each.actions:
            goes_on = action.to is not None and action.to in checked.steps and not checked.steps[action.to].ends
            if action.to == step.id or (step.id in action.starts and not goes_on):
                given.add(action.role or step.role)
            elif step.id in action.starts:
                given.add(step.role)
    if given and step.role not in given:
        others = ", ".join(sorted(given))
        checked.warn(
            (*path, "role"),
            "L51",
            f"{step.role} never gets {step.id}: every action that leads to it gives it to {others}; "
            f"write role: {sorted(given)[0]} here, or take role: off an action",
        )


def _approval(checked: Inspection, step: Step, action: Action, path: Path) -> None:
    if action.waits_for is None:
        return
    asked = [checked.steps[each.to] for each in step.actions if each.to in checked.steps and each.to is not None]
    giving = [target for target in asked if target.kind == "approval" and _agrees(target, step)]
    if not giving:
        approvals = [each.id for each in checked.definition.steps if each.kind == "approval"]
        instead = f"; lead to {approvals[0]} with another action" if approvals else "; make a step of kind approval"
        checked.tell(
            (*path, "waits_for"),
            "L52",
            f"{action.id} waits for an approval that nobody gives: no action of {step.id} asks for one{instead}",
        )


def _agrees(approval: Step, asking: Step) -> bool:
    return any(action.leads_on and action.to != asking.id for action in approval.actions)


def _note(checked: Inspection, step: Step, action: Action, path: Path) -> None:
    target = checked.steps.get(action.to or "")
    if target is None:
        return
    if action.note == "required" and target.ends and not action.starts and step.kind != "approval":
        checked.warn(
            (*path, "note"),
            "L53",
            f"nobody reads the note of {action.id}: {target.id} ends the workflow; "
            "ask for it in a question, which is recorded, or write note: none",
        )
    if action.note == "none" and not step.ends and _goes_back(checked, step, target) and target.role != step.role:
        checked.warn(
            path,
            "L54",
            f"{action.id} sends the work back to {target.id} without a word; write note: required",
        )


def _goes_back(checked: Inspection, step: Step, target: Step) -> bool:
    """Whether the work was there before: the target comes earlier, and leads here."""
    order = list(checked.steps)
    if target.ends or order.index(target.id) >= order.index(step.id):
        return False
    ahead = {each.id: {action.to for action in each.actions if action.to} for each in checked.definition.steps}
    return step.id in reached({target.id}, ahead)


def _groups(checked: Inspection, step: Step, path: Path) -> None:
    groups = [action.all_of for action in step.actions]
    for a, group in enumerate(groups):
        if group and groups.count(group) == 1:
            checked.warn(
                (*path, "actions", a, "all_of"),
                "L70",
                f"no other action of {step.id} has all_of: {group}; remove it, or give it to those it goes with",
            )
