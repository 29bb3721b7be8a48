"""The robot: goes through a workflow from where it begins to where it ends, by its pages, as one person's case.

Pure: facts in, a way through out. What is known of the person decides; where nothing is known the robot takes the
first thing a worker might. It goes on rather than back, and only where no known way leads to an end does it answer
otherwise, and says so. A workflow that cannot be finished is said, with the place and the reason.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from typing import Any

from casework.rehearsal.answering import Answering, candidates, known_of
from casework.rehearsal.filling import Filled, answers_for, fill_in
from casework.workflows.calendar import due_on
from casework.workflows.definition import Action, Definition, Step
from casework.workflows.engine import ActionState, Finish, StepState, finish
from casework.workflows.values import JSON
from casework.workflows.ways import ways_of

__all__ = ["Onward", "Stuck", "Visit", "Walk", "answers_for", "walk", "ways_on", "why_stuck"]

VISITS = (1, 2)
"""How often the robot does one step: once; and, where that leads to no end, twice."""
MOST_STEPS = 120
MOST_TRIES = 60


@dataclass(frozen=True)
class Visit:
    """One step done on the way.

    chosen: ids of its next actions; starts: other workflows that began here. aside: whether it went beside the main
    way, begun by an action that starts it. steered: what was answered otherwise than anything known, so as to go on.
    """

    step: Step
    answers: Mapping[str, JSON]
    state: StepState
    chosen: tuple[str, ...]
    tells: tuple[str, ...]
    starts: tuple[str, ...]
    waits: tuple[str, ...]
    on: date
    aside: bool = False
    steered: str = ""

    @property
    def labels(self) -> list[str]:
        return [action.label for action in self.step.actions if action.id in self.chosen]


@dataclass(frozen=True)
class Stuck:
    """Where a workflow cannot be finished, and every reason found there."""

    step_id: str
    why: tuple[str, ...]


@dataclass(frozen=True)
class Walk:
    """A way through a workflow. ended_at: the step that ended the main way; stuck: why there is none."""

    visits: tuple[Visit, ...]
    facts: Mapping[str, JSON]
    ended_at: str = ""
    stuck: Stuck | None = None

    @property
    def finished(self) -> bool:
        return self.stuck is None

    @property
    def path(self) -> list[str]:
        """The steps in the order they were done."""
        return [visit.step.id for visit in self.visits]

    @property
    def starts(self) -> list[str]:
        """Other workflows begun on the way, each once."""
        return list(dict.fromkeys(name for visit in self.visits for name in visit.starts))


def walk(
    definition: Definition,
    known: Mapping[str, Any],
    *,
    today: date,
    words: Mapping[str, str] | None = None,
    prefer: Mapping[str, str] | None = None,
) -> Walk:
    """The robot's way through a workflow with what is known of a person. Never raises.

    known: fact name to value. What this workflow does not record itself is in the record from the beginning.
    prefer: step id to the action to take there when it may be taken.
    """
    recorded = definition.facts_recorded()
    before = {name: value for name, value in known.items() if name not in recorded}
    walking = _Walking(definition, Answering(known, today, words or {}), prefer or {})
    way = _Way(today, before)
    found = walking.first_end(definition.begins, way, aside=False)
    if found is None:
        return Walk(walking.furthest, {}, stuck=walking.stuck)
    while found.beside:
        step_id, found = found.beside[0], replace(found, beside=found.beside[1:], visited={})
        if any(visit.step.id == step_id for visit in found.visits):
            continue
        ended_at = found.ended_at
        further = walking.first_end(step_id, found, aside=True)
        if further is None:
            return Walk(found.visits, found.recorded, ended_at, stuck=walking.stuck)
        found = replace(further, ended_at=ended_at)
    return Walk(found.visits, found.recorded, found.ended_at)


@dataclass(frozen=True)
class _Way:
    """How far a walk has come: a value, so that trying another action loses nothing."""

    today: date
    record: Mapping[str, Any]
    recorded: Mapping[str, JSON] = field(default_factory=dict)
    answers: Mapping[str, JSON] = field(default_factory=dict)
    visits: tuple[Visit, ...] = ()
    visited: Mapping[str, int] = field(default_factory=dict)
    beside: tuple[str, ...] = ()
    ended_at: str = ""


@dataclass
class _Walking:
    definition: Definition
    by: Answering
    prefer: Mapping[str, str]
    steps: int = 0
    most_visits: int = 1
    stuck: Stuck | None = None
    furthest: tuple[Visit, ...] = ()
    done_before: frozenset[str] = frozenset()

    def first_end(self, step_id: str, way: _Way, aside: bool) -> _Way | None:
        """The way from a step to one that ends, going back nowhere, or else going back once."""
        self.done_before = frozenset(visit.step.id for visit in way.visits)
        for self.most_visits in VISITS:
            self.steps, self.stuck = 0, None
            found = self.to_an_end(step_id, way, aside)
            if found is not None:
                return found
        return None

    def to_an_end(self, step_id: str, way: _Way, aside: bool) -> _Way | None:
        """The way from a step to one that ends, or None, with the first place where it went no further kept.

        What goes aside ends too where it comes to a step that was done before it began.
        """
        step = self.definition.step(step_id)
        if step.ends or step_id in self.done_before:
            return replace(way, ended_at=step_id)
        self.steps += 1
        if self.steps > MOST_STEPS or way.visited.get(step_id, 0) >= self.most_visits:
            self.is_stuck(way, step_id, [f"the way goes round through “{step.title}” and never ends"])
            return None
        way = replace(way, visited={**way.visited, step_id: way.visited.get(step_id, 0) + 1})
        tried = False
        for filled, action, chosen, steered in self.ways_on(step, way, aside):
            tried = True
            onward = self.done(step, way, filled, chosen, aside, steered)
            target = action.to or next((name for name in action.starts if self.is_step(name)), None)
            if target is None:
                return replace(onward, ended_at=step_id)
            found = self.to_an_end(target, onward, aside)
            if found is not None:
                return found
        if not tried:
            self.is_stuck(way, step_id, self.reasons(step, way))
        return None

    def is_stuck(self, way: _Way, step_id: str, why: Sequence[str]) -> None:
        if self.stuck is None:
            self.stuck = Stuck(step_id, tuple(why))
            self.furthest = way.visits

    def reasons(self, step: Step, way: _Way) -> list[str]:
        filled = self.fill(step, way, {})
        told = [f"“{each.action.label}”: {each.why_not}" for each in filled.state.actions if each.why_not]
        return [*filled.unanswered, *told] or ["no next action leads on"]

    def steps_left(self, step_id: str) -> int:
        """How many steps lie before the nearest end, whatever the answers."""
        seen, ahead, count = {step_id}, [step_id], 0
        while ahead and not any(self.definition.step(name).ends for name in ahead):
            onward = [action.to for name in ahead for action in self.definition.step(name).actions if action.to]
            ahead = [name for name in dict.fromkeys(onward) if name not in seen]
            seen.update(ahead)
            count += 1
        return count if ahead else MOST_STEPS

    def is_step(self, name: str | None) -> bool:
        return any(step.id == name for step in self.definition.steps)

    def ends(self, action: Action) -> bool:
        return self.is_step(action.to) and self.definition.step(action.to or "").ends

    def fill(self, step: Step, way: _Way, instead: Mapping[str, JSON]) -> Filled:
        read = {key: value for key, value in way.answers.items() if key in self.asked_in(step.reads)}
        by = replace(self.by, today=way.today, instead=instead)
        return fill_in(self.definition, step.id, by, read, {**way.record, **way.recorded})

    def asked_in(self, steps: Sequence[str]) -> frozenset[str]:
        return frozenset(
            name
            for step_id in steps
            for page in self.definition.pages(step_id)
            for name in (page.id, *(question.id for question in page.questions))
        )

    # --- what may be done in a step, the likeliest first

    def ways_on(self, step: Step, way: _Way, aside: bool) -> Iterator[tuple[Filled, Action, tuple[str, ...], str]]:
        """Each way of finishing a step: filled in, the action that leads on, all that are chosen, and what was bent."""
        filled = self.fill(step, way, {})
        later = []
        for action, chosen in self.choices(step, filled.state, way, aside):
            if action.to is None or self.leads_further(action, way):
                yield filled, action, chosen, ""
            else:
                later.append((filled, action, chosen, ""))
        yield from self.steered(step, way, filled, aside)
        yield from later

    def leads_further(self, action: Action, way: _Way) -> bool:
        return not way.visited.get(action.to or "")

    def choices(self, step: Step, state: StepState, way: _Way, aside: bool) -> Iterator[tuple[Action, tuple[str, ...]]]:
        leading = [each.action for each in state.actions if each.available and each.action.leads_on]
        mains = [action for action in leading if action.to is not None] or leading

        def rank(action: Action) -> tuple[bool, bool, bool, bool]:
            unasked = self.prefer.get(step.id) != action.id
            return unasked, not self.leads_further(action, way), action.when is None, self.ends(action) and not aside

        for action in sorted(mains, key=rank):
            for beside in (True, False):
                chosen = _together(state, action, beside)
                notes = dict.fromkeys(chosen, f"Handed over by the robot: see “{step.title}”.")
                if isinstance(finish(self.definition, state, chosen, notes), Finish):
                    yield action, chosen
                    break

    def steered(
        self, step: Step, way: _Way, filled: Filled, aside: bool
    ) -> Iterator[tuple[Filled, Action, tuple[str, ...], str]]:
        """Ways on that need an answer otherwise than filled in: first to what nobody knows, then to what is known."""
        shut = [
            each.action
            for each in filled.state.actions
            if each.action.when and not each.available and each.action.to and self.leads_further(each.action, way)
        ]
        for action in sorted(shut, key=lambda action: self.steps_left(action.to or "")):
            for instead, said in islice(self.bent(step, filled, action), MOST_TRIES):
                other = self.fill(step, way, instead)
                for offered, chosen in self.choices(step, other.state, way, aside):
                    if offered.id == action.id:
                        yield other, offered, chosen, said
                        break
                else:
                    continue
                break

    def bent(self, step: Step, filled: Filled, action: Action) -> Iterator[tuple[dict[str, JSON], str]]:
        """Answers that might open an action, one question at a time, those nobody knows anything about first."""
        asked = {
            state.question.id: state.question
            for page in filled.state.pages
            for state in page.shown
            if state.question.asks
        }
        hangs_on = ways_of(self.definition).asks(action.when or "")
        names = [name for name in asked if name in hangs_on]
        for unknown in (True, False):
            for name in names:
                question = asked[name]
                if (known_of(question, self.by) is None) is not unknown:
                    continue
                for value in candidates(question, None, self.by):
                    if value != filled.answers.get(name):
                        label = next((o.label for o in question.choices if o.code == value), "otherwise")
                        yield {name: value}, f"“{question.label}” is answered “{label}”, so that the work goes on"

    # --- what comes of it

    def done(self, step: Step, way: _Way, filled: Filled, chosen: tuple[str, ...], aside: bool, steered: str) -> _Way:
        notes = dict.fromkeys(chosen, f"Handed over by the robot: see “{step.title}”.")
        ended = finish(self.definition, filled.state, chosen, notes)
        assert isinstance(ended, Finish)
        mains = [action.to for action in step.actions if action.id in chosen and action.to]
        beside = tuple(
            start.step_id
            for start in ended.starts
            if start.step_id and start.step_id not in mains and start.step_id not in way.beside
        )
        visit = Visit(
            step,
            dict(filled.answers),
            filled.state,
            chosen,
            ended.tells,
            tuple(start.workflow_id for start in ended.starts if start.workflow_id),
            tuple(
                f"waits for {start.waits_for}" if start.waits_for else f"begins after {start.after}"
                for start in ended.starts
                if start.waits_for or start.after
            ),
            way.today,
            aside,
            steered,
        )
        later = [due_on(start.after, way.today) for start in ended.starts if start.after and start.step_id in mains]
        return replace(
            way,
            today=max((day for day in later if day), default=way.today),
            recorded={**way.recorded, **filled.state.facts},
            answers={**way.answers, **filled.answers},
            visits=(*way.visits, visit),
            beside=(*way.beside, *(beside if mains else beside[1:])),
        )


def _together(state: StepState, main: Action, beside: bool) -> tuple[str, ...]:
    """The actions chosen with one that leads on: those that must be, those that go together, and what else begins.

    beside: whether offered actions that start something because of an answer are taken too.
    """
    chosen = {main.id}
    groups = {main.one_of} if main.one_of else set()

    def add(each: ActionState) -> None:
        if each.action.one_of not in groups or each.action.one_of is None:
            chosen.add(each.action.id)
            groups.add(each.action.one_of or "")

    free = [each for each in state.actions if each.available and each.action.id != main.id]
    for each in free:
        if each.compulsory:
            add(each)
    for each in free:
        starts = bool(each.action.starts) and each.action.to is None
        if beside and starts and each.action.when and each.action.mode == "offered":
            add(each)
    for each in free:
        if each.action.one_of and each.action.one_of not in groups:
            add(each)
    together = {each.action.all_of for each in state.actions if each.action.id in chosen and each.action.all_of}
    chosen |= {each.action.id for each in free if each.action.all_of in together}
    chosen |= {each.action.id for each in free if each.action.mode == "automatic"}
    return tuple(action.id for action in state.step.actions if action.id in chosen)


@dataclass(frozen=True)
class Onward:
    """One way of finishing a step: filled in, what is chosen then, the step it leads to, and what was bent for it."""

    filled: Filled
    chosen: tuple[str, ...]
    to: str | None
    steered: str


def ways_on(
    definition: Definition, step_id: str, by: Answering, *, record: Mapping[str, Any], read: Mapping[str, JSON]
) -> Iterator[Onward]:
    """The ways of finishing one step, the likeliest first; none where it cannot be finished.

    record: what is known of the person and the case. read: the answers of the steps that this one reads.
    """
    walking = _Walking(definition, by, {})
    way = _Way(by.today, record, answers=read)
    for filled, action, chosen, steered in walking.ways_on(definition.step(step_id), way, aside=False):
        yield Onward(filled, chosen, action.to, steered)


def why_stuck(
    definition: Definition, step_id: str, by: Answering, *, record: Mapping[str, Any], read: Mapping[str, JSON]
) -> list[str]:
    """What stands against finishing a step to which `ways_on` knows no way."""
    return _Walking(definition, by, {}).reasons(definition.step(step_id), _Way(by.today, record, answers=read))
