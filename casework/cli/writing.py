"""`flask workflows write`: a save back into its file."""

import click
from flask import current_app
from flask.cli import with_appcontext

from casework.cli.saying import stop
from casework.cli.setting_up import SEED_DATA
from casework.extensions import db
from casework.workflows.versions import find_save, saves_of


@click.command("write")
@click.argument("workflow")
@click.option("--save", "number", type=int, help="Which save; the one in use without it.")
@with_appcontext
def write(workflow: str, number: int | None) -> None:
    """Put a save of WORKFLOW into its file in seed_data/workflows. A file that was never read in is left alone."""
    found = find_save(db.session(), workflow, number)
    if found is None:
        stop(f"there is no save {number} of {workflow}" if number else f"there is no workflow {workflow}")
    path = current_app.config.get("SEED_DATA", SEED_DATA) / "workflows" / f"{workflow}.yaml"
    text = path.read_text(encoding="utf-8") if path.is_file() else None
    if text == found.source:
        click.echo(f"{path} says it already")
        return
    if text is not None and text not in {each.source for each in saves_of(db.session(), workflow)}:
        stop(f"{path} holds something that was never read in; read it in with “flask init”, or move it away")
    path.write_text(found.source, encoding="utf-8")
    click.echo(f"wrote save {found.number} of {workflow} into {path}")
