"""A document as a PDF: tagged (PDF/UA-1), its text to be read aloud and copied, large print in 18 point.

What is written reaches the typesetter as data, never as its own language, so that no words of the record can be taken
for a command.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import typst

FONTS = ("Liberation Sans", "Arial", "Helvetica", "DejaVu Sans", "Libertinus Serif")
"""The first that the machine has; the last comes with the typesetter."""

SHEET = """
#let sheet = json(bytes(sys.inputs.sheet))
#let fonts = json(bytes(sys.inputs.fonts))
#set document(title: sheet.title, author: sheet.council, date: datetime(..sheet.day))
#set text(lang: "en", region: "GB", font: fonts, size: if sheet.is_large { 18pt } else { 11.5pt })
#set page(
  paper: "a4", margin: 24mm,
  header: text(size: 0.8em, sheet.council + " · " + sheet.says),
  footer: context text(size: 0.8em, [Page #counter(page).display() of #counter(page).final().first()]),
)
#set par(justify: false, leading: 0.8em, spacing: 1.2em)
#show heading: set block(above: 1.4em, below: 0.7em)
#show title: set text(size: 1.3em)
#title()
#for line in sheet.facts { par(line) }
#for piece in sheet.blocks {
  if "heading" in piece { heading(level: 1, piece.heading) }
  if "sub" in piece { heading(level: 2, piece.sub) }
  if "text" in piece { for line in piece.text.split("\\n") { if line.trim() != "" { par(line) } } }
  if "list" in piece { list(..piece.list) }
  if "table" in piece {
    let caption = piece.table.at("caption", default: "")
    if caption != "" { block(above: 1.2em, below: 0.6em, sticky: true, strong(caption)) }
    table(
      columns: piece.table.head.len(), stroke: 0.5pt, inset: 6pt,
      table.header(..piece.table.head.map(name => strong(name))),
      ..piece.table.rows.flatten(),
    )
    let note = piece.table.at("note", default: "")
    if note != "" { par(text(size: 0.85em, note)) }
  }
  if "drawn" in piece {
    grid(columns: 2, gutter: 8pt, ..piece.drawn.map(one => image(bytes(one.svg), format: "svg", alt: one.says)))
    par(text(size: 0.85em, piece.under))
  }
}
"""


@dataclass(frozen=True)
class Sheet:
    """What stands on paper.

    says: at the top of every page, beside the council's name. facts: the lines under the title: for whom, when, from
    whom. blocks: {heading}, {sub}, {text}, {list}, {table: {head, rows, caption, note}} or
    {drawn: [{svg, says}], under}, in their order.
    """

    title: str
    council: str
    facts: Sequence[str]
    blocks: Sequence[dict[str, Any]]
    is_large: bool
    dated_on: date
    says: str = "TEST SYSTEM – every person is fictional"


def as_pdf(sheet: Sheet) -> bytes:
    """The document, as the bytes of a PDF: the same for the same sheet."""
    said = {
        "title": sheet.title,
        "council": sheet.council,
        "says": sheet.says,
        "facts": list(sheet.facts),
        "blocks": list(sheet.blocks),
        "is_large": sheet.is_large,
        "day": {"year": sheet.dated_on.year, "month": sheet.dated_on.month, "day": sheet.dated_on.day},
    }
    made: bytes = typst.compile(
        SHEET.encode(),
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"sheet": json.dumps(said), "fonts": json.dumps(FONTS)},
    )
    return made
