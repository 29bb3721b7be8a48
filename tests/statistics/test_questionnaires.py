import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from casework.statistics import seq, seq_distribution, sus, sus_score

BROOKE = [5, 4, 2, 1, 2, 3, 2, 4, 5, 2]


def test_mean_ease_has_a_t_interval():
    measure = seq([5, 6, 7, 4, 6, 6, 5, 7])
    assert measure.value == pytest.approx(5.75, abs=0.001)
    assert (measure.low, measure.high) == pytest.approx((4.885, 6.615), abs=0.001)
    assert (measure.n, measure.status) == (8, "ok")


@given(st.lists(st.integers(1, 7), min_size=2, max_size=40))
def test_mean_ease_agrees_with_scipy_and_stays_on_the_scale(ratings):
    measure = seq(ratings)
    if len(set(ratings)) == 1:
        assert (measure.low, measure.high) == (None, None)
        assert "the same" in measure.reason
    else:
        low, high = stats.ttest_1samp(ratings, 0).confidence_interval()
        assert (measure.low, measure.high) == pytest.approx((max(1, low), min(7, high)))
        assert measure.low <= measure.value <= measure.high


def test_one_rating_has_no_interval():
    measure = seq([6])
    assert (measure.value, measure.low, measure.high, measure.status) == (6, None, None, "too_few")


def test_no_ratings_have_no_mean():
    assert (seq([]).value, seq([]).status) == (None, "undefined")


@pytest.mark.parametrize("rating", [0, 8, 3.5])
def test_a_rating_off_the_scale_is_an_error(rating):
    with pytest.raises(ValueError, match="from 1 to 7"):
        seq([5, rating])


def test_the_distribution_names_ratings_nobody_gave():
    assert seq_distribution([5, 6, 5]) == {1: 0, 2: 0, 3: 0, 4: 0, 5: 2, 6: 1, 7: 0}


@pytest.mark.parametrize(("items", "score"), [(BROOKE, 55), ([5, 1] * 5, 100), ([1, 5] * 5, 0)])
def test_a_form_has_its_published_score(items, score):
    form = sus_score(items)
    assert (form.score, form.missing, form.all_same) == (score, 0, False)


@given(st.integers(1, 5))
def test_the_same_answer_to_everything_scores_50_and_is_flagged(answer):
    form = sus_score([answer] * 10)
    assert (form.score, form.all_same) == (50, True)


@given(st.lists(st.integers(1, 5), min_size=10, max_size=10))
def test_scores_are_multiples_of_two_and_a_half_from_0_to_100(items):
    score = sus_score(items).score
    assert 0 <= score <= 100
    assert score % 2.5 == 0


@given(st.lists(st.integers(1, 5), min_size=10, max_size=10), st.sets(st.integers(0, 9), min_size=1, max_size=2))
def test_up_to_two_blanks_score_as_the_middle(items, blanks):
    blanked = [None if place in blanks else item for place, item in enumerate(items)]
    middled = [3 if place in blanks else item for place, item in enumerate(items)]
    form = sus_score(blanked)
    assert (form.score, form.missing) == (sus_score(middled).score, len(blanks))


def test_three_blanks_leave_the_form_unscored():
    form = sus_score([None, None, None, 2, 4, 2, 4, 2, 4, 2])
    assert (form.score, form.missing) == (None, 3)


@pytest.mark.parametrize("items", [[5] * 9, [5] * 11, []])
def test_a_form_has_ten_items(items):
    with pytest.raises(ValueError, match="has 10 items"):
        sus_score(items)


def test_an_answer_off_the_scale_is_an_error():
    with pytest.raises(ValueError, match="from 1 to 5"):
        sus_score([6] + [3] * 9)


def test_a_studys_score_is_the_mean_of_peoples_scores():
    measure = sus([55, 100, 70, 82.5, 62.5])
    low, high = stats.ttest_1samp([55, 100, 70, 82.5, 62.5], 0).confidence_interval()
    assert measure.value == 74
    assert (measure.low, measure.high, measure.n) == pytest.approx((low, high, 5))


def test_a_studys_interval_is_cut_off_at_the_ends_of_the_scale():
    assert sus([100, 100, 70]).high == 100
    assert sus([0, 0, 30]).low == 0


def test_a_score_outside_the_scale_is_an_error():
    with pytest.raises(ValueError, match="between 0 and 100"):
        sus([101])
