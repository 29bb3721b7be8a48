"""`flask participants withdraw`: erases what is held of somebody, and proves it."""

import click
from flask.cli import with_appcontext

from casework import clock
from casework.cli.saying import FOUND_SOMETHING, stop
from casework.database import ask_to_write
from casework.errors import DomainError
from casework.extensions import db
from casework.lab import erasing, ledger, withdrawing
from casework.lab.models import Study
from casework.lab.withdrawing import Part
from casework.web.erasing import LIMITS, ledger_path, said


@click.group("participants")
def group() -> None:
    """People who take part: what is held of them."""


@group.command("withdraw")
@click.argument("code")
@click.option("--study", help="The study, where several have somebody with this code.")
@click.option("--part", "parts", type=click.Choice([str(part) for part in Part]), multiple=True, default=["everything"])
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_appcontext
def withdraw(code: str, study: str | None, parts: tuple[str, ...], yes: bool) -> None:
    """Erase what is held of the participant with CODE, everywhere and from the database's files, and prove it.

    Exit 1 while the files still wait to be written anew.
    """
    handle = db.session()
    found = withdrawing.find_participant(handle, code, study)
    if not found:
        stop(f"nobody has the code {code}{f' in {study}' if study else ''}.")
    if len(found) > 1:
        stop(f"{code} is in several studies. Say which with --study: {', '.join(each.study_id for each in found)}.")
    participant = found[0]
    counted = withdrawing.what_would_go(handle, participant, parts)
    for table, count in counted.items():
        click.echo(f"{count:>8,}  {table.replace('_', ' ')}")
    participant_id = participant.id
    db.session.rollback()
    if not yes:
        click.confirm(f"Erase this of {participant.code} for good?", abort=True)
    ask_to_write(db.session())
    (participant,) = [each for each in withdrawing.find_participant(handle, code, study) if each.id == participant_id]
    words = withdrawing.words_of(handle, participant, parts)
    of_study = handle.get_one(Study, participant.study_id)
    try:
        withdrawing.withdraw(handle, of_study, participant, parts=parts, by="the command line", at=clock.now())
    except DomainError as error:
        stop(f"{error.message}.", FOUND_SOMETHING)
    db.session.commit()
    ledger.catch_up(handle, ledger_path())
    done = erasing.finish(handle, words=words, at=clock.now())
    told, waits = said(done[-1]), done[-1].done_at is None
    db.session.commit()
    click.echo(told)
    click.echo(LIMITS)
    if waits:
        raise SystemExit(FOUND_SOMETHING)
