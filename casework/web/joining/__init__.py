"""The participant's own pages: from her code to thank you."""

from casework.web.joining.routes import bp

__all__ = ["bp"]
