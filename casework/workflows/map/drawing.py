"""The map as SVG: one ink, meaning in line and shape, text that is text, and no styles of its own."""

from collections.abc import Callable, Iterator
from html import escape

from casework.workflows.map.layout import LANE_NAME, LINE
from casework.workflows.map.measuring import LABEL_SIZE
from casework.workflows.map.pieces import Arrow, Box, Drawing, Mark

INK = "#17393d"
MARKED = "#ffd970"
_FONT = 'font-family="Helvetica Neue, Arial, sans-serif"'
Href = Callable[[str], str]


def drawn(drawing: Drawing, href: Href | None = None, *, lanes: bool = True, name: str = "map") -> str:
    """The whole map. href: the address of a step's page; lanes: whether the lanes' names stand at its left.

    name: what its ids begin with, where a page has more than one map.
    """
    left = LANE_NAME if lanes else 0
    width = drawing.width + left
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="app-map__drawing" width="{width:.0f}" '
        f'height="{drawing.height:.0f}" viewBox="0 0 {width:.0f} {drawing.height:.0f}" role="group" '
        f'aria-labelledby="{name}-title {name}-desc" {_FONT} font-size="{LABEL_SIZE}" fill="{INK}">',
        f'<title id="{name}-title">Map of {escape(drawing.title)}</title>',
        f'<desc id="{name}-desc">{escape(drawing.summary)}.</desc>',
        *_bands(drawing, width),
    ]
    if lanes:
        parts.extend(_names(drawing))
    parts.append(f'<g transform="translate({left} 0)">')
    # What is marked lies under everything else, so that its band hides no other line.
    parts.extend(_arrow(arrow) for arrow in sorted(drawing.arrows, key=lambda arrow: not arrow.is_marked))
    parts.extend(_mark(mark) for mark in drawing.marks)
    for label in drawing.labels:
        parts.extend(_lines(label.lines, label.x, label.y, LINE))
    parts.extend(_box(box, href) for box in drawing.boxes)
    parts.append("</g></svg>")
    return "\n".join(parts) + "\n"


def drawn_lanes(drawing: Drawing) -> str:
    """The names of the lanes by themselves, to stand still while the map moves under them."""
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" class="app-map__lanes" width="{LANE_NAME}" '
            f'height="{drawing.height:.0f}" viewBox="0 0 {LANE_NAME} {drawing.height:.0f}" aria-hidden="true" '
            f'focusable="false" {_FONT} font-size="14" fill="{INK}">',
            f'<rect width="{LANE_NAME}" height="{drawing.height:.0f}" fill="#fff"/>',
            *_bands(drawing, LANE_NAME),
            *_names(drawing),
            "</svg>",
        ]
    )


def drawn_legend() -> list[tuple[str, str]]:
    """What each line and shape means: a small drawing, and its word."""
    line = f'fill="none" stroke="{INK}" stroke-width="2"'
    box = f'fill="#fff" stroke="{INK}"'
    shapes = (
        (f'<path d="M0 10H30" {line}/>{_tip(40, 10, "right", False)}', "next action"),
        (f'<path d="M0 10H30" {line} stroke-dasharray="6 4"/>{_tip(40, 10, "right", False)}', "goes back"),
        (f'<path d="M0 10H30" {line}/>{_tip(40, 10, "right", True)}', "begins beside it"),
        (
            f'<rect x="1" y="1" width="38" height="18" {box} stroke-width="2"/><rect x="5" y="5" width="30" '
            f'height="10" {box}/>',
            "waits for somebody else",
        ),
        (f'<rect x="1" y="2" width="38" height="16" rx="8" {box} stroke-width="2"/>', "ends"),
        (f'<rect x="1" y="2" width="38" height="16" {box} stroke-dasharray="2 2"/>', "another workflow"),
    )
    return [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="42" height="20" viewBox="0 0 42 20" aria-hidden="true" '
            f'focusable="false">{shape}</svg>',
            word,
        )
        for shape, word in shapes
    ]


def _bands(drawing: Drawing, width: float) -> Iterator[str]:
    for number, lane in enumerate(drawing.lanes):
        fill = "#f1f5f5" if number % 2 == 0 else "#fff"
        yield f'<rect y="{lane.y:.1f}" width="{width:.0f}" height="{lane.height:.1f}" fill="{fill}"/>'
        yield f'<path d="M0 {lane.y:.1f}H{width:.0f}" stroke="#b8c4c5"/>'


