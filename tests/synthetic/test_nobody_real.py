"""Nobody in what is shipped, or made for the county, has a number or an address somebody real could have."""

from pathlib import Path

from casework.synthetic.safe_identifiers import unsafe_identifiers

ROOT = Path(__file__).resolve().parents[2]


def test_no_file_of_seed_data_holds_an_identifier_that_is_not_fictional():
    files = [path for path in sorted((ROOT / "seed_data").rglob("*")) if path.is_file()]
    assert files
    found = {
        f"{path.relative_to(ROOT)}:{number}": unsafe_identifiers(line)
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    }
    assert {place: identifiers for place, identifiers in found.items() if identifiers} == {}
