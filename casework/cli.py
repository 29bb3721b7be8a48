"""Commands: each a thin door onto one operation."""

from flask import Flask


def attach(app: Flask) -> None:
    """Add our commands to `flask`."""
