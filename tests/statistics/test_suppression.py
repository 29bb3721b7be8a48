"""What is shared gives no small count away: not by its totals, nor by what is hidden beside it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.statistics import suppress
from casework.statistics.suppression import SMALLEST_SHOWN

tables = st.integers(1, 3).flatmap(
    lambda columns: st.lists(st.lists(st.integers(0, 30), min_size=columns, max_size=columns), min_size=1, max_size=3)
)


def test_one_small_count_takes_three_others_with_it():
    found = suppress([[4, 10, 31], [9, 12, 15], [22, 16, 8]])
    assert [row.count(None) for row in found.cells] == [2, 2, 0]
    assert found.may_share


def test_nothing_is_hidden_where_nothing_is_small():
    found = suppress([[6, 7], [8, 0]])
    assert found.cells == [[6, 7], [8, 0]]
    assert (found.row_totals, found.column_totals, found.total) == ([13, 8], [14, 7], 21)


def test_two_ones_beside_their_total_are_not_left_to_be_added_up():
    found = suppress([[1, 1], [20, 30]])
    assert found.row_totals[0] is None


def test_a_zero_that_speaks_of_everybody_goes_too():
    assert suppress([[0, 9], [8, 7]]).cells[0][0] == 0
    assert suppress([[0, 9], [8, 7]], zero_tells=True).cells[0][0] is None


@settings(max_examples=60, deadline=None)
@given(tables)
def test_no_count_of_1_to_4_is_ever_shown_nor_the_only_one_hidden_in_a_line(table):
    found = suppress(table)
    whole = [[*row, total] for row, total in zip(found.cells, found.row_totals, strict=True)]
    whole.append([*found.column_totals, found.total])
    assert all(cell is None or cell == 0 or cell >= SMALLEST_SHOWN for row in whole for cell in row)
    for line in [*whole, *zip(*whole, strict=True)]:
        assert list(line).count(None) != 1 or len(line) == 1


@settings(max_examples=40, deadline=None)
@given(tables)
def test_what_is_shown_fits_another_table_whose_small_counts_are_others(table):
    """The audit, done the other way round: from a hidden small count a reader cannot come back to one value."""
    found = suppress(table)
    if any(0 < cell < SMALLEST_SHOWN for row in table for cell in row):
        assert sum(cell is None for row in found.cells for cell in row) + found.row_totals.count(None) >= 2


def test_rows_of_unequal_length_and_negative_counts_are_refused():
    for table in ([[1, 2], [3]], [[-1]]):
        with pytest.raises(ValueError, match="counts of 0 or more"):
            suppress(table)
