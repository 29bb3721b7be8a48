"""Letters about the people written by hand: nothing that was said in confidence is in any of them."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from casework.database import Db, enter_sandbox
from casework.records.letters.templates import compose, load_letters
from casework.records.letters.words import words_of
from casework.records.models import Person, Worker
from casework.records.queries.people import get_person
from casework.records.vocabulary import DocumentFormat
from casework.synthetic.pinned import WORKERS_FILE, load_pinned, read_yaml
from config import ROOT

FOLDER = ROOT / "seed_data"
LETTERS = load_letters(FOLDER / "letters")
FILES = [path for path in sorted((FOLDER / "people").glob("*.yaml")) if path.name != WORKERS_FILE]
NAME = re.compile(r"\b[A-Z][a-z]{2,}\b")
END_OF_SENTENCE = re.compile(r"(?<=[.?!])\s+")


def confidential(path: Path) -> tuple[list[str], set[str]]:
    """What is confidential in a person's file, by sentence; and the names that stand nowhere else in it."""
    parts: dict[str, Any] = read_yaml(path)
    secret = [
        one for name in ("notes", "documents") for one in parts.get(name, []) if one and one.get("is_confidential")
    ]
    text = " ".join(str(words) for one in secret for name, words in one.items() if name in ("title", "text", "content"))
    whole = json.dumps(parts, default=str)
    for one in secret:
        whole = whole.replace(json.dumps(one, default=str), "")
    names = {name for name in NAME.findall(text) if not re.search(rf"\b{name}\b", whole)}
    return [sentence for sentence in END_OF_SENTENCE.split(text) if len(sentence) > 20], names


@pytest.mark.parametrize("path", [path for path in FILES if confidential(path)[0]], ids=lambda path: path.stem)
def test_who_spoke_in_confidence_is_in_no_letter(db: Db, path: Path) -> None:
    enter_sandbox(db, "test")
    person = get_person(db, load_pinned(path, db, "test"))
    sentences, names = confidential(path)
    said = " ".join(letters_of(db, person))
    assert [words for words in (*sentences, *names) if words in said] == []


def letters_of(db: Db, person: Person) -> list[str]:
    worker = db.get_one(Worker, ("test", "priya_nair"))
    known = words_of(
        db,
        person,
        council="Wexmoor County Council",
        worker=worker,
        acted_for=None,
        today=date(2026, 11, 10),
        label=lambda code: code or "",
    )
    return [
        json.dumps(compose(letter, known, format), ensure_ascii=False)
        for letter in LETTERS.values()
        for format in DocumentFormat
    ]


def test_somebody_written_by_hand_was_told_of_in_confidence() -> None:
    assert [path.stem for path in FILES if confidential(path)[1]]
