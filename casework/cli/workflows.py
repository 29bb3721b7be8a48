"""`flask workflows`: checking them, and saying what is in them."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import click

from casework.cli.saying import FOUND_SOMETHING, stop
from casework.cli.setting_up import SEED_DATA
from casework.records.facts import CATALOGUE
from casework.workflows.loader import Lists, Loaded, load_file, load_lists
from casework.workflows.problems import Problem, WorkflowError
from casework.workflows.schema import json_schema

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
        click.echo(json.dumps([asdict(problem) for problem in problems], indent=2, ensure_ascii=False))
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


def named(name: str) -> Loaded:
    """The workflow of a file, or the shipped one with this id. Ends the command, saying why, where there is none."""
    path = Path(name) if name.endswith((".yaml", ".yml")) else FOLDER / f"{name}.yaml"
    if not path.is_file():
        known = ", ".join(sorted(found.stem for found in FOLDER.glob("*.yaml")))
        stop(f"there is no workflow {name}. Give a file, or one of {known}.")
    try:
        return _load(path, load_lists(SEED_DATA / "lists"))
    except WorkflowError as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        raise SystemExit(FOUND_SOMETHING) from error


@group.command()
@as_json
def facts(kind: str) -> None:
    """List the facts of the record that questions can record."""
    if kind == "json":
        click.echo(json.dumps([asdict(fact) for fact in CATALOGUE.values()], indent=2, ensure_ascii=False))
        return
    for fact in CATALOGUE.values():
        codes = f" ({', '.join(fact.codes)})" if fact.codes else ""
        click.echo(f"{fact.name}  {fact.type.value}{codes}  {fact.label}{f', {fact.law}' if fact.law else ''}")


@group.command()
def schema() -> None:
    """Print the JSON Schema of a workflow, for editors."""
    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))
