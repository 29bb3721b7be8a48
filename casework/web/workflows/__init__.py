"""The bench: workflows, what is said about them, editing, and trying them."""

from casework.web.workflows import differences, feasibility, listing, map
from casework.web.workflows.blueprint import bp

__all__ = ["bp", "differences", "feasibility", "listing", "map"]
