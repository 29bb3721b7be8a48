from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from casework.statistics import task_time, working_seconds

START = datetime(2026, 11, 10, 10, 0, tzinfo=UTC)


def at(seconds):
    return START + timedelta(seconds=seconds)


def test_typical_time_is_the_published_geometric_mean_with_its_interval():
    measure = task_time([55, 65, 75, 62, 45, 135])
    assert measure.value == pytest.approx(68.24, abs=0.1)
    assert (measure.low, measure.high) == pytest.approx((46.0, 101.2), abs=0.1)
    assert (measure.n, measure.status) == (6, "ok")


def test_one_slow_run_pulls_the_geometric_mean_less_than_the_mean():
    assert task_time([100, 101, 102, 103, 104, 200]).value == pytest.approx(114.10, abs=0.01)


# Tenths of a second, as a clock may have them: numbers that differ in the sixteenth place are no times.
tenths = st.integers(5, 72_000).map(lambda tenth: tenth / 10)


@given(st.lists(tenths, min_size=2, max_size=40))
def test_typical_time_agrees_with_scipy_in_any_order(seconds):
    measure = task_time(seconds)
    assert measure.value == pytest.approx(stats.gmean(seconds))
    assert task_time(seconds[::-1]).value == pytest.approx(measure.value)
    if measure.low is not None:
        logs = stats.ttest_1samp(np.log(seconds), 0).confidence_interval()
        assert (measure.low, measure.high) == pytest.approx((np.exp(logs.low), np.exp(logs.high)), rel=1e-6)
        assert measure.low <= measure.value <= measure.high


@given(st.lists(tenths, min_size=3, max_size=10, unique=True))
def test_typical_time_scales_with_its_unit(seconds):
    one, sixty = task_time(seconds), task_time([60 * s for s in seconds])
    assert (sixty.value, sixty.low, sixty.high) == pytest.approx((60 * one.value, 60 * one.low, 60 * one.high))


def test_one_run_has_a_time_but_no_interval():
    measure = task_time([90])
    assert measure.value == pytest.approx(90)
    assert (measure.low, measure.high, measure.status) == (None, None, "too_few")
    assert measure.reason


def test_equal_times_have_no_interval_and_say_so():
    measure = task_time([90, 90, 90])
    assert measure.value == pytest.approx(90)
    assert (measure.low, measure.high) == (None, None)
    assert "the same" in measure.reason


def test_nobody_completing_is_undefined_never_zero():
    measure = task_time([])
    assert (measure.value, measure.status, measure.reason) == (None, "undefined", "nobody completed the task")


@pytest.mark.parametrize("seconds", [0, -1, float("nan")])
def test_a_time_of_zero_or_less_is_an_error(seconds):
    with pytest.raises(ValueError, match="more than zero"):
        task_time([30, seconds])


def test_working_time_without_pauses_is_all_of_it():
    measure = working_seconds(at(0), at(632.5))
    assert (measure.value, measure.n, measure.status) == (632.5, 1, "ok")


def test_overlapping_pauses_are_taken_off_once():
    assert working_seconds(at(0), at(600), [(at(100), at(200)), (at(150), at(250)), (at(120), at(130))]).value == 450


def test_only_the_part_of_a_pause_inside_the_run_is_taken_off():
    pauses = [(at(-50), at(10)), (at(590), at(700)), (at(-90), at(-60)), (at(800), None)]
    assert working_seconds(at(0), at(600), pauses).value == 580


def test_a_pause_still_open_at_the_end_leaves_no_working_time():
    measure = working_seconds(at(0), at(600), [(at(20), at(30)), (at(500), None)])
    assert (measure.value, measure.status) == (None, "undefined")
    assert measure.reason == "a pause was still open at the end of the run"


def test_a_run_paused_throughout_has_no_working_time():
    measure = working_seconds(at(0), at(600), [(at(-1), at(300)), (at(300), at(601))])
    assert (measure.value, measure.status) == (None, "undefined")


@pytest.mark.parametrize(("start", "end"), [(0, 0), (10, 0)])
def test_a_run_must_end_after_it_starts(start, end):
    with pytest.raises(ValueError, match="must end after it starts"):
        working_seconds(at(start), at(end))


def test_a_pause_cannot_end_before_it_begins():
    with pytest.raises(ValueError, match="must end after it begins"):
        working_seconds(at(0), at(600), [(at(30), at(20))])


pause_lists = st.lists(st.tuples(st.integers(-50, 250), st.integers(0, 120)), max_size=8)


@given(pause_lists)
def test_working_seconds_are_the_seconds_in_no_pause(pauses):
    working = [s for s in range(200) if not any(began <= s < began + length for began, length in pauses)]
    measure = working_seconds(at(0), at(200), [(at(began), at(began + length)) for began, length in pauses])
    assert measure.value == (len(working) or None)


@given(pause_lists, st.randoms(use_true_random=False))
def test_the_order_pauses_are_written_down_in_does_not_matter(pauses, random):
    periods = [(at(began), at(began + length)) for began, length in pauses]
    shuffled = random.sample(periods, len(periods))
    assert working_seconds(at(0), at(200), periods) == working_seconds(at(0), at(200), shuffled)
