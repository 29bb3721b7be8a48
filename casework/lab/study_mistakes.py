"""What is wrong with a study that has the right shape: names of things that are not there, parts that do not agree."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from casework.facts import Fact, FactType
from casework.lab.study_file import ArmPart, ClaimPart, ReaderQuestion, StudyFile, TaskPart
from casework.records.facts import CATALOGUE, OUTCOMES
from casework.workflows.definition import Definition
from casework.workflows.expressions import ExpressionError
from casework.workflows.over_facts import compile_over_facts
from casework.workflows.problems import nearest

Key = tuple[str | int, ...]
"""Where something stands in a study file: ("cases", 0, "known")."""

Mistakes = Iterator[tuple[Key, str]]

RATES = ("completion", "correct")
"""The measures that are shares of 0 to 1."""

TAKEN = ("new", "drafts")
"""Words that stand in an address where a study's id would."""

SCALES = {"sus": (0, 100), "ease": (1, 7)}


@dataclass(frozen=True)
class Known:
    """What a study may name: workflows by id, people written by hand, themes and wording packs.

    definition_of: the definition of one of the workflows. workers: whom participants may work as.
    """

    workflows: Collection[str]
    definition_of: Callable[[str], Definition]
    people: Collection[str]
    workers: Collection[str]
    themes: Collection[str] = ()
    packs: Collection[str] = ()


@dataclass(frozen=True)
class _Whole:
    """A study with what it may name, looked up once."""

    file: StudyFile
    known: Known

    @cached_property
    def definitions(self) -> dict[str, Definition]:
        """Arm id → the workflow it is worked in, for arms that name one that is there."""
        return {
            arm.id: self.known.definition_of(arm.workflow)
            for arm in self.file.arms
            if arm.workflow and arm.workflow in self.known.workflows
        }

    @cached_property
    def arms(self) -> dict[str, ArmPart]:
        return {arm.id: arm for arm in self.file.arms}

    @cached_property
    def cases(self) -> list[str]:
        return [case.id for case in self.file.cases]

    @cached_property
    def tasks(self) -> list[tuple[Key, TaskPart]]:
        return [(("tasks", number), task) for number, task in enumerate(self.file.tasks)]


def mistakes(file: StudyFile, known: Known) -> Mistakes:
    """Every mistake, with where it stands."""
    whole = _Whole(file, known)
    for check in (
        _consent,
        _design,
        _people,
        _arms,
        _cases,
        _interruptions,
        _expert_answers,
        _tasks,
        _questionnaires,
        _claims,
        _colleagues,
        _reader,
    ):
        yield from check(whole)


def _repeats(key: Key, ids: Sequence[str]) -> Mistakes:
    for repeated in sorted({each for each in ids if ids.count(each) > 1}):
        yield key, f"“{repeated}” is there twice"


# --- who takes part, and in what -----------------------------------------------------------------


def _consent(whole: _Whole) -> Mistakes:
    choices = whole.file.consent.choices
    yield from _repeats(("consent", "choices"), [choice.id for choice in choices])
    if not any(choice.id == "take_part" and choice.required for choice in choices):
        yield ("consent", "choices"), "nobody takes part without agreeing: give a choice take_part with required: true"


def _design(whole: _Whole) -> Mistakes:
    file = whole.file
    if file.id in TAKEN:
        yield ("id",), f"no study can be called {file.id}: its address is a page of its own"
    yield from _repeats(("arms",), [arm.id for arm in file.arms])
    yield from _repeats(("cases",), whole.cases)
    if file.design == "single":
        if len(file.arms) > 1:
            both = "crossed or design: between"
            yield ("arms",), f"a single design has one arm, and here are {len(file.arms)}; write design: {both}"
    elif len(file.arms) == 1:
        nothing = "crossed" if file.design == "crossed" else "compared"
        yield ("arms",), f"nothing is {nothing} with one arm; write design: single"
    elif file.design == "crossed" and len(file.cases) != len(file.arms):
        yield ("cases",), f"each arm needs a case of its own: {len(file.arms)} arms and {len(file.cases)} cases"


def _people(whole: _Whole) -> Mistakes:
    file, known = whole.file, whole.known
    if file.worker not in known.workers:
        yield ("worker",), f"nobody works here as “{file.worker}”{nearest(file.worker, known.workers)}"
    wanted: list[tuple[Key, str]] = [(("cases", n, "person"), case.person) for n, case in enumerate(file.cases)]
    warm_ups: list[tuple[Key, str]] = [(("arms", n, "warm_up"), arm.warm_up) for n, arm in enumerate(file.arms)]
    for key, person in [*wanted, *warm_ups]:
        if person not in known.people:
            yield key, f"nobody has been made as “{person}”{nearest(person, known.people)}"
    # Between people nobody meets two arms, so that one person may be everybody's warm-up.
    met = [person for _, person in wanted]
    met += [person for _, person in warm_ups] if file.design != "between" else sorted({p for _, p in warm_ups})
    if len(set(met)) < len(met):
        yield ("cases",), "nobody meets the same person twice: each case and each warm-up needs a person of their own"


