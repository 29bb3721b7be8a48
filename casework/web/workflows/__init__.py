"""The bench: workflows, what is said about them, editing, and trying them."""

from casework.web.workflows import (
    burden,
    differences,
    duties,
    facts,
    feasibility,
    listing,
    map,
    walk,
)
from casework.web.workflows.blueprint import bp

__all__ = ["bp", "burden", "differences", "duties", "facts", "feasibility", "listing", "map", "walk"]
