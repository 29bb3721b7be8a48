"""`flask findings`: what a study showed, on the terminal or as files for other tools."""

import json
from pathlib import Path

import click
from flask.cli import with_appcontext

from casework import clock
from casework.cli.saying import stop
from casework.cli.workflows import as_json
from casework.database import ask_to_write
from casework.errors import NotFound
from casework.extensions import db
from casework.findings.claims import claims_of
from casework.findings.exporting import export, export_to_share
from casework.findings.reading import reader_test
from casework.findings.redrawing import redraw
from casework.findings.results import Figure, results
from casework.lab import queries
from casework.lab.models import Download, Study


@click.group("findings")
def group() -> None:
    """What studies showed, and their tables for other tools."""


@group.command("show")
@click.argument("study")
@as_json
@with_appcontext
def show(study: str, kind: str) -> None:
    """Say what STUDY showed so far: its measures for each arm, each with how many people it rests on."""
    found = results(db.session(), _study(study))
    arms = [arm.mark for arm in found.arms]
    parts = [(task.task.title, task.figures) for task in found.tasks]
    parts += [("For each arm", found.about_arms), ("Decisions beside the experts’ answers", found.decisions)]
    read = reader_test(db.session(), found.study)
    if read.counted:
        parts.append(("Readers of what was handed over", list(read.figures)))
    claims = claims_of(db.session(), found.study, found)
    if kind == "json":
        took_part = zip(found.arms, found.people, strict=True)
        shown = {
            "study": found.study.id,
            "arms": [{"arm": arm.mark, "title": arm.title, "people": n} for arm, n in took_part],
            "counted_runs": found.counted,
            "left_out": [
                {"participant": each.run.session.participant.code, "why": each.why, "by": each.by}
                for each in found.left_out
            ],
            "claims": [
                {
                    "claim": claim.number,
                    "planned": claim.says,
                    "headline": claim.headline,
                    "verdict": claim.verdict.kind,
                    "may_be_said": claim.limit,
                }
                for claim in claims
            ],
            "parts": [
                {"title": title, "figures": [_as_json(one, arms) for one in figures]} for title, figures in parts
            ],
        }
        click.echo(json.dumps(shown, indent=2, ensure_ascii=False))
        return
    click.echo(f"{found.study.title}\n{found.counted} runs count, {len(found.left_out)} are left out")
    for arm, people in zip(found.arms, found.people, strict=True):
        click.echo(f"  {arm.mark}  {arm.title}: {people} took part")
    for claim in claims:
        click.echo(f"\nPlanned claim {claim.number}: {claim.says}\n  {claim.headline}\n  {claim.tag[1]}. {claim.limit}")
    for title, figures in parts:
        if figures:
            click.echo(f"\n{title}")
        for figure in figures:
            click.echo(f"  {figure.label}")
            for mark, value in zip(arms, figure.values, strict=True):
                click.echo(f"    {mark}  {value}")


@group.command("redraw")
@click.argument("study")
@with_appcontext
def redraw_runs(study: str) -> None:
    """Draw every task run of STUDY again from its events, and say what differs from what is kept. Changes nothing."""
    found = redraw(db.session(), _study(study))
    for each in found.differs:
        run = each.run
        where = f"{run.session.participant.code}, {run.session_arm.arm.mark}, {run.task.key}"
        click.echo(f"{where}: {each.column} is kept as {each.kept}, and its events show {each.drawn}")
    click.echo(f"{found.runs} runs drawn again from {found.events} events; {len(found.differs)} differences")
    if found.differs:
        stop("What is kept differs from the events: see above")


@group.command("export")
@click.argument("study")
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
@click.option("--to-share", is_flag=True, help="Only what may leave the team: counts of 1 to 4 are hidden.")
@with_appcontext
def export_command(study: str, directory: Path, to_share: bool) -> None:
    """Write every table of STUDY into DIRECTORY: CSV with its description, JSON, and a spreadsheet.

    Participants are in it by their codes, with what they typed: it is not for sharing. That a copy was made is kept.
    With --to-share it is claims and findings alone, in which nobody can be picked out.
    """
    if directory.exists() and any(directory.iterdir()):
        stop(f"{directory} is not empty. Name a directory that is, or a new one; nothing was written.")
    ask_to_write(db.session())
    found = _study(study)
    if to_share:
        directory.mkdir(parents=True, exist_ok=True)
        for name, rows in export_to_share(db.session(), found, directory).items():
            click.echo(f"{name}.csv  {rows:,} rows")
        click.echo("Read every line as somebody from that team would, before it leaves.")
        return
    db.session.add(Download(study_id=found.id, what="every table", by="flask findings export", at=clock.now()))
    # Before the files are there: a copy nobody knows of could not be asked back.
    db.session.commit()
    directory.mkdir(parents=True, exist_ok=True)
    for name, rows in export(db.session(), _study(study), directory).items():
        click.echo(f"{name}.csv  {rows:,} rows")
    click.echo(f"{directory} holds people’s own words: delete it when somebody withdraws.")


def _study(study_id: str) -> Study:
    try:
        return queries.get_study(db.session(), study_id)
    except NotFound:
        stop(f"there is no study {study_id}. flask studies list names those there are.")


def _as_json(figure: Figure, arms: list[str]) -> dict[str, object]:
    values = dict(zip(arms, figure.values, strict=True))
    return {"label": figure.label, "values": values, "method": figure.method}
