"""Signing in and out, and one's own account."""

from casework.web.accounts.routes import bp

__all__ = ["bp"]
