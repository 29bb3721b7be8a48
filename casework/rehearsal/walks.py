"""Walks of the people the robot knows, worked out once for each definition, and what they cost."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from casework.rehearsal.people import STORY_DATE, Known, pinned_people
from casework.rehearsal.robot import Walk, walk
from casework.workflows.burden import Burden, Passed, burden_of
from casework.workflows.definition import Definition
from casework.workflows.duties import duties_of


def walk_of(definition: Definition, who: Known) -> Walk:
    """The robot's way through a workflow as one person's case, on the story day of the people's files."""
    kept: dict[str, Walk] = definition.kept.setdefault("walks", {})
    if who.id not in kept:
        kept[who.id] = walk(definition, who.known, today=STORY_DATE, words=who.words)
    return kept[who.id]


def passed_of(found: Walk) -> list[Passed]:
    """The steps of a walk, for counting."""
    return [Passed(visit.state, visit.chosen) for visit in found.visits]


def burden_for(definition: Definition, people: Mapping[str, Known] | None = None) -> Burden:
    """The burden of a workflow, with the way of each person by id: the pinned ones, unless others are given."""
    chosen = pinned_people() if people is None else people
    return burden_of(definition, {name: passed_of(walk_of(definition, who)) for name, who in chosen.items()})


@dataclass(frozen=True)
class Walked:
    """One person's walk of one workflow. undecided: duties it does not meet on every path, or that cannot be told."""

    definition: Definition
    who: Known
    walk: Walk
    undecided: tuple[str, ...]

    @property
    def steps_said(self) -> str:
        """The path in words: "Contact, First look, Closed"; what went beside it in brackets."""
        titles = [f"({visit.step.title})" if visit.aside else visit.step.title for visit in self.walk.visits]
        if self.walk.ended_at and self.definition.step(self.walk.ended_at).ends:
            main = len([visit for visit in self.walk.visits if not visit.aside])
            titles.insert(main, self.definition.step(self.walk.ended_at).title)
        return ", ".join(titles)


def walk_all(
    definitions: Mapping[str, Definition], people: Iterable[Known], others: Mapping[str, Definition]
) -> list[Walked]:
    """Every workflow with every person, in the order of the workflows. others: all that they may start, by id."""
    chosen = list(people)
    found = []
    for definition in definitions.values():
        open_ = tuple(each.duty.id for each in duties_of(definition, others) if not each.is_met)
        found += [Walked(definition, who, walk_of(definition, who), open_) for who in chosen]
    return found
