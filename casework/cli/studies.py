"""`flask studies`: what is planned, and whether it can be read in."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from casework.cli.saying import FOUND_SOMETHING, stop
from casework.cli.setting_up import SEED_DATA
from casework.extensions import db
from casework.lab import queries
from casework.lab.models import Study
from casework.lab.study_mistakes import Known
from casework.lab.study_reading import StudyError, read_study_file
from casework.lab.themes import load_themes
from casework.records.facts import CATALOGUE
from casework.workflows.loader import load_folder, load_lists
from casework.workflows.parsing import plain
from casework.workflows.problems import WorkflowError
from casework.workflows.reader import read_file
from casework.workflows.wordings import load_packs

NOT_PEOPLE = {"workers"}
"""Files of seed_data/people that describe nobody who could be a case."""


@click.group("studies")
def group() -> None:
    """Studies: what is planned, and whether it can be run."""


@group.command("list")
@with_appcontext
def list_studies() -> None:
    """List the studies: the id, where its plan is, how many sessions were held, and the title."""
    found = queries.studies(db.session())
    for study in found:
        click.echo(f"{study.id}  {_plan(study)}  {_sessions(study)}  {study.title}")
    if not found:
        click.echo("There is no study yet. flask init reads in those of seed_data/studies.")


def _plan(study: Study) -> str:
    return f"sealed {study.sealed_at:%d %B %Y}" if study.sealed_at else "not sealed"


def _sessions(study: Study) -> str:
    counted = [each for each in queries.sessions_of(db.session(), study) if not each.is_pilot]
    held = sum(each.ended_at is not None for each in counted)
    return f"{held} of {len(counted)} planned sessions held" if counted else "no sessions planned"


@group.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
def check(files: tuple[Path, ...]) -> None:
    """Check study files; all of seed_data/studies without FILES. What they name is looked up in seed_data."""
    chosen = list(files) or sorted((SEED_DATA / "studies").glob("*.yaml"))
    for path in chosen:
        if not path.is_file():
            stop(f"there is no file {path}")
    known = known_in_files()
    problems: list[str] = []
    for path in chosen:
        try:
            read_study_file(path, known)
        except StudyError as error:
            problems += error.problems
    for problem in problems:
        click.echo(problem, err=True)
    many = f"{len(chosen)} {'study' if len(chosen) == 1 else 'studies'}"
    click.echo(f"{many}: {len(problems)} {'error' if len(problems) == 1 else 'errors'}")
    if problems:
        raise SystemExit(FOUND_SOMETHING)


def known_in_files() -> Known:
    """What a study may name, from the files that come with Casework. Ends the command where those have mistakes."""
    try:
        loaded = load_folder(SEED_DATA / "workflows", lists=load_lists(SEED_DATA / "lists"), catalogue=CATALOGUE)
    except WorkflowError as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        raise SystemExit(FOUND_SOMETHING) from error
    people = sorted({path.stem for path in (SEED_DATA / "people").glob("*.yaml")} - NOT_PEOPLE)
    workers = [worker["id"] for worker in plain(read_file(SEED_DATA / "people" / "workers.yaml").data)["workers"]]
    return Known(
        loaded,
        lambda name: loaded[name].definition,
        people,
        workers,
        load_themes(SEED_DATA / "themes"),
        load_packs(SEED_DATA / "wordings"),
    )
