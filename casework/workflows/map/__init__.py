"""The map of a workflow: one structure for the drawing and for the same in words."""

from casework.workflows.map.drawing import drawn, drawn_lanes, drawn_legend
from casework.workflows.map.inner import InnerPage, InnerQuestion, inner_map
from casework.workflows.map.layout import laid_out
from casework.workflows.map.pieces import Drawing
from casework.workflows.map.reading import Map, Stop, Way, map_of

__all__ = [
    "Drawing",
    "InnerPage",
    "InnerQuestion",
    "Map",
    "Stop",
    "Way",
    "drawn",
    "drawn_lanes",
    "drawn_legend",
    "inner_map",
    "laid_out",
    "map_of",
]
