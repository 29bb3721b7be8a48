"""The bench: workflows, what is said about them, editing, and trying them."""

from casework.web.workflows import (
    burden,
    differences,
    duties,
    editing,
    facts,
    feasibility,
    listing,
    map,
    rewording,
    trying,
    versions,
    walk,
)
from casework.web.workflows.blueprint import bp
from casework.web.workflows.files import read_in_new_files

__all__ = [
    "bp",
    "burden",
    "differences",
    "duties",
    "editing",
    "facts",
    "feasibility",
    "listing",
    "map",
    "read_in_new_files",
    "rewording",
    "trying",
    "versions",
    "walk",
]
