"""`flask county extract`: the county's events like Client Level Data, as CSV."""

import csv
from datetime import date, datetime
from pathlib import Path

import click
from flask.cli import with_appcontext
from rich.progress import Progress

from casework.cli.county import TO_PEOPLE
from casework.cli.saying import FOUND_SOMETHING, stop
from casework.database import enter_sandbox
from casework.extensions import db
from casework.lab.models import Sandbox
from casework.lab.sandboxes import COUNTY
from casework.records.client_level_data import FIELDS, extract

DAY = click.DateTime(["%Y-%m-%d"])


@click.command("extract")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option("--since", type=DAY, default=None, help="First day; a year before the story's, unless given.")
@click.option("--until", type=DAY, default=None, help="Last day; the story's, unless given.")
@with_appcontext
def extract_command(file: Path, since: datetime | None, until: datetime | None) -> None:
    """Write the county's requests, assessments, services and reviews to FILE, one row each."""
    county = db.session.get(Sandbox, COUNTY)
    if county is None:
        stop("No county has been made: run flask init", FOUND_SOMETHING)
    last = until.date() if until else county.story_date
    first = since.date() if since else _a_year_before(last)
    if first > last:
        stop("--since must not be after --until")
    enter_sandbox(db.session(), COUNTY)
    count = 0
    with file.open("w", newline="", encoding="utf-8") as written:
        writer = csv.DictWriter(written, FIELDS)
        writer.writeheader()
        with Progress(console=TO_PEOPLE, disable=not TO_PEOPLE.is_terminal, transient=True) as bar:
            task = bar.add_task("Events", total=None)
            for row in extract(db.session(), since=first, until=last):
                writer.writerow(row)
                count += 1
                bar.update(task, completed=count)
    click.echo(f"{file}: {count:,} events from {first} to {last}. Everybody in it is fictional.")


def _a_year_before(day: date) -> date:
    return date(day.year - 1, day.month, min(day.day, 28))
