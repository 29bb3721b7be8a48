"""Pages that keep the lab running: who may sign in, what is withdrawn, what is kept how long, and how it is."""

from casework.web.admin import retention, withdrawals
from casework.web.admin.blueprint import bp

__all__ = ["bp", "retention", "withdrawals"]
