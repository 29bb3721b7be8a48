"""Pages that keep the lab running: who may sign in, what is withdrawn, what is kept how long, and how it is."""

from casework.web.admin import health, people, retention, withdrawals
from casework.web.admin.blueprint import bp
from casework.web.admin.health import monitored

__all__ = ["bp", "health", "monitored", "people", "retention", "withdrawals"]
