"""A fact of the record that a step quotes is read as one would write it."""

import pytest

from casework.web.records.questions import words_of
from casework.workflows.definition import Quote


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("record.budget.gross_pence", 21_300, "£213.00"),
        ("record.rate.capital_upper", 2_325_000, "£23,250.00"),
        ("record.review.due_on", "2026-11-10", "10 Nov 2026"),
        ("record.enquiry.outcomes_achieved", "fully", "Fully"),
        ("record.safeguarding.raised_by", "fully", "fully"),
        ("goal", "To go out.", "To go out."),
    ],
)
def test_a_quoted_fact_is_in_words(name: str, value: object, read: str) -> None:
    quote = Quote(id="said", label="Said", type="quote", value=name)
    assert words_of(quote, value, str.capitalize) == read
