"""The bench: workflows, what is said about them, editing, and trying them."""

from casework.web.workflows import listing
from casework.web.workflows.blueprint import bp

__all__ = ["bp", "listing"]
