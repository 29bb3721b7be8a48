"""The researcher's pages: studies, the console of a session, and what was found."""

from casework.web.studies import console, overview, results, striking_out
from casework.web.studies.blueprint import bp

__all__ = ["bp", "console", "overview", "results", "striking_out"]
