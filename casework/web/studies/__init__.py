"""The researcher's pages: studies, the console of a session, and what was found."""

from casework.web.studies import (
    acts,
    console,
    debrief,
    noting,
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
    watching,
    ways_in,
)
from casework.web.studies.blueprint import bp

__all__ = [
    "acts",
    "bp",
    "console",
    "debrief",
    "noting",
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
    "watching",
    "ways_in",
]
