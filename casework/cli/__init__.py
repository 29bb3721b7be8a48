"""Commands: each a thin door onto one operation."""

from flask import Flask

from casework.cli import county, running, workflows


def attach(app: Flask) -> None:
    """Add our commands to `flask`."""
    for command in (running.init, running.serve, workflows.group, county.group):
        app.cli.add_command(command)
