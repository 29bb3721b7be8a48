"""Time on task: what counts as working time, and the typical time of those who completed."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from math import exp, log

from casework.statistics.intervals import mean
from casework.statistics.measure import Measure


def working_seconds(start: datetime, end: datetime, pauses: Iterable[tuple[datetime, datetime | None]] = ()) -> Measure:
    """Seconds of one run that were not paused: end - start, less the parts of pauses that fall inside.

    pauses: (began, ended) in any order; they may overlap each other and the ends of the run; ended is None
    for a pause nobody ended. Only time outside the task is a pause: reading and hesitating are the task.
    `undefined` when a pause was still open at the end, or the whole run was paused.
    Raises ValueError when the run, or a pause, ends before it begins.
    """
    method = "working time"
    if end <= start:
        raise ValueError(f"a run must end after it starts: {start} to {end}")
    closed: list[tuple[datetime, datetime]] = []
    for began, ended in pauses:
        if ended is not None and ended < began:
            raise ValueError(f"a pause must end after it begins: {began} to {ended}")
        if ended is None and began < end:
            return Measure.undefined("a pause was still open at the end of the run", method=method, n=1)
        if ended is not None and ended > start and began < end:
            closed.append((max(began, start), min(ended, end)))
    paused, counted_to = timedelta(), start
    for began, ended in sorted(closed):
        paused += max(timedelta(), ended - max(began, counted_to))
        counted_to = max(counted_to, ended)
    if paused == end - start:
        return Measure.undefined("the whole run was paused", method=method, n=1)
    seconds = (end - start - paused).total_seconds()
    return Measure(seconds, None, None, 1, method)


def task_time(seconds: Sequence[float]) -> Measure:
    """Typical time on task: the geometric mean in seconds, with a t interval on the logs.

    seconds: one positive number for each completed run, in any order; runs that were not completed have
    no completion time. `undefined` when nobody completed. Raises ValueError for a time of zero or less.
    Source: Sauro and Lewis (CHI 2010), on small samples of skewed task times.
    """
    method = "geometric mean, t interval on logs"
    if any(not s > 0 for s in seconds):
        raise ValueError("time on task must be more than zero seconds")
    if not seconds:
        return Measure.undefined("nobody completed the task", method=method)
    logs = mean([log(s) for s in seconds], method=method)
    return replace(logs, value=_exp(logs.value), low=_exp(logs.low), high=_exp(logs.high))


def _exp(logarithm: float | None) -> float | None:
    return None if logarithm is None else exp(logarithm)
