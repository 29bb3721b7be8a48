from collections import Counter
from itertools import islice, pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from casework.statistics import (
    balance,
    crossing,
    dealt_row,
    dealt_rows,
    fingerprint,
    order_counts,
    permuted_blocks,
    williams_design,
)

seeds = st.integers(0, 2**64)


def places(rows):
    return Counter((place, condition) for row in rows for place, condition in enumerate(row))


def neighbours(rows):
    return Counter(pair for row in rows for pair in pairwise(row))


@pytest.mark.parametrize(
    ("conditions", "published"),
    [
        (2, {"12", "21"}),
        (3, {"123", "231", "312", "321", "132", "213"}),
        (4, {"1243", "2314", "3421", "4132"}),
    ],
)
def test_williams_designs_are_the_published_ones(conditions, published):
    assert {"".join(str(condition + 1) for condition in row) for row in williams_design(conditions)} == published


@pytest.mark.parametrize("conditions", range(2, 10))
def test_each_condition_is_equally_often_in_each_place_and_after_each_other(conditions):
    rows = williams_design(conditions)
    times = 1 if conditions % 2 == 0 else 2
    assert len(rows) == times * conditions
    assert set(places(rows).values()) == {times}
    assert len(places(rows)) == conditions**2
    assert set(neighbours(rows).values()) == {times}
    assert len(neighbours(rows)) == conditions * (conditions - 1)


def test_a_cyclic_square_would_fail_that_check():
    cyclic = [[(place + shift) % 4 for place in range(4)] for shift in range(4)]
    assert len(neighbours(cyclic)) < 12


def test_one_condition_has_one_order():
    assert williams_design(1) == [[0]]


def test_no_conditions_have_no_design():
    with pytest.raises(ValueError, match="at least one"):
        williams_design(0)


def test_two_arms_and_two_cases_make_four_rows():
    assert sorted(crossing(["A", "B"], ["rosemary", "edna"])) == [
        [("A", "edna"), ("B", "rosemary")],
        [("A", "rosemary"), ("B", "edna")],
        [("B", "edna"), ("A", "rosemary")],
        [("B", "rosemary"), ("A", "edna")],
    ]


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_in_a_crossing_each_person_meets_every_arm_and_no_case_twice(size):
    for row in crossing(range(size), range(size)):
        assert sorted(arm for arm, _ in row) == list(range(size))
        assert sorted(case for _, case in row) == list(range(size))


@pytest.mark.parametrize("size", [2, 3, 4])
def test_in_a_crossing_each_arm_meets_each_case_equally_often_in_each_place(size):
    rows = crossing(range(size), range(size))
    met = Counter((place, arm, case) for row in rows for place, (arm, case) in enumerate(row))
    assert len(met) == size**3
    assert len(set(met.values())) == 1


def test_arms_and_cases_must_be_as_many():
    with pytest.raises(ValueError, match="a case of its own"):
        crossing(["A", "B"], ["rosemary"])


@given(seeds, st.integers(1, 12), st.integers(1, 60))
def test_every_block_dealt_has_each_row_once(seed, rows, count):
    dealt = dealt_rows(rows, seed, count)
    blocks = [dealt[start : start + rows] for start in range(0, count, rows)]
    assert len(dealt) == count
    for block in blocks[:-1]:
        assert sorted(block) == list(range(rows))
    assert len(set(blocks[-1])) == len(blocks[-1])


@given(seeds, st.integers(1, 8), st.integers(0, 40), st.integers(0, 40))
def test_a_session_keeps_its_row_however_many_more_are_planned(seed, rows, index, more):
    assert dealt_row(rows, seed, index) == dealt_rows(rows, seed, index + 1 + more)[index]


@given(seeds)
def test_the_same_seed_deals_the_same_rows(seed):
    assert dealt_rows(4, seed, 40) == dealt_rows(4, seed, 40)


def test_seeds_deal_different_rows():
    lists = {tuple(dealt_rows(4, seed, 40)) for seed in range(200)}
    assert len(lists) == 200


def test_the_dealt_list_is_the_same_on_every_machine():
    assert dealt_rows(4, 20261122, 12) == [0, 3, 1, 2, 1, 0, 3, 2, 2, 0, 3, 1]


def test_every_order_of_a_block_is_equally_likely():
    blocks = Counter(tuple(dealt_rows(3, seed, 3)) for seed in range(3000))
    assert set(blocks) == set(permutations(range(3)))
    assert stats.chisquare(list(blocks.values())).pvalue > 0.001


