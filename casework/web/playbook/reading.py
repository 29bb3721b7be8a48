"""The playbook's pages as they stand in docs/playbook: read, drawn as HTML, and searched.

Each is a file of Markdown whose first line is its heading. README.md lists them; its order is theirs. Three kinds of
link lead somewhere: `facilitate.md#distress` to another page, `#distress` to a part of this one, and
`lab:studies.index` to a screen of the lab. HTML is shown as it was typed, so that a page can hold nothing that acts.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

INDEX = "README"
A_PAGE = re.compile(r"(?P<page>[a-z0-9-]+|README)\.md(?P<part>#[a-z0-9-]+)?")
LED_TO = re.compile(rf"{A_PAGE.pattern}|#[a-z0-9-]+|lab:[a-z_]+\.[a-z_]+|https://[^\s]+")
MOST_AROUND = 110
"""Characters of a found sentence that are shown before and after the word."""

CLASSES = {
    "paragraph_open": "govuk-body",
    "bullet_list_open": "govuk-list govuk-list--bullet",
    "ordered_list_open": "govuk-list govuk-list--number",
    "blockquote_open": "app-playbook__say",
    "table_open": "govuk-table app-table app-table--cards",
    "thead_open": "govuk-table__head",
    "tbody_open": "govuk-table__body",
    "tr_open": "govuk-table__row",
    "th_open": "govuk-table__header",
    "row_open": "govuk-table__header govuk-!-font-weight-regular",
    "td_open": "govuk-table__cell",
    "link_open": "govuk-link",
}
HEADINGS = {"h2": "govuk-heading-m", "h3": "govuk-heading-s"}


@dataclass(frozen=True)
class Part:
    """What stands under one heading of a page, without its marks. id: empty for what comes before the first."""

    id: str
    title: str
    text: str


@dataclass(frozen=True)
class PlaybookPage:
    """One page. lead: its first paragraph. source: the Markdown after its heading."""

    id: str
    title: str
    lead: str
    source: str
    parts: tuple[Part, ...]

    @property
    def words(self) -> int:
        return sum(len(part.text.split()) for part in self.parts)


@dataclass(frozen=True)
class Found:
    """Where words were found: before, the words themselves, and after."""

    page: PlaybookPage
    part: Part
    before: str
    words: str
    after: str


class Reader(MarkdownIt):
    """Markdown whose links lead where a page's links may; others are shown as they were typed."""

    def validateLink(self, url: str) -> bool:
        return LED_TO.fullmatch(url) is not None


def read_playbook(folder: Path) -> dict[str, PlaybookPage]:
    """The index and every page it links to, in its order. Raises ValueError for a page that is not there."""
    index = _read(folder / f"{INDEX}.md")
    pages = {INDEX: index}
    for match in re.finditer(rf"\]\({A_PAGE.pattern}\)", index.source):
        path = folder / f"{match['page']}.md"
        if not path.is_file():
            raise ValueError(f"{folder / INDEX}.md links to {path.name}, which is not there")
        if match["page"] not in pages:
            pages[match["page"]] = _read(path)
    return pages


def _read(path: Path) -> PlaybookPage:
    heading, _, source = path.read_text(encoding="utf-8").partition("\n")
    if not heading.startswith("# "):
        raise ValueError(f"{path} does not begin with its heading")
    parts = tuple(_parts(_markdown().parse(source)))
    lead = next(iter(re.split(r"(?<=[.?!])\s", parts[0].text)), "") if parts else ""
    return PlaybookPage(path.stem, heading.removeprefix("# ").strip(), lead, source.strip(), parts)


def _markdown() -> MarkdownIt:
    return Reader("commonmark", {"html": False}).enable("table")


def _parts(tokens: Sequence[Token]) -> Iterator[Part]:
    part_id, title, text = "", "", list[str]()
    for at, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h2":
            yield Part(part_id, title, " ".join(text))
            title = said(tokens[at + 1])
            part_id, text = slug(title), []
        elif token.type == "inline" and tokens[at - 1].tag != "h2":
            text.append(said(token))
    yield Part(part_id, title, " ".join(text))


def said(inline: Token) -> str:
    """The words of a line, without its marks."""
    children = inline.children or []
    return "".join(" " if child.type in ("softbreak", "hardbreak") else child.content for child in children)


def slug(title: str) -> str:
    """“When somebody is upset” → when-somebody-is-upset, as GitHub makes it too."""
    return re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", title.casefold())).strip("-")


def as_html(page: PlaybookPage, address: Callable[[str], str], *, before: str = "") -> str:
    """The page below its heading. address: what a link as it was written becomes; before: begins the ids of headings.

    The headings of a page that begins its ids with something stand one level lower: it is one of several.
    """
    reader = _markdown()
    tokens = reader.parse(page.source)
    _name_columns(tokens)
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            token.attrSet("id", before + slug(said(tokens[at + 1])))
            token.attrSet("class", HEADINGS.get(token.tag, "govuk-heading-s"))
        if before and token.type in ("heading_open", "heading_close"):
            token.tag = f"h{int(token.tag[1]) + 1}"
        for each in (token, *(token.children or [])):
            if each.type in CLASSES:
                each.attrSet("class", CLASSES[each.type])
            if each.type == "link_open":
                each.attrSet("href", address(str(each.attrGet("href"))))
    return str(reader.renderer.render(tokens, reader.options, {}))


def _name_columns(tokens: Sequence[Token]) -> None:
    """Say of each cell of a table which column it is in, for narrow windows, where each row becomes a card."""
    columns: list[str] = []
    cell = 0
    for at, token in enumerate(tokens):
        if token.type == "table_open":
            columns = []
        elif token.type == "tr_open":
            cell = 0
        elif token.type == "th_open":
            token.attrSet("scope", "col")
            columns.append(said(tokens[at + 1]))
        elif token.type == "td_open" and cell == 0:
            token.tag, token.type = "th", "row_open"
            token.attrSet("scope", "row")
        elif token.type == "td_open":
            token.attrSet("data-label", columns[cell])
        elif token.type == "td_close":
            if cell == 0:
                token.tag = "th"
            cell += 1


def find(pages: Sequence[PlaybookPage], typed: str) -> list[Found]:
    """Every part of a page that holds all the words typed, those with one of them in their heading first."""
    words = [word.casefold() for word in typed.split()]
    if not words:
        return []
    found = []
    for page in pages:
        for part in page.parts:
            headings, everything = f"{page.title} {part.title}".casefold(), f"{part.title} {part.text}".casefold()
            if all(word in everything or word in headings for word in words):
                found.append((not any(word in headings for word in words), _around(page, part, words)))
    return [each for _, each in sorted(found, key=lambda pair: pair[0])]


def _around(page: PlaybookPage, part: Part, words: Sequence[str]) -> Found:
    plain = part.text.casefold()
    word = next((each for each in words if each in plain), "")
    # Folding may change the length of rare letters; then the words are shown from where they come near enough.
    at = plain.find(word) if word else 0
    start, end = max(0, at - MOST_AROUND), at + len(word)
    before, after = part.text[start:at], part.text[end : end + MOST_AROUND]
    if start:
        before = "…" + before.partition(" ")[2]
    if end + MOST_AROUND < len(part.text):
        after = after.rpartition(" ")[0] + "…"
    return Found(page, part, before, part.text[at:end], after)
