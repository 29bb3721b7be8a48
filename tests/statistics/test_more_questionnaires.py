"""Scores of published questionnaires, from their worked examples."""

import pytest

from casework.statistics import (
    net_satisfaction,
    own_scale,
    raw_tlx,
    raw_tlx_score,
    sus_grade,
    umux_lite,
    umux_lite_score,
)


@pytest.mark.parametrize(("score", "percentile"), [(75, 73), (68, 50), (52, 15)])
def test_a_sus_score_has_the_published_percentile(score, percentile):
    assert sus_grade(score, 12).percentile == pytest.approx(percentile, abs=1.0)


@pytest.mark.parametrize(
    ("score", "grade"), [(78.85, "A−"), (78.84, "B+"), (0, "F"), (51.65, "D"), (68, "C"), (100, "A+")]
)
def test_a_mean_is_rounded_half_up_before_it_is_graded(score, grade):
    assert sus_grade(score, 5).grade == grade


def test_under_five_people_there_is_no_grade():
    assert sus_grade(80, 4) is None


def test_a_grade_needs_a_score_on_the_scale():
    with pytest.raises(ValueError, match="between 0 and 100"):
        sus_grade(101, 9)


@pytest.mark.parametrize(
    ("items", "raw", "equivalent"), [((7, 7), 100, 87.9), ((1, 1), 0, 22.9), ((6, 6), 83.333, 77.067)]
)
def test_umux_lite_has_its_raw_score_and_its_sus_equivalent(items, raw, equivalent):
    form = umux_lite_score(*items)
    assert (form.raw, form.sus_equivalent) == (pytest.approx(raw, abs=0.001), pytest.approx(equivalent, abs=0.001))


def test_umux_lite_with_an_item_missing_is_not_scored():
    assert umux_lite_score(7, None).raw is None
    with pytest.raises(ValueError, match="1 to 7"):
        umux_lite_score(8, 1)


def test_raw_tlx_is_the_mean_of_six_and_keeps_them():
    form = raw_tlx_score([60, 5, 40, 25, 55, 35])
    assert form.score == pytest.approx(36.667, abs=0.001)
    assert form.subscales["frustration"] == 35
    assert raw_tlx_score([60, 5, None, 25, 55, 35]).score is None
    with pytest.raises(ValueError, match="between 0 and 100"):
        raw_tlx_score([60, 5, 40, 25, 55, 135])


def test_scores_of_a_study_stay_on_their_scale():
    assert umux_lite([100, 100, 60]).high == 100
    assert raw_tlx([5, 0, 20]).low == 0
    with pytest.raises(ValueError, match="TLX"):
        raw_tlx([101])


def test_net_satisfaction_is_in_points_with_neutrals_in_the_base():
    assert net_satisfaction(13, 30, 57).value == pytest.approx(-44)
    found = net_satisfaction(14, 4, 4)
    assert found.value == pytest.approx(45.45, abs=0.01)
    assert found.high - found.value == pytest.approx(32.68, abs=0.01)


def test_under_twenty_people_net_satisfaction_has_no_interval():
    assert net_satisfaction(8, 1, 2).status == "too_few"
    assert net_satisfaction(0, 0, 0).status == "undefined"


def test_a_question_of_ones_own_is_counted_and_never_averaged():
    found = own_scale([1, 5, 5, None, 4], 5)
    assert found.counts == {1: 1, 2: 0, 3: 0, 4: 1, 5: 2}
    assert (found.median, found.n, found.blank) == (4.5, 4, 1)
    with pytest.raises(ValueError, match="1 to 5"):
        own_scale([6], 5)
