"""Due dates, counted as practitioners count them."""

from datetime import date

import pytest

from casework.workflows.calendar import add_working_days, due_on, is_working_day


@pytest.mark.parametrize(
    ("period", "start", "due"),
    [
        ("1 working day", date(2026, 11, 10), date(2026, 11, 11)),
        ("1 working day", date(2026, 11, 13), date(2026, 11, 16)),
        ("2 working days", date(2026, 12, 24), date(2026, 12, 30)),
        ("1 working day", date(2027, 3, 25), date(2027, 3, 30)),
        ("5 working days", date(2026, 11, 14), date(2026, 11, 20)),
        ("28 days", date(2026, 11, 10), date(2026, 12, 8)),
        ("6 weeks", date(2026, 11, 10), date(2026, 12, 22)),
        ("1 month", date(2027, 1, 31), date(2027, 2, 28)),
        ("3 months", date(2026, 11, 10), date(2027, 2, 10)),
        ("1 year", date(2028, 2, 29), date(2029, 2, 28)),
        ("same day", date(2026, 11, 10), date(2026, 11, 10)),
        ("0 days", date(2026, 11, 14), date(2026, 11, 14)),
    ],
)
def test_a_due_date_is_counted_from_the_start(period: str, start: date, due: date) -> None:
    assert due_on(period, start) == due


def test_without_a_period_nothing_is_due() -> None:
    assert due_on(None, date(2026, 11, 10)) is None


def test_weekends_and_the_bank_holidays_of_england_are_not_worked() -> None:
    assert not is_working_day(date(2026, 11, 14))
    assert not is_working_day(date(2026, 8, 31))
    assert not is_working_day(date(2026, 12, 28))
    assert is_working_day(date(2026, 11, 30)), "Saint Andrew's day is a holiday in Scotland only"


def test_no_working_days_from_a_weekend_is_the_next_working_day() -> None:
    assert add_working_days(date(2026, 11, 14), 0) == date(2026, 11, 16)


@pytest.mark.parametrize("period", ["soon", "5 moons", "", "-1 days", "1 working week", "99999 days"])
def test_what_is_no_length_of_time_is_refused(period: str) -> None:
    with pytest.raises(ValueError, match="is not a length of time"):
        due_on(period, date(2026, 11, 10))
