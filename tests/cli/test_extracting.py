"""`flask county extract` writes the county's events, and says how many."""

import csv


def test_the_extract_is_written_with_its_columns_and_says_what_it_holds(app, tmp_path):
    file = tmp_path / "cld.csv"
    said = app.test_cli_runner().invoke(args=["county", "extract", str(file)])
    assert said.exit_code == 0, said.output
    assert "Everybody in it is fictional" in said.output
    with file.open(encoding="utf-8") as written:
        assert next(csv.reader(written))[0] == "LA_Code"


def test_a_period_that_ends_before_it_begins_is_wrong_use(app, tmp_path):
    file = tmp_path / "cld.csv"
    said = app.test_cli_runner().invoke(
        args=["county", "extract", str(file), "--since", "2026-05-01", "--until", "2026-04-01"]
    )
    assert said.exit_code == 2
