"""A letter's template, as a council edits it in seed_data/letters, and what becomes of it for one person.

A text may name words of the record: “On ((decision.day)) we decided”. Where the record has none, the block says its
`otherwise` and nothing else: what is missing is said, never made up.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from ruamel.yaml import YAML

from casework.records.vocabulary import DocumentFormat

WORD = re.compile(r"\(\(([a-z_]+(?:\.[a-z_]+)*)\)\)")
PLAIN_FORMATS = (DocumentFormat.PLAIN_ENGLISH, DocumentFormat.READ_ALOUD)
NOT_RECORDED = "Not recorded"

Words = Mapping[str, str | list[dict[str, str]]]
"""What the record knows: name → words, or name of a list → the words of each of its items. Nothing unknown is in it."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Table(_Part):
    """A row for each item of a list; a cell whose words are not known says so."""

    head: list[str]
    row: list[str]


class Block(_Part):
    """One piece of a letter: a heading, a text, or a line or row for each item of a list.

    plain: the text for plain English. otherwise: what is said where words are missing or the list is empty; left out,
    the block is too. when, unless: words that must be known, or must not.
    then: sentences after an item's first, each left out where its words are not known.
    """

    heading: str | None = None
    text: str | None = None
    plain: str | None = None
    each: str | None = None
    item: str | None = None
    then: list[str] = []
    table: Table | None = None
    otherwise: str | None = None
    when: str | None = None
    unless: str | None = None

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        if sum(part is not None for part in (self.heading, self.text, self.each)) != 1:
            raise ValueError("a block has one of heading, text and each")
        if (self.each is None) != (self.item is None and self.table is None):
            raise ValueError("each has an item or a table")
        return self


class Letter(_Part):
    """A letter that can be made. to: whom it is for, in words. about: the part of the record it cannot be without.

    is_plain: it is in plain words whatever its format.
    """

    id: str
    title: str
    hint: str
    law: str = ""
    to: str
    formats: list[DocumentFormat] = list(DocumentFormat)
    is_plain: bool = False
    about: str
    without: str
    """What is said where the record has not that part."""
    blocks: list[Block]


@lru_cache(maxsize=4)
def load_letters(folder: Path) -> dict[str, Letter]:
    """Every letter of a folder by its id, in the order of their titles.

    Raises ValueError, naming the file, for one that is not as it should be.
    """
    found = []
    for path in sorted(folder.glob("*.yaml")):
        if path.stem == "plain_words":
            continue
        try:
            found.append(Letter.model_validate(YAML(typ="safe").load(path)))
        except ValidationError as error:
            raise ValueError(f"{path.name}: {error}") from error
        if found[-1].id != path.stem:
            raise ValueError(f"{path.name}: its id must be {path.stem}")
    return {letter.id: letter for letter in sorted(found, key=lambda letter: letter.title)}


@lru_cache(maxsize=4)
def load_plain_words(folder: Path) -> dict[str, str]:
    """The plain words of codes, for letters in plain English: code → words."""
    return {str(code): str(words) for code, words in YAML(typ="safe").load(folder / "plain_words.yaml").items()}


def is_in_plain_words(letter: Letter, format: DocumentFormat) -> bool:
    return letter.is_plain or format in PLAIN_FORMATS


def can_be_made(letter: Letter, words: Words) -> bool:
    """Whether the record has what the letter is about."""
    return letter.about in words


def compose(letter: Letter, words: Words, format: DocumentFormat) -> list[dict[str, Any]]:
    """The blocks of one person's letter, as a document keeps them."""
    blocks = [_compose(block, words, format) for block in letter.blocks if _applies(block, words)]
    made = [block for block in blocks if block is not None]
    if not can_be_made(letter, words):
        return [{"text": letter.without}]
    return [block for block, after in zip(made, [*made[1:], None], strict=True) if not _stands_alone(block, after)]


def _applies(block: Block, words: Words) -> bool:
    return (block.when is None or block.when in words) and (block.unless is None or block.unless not in words)


def _stands_alone(block: dict[str, Any], after: dict[str, Any] | None) -> bool:
    """A heading with nothing under it."""
    return "heading" in block and (after is None or "heading" in after)


def _compose(block: Block, words: Words, format: DocumentFormat) -> dict[str, Any] | None:
    otherwise = None if block.otherwise is None else {"text": fill(block.otherwise, words) or block.otherwise}
    if block.heading is not None:
        said = fill(block.heading, words)
        return None if said is None else {"heading": said}
    if block.each is not None:
        items = words.get(block.each)
        if not isinstance(items, list) or not items:
            return otherwise
        return _table(block, items, format) if block.table else _list(block, items)
    text = block.plain if block.plain is not None and format in PLAIN_FORMATS else block.text
    said = fill(text or "", words)
    return otherwise if said is None else {"text": said}


def _list(block: Block, items: list[dict[str, str]]) -> dict[str, Any]:
    lines = []
    for item in items:
        sentences = [fill(sentence, item) for sentence in (block.item or "", *block.then)]
        lines.append(" ".join(sentence for sentence in sentences if sentence))
    return {"list": lines}


def _table(block: Block, items: list[dict[str, str]], format: DocumentFormat) -> dict[str, Any]:
    head = block.table.head if block.table else []
    row = block.table.row if block.table else []
    rows = [[fill(cell, item) or NOT_RECORDED for cell in row] for item in items]
    if format == DocumentFormat.READ_ALOUD:
        # A table cannot be heard: each row becomes a line that names its columns.
        return {"list": [". ".join(f"{name}: {cell}" for name, cell in zip(head, row, strict=True)) for row in rows]}
    return {"table": {"head": head, "rows": rows}}


def fill(text: str, words: Words | Mapping[str, str]) -> str | None:
    """The text with its words; None where one of them is not known."""
    named = WORD.findall(text)
    if any(not isinstance(words.get(name), str) for name in named):
        return None
    return WORD.sub(lambda match: str(words[match[1]]), text)


def words_named(letter: Letter) -> set[str]:
    """The names of the words that the letter's texts name, without those of its lists' items."""
    texts = [text for block in letter.blocks for text in (block.heading, block.text, block.plain, block.otherwise)]
    conditions = {name for block in letter.blocks for name in (block.when, block.unless, block.each) if name}
    return {name for text in texts if text for name in WORD.findall(text)} | conditions | {letter.about}
