"""The questions of the roadmap: what the lab knows about each, gathered from every study.

Nothing is pooled over studies: people, cases and tasks differ from one to the next.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from casework.database import Db
from casework.findings.arms_seen import StudySeen, TaskSeen, seen_in, studies_with_arms, tasks_of
from casework.findings.claims import ClaimFound, claims_of
from casework.findings.found import Found, findings_of
from casework.findings.results import LeftOut
from casework.lab.models import Arm, Study, TaskRun
from casework.lab.planning import is_between
from casework.lab.standing import Standing, standing
from casework.lab.study_file import ClaimPart, file_of
from casework.workflows.definition import PUBLIC_ROLES
from casework.workflows.feasibility import Capability, demands_of
from casework.workflows.versions import WorkflowVersion, definition_of, newest_saves

FEWEST_IN_A_GROUP = 5
"""Under so many people a group is not shown apart: in a team, a role points at one person."""


@dataclass(frozen=True)
class Group:
    """People of one role, or of several taken together. role: None for those who are taken together."""

    role: str | None
    people: int
    tasks: list[TaskSeen]


@dataclass(frozen=True)
class Compared:
    """One study with what its arms showed. differ: in what they differ. claims: what was planned to be claimed.
    found: what came of each claim, in their order; empty while nobody has finished anything that counts.
    groups: by role, for each of `seen`; empty where a split would show too few. is_public: people who need help, or ask
    for somebody, begin in its arms.
    """

    study: Study
    differ: list[str]
    claims: list[ClaimPart]
    found: list[ClaimFound]
    seen: list[StudySeen]
    groups: list[list[Group]]
    left_out: list[LeftOut]
    is_public: bool

    @property
    def is_between(self) -> bool:
        return is_between(self.study)

    @property
    def people(self) -> int:
        return sum(each.people for each in self.seen)


# --- which approach works for whom, which front door works ---------------------------------------


def approaches(db: Db) -> list[Compared]:
    """Every study that sets ways of working against each other: its arms differ in the workflow or the system."""
    return [each for each in _compared(db) if "workflow" in each.differ and not each.is_public]


def front_doors(db: Db) -> list[Compared]:
    """Every study of public front doors with arms that differ, and every one whose arms differ in look or wording."""
    return [each for each in _compared(db) if each.is_public or {"look", "wording"} & set(each.differ)]


def _compared(db: Db) -> list[Compared]:
    found = []
    for study in studies_with_arms(db):
        differ = differences(db, study.arms)
        if differ:
            seen, left_out = seen_in(db, study)
            groups = [groups_of(study, each.runs) for each in seen]
            is_public = any(_is_public(db, arm) for arm in study.arms)
            claims = claims_of(db, study) if seen else []
            found.append(Compared(study, differ, file_of(study).claims, claims, seen, groups, left_out, is_public))
    return found


def _is_public(db: Db, arm: Arm) -> bool:
    if arm.external:
        return False
    version_id, start_at = arm.pinned
    return definition_of(db, version_id).step(start_at).role in PUBLIC_ROLES


def differences(db: Db, arms: Sequence[Arm]) -> list[str]:
    """In what arms differ: "workflow", "look", "wording". A version with other words put in is the same workflow."""
    kinds = {
        "workflow": {_worked_in(db, arm) for arm in arms},
        "look": {arm.theme for arm in arms},
        "wording": {arm.wording for arm in arms},
    }
    return [kind for kind, values in kinds.items() if len(values) > 1]


def _worked_in(db: Db, arm: Arm) -> str | None:
    version = db.get(WorkflowVersion, arm.version_id) if arm.version_id else None
    if version is None:
        return arm.external
    return version.base_version_id or version.id if arm.wording else version.id


def groups_of(study: Study, runs: Sequence[TaskRun]) -> list[Group]:
    """The runs by the role people gave, largest first, so that every group has five people in each arm of each task.

    Smaller groups are taken together; where they are too few even so, the smallest of the others joins them, or what
    is hidden could be worked out from the rest. Empty where that leaves one group.
    """
    by_role: dict[str | None, list[TaskRun]] = {}
    for run in runs:
        by_role.setdefault(run.session.participant.role or "", []).append(run)
    kept = sorted(by_role.items(), key=lambda each: (-_people(each[1]), each[0] or ""))
    rest: list[TaskRun] = []
    for role, theirs in [each for each in kept if not _is_enough(study, each[1])]:
        kept.remove((role, theirs))
        rest += theirs
    while rest and kept and not _is_enough(study, rest):
        rest += kept.pop()[1]
    if rest:
        kept.append((None, rest))
    if len(kept) < 2:
        return []
    return [Group(role, _people(theirs), tasks_of(study, theirs)) for role, theirs in kept]


def _people(runs: Sequence[TaskRun]) -> int:
    return len({run.session.participant_id for run in runs})


def _is_enough(study: Study, runs: Sequence[TaskRun]) -> bool:
    return all(len(arm.runs) >= FEWEST_IN_A_GROUP for task in tasks_of(study, runs) for arm in task.arms)


# --- what a system must be able to do ------------------------------------------------------------


@dataclass
class Needed:
    """A capability and what asks for it. tried: studies in which people worked with a version that asks for it."""

    capability: Capability
    workflows: list[str] = field(default_factory=list)
    tried: list[Study] = field(default_factory=list)
    people: int = 0


def needs(db: Db, capabilities: Sequence[Capability]) -> tuple[list[Needed], int]:
    """Every capability that a workflow in use asks for, in their order, with the studies it was worked with in.

    Second: how many workflows there are. people: those with a run that counts, once for each study.
    """
    rows = {each.id: Needed(each) for each in capabilities}
    newest = newest_saves(db)
    for save in newest:
        definition = definition_of(db, save.version_id)
        for demand in demands_of(definition, capabilities):
            rows[demand.capability.id].workflows.append(definition.title)
    for study in studies_with_arms(db):
        seen, _ = seen_in(db, study)
        for capability_id, people in _tried_by(db, study, [run for each in seen for run in each.runs], capabilities):
            rows[capability_id].tried.append(study)
            rows[capability_id].people += people
    return [each for each in rows.values() if each.workflows or each.tried], len(newest)


def _tried_by(
    db: Db, study: Study, runs: Sequence[TaskRun], capabilities: Sequence[Capability]
) -> list[tuple[str, int]]:
    by_capability: dict[str, set[str]] = {}
    for arm in study.arms:
        people = {run.session.participant_id for run in runs if run.session_arm.arm_id == arm.id}
        if people and arm.version_id:
            for demand in demands_of(definition_of(db, arm.version_id), capabilities):
                by_capability.setdefault(demand.capability.id, set()).update(people)
    return [(capability_id, len(people)) for capability_id, people in by_capability.items()]


# --- what the team has learned -------------------------------------------------------------------


@dataclass(frozen=True)
class Learned:
    """One study, how far it is, and its findings."""

    study: Study
    stands: Standing
    findings: list[Found]


def learned(db: Db) -> list[Learned]:
    """Every study with its findings, newest first."""
    return [Learned(each, standing(db, each), findings_of(db, each)) for each in studies_with_arms(db)]


def decisions_in(rows: Sequence[Learned]) -> list[Found]:
    """The findings because of which a workflow was changed, the last change first."""
    changed = [found for each in rows for found in each.findings if found.finding.changed_at is not None]
    return sorted(changed, key=lambda found: str(found.finding.changed_at), reverse=True)


def counts_of(rows: Sequence[Learned]) -> Mapping[str, int]:
    """How many studies, sessions held, findings, changes, and changes of which it was looked whether they helped."""
    changed = decisions_in(rows)
    return {
        "studies": sum(each.stands.held > 0 for each in rows),
        "sessions": sum(each.stands.held for each in rows),
        "findings": sum(len(each.findings) for each in rows),
        "changed": len(changed),
        "judged": sum(bool(found.finding.gone_because) for found in changed),
    }
