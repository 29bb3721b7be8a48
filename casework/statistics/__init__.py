"""Measures, intervals, designs and allocation. Pure: numbers in, numbers out; imports nothing of ours."""

from casework.statistics.allocation import (
    balance,
    crossing,
    dealt_row,
    dealt_rows,
    fingerprint,
    permuted_blocks,
    williams_design,
)
from casework.statistics.measure import Measure
from casework.statistics.questionnaires import SusForm, seq, seq_distribution, sus, sus_score
from casework.statistics.rates import completion, wilson
from casework.statistics.times import task_time, working_seconds

__all__ = [
    "Measure",
    "SusForm",
    "balance",
    "completion",
    "crossing",
    "dealt_row",
    "dealt_rows",
    "fingerprint",
    "permuted_blocks",
    "seq",
    "seq_distribution",
    "sus",
    "sus_score",
    "task_time",
    "williams_design",
    "wilson",
    "working_seconds",
]
