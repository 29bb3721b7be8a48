"""Calls of a timetable as a line of services, so that nobody types the same hours twice."""

from collections.abc import Mapping
from decimal import Decimal

from casework.workflows.definition import DAYS, Page, Services, WeeklyTimetable
from casework.workflows.values import JSON, is_number, timetable_rows


def with_visits(question: Services, lines: JSON, page: Page, answers: Mapping[str, JSON]) -> JSON:
    """The lines of services, with the hours that the timetable says for the service its calls are.

    The line keeps what was typed about it beside its hours, and is added where there is none. `minutes` is what is
    paid for, of every carer; `units` the hours, for showing. Without minutes the lines stay as they were typed.
    """
    timetable = timetable_of(question, page)
    if timetable is None or not (lines is None or isinstance(lines, list | tuple)):
        return lines
    minutes = paid_minutes(timetable, answers.get(timetable.id))
    if not minutes:
        return lines
    option = next((option for option in question.options if option.code == timetable.service), None)
    hours = {"minutes": minutes, "units": _hours(minutes)}
    priced = {"unit": option.unit, "rate_pence": option.rate_pence} if option and option.rate_pence is not None else {}
    kept, found = [], False
    for line in lines or []:
        if isinstance(line, Mapping) and line.get("service") == timetable.service:
            if found:
                continue
            line, found = {"unit": "hour", **line, **priced, **hours}, True
        kept.append(line)
    return kept if found else [*kept, {"service": timetable.service, "unit": "hour", **priced, **hours}]


def timetable_of(question: Services, page: Page) -> WeeklyTimetable | None:
    """The timetable whose calls are a service of this question."""
    for other in page.questions:
        if isinstance(other, WeeklyTimetable) and other.id == question.visits and other.service:
            return other
    return None


def paid_minutes(timetable: WeeklyTimetable, value: JSON) -> int:
    """Minutes a week of all calls, of every carer who comes."""
    return sum(
        minutes * (carers if is_number(carers := days.get("carers")) and isinstance(carers, int) else 1)
        for _, days in timetable_rows(timetable, value)
        for day in DAYS
        if isinstance(minutes := days.get(day), int) and is_number(minutes) and minutes > 0
    )


def _hours(minutes: int) -> int | float:
    hours = Decimal(minutes) / 60
    return int(hours) if hours == hours.to_integral_value() else float(round(hours, 4))
