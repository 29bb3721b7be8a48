"""The system under test: work view, people, steps. Only participants at work reach it."""

from casework.web.records import calls, chronology, notes, people, steps, work
from casework.web.records.blueprint import bp

__all__ = ["bp", "calls", "chronology", "notes", "people", "steps", "work"]
