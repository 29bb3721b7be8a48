"""One task run on one clock: pages, typing, events and notes, in whole or part seconds since it was started. Pure.

The clock runs on through pauses, which have a length of their own on it; working time leaves them out.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Literal, Protocol

from casework.lab.models import Event, Observation, Pause, Picture
from casework.lab.vocabulary import EventKind, ObservationKind

FRAMES = 8
ONE_PROBLEM = 45
"""Seconds: an error, help or a note of a problem this soon after another belongs to the same problem."""
NARROWEST_BAR = 10
MOST_BARS = 80

MarkKind = Literal["error", "help", "back", "call"]
SIGNS: dict[MarkKind, str] = {"error": "✕", "help": "1", "back": "↩", "call": "c"}


class At(Protocol):
    """Anything with a place on the clock."""

    @property
    def at(self) -> float: ...


@dataclass(frozen=True)
class Stay:
    """How long she was on one page. again: she came back to a page of the form that she had left for a later one."""

    at: float
    until: float
    title: str
    path: str
    again: bool


@dataclass(frozen=True)
class Bar:
    """How many keys were pressed between two moments."""

    at: float
    until: float
    keys: int


@dataclass(frozen=True)
class Mark:
    """An error shown, help given, a step back, or a call. said: in a few words; count: how many errors."""

    at: float
    kind: MarkKind
    said: str
    count: int = 1

    @property
    def sign(self) -> str:
        return SIGNS[self.kind]


@dataclass(frozen=True)
class Stopped:
    """A pause of the clock."""

    at: float
    until: float


@dataclass(frozen=True)
class NoteMark:
    at: float
    note: Observation


@dataclass(frozen=True)
class Problem:
    """From its first error, help or note to its last."""

    at: float
    until: float


@dataclass(frozen=True)
class Look:
    """How the page looked from a moment on, until the next. picture: as in `Frame`."""

    at: float
    title: str
    path: str
    picture: int | None


@dataclass(frozen=True)
class Frame:
    """A moment that matters, with the page as it was. picture: its place among the pictures, None without any.

    signs: what happened while the page looked so, each once: ✕ error, 1 help, ↩ back, c call, or a note's kind.
    """

    at: float
    title: str
    picture: int | None
    signs: list[MarkKind | ObservationKind]


@dataclass(frozen=True)
class Timeline:
    """A whole run. typing: None where no script was there to see it. length: seconds from its start to its end."""

    length: float
    stays: list[Stay]
    typing: list[Bar] | None
    marks: list[Mark]
    pauses: list[Stopped]
    notes: list[NoteMark]
    problems: list[Problem]
    looks: list[Look]
    frames: list[Frame]


def timeline(
    started: datetime,
    ended: datetime,
    events: Sequence[Event],
    *,
    notes: Sequence[Observation] = (),
    pauses: Sequence[Pause] = (),
    pictures: Sequence[Picture] = (),
) -> Timeline:
    """The run from `started` to `ended`, from its events in order, its notes, pauses and pictures by time."""
    length = max((ended - started).total_seconds(), 1.0)

    def into(at: datetime) -> float:
        return min(max((at - started).total_seconds(), 0.0), length)

    stays = _stays(events, into, length)
    marks = [*_marks(events, into), *(Mark(s.at, "back", f"went back to {s.title}") for s in stays if s.again)]
    looks = _looks(stays, pictures, into)
    marks.sort(key=lambda mark: mark.at)
    noted = sorted((NoteMark(into(note.at), note) for note in notes), key=lambda each: each.at)
    return Timeline(
        length=length,
        stays=stays,
        typing=_typing(events, started, length),
        marks=marks,
        pauses=[Stopped(into(each.started_at), into(each.ended_at or ended)) for each in pauses],
        notes=noted,
        problems=_problems(marks, noted),
        looks=looks,
        frames=_frames(looks, marks, noted),
    )


class _Into(Protocol):
    def __call__(self, at: datetime) -> float: ...


def _stays(events: Sequence[Event], into: _Into, length: float) -> list[Stay]:
    """Each page with how long she was on it; the same page shown again at once is one stay."""
    views: list[Event] = []
    for event in events:
        if event.kind is EventKind.PAGE_VIEWED and (not views or _path(event) != _path(views[-1])):
            views.append(event)
    again = _came_back([_path(event) for event in views])
    starts = [into(event.at) for event in views]
    return [
        Stay(at, until, str(event.data.get("page", "")), _path(event), back)
        for event, back, (at, until) in zip(views, again, pairwise([*starts, length]), strict=True)
    ]


def _path(event: Event) -> str:
    return str(event.data.get("path", event.data.get("page", "")))


def _came_back(paths: Sequence[str]) -> list[bool]:
    """For each page: whether it is a page of a form that she had left for a later page of the same form.

    A list of tasks or the record is where one goes between pages, so coming there again is no step back.
    """
    met: dict[str, list[str]] = {}
    last: dict[str, int] = {}
    backs = []
    for path in paths:
        form, _, page = path.partition("/pages/")
        if not page:
            backs.append(False)
            continue
        pages = met.setdefault(form, [])
        if page not in pages:
            pages.append(page)
        place = pages.index(page)
        backs.append(place < last.get(form, 0))
        last[form] = place
    return backs


def _marks(events: Sequence[Event], into: _Into) -> list[Mark]:
    marks = []
    for event in events:
        at = into(event.at)
        match event.kind:
            case EventKind.ERRORS_SHOWN:
                count = len(event.data.get("messages", [])) or 1
                marks.append(Mark(at, "error", f"{count} {'error' if count == 1 else 'errors'}", count))
            case EventKind.ASSIST_GIVEN:
                marks.append(Mark(at, "help", str(event.data.get("kind_of_help", "help")).replace("-", " ")))
            case EventKind.INTERRUPTION_CAME:
                marks.append(Mark(at, "call", "a call came in"))
    return marks


def _typing(events: Sequence[Event], started: datetime, length: float) -> list[Bar] | None:
    """Keys by time. The browser says how many, and how many seconds before it said so; never which."""
    told = [event for event in events if event.kind is EventKind.TYPED]
    if not told:
        return None
    width = max(NARROWEST_BAR, length / MOST_BARS)
    keys: dict[int, int] = {}
    for event in told:
        for ago, count in event.data.get("typing", []):
            at = (event.at - started).total_seconds() - ago
            if 0 <= at <= length:
                keys[int(at // width)] = keys.get(int(at // width), 0) + int(count)
    return [Bar(slot * width, min((slot + 1) * width, length), keys[slot]) for slot in sorted(keys)]


def _problems(marks: Sequence[Mark], notes: Sequence[NoteMark]) -> list[Problem]:
    moments = [mark.at for mark in marks if mark.kind in ("error", "help")]
    moments += [each.at for each in notes if each.note.kind is ObservationKind.PROBLEM]
    problems: list[Problem] = []
    for at in sorted(moments):
        if problems and at - problems[-1].until <= ONE_PROBLEM:
            problems[-1] = Problem(problems[-1].at, at)
        else:
            problems.append(Problem(at, at))
    return problems


# --- the filmstrip -------------------------------------------------------------------------------


def _looks(stays: Sequence[Stay], pictures: Sequence[Picture], into: _Into) -> list[Look]:
    if pictures:
        return [Look(into(each.at), each.title, each.path, number) for number, each in enumerate(pictures)]
    return [Look(stay.at, stay.title, stay.path, None) for stay in stays]


def _frames(looks: Sequence[Look], marks: Sequence[Mark], notes: Sequence[NoteMark]) -> list[Frame]:
    """At most eight: the first and the last, then where most happened, then where a page was new."""
    if not looks:
        return []
    signs: list[list[MarkKind | ObservationKind]] = [[] for _ in looks]
    happened = [*((mark.at, mark.kind) for mark in marks), *((each.at, each.note.kind) for each in notes)]
    for at, sign in sorted(happened):
        here = signs[max(place_at(looks, at), 0)]
        if sign not in here:
            here.append(sign)
    seen: set[str] = set()
    weights = []
    for look, here in zip(looks, signs, strict=True):
        weights.append(sum(3 if sign in ("error", "help", "problem") else 2 for sign in here) + (look.path not in seen))
        seen.add(look.path)
    weights[0] = weights[-1] = 100
    chosen = sorted(sorted(range(len(looks)), key=lambda place: (-weights[place], place))[:FRAMES])
    return [
        Frame(looks[place].at, looks[place].title, looks[place].picture, signs[place])
        for place in chosen
        if weights[place]
    ]


# --- a moment of it ------------------------------------------------------------------------------


def place_at(those: Sequence[At], at: float) -> int:
    """The place of the last of those, in order, that began within the second of `at` or before; -1 for none."""
    return bisect_right(those, _end_of_second(at), key=lambda each: each.at) - 1


def _end_of_second(at: float) -> float:
    # The moment in an address is a whole second, and stands for all of it.
    return int(at) + 0.999_999


def problem_at(problems: Sequence[Problem], at: float) -> int | None:
    """The place of the problem that a moment belongs to; None between problems."""
    place = place_at(problems, at)
    return place if place >= 0 and int(at) <= problems[place].until + ONE_PROBLEM else None


def next_problem(problems: Sequence[Problem], at: float) -> int | None:
    """The whole second at which the next problem begins."""
    return next((int(each.at) for each in problems if int(each.at) > int(at)), None)


def previous_problem(problems: Sequence[Problem], at: float) -> int | None:
    """The whole second at which the problem before began; of the one we are in, when its beginning has passed."""
    return next((int(each.at) for each in reversed(problems) if int(each.at) < int(at)), None)
