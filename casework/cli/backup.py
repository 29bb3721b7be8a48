"""`flask backup` and `flask restore`: the database into one file, and back."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from casework import clock
from casework.cli.saying import FOUND_SOMETHING, stop
from casework.extensions import db
from casework.lab import backing_up
from casework.web.current import settings

LACKS = "It lacks the key that signs cookies (everybody signs in anew), packs, and what people downloaded."


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def backup(file: Path) -> None:
    """Write the whole database as it is now into FILE, while others go on working."""
    known = settings()
    try:
        made = backing_up.back_up(known.database_url, file.absolute(), instance=known.instance, at=clock.now())
    except backing_up.CannotBackUp as error:
        stop(f"{error}.", FOUND_SOMETHING)
    click.echo(f"{made.file}: {made.bytes:,} bytes in {made.seconds} seconds, read back and found whole.")
    click.echo(f"Keep it as safe as the database, on another machine. {LACKS}")


@click.command("restore")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_appcontext
def restore(file: Path, yes: bool) -> None:
    """Put the backup FILE in the place of the database, with everybody withdrawn who has withdrawn since."""
    known = settings()
    if not yes:
        click.confirm(f"Put {file} in the place of the database? The present one is kept aside.", abort=True)
    db.session.remove()
    db.engine.dispose()
    try:
        done = backing_up.restore(known.database_url, file.absolute(), instance=known.instance, at=clock.now())
    except backing_up.CannotBackUp as error:
        stop(f"{error}.", FOUND_SOMETHING)
    for warning in done.warnings:
        click.echo(f"Casework: {warning}", err=True)
    counts = ", ".join(f"{count:,} {name}" for name, count in done.counts.items())
    click.echo(f"Put back as it was on {done.made_at:%d/%m/%Y at %H:%M} UTC: {counts}.")
    click.echo(f"Withdrawn again: {', '.join(done.withdrawn_again) or 'nobody had to be'}.")
    if done.aside is not None:
        click.echo(
            f"The database of before is {done.aside}. Delete it when all is well: it may hold who has withdrawn."
        )
