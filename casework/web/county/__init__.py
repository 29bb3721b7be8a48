"""The fictional county: who is in it, how it compares with published figures, making another."""

from casework.web.county import figures, people
from casework.web.county.blueprint import bp

__all__ = ["bp", "figures", "people"]