def _arms(whole: _Whole) -> Mistakes:
    known = whole.known
    for number, arm in enumerate(whole.file.arms):
        here: Key = ("arms", number)
        if (arm.workflow is None) is (arm.external is None):
            yield here, "an arm is worked in a workflow, or in an external system: name one of the two"
        elif arm.external:
            for name in ("start_at", "behind", "theme", "wording"):
                if getattr(arm, name):
                    yield (*here, name), f"an external system has no {name}: it is not ours"
        elif not arm.start_at:
            yield here, "start_at is missing: say which step she is given"
        elif arm.workflow not in known.workflows:
            wrong = str(arm.workflow)
            yield (*here, "workflow"), f"there is no workflow “{wrong}”{nearest(wrong, known.workflows)}"
        else:
            yield from _step(whole, (*here, "start_at"), arm.id, arm.start_at)
        for name, named, there in (
            ("behind", arm.behind, known.workflows),
            ("theme", arm.theme, known.themes),
            ("wording", arm.wording, known.packs),
        ):
            if named and named not in there:
                yield (*here, name), f"there is no {name} “{named}”{nearest(named, there)}"


def _step(whole: _Whole, key: Key, arm_id: str, step_id: str) -> Mistakes:
    definition = whole.definitions[arm_id]
    steps = [step.id for step in definition.steps]
    if step_id not in steps:
        yield key, f"{definition.id} has no step “{step_id}”{nearest(step_id, steps)}"


def _cases(whole: _Whole) -> Mistakes:
    for place, case in enumerate(whole.file.cases):
        if case.due_on and case.due_on < case.received_on:
            yield ("cases", place, "due_on"), "this is before the day it was received"
        if case.received_on > whole.file.story_date:
            yield ("cases", place, "received_on"), "this is after the story begins"
        for name, value in case.known.items():
            yield from _fact(("cases", place, "known", name), name, [value])


def _interruptions(whole: _Whole) -> Mistakes:
    interruptions = whole.file.interruptions or []
    yield from _repeats(("interruptions",), [one.id for one in interruptions])
    for place, one in enumerate(interruptions):
        if one.case and one.case not in whole.cases:
            yield ("interruptions", place, "case"), f"there is no case “{one.case}”{nearest(one.case, whole.cases)}"


def _reader(whole: _Whole) -> Mistakes:
    reader, cases = whole.file.reader, whole.cases
    if reader is None:
        return
    workers = whole.known.workers
    if reader.worker not in workers:
        yield ("reader", "worker"), f"nobody works here as “{reader.worker}”{nearest(reader.worker, workers)}"
    elif reader.worker == whole.file.worker:
        yield ("reader", "worker"), "whoever reads is somebody else than who wrote"
    yield from _repeats(("reader", "questions"), [question.id for question in reader.questions])
    for place, question in enumerate(reader.questions):
        here: Key = ("reader", "questions", place)
        if bool(question.fact) == bool(question.right):
            yield here, "say what is right: either the fact that the writer records, or right, by case"
        elif question.fact and question.fact not in CATALOGUE:
            yield (*here, "fact"), f"there is no fact “{question.fact}”{nearest(question.fact, CATALOGUE)}"
        elif question.fact:
            fact = CATALOGUE[question.fact]
            codes = {"yes", "no"} if fact.type is FactType.YES_NO else set(fact.codes)
            for code in sorted(set(question.answers) - codes):
                yield (*here, "answers", code), f"{question.fact} cannot be “{code}”{nearest(code, codes)}"
        else:
            yield from _right_by_case(here, question, cases)


def _right_by_case(here: Key, question: ReaderQuestion, cases: Sequence[str]) -> Mistakes:
    for case in sorted(set(question.right) - set(cases)):
        yield (*here, "right"), f"there is no case “{case}”{nearest(case, cases)}"
    for case in cases:
        if case not in question.right:
            yield (*here, "right"), f"what is right for {case} is missing"
    for case, right in question.right.items():
        for code in right:
            if question.answers and code not in question.answers:
                yield (*here, "right", case), f"“{code}” is not among its answers{nearest(code, question.answers)}"


