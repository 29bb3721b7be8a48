"""Entries of a file into rows of tables: the one way that every section is read."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import Column

from casework.database import Base, Moment
from casework.records import models
from casework.records.vocabulary import StepStatus
from casework.synthetic.factories import blank_row, moment
from casework.synthetic.pinned.mistakes import Mistakes
from casework.synthetic.pinned.sections import OWNED_BY, Section
from casework.synthetic.pinned.values import WrongValue, content_of, day, value_for
from casework.workflows.problems import Place, nearest
from casework.workflows.reader import Keyed, Listed

Row = dict[str, Any]
_SAME_DAY = {models.CaseNote: "happened_on", models.ChronologyEntry: "happened_on", models.Document: "dated_on"}
_NO_DAY = date(2000, 1, 1)


class Names:
    """What may be named in a file: by what it is, each id or name with the id of its row."""

    def __init__(self) -> None:
        self.known: dict[str, dict[str, str]] = defaultdict(dict)

    def add(self, what: str, name: str, row_id: str) -> bool:
        """Whether it was new."""
        if name in self.known[what]:
            return False
        self.known[what][name] = row_id
        return True


class Filling:
    """Rows without their sandbox, by table, and what was wrong on the way to them."""

    def __init__(self, mistakes: Mistakes, names: Names) -> None:
        self.mistakes = mistakes
        self.names = names
        self.rows: dict[type[Base], list[Row]] = defaultdict(list)
        self._entries: dict[str, Keyed] = {}

    def fill(
        self, section: Section, entry: Keyed, row_id: str, where: str, owners: Mapping[str, str], n: int = 1
    ) -> None:
        """Keep the row of one entry, with the rows of the sections inside it.

        owners: ids of the rows it is in, by the column that names them: {"person_id": …, "case_id": …}.
        """
        columns = Base.metadata.tables[section.model.__tablename__].columns
        row = blank_row(section.model)
        row["id"] = row_id
        belongs = {name: value for name, value in owners.items() if name in row}
        row |= belongs
        filled = {column for column, _ in section.refers.values()}
        plain = [name for name in row if name not in {"id", "sandbox_id", *belongs, *filled}]
        own_words = ["id"] if section.keyed or not section.part else []
        own_words += ["received_on"] if section.model is models.Step else []
        known = [*own_words, *plain, *section.refers, *section.inside]
        given: set[str] = set()
        for word, value in entry.items():
            if word in section.refers and value is not None:
                column, what = section.refers[word]
                row[column] = self.named(what, entry, word, f"{where}.{word}", row.get("person_id"))
                given.add(column)
            elif word in plain and value is not None:
                row[word] = self._value(columns[word], entry, word, f"{where}.{word}")
                given.add(word)
            elif word not in known:
                self.mistakes.unknown(entry, word, known, where)
        if section.model is models.Step:
            self._received(entry, row, given, where)
        _work_out(section, row, given, n)
        words = {column: word for word, (column, _) in section.refers.items()}
        for name, value in row.items():
            if value is None and name != "sandbox_id" and not columns[name].nullable and name not in given:
                self.mistakes.left_out(entry, words.get(name, name), where)
        self.rows[section.model].append(row)
        self._entries[row_id] = entry
        if section.inside:
            owners = {**owners, OWNED_BY[section.model]: row_id}
        for word, part in section.inside.items():
            self.section(part, entry, word, where, row_id, owners)

    def section(
        self, section: Section, entry: Keyed, word: str, where: str, prefix: str, owners: Mapping[str, str]
    ) -> None:
        """Every entry of a section: rows whose ids begin with the prefix."""
        if not section.single:
            for n, place, each in self.entries(entry, word, where):
                self.fill(section, each, f"{prefix}-{section.part}-{n}", place, owners, n)
            return
        one = entry.get(word)
        if isinstance(one, Keyed):
            self.fill(section, one, f"{prefix}-{section.part}", f"{where}.{word}", owners)
        elif one is not None:
            self.mistakes.tell(entry.value_places[word], "P05", f"{where}.{word} must be made of names and values")

    def entries(self, entry: Keyed, word: str, where: str = "") -> Iterator[tuple[int, str, Keyed]]:
        """Each entry of a list, with its number from 1 and where it is: `notes[3]`."""
        found = entry.get(word)
        inside = f"{where}.{word}" if where else word
        if found is None:
            return
        if not isinstance(found, Listed):
            self.mistakes.tell(entry.value_places[word], "P05", f"{inside} must be a list")
            return
        for n, each in enumerate(found, start=1):
            if isinstance(each, Keyed):
                yield n, f"{inside}[{n}]", each
            else:
                self.mistakes.tell(found.value_places[n - 1], "P05", f"{inside}[{n}] must be made of names and values")

    def named(self, what: str, entry: Keyed, word: str, where: str, person_id: str | None = None) -> str:
        """The id of the row that a word names. What nobody knows is told, and given back as it is written."""
        value = str(entry[word])
        known = self.names.known[f"relationship of {person_id}" if what == "relationship" else what]
        if value not in known:
            no_one = "nobody" if what in ("worker", "person") else f"no {'event' if what == 'picked' else what}"
            self.mistakes.tell(
                entry.value_places[word], "P03", f"{where}: {no_one} has the id “{value}”{nearest(value, known)}"
            )
        return known.get(value, value)

    def place_of(self, row_id: str, word: str) -> Place:
        """Where a word of a row's entry is, or else the entry."""
        entry = self._entries[row_id]
        return entry.value_places.get(word, entry.place)

    def _value(self, column: Column[Any], entry: Keyed, word: str, where: str) -> Any:
        try:
            if column.table.name == "document" and word == "content":
                return content_of(entry[word])
            return value_for(column, entry[word])
        except WrongValue as wrong:
            gap = "" if wrong.message.startswith("[") else " "
            self.mistakes.tell(entry.value_places[word], wrong.code, f"{where}{gap}{wrong.message}")
            return None

    def _received(self, entry: Keyed, row: Row, given: set[str], where: str) -> None:
        """When a step came, from `received_on` or `received_at`, and how it stands now."""
        if "received_at" not in given:
            received_on = day(entry.get("received_on"))
            if entry.get("received_on") is None:
                self.mistakes.left_out(entry, "received_on", where)
            elif received_on is None:
                place = entry.value_places["received_on"]
                self.mistakes.tell(place, "P05", f"{where}.received_on must be a date, such as 2026-11-10")
            row["received_at"] = moment(received_on or _NO_DAY)
        is_finished = row["finished_on"] is not None
        if "status" not in given:
            row["status"] = StepStatus.FINISHED if is_finished else StepStatus.INCOMING
        if is_finished and row["finished_by_id"] is None:
            row["finished_by_id"] = row["worker_id"]


def _work_out(section: Section, row: Row, given: set[str], n: int) -> None:
    """What follows from the rest: places in a list, days from moments, the day it was recorded, what it costs."""
    for name, value in (("position", n - 1), ("number", n)):
        if name in row and name not in given and section.part:
            row[name] = value
    columns = Base.metadata.tables[section.model.__tablename__].columns
    for name, value in list(row.items()):
        on = f"{name.removesuffix('_at')}_on"
        if isinstance(columns[name].type, Moment) and isinstance(value, datetime) and on in row and on not in given:
            row[on] = value.date()
    if section.model in _SAME_DAY and row["recorded_on"] is None:
        row["recorded_on"] = row[_SAME_DAY[section.model]]
    if "begun_by_id" in row and "begun_by_id" not in given:
        row["begun_by_id"] = f"{row['case_id']}-step-1"
    if section.model is models.Service and "weekly_pence" not in given and "units" in given and "rate_pence" in given:
        pence = Decimal(str(row["units"] or 0)) * (row["rate_pence"] or 0)
        row["weekly_pence"] = int(pence.quantize(Decimal(1), ROUND_HALF_UP))
