"""The system under test: work view, people, steps. Only participants at work reach it."""

from casework.web.records import (
    access,
    calls,
    chronology,
    concerns,
    documents,
    known_facts,
    notes,
    people,
    printing,
    relationships,
    steps,
    warnings,
    work,
)
from casework.web.records.blueprint import bp

__all__ = [
    "access",
    "bp",
    "calls",
    "chronology",
    "concerns",
    "documents",
    "known_facts",
    "notes",
    "people",
    "printing",
    "relationships",
    "steps",
    "warnings",
    "work",
]
