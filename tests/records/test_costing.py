"""A plan's week added up: the sums of a believable plan to the penny, and what always holds."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.records.costing import DAYS, cost_of, time_words
from casework.records.rates import Rate, Rates, rate_from_row, shipped_rates
from casework.workflows.expressions import weekly_cost

STARTS = date(2026, 11, 16)
EVERY_DAY = tuple(DAYS)
WEEK = {
    "Morning": {"at": "07:30", **dict.fromkeys(EVERY_DAY, 45)},
    "Lunch": {"at": "12:30", **dict.fromkeys(EVERY_DAY[:5], 30)},
    "Evening": {"at": "20:30", **dict.fromkeys(EVERY_DAY, 30)},
}
DAY_CENTRE = {
    "service": "day-centre",
    "units": 1,
    "unit": "day",
    "days": ["wed"],
    "starts_at": "10:00",
    "ends_at": "15:00",
}
TELECARE = {"service": "telecare", "units": 1, "unit": "week"}


def costed(timetable=None, services=(), needs=(), on=STARTS, rates=None):
    return cost_of(timetable, services, needs, rates or shipped_rates(), on)


def test_the_sums_of_a_believable_plan_come_out_to_the_penny():
    costing = costed(WEEK, [DAY_CENTRE, TELECARE])
    assert [call.total for call in costing.calls] == [315, 150, 210]
    assert [costing.minutes_on(day) for day in EVERY_DAY] == [105, 105, 105, 105, 105, 75, 75]
    assert costing.minutes == 675
    assert [(line.words, line.pence) for line in costing.lines] == [
        ("675 min = 11.25 h × £24.50", 27563),
        ("1 day × £62.00", 6200),
        ("1 week × £6.40", 640),
    ]
    assert costing.gross_pence == 34403
    assert costing.year_pence == 1_788_956
    assert costing.over(29000) == 5403


def test_home_care_is_not_typed_a_second_time():
    typed_too = [{"service": "home-care", "units": 40, "unit": "hour", "rate_pence": 2450, "needs": ["nutrition"]}]
    costing = costed(WEEK, typed_too)
    assert [(line.pence, line.needs) for line in costing.lines] == [(27563, ("nutrition",))]


def test_a_second_carer_doubles_the_cost_and_not_the_minutes_of_the_day():
    week = WEEK | {"Morning": WEEK["Morning"] | {"carers": 2}}
    costing = costed(week)
    assert costing.minutes == 675
    assert costing.lines[0].words.startswith("990 min = 16.5 h")


def test_a_call_while_she_is_at_the_day_centre_is_pointed_out_with_what_it_costs():
    (overlap,) = costed(WEEK, [DAY_CENTRE]).overlaps
    assert (overlap.call, overlap.day_name, overlap.at) == ("Lunch", "Wednesday", "12:30")
    assert (overlap.starts_at, overlap.ends_at, overlap.saves_pence) == ("10:00", "15:00", 1225)


def test_an_overlap_that_is_explained_is_settled():
    week = WEEK | {"Lunch": WEEK["Lunch"] | {"because": "Rose goes only when she is well"}}
    costing = costed(week, [DAY_CENTRE])
    assert costing.overlaps[0].kept_because == "Rose goes only when she is well"
    assert costing.unsettled == ()


def test_the_rate_is_that_of_the_day_the_plan_starts():
    before = costed(WEEK, on=date(2026, 4, 5))
    assert before.lines[0].words.endswith("× £24.00")
    assert before.rates_used[0]["amount_pence"] == 2400


def test_a_missing_rate_is_told_with_its_service_and_day_and_nothing_is_guessed():
    costing = costed(WEEK, [DAY_CENTRE], on=date(2019, 1, 1))
    assert costing.missing == (
        "There is no rate for home care on 1 January 2019",
        "There is no rate for day centre on 1 January 2019",
    )
    assert costing.gross_pence is None
    assert costing.year_pence is None


def test_a_service_without_a_dated_rate_has_the_one_that_was_typed():
    costing = costed(None, [{"service": "piano-lessons", "units": 1.5, "unit": "hour", "rate_pence": 1999}])
    assert (costing.gross_pence, costing.rates_used) == (2999, ())


def test_unpaid_care_is_time():
    costing = costed(WEEK, needs=[{"unpaid_minutes": 120}, {"unpaid_minutes": 210}, {"unpaid_minutes": None}])
    assert time_words(costing.unpaid_minutes) == "5 h 30 min"
    assert costing.gross_pence == 27563


@pytest.mark.parametrize("nothing", [None, {}, {"rows": [{"call": ""}]}, {"Morning": "soon"}])
def test_a_plan_that_buys_nothing_has_no_cost_rather_than_nought(nothing):
    assert costed(nothing).gross_pence is None


minutes = st.dictionaries(st.sampled_from(EVERY_DAY), st.integers(0, 600))
weeks = st.dictionaries(st.sampled_from(["Morning", "Lunch", "Tea", "Bed"]), minutes, max_size=4)
lines = st.lists(
    st.fixed_dictionaries(
        {
            "service": st.sampled_from(["day-centre", "telecare", "meals", "piano-lessons"]),
            "units": st.integers(0, 4000).map(lambda hundredths: hundredths / 100),
            "rate_pence": st.integers(0, 20_000),
        }
    ),
    max_size=4,
)


@given(week=weeks, services=lines)
@settings(max_examples=60)
def test_the_total_is_the_lines_added_up_and_rounded_once(week, services):
    costing = costed(week, services)
    if costing.lines:
        exact = sum((line.exact for line in costing.lines), Fraction(0))
        assert abs(costing.gross_pence - exact) <= Fraction(1, 2)
        assert abs(costing.gross_pence - sum(line.pence for line in costing.lines)) <= len(costing.lines)
    assert sum(costing.minutes_on(day) for day in EVERY_DAY) == sum(call.total for call in costing.calls)


@given(week=weeks, services=lines, days=st.integers(-400, 400))
@settings(max_examples=40)
def test_i10_a_calculation_comes_out_again_from_the_rows_it_kept(week, services, days):
    on = STARTS + timedelta(days=days)
    costing = costed(week, services, on=on)
    again = costed(week, services, on=on, rates=Rates([rate_from_row(row) for row in costing.rates_used]))
    assert again.gross_pence == costing.gross_pence


@given(change=st.dates(date(2025, 1, 1), date(2027, 1, 1)), starts=st.dates(date(2025, 1, 1), date(2027, 1, 1)))
@settings(max_examples=40)
def test_i11_the_look_up_uses_the_day_of_the_service(change, starts):
    def row(pence, begins, ends):
        return Rate("service", "home-care", pence, "hour", begins, ends, "Test", True)

    rates = Rates([row(100, date(2024, 1, 1), change - timedelta(days=1)), row(300, change, None)])
    hour = {"Morning": {"mon": 60}}
    assert costed(hour, on=starts, rates=rates).gross_pence == (100 if starts < change else 300)


@given(week=weeks, carers=st.integers(1, 3), units=st.integers(0, 4000).map(lambda hundredths: hundredths / 100))
@settings(max_examples=40)
def test_a_workflow_reckons_the_same_total_as_the_record(week, carers, units):
    typed = {call: {**minutes, "carers": carers} for call, minutes in week.items()}
    minutes = sum(call.paid for call in costed(typed).calls)
    day_centre = {"service": "day-centre", "units": units, "unit": "day", "rate_pence": 6200}
    visits = [{"service": "home-care", "minutes": minutes, "rate_pence": 2450}] if minutes else []
    assert weekly_cost([*visits, day_centre]) == costed(typed, [day_centre]).gross_pence
