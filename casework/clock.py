"""The server's moment. The story's date is a different thing: it belongs to a sandbox."""

from datetime import UTC, datetime


def now() -> datetime:
    """This moment, aware, in UTC. Called only by `web` and `cli`; everything lower is given it."""
    return datetime.now(UTC)
