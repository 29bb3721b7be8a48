"""Tables as an OpenDocument spreadsheet. Text is text in it: no cell is ever a formula."""

import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from casework.findings.tables import Table, csv_cell

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The one date of every file in the zip, so that the same tables give the same bytes."""

NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns"
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def write_ods(file: Path, sheets: Mapping[str, Table]) -> None:
    """Write a spreadsheet with a sheet for each table, under its name. Numbers are numbers, and yes and no too."""
    with zipfile.ZipFile(file, "w") as archive:
        # Programs know the kind of file by this first part, which must not be compressed.
        archive.writestr(zipfile.ZipInfo("mimetype", LONG_AGO), MIMETYPE)
        archive.writestr(_packed("META-INF/manifest.xml"), _manifest())
        with archive.open(_packed("content.xml"), "w") as content:
            for piece in _content(sheets):
                content.write(piece.encode())


def _packed(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, LONG_AGO)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _manifest() -> str:
    space, start = f"{NAMESPACE}:manifest:1.0", '<?xml version="1.0" encoding="UTF-8"?>'
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in (("/", MIMETYPE), ("content.xml", "text/xml"))
    )
    return f'{start}<manifest:manifest xmlns:manifest="{space}" manifest:version="1.3">{entries}</manifest:manifest>'


def _content(sheets: Mapping[str, Table]) -> Iterator[str]:
    spaces = " ".join(f'xmlns:{name}="{NAMESPACE}:{name}:1.0"' for name in ("office", "table", "text"))
    yield f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.3">'
    yield "<office:body><office:spreadsheet>"
    for title, (names, rows) in sheets.items():
        yield f"<table:table table:name={quoteattr(title)}>"
        for row in ([*names], *rows):
            yield f"<table:table-row>{''.join(_cell(value) for value in row)}</table:table-row>"
        yield "</table:table>"
    yield "</office:spreadsheet></office:body></office:document-content>"


def _cell(value: Any) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, bool):
        return _typed("boolean", f'office:boolean-value="{str(value).lower()}"', "yes" if value else "no")
    if isinstance(value, int | float):
        return _typed("float", f'office:value="{value}"', str(value))
    if isinstance(value, dict | list):
        value = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return _typed("string", "", value if isinstance(value, str) else str(csv_cell(value)))


def _typed(kind: str, value: str, text: str) -> str:
    lines = escape(NOT_IN_XML.sub("", text)).split("\n")
    shown = "".join(f"<text:p>{line}</text:p>" for line in lines)
    return f'<table:table-cell office:value-type="{kind}" {value}>{shown}</table:table-cell>'
