"""The ways that runs took through a workflow, on its map: how many came to each step, and which action they took."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from casework.database import Db
from casework.findings.results import Results, RunResult
from casework.lab.models import Arm, Event, TestTask
from casework.lab.vocabulary import EventKind
from casework.workflows.definition import Definition
from casework.workflows.map import Drawing, laid_out, map_of
from casework.workflows.versions import definition_of

NOT_TAKEN, LEAST, MOST = 1.0, 1.6, 6.0
"""How wide the line of a way is, in pixels: taken in no run, in next to none, and in all."""

WORKED = (EventKind.STEP_STARTED, EventKind.STEP_FINISHED, EventKind.ACTION_TAKEN, EventKind.COLLEAGUE_ACTED)


@dataclass(frozen=True)
class ActionTaken:
    """An action of a step, and in how many runs it was taken; by_colleague: not by who took part."""

    step: str
    label: str
    runs: int
    by_colleague: bool


@dataclass(frozen=True)
class ArmSteps:
    """One arm in one task: the map with counts in its boxes, the same in words, and the way with fewest steps.

    shortest: titles of the steps of the run that finished with the fewest, in their order; empty while nobody has.
    """

    arm: Arm
    of: int
    drawing: Drawing
    steps: list[tuple[str, int]]
    actions: list[ActionTaken]
    shortest: list[str]


def steps_used(db: Db, found: Results) -> list[tuple[TestTask, list[ArmSteps]]]:
    """Every task in the arms that are workflows, from the runs that count."""
    worked = _worked(db, found)
    return [
        (
            task.task,
            [
                _arm(arm, definition_of(db, arm.version_id), task.by_arm[place], worked)
                for place, arm in enumerate(found.arms)
                if arm.version_id is not None
            ],
        )
        for task in found.tasks
    ]


Worked = Mapping[str, Sequence[tuple[EventKind, str, str]]]
"""Run id → what was done to steps, in order: (kind, step id, action id or nothing)."""


def _worked(db: Db, found: Results) -> Worked:
    runs: dict[str, list[tuple[EventKind, str, str]]] = {each.run.id: [] for task in found.tasks for each in task.runs}
    rows = db.execute(
        select(Event.task_run_id, Event.kind, Event.data)
        .where(Event.task_run_id.in_(runs), Event.kind.in_(WORKED))
        .order_by(Event.task_run_id, Event.seq)
    )
    for run_id, kind, data in rows:
        runs[run_id].append((kind, str(data.get("step", "")), str(data.get("action", ""))))
    return runs


def _arm(arm: Arm, definition: Definition, runs: Sequence[RunResult], worked: Worked) -> ArmSteps:
    came = {run.run.id: list(dict.fromkeys(step for _, step, _ in worked[run.run.id] if step)) for run in runs}
    counts = {step.id: sum(step.id in steps for steps in came.values()) for step in definition.steps}
    finished = [run.run.id for run in runs if run.outcome in ("unaided", "with help")]
    fewest = min(finished, key=lambda run_id: len(came[run_id]), default=None)
    taken = {run.run.id: _taken(worked[run.run.id]) for run in runs}
    shortest = taken[fewest] if fewest else frozenset()
    drawing = _with_ways(laid_out(map_of(definition)), list(taken.values()), shortest)
    boxes = tuple(replace(box, under=_of_runs(counts.get(box.stop.step, 0), len(runs))) for box in drawing.boxes)
    titles = {step.id: step.title for step in definition.steps}
    return ArmSteps(
        arm=arm,
        of=len(runs),
        drawing=replace(drawing, boxes=boxes),
        steps=[(step.title, counts[step.id]) for step in definition.steps if not step.ends],
        actions=_actions(definition, runs, worked),
        shortest=[titles[step] for step in (came[fewest] if fewest else ()) if step in titles],
    )


Taken = frozenset[tuple[str, str]]
"""The ways out of steps that a run took: (step, action)."""


def _taken(worked: Sequence[tuple[EventKind, str, str]]) -> Taken:
    return frozenset((step, action) for _, step, action in worked if action)


def _with_ways(drawing: Drawing, taken: Sequence[Taken], shortest: Taken) -> Drawing:
    """The map with each way as wide as the runs that took it are many, its number, and the shortest one marked."""
    runs = Counter(way for one in taken for way in one)
    most = max(len(taken), 1)
    arrows = tuple(
        replace(
            arrow,
            width=NOT_TAKEN if not runs[arrow.of] else LEAST + (MOST - LEAST) * runs[arrow.of] / most,
            is_marked=arrow.of in shortest,
            sentence=f"{arrow.sentence} Taken in {_of_runs(runs[arrow.of], len(taken))}.",
        )
        for arrow in drawing.arrows
    )
    labels = tuple(
        replace(label, lines=(*label.lines[:-1], f"{label.lines[-1]} · {runs[label.of]}")) for label in drawing.labels
    )
    return replace(drawing, arrows=arrows, labels=labels)


def _of_runs(n: int, of: int) -> str:
    return f"{n} of {of} runs"


def _actions(definition: Definition, runs: Sequence[RunResult], worked: Worked) -> list[ActionTaken]:
    taken = []
    for step in definition.steps:
        for action in step.actions:
            by = [
                {kind for kind, where, which in worked[run.run.id] if (where, which) == (step.id, action.id)}
                for run in runs
            ]
            if many := sum(bool(kinds) for kinds in by):
                colleague = all(EventKind.ACTION_TAKEN not in kinds for kinds in by)
                taken.append(ActionTaken(step.title, action.label, many, colleague))
    return taken
