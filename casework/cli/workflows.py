"""`flask workflows`: checking them, and saying what is in them."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from casework.cli.saying import FOUND_SOMETHING, stop
from casework.cli.setting_up import SEED_DATA
from casework.facts import Fact
from casework.records.facts import CATALOGUE
from casework.workflows.definition import Definition
from casework.workflows.loader import Lists, Loaded, load_file, load_lists
from casework.workflows.problems import Problem, WorkflowError

FOLDER = SEED_DATA / "workflows"
as_json = click.option(
    "--format", "kind", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print it."
)


@click.group("workflows")
def group() -> None:
    """Check workflows, and say what is in them."""


@group.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@as_json
def check(files: tuple[Path, ...], kind: str) -> None:
    """Check workflows; all of seed_data/workflows without FILES. Warnings alone are no failure."""
    problems = list(_problems(files or tuple(sorted(FOLDER.glob("*.yaml")))))
    if kind == "json":
        click.echo(json.dumps([_as_data(problem) for problem in problems], indent=2, ensure_ascii=False))
    else:
        for problem in problems:
            click.echo(str(problem), err=True)
    if any(problem.severity == "error" for problem in problems):
        raise SystemExit(FOUND_SOMETHING)


def _problems(files: Iterable[Path]) -> Iterable[Problem]:
    try:
        lists = load_lists(SEED_DATA / "lists")
    except WorkflowError as error:
        yield from error.problems
        return
    for path in files:
        if not path.is_file():
            stop(f"there is no file {path}")
        try:
            yield from _load(path, lists).problems
        except WorkflowError as error:
            yield from error.problems


def _load(path: Path, lists: Lists) -> Loaded:
    siblings = {found.stem: found for found in sorted(FOLDER.glob("*.yaml"))}
    siblings |= {found.stem: found for found in sorted(path.parent.glob("*.yaml"))}
    return load_file(path, lists=lists, catalogue=CATALOGUE, siblings=siblings)


def _as_data(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.file,
        "line": problem.line,
        "col": problem.col,
        "severity": problem.severity,
        "code": problem.code,
        "message": problem.message,
    }


@group.command()
@as_json
def facts(kind: str) -> None:
    """List the facts of the record that questions can record."""
    if kind == "json":
        click.echo(json.dumps([_fact(fact) for fact in CATALOGUE.values()], indent=2, ensure_ascii=False))
        return
    for fact in CATALOGUE.values():
        codes = f" ({', '.join(fact.codes)})" if fact.codes else ""
        click.echo(f"{fact.name}  {fact.type.value}{codes}  {fact.label}{f', {fact.law}' if fact.law else ''}")


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "name": fact.name,
        "label": fact.label,
        "type": fact.type.value,
        "codes": list(fact.codes),
        "unit": fact.unit,
        "law": fact.law,
        "fields": [_fact(inner) for inner in fact.fields],
    }


@group.command()
def schema() -> None:
    """Print the JSON Schema of a workflow, for editors."""
    click.echo(json.dumps(Definition.model_json_schema(), indent=2, ensure_ascii=False))
