"""The front page, and the pages that say how the site treats you."""

from casework.web.front.routes import bp

__all__ = ["bp"]
