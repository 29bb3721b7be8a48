"""Trying a workflow out at an address of its own: the record's pages a second time, and what stands round them."""

from casework.web.trying.addresses import attach
from casework.web.trying.routes import bp

__all__ = ["attach", "bp"]
