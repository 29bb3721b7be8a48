"""The server's moment. The story's date is a different thing: it belongs to a sandbox."""

from datetime import UTC, date, datetime


def now() -> datetime:
    """This moment, aware, in UTC. Called only by `web` and `cli`; everything lower is given it."""
    return datetime.now(UTC)


def in_story(day: date, at: datetime) -> datetime:
    """A moment as the story has it: the story's day, with the time of day at which it happened."""
    return datetime.combine(day, at.astimezone().time()).astimezone()
