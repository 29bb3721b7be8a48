"""How far raters agree equals what was published, and what the libraries give."""

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.inter_rater import fleiss_kappa as statsmodels_fleiss

from casework.statistics import cohen_kappa, fleiss_kappa, gwet_ac1, krippendorff_alpha, percent_agreement

few = settings(max_examples=30, deadline=None)
levels = st.sampled_from(["nominal", "ordinal", "interval"])
SEED = 20261123


def raters(*rows):
    return [[None if each == "." else int(each) for each in row.split()] for row in rows]


FOUR = raters(
    "1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 ."
)
FLEISS = [
    [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "level", "alpha"),
    [
        ([list("0100000010"), list("1110010000")], "nominal", 0.0952),
        ([list("aabbdcccedda"), list("babbbccceddd")], "nominal", 0.6920),
        (FOUR, "nominal", 0.7434),
        (FOUR, "ordinal", 0.8154),
        (FOUR, "interval", 0.8491),
    ],
)
def test_krippendorffs_examples_have_his_alpha(rows, level, alpha):
    assert krippendorff_alpha(rows, level, seed=SEED).value == pytest.approx(alpha, abs=0.0005)


@few
@given(st.integers(2, 5), st.integers(2, 14), st.integers(0, 10**6), levels)
def test_alpha_agrees_with_the_library(people, units, seed, level):
    table = np.random.default_rng(seed).integers(1, 5, (people, units)).astype(float)
    table[np.random.default_rng(seed + 1).random(table.shape) < 0.2] = np.nan
    ours = krippendorff_alpha(
        [[None if np.isnan(x) else float(x) for x in row] for row in table], level, seed=SEED, draws=10
    )
    if ours.status != "undefined":
        theirs = krippendorff.alpha(reliability_data=table, level_of_measurement=level)
        assert ours.value == pytest.approx(theirs)


def test_the_interval_holds_alpha_and_is_the_same_with_the_same_seed():
    found = krippendorff_alpha(FOUR, "nominal", seed=SEED)
    assert found.n == 11
    assert found.low < found.value < found.high
    assert found == krippendorff_alpha(FOUR, "nominal", seed=SEED)
    assert found.low != krippendorff_alpha(FOUR, "nominal", seed=SEED + 1).low


def test_under_ten_units_there_is_no_interval():
    found = krippendorff_alpha([[1, 2, 1], [1, 2, 2]], "nominal", seed=SEED)
    assert (found.low, found.status) == (None, "too_few")


@pytest.mark.parametrize("rows", [[[1, 1, 1], [1, 1, 1]], [[1, None], [None, 2]], []])
def test_one_answer_or_no_pair_is_undefined(rows):
    assert krippendorff_alpha(rows, "nominal", seed=SEED).status == "undefined"


def test_published_figures_of_four_raters():
    assert percent_agreement(FOUR).value == pytest.approx(0.81818, abs=0.0001)
    assert gwet_ac1(FOUR).value == pytest.approx(0.77544, abs=0.0001)


def test_answers_nobody_gave_count_for_chance():
    assert gwet_ac1(FOUR, [1, 2, 3, 4, 5, 6]).value > gwet_ac1(FOUR).value
    with pytest.raises(ValueError, match="not on offer"):
        gwet_ac1(FOUR, [1, 2])


def test_the_textbook_table_has_a_kappa_of_04():
    a = ["yes"] * 25 + ["no"] * 25
    b = ["yes"] * 20 + ["no"] * 5 + ["yes"] * 10 + ["no"] * 15
    assert cohen_kappa(a, b).value == pytest.approx(0.4)
    assert percent_agreement([a, b]).value == pytest.approx(0.7)
    assert cohen_kappa(["x", "x"], ["x", "x"]).status == "undefined"


@few
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=2, max_size=30))
def test_cohens_kappa_agrees_with_statsmodels(pairs):
    table = np.zeros((3, 3))
    for a, b in pairs:
        table[a, b] += 1
    ours = cohen_kappa([a for a, _ in pairs], [b for _, b in pairs])
    if ours.status == "ok":
        assert ours.value == pytest.approx(cohens_kappa(table, return_results=False), abs=1e-9)


def test_fleiss_kappa_is_as_published_and_as_statsmodels_has_it():
    assert fleiss_kappa(FLEISS).value == pytest.approx(0.20993, abs=0.0005)
    assert fleiss_kappa(FLEISS).value == pytest.approx(statsmodels_fleiss(np.array(FLEISS)))
    with pytest.raises(ValueError, match="equally often"):
        fleiss_kappa([[2, 0], [1, 0]])
    assert fleiss_kappa([[2, 0], [2, 0]]).status == "undefined"
