"""Dated rates: what the law and the council fix in money, looked up by the date of the service.

They are read from `seed_data/rates/*.yaml`. A row says from when to when it holds; a row that ends is closed by its
`valid_to`, its amount is never changed. An amount nobody could find is left out: looking it up is then an error in
words, never a silent fallback to another year.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from casework.errors import DomainError

FOLDER = Path(__file__).parents[2] / "seed_data" / "rates"
UNITS = ("", "week", "hour", "day", "night", "meal", "trip", "session", "point")
_KEYS = ("code", "qualifier", "amount_pence", "unit", "valid_from", "valid_to", "source", "confirmed")


class NoRate(DomainError):
    """No row holds on the date of the service."""


class RatesError(Exception):
    """Files of rates that cannot be used; each of `problems` is "FILE:LINE: what is wrong"."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Rate:
    """One amount and the days on which it holds, both ends included. valid_to None: until further notice.

    confirmed: whether it was seen in a published source, which `source` names.
    """

    code: str
    qualifier: str
    amount_pence: int
    unit: str
    valid_from: date
    valid_to: date | None
    source: str
    confirmed: bool

    @property
    def name(self) -> str:
        """What conditions call it after `record.rate.`: mig_single_18_24."""
        return "_".join(part for part in (self.code, self.qualifier) if part)

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def as_row(self) -> dict[str, Any]:
        """The row as JSON, for keeping beside what was worked out with it."""
        return asdict(self) | {
            "valid_from": self.valid_from.isoformat(),
            "valid_to": self.valid_to.isoformat() if self.valid_to else None,
        }


def rate_from_row(row: Mapping[str, Any]) -> Rate:
    """A rate from what `as_row` gave."""
    ends = row["valid_to"]
    return Rate(
        **{key: row[key] for key in ("code", "qualifier", "amount_pence", "unit", "source", "confirmed")},
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=date.fromisoformat(ends) if ends else None,
    )


class Rates:
    """Rows that never overlap for one code and qualifier. Raises ValueError naming two that do."""

    def __init__(self, rows: Iterable[Rate]) -> None:
        self.rows = tuple(rows)
        if (clash := next(_overlaps(self.rows), None)) is not None:
            raise ValueError(f"{clash[1]} overlaps {clash[0]}")

    def find(self, code: str, qualifier: str, on: date) -> Rate:
        """The row that holds on the date of the service. Raises NoRate."""
        for row in self.rows:
            if (row.code, row.qualifier) == (code, qualifier) and row.holds_on(on):
                return row
        called = " ".join(part for part in (code, qualifier) if part).replace("_", " ").replace("-", " ")
        raise NoRate(f"There is no rate for {called} on {on.day} {on:%B %Y}")

    def in_force(self, on: date) -> tuple[Rate, ...]:
        """Every row that holds on a day, in the order of the files."""
        return tuple(row for row in self.rows if row.holds_on(on))


@cache
def shipped_rates() -> Rates:
    """The rates of `seed_data/rates`, read once."""
    return load_rates(FOLDER)


def load_rates(folder: Path) -> Rates:
    """Every row of the folder's files. Raises RatesError with all that is wrong."""
    problems: list[str] = []
    found: list[tuple[str, Rate]] = []
    for path in sorted(folder.glob("*.yaml")):
        found += _rows_of(path, problems)
    places = {id(rate): place for place, rate in found}
    rows = [rate for _, rate in found]
    problems += [
        f"{places[id(later)]}: {later.name} from {later.valid_from} overlaps the row in {places[id(earlier)]}; "
        "give that one a valid_to before it"
        for earlier, later in _overlaps(rows)
    ]
    if problems:
        raise RatesError(problems)
    return Rates(rows)


def _overlaps(rows: Iterable[Rate]) -> Iterator[tuple[Rate, Rate]]:
    latest: dict[tuple[str, str], Rate] = {}
    for row in sorted(rows, key=lambda rate: rate.valid_from):
        before = latest.get((row.code, row.qualifier))
        if before is not None and (before.valid_to is None or before.valid_to >= row.valid_from):
            yield before, row
        latest[row.code, row.qualifier] = row


def _rows_of(path: Path, problems: list[str]) -> Iterator[tuple[str, Rate]]:
    """The rows of one file with their places. What all rows share may be said once, beside `rates`."""
    try:
        tree = YAML(typ="rt", pure=True).load(path.read_text(encoding="utf-8"))
    except (YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        problems.append(f"{path.name}:{mark.line + 1 if mark else 1}: the file cannot be read as YAML")
        return
    if not isinstance(tree, Mapping) or not isinstance(tree.get("rates"), list):
        problems.append(f"{path.name}:1: write rates: with a list of rows below it")
        return
    shared = {key: value for key, value in tree.items() if key not in ("rates", "title")}
    for number, written in enumerate(tree["rates"]):
        place = f"{path.name}:{tree['rates'].lc.data[number][0] + 1}"
        if not isinstance(written, Mapping):
            problems.append(f"{place}: a row is written as {{code: …, amount_pence: …}}")
            continue
        row = {"qualifier": "", "unit": "week", "valid_to": None} | shared | dict(written)
        wrong = list(_wrong(row))
        problems += [f"{place}: {what}" for what in wrong]
        if not wrong:
            yield place, Rate(**{key: row[key] for key in _KEYS})


def _wrong(row: Mapping[str, Any]) -> Iterator[str]:
    for key in row:
        if key not in _KEYS:
            yield f"there is no key {key}; there are {', '.join(_KEYS)}"
    for key in _KEYS:
        if key not in row:
            yield f"{key} is left out"
    for key in ("code", "qualifier", "source"):
        if key in row and not isinstance(row[key], str):
            yield f"{key} must be text"
    if row.get("code") == "" or row.get("source") == "":
        yield "code and source must say something"
    amount = row.get("amount_pence", 0)
    if not isinstance(amount, int) or isinstance(amount, bool) or amount < 0:
        yield "amount_pence must be whole pence, such as 3065 for £30.65"
    if row.get("unit", "") not in UNITS:
        yield f"unit must be one of {', '.join(unit for unit in UNITS if unit)}, or empty"
    if not isinstance(row.get("confirmed", True), bool):
        yield "confirmed must be true or false"
    begins, ends = row.get("valid_from"), row.get("valid_to")
    if not isinstance(begins, date):
        yield "valid_from must be a date, such as 2026-04-06"
    elif not isinstance(ends, date | None):
        yield "valid_to must be a date, or left out"
    elif ends is not None and ends + timedelta(days=1) <= begins:
        yield "valid_to must not be before valid_from"
