"""Writes the next migration: `python -m casework.migrations "what changes"`."""

import sys

from casework.migrations import write

write(sys.argv[1])
