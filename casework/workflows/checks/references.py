"""Ids, and names that lead somewhere: steps, roles, workflows, duties."""

from collections.abc import Sequence

from casework.workflows.checks.inspection import Inspection, reached
from casework.workflows.definition import DUTIES, ONWARDS, PUBLIC_ROLES, ROLES, Services, Step, WeeklyTimetable
from casework.workflows.expressions import RESERVED
from casework.workflows.names import words_for
from casework.workflows.parsing import Path
from casework.workflows.problems import nearest


def check_ids(checked: Inspection, stem: str | None) -> None:
    if stem is not None and stem != checked.definition.id:
        checked.tell(
            ("id",), "L37", f"the workflow {checked.definition.id} is in the file {stem}.yaml; name both alike"
        )
    _once(checked, "step", [(step.id, ("steps", s, "id")) for s, step in enumerate(checked.definition.steps)])
    for s, step in enumerate(checked.definition.steps):
        _once(
            checked, "action", [(action.id, ("steps", s, "actions", a, "id")) for a, action in enumerate(step.actions)]
        )
    _once(
        checked,
        "section",
        [(section.id, ("sections", s, "id")) for s, section in enumerate(checked.definition.sections)],
    )
    names: list[tuple[str, Path]] = [(name, ("conditions", name)) for name in checked.definition.conditions]
    pages: dict[str, list[tuple[str, Path]]] = {}
    for s, section in enumerate(checked.definition.sections):
        for p, page in enumerate(section.pages):
            path: Path = ("sections", s, "pages", p)
            pages.setdefault(section.step, []).append((page.id, (*path, "id")))
            if page.repeat:
                names.append((page.id, (*path, "id")))
            for q, question in enumerate(page.questions):
                names.append((question.id, (*path, "questions", q, "id")))
                _once(
                    checked,
                    "option",
                    [
                        (option.code, (*path, "questions", q, "options", o, "code"))
                        for o, option in enumerate(question.choices)
                    ],
                )
    for listed in pages.values():
        _once(checked, "page", listed)
    _once(checked, "question or condition", names)
    for name, path in names:
        if name in RESERVED:
            checked.tell(path, "L08", f"{name} is a word of conditions and cannot be an id; choose another")


def check_visits(checked: Inspection) -> None:
    """Services whose hours come from a timetable: it stands before them on the page and says what its calls are."""
    for s, section in enumerate(checked.definition.sections):
        for p, page in enumerate(section.pages):
            timetables: dict[str, WeeklyTimetable] = {}
            for q, question in enumerate(page.questions):
                if isinstance(question, WeeklyTimetable):
                    timetables[question.id] = question
                if not isinstance(question, Services) or question.visits is None:
                    continue
                path: Path = ("sections", s, "pages", p, "questions", q, "visits")
                timetable = timetables.get(question.visits)
                if timetable is None:
                    named = nearest(question.visits, list(timetables))
                    checked.tell(path, "L11", f"there is no timetable {question.visits} before it on this page{named}")
                elif timetable.service is None:
                    checked.tell(
                        path, "L11", f"{question.visits} does not say which service its calls are; write service:"
                    )
                elif question.options and timetable.service not in {option.code for option in question.options}:
                    codes = [option.code for option in question.options]
                    checked.tell(
                        path, "L11", f"there is no service {timetable.service} here{nearest(timetable.service, codes)}"
                    )


def _once(checked: Inspection, what: str, named: Sequence[tuple[str, Path]]) -> None:
    first: dict[str, Path] = {}
    for name, path in named:
        if name in first:
            line = checked.place(first[name]).line
            checked.tell(path, "L08", f"the {what} {name} again; it is already on line {line}; give one another id")
        first.setdefault(name, path)


def check_steps(checked: Inspection) -> None:
    definition = checked.definition
    steps = [step.id for step in definition.steps]
    if definition.begins not in steps:
        checked.tell(("begins",), "L11", f"there is no step {definition.begins}" + nearest(definition.begins, steps))
    for s, section in enumerate(definition.sections):
        if section.step not in steps:
            checked.tell(
                ("sections", s, "step"), "L34", f"there is no step {section.step}" + nearest(section.step, steps)
            )
    for s, step in enumerate(definition.steps):
        _step(checked, step, ("steps", s), steps)


