"""`flask studies preflight` and `rehearse`: whether a study can be run, and robots that take part in it."""

import json

import click
from flask.cli import with_appcontext

from casework import clock
from casework.cli.saying import FOUND_SOMETHING, stop
from casework.cli.workflows import as_json
from casework.database import ask_to_write
from casework.errors import DomainError
from casework.extensions import db
from casework.lab.models import Study
from casework.lab.task_runs import outcome_of
from casework.lab.vocabulary import TaskKind
from casework.rehearsal import preflight as checking
from casework.rehearsal import taking_part
from casework.web.studies.preflight import here

SIGNS = {"fix": "fix   ", "look": "look  ", "passed": "passed"}


@click.command("preflight")
@click.argument("study")
@as_json
@with_appcontext
def preflight(study: str, kind: str) -> None:
    """Look at everything that could spoil a day of sessions of STUDY. Exit 1 where something is to be fixed."""
    ask_to_write(db.session())
    found = checking.run(db.session(), _study(study), here(), by="flask studies preflight", at=clock.now())
    checks = checking.checks_of(found)
    if kind == "json":
        shown = {"seconds": found.seconds, "seed": found.seed, "checks": [check.as_json() for check in checks]}
        shown["walks"] = [each.as_json() for each in checking.went_of(found)]
        click.echo(json.dumps(shown, indent=2, ensure_ascii=False))
    else:
        for check in checks:
            click.echo(f"{SIGNS[check.state]}  {check.title}" + (f": {check.why}" if check.why else ""))
        click.echo(f"{found.to_fix} to fix, {found.to_look_at} to look at, {found.passed} passed")
    to_fix = found.to_fix
    db.session.commit()
    if to_fix:
        raise SystemExit(FOUND_SOMETHING)


@click.command("rehearse")
@click.argument("study")
@click.option("--participants", type=click.IntRange(1, 200), default=1, show_default=True, help="How many robots.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed, the same answers.")
@with_appcontext
def rehearse(study: str, participants: int, seed: int) -> None:
    """Let robots take part in whole sessions of STUDY. They are marked as rehearsals, and never count."""
    told = []
    _study(study)
    db.session.rollback()
    with click.progressbar(range(participants), label="Rehearsing") as bar:
        for number in bar:
            ask_to_write(db.session())
            try:
                session = taking_part.rehearse(
                    db.session(), _study(study), seed=seed + number, by="flask studies rehearse", at=clock.now()
                )
            except DomainError as error:
                stop(error.message)
            runs = [outcome_of(run) for run in session.runs if run.task.kind is TaskKind.TASK]
            told.append(f"{session.participant.code}  seed {seed + number}  {', '.join(runs)}")
            db.session.commit()
    for line in told:
        click.echo(line)


def _study(study_id: str) -> Study:
    found = db.session().get(Study, study_id)
    if found is None:
        stop(f"there is no study {study_id}. flask studies list says which there are")
    return found
