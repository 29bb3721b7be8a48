"""`flask workflows burden`, `duties`, `walk` and the table of facts: what the bench says about workflows."""

import json
from dataclasses import asdict, fields
from functools import cache
from typing import Any

import click

from casework.cli.saying import FOUND_SOMETHING
from casework.cli.workflows import FOLDER, as_json, named
from casework.records.facts import CATALOGUE
from casework.rehearsal.people import everybody, pinned_people
from casework.rehearsal.walks import Walked, burden_for, walk_all
from casework.workflows.burden import MEASURES, Cost
from casework.workflows.definition import Definition
from casework.workflows.duties import LABEL, DutyResult, duties_of
from casework.workflows.facts_table import facts_by_workflow


@click.command("burden")
@click.argument("workflow")
@as_json
def burden(workflow: str, kind: str) -> None:
    """Say what WORKFLOW costs practitioners: at least, for each pinned person, at most."""
    found = burden_for(named(workflow).definition)
    columns = {"least": found.least, **found.people, "most": found.most}
    if kind == "json":
        shown: dict[str, Any] = {name: _cost(cost) for name, cost in columns.items()}
        shown |= {"ways": found.ways, "least_is_exact": found.least_is_exact, "most_is_exact": found.most_is_exact}
        click.echo(json.dumps(shown, indent=2))
        return
    width = max(len(name) for name in MEASURES.values())
    click.echo(" " * width + "".join(f"  {name:>16}" for name in columns))
    for measure, words in MEASURES.items():
        click.echo(f"{words:<{width}}" + "".join(f"  {getattr(cost, measure):>16,}" for cost in columns.values()))
    click.echo(f"{found.ways} ways through. Minutes are an estimate from the text, not a measurement.")


def _cost(cost: Cost) -> dict[str, float]:
    return {each.name: getattr(cost, each.name) for each in fields(Cost)} | {"minutes": cost.minutes}


@click.command("duties")
@click.argument("workflow")
@as_json
def duties(workflow: str, kind: str) -> None:
    """Say which duties of the Care Act WORKFLOW meets, on which ways. A prompt for a lawyer, not advice."""
    definition = named(workflow).definition
    found = duties_of(definition, _shipped() | {definition.id: definition})
    if kind == "json":
        click.echo(json.dumps([_duty(each) for each in found], indent=2, ensure_ascii=False))
        return
    click.echo(LABEL)
    for each in found:
        click.echo(f"{each.duty.id}  {each.status}  {each.duty.name}")
        for words in each.missing:
            click.echo(f"    lacks {words}")
        for told in (each.example and f"for example {each.example}", each.why, each.explained):
            if told:
                click.echo(f"    {told}")


def _duty(found: DutyResult) -> dict[str, Any]:
    return {
        "id": found.duty.id,
        "name": found.duty.name,
        "law": found.duty.law,
        "status": found.status,
        "missing": list(found.missing),
        "example": found.example,
        "why": found.why,
        "explained": found.explained,
        "by": [asdict(evidence) for evidence in found.by],
    }


@click.command("walk")
@click.argument("workflow", required=False)
@click.option("--everybody", "all_people", is_flag=True, help="With the further cases the robot knows, too.")
@as_json
def walk(workflow: str | None, all_people: bool, kind: str) -> None:
    """Let the robot go through WORKFLOW, or all of them, with every pinned person. Exit 1 if one cannot be finished."""
    definitions = _shipped()
    chosen = definitions
    if workflow is not None:
        definition = named(workflow).definition
        chosen = {definition.id: definition}
    people = everybody() if all_people else pinned_people()
    walks = walk_all(chosen, people.values(), definitions | chosen)
    if kind == "json":
        click.echo(json.dumps([_walk(each) for each in walks], indent=2, ensure_ascii=False))
    else:
        for each in walks:
            click.echo(_walk_said(each))
    if any(not each.walk.finished for each in walks):
        raise SystemExit(FOUND_SOMETHING)


def _walk(walked: Walked) -> dict[str, Any]:
    cost = burden_for(walked.definition, {walked.who.id: walked.who}).people[walked.who.id]
    stuck = walked.walk.stuck
    return {
        "workflow": walked.definition.id,
        "person": walked.who.id,
        "finished": walked.walk.finished,
        "path": [{"step": visit.step.id, "actions": list(visit.chosen)} for visit in walked.walk.visits],
        "ended_at": walked.walk.ended_at,
        "starts": walked.walk.starts,
        "stuck": {"step": stuck.step_id, "why": list(stuck.why)} if stuck else None,
        "facts": len(walked.walk.facts),
        "undecided": list(walked.undecided),
        **_cost(cost),
    }


def _walk_said(walked: Walked) -> str:
    cost = burden_for(walked.definition, {walked.who.id: walked.who}).people[walked.who.id]
    counts = f"{cost.pages} pages, {cost.questions} questions, {len(walked.walk.facts)} facts"
    told = f"{walked.definition.id}  {walked.who.id}  {counts}: {walked.steps_said}"
    if walked.undecided:
        told += f"; still to look at: {', '.join(walked.undecided)}"
    stuck = walked.walk.stuck
    return f"{told}\n    cannot be finished at {stuck.step_id}: {'; '.join(stuck.why)}" if stuck else told


@cache
def _shipped() -> dict[str, Definition]:
    return {path.stem: named(path.stem).definition for path in sorted(FOLDER.glob("*.yaml"))}


@click.command("facts")
@click.option("--by-workflow", is_flag=True, help="What each shipped workflow records, works out or leaves out.")
@as_json
def facts(by_workflow: bool, kind: str) -> None:
    """List the facts of the record that questions can record."""
    if by_workflow:
        _facts_by_workflow(kind)
    elif kind == "json":
        click.echo(json.dumps([asdict(fact) for fact in CATALOGUE.values()], indent=2, ensure_ascii=False))
    else:
        for fact in CATALOGUE.values():
            codes = f" ({', '.join(fact.codes)})" if fact.codes else ""
            given = "; given by the record, no question records it" if fact.given else ""
            law = f", {fact.law}" if fact.law else ""
            click.echo(f"{fact.name}  {fact.type.value}{codes}  {fact.label}{law}{given}")


def _facts_by_workflow(kind: str) -> None:
    rows = facts_by_workflow(_shipped(), CATALOGUE)
    if kind == "json":
        shown = [
            {"fact": row.fact.name, "workflows": {name: asdict(each) for name, each in row.treated.items()}}
            for row in rows
        ]
        click.echo(json.dumps(shown, indent=2, ensure_ascii=False))
        return
    for row in rows:
        click.echo(row.fact.name)
        for name, each in row.treated.items():
            said = f" by {', '.join(each.by)}" if each.by else f": {each.why}" if each.why else ""
            click.echo(f"    {name}  {each.how}{said}")