def _step(checked: Inspection, step: Step, path: Path, steps: Sequence[str]) -> None:
    roles = _roles(checked)
    for r, read in enumerate(step.reads):
        if read not in steps:
            checked.tell((*path, "reads", r), "L11", f"there is no step {read}" + nearest(read, steps))
    if step.role and step.role not in roles:
        checked.tell((*path, "role"), "L23", f"there is no role {step.role}" + nearest(step.role, roles))
    if not checked.is_spoilt(path):
        _shape(checked, step, path)
    for a, action in enumerate(step.actions):
        here = (*path, "actions", a)
        if action.to is not None and action.to not in steps:
            checked.tell((*here, "to"), "L11", f"there is no step {action.to}" + nearest(action.to, steps))
        for n, name in enumerate(action.starts):
            _started(checked, name, (*here, "starts", n), steps)
        if action.role and action.role not in roles:
            checked.tell((*here, "role"), "L23", f"there is no role {action.role}" + nearest(action.role, roles))
        duty(checked, action.duty, here)


def _shape(checked: Inspection, step: Step, path: Path) -> None:
    if not step.ends and not step.role:
        checked.tell(path, "L23", f"the step {step.id} says nobody's role; write role: social_worker, say")
    if step.ends and step.actions:
        checked.tell((*path, "actions"), "L31", f"{step.id} ends the workflow, so nothing can come next; remove one")
    if not step.ends and not any(action.leads_on for action in step.actions):
        checked.tell(
            path, "L31", f"nothing comes after {step.id}; add an action with to: or starts:, or write ends: true"
        )


def _started(checked: Inspection, name: str, path: Path, steps: Sequence[str]) -> None:
    if name in steps or name in checked.workflows or (name == ONWARDS and _is_front_door(checked)):
        return
    meant = nearest(name, [*steps, *checked.workflows])
    hint = meant if "did you mean" in meant else "; nothing is begun until there is"
    checked.tell(path, "L35", f"there is no step or workflow {name}{hint}", "warning")


def _is_front_door(checked: Inspection) -> bool:
    first = next((step for step in checked.definition.steps if step.id == checked.definition.begins), None)
    return first is not None and first.role in PUBLIC_ROLES


def _roles(checked: Inspection) -> list[str]:
    listed = checked.lists["roles"].codes if "roles" in checked.lists else ROLES
    return [*listed, *PUBLIC_ROLES]


def duty(checked: Inspection, named: str | None, path: Path) -> None:
    """Tells a duty that is not one of the twelve."""
    if named and named not in DUTIES:
        checked.tell((*path, "duty"), "L36", f"there is no duty {named}" + nearest(named, DUTIES))


def check_ways(checked: Inspection) -> None:
    """Tells steps that no action that can be taken leads to, and rounds without an end."""
    if checked.is_spoilt(("steps",)):
        return
    steps = list(checked.steps)
    ahead: dict[str, set[str]] = {}
    out: set[str] = set()
    for s, step in enumerate(checked.definition.steps):
        actions = [action for a, action in enumerate(step.actions) if ("steps", s, "actions", a) not in checked.never]
        ahead.setdefault(step.id, set()).update(
            name
            for action in actions
            for name in (*((action.to,) if action.to else ()), *action.starts)
            if name in steps
        )
        leaves = any(action.to is None and any(name not in steps for name in action.starts) for action in actions)
        if step.ends or leaves:
            out.add(step.id)
    if checked.definition.begins in steps:
        there = reached({checked.definition.begins}, ahead)
        for s, step in enumerate(checked.definition.steps):
            if step.id not in there:
                checked.tell(
                    ("steps", s),
                    "L30",
                    f"nothing leads to the step {step.id}; name it in an action's to:, or remove it",
                )
    behind: dict[str, set[str]] = {}
    for name, following in ahead.items():
        for each in following:
            behind.setdefault(each, set()).add(name)
    leaving = reached(out, behind)
    for s, step in enumerate(checked.definition.steps):
        if step.id not in leaving and ahead.get(step.id):
            round_ = words_for(sorted(reached({step.id}, ahead) - leaving))
            checked.tell(
                ("steps", s),
                "L32",
                f"from {step.id} there is no way to an end, only round by {round_}; "
                "add an action that leads to a step with ends: true",
            )
