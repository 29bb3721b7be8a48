"""The bench: workflows, what is said about them, editing, and trying them."""

from casework.web.workflows import feasibility, listing
from casework.web.workflows.blueprint import bp

__all__ = ["bp", "feasibility", "listing"]