def _colleagues(whole: _Whole) -> Mistakes:
    """What each colleague does must be an action of the step, in every arm that has the step."""
    steps = [step for definition in whole.definitions.values() for step in definition.steps]
    for number, colleague in enumerate(whole.file.colleagues):
        if not colleague.does and not colleague.by_hand:
            yield ("colleagues", number, "does"), "say what they do, or write by_hand: true"
        theirs = [step for step in steps if step.id == colleague.step]
        if whole.definitions and not theirs:
            ids = [step.id for step in steps]
            told = f"no arm has the step “{colleague.step}”{nearest(colleague.step, ids)}"
            yield ("colleagues", number, "step"), told
        for step in theirs:
            actions = [action.id for action in step.actions]
            for does in colleague.does:
                if does not in actions:
                    yield ("colleagues", number, "does"), f"{step.id} has no action “{does}”{nearest(does, actions)}"


# --- facts and what experts say of them ----------------------------------------------------------


def _expert_answers(whole: _Whole) -> Mistakes:
    for case_id, answers in whole.file.expert_answers.items():
        if case_id not in whole.cases:
            yield ("expert_answers", case_id), "there is no such case" + nearest(case_id, whole.cases)
        for name, answer in answers.items():
            ends = [end for each in answer.acceptable for end in (_ends(each) or [each])]
            yield from _fact(("expert_answers", case_id, name), name, [answer.value, *ends])


def _fact(key: Key, name: str, values: list[Any]) -> Mistakes:
    if name not in CATALOGUE:
        yield key, f"the record has no such fact{nearest(name, CATALOGUE)}"
        return
    for value in values:
        if wrong := _value_mistake(CATALOGUE[name], value):
            yield key, wrong


def _ends(value: object) -> list[Any] | None:
    """The two ends of {from: …, to: …}, or None for any other value."""
    return [value["from"], value["to"]] if isinstance(value, dict) and set(value) == {"from", "to"} else None


def _value_mistake(fact: Fact, value: Any) -> str | None:
    codes = ("yes", "no") if fact.type is FactType.YES_NO else fact.codes
    match fact.type:
        case FactType.YES_NO | FactType.CODE:
            return None if value in codes else f"“{value}” is not one of {', '.join(codes)}"
        case FactType.CODES:
            right = isinstance(value, list) and set(value) <= set(codes)
            return None if right else f"this is a list of {', '.join(codes)}"
        case FactType.MONEY:
            return None if isinstance(value, int) and not isinstance(value, bool) else "this is whole pence"
        case FactType.DATE:
            return None if _is_date(value) else "this is a date: write 2026-11-10"
        case FactType.OUTCOMES if isinstance(value, list):
            return None if set(value) <= set(OUTCOMES) else f"this is a list of {', '.join(OUTCOMES)}"
        case FactType.TEXT:
            return None if isinstance(value, str) and value else "this is text"
        case _:
            return None if isinstance(value, dict | list) and value else "this needs its parts"


def _is_date(value: object) -> bool:
    try:
        return bool(date.fromisoformat(str(value)))
    except ValueError:
        return False


# --- tasks, and how success is recognised --------------------------------------------------------


def _tasks(whole: _Whole) -> Mistakes:
    yield from _repeats(("tasks",), [whole.file.warm_up_task.id, *(task.id for task in whole.file.tasks)])
    for place, task in [(("warm_up_task",), whole.file.warm_up_task), *whole.tasks]:
        yield from _steps_of_task(whole, (*place, "finishes"), task.finishes)
        yield from _steps_of_task(whole, (*place, "start_at"), task.start_at or {})
        yield from _success(whole, (*place, "success"), task)
        yield from _comprehension(place, task)
    for place, task in whole.tasks:
        for arm in whole.file.arms:
            if arm.id in whole.definitions and arm.id not in task.finishes:
                yield (*place, "finishes"), f"say which step completes it in {arm.id}"
            if arm.external and not (task.success and task.success.judged):
                told = f"{arm.external} tells us nothing: say under judged what the facilitator decides success by"
                yield (*place, "success" if task.success else "title"), told


def _steps_of_task(whole: _Whole, key: Key, steps: dict[str, str]) -> Mistakes:
    for arm_id, step in steps.items():
        if arm_id not in whole.arms:
            yield (*key, arm_id), "there is no such arm" + nearest(arm_id, whole.arms)
        elif external := whole.arms[arm_id].external:
            yield (*key, arm_id), f"{external} has none of our steps; leave this out"
        elif arm_id in whole.definitions:
            yield from _step(whole, (*key, arm_id), arm_id, step)


