"""The fictional county: who is in it, and making another."""

from casework.web.county import people
from casework.web.county.blueprint import bp

__all__ = ["bp", "people"]
