"""How commands end when something is wrong."""

from typing import NoReturn

import click

FOUND_SOMETHING = 1
WRONG_USE = 2


def stop(message: str, status: int = WRONG_USE) -> NoReturn:
    """Say on stderr what is wrong, in one sentence, and end."""
    click.echo(f"Casework: {message}", err=True)
    raise SystemExit(status)
