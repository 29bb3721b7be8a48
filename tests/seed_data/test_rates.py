"""The rates a council would edit: what is told about a mistake, and what the shipped ones hold."""

from datetime import date
from pathlib import Path

import pytest

from casework.records.facts import CATALOGUE
from casework.records.rates import RatesError, load_rates, shipped_rates
from casework.workflows.loader import load_lists

LISTS = Path(__file__).parents[2] / "seed_data" / "lists"
GOOD = "source: A letter\nvalid_from: 2025-04-06\nconfirmed: true\nrates:\n"


def problems(folder: Path, text: str) -> list[str]:
    (folder / "county.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RatesError) as failed:
        load_rates(folder)
    return failed.value.problems


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("{code: pea}", "county.yaml:5: amount_pence is left out"),
        ("{code: pea, amount_pence: 30.65}", "whole pence, such as 3065"),
        ("{code: pea, amount_pence: 1, amuont: 2}", "there is no key amuont"),
        ("{code: pea, amount_pence: 1, unit: fortnight}", "unit must be one of week, hour"),
        ("{code: pea, amount_pence: 1, valid_from: April}", "valid_from must be a date"),
        ("{code: pea, amount_pence: 1, valid_to: 2025-04-01}", "valid_to must not be before valid_from"),
        ("{code: pea, amount_pence: 1, source: ''}", "must say something"),
        ("{code: pea, amount_pence: 1, confirmed: maybe}", "confirmed must be true or false"),
        ("pea", "county.yaml:5: a row is written as"),
    ],
)
def test_a_mistake_is_told_with_its_file_and_line(tmp_path: Path, row: str, said: str) -> None:
    (told,) = problems(tmp_path, f"{GOOD}  - {row}\n")
    assert said in told
    assert told.startswith("county.yaml:5: ")


def test_a_file_that_is_no_list_of_rates_is_told(tmp_path: Path) -> None:
    assert problems(tmp_path, "rates: none\n") == ["county.yaml:1: write rates: with a list of rows below it"]
    assert problems(tmp_path, "rates: [\n") == ["county.yaml:2: the file cannot be read as YAML"]


def test_rows_that_overlap_are_told_with_both_places(tmp_path: Path) -> None:
    rows = "  - {code: pea, amount_pence: 1}\n  - {code: pea, amount_pence: 2, valid_from: 2026-04-06}\n"
    (told,) = problems(tmp_path, GOOD + rows)
    assert told.startswith("county.yaml:6: pea from 2026-04-06 overlaps the row in county.yaml:5")


def test_every_rate_that_conditions_may_ask_about_is_in_the_files() -> None:
    asked = {name.removeprefix("rate.") for name, fact in CATALOGUE.items() if fact.given}
    held = {rate.name for rate in shipped_rates().rows if rate.code != "service"}
    assert asked == held


def test_services_cost_in_the_lists_what_they_cost_on_the_day_of_the_story() -> None:
    options = load_lists(LISTS)["services"].options
    on = date(2026, 11, 10)
    for option in options:
        rate = shipped_rates().find("service", option.code, on)
        assert (rate.amount_pence, rate.unit) == (option.rate_pence, option.unit)


def test_what_is_not_confirmed_says_where_it_comes_from() -> None:
    assert all(rate.source for rate in shipped_rates().rows)
    own = [rate for rate in shipped_rates().rows if rate.code in ("service", "point", "worker_limit", "manager_limit")]
    assert all("Invented" in rate.source and not rate.confirmed for rate in own)
