"""`flask packs`: a study that others can run, in one zip, without anything about who took part."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from casework import clock
from casework.cli.saying import FOUND_SOMETHING, stop
from casework.cli.setting_up import SEED_DATA
from casework.database import ask_to_write
from casework.errors import DomainError, NotFound
from casework.extensions import db
from casework.lab import queries
from casework.lab.packs.archive import LARGEST_PACK, PackError
from casework.lab.packs.writing import LooksReal, export_pack
from casework.synthetic.packed import import_pack


@click.group("packs")
def group() -> None:
    """Study packs: a study with its workflows and fictional people, for others to run."""


@group.command("export")
@click.argument("study_id", metavar="STUDY")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def export_command(study_id: str, file: Path) -> None:
    """Write the pack of STUDY into FILE. Nothing about participants is in it.

    Exit 1, with every place, when something in it looks like a real person's details.
    """
    try:
        packed = export_pack(db.session(), queries.get_study(db.session(), study_id), seed_folder=SEED_DATA)
    except NotFound:
        stop(f"there is no study {study_id}. flask studies list names those there are.")
    except LooksReal as error:
        for found in error.found:
            click.echo(f"{found.place}: error: {found.said}", err=True)
        raise SystemExit(FOUND_SOMETHING) from error
    except DomainError as error:
        stop(f"{error.message}.")
    if file.exists():
        stop(f"there is a file {file} already; move it, or choose another name.")
    file.write_bytes(packed)
    click.echo(f"wrote {file}, {len(packed):,} bytes")


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def import_command(file: Path) -> None:
    """Bring in the study of a pack, with its workflows and people. A pack that is not whole is refused whole."""
    with file.open("rb") as opened:
        # One byte more than a pack may have is enough to refuse it.
        packed = opened.read(LARGEST_PACK + 1)
    ask_to_write(db.session())
    try:
        found = import_pack(db.session(), packed, seed_folder=SEED_DATA, by="the command line", at=clock.now())
    except PackError as error:
        db.session.rollback()
        stop(f"{file} was not imported. {error.message}.", FOUND_SOMETHING)
    db.session.commit()
    if found.was_there:
        click.echo(f"Study {found.study.id} was here already, the same. Nothing was changed.")
        return
    people = f", {len(found.people)} people who are new here" if found.people else ""
    click.echo(f"Imported study {found.study.id}: {found.study.title}. {found.versions} workflow versions{people}.")
    click.echo(f"Next: flask studies preflight {found.study.id}")
