"""The playbook: how to run a study in a council, for people who have never done it."""

from casework.web.playbook.routes import bp

__all__ = ["bp"]
