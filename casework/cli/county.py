"""The fictional county: the template of every sandbox."""

import click
from flask.cli import with_appcontext

from casework import clock
from casework.cli import setting_up
from casework.cli.saying import FOUND_SOMETHING, stop
from casework.database import ask_to_write
from casework.errors import DomainError
from casework.extensions import db


@click.group("county")
def group() -> None:
    """The fictional county that every sandbox is a copy of."""


@group.command()
@click.option("--people", type=click.IntRange(1, 2000), default=setting_up.PEOPLE, show_default=True)
@click.option("--seed", type=int, default=setting_up.SEED, show_default=True)
@with_appcontext
def make(people: int, seed: int) -> None:
    """Make the county anew. Sessions planned from now on get it; those planned before keep theirs."""
    try:
        ask_to_write(db.session())
        templates = setting_up.make_county(db.session(), clock.now(), people=people, seed=seed)
        db.session.commit()
    except DomainError as error:
        stop(error.message, FOUND_SOMETHING)
    for template in templates:
        click.echo(f"{template.name}: {'made' if template.was_made else 'unchanged'}")
