"""`flask workflows`: checking them, and saying what is in them."""

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import click

from casework.cli.saying import FOUND_SOMETHING, stop
from casework.cli.setting_up import SEED_DATA
from casework.clock import now
from casework.records.facts import CATALOGUE
from casework.records.rates import shipped_rates
from casework.workflows import checks
from casework.workflows.loader import Lists, Loaded, load_file, load_lists
from casework.workflows.problems import FIRST_SILENCEABLE, KINDS, Problem, WorkflowError, in_order
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
@click.option("--explain", metavar="CODE", help="Say what a code means and how it is mended, and check nothing.")
@click.option("--left-out", is_flag=True, help="Also list the facts that other workflows record and these do not.")
@as_json
def check(files: tuple[Path, ...], explain: str | None, left_out: bool, kind: str) -> None:
    """Check workflows; all of seed_data/workflows without FILES. Warnings alone are no failure."""
    if explain is not None:
        _explain(explain.upper())
        return
    chosen = files or tuple(sorted(FOLDER.glob("*.yaml")))
    problems = in_order(_problems(chosen, left_out=left_out))
    if kind == "json":
        click.echo(json.dumps([_with_its_kind(problem) for problem in problems], indent=2, ensure_ascii=False))
    else:
        for problem in problems:
            click.echo(str(problem), err=True)
        click.echo(_in_all(checks.summary(problems), len(chosen)))
    if any(problem.severity == "error" for problem in problems):
        raise SystemExit(FOUND_SOMETHING)


def _explain(code: str) -> None:
    told = KINDS.get(code)
    if told is None:
        stop(f"there is no check {code}. The codes are {', '.join(KINDS)}.")
    click.echo(f"{told.code} ({told.severity}): {told.title}\n{told.explanation}\nTo mend it: {told.mend}")
    if code >= FIRST_SILENCEABLE:
        click.echo(f"To keep it as it is: write # check: allow {code} because … on its line, or on the line above.")


def _with_its_kind(problem: Problem) -> dict[str, object]:
    kind = problem.kind
    return asdict(problem) | {"title": kind.title, "explanation": kind.explanation, "mend": kind.mend}


def _in_all(found: checks.Summary, files: int) -> str:
    errors = f"{found.errors} {'error' if found.errors == 1 else 'errors'}"
    many = f"{files} {'workflow' if files == 1 else 'workflows'}"
    return f"{many}: {errors}, {found.to_look_at} to look at, {found.passed} kinds of check passed"


def _problems(files: Iterable[Path], *, left_out: bool) -> Iterable[Problem]:
    try:
        lists = load_lists(SEED_DATA / "lists")
    except WorkflowError as error:
        yield from error.problems
        return
    in_force = shipped_rates().in_force(now().date())
    rates = {rate.qualifier: rate.amount_pence for rate in in_force if rate.code == "service"}
    others = [found.definition for found in _every_other(lists)] if left_out else []
    for path in files:
        if not path.is_file():
            stop(f"there is no file {path}")
        try:
            loaded = _load(path, lists)
        except WorkflowError as error:
            yield from error.problems
            continue
        yield from loaded.problems
        yield from checks.retired_rates(loaded.definition, rates, loaded.tree)
        yield from checks.left_out(loaded.definition, others, loaded.tree)


def _every_other(lists: Lists) -> Iterable[Loaded]:
    for path in sorted(FOLDER.glob("*.yaml")):
        with suppress(WorkflowError):
            yield _load(path, lists)


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
def schema() -> None:
    """Print the JSON Schema of a workflow, for editors."""
    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))