def _success(whole: _Whole, key: Key, task: TaskPart) -> Mistakes:
    if task.success is None:
        return
    if not (task.success.when or task.success.expert or task.success.judged):
        yield key, "say when it is reached: when, expert or judged"
    if task.success.when:
        try:
            compile_over_facts(task.success.when, CATALOGUE)
        except ExpressionError as error:
            yield (*key, "when"), str(error)
    for fact in task.success.expert:
        if fact not in CATALOGUE:
            yield (*key, "expert"), f"the record has no fact “{fact}”{nearest(fact, CATALOGUE)}"
            continue
        for case in whole.cases:
            if fact not in whole.file.expert_answers.get(case, {}):
                yield (*key, "expert"), f"experts have said nothing about {fact} for {case}"


def _comprehension(place: Key, task: TaskPart) -> Mistakes:
    questions = task.comprehension or []
    yield from _repeats((*place, "comprehension"), [question.id for question in questions])
    for number, question in enumerate(questions):
        for right in question.right:
            if question.answers and right not in question.answers:
                told = f"“{right}” is not among the answers{nearest(right, question.answers)}"
                yield (*place, "comprehension", number, "right"), told


def _questionnaires(whole: _Whole) -> Mistakes:
    ids = [each if isinstance(each, str) else each.id for each in whole.file.questionnaires]
    yield from _repeats(("questionnaires",), ids)
    yield from _repeats(("after_task",), [question.id for question in whole.file.after_task])
    for place, each in enumerate(whole.file.questionnaires):
        if not isinstance(each, str):
            if each.id in ("sus", "umux_lite", "raw_tlx"):
                yield ("questionnaires", place, "id"), f"{each.id} is the name of a published questionnaire"
            yield from _repeats(("questionnaires", place, "questions"), [question.id for question in each.questions])


# --- claims --------------------------------------------------------------------------------------


def _claims(whole: _Whole) -> Mistakes:
    yield from _repeats(("claims",), [claim.id for claim in whole.file.claims])
    for place, claim in enumerate(whole.file.claims):
        key: Key = ("claims", place)
        for arm in claim.arms:
            if arm not in whole.arms:
                yield (*key, "arms"), f"there is no arm “{arm}”{nearest(arm, whole.arms)}"
        if len(set(claim.arms)) < len(claim.arms):
            yield (*key, "arms"), "a claim compares two different arms"
        tasks = [task.id for task in whole.file.tasks]
        if claim.task and claim.task not in tasks:
            yield (*key, "task"), f"there is no task “{claim.task}”{nearest(claim.task, tasks)}"
        yield from _expected(key, claim)
        yield from _counted(whole, key, claim)


def _expected(key: Key, claim: ClaimPart) -> Mistakes:
    for name in ("expected_a", "expected_b"):
        value = getattr(claim, name)
        if claim.measure in RATES and not 0 < value < 1:
            yield (*key, name), f"a rate is between 0 and 1, as 0.85: this is {value:g}"
        elif claim.measure == "time" and value <= 0:
            yield (*key, name), f"this is minutes, more than 0: this is {value:g}"
        elif claim.measure in SCALES and not SCALES[claim.measure][0] <= value <= SCALES[claim.measure][1]:
            low, high = SCALES[claim.measure]
            yield (*key, name), f"{claim.measure} goes from {low} to {high}: this is {value:g}"
    if claim.expected_a == claim.expected_b:
        yield (*key, "expected_b"), "expect a difference worth acting on between the two arms"
    for name in ("spread", "alike", "cases_spread"):
        values: list[float] = getattr(claim, name)
        if any(value < 0 for value in values) or values != sorted(values):
            yield (*key, name), "write the least and the most that is plausible, from 0 up: [0.5, 1]"
    if claim.measure not in RATES and claim.spread and min(claim.spread) <= 0:
        yield (*key, "spread"), "people always differ: write more than 0"
    if any(value >= 1 for value in claim.alike):
        yield (*key, "alike"), "this is a correlation from 0 to less than 1"


def _counted(whole: _Whole, key: Key, claim: ClaimPart) -> Mistakes:
    file = whole.file
    if claim.measure == "sus" and "sus" not in file.questionnaires:
        yield (*key, "measure"), "nobody is asked the SUS: add sus to questionnaires"
    if claim.measure == "correct" and not file.expert_answers:
        yield (*key, "measure"), "experts have said nothing that a decision could equal: write expert_answers"
    if claim.generalises == "cases like these" and len(file.cases) < 2:
        yield (*key, "generalises"), "one case stands for no others: write these cases, or add cases"
    if file.people is not None:
        planned = file.people // len(file.arms) if file.design == "between" else file.people
        if claim.people > planned:
            each = " in each arm" if file.design == "between" else ""
            yield (*key, "people"), f"{planned} people{each} are planned, and the claim counts on {claim.people}"
