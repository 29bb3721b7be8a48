"""`flask studies`: what is planned, and whether it can be read in."""

import click
from flask.cli import with_appcontext

from casework.extensions import db
from casework.lab import queries
from casework.lab.models import Study


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
