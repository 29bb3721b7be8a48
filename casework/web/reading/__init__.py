"""A reader's own pages: what she agrees to, what she is to find out, and thank you."""

from casework.web.reading import routes

__all__ = ["routes"]
