"""All of a study's tables in one folder, for other tools: CSV with its description, JSON and a spreadsheet.

The same study gives the same bytes: nothing in the files says when they were written. Events are written one by one,
so that a large study needs no more memory than a small one; the spreadsheet leaves them out, as none opens a million
rows.
"""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path
from typing import Any

from casework.database import Db
from casework.findings import tables
from casework.findings.columns import described
from casework.findings.ods import write_ods
from casework.findings.reading import readings_table
from casework.findings.shared import tables_to_share
from casework.lab.models import Study

EVENTS = "events"

WHOLE: dict[str, tuple[str, Callable[[Db, Study], tables.Table]]] = {
    "runs": ("Every run that was started, counted or not, with why not", tables.runs_table),
    "facts": ("Every fact recorded in a run, in the order recorded", tables.facts_table),
    "decisions": ("What was decided in every arm beside the experts, or why it was not", tables.decisions_table),
    "notes": ("Every note made while watching", tables.notes_table),
    "readings": ("Every question that readers answered from what was handed over", readings_table),
    "findings": ("Every finding, with how many notes and people it rests on", tables.findings_table),
}
"""Each table by the name of its file: what is in it, and its rows. Events are apart, as they are not held at once."""

ABOUT_EVENTS = "Every event of every session, in order"


def export(db: Db, study: Study, folder: Path) -> dict[str, int]:
    """Write every table of a study into a folder that is there. Gives how many rows each has.

    NAME.csv and NAME.json for each table, `tables.ods` with all but the events, and `csv-metadata.json`, which says
    what every column means (CSV on the Web). Rehearsals are in none of them.
    """
    written: dict[str, int] = {}
    about: list[dict[str, Any]] = []
    sheets: dict[str, tables.Table] = {}
    for name, (says, table_of) in WHOLE.items():
        names, rows = table_of(db, study)
        sheets[name] = names, list(tables.without_real_details(names, rows))
        written[name] = _write(folder, name, names, sheets[name][1])
        about.append(_about(name, says, names))
    rows_of_events = tables.without_real_details(tables.EVENT_COLUMNS, tables.event_rows(db, study))
    written[EVENTS] = _write(folder, EVENTS, tables.EVENT_COLUMNS, rows_of_events)
    about.append(_about(EVENTS, ABOUT_EVENTS, tables.EVENT_COLUMNS))
    write_ods(folder / "tables.ods", sheets)
    _describe(folder, study, about)
    return written


def export_to_share(db: Db, study: Study, folder: Path) -> dict[str, int]:
    """Write what may leave the team into a folder that is there: claims and findings, small counts hidden.

    No row is about one person, and no code of a participant is in it. Gives how many rows each table has.
    """
    written: dict[str, int] = {}
    about: list[dict[str, Any]] = []
    for name, (says, (names, rows)) in tables_to_share(db, study).items():
        written[name] = _write(folder, name, names, tables.without_real_details(names, rows))
        about.append(_about(name, says, names))
    _describe(folder, study, about)
    return written


def zipped(folder: Path) -> bytes:
    """The files of a folder as a zip: the same bytes for the same files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.iterdir()):
            archive.writestr(zipfile.ZipInfo(path.name), path.read_bytes(), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _describe(folder: Path, study: Study, about: list[dict[str, Any]]) -> None:
    metadata = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": study.title,
        "dc:identifier": study.id,
        "tables": about,
    }
    (folder / "csv-metadata.json").write_text(json.dumps(metadata, ensure_ascii=False, indent=2) + "\n", "utf-8")


def _write(folder: Path, name: str, names: list[str], rows: Iterable[list[Any]]) -> int:
    """One table as CSV and as JSON, in one go over its rows."""
    count = 0
    with ExitStack() as open_files:
        as_csv = open_files.enter_context((folder / f"{name}.csv").open("w", encoding="utf-8", newline=""))
        as_json = open_files.enter_context((folder / f"{name}.json").open("w", encoding="utf-8"))
        writer = csv.writer(as_csv)
        writer.writerow(names)
        as_json.write("[")
        for row in rows:
            writer.writerow([tables.csv_cell(value) for value in row])
            as_json.write(",\n" if count else "\n")
            as_json.write(json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, default=_moment))
            count += 1
        as_json.write("\n]\n")
    return count


def _moment(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a table")


def _about(name: str, says: str, names: list[str]) -> dict[str, Any]:
    return {
        "url": f"{name}.csv",
        "dc:description": says,
        "dialect": {"header": True, "encoding": "utf-8"},
        "tableSchema": {"columns": [described(name, column) for column in names]},
    }
