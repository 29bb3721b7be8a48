"""Making a letter from the record."""

from datetime import date, datetime

from casework.database import Db
from casework.errors import DomainError
from casework.records.letters.templates import Letter, Words, can_be_made, compose
from casework.records.models import Document, Person, Worker
from casework.records.vocabulary import DocumentFormat, DocumentKind


def make_letter(
    db: Db,
    person: Person,
    letter: Letter,
    words: Words,
    *,
    format: DocumentFormat,
    sent_to: str,
    made_by: Worker,
    acted_for: Worker | None,
    today: date,
    at: datetime,
) -> Document:
    """Keep a letter as the record fills it today; what changes later does not change it.

    Raises DomainError where the record has nothing to write about, or the letter has not that format.
    """
    if not can_be_made(letter, words):
        raise DomainError(letter.without)
    if format not in letter.formats:
        raise DomainError("Select a format that this letter has", field="format")
    document = Document(
        person_id=person.id,
        kind=DocumentKind.LETTER,
        template=letter.id,
        title=letter.title,
        sent_to=sent_to,
        format=format,
        dated_on=today,
        recorded_on=today,
        recorded_at=at,
        made_by_id=made_by.id,
        for_id=acted_for.id if acted_for else None,
        content=compose(letter, words, format),
    )
    db.add(document)
    db.flush()
    return document
