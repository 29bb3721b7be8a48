"""Due dates in the words of a workflow: "1 working day", "28 days", "6 weeks", "3 months", "1 year"."""

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import cache

import holidays

_PERIOD = re.compile(r"(\d{1,4}) (working day|day|week|month|year)s?")


def read_period(text: str) -> tuple[int, str]:
    """(28, "day") for "28 days". Raises ValueError saying what was expected."""
    found = _PERIOD.fullmatch(text.strip()) if text != "same day" else _PERIOD.fullmatch("0 days")
    if not found:
        raise ValueError(f"“{text}” is not a length of time; write “1 working day”, “28 days”, “6 weeks” or “same day”")
    return int(found[1]), found[2]


def due_on(due: str | None, start: date) -> date | None:
    """The date a period after `start`; None without a period.

    Working days are Monday to Friday without the bank holidays of England; the first is the day after `start`.
    A month or year later is the same day of the month, or the month's last day.
    """
    if due is None:
        return None
    number, unit = read_period(due)
    if unit == "working day":
        return add_working_days(start, number)
    if unit in ("day", "week"):
        return start + timedelta(days=number * (7 if unit == "week" else 1))
    months = start.year * 12 + start.month - 1 + number * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def add_working_days(start: date, number: int) -> date:
    """The `number`-th working day after `start`; with 0, `start` itself or the first working day after it."""
    day = start
    while number == 0 and not is_working_day(day):
        day += timedelta(days=1)
    for _ in range(number):
        day += timedelta(days=1)
        while not is_working_day(day):
            day += timedelta(days=1)
    return day


def working_days_between(start: date, end: date) -> int:
    """How many working days after `start` come by `end`; 0 when `end` is not later."""
    days = (end - start).days
    return sum(is_working_day(start + timedelta(days=n)) for n in range(1, days + 1))


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in _bank_holidays(day.year)


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))
