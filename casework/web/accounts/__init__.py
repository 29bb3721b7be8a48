"""Signing in and out, one's own account, and the links with which somebody is invited."""

from casework.web.accounts import invitations, own, routes
from casework.web.accounts.blueprint import bp

__all__ = ["bp", "invitations", "own", "routes"]
