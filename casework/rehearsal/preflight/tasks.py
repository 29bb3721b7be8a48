"""What the robot did: every task finished in every arm with every case, and right told from wrong there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from casework.database import Db
from casework.errors import DomainError
from casework.lab.agreeing import agrees
from casework.lab.models import Arm, Sandbox, Study, StudyCase, TestTask
from casework.lab.sandboxes import inside, make_sandbox
from casework.lab.study_file import SuccessPart
from casework.lab.success import verdict
from casework.lab.vocabulary import EventKind, TaskKind
from casework.rehearsal.acting import MOST_ACTS, act, as_recorded, experts_of, known_of, look_around, sit_down
from casework.rehearsal.preflight.checks import Check
from casework.workflows.definition import Definition
from casework.workflows.versions import definition_of

Told = Literal["both", "wrong counted", "right not counted", "finishing is all", "judged", "not scored", "not reached"]


@dataclass(frozen=True)
class Went:
    """How one task went in one arm with one case. pages: their titles in order; stopped: why it could not be finished.

    told: whether right was told from wrong; said: in a sentence, where it was not.
    """

    task: str
    arm: str
    case: str
    person: str
    pages: tuple[str, ...]
    stopped: str
    told: Told
    said: str = ""
    wrong_tried: int = 0

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def walk_everything(db: Db, study: Study, *, at: datetime) -> list[Went]:
    """Every task in every arm with every case, each in a sandbox that is made for it. Nothing of it is kept."""
    found = []
    for arm in study.arms:
        for case in study.cases:
            if arm.external:
                found += [_outside(task, arm, case) for task in study.tasks]
                continue
            tried = db.begin_nested()
            try:
                found += list(_arm_with_case(db, study, arm, case, at))
            except (DomainError, ValueError) as error:
                said = error.message if isinstance(error, DomainError) else str(error)
                found += [_stopped(task, arm, case, said) for task in study.tasks]
            finally:
                tried.rollback()
                db.expire_all()
    return found


def _outside(task: TestTask, arm: Arm, case: StudyCase) -> Went:
    told: Told = "not scored" if task.kind is TaskKind.WARM_UP else "judged"
    return Went(task.key, arm.key, case.key, case.person_name, (), "", told)


def _stopped(task: TestTask, arm: Arm, case: StudyCase, why: str) -> Went:
    return Went(task.key, arm.key, case.key, case.person_name, (), why, "not reached")


def _arm_with_case(db: Db, study: Study, arm: Arm, case: StudyCase, at: datetime) -> Iterator[Went]:
    experts = experts_of(db, study, case)
    sandbox = make_sandbox(db, study=study, arm=arm, case=case, at=at)
    for task in study.tasks:
        yield one_task(db, study, arm, case, task, sandbox, experts, at)


def one_task(
    db: Db,
    study: Study,
    arm: Arm,
    case: StudyCase,
    task: TestTask,
    sandbox: Sandbox,
    experts: Mapping[str, Mapping[str, Any]],
    at: datetime,
) -> Went:
    """One task walked by its pages with the right answers; and what the rule for success says of right and wrong."""
    pages: list[str] = []
    facts: dict[str, Any] = {}
    stopped, empty_too = "", False

    def tell(kind: EventKind, **data: Any) -> None:
        if kind is EventKind.PAGE_VIEWED:
            pages.append(str(data["page"]))

    is_warm_up = task.kind is TaskKind.WARM_UP
    person_id = arm.warm_up_person if is_warm_up else case.person_id
    target = task.finishes.get(arm.key)
    with inside(db, sandbox.id):
        desk = sit_down(db, study, arm, sandbox, person_id, known_of(db, study, person_id, case))
        pages.append("Work view")
        if target is None:
            look_around(db, desk, at=at, tell=tell)
        for _ in range(MOST_ACTS if target else 0):
            did = act(db, desk, str(target), at=at, tell=tell)
            facts |= dict(did.facts or {})
            if did.kind == "stuck" or (did.kind == "finished" and did.step_id == target):
                stopped = did.said if did.kind == "stuck" else ""
                empty_too = did.empty_too
                break
        else:
            stopped = f"the way goes round and never comes to “{target}”" if target else ""
    told: Told
    told, said, tried = (
        ("not scored", "", 0)
        if is_warm_up
        else tell_apart(task, definition_of(db, arm.pinned[0]), facts, experts, bool(stopped), empty_too, study)
    )
    return Went(task.key, arm.key, case.key, desk.person.called, tuple(pages), stopped, told, said, tried)


def tell_apart(
    task: TestTask,
    definition: Definition,
    facts: Mapping[str, Any],
    experts: Mapping[str, Mapping[str, Any]],
    is_stopped: bool,
    empty_too: bool,
    study: Study,
) -> tuple[Told, str, int]:
    """Whether a right answer is counted, and a wrong or an empty one is not; in words; how many wrong ones were tried.

    facts: what the robot recorded when it answered as the experts do. A wrong answer is each other code that the
    questions of the workflow offer for a fact that the rule looks at, with all else right.
    """
    if task.success is None:
        said = "Whoever finishes has succeeded, whatever was decided."
        if empty_too:
            said += " It can be finished with nothing filled in."
        return "finishing is all", said, 0
    rule = SuccessPart.model_validate(task.success)
    if rule.judged and not rule.expert and not rule.when:
        return "judged", "", 0
    if is_stopped:
        return "not reached", "The robot did not come to an end.", 0
    by_rule = rule.model_copy(update={"judged": None})

    def counted(recorded: Mapping[str, Any]) -> tuple[bool, str]:
        found = verdict(by_rule, finished=True, recorded=recorded, experts=experts, today=study.story_date)
        return bool(found.is_success), found.said

    is_right, why = counted(facts)
    if not is_right:
        return "right not counted", f"A right answer was not counted. {why}.", 0
    if counted({})[0]:
        return "wrong counted", "Work finished with nothing recorded was counted as success.", 1
    tried = 1
    for fact in _facts_of(rule, experts):
        for wrong in wrong_values(definition, fact, experts[fact]):
            tried += 1
            if counted({**facts, fact: as_recorded(fact, wrong)})[0]:
                return "wrong counted", f"A wrong answer ({fact}: “{wrong}”) was counted as success.", tried
    return "both", "", tried


def _facts_of(rule: SuccessPart, experts: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The facts a rule looks at whose right answer is known."""
    return [fact for fact in experts if fact in rule.expert or (rule.when and fact in rule.when)]


