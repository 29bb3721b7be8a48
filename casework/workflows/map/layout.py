"""Where everything on a map stands: lanes by role, time to the right, right-angled arrows, labels beside them.

Each step has a cell: the lane of its role, and a column right of all that lead to it. The next cell of its lane stays
empty, and holds the labels of its arrows; an end or another workflow is a small mark in that cell. Arrows turn in the
gap between two columns, in tracks of their own. A way over several columns runs in the margin above the lane of its
step and comes in from above; a way back runs in the margin below and comes in from below. So no line meets a box or
a label, whatever the workflow.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from casework.workflows.map.measuring import cut, width_of, wrapped
from casework.workflows.map.pieces import Arrow, Box, Drawing, Label, Lane, Mark
from casework.workflows.map.reading import Map, Stop, Way

COLUMN = 140
LANE_NAME = 116
TRACK = 10
GAP = 16
EDGE = 10
MARGIN = 12
LINE = 15
MARK = 22
MARK_IN = 8


@dataclass
class _Port:
    """Where an arrow leaves its box. side: -1 upwards, 0 straight on, 1 downwards."""

    way: Way
    lines: tuple[str, ...]
    height: float
    kind: str = "mark"
    side: int = 0
    y: float = 0


@dataclass
class _Cell:
    stop: Stop
    lane: int
    column: int
    ports: list[_Port] = field(default_factory=list)
    lines: tuple[str, ...] = ()
    height: float = 0
    x: float = 0
    y: float = 0
    entry: float = 0

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


@dataclass
class _Trunk:
    """What several arrows to one step share: a track in the gap right of a column, from low to high.

    level: the line on which they come to the step.
    """

    cells: list[tuple[_Cell, _Port]]
    target: _Cell
    kind: str
    column: int
    level: float = 0
    low: float = 0
    high: float = 0
    track: int = 0


def laid_out(found: Map) -> Drawing:
    """Where everything stands."""
    drawn = [stop for stop in found.stops if not stop.ends or stop.pages]
    names = list(dict.fromkeys(stop.role for stop in drawn))
    cells = _cells(drawn, names)
    by_id = {cell.stop.step: cell for cell in cells}
    taken = {(cell.lane, cell.column) for cell in cells}
    for cell in cells:
        _ports(cell, by_id, taken)
    trunks = _trunks(cells, by_id)
    lanes = _rows(names, cells, trunks)
    _entries(cells, by_id, trunks)
    columns = _tracks(trunks, cells)
    return _drawing(found, lanes, cells, trunks, columns)


def _cells(drawn: Sequence[Stop], names: Sequence[str]) -> list[_Cell]:
    """A lane and a column for each step; beside each the cell for its labels is free."""
    before: dict[str, list[str]] = {stop.step: [] for stop in drawn}
    for stop in drawn:
        for way in stop.ways:
            if way.to in before and not way.back:
                before[way.to].append(stop.step)
    column: dict[str, int] = {}
    taken: set[tuple[int, int]] = set()
    cells: list[_Cell] = []
    for stop in drawn:
        lane = names.index(stop.role)
        at = max((column[name] + 1 for name in before[stop.step] if name in column), default=0)
        while taken & {(lane, at - 1), (lane, at), (lane, at + 1)}:
            at += 1
        taken.add((lane, at))
        column[stop.step] = at
        cells.append(_Cell(stop, lane, at))
    return cells


def _ports(cell: _Cell, by_id: dict[str, _Cell], taken: set[tuple[int, int]]) -> None:
    """The arrows of a step from the top of its right side to the bottom: upwards, to its marks, downwards."""
    room = COLUMN - 4
    for way in cell.stop.ways:
        if not way.to:
            continue
        lines = wrapped(way.label, room)
        target = by_id.get(way.to)
        if target is None:
            before = cell.ports[-1] if cell.ports else None
            if before and before.kind == "mark" and before.way.action == way.action:
                lines = ()
            cell.ports.append(_Port(way, lines, len(lines) * LINE + MARK + (12 if lines else 4)))
            continue
        port = _Port(way, lines, max(len(lines) * LINE + 8, 24))
        port.kind = _kind(cell, target, way, taken)
        port.side = (target.lane > cell.lane) - (target.lane < cell.lane)
        if port.kind == "bottom":
            port.side = -1 if target.lane < cell.lane else 1
        elif port.kind == "top":
            port.side = 1 if target.lane > cell.lane else -1
        elif port.side == 0:
            port.height = len(lines) * LINE + 10
        cell.ports.append(port)

    def order(port: _Port) -> tuple[int, int]:
        far = by_id[port.way.to].column if port.way.to in by_id else 0
        return port.side, far if port.side < 0 else -far

    cell.ports.sort(key=order)
    cell.lines = wrapped(
        f"{cell.stop.number or ''}\N{NO-BREAK SPACE}{cell.stop.title}".strip(), COLUMN - 12, 15, bold=True, most=5
    )
    text = len(cell.lines) * 18 + (17 if cell.stop.due else 0) + 18
    cell.height = max(text, sum(port.height for port in cell.ports) + 8, 48)


def _kind(cell: _Cell, target: _Cell, way: Way, taken: set[tuple[int, int]]) -> str:
    """How an arrow comes in: from the left through the next gap or along the lane, from above, or from below."""
    if way.back or target.column <= cell.column:
        return "bottom"
    if target.column == cell.column + 1:
        return "left"
    between = range(cell.column + 1, target.column)
    if target.lane == cell.lane and not any((cell.lane, column) in taken for column in between):
        return "straight"
    free = not any((target.lane, column) in taken for column in (cell.column, *between))
    return "along" if free and target.lane != cell.lane else "top"


def _trunks(cells: Sequence[_Cell], by_id: dict[str, _Cell]) -> list[_Trunk]:
    found: dict[tuple[str, str, int, bool], _Trunk] = {}
    for cell in cells:
        for port in cell.ports:
            target = by_id.get(port.way.to)
            if target is None:
                continue
            column = target.column - 1 if port.kind == "straight" else cell.column
            kind = "left" if port.kind in ("straight", "along") else port.kind
            key = (target.stop.step, kind, column, port.way.back)
            found.setdefault(key, _Trunk([], target, kind, column)).cells.append((cell, port))
    return list(found.values())


def _packed(spans: Iterable[tuple[float, float, object]], apart: float) -> dict[object, int]:
    """The first track for each span in which it overlaps none before it, by what the span is of."""
    ends: list[float] = []
    tracks: dict[object, int] = {}
    for low, high, name in sorted(spans, key=lambda span: (span[0], span[1])):
        for number, end in enumerate(ends):
            if end + apart <= low:
                tracks[name], ends[number] = number, high
                break
        else:
            tracks[name] = len(ends)
            ends.append(high)
    return tracks


def _rows(names: Sequence[str], cells: Sequence[_Cell], trunks: Sequence[_Trunk]) -> list[Lane]:
    """The lanes from top to bottom, with the height of each box and the line of each way above or below."""
    lanes: list[Lane] = []
    y = 0.0
    for number, name in enumerate(names):
        own = [cell for cell in cells if cell.lane == number]
        tracks = {kind: _margin(kind, number, trunks) for kind in ("top", "bottom")}
        above = MARGIN + TRACK * len(set(tracks["top"].values()))
        below = MARGIN + TRACK * len(set(tracks["bottom"].values()))
        tallest = max(cell.height for cell in own)
        for cell in own:
            cell.y = y + above + (tallest - cell.height) / 2
            at = cell.y + (cell.height - sum(port.height for port in cell.ports)) / 2
            for port in cell.ports:
                port.y = at + (port.height - 4 - MARK / 2 if port.kind == "mark" else port.height / 2)
                if port.kind == "straight":
                    port.y = at + port.height - 5
                at += port.height
        height = above + tallest + below
        for trunk in trunks:
            if trunk.target.lane == number and trunk.kind in tracks:
                track = tracks[trunk.kind][trunk.target.stop.step]
                inside = MARGIN - 4 + TRACK * track
                trunk.level = y + inside if trunk.kind == "top" else y + height - inside
        lanes.append(Lane(name, wrapped(name.capitalize() or "Nobody", LANE_NAME - 20, 14, bold=True), y, height))
        y += height
    return lanes


def _margin(kind: str, lane: int, trunks: Sequence[_Trunk]) -> dict[object, int]:
    """The track of each step that is come to through the margin of its lane. Gaps are odd places, columns even."""
    spans: dict[str, tuple[float, float]] = {}
    for trunk in trunks:
        if trunk.kind == kind and trunk.target.lane == lane:
            ends = sorted((2 * trunk.column + 1, 2 * trunk.target.column))
            low, high = spans.get(trunk.target.stop.step, (ends[0], ends[1]))
            spans[trunk.target.stop.step] = (min(low, ends[0]), max(high, ends[1]))
    return _packed(((low, high, name) for name, (low, high) in spans.items()), 1)


def _entries(cells: Sequence[_Cell], by_id: dict[str, _Cell], trunks: Sequence[_Trunk]) -> None:
    """Where arrows come in from the left: level with the one that runs straight on, else in the middle."""
    for cell in cells:
        cell.entry = cell.middle
    for cell in cells:
        for port in cell.ports:
            target = by_id.get(port.way.to)
            if port.kind == "straight" and target and target.y + 10 <= port.y <= target.y + target.height - 10:
                target.entry = port.y
    for trunk in trunks:
        if trunk.kind == "left":
            trunk.level = trunk.target.entry
        levels = [trunk.level, *(port.y for _, port in trunk.cells)]
        trunk.low, trunk.high = min(levels), max(levels)


def _tracks(trunks: Sequence[_Trunk], cells: Sequence[_Cell]) -> list[float]:
    """A track for each trunk in its gap; where each column begins."""
    last = max((cell.column for cell in cells), default=0)
    counts = [0] * (last + 1)
    for column in range(last + 1):
        own = [trunk for trunk in trunks if trunk.column == column and trunk.high - trunk.low > 0.5]
        own.sort(key=_nearness)
        taken: list[list[tuple[float, float]]] = []
        for trunk in own:
            track = next(
                (
                    number
                    for number, spans in enumerate(taken)
                    if all(trunk.high + 8 < low or high + 8 < trunk.low for low, high in spans)
                ),
                len(taken),
            )
            if track == len(taken):
                taken.append([])
            taken[track].append((trunk.low, trunk.high))
            trunk.track = track
        counts[column] = len(taken)
    columns = [float(GAP)]
    for count in counts:
        columns.append(columns[-1] + COLUMN + GAP + TRACK * max(count - 1, 0) + GAP)
    return columns


def _nearness(trunk: _Trunk) -> tuple[int, float]:
    """Upwards from the top, downwards from the bottom: the nearest box side turns first, so that fewer lines cross."""
    first = min(port.y for _, port in trunk.cells)
    return (0, first) if trunk.level < first else (1, -first)


def _drawing(found: Map, lanes: list[Lane], cells: list[_Cell], trunks: list[_Trunk], columns: list[float]) -> Drawing:
    for cell in cells:
        cell.x = columns[cell.column]
    boxes = [Box(cell.stop, cell.x, cell.y, COLUMN, cell.height, cell.lines, cell.stop.due) for cell in cells]
    marks: list[Mark] = []
    labels: list[Label] = []
    arrows: list[Arrow] = []
    for cell in cells:
        right, beside = cell.x + COLUMN, columns[cell.column + 1]
        for port in cell.ports:
            of = (cell.stop.step, port.way.action)
            height = len(port.lines) * LINE
            width = max((width_of(line) for line in port.lines), default=0)
            top = port.y - height / 2
            if port.kind == "mark":
                text = cut(port.way.title.capitalize(), COLUMN - MARK_IN - 20, 12, False)
                marks.append(Mark(port.way, beside + MARK_IN, port.y - MARK / 2, width_of(text, 12) + 18, MARK, text))
                sentence = port.way.sentence(cell.stop.title)
                ends = ((right, port.y), (beside + MARK_IN, port.y))
                arrows.append(Arrow(of, ends, False, False, port.way.begins, sentence))
                top = port.y - MARK / 2 - height - 1
            elif port.kind == "straight":
                top = port.y - height - 3
            if port.lines:
                labels.append(Label(of, beside, top, width, height, port.lines))
    come_to: set[str] = set()
    for trunk in sorted(trunks, key=lambda each: -each.column):
        farthest = sorted(trunk.cells, key=lambda each: -abs(each[1].y - trunk.level))
        for number, (cell, port) in enumerate(farthest):
            points = _points(trunk, cell, port, columns)
            joins = trunk.kind == "bottom" and (number > 0 or trunk.target.stop.step in come_to)
            if joins:
                points = points[:2] if number else points[:3]
            sentence = port.way.sentence(cell.stop.title)
            of = (cell.stop.step, port.way.action)
            arrows.append(Arrow(of, _straightened(points), joins, port.way.back, port.way.begins, sentence))
        if trunk.kind == "bottom":
            come_to.add(trunk.target.stop.step)
    labelled = max((label.x + label.width for label in labels), default=0)
    width = max([labelled, *(box.x + box.width for box in boxes), *(mark.x + mark.width for mark in marks)], default=0)
    arrows.sort(key=lambda arrow: not arrow.begins)
    bottom = lanes[-1].y + lanes[-1].height if lanes else 0
    return Drawing(
        found.title,
        found.summary,
        width + EDGE,
        bottom,
        tuple(lanes),
        tuple(boxes),
        tuple(marks),
        tuple(labels),
        tuple(arrows),
    )


def _points(trunk: _Trunk, cell: _Cell, port: _Port, columns: list[float]) -> list[tuple[float, float]]:
    target = trunk.target
    turn = columns[trunk.column] + COLUMN + GAP + TRACK * trunk.track
    points = [(cell.x + COLUMN, port.y), (turn, port.y)]
    points.append((turn, trunk.level))
    if trunk.kind == "left":
        points.append((target.x, trunk.level))
    elif trunk.kind == "top":
        points += [(target.x + COLUMN / 4, trunk.level), (target.x + COLUMN / 4, target.y)]
    else:
        points += [(target.x + COLUMN / 2, trunk.level), (target.x + COLUMN / 2, target.y + target.height)]
    return points


def _straightened(points: list[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """Without the corners at which nothing turns."""
    corners = [points[0]]
    for here, after in pairwise(points[1:]):
        before = corners[-1]
        if here != before and not (before[0] == here[0] == after[0] or before[1] == here[1] == after[1]):
            corners.append(here)
    return (*corners, points[-1])
