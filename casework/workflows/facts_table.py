"""Facts of the record against workflows: what each records, works out, or leaves out and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from casework.facts import Catalogue, Fact
from casework.workflows.definition import Definition

How = Literal["records", "works out", "leaves out"]


@dataclass(frozen=True)
class Treated:
    """What one workflow does with one fact. by: the questions that record or work it out; why: it is left out."""

    how: How
    by: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True)
class FactRow:
    """One fact, and what each workflow does with it, by the workflow's id."""

    fact: Fact
    treated: Mapping[str, Treated]


def facts_by_workflow(definitions: Mapping[str, Definition], catalogue: Catalogue) -> list[FactRow]:
    """Every fact that questions may record, against every workflow, in the order of the catalogue."""
    recorded = {name: dict(_recorded(definition)) for name, definition in definitions.items()}
    started = {name: _started(definition) for name, definition in definitions.items()}
    rows = []
    for fact in catalogue.values():
        if fact.given:
            continue
        treated = {}
        for name, definition in definitions.items():
            found = recorded[name].get(fact.name)
            treated[name] = found or Treated("leaves out", (), _why(fact, definition, definitions, recorded, started))
        rows.append(FactRow(fact, treated))
    return rows


def _recorded(definition: Definition) -> Iterator[tuple[str, Treated]]:
    found: dict[str, list[str]] = {}
    computed: dict[str, bool] = {}
    for section in definition.sections:
        for page in section.pages:
            if page.repeat and page.repeat.fact:
                found.setdefault(page.repeat.fact, []).append(page.id)
                computed[page.repeat.fact] = False
            for question in page.questions:
                if question.fact and not question.fact.startswith("."):
                    found.setdefault(question.fact, []).append(question.id)
                    computed[question.fact] = computed.get(question.fact, True) and question.type == "computed"
    for fact, by in found.items():
        yield fact, Treated("works out" if computed[fact] else "records", tuple(by))


def _started(definition: Definition) -> list[str]:
    own = {step.id for step in definition.steps}
    names = [name for step in definition.steps for action in step.actions for name in action.starts]
    return [name for name in dict.fromkeys(names) if name not in own]


def _why(
    fact: Fact,
    definition: Definition,
    definitions: Mapping[str, Definition],
    recorded: Mapping[str, Mapping[str, Treated]],
    started: Mapping[str, list[str]],
) -> str:
    """Why a workflow leaves a fact out: in its own words, or because another does it, or no such part is made."""
    if fact.name in definition.leaves_out:
        return definition.leaves_out[fact.name]
    for name in started.get(definition.id, ()):
        if fact.name in recorded.get(name, {}):
            return f"recorded in “{definitions[name].title}”, which it starts"
    part = fact.name.partition(".")[0]
    if not any(other.startswith(f"{part}.") for other in recorded.get(definition.id, {})):
        return "it makes no such part of the record"
    return ""
