"""What differs between two workflows: in words, and as a file would write it."""

from casework.workflows.differences.changes import applied, changes_between
from casework.workflows.differences.comparing import Difference, differences

__all__ = ["Difference", "applied", "changes_between", "differences"]
