"""Page by page: how many came, stopped, went back, hesitated or erred, how long it took, and what was asked again.

Only runs that count, and only pages of the workflow: what she does in the record between them is in `decisions.py`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from statistics import median
from typing import Any

from sqlalchemy import select

from casework.database import Db
from casework.findings.results import Results, RunResult
from casework.lab.models import Arm, Event, TestTask
from casework.lab.vocabulary import EventKind
from casework.records.facts import CATALOGUE
from casework.statistics import Measure, lostness, task_time
from casework.statistics.present import clock, estimate, may_estimate
from casework.workflows.definition import Definition, Page
from casework.workflows.effort import (
    PAGE_TURN,
    acts_for,
    least_answer,
    most_answer,
    reading_seconds,
    words_of_page,
    words_of_question,
)
from casework.workflows.versions import definition_of
from casework.workflows.wording import fill

HESITATES = 2.0
"""How many times the page's median over all runs of the arm a stay must last to be told as hesitation."""
LEAST_HESITATION = 30.0
"""Seconds under which no stay is."""

SEEN = (
    EventKind.PAGE_VIEWED,
    EventKind.ERRORS_SHOWN,
    EventKind.STEP_STARTED,
    EventKind.ANSWER_CHANGED,
    EventKind.RUN_PAUSED,
    EventKind.RUN_RESUMED,
    EventKind.RUN_ENDED,
)

WHOLE = "all"
"""In the place of a page's id where a whole step is on one page."""

PageKey = tuple[str, str]
"""A step's id and a page's."""


@dataclass
class Way:
    """One run through the pages: each with how long it was open, pauses taken out, and how many errors it showed."""

    run: RunResult
    stays: list[tuple[PageKey, float]] = field(default_factory=list)
    errors: dict[PageKey, int] = field(default_factory=dict)

    @property
    def pages(self) -> list[PageKey]:
        return list(dict.fromkeys(page for page, _ in self.stays))

    def seconds(self) -> dict[PageKey, float]:
        """How long each page was open, all its stays together."""
        spent: dict[PageKey, float] = {}
        for page, seconds in self.stays:
            spent[page] = spent.get(page, 0.0) + seconds
        return spent

    def went_back_to(self) -> set[PageKey]:
        """Pages she came to again after a later one of the same step."""
        order: dict[PageKey, int] = {}
        furthest: dict[str, int] = {}
        back = set()
        for page, _ in self.stays:
            place = order.setdefault(page, len(order))
            if place < furthest.get(page[0], -1):
                back.add(page)
            furthest[page[0]] = max(place, furthest.get(page[0], -1))
        return back


@dataclass(frozen=True)
class PageUsed:
    """A page in one arm and task. came, stopped, back, hesitated, erred: how many runs, of `of` that counted.

    seconds: code → how long it was open. least, most: what the burden of the page is reckoned at, in seconds.
    """

    number: int
    step: str
    title: str
    of: int
    came: int
    stopped: int
    back: int
    hesitated: int
    erred: int
    seconds: Mapping[str, float]
    least: float
    most: float

    @property
    def typical(self) -> Measure | None:
        """The geometric mean of those who came, from five people on."""
        return task_time(self._spent) if may_estimate(len(self._spent)) else None

    @property
    def typical_said(self) -> str:
        """For a column that says what the interval is: "0:18 (0:11–0:31; n = 7)"."""
        if self.typical is None:
            return f"n = {len(self.seconds)}"
        return estimate(self.typical, self._spent, clock).replace("95% interval ", "")

    @property
    def _spent(self) -> list[float]:
        """Less than a second counts as one: a page that was left at once has no logarithm."""
        return [max(seconds, 1.0) for seconds in self.seconds.values()]


@dataclass(frozen=True)
class WayTaken:
    """The pages of one run by their numbers, and how far that is from the shortest way that anybody finished by."""

    run: RunResult
    numbers: list[int]
    lostness: Measure


@dataclass(frozen=True)
class AskedAgain:
    """A fact that more than one page asked for in the same run, or that was known when the case came in."""

    fact: str
    where: list[str]
    was_known: bool
    runs: int
    of: int


