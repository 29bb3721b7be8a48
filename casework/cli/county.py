"""The fictional county: the template of every sandbox."""

import json
from dataclasses import asdict
from pathlib import Path

import click
from flask.cli import with_appcontext
from rich.console import Console
from rich.progress import Progress

from casework import clock
from casework.cli import setting_up
from casework.cli.saying import FOUND_SOMETHING, stop
from casework.cli.workflows import as_json
from casework.database import ask_to_write
from casework.errors import DomainError
from casework.extensions import db
from casework.lab.sandboxes import MOST_IN_A_SANDBOX
from casework.synthetic.pinned import check_people, kind_of
from casework.synthetic.population import MOST_PEOPLE
from casework.workflows.problems import Problem

TO_PEOPLE = Console(stderr=True)
"""Where a bar is drawn, when somebody is looking."""


@click.group("county")
def group() -> None:
    """The fictional county that every sandbox is a copy of."""


@group.command()
@click.option("--people", type=click.IntRange(1, MOST_PEOPLE), default=setting_up.PEOPLE, show_default=True)
@click.option("--seed", type=int, default=setting_up.SEED, show_default=True)
@with_appcontext
def make(people: int, seed: int) -> None:
    """Make the county anew. Sessions planned from now on get it; those planned before keep theirs.

    A county of more than 2,000 people is for looking at, comparing and extracting: no session can be planned on it.
    """
    try:
        ask_to_write(db.session())
        with Progress(console=TO_PEOPLE, disable=not TO_PEOPLE.is_terminal, transient=True) as bar:
            task = bar.add_task("People", total=people)
            templates = setting_up.make_county(
                db.session(),
                clock.now(),
                people=people,
                seed=seed,
                said=lambda written: bar.update(task, completed=written),
            )
        db.session.commit()
    except DomainError as error:
        stop(error.message, FOUND_SOMETHING)
    for template in templates:
        click.echo(f"{template.name}: {'made' if template.was_made else 'unchanged'}")
    if people > MOST_IN_A_SANDBOX:
        click.echo(f"No session can be planned on a county of more than {MOST_IN_A_SANDBOX:,} people.")


@group.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@as_json
def check(files: tuple[Path, ...], kind: str) -> None:
    """Check the files of people written by hand; all of seed_data/people without FILES."""
    chosen = list(files) or sorted((setting_up.SEED_DATA / "people").glob("*.yaml"))
    for missing in (path for path in chosen if not path.is_file()):
        stop(f"there is no file {missing}")
    problems = check_people(chosen)
    if kind == "json":
        click.echo(json.dumps([_with_its_kind(problem) for problem in problems], indent=2, ensure_ascii=False))
    else:
        for problem in problems:
            click.echo(str(problem), err=True)
        many = f"{len(chosen)} {'file' if len(chosen) == 1 else 'files'}"
        click.echo(f"{many}: {len(problems)} {'error' if len(problems) == 1 else 'errors'}")
    if problems:
        raise SystemExit(FOUND_SOMETHING)


def _with_its_kind(problem: Problem) -> dict[str, object]:
    kind = kind_of(problem)
    return asdict(problem) | {"title": kind.title, "explanation": kind.explanation, "mend": kind.mend}