def test_there_must_be_rows_to_deal():
    with pytest.raises(ValueError, match="at least one above zero"):
        dealt_row(0, 1, 0)


def test_rows_and_sessions_are_counted_from_0():
    with pytest.raises(ValueError, match="cannot deal -1 rows"):
        dealt_rows(4, 1, -1)
    with pytest.raises(ValueError, match="counted from 0: -1"):
        dealt_row(4, 1, -1)


def test_balance_counts_rows_nobody_got():
    assert balance(4, [0, 2, 2]) == [1, 0, 2, 0]


def test_balance_knows_only_its_rows():
    with pytest.raises(ValueError, match="numbered 0 to 3"):
        balance(4, [4])


def test_the_fingerprint_is_of_the_list_in_its_order():
    assert fingerprint([0, 1, 2]) == fingerprint((0, 1, 2))
    assert len({fingerprint([0, 1, 2]), fingerprint([0, 2, 1]), fingerprint([0, 12])}) == 3
    assert len(fingerprint([])) == 64


def blocks_of(seed, ratio=(1, 1), sizes=(4, 6), stratum="", count=30):
    return list(islice(permuted_blocks(ratio, sizes=sizes, seed=seed, stratum=stratum), count))


@given(seeds, st.sampled_from([((1, 1), (4, 6)), ((2, 1), (3, 6, 9)), ((1, 1, 1), (3, 6))]))
def test_every_complete_block_holds_the_arms_in_ratio(seed, design):
    ratio, sizes = design
    for block in blocks_of(seed, ratio, sizes):
        assert len(block) in sizes
        assert balance(len(ratio), block) == [share * len(block) // sum(ratio) for share in ratio]


@given(seeds)
def test_arms_are_never_further_apart_than_half_the_largest_block(seed):
    ahead = 0
    for arm in (arm for block in blocks_of(seed) for arm in block):
        ahead += 1 if arm else -1
        assert abs(ahead) <= 3


def test_both_block_sizes_occur_about_equally_often():
    sizes = Counter(len(block) for block in blocks_of(1, count=2000))
    assert stats.chisquare([sizes[4], sizes[6]]).pvalue > 0.001


def test_all_six_orders_of_a_block_of_four_are_equally_likely():
    orders = Counter(block for block in blocks_of(2, count=8000) if len(block) == 4)
    assert len(orders) == 6
    assert stats.chisquare(list(orders.values())).pvalue > 0.001


def test_strata_have_streams_of_their_own():
    assert blocks_of(1, stratum="north") == blocks_of(1, stratum="north")
    assert blocks_of(1, stratum="north") != blocks_of(1, stratum="south")
    assert blocks_of(1, stratum="north") != blocks_of(2, stratum="north")


@pytest.mark.parametrize(
    ("ratio", "sizes", "reason"),
    [
        ((1, 1), (4, 5), "multiples of 2"),
        ((2, 1), (4, 6), "multiples of 3"),
        ((1, 1), (0, 2), "multiples of 2"),
        ((1, 1), (4,), "at least two block sizes"),
        ((0, 0), (2, 4), "at least one above zero"),
    ],
)
def test_blocks_that_cannot_hold_the_ratio_are_an_error(ratio, sizes, reason):
    with pytest.raises(ValueError, match=reason):
        permuted_blocks(ratio, sizes=sizes, seed=1)


# --- what was really dealt -------------------------------------------------------------------------


@pytest.mark.parametrize("conditions", [1, 2, 3, 4, 5])
def test_a_whole_williams_design_is_balanced_in_place_and_in_what_follows_what(conditions):
    counts = order_counts(williams_design(conditions), conditions)
    assert counts.is_balanced


def test_a_plain_rotation_is_balanced_in_place_and_not_in_what_follows_what():
    counts = order_counts([[(row + place) % 4 for place in range(4)] for row in range(4)], 4)
    assert counts.positions_differ_by == 0
    assert counts.carry_over_differs_by == 3
    assert not counts.is_balanced


def test_a_study_that_stopped_short_says_how_far_from_even_it_is():
    counts = order_counts([*williams_design(2), [0, 1]], 2)
    assert counts.positions == [[2, 1], [1, 2]]
    assert (counts.positions_differ_by, counts.carry_over_differs_by) == (1, 1)


def test_an_order_has_each_condition_once():
    with pytest.raises(ValueError, match="once"):
        order_counts([[0, 0]], 2)