@dataclass(frozen=True)
class ArmUsed:
    """One arm in one task. fewest: pages of the shortest way by which somebody finished; None while nobody has."""

    arm: Arm
    pages: list[PageUsed]
    ways: list[WayTaken]
    fewest: int | None
    asked_again: list[AskedAgain]


@dataclass(frozen=True)
class TaskUsed:
    task: TestTask
    arms: list[ArmUsed]


def pages_used(db: Db, found: Results) -> list[TaskUsed]:
    """Every task in the arms that are workflows; an arm outside Casework has no pages here."""
    ways = _ways(db, found)
    return [
        TaskUsed(
            task.task,
            [
                _arm_used(arm, definition_of(db, arm.version_id), [ways[run.run.id] for run in task.by_arm[place]])
                for place, arm in enumerate(found.arms)
                if arm.version_id is not None
            ],
        )
        for task in found.tasks
    ]


# --- from events to ways ---------------------------------------------------------------------------


def _ways(db: Db, found: Results) -> dict[str, Way]:
    """Run id → its way. One query for all of them."""
    ways = {run.run.id: Way(run) for task in found.tasks for run in task.runs}
    rows = db.execute(
        select(Event.task_run_id, Event.kind, Event.at, Event.data)
        .where(Event.task_run_id.in_(ways), Event.kind.in_(SEEN))
        .order_by(Event.task_run_id, Event.seq)
    )
    for run_id, of_run in groupby(rows, key=lambda row: row.task_run_id):
        _follow(ways[run_id], [(row.kind, row.at, row.data) for row in of_run])
    return ways


def _follow(way: Way, events: Sequence[tuple[EventKind, datetime, Mapping[str, Any]]]) -> None:
    steps = {
        str(data["step_row_id"]): str(data["step"]) for _, _, data in events if "step_row_id" in data and "step" in data
    }
    here: PageKey | None = None
    since: datetime | None = None
    spent = 0.0
    for kind, at, data in events:
        if kind in (EventKind.PAGE_VIEWED, EventKind.RUN_ENDED):
            if here is not None:
                way.stays.append((here, spent + (_between(since, at) if since else 0.0)))
            here = _page_of(str(data.get("path", "")), steps) if kind is EventKind.PAGE_VIEWED else None
            since, spent = at, 0.0
        elif kind is EventKind.RUN_PAUSED and since is not None:
            spent, since = spent + _between(since, at), None
        elif kind is EventKind.RUN_RESUMED:
            since = at
        elif kind is EventKind.ERRORS_SHOWN and here is not None:
            way.errors[here] = way.errors.get(here, 0) + len(data.get("messages", []))
    way.stays[:] = _joined(way.stays)


def _between(since: datetime, at: datetime) -> float:
    return max((at - since).total_seconds(), 0.0)


def _joined(stays: Iterable[tuple[PageKey, float]]) -> list[tuple[PageKey, float]]:
    """The same page shown again at once, as after an error, is one stay."""
    return [(page, sum(seconds for _, seconds in these)) for page, these in groupby(stays, key=lambda stay: stay[0])]


def _page_of(path: str, steps: Mapping[str, str]) -> PageKey | None:
    """The page of a workflow at an address: /steps/ROW/pages/PAGE; None for any other, and for a list of tasks."""
    parts = [part for part in path.partition("?")[0].split("/") if part and part != "pages"]
    if len(parts) != 3 or parts[0] != "steps" or parts[1] not in steps:
        return None
    return steps[parts[1]], parts[2]


# --- one arm ---------------------------------------------------------------------------------------


def _arm_used(arm: Arm, definition: Definition, ways: Sequence[Way]) -> ArmUsed:
    listed = _pages_in_order(definition, ways)
    numbers = {key: number for number, key in enumerate(listed, 1)}
    medians = {
        key: median(spent)
        for key in listed
        if (spent := [way.seconds()[key] for way in ways if key in way.seconds()]) and may_estimate(len(spent))
    }
    done = [len(way.pages) for way in ways if way.run.outcome in ("unaided", "with help") and way.pages]
    fewest = min(done, default=None)
    return ArmUsed(
        arm,
        [_used(definition, key, pages, numbers[key], ways, medians.get(key)) for key, pages in listed.items()],
        [
            WayTaken(
                way.run,
                [numbers[key] for key, _ in way.stays if key in numbers],
                _lost(way, fewest),
            )
            for way in ways
        ],
        fewest,
        _asked_again(definition, listed, ways),
    )


