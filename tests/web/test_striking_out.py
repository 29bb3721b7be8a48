"""What looks like a real person's details is found, struck out with its bytes, and left out of exports."""

import pytest

from casework.findings.tables import as_csv, events_table
from casework.lab import striking_out
from casework.records.models import Draft
from tests.ready import on_both_databases

pytestmark = on_both_databases

REAL = "401 023 2137"


@pytest.fixture
def typed(priya):
    """She typed a number that somebody could have, and said that it was made up."""
    page = priya.open_step("home").submit("Save and go on", **{"q-matters": f"Ring the ward, {REAL}, at ten."})
    page.submit("Save and go on", fictional="yes")
    return priya


@pytest.fixture
def page(typed, pages):
    return pages.as_staff().open(f"/studies/{typed.session.study_id}/sessions/{typed.session.id}/strike-out")


def test_what_looks_real_is_listed_with_where_it_stands(page):
    assert page.says(REAL)
    assert page.says("an NHS number")
    assert page.says("events")
    assert page.says("the record (draft)")


def test_what_is_struck_out_is_gone_from_record_events_and_files(typed, page):
    after = page.submit("Strike out", words=REAL, because="A real number, by mistake.")
    assert after.says("Struck out in")
    typed.db.rollback()
    assert typed.db.query(Draft).one().answers["matters"] == "Ring the ward, [struck out], at ten."
    assert striking_out.suspicious(typed.db, typed.session) == []
    (row,) = striking_out.strike_outs_of(typed.db, typed.session)
    assert (row.because, row.places > 1) == ("A real number, by mistake.", True)


def test_on_sqlite_no_copy_is_left_in_the_files(typed, page, database_kind):
    if database_kind == "sqlite":
        assert page.submit("Strike out", words=REAL, because="By mistake.").says("No copy is left")


def test_words_that_are_nowhere_are_refused_and_kept_in_the_form(page):
    again = page.submit("Strike out", words="Nobody Atall", because="By mistake.")
    assert again.error_beside("words").startswith("These words are nowhere")
    assert again.value("words") == "Nobody Atall"


def test_exports_leave_out_what_looks_real(typed):
    said = as_csv(events_table(typed.db, typed.session.study))
    assert REAL not in said
    assert "left out: looks like an NHS number" in said
