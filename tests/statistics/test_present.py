import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.statistics import seq, sus, task_time, wilson
from casework.statistics.present import clock, count_of, estimate, half_up, may_estimate, one_decimal, whole_percent


def test_under_five_people_there_are_only_counts():
    assert count_of(3, 4) == "3 of 4"
    assert not may_estimate(4)


def test_from_five_on_a_percentage_comes_with_its_n_and_interval():
    assert count_of(7, 10) == "7 of 10 (70%; 95% interval 39–90%)"
    assert may_estimate(5)


def test_decisions_can_carry_wilsons_interval():
    assert count_of(81, 263, wilson) == "81 of 263 (31%; 95% interval 26–37%)"


def test_nobody_yet_is_not_nothing_of_nothing():
    assert count_of(0, 0) == "none yet"
    assert estimate(task_time([]), [], clock) == "none yet"


@given(st.integers(0, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_percentage_never_stands_without_its_counts(counts):
    k, n = counts
    text = count_of(k, n)
    assert ("%" in text) == (n >= 5)
    assert n == 0 or text.startswith(f"{k} of {n}")


def test_impossible_counts_are_an_error():
    with pytest.raises(ValueError, match="5 of 4"):
        count_of(5, 4)


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (2.5, 0, "3"),
        (66.5, 0, "67"),
        (0.5, 0, "1"),
        (78.85, 1, "78.9"),
        (78.84, 1, "78.8"),
        (5, 1, "5.0"),
        (-2.5, 0, "-3"),
    ],
)
def test_halves_go_up_as_people_do(value, places, text):
    assert half_up(value, places) == text


@pytest.mark.parametrize(("share", "text"), [(0.665, "67%"), (0.125, "13%"), (0, "0%"), (1, "100%"), (1 / 3, "33%")])
def test_percentages_are_whole(share, text):
    assert whole_percent(share) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (632, "10:32"),
        (0, "0:00"),
        (59.5, "1:00"),
        (59.4, "0:59"),
        (3599.5, "1:00:00"),
        (3723, "1:02:03"),
        (2.5, "0:03"),
    ],
)
def test_times_read_like_a_clock(seconds, text):
    assert clock(seconds) == text


def test_time_does_not_run_backwards():
    with pytest.raises(ValueError, match="negative"):
        clock(-1)


def test_under_five_runs_show_each_runs_own_time_and_no_mean():
    times = [632, 415.4]
    assert estimate(task_time(times), times, clock) == "10:32, 6:55"


def test_from_five_runs_on_the_typical_time_has_its_interval_and_n():
    times = [55, 65, 75, 62, 45, 135]
    assert estimate(task_time(times), times, clock) == "1:08 (95% interval 0:46–1:41; n = 6)"


def test_ratings_are_shown_to_one_decimal():
    ratings = [5, 6, 7, 4, 6, 6, 5, 7]
    assert estimate(seq(ratings), ratings, one_decimal) == "5.8 (95% interval 4.9–6.6; n = 8)"


def test_four_scores_are_listed_without_a_mean():
    scores = [55, 100, 72.5, 60]
    assert estimate(sus(scores), scores, one_decimal) == "55.0, 100.0, 72.5, 60.0"


def test_where_there_is_no_interval_the_reason_stands_in_its_place():
    shown = estimate(seq([6] * 5), [6] * 5, one_decimal)
    assert shown == "6.0 (all values are the same, so there is no interval; n = 5)"
