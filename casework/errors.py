"""The two kinds of thing that go wrong and are somebody's to put right."""


class DomainError(Exception):
    """A rule a user can satisfy: says what to do, and which field it belongs to."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotFound(LookupError):
    """What was asked for is not there, or not this reader's to see. The page is a 404 for both."""
