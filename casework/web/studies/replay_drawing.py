"""Where everything of a replay stands in its drawing: four rows on one clock."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from casework.findings.timeline import At, MarkKind, Timeline, place_at
from casework.lab.vocabulary import ObservationKind
from casework.statistics.present import clock
from casework.web.studies.wording import KEYS

WIDTH, LEFT, RIGHT = 1200, 88, 1186
LETTER = 7.2
"""Pixels of one letter of the rows' labels, on the wide side so that none is cut."""
BOX = 22
TICKS = (15, 30, 60, 120, 300, 600, 900, 1800, 3600)
MOST_TICKS = 15
TALLEST_BAR = 26
PAGES_AT, TYPING_UPTO, EVENTS_AT, NOTES_AT, AXIS_AT, HEIGHT = 24, 96, 112, 154, 192, 216


@dataclass(frozen=True)
class Box:
    """A rectangle with its words. full: what it says when there is room for less."""

    x: float
    width: float
    words: str
    full: str
    is_here: bool = False


@dataclass(frozen=True)
class Sign:
    """A mark of the events or notes: its sign, its words where they fit, and on which side of it."""

    x: float
    sign: str
    kind: str
    words: str
    words_before: bool
    full: str


@dataclass(frozen=True)
class Tick:
    x: float
    words: str


@dataclass(frozen=True)
class Drawing:
    """typing: None where it is not known; each bar with its height. backs: x and words of each step back."""

    head: float
    pages: list[Box]
    typing: list[tuple[float, float, float]] | None
    events: list[Sign]
    pauses: list[Box]
    notes: list[Sign]
    backs: list[Sign]
    ticks: list[Tick]
    label: str
    width: int = WIDTH
    left: int = LEFT
    right: int = RIGHT


def draw(timeline: Timeline, at: float, shown: set[str]) -> Drawing:
    """The four rows, with the playhead at a moment. shown: "notes", "errors", "help": which marks are drawn."""
    marks = [mark for mark in timeline.marks if _group(mark.kind) is None or _group(mark.kind) in shown]
    events = [mark for mark in marks if mark.kind != "back"]
    notes = timeline.notes if "notes" in shown else []
    here = place_at(timeline.stays, at)
    return Drawing(
        head=_x(timeline, at),
        pages=[
            _box(timeline, stay, stay.until, stay.title, is_here=number == here)
            for number, stay in enumerate(timeline.stays)
        ],
        typing=_bars(timeline),
        events=list(_signs(timeline, events, [(m.sign, m.kind, m.said) for m in events])),
        pauses=list(_pauses(timeline, events)),
        notes=list(_signs(timeline, notes, [(KEYS[n.note.kind], n.note.kind.value, "") for n in notes])),
        backs=list(
            _signs(timeline, backs := [m for m in marks if m.kind == "back"], [("↩", m.kind, m.said) for m in backs])
        ),
        ticks=list(_ticks(timeline)),
        label=_label(timeline),
    )


def _group(kind: MarkKind) -> str | None:
    return {"error": "errors", "help": "help"}.get(kind)


def _paused(seconds: float) -> str:
    return f"paused {clock(seconds)}"


def _x(timeline: Timeline, at: float) -> float:
    return round(LEFT + (RIGHT - LEFT) * min(max(at / timeline.length, 0), 1), 1)


def _box(timeline: Timeline, begin: At, until: float, words: str, *, is_here: bool = False) -> Box:
    x = _x(timeline, begin.at)
    width = round(max(_x(timeline, until) - x, 1), 1)
    full = f"{clock(begin.at)} {words}"
    return Box(x, width, fitted(words, width - 10), full, is_here)


def fitted(words: str, width: float) -> str:
    """As much of the words as a width in pixels holds, with "…" for the rest; nothing where that says nothing."""
    letters = int(width / LETTER)
    if len(words) <= letters:
        return words
    return f"{words[: letters - 1].rstrip()}…" if letters >= 4 else ""


def _pauses(timeline: Timeline, events: Sequence[At]) -> Iterator[Box]:
    """Each pause, with its words beside it where they end before anything else begins."""
    begin = sorted(_x(timeline, each.at) for each in [*events, *timeline.pauses])
    for each in timeline.pauses:
        box = _box(timeline, each, each.until, _paused(each.until - each.at))
        ends = box.x + box.width
        needs = len(_paused(each.until - each.at)) * LETTER + BOX / 2
        room = next((x for x in begin if x > box.x), RIGHT + 10.0) - ends
        yield Box(box.x, box.width, _paused(each.until - each.at) if needs <= room else "", box.full)


def _bars(timeline: Timeline) -> list[tuple[float, float, float]] | None:
    if timeline.typing is None:
        return None
    most = max((bar.keys for bar in timeline.typing), default=1)
    return [
        (
            _x(timeline, bar.at) + 0.5,
            round(max(_x(timeline, bar.until) - _x(timeline, bar.at) - 1.5, 1), 1),
            round(max(TALLEST_BAR * bar.keys / most, 2), 1),
        )
        for bar in timeline.typing
    ]


def _signs(timeline: Timeline, those: Sequence[At], said: Sequence[tuple[str, str, str]]) -> Iterator[Sign]:
    """Each sign, with its words after it where they end before the next sign, or else before it, or else not."""
    places = [_x(timeline, each.at) for each in those]
    free_from = float(LEFT)
    for number, (x, (sign, kind, words)) in enumerate(zip(places, said, strict=True)):
        following = places[number + 1] - BOX / 2 if number + 1 < len(places) else RIGHT + 10
        needs = len(words) * LETTER + 8
        after = x + BOX / 2 + needs <= following
        before = not after and x - BOX / 2 - needs >= free_from
        free_from = x + BOX / 2 + (needs if after else 0)
        yield Sign(
            x, sign, kind, words if after or before else "", before, f"{clock(those[number].at)} {words}".strip()
        )


def _ticks(timeline: Timeline) -> Iterator[Tick]:
    step = next((each for each in TICKS if timeline.length / each <= MOST_TICKS), TICKS[-1])
    for number in range(int(timeline.length // step) + 1):
        yield Tick(_x(timeline, number * step), clock(number * step))


def _label(timeline: Timeline) -> str:
    counts = [
        (len(timeline.stays), "stay on a page", "stays on pages"),
        (sum(mark.kind == "error" for mark in timeline.marks), "time errors were shown", "times errors were shown"),
        (sum(mark.kind == "help" for mark in timeline.marks), "time help was given", "times help was given"),
        (len(timeline.pauses), "pause", "pauses"),
        (len(timeline.notes), "note", "notes"),
    ]
    said = ", ".join(f"{count} {one if count == 1 else many}" for count, one, many in counts)
    return f"Timeline of {clock(timeline.length)}: {said}. The table below says the same."


NOTE_WORDS = {kind: kind.value for kind in ObservationKind}
MARK_WORDS: dict[str, str] = {"error": "error", "help": "help", "back": "went back", "call": "call"}


def sign_of_frame(sign: str) -> tuple[str, str]:
    """What stands under a frame for what happened there: its sign and its word."""
    if sign in MARK_WORDS:
        return {"error": "✕", "help": "1", "back": "↩", "call": "c"}[sign], MARK_WORDS[sign]
    kind = ObservationKind(sign)
    return KEYS[kind], NOTE_WORDS[kind]
