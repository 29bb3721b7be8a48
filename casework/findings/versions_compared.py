"""Two versions of workflows set beside each other, in every study that worked with either."""

from dataclasses import dataclass

from sqlalchemy import select

from casework.database import Db
from casework.findings.arms_seen import StudySeen, TaskSeen, seen_in, studies_with_arms
from casework.findings.results import LeftOut
from casework.lab.models import Arm, Study
from casework.workflows.versions import WorkflowVersion


@dataclass(frozen=True)
class Worked:
    """A version that studies have as an arm."""

    version: WorkflowVersion
    studies: list[Study]


@dataclass(frozen=True)
class Beside:
    """One study, of one way of holding sessions. arms: those with either version, the first version's first.

    is_in_both: whether the same tasks and cases were worked with both, so that they can be set beside each other.
    """

    seen: StudySeen
    arms: list[Arm]
    tasks: list[TaskSeen]
    is_in_both: bool


@dataclass(frozen=True)
class VersionsCompared:
    """Two versions in every study with either, newest study first. people: with a run that counts, by version."""

    first: WorkflowVersion
    second: WorkflowVersion
    people: tuple[int, int]
    studies: list[Beside]
    left_out: list[LeftOut]

    @property
    def in_both(self) -> int:
        """How many studies worked with both."""
        return len({each.seen.study.id for each in self.studies if each.is_in_both})


def versions_worked_with(db: Db) -> list[Worked]:
    """Every version that is an arm of a study, by title, newest first."""
    used: dict[str, list[Study]] = {}
    for study in studies_with_arms(db):
        for version_id in dict.fromkeys(arm.version_id for arm in study.arms if arm.version_id):
            used.setdefault(version_id, []).append(study)
    found = db.scalars(
        select(WorkflowVersion)
        .where(WorkflowVersion.id.in_(used))
        .order_by(WorkflowVersion.title, WorkflowVersion.made_at.desc(), WorkflowVersion.id)
    )
    return [Worked(version, used[version.id]) for version in found]


def compare_versions(db: Db, first: WorkflowVersion, second: WorkflowVersion) -> VersionsCompared:
    """What is known of two versions. Nothing is added up over studies, nor over sessions led and not led."""
    wanted = [first.id, second.id]
    beside: list[Beside] = []
    left_out: list[LeftOut] = []
    people = [0, 0]
    for study in studies_with_arms(db):
        arms = sorted((arm for arm in study.arms if arm.version_id in wanted), key=lambda arm: _place(arm, wanted))
        if not arms:
            continue
        seen, void = seen_in(db, study)
        ids = [arm.id for arm in arms]
        left_out += [each for each in void if each.run.session_arm.arm_id in ids]
        for each in seen:
            met = [arm for arm in arms if each.people_in(arm)]
            if not met:
                continue
            tasks = [
                TaskSeen(task.task, [next(s for s in task.arms if s.arm.id == arm.id) for arm in met])
                for task in each.tasks
            ]
            both = len({arm.version_id for arm in met}) == 2
            beside.append(Beside(each, met, tasks, both))
            for number, version_id in enumerate(wanted):
                people[number] += len(
                    {run.session.participant_id for run in each.runs if run.session_arm.arm.version_id == version_id}
                )
    return VersionsCompared(first, second, (people[0], people[1]), beside, left_out)


def _place(arm: Arm, wanted: list[str]) -> tuple[int, int]:
    return wanted.index(arm.version_id or ""), arm.position
