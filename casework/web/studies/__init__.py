"""The researcher's pages: studies, the console of a session, and what was found."""

from casework.web.studies import (
    console,
    debrief,
    overview,
    pack,
    participants,
    plan,
    plan_editing,
    plan_forms,
    replay,
    results,
    sessions,
    sheet,
    striking_out,
    ways_in,
)
from casework.web.studies.blueprint import bp

__all__ = [
    "bp",
    "console",
    "debrief",
    "overview",
    "pack",
    "participants",
    "plan",
    "plan_editing",
    "plan_forms",
    "replay",
    "results",
    "sessions",
    "sheet",
    "striking_out",
    "ways_in",
]