def _pages_in_order(definition: Definition, ways: Sequence[Way]) -> dict[PageKey, list[Page]]:
    """The pages of every step that a run came to, in the order of the workflow; a step on one page is one."""
    steps = {step for way in ways for step, _ in way.pages}
    listed: dict[PageKey, list[Page]] = {}
    for step in definition.steps:
        if step.id in steps:
            asking = [page for page in definition.pages(step.id) if any(each.asks for each in page.questions)]
            if definition.presentation_of(step.id) == "single_page":
                listed[step.id, WHOLE] = asking
            else:
                listed |= {(step.id, page.id): [page] for page in asking}
    return listed


def _used(
    definition: Definition, key: PageKey, pages: Sequence[Page], number: int, ways: Sequence[Way], usual: float | None
) -> PageUsed:
    came = [way for way in ways if key in way.pages]
    spent = {way.run.participant: way.seconds()[key] for way in came}
    return PageUsed(
        number=number,
        step=definition.step(key[0]).title,
        title=_title(pages),
        of=len(ways),
        came=len(came),
        stopped=sum(way.pages[-1] == key and way.run.outcome not in ("unaided", "with help") for way in came),
        back=sum(key in way.went_back_to() for way in came),
        hesitated=sum(
            usual is not None and seconds > max(HESITATES * usual, LEAST_HESITATION) for seconds in spent.values()
        ),
        erred=sum(bool(way.errors.get(key)) for way in came),
        seconds=spent,
        least=_reckoned(pages, least=True),
        most=_reckoned(pages, least=False),
    )


def _title(pages: Sequence[Page]) -> str:
    """Its heading, or the first question's words where it has none; of a step on one page, that it is."""
    if len(pages) != 1:
        return "All on one page"
    first = next((question for question in pages[0].questions if question.asks), None)
    return fill(pages[0].title or (first.label if first else pages[0].id), {"person": "the person"})


def _reckoned(pages: Sequence[Page], *, least: bool) -> float:
    """Reading and answering, in seconds, with the least or the most that can be answered."""
    answer = least_answer if least else most_answer
    questions = [question for page in pages for question in page.questions]
    words = sum(words_of_page(page) for page in pages) + sum(words_of_question(question) for question in questions)
    acts = sum(acts_for(question, answer(question)).seconds for question in questions if question.asks)
    return reading_seconds(words) + acts + PAGE_TURN


def _lost(way: Way, fewest: int | None) -> Measure:
    if fewest is None or not way.pages:
        return Measure.undefined("nobody has finished yet", method="lostness (Smith)")
    return lostness(fewest, len(way.pages), len(way.stays))


def _asked_again(
    definition: Definition, listed: Mapping[PageKey, Sequence[Page]], ways: Sequence[Way]
) -> list[AskedAgain]:
    """Facts asked for by more than one page that a run came to, or known already when the case came in."""
    asked: dict[str, list[PageKey]] = {}
    for key, pages in listed.items():
        questions = [question for page in pages for question in page.questions]
        for fact in dict.fromkeys(question.fact for question in questions if question.asks and question.fact):
            asked.setdefault(fact, []).append(key)
    found = []
    for fact, keys in asked.items():
        known = [fact in (way.run.run.session_arm.case.content.get("known") or {}) for way in ways]
        met = [sum(key in way.pages for key in keys) for way in ways]
        again = [many > 1 or (many == 1 and was_known) for many, was_known in zip(met, known, strict=True)]
        if any(again):
            where = [f"{definition.step(step).title}: {_title(listed[step, page])}" for step, page in keys]
            found.append(AskedAgain(CATALOGUE[fact].label, where, any(known), sum(again), len(ways)))
    return sorted(found, key=lambda each: (-each.runs, each.fact))
