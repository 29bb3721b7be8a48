"""Commands: each a thin door onto one operation."""

from flask import Flask

from casework.cli import (
    accounts,
    backup,
    bench,
    county,
    drawing,
    extracting,
    feasibility,
    findings,
    importing,
    packs,
    participants,
    rehearsing,
    running,
    studies,
    work,
    workflows,
    writing,
)

ABOUT_WORKFLOWS = (
    bench.burden,
    bench.duties,
    bench.facts,
    bench.walk,
    drawing.diff,
    drawing.draw,
    feasibility.feasibility,
    importing.import_forms,
    writing.write,
)


def attach(app: Flask) -> None:
    """Add our commands to `flask`."""
    for command in ABOUT_WORKFLOWS:
        workflows.group.add_command(command)
    county.group.add_command(extracting.extract_command)
    for command in (rehearsing.preflight, rehearsing.rehearse):
        studies.group.add_command(command)
    about_studies = (studies.group, findings.group, participants.group, packs.group)
    groups = (workflows.group, county.group, *about_studies, accounts.group)
    for command in (running.init, running.serve, work.work, backup.backup, backup.restore, *groups):
        app.cli.add_command(command)