def _names(drawing: Drawing) -> Iterator[str]:
    for lane in drawing.lanes:
        top = lane.y + lane.height / 2 - len(lane.lines) * 9
        yield from _lines(lane.lines, 10, top, 18, 'font-size="14" font-weight="bold"')
    yield f'<path d="M{LANE_NAME - 0.5} 0V{drawing.height:.0f}" stroke="#b8c4c5"/>'


def _lines(lines: tuple[str, ...], x: float, top: float, height: float, more: str = "") -> Iterator[str]:
    """Lines of text from the top; x is where they begin, or their middle when `more` says so."""
    if lines:
        spans = "".join(
            f'<tspan x="{x:.1f}" y="{top + height * (number + 0.78):.1f}">{escape(line)}</tspan>'
            for number, line in enumerate(lines)
        )
        yield f"<text {more}>{spans}</text>".replace("<text >", "<text>")


def _box(box: Box, href: Href | None) -> str:
    middle = box.x + box.width / 2
    text = len(box.lines) * 18 + (17 if box.under else 0)
    top = box.y + (box.height - text) / 2
    shape = 'rx="18"' if box.stop.ends else ""
    parts = [
        f'<rect class="app-map__box" x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width}" height="{box.height:.1f}" '
        f'{shape} fill="#fff" stroke="{INK}" stroke-width="2"/>'
    ]
    if box.stop.waits:
        parts.append(
            f'<rect x="{box.x + 4:.1f}" y="{box.y + 4:.1f}" width="{box.width - 8}" height="{box.height - 8:.1f}" '
            f'fill="none" stroke="{INK}"/>'
        )
    parts.extend(_lines(box.lines, middle, top, 18, 'font-size="15" font-weight="bold" text-anchor="middle"'))
    if box.under:
        under = (box.under,)
        parts.extend(_lines(under, middle, top + len(box.lines) * 18, 17, 'fill="#484949" text-anchor="middle"'))
    inside = "".join(parts)
    return f'<a href="{escape(href(box.stop.step))}">{inside}</a>' if href else f"<g>{inside}</g>"


def _mark(mark: Mark) -> str:
    shape = 'stroke-dasharray="2 2"' if mark.way.elsewhere else f'rx="{mark.height / 2}" stroke-width="2"'
    rect = (
        f'<rect x="{mark.x:.1f}" y="{mark.y:.1f}" width="{mark.width:.1f}" height="{mark.height}" {shape} '
        f'fill="#fff" stroke="{INK}"/>'
    )
    text = _lines((mark.text,), mark.x + mark.width / 2, mark.y + 3, 16, 'font-size="12" text-anchor="middle"')
    return rect + "".join(text)


def _arrow(arrow: Arrow) -> str:
    title = f"<title>{escape(arrow.sentence)}</title>"
    dashed = ' stroke-dasharray="6 4"' if arrow.back else ""
    look = f'fill="none" stroke="{INK}" stroke-width="{arrow.width:.1f}"{dashed}'
    band = f'<path d="{_path(arrow.points)}" fill="none" stroke="{MARKED}" stroke-width="{arrow.width + 9:.1f}"/>'
    title += band if arrow.is_marked else ""
    if arrow.joins:
        return f'<g>{title}<path d="{_path(arrow.points)}" {look}/></g>'
    (x, y), (before_x, before_y) = arrow.points[-1], arrow.points[-2]
    way = "right" if x > before_x else "left" if x < before_x else "down" if y > before_y else "up"
    back = {"right": (-8, 0), "left": (8, 0), "down": (0, -8), "up": (0, 8)}[way]
    path = _path((*arrow.points[:-1], (x + back[0], y + back[1])))
    return f'<g>{title}<path d="{path}" {look}/>{_tip(x, y, way, arrow.begins)}</g>'


def _path(points: tuple[tuple[float, float], ...]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def _tip(x: float, y: float, way: str, is_open: bool) -> str:
    a, b = {
        "right": ((-9, -4.5), (-9, 4.5)),
        "left": ((9, -4.5), (9, 4.5)),
        "down": ((-4.5, -9), (4.5, -9)),
        "up": ((-4.5, 9), (4.5, 9)),
    }[way]
    fill = "#fff" if is_open else INK
    return (
        f'<path d="M{x:.1f} {y:.1f}l{a[0]} {a[1]}L{x + b[0]:.1f} {y + b[1]:.1f}z" fill="{fill}" stroke="{INK}" '
        f'stroke-width="1.2"/>'
    )
