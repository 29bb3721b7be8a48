"""What differs between two workflows: in words, and as a file would write it."""

from casework.workflows.differences.changes import applied, changes_between
from casework.workflows.differences.comparing import by_head, differences
from casework.workflows.differences.side_by_side import SideBySide, side_by_side
from casework.workflows.differences.summary import summary_of
from casework.workflows.differences.telling import Difference, Head, Sort

__all__ = [
    "Difference",
    "Head",
    "SideBySide",
    "Sort",
    "applied",
    "by_head",
    "changes_between",
    "differences",
    "side_by_side",
    "summary_of",
]