def wrong_values(definition: Definition, fact: str, answer: Mapping[str, Any]) -> list[Any]:
    """What a worker could record for a fact that experts neither gave nor accept, in the codes of the record."""
    offered: list[Any] = []
    for _, _, question in definition.every_question():
        if question.fact != fact:
            continue
        if question.type == "outcomes":
            offered += [[], [option.code for option in question.choices]]
        elif question.type == "checkboxes":
            offered += [[question.codes.get(option.code, option.code)] for option in question.choices]
        elif question.choices:
            offered += [question.codes.get(option.code, option.code) for option in question.choices]
        elif question.type in ("money", "number"):
            offered += [0, 10_000_000]
    kept: list[Any] = []
    for value in offered:
        if value not in kept and not agrees(fact, value, answer):
            kept.append(value)
    return kept


# --- as checks ------------------------------------------------------------------------------------


def as_checks(study: Study, went: Sequence[Went], workflows: Mapping[str, str]) -> Iterator[Check]:
    """One check for each task that can be finished, and one for each that tells right from wrong, over all arms.

    workflows: arm key to the id of its workflow.
    """
    marks = {arm.key: arm.mark for arm in study.arms}
    ours = [arm for arm in study.arms if not arm.external]
    for number, task in enumerate(study.tasks):
        name = task_name(task, number)
        of_task = [each for each in went if each.task == task.key]
        stopped = [each for each in of_task if each.stopped]
        for key in dict.fromkeys(each.arm for each in stopped):
            first = next(each for each in stopped if each.arm == key)
            yield Check(
                f"finish-{task.key}-{key}",
                f"{name} can be finished in arm {marks[key]}",
                "fix",
                f"The robot stops with {first.person}: {first.stopped}.",
                "Open the workflow",
                "workflows.show_map",
                {"workflow_id": workflows[key]},
            )
        if not stopped and ours:
            pages = [len(each.pages) for each in of_task if each.pages]
            span = f"{min(pages)} to {max(pages)} pages" if min(pages) != max(pages) else f"{min(pages)} pages"
            marked = " and ".join(arm.mark for arm in ours)
            yield Check(f"finish-{task.key}", f"{name} finishable in {marked}, {span}", "passed")
        yield from _told_apart(study, task, name, of_task, marks)
    for arm in study.arms:
        if arm.external:
            title = f"Arm {arm.mark} is worked in {arm.external}: the facilitator keeps the time and judges"
            yield Check(f"external-{arm.key}", title, "passed")


def task_name(task: TestTask, number: int) -> str:
    """Warm-up, or Task 2: the warm-up comes before the tasks and has no number."""
    return "Warm-up" if task.kind is TaskKind.WARM_UP else f"Task {number}"


def _told_apart(
    study: Study, task: TestTask, name: str, went: Sequence[Went], marks: Mapping[str, str]
) -> Iterator[Check]:
    at = {"study_id": study.id}
    if task.kind is TaskKind.WARM_UP:
        return
    wrong = [each for each in went if each.told in ("wrong counted", "right not counted")]
    for arm in dict.fromkeys(each.arm for each in wrong):
        first = next(each for each in wrong if each.arm == arm)
        yield Check(
            f"told-{task.key}-{arm}",
            f"{name} tells right from wrong in arm {marks[arm]}",
            "fix",
            f"With {first.person}: {first.said}",
            "Mend the rule",
            "studies.show_plan",
            at,
        )
    if any(each.told == "finishing is all" for each in went):
        said = next(each.said for each in went if each.told == "finishing is all")
        yield Check(
            f"told-{task.key}", f"{name} tells right from wrong", "look", said, "Add a rule", "studies.show_plan", at
        )
    elif not wrong and (told := [each for each in went if each.told == "both"]):
        tried = sum(each.wrong_tried for each in told)
        yield Check(f"told-{task.key}", f"{name} tells right from wrong ({tried} wrong answers refused)", "passed")
    elif not wrong and went and all(each.told == "judged" for each in went):
        yield Check(f"told-{task.key}", f"{name} is judged by the facilitator", "passed")
