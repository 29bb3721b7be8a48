"""The participant's own pages: from her code to thank you."""

from casework.web.joining import asked, choices, display, stages, stopping, ways_in
from casework.web.joining.blueprint import bp

__all__ = ["asked", "bp", "choices", "display", "stages", "stopping", "ways_in"]
